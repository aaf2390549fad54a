"""Asking SIASN where our usulan stand (API 7) and for their Pertek (API 6), with pauses that grow with their age."""

import hashlib
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import BinaryIO, TypeVar, cast

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import DIOLAH_SENDIRI, Keadaan
from integrasi.masuk.penerima import giliran_transaksi
from integrasi.masuk.putaran import sejak_putaran
from integrasi.mitra import pemutus, sakelar
from integrasi.mitra.hitungan import hitung_panggilan
from integrasi.mitra.setelan import buka_transport, host
from integrasi.models import KejadianMasuk, Pengiriman, UsulanSiasn
from integrasi.siasn import pertek as api_pertek
from integrasi.siasn import status as api_status
from integrasi.siasn.errors import Dihentikan, Ditolak, GalatSiasn, TidakDitemukan
from integrasi.siasn.status import BarisStatus
from integrasi.siasn.transport import Transport
from siapp.akun.peran import Mesin
from siapp.berkas.periksa import periksa_berkas
from siapp.berkas.terima import terima
from siapp.koneksi import lepas_koneksi
from siapp.teks import bersih
from siapp.web.disk import disk_penuh, penyimpanan_gagal
from siapp.web.galat import GalatPengguna
from usulan.actions.bkn import terima_putusan
from usulan.actions.dasar import Syarat
from usulan.actions.pertek import BarisPertek, perlu_berkas, terima_daftar_pertek
from usulan.actions.tahap_bkn import BarisTahap, catat_tahapan
from usulan.keadaan import KeadaanPertek
from usulan.models import Pertek, StatusPutusan, TahapBkn, Usulan
from usulan.tahap import AKHIR, SESUDAH_TERBIT, Tahap

log = structlog.get_logger(__name__)

DI_JALAN = (KeadaanPertek.DITUNGGU, KeadaanPertek.DIPERIKSA, KeadaanPertek.BERKAS_DITOLAK)
SEKALI = 200
UTAS = 8
MASA_PEGANG = timedelta(minutes=10)
JEDA_TERPANJANG = timedelta(hours=6)
# Pauses after which one more is added: a day of those of 15 minutes.
SEPADAN = 96
TIDAK_DIPANTAU = AKHIR - {Tahap.SELESAI}
# After the publication BKN is asked seldom, and not for ever: what it changes then can only be told to a person.
MASA_SESUDAH_TERBIT = timedelta(days=90)
# Stages that only follow a verdict (kontrak.md 6). Validation (13, 14, 15) is not one yet.
PUTUSAN_TAHAP = {
    "5": StatusPutusan.BTL,
    "6": StatusPutusan.TMS,
    **dict.fromkeys(("16", "17", "18", "19", "20", "21", "22"), StatusPutusan.APPROVED),
}
# BKN's notice (API 9) is the verdict. When a stage that follows one stands this many pauses long without it, the notice
# is taken for lost and the stage counts. A usulan must not wait for ever for a message that was dropped.
JEDA_SEBELUM_TAHAP_BERLAKU = 3


class BukanMiliknya(Exception):
    """What SIASN answered is about somebody else: the id that it was asked for is not the usulan's any more."""


def jeda_berikut(umur: timedelta) -> timedelta:
    """How long until a usulan of this age is asked for again: the configured pause, one more for `SEPADAN` of them.

    Six hours at most. So long pauses grow by the day, and short ones by the hour (keputusan/0094).
    """
    jeda: timedelta = settings.SIASN_JEDA_PANTAU
    return min(jeda * (1 + umur // (SEPADAN * jeda)), JEDA_TERPANJANG)


def _jatuh_tempo() -> QuerySet[UsulanSiasn]:
    return UsulanSiasn.objects.filter(pantau_berikut__lte=timezone.now())


@transaction.atomic(durable=True)
def _ambil(jumlah: int) -> list[UsulanSiasn]:
    """Take usulan that are due; nobody else asks for them meanwhile, and a worker that dies lets go in 10 minutes."""
    antre = _jatuh_tempo().order_by("pantau_berikut").select_for_update(skip_locked=True)[:jumlah]
    ids = [satu.pk for satu in antre]
    UsulanSiasn.objects.filter(pk__in=ids).update(pantau_berikut=timezone.now() + MASA_PEGANG)
    return list(UsulanSiasn.objects.filter(pk__in=ids).select_related("usulan"))


def pantau() -> int:
    """Ask for every usulan that is due; return for how many. None while the exchange is off or the breaker open."""
    if sakelar.dihentikan() or pemutus.terbuka_sejak(host()) is not None:
        return 0
    milik = _ambil(SEKALI)
    lepas_koneksi()
    if milik:
        with buka_transport() as transport, ThreadPoolExecutor(UTAS, thread_name_prefix="pantau") as kolam:
            list(kolam.map(lambda satu: _pantau_aman(transport, satu), milik))
    return len(milik)


def _pantau_aman(transport: Transport, milik: UsulanSiasn) -> None:
    """One usulan's trouble is its own: it is asked for again, and the others go on."""
    try:
        pantau_satu(transport, milik)
    except BukanMiliknya:
        log.info("pantau_id_dikoreksi", usulan=str(milik.usulan_id))
    except Dihentikan:
        UsulanSiasn.objects.filter(pk=milik.pk).update(pantau_berikut=timezone.now())
        return lepas_koneksi()
    except GalatSiasn as galat:
        log.info("pantau_gagal", usulan=str(milik.usulan_id), sebab=galat.kode)
    except Exception:
        log.exception("pantau_galat", usulan=str(milik.usulan_id))
    finally:
        _jadwalkan(milik)
        lepas_koneksi()


def _jadwalkan(milik: UsulanSiasn) -> None:
    kini = timezone.now()
    usulan = Usulan.objects.only("tahap", "tahap_sejak").get(pk=milik.usulan_id)
    berikut = None if _selesai_dipantau(usulan) else kini + _jeda(usulan, kini - milik.diterima_pada)
    milik_kini = UsulanSiasn.objects.filter(pk=milik.pk, id_usulan=milik.id_usulan)
    milik_kini.update(pantau_terakhir=kini, pantau_berikut=berikut)


def _selesai_dipantau(usulan: Usulan) -> bool:
    if usulan.tahap_kini is Tahap.SELESAI:
        return usulan.tahap_sejak < sakelar.sebelum(MASA_SESUDAH_TERBIT)
    return usulan.tahap_kini in TIDAK_DIPANTAU


def _jeda(usulan: Usulan, umur: timedelta) -> timedelta:
    """The pause of `jeda_berikut`; the longest after the publication, the shortest while a Pertek is on its way."""
    if usulan.tahap_kini in SESUDAH_TERBIT:
        return JEDA_TERPANJANG
    di_jalan = Pertek.objects.filter(usulan=usulan, keadaan__in=DI_JALAN).exists()
    return min(jeda_berikut(umur), settings.SIASN_JEDA_PANTAU) if di_jalan else jeda_berikut(umur)


T = TypeVar("T")


def _tanya(api: Api, panggil: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
    """Make one reading call, counted and told to the breaker; nothing found is no row."""
    lepas_koneksi()
    try:
        hasil = panggil()
    except TidakDitemukan:
        hasil = ()
    except Dihentikan:
        raise
    except GalatSiasn as galat:
        hitung_panggilan(api, berhasil=False, sebab=galat.kode)
        if galat.gangguan_mitra:
            pemutus.catat_hasil(host(), gagal=True, sebab=galat.kode)
        raise
    hitung_panggilan(api, berhasil=True)
    pemutus.catat_hasil(host(), gagal=False)
    return hasil


def pantau_satu(transport: Transport, milik: UsulanSiasn) -> None:
    """Ask for the stages and the Pertek of one usulan and pass on what is new.

    Raises the client's errors, and BukanMiliknya when the id was corrected meanwhile.
    """
    pada = timezone.now()
    tahapan = _tanya(Api.STATUS_BKN, lambda: api_status.baris(transport, milik.id_usulan))
    syarat = partial(_check_miliknya, milik)
    if tahapan:
        baris = [_baris_tahap(satu) for satu in tahapan]
        catat_tahapan(milik.usulan_id, baris, pada=pada, syarat=syarat, oleh=Mesin.BKN)
    _putusan_dari_tahap(milik, syarat)
    daftar = [_baris_pertek(satu) for satu in _tanya(Api.PERTEK, lambda: api_pertek.baris(transport, milik.id_usulan))]
    perlu = perlu_berkas(milik.usulan_id, daftar)
    lengkap = [_dengan_berkas(transport, milik, b) if p else b for b, p in zip(daftar, perlu, strict=True)]
    terima_daftar_pertek(milik.usulan_id, lengkap, pada=pada, syarat=syarat, oleh=Mesin.BKN)


def _check_miliknya(milik: UsulanSiasn) -> None:
    """Raise BukanMiliknya when people corrected the id while SIASN thought (keputusan/0053).

    Asked in the transaction that writes. The turn of the id is waited for first: a correction holds it from the first
    thing that it takes back to the new id, so nothing said under the old one is written in between. Then the row is
    locked, so that the id stays until the commit.
    """
    giliran_transaksi(milik.id_usulan.upper())
    kini = UsulanSiasn.objects.select_for_update(of=("self",)).filter(pk=milik.pk, id_usulan=milik.id_usulan)
    if not kini:
        raise BukanMiliknya


def _baris_tahap(baris: BarisStatus) -> BarisTahap:
    return BarisTahap(
        status_tahapan=str(baris.status_tahapan)[:64],
        nama=baris.tahapan_nama,
        tanggal=baris.tanggal,
        keterangan=baris.keterangan,
    )


def _baris_pertek(baris: api_pertek.BarisPertek) -> BarisPertek:
    return BarisPertek(
        nomor=bersih(baris.nomor_pertek)[:255],
        tanggal=baris.tanggal_pertek,
        jenis=jenis_pertek(baris),
        rujukan=baris.berkas,
    )


def jenis_pertek(baris: api_pertek.BarisPertek) -> str:
    """Return the Pertek.Jenis that BKN's word means: "Ralat", and whatever else is not "Baru", corrects an earlier."""
    kata = baris.jenis_pertek.strip().casefold()
    return Pertek.Jenis.BARU if kata in ("", "baru", "pertek", "pertek baru") else Pertek.Jenis.PERBAIKAN


def _putusan_dari_tahap(milik: UsulanSiasn, syarat: Syarat) -> None:
    """Let a stage count as BKN's verdict when its notice seems lost; the action itself knows doubles."""
    terakhir = TahapBkn.objects.filter(usulan=milik.usulan_id).first()
    status = PUTUSAN_TAHAP.get(terakhir.status_tahapan) if terakhir else None
    if terakhir is None or status is None or not _pemberitahuan_hilang(milik, terakhir, status):
        return
    log.warning("putusan_dari_tahap", usulan=str(milik.usulan_id), tahapan=terakhir.status_tahapan)
    terima_putusan(
        milik.usulan_id,
        status=status,
        tanggal=terakhir.hari,
        keterangan=terakhir.keterangan,
        sejak=sejak_putaran(milik.usulan_id, terakhir.hari),
        syarat=syarat,
        oleh=Mesin.BKN,
    )


def _pemberitahuan_hilang(milik: UsulanSiasn, terakhir: TahapBkn, status: str) -> bool:
    """Whether this stage has stood long enough, belongs to the present round, and no notice is on its way."""
    usulan = Usulan.objects.only("status_bkn").get(pk=milik.usulan_id)
    # While the exchange was stopped no notice could come: that time proves nothing.
    cukup_lama = sakelar.sebelum(JEDA_SEBELUM_TAHAP_BERLAKU * settings.SIASN_JEDA_PANTAU)
    if usulan.status_bkn == status or terakhir.diterima_pada > cukup_lama:
        return False
    teken = Pengiriman.objects.filter(usulan=milik.usulan_id, api=Api.APPROVE).order_by("-gelombang").first()
    if teken is None or teken.keadaan != Keadaan.SELESAI or teken.selesai_pada is None:
        return False
    terbuka = KejadianMasuk.objects.filter(id_usulan__iexact=milik.id_usulan, keadaan__in=DIOLAH_SENDIRI)
    return teken.selesai_pada < terakhir.diterima_pada and not terbuka.exists()


def _dengan_berkas(transport: Transport, milik: UsulanSiasn, baris: BarisPertek) -> BarisPertek:
    """Fetch the file of one Pertek and have it inspected. What the partner cannot give now is asked for again."""
    with tempfile.TemporaryFile() as berkas:
        isi = cast(BinaryIO, berkas)
        try:
            _tanya(Api.PERTEK, lambda: _unduh(transport, baris.rujukan, isi))
            return _diterima(milik, baris, isi)
        except Ditolak as galat:
            return _ditolak(milik, baris, galat.pesan)
        except GalatPengguna as galat:
            return _ditolak(milik, baris, galat.pesan)
        except GalatSiasn as galat:
            log.info("berkas_pertek_belum_terambil", usulan=str(milik.usulan_id), sebab=galat.kode)
            return baris
        except OSError as galat:
            if not (disk_penuh(galat) or penyimpanan_gagal(galat)):
                raise
            # What the list says is taken in all the same; the file is fetched again at the next poll.
            log.error("berkas_pertek_tak_tersimpan", usulan=str(milik.usulan_id))
            return baris


def _diterima(milik: UsulanSiasn, baris: BarisPertek, isi: BinaryIO) -> BarisPertek:
    sidik = _sidik(isi)
    if Pertek.objects.filter(usulan=milik.usulan_id, sidik=sidik).exists():
        return replace(baris, sidik=sidik)
    isi.seek(0)
    nama = f"Pertek {baris.nomor or 'tanpa nomor'}.pdf"
    berkas = terima(isi, oleh=Mesin.BKN, nama=nama, ukuran_maks=api_pertek.BATAS_BERKAS)
    periksa_berkas(berkas.pk)
    berkas.refresh_from_db()
    return replace(baris, berkas=berkas)


def _sidik(isi: BinaryIO) -> str:
    isi.seek(0)
    hitung = hashlib.sha256()
    while potong := isi.read(1 << 20):
        hitung.update(potong)
    return hitung.hexdigest()


def _ditolak(milik: UsulanSiasn, baris: BarisPertek, sebab: str) -> BarisPertek:
    log.warning("pertek_ditolak", usulan=str(milik.usulan_id))
    return replace(baris, tolak=sebab)


def _unduh(transport: Transport, berkas: str, tujuan: BinaryIO) -> tuple[()]:
    api_pertek.unduh(transport, berkas, tujuan)
    return ()
