"""Sending one claimed row: prepare, settle first if it is uncertain, call, judge. Writes nothing."""

from datetime import timedelta

import structlog
from django.utils import timezone

from integrasi.enums import IDEMPOTEN, fakta
from integrasi.keadaan import GerakKiriman
from integrasi.keluar.klasifikasi import Hasil, Kiriman, Ragu, berhasil, nilai_galat
from integrasi.keluar.susun import Bekal, susun
from integrasi.keluar.tinjau import siapkan_tinjauan
from integrasi.mitra.janji import cara_memastikan
from integrasi.mitra.setelan import batas_panggilan
from integrasi.models import Pengiriman
from integrasi.sebab import Kode
from integrasi.siasn.errors import GalatSiasn, SudahAda
from integrasi.siasn.transport import Transport
from siapp.koneksi import lepas_koneksi
from siapp.mode_ganda import CARI

log = structlog.get_logger(__name__)


class SewaLewat(Exception):
    """So much of the lease has passed that another worker may soon hold the row: nothing may be sent any more."""


def _pastikan_masih_milik(baris: Pengiriman) -> None:
    """A process that was frozen between claim and call must not send: its row is in other hands by now."""
    butuh = timedelta(seconds=batas_panggilan(berkas=fakta(baris.api).berkas))
    if baris.sewa_sampai is None or timezone.now() > baris.sewa_sampai - butuh:
        raise SewaLewat


def kirim(transport: Transport, baris: Pengiriman, bekal: Bekal) -> Hasil:
    """Make the call of `baris` and say what becomes of it. Raises SewaLewat when it came too late to send.

    The database is let go before HTTP begins, so that a slow partner holds no connection.
    """
    ragu, terkirim = baris.tidak_pasti_sejak is not None and baris.api not in IDEMPOTEN, False
    janji = cara_memastikan(baris.api) if ragu else frozenset[str]()
    if ragu and not janji:
        return _menunggu_orang(baris)
    try:
        tinjau = siapkan_tinjauan(baris, bekal) if CARI in janji else None
        panggil = susun(baris, bekal)
        lepas_koneksi()
        _pastikan_masih_milik(baris)
        if tinjau is not None:
            if (hasil := tinjau(transport)) is not None:
                return hasil
            ragu = False
            _pastikan_masih_milik(baris)
        terkirim = True
        return berhasil(panggil(transport))
    except SewaLewat:
        raise
    except Exception as galat:
        if not isinstance(galat, GalatSiasn) and terkirim:
            log.exception("kirim_galat_aplikasi", pengiriman=str(baris.pk), api=baris.api)
        if isinstance(galat, SudahAda):
            janji = cara_memastikan(baris.api)
        return nilai_galat(galat, Kiriman(baris.api, baris.percobaan_ke, ragu, terkirim, janji))


def _menunggu_orang(baris: Pengiriman) -> Hasil:
    """The promise that it was claimed under is gone: as uncertain as before, and nothing was sent."""
    sebab = Kode(baris.sebab or Kode.BELUM_PASTI)
    return Hasil(GerakKiriman.HILANG, sebab, baris.pesan, baris.kode_http, hitung=False, ragu=Ragu.LAMA)
