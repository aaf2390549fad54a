"""States of a Pertek and of a Keppres as plain tables (alur.md 2 and 5), and what decides a Pertek's. No Django.

A Pertek never moves by itself: whenever BKN's list, a file or a stage changes, all Pertek of the usulan are judged
anew from what is known of each, and those that stand elsewhere are moved. So the order in which BKN lists them, or in
which the answers came, cannot decide what is in force.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from siapp.keadaan import TabelKeadaan, gerak


class KeadaanPertek(StrEnum):
    """Whether a Keppres may rest on a Pertek, and if not, why."""

    DITUNGGU = "DITUNGGU"
    DIPERIKSA = "DIPERIKSA"
    BERLAKU = "BERLAKU"
    BERKAS_DITOLAK = "BERKAS_DITOLAK"
    DIBATALKAN = "DIBATALKAN"
    DIGANTIKAN = "DIGANTIKAN"


class Penggerak(StrEnum):
    """Whose word moves a Pertek or a Keppres."""

    BKN = "BKN"
    PEMERIKSA = "inspector"
    BIRO = "Biro APP"


class GerakPertek(StrEnum):
    DITUNGGU_LAGI = "ditunggu_lagi"
    BERKAS_DATANG = "berkas_datang"
    LOLOS = "pertek_lolos"
    TIDAK_LOLOS = "pertek_tidak_lolos"
    DIGANTIKAN = "pertek_digantikan"
    DIBATALKAN = "pertek_dibatalkan"


_SEMUA = frozenset(KeadaanPertek)
_BELUM = frozenset({KeadaanPertek.DITUNGGU, KeadaanPertek.DIPERIKSA, KeadaanPertek.BERKAS_DITOLAK})
# Superseded and cancelled are no ends: the newer one may be cancelled, and a vanished one may be listed again.
_LEPAS = frozenset({KeadaanPertek.DIGANTIKAN, KeadaanPertek.DIBATALKAN})

PERTEK: TabelKeadaan[KeadaanPertek, GerakPertek] = TabelKeadaan(
    keadaan=KeadaanPertek,
    label={
        KeadaanPertek.DITUNGGU: "Diumumkan, belum lengkap",
        KeadaanPertek.DIPERIKSA: "Berkas sedang diperiksa",
        KeadaanPertek.BERLAKU: "Berlaku",
        KeadaanPertek.BERKAS_DITOLAK: "Berkas ditolak",
        KeadaanPertek.DIBATALKAN: "Dibatalkan",
        KeadaanPertek.DIGANTIKAN: "Digantikan",
    },
    awal=(KeadaanPertek.DITUNGGU,),
    gerak={
        GerakPertek.DITUNGGU_LAGI: gerak(_SEMUA - {KeadaanPertek.DITUNGGU}, KeadaanPertek.DITUNGGU, Penggerak.BKN),
        GerakPertek.BERKAS_DATANG: gerak(
            _LEPAS | {KeadaanPertek.DITUNGGU, KeadaanPertek.BERKAS_DITOLAK}, KeadaanPertek.DIPERIKSA, Penggerak.BKN
        ),
        GerakPertek.LOLOS: gerak(_LEPAS | _BELUM, KeadaanPertek.BERLAKU, Penggerak.PEMERIKSA),
        GerakPertek.TIDAK_LOLOS: gerak(
            _LEPAS | {KeadaanPertek.DITUNGGU, KeadaanPertek.DIPERIKSA},
            KeadaanPertek.BERKAS_DITOLAK,
            Penggerak.PEMERIKSA,
        ),
        GerakPertek.DIGANTIKAN: gerak(_SEMUA - {KeadaanPertek.DIGANTIKAN}, KeadaanPertek.DIGANTIKAN, Penggerak.BKN),
        GerakPertek.DIBATALKAN: gerak(_SEMUA - {KeadaanPertek.DIBATALKAN}, KeadaanPertek.DIBATALKAN, Penggerak.BKN),
    },
)
# Each state has one move that leads there.
GERAK_KE: Mapping[KeadaanPertek, GerakPertek] = {next(iter(isi.ke)): nama for nama, isi in PERTEK.gerak.items()}


class KeadaanKeppres(StrEnum):
    """How far a Keppres is on its way."""

    DRAF = "DRAF"
    DILEPAS = "DILEPAS"
    MAJU = "MAJU"
    TURUN = "TURUN"
    TERBIT = "TERBIT"


class GerakKeppres(StrEnum):
    """Moves of a Keppres; which roles make them stands in `usulan.tahap`."""

    DILEPAS = "keppres_dilepas"
    MAJU = "keppres_maju"
    TURUN = "keppres_turun"
    TERBIT = "keppres_terbit"


KEPPRES: TabelKeadaan[KeadaanKeppres, GerakKeppres] = TabelKeadaan(
    keadaan=KeadaanKeppres,
    label={
        KeadaanKeppres.DRAF: "Rancangan disusun",
        KeadaanKeppres.DILEPAS: "Dilepas Kepala Biro",
        KeadaanKeppres.MAJU: "Maju ke Presiden",
        KeadaanKeppres.TURUN: "Turun dari Presiden",
        KeadaanKeppres.TERBIT: "Terbit",
    },
    awal=(KeadaanKeppres.DRAF,),
    gerak={
        GerakKeppres.DILEPAS: gerak({KeadaanKeppres.DRAF}, KeadaanKeppres.DILEPAS, Penggerak.BIRO),
        GerakKeppres.MAJU: gerak({KeadaanKeppres.DILEPAS}, KeadaanKeppres.MAJU, Penggerak.BIRO),
        GerakKeppres.TURUN: gerak({KeadaanKeppres.MAJU}, KeadaanKeppres.TURUN, Penggerak.BIRO),
        GerakKeppres.TERBIT: gerak({KeadaanKeppres.TURUN}, KeadaanKeppres.TERBIT, Penggerak.BIRO),
    },
)


@dataclass(frozen=True, slots=True)
class FaktaPertek:
    """What is known of one Pertek. `berkas`: the state its file alone gives it (DITUNGGU while there is none).

    `ralat`: BKN calls it a correction (Perbaikan, Ralat); `sidik`: the fingerprint of its file; `batal`: BKN withdrew
    it or lists it no more.
    """

    kunci: int
    ralat: bool
    tanggal: date | None
    diterima: datetime
    sidik: str
    berkas: KeadaanPertek
    batal: bool

    @property
    def urutan(self) -> tuple[date, bool, datetime, str]:
        """Later is newer: by date, then by kind; of two alike the one that came later.

        One without a date was announced and is not there yet: it is taken for the newest, so that nothing rests on
        what it may replace.
        """
        return self.tanggal or date.max, self.ralat, self.diterima, self.sidik


def nilai_pertek(fakta: Iterable[FaktaPertek]) -> dict[int, KeadaanPertek]:
    """Return the state of each Pertek of one usulan by its `kunci`, whatever the order in which they are given.

    The newest that BKN did not cancel counts; the others are superseded by it, also while its file is not here yet.
    """
    semua = list(fakta)
    terbaru = max((f for f in semua if not f.batal), key=lambda f: f.urutan, default=None)
    return {f.kunci: _nilai(f, terbaru) for f in semua}


def _nilai(fakta: FaktaPertek, terbaru: FaktaPertek | None) -> KeadaanPertek:
    if fakta.batal:
        return KeadaanPertek.DIBATALKAN
    return fakta.berkas if fakta is terbaru else KeadaanPertek.DIGANTIKAN
