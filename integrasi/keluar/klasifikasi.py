"""From what happened in a call to what becomes of its row. Pure but for the dice of the back-off (janji.md 1)."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from integrasi.enums import IDEMPOTEN, Api
from integrasi.keadaan import KIRIMAN, GerakKiriman, Keadaan
from integrasi.keluar.muatan import MuatanTidakSah, PemetaanBelumAda
from integrasi.sebab import SEBAB, Kode
from integrasi.siasn.errors import Dihentikan, GalatSiasn, KirimUlangNanti, LihatDulu, SudahAda, TokenDitolak
from siapp.berkas.penyimpanan import BerkasRusak
from siapp.mode_ganda import TOLAK_GANDA

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


class Digantikan(Exception):
    """A later event of the stream says all that the row would say: it is not sent any more."""


class Ragu(Enum):
    """Whether something may have arrived that we have no answer for."""

    TIDAK = 0
    LAMA = 1
    BARU = 2


@dataclass(frozen=True, slots=True)
class Hasil:
    """What becomes of a row: the move it makes out of KIRIM.

    `jeda`: seconds until it is due again. `hitung`: whether a try was spent. `gangguan`: for the breaker, True a
    failure of the partner, False a success, None neither. `henti`: no other row can fare better now (tokens, switch).
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


@dataclass(frozen=True, slots=True)
class Kiriman:
    """What is known of a row when its call has failed.

    `percobaan`: tries spent so far; `ragu`: an earlier try is still uncertain, so that "not accepted now" proves
    nothing about that one; `terkirim`: the client had been called; `janji`: how the partner keeps doubles of this API
    away, as proven.
    """

    api: int
    percobaan: int = 0
    ragu: bool = False
    terkirim: bool = True
    janji: Collection[str] = ()

    @property
    def masih_ragu(self) -> bool:
        """Whether an uncertain earlier try matters: one that may be repeated does not."""
        return self.ragu and self.api not in IDEMPOTEN

    @property
    def ganda_berarti_sampai(self) -> bool:
        """Whether a refusal as a double proves that the lost try had arrived: only if that was promised."""
        return self.masih_ragu and TOLAK_GANDA in self.janji


def nilai_galat(galat: Exception, kiriman: Kiriman) -> Hasil:
    """Judge a failed call."""
    hasil = _nilai(galat, kiriman)
    if not kiriman.masih_ragu or hasil.ragu is Ragu.BARU or hasil.gerak is GerakKiriman.TERKIRIM:
        return hasil
    gerak = GerakKiriman.HILANG if hasil.gerak is GerakKiriman.NANTI else hasil.gerak
    return replace(hasil, gerak=gerak, ragu=Ragu.LAMA)


def _nilai(galat: Exception, kiriman: Kiriman) -> Hasil:
    if isinstance(galat, GalatSiasn):
        return _galat_siasn(galat, kiriman)
    if isinstance(galat, PemetaanBelumAda):
        return Hasil(GerakKiriman.NANTI, Kode.PEMETAAN, str(galat), jeda=JEDA_PEMETAAN, hitung=False)
    if isinstance(galat, BelumSiap):
        return Hasil(GerakKiriman.NANTI, galat.sebab, str(galat), jeda=JEDA_TUNGGU, hitung=False)
    if isinstance(galat, Digantikan):
        return Hasil(GerakKiriman.DIGANTIKAN, Kode.DIGANTIKAN, SEBAB[Kode.DIGANTIKAN].kalimat, hitung=False)
    if isinstance(galat, MuatanTidakSah):
        return Hasil(GerakKiriman.DITOLAK, Kode.DATA, str(galat), hitung=False)
    # A fault of ours. Before the client was called nothing can have gone out; after it anything can.
    pesan = "Galat pada aplikasi sendiri; lihat catatan server."
    dasar = Hasil(GerakKiriman.NANTI, Kode.GALAT_APLIKASI, pesan, jeda=jeda_mundur(kiriman.percobaan))
    return _tidak_pasti(dasar) if kiriman.terkirim and kiriman.api not in IDEMPOTEN else dasar


def _tidak_pasti(hasil: Hasil) -> Hasil:
    return replace(hasil, gerak=GerakKiriman.HILANG, ragu=Ragu.BARU)


def _galat_siasn(galat: GalatSiasn, kiriman: Kiriman) -> Hasil:
    dasar = Hasil(
        GerakKiriman.NANTI,
        sebab=galat.kode,
        pesan=" ".join(filter(None, [galat.pesan, galat.pesan_bkn])),
        kode_http=galat.status,
        gangguan=True if galat.gangguan_mitra else None,
    )
    if isinstance(galat, SudahAda):
        return _sudah_ada(galat.id_usulan, kiriman, dasar)
    if isinstance(galat, Dihentikan):
        return replace(dasar, hitung=False, henti=True)
    if isinstance(galat, TokenDitolak):
        return replace(dasar, jeda=JEDA_TOKEN, hitung=False, henti=True)
    if isinstance(galat, KirimUlangNanti) and isinstance(galat.__cause__, BerkasRusak):
        sebab = Kode.BERKAS_BERUBAH
        return replace(dasar, gerak=GerakKiriman.DITOLAK, sebab=sebab, pesan=SEBAB[sebab].kalimat, gangguan=None)
    dasar = replace(dasar, jeda=jeda_mundur(kiriman.percobaan, galat.retry_after))
    if isinstance(galat, LihatDulu):
        return dasar if kiriman.api in IDEMPOTEN else _tidak_pasti(dasar)
    return dasar if isinstance(galat, KirimUlangNanti) else _ditolak(galat, kiriman, dasar)


def _ditolak(galat: GalatSiasn, kiriman: Kiriman, dasar: Hasil) -> Hasil:
    """A refusal is an answer, so the partner is well: the breaker counts it as a success."""
    if galat.kode == Kode.BERKAS_BERUBAH:
        return replace(dasar, gerak=GerakKiriman.DITOLAK, gangguan=None)
    # Taking away what is not there.
    pencabutan_nihil = kiriman.api == Api.ROLE_PIC and galat.kode == Kode.TIDAK_DITEMUKAN
    # API 3 needs the id of the first, which this refusal does not name.
    lama_diterima = galat.status == BENTROK and kiriman.ganda_berarti_sampai and kiriman.api != Api.USULAN
    gerak = GerakKiriman.TERKIRIM if pencabutan_nihil or lama_diterima else GerakKiriman.DITOLAK
    return replace(dasar, gerak=gerak, gangguan=False)


def _sudah_ada(id_usulan: str, kiriman: Kiriman, dasar: Hasil) -> Hasil:
    """409 that names the first: for a usulan that is its answer, where the partner proved to mean our own first.

    Without that promise the id may be of a usulan that others made for the same person: a person looks whose it is.
    For a document, a signature or a copy it proves nothing unless a try was lost and doubles are promised to be
    refused: what is refused may be the next round's, or a correction.
    """
    if kiriman.api == Api.USULAN and TOLAK_GANDA in kiriman.janji:
        return replace(dasar, gerak=GerakKiriman.TERKIRIM, gangguan=False, isi={"id_usulan": id_usulan})
    if kiriman.api == Api.USULAN:
        pesan = f"{dasar.pesan} SIASN menyebut ID Usulan {id_usulan}; periksa dulu milik siapa ID itu."
        return replace(dasar, gerak=GerakKiriman.DITOLAK, gangguan=False, pesan=pesan, ragu=Ragu.BARU)
    gerak = GerakKiriman.TERKIRIM if kiriman.ganda_berarti_sampai else GerakKiriman.DITOLAK
    return replace(dasar, gerak=gerak, gangguan=False)
