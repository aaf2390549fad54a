"""From what happened in a call to what becomes of its row. Pure but for the dice of the back-off (janji.md 1)."""

import random
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from integrasi.enums import IDEMPOTEN, Api
from integrasi.keadaan import KIRIMAN, GerakKiriman, Keadaan
from integrasi.keluar.muatan import MuatanTidakSah, PemetaanBelumAda
from integrasi.sebab import SEBAB, Kode
from integrasi.siasn.errors import GalatSiasn, KirimUlangNanti, LihatDulu, SudahAda, TokenDitolak
from siapp.berkas.penyimpanan import BerkasRusak

JEDA_AWAL = 5.0
JEDA_MAKSIMUM = 3600.0
JEDA_PEMETAAN = 60.0
JEDA_TUNGGU = 30.0
JEDA_TOKEN = 60.0
BENTROK = 409


class BelumSiap(Exception):
    """The row lacks something that will come by itself; `sebab` says what, `str()` in a sentence. No try is spent."""

    def __init__(self, sebab: Kode, pesan: str) -> None:
        self.sebab = sebab
        super().__init__(pesan)


class Ragu(Enum):
    """Whether something may have arrived that we have no answer for."""

    TIDAK = 0
    LAMA = 1
    BARU = 2


@dataclass(frozen=True, slots=True)
class Hasil:
    """What becomes of a row: the move it makes out of KIRIM.

    `jeda`: seconds until it is due again. `hitung`: whether a try was spent. `gangguan`: for the breaker, True a
    failure of the partner, False a success, None neither. `henti`: no other row can fare better now (tokens).
    `ragu`: whether a try remains whose arrival nobody knows, an old one or this one.
    """

    gerak: GerakKiriman
    sebab: Kode | None = None
    pesan: str = ""
    kode_http: int | None = None
    jeda: float = 0.0
    hitung: bool = True
    gangguan: bool | None = None
    henti: bool = False
    ragu: Ragu = Ragu.TIDAK
    isi: dict[str, Any] = field(default_factory=dict)

    @property
    def keadaan(self) -> Keadaan:
        """The state that the move ends in."""
        return KIRIMAN.tujuan(self.gerak)


def berhasil(isi: dict[str, Any] | None = None) -> Hasil:
    """The call was accepted; `isi` is what SIASN gave."""
    return Hasil(GerakKiriman.TERKIRIM, gangguan=False, isi=isi or {})


def jeda_mundur(percobaan: int, paling_cepat: float | None = None) -> float:
    """Seconds until the next try after `percobaan` spent ones: full jitter under a cap that doubles from 5 s to 1 h.

    `paling_cepat` is what the partner asked for (`Retry-After`), held to 1 h by the client.
    """
    atap = min(JEDA_MAKSIMUM, JEDA_AWAL * 2 ** min(percobaan, 12))
    return max(random.uniform(0, atap), paling_cepat or 1.0)  # noqa: S311 - spreads load, guards nothing


def nilai_galat(galat: Exception, *, api: int, percobaan: int, ragu: bool, terkirim: bool) -> Hasil:
    """Judge a failed call.

    `percobaan`: tries spent so far; `ragu`: an earlier try of the row is still uncertain, so that "not accepted now"
    proves nothing about that one; `terkirim`: the client had been called when `galat` came.
    """
    ragu = ragu and api not in IDEMPOTEN
    hasil = _nilai(galat, api, percobaan, ragu, terkirim)
    if not ragu or hasil.ragu is Ragu.BARU or hasil.gerak is GerakKiriman.TERKIRIM:
        return hasil
    gerak = GerakKiriman.HILANG if hasil.gerak is GerakKiriman.NANTI else hasil.gerak
    return replace(hasil, gerak=gerak, ragu=Ragu.LAMA)


def _nilai(galat: Exception, api: int, percobaan: int, ragu: bool, terkirim: bool) -> Hasil:
    if isinstance(galat, GalatSiasn):
        return _galat_siasn(galat, api, percobaan, ragu)
    if isinstance(galat, PemetaanBelumAda):
        return Hasil(GerakKiriman.NANTI, Kode.PEMETAAN, str(galat), jeda=JEDA_PEMETAAN, hitung=False)
    if isinstance(galat, BelumSiap):
        return Hasil(GerakKiriman.NANTI, galat.sebab, str(galat), jeda=JEDA_TUNGGU, hitung=False)
    if isinstance(galat, MuatanTidakSah):
        return Hasil(GerakKiriman.DITOLAK, Kode.DATA, str(galat), hitung=False)
    # A fault of ours. Before the client was called nothing can have gone out; after it anything can.
    pesan = "Galat pada aplikasi sendiri; lihat catatan server."
    dasar = Hasil(GerakKiriman.NANTI, Kode.GALAT_APLIKASI, pesan, jeda=jeda_mundur(percobaan))
    return _tidak_pasti(dasar) if terkirim and api not in IDEMPOTEN else dasar


def _tidak_pasti(hasil: Hasil) -> Hasil:
    return replace(hasil, gerak=GerakKiriman.HILANG, ragu=Ragu.BARU)


def _galat_siasn(galat: GalatSiasn, api: int, percobaan: int, ragu: bool) -> Hasil:
    dasar = Hasil(
        GerakKiriman.NANTI,
        sebab=galat.kode,
        pesan=" ".join(filter(None, [galat.pesan, galat.pesan_bkn])),
        kode_http=galat.status,
        gangguan=True if galat.gangguan_mitra else None,
    )
    if isinstance(galat, SudahAda):
        return _sudah_ada(galat.id_usulan, api, ragu, dasar)
    if isinstance(galat, TokenDitolak):
        return replace(dasar, jeda=JEDA_TOKEN, hitung=False, henti=True)
    if isinstance(galat, KirimUlangNanti) and isinstance(galat.__cause__, BerkasRusak):
        sebab = Kode.BERKAS_BERUBAH
        return replace(dasar, gerak=GerakKiriman.DITOLAK, sebab=sebab, pesan=SEBAB[sebab].kalimat, gangguan=None)
    dasar = replace(dasar, jeda=jeda_mundur(percobaan, galat.retry_after))
    if isinstance(galat, LihatDulu):
        return dasar if api in IDEMPOTEN else _tidak_pasti(dasar)
    return dasar if isinstance(galat, KirimUlangNanti) else _ditolak(galat, api, ragu, dasar)


def _ditolak(galat: GalatSiasn, api: int, ragu: bool, dasar: Hasil) -> Hasil:
    """A refusal is an answer, so the partner is well: the breaker counts it as a success."""
    if galat.kode == Kode.BERKAS_BERUBAH:
        return replace(dasar, gerak=GerakKiriman.DITOLAK, gangguan=None)
    pencabutan_nihil = api == Api.ROLE_PIC and galat.kode == Kode.TIDAK_DITEMUKAN  # taking away what is not there
    lama_diterima = galat.status == BENTROK and ragu and api != Api.USULAN  # `tolak_ganda`: the lost try had arrived
    gerak = GerakKiriman.TERKIRIM if pencabutan_nihil or lama_diterima else GerakKiriman.DITOLAK
    return replace(dasar, gerak=gerak, gangguan=False)


def _sudah_ada(id_usulan: str, api: int, ragu: bool, dasar: Hasil) -> Hasil:
    """409 that names the first: done. A copy of a Keppres sent for the first time is another matter (a correction)."""
    if api == Api.SALINAN_KEPPRES and not ragu:
        return replace(dasar, gerak=GerakKiriman.DITOLAK, gangguan=False)
    isi = {"id_usulan": id_usulan} if api == Api.USULAN else {}
    return replace(dasar, gerak=GerakKiriman.TERKIRIM, gangguan=False, isi=isi)
