"""The shape of what is read in a paper. Plain data, no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

SKEMA = 6
"""Version of rules and shape: a change of either raises it, and the sweep reads all papers' facts anew."""


class JenisFakta(StrEnum):
    """What a fact is about; how its `nilai` is written."""

    RUPA = "rupa"  # kind of paper: a code of rupa.toml
    NIP = "nip"  # 18 digits, of whom the paper speaks
    NIP_PENANDA_TANGAN = "nip_penanda_tangan"
    NIP_LAIN = "nip_lain"  # of anybody else who is named
    NAMA = "nama"  # of whom the paper speaks, without titles
    PENANDA_TANGAN = "penanda_tangan"  # name without titles
    NOMOR = "nomor"
    TANGGAL = "tanggal"  # of the paper; all dates are ISO
    TANGGAL_LAHIR = "tanggal_lahir"
    TMT = "tmt"
    PANGKAT = "pangkat"  # name of the rank
    GOLONGAN = "golongan"  # IV/c
    JABATAN = "jabatan"
    ANGKA_KREDIT = "angka_kredit"  # decimal with a point: the sum where there are several
    TAHUN = "tahun"  # that an assessment is about
    PREDIKAT = "predikat"
    TUJUAN = "tujuan"  # addressee
    HALAMAN = "halaman"  # "1/2": what the page says of itself
    TMT_PENSIUN = "tmt_pensiun"
    MASA_KERJA_PENSIUN = "masa_kerja_pensiun"  # "32/10": years and months
    TANGGAL_MENINGGAL = "tanggal_meninggal"
    JABATAN_PENANDA_TANGAN = "jabatan_penanda_tangan"  # its lines, with "; " between them
    KOSONG = "kosong"  # number of a page on which nothing stands
    CACAT = "cacat"  # of a scanned page: a code of usulan/bacaan/mutu.py
    BERLAKU_SAMPAI = "berlaku_sampai"  # last day of a certificate
    TANDA_TANGAN = "tanda_tangan"  # what stands for it: "elektronik", "ttd", "cap", or "kosong" (dots for a name)


LABEL: dict[JenisFakta, str] = {
    JenisFakta.RUPA: "Jenis",
    JenisFakta.NIP: "NIP",
    JenisFakta.NIP_PENANDA_TANGAN: "NIP penanda tangan",
    JenisFakta.NIP_LAIN: "NIP lain",
    JenisFakta.NAMA: "Nama",
    JenisFakta.PENANDA_TANGAN: "Penanda tangan",
    JenisFakta.NOMOR: "Nomor",
    JenisFakta.TANGGAL: "Tanggal",
    JenisFakta.TANGGAL_LAHIR: "Tanggal lahir",
    JenisFakta.TMT: "TMT",
    JenisFakta.PANGKAT: "Pangkat",
    JenisFakta.GOLONGAN: "Golongan",
    JenisFakta.JABATAN: "Jabatan",
    JenisFakta.ANGKA_KREDIT: "Angka kredit",
    JenisFakta.TAHUN: "Tahun penilaian",
    JenisFakta.PREDIKAT: "Predikat",
    JenisFakta.TUJUAN: "Ditujukan kepada",
    JenisFakta.HALAMAN: "Tertulis halaman",
    JenisFakta.TMT_PENSIUN: "TMT pensiun",
    JenisFakta.MASA_KERJA_PENSIUN: "Masa kerja pensiun",
    JenisFakta.TANGGAL_MENINGGAL: "Tanggal meninggal",
    JenisFakta.JABATAN_PENANDA_TANGAN: "Jabatan penanda tangan",
    JenisFakta.KOSONG: "Halaman kosong",
    JenisFakta.CACAT: "Mutu pindaian",
    JenisFakta.BERLAKU_SAMPAI: "Berlaku sampai",
    JenisFakta.TANDA_TANGAN: "Tanda tangan atau cap",
}
BERTANGGAL = {
    JenisFakta.TANGGAL,
    JenisFakta.TANGGAL_LAHIR,
    JenisFakta.TMT,
    JenisFakta.TMT_PENSIUN,
    JenisFakta.TANGGAL_MENINGGAL,
    JenisFakta.BERLAKU_SAMPAI,
}


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where something stands: the page (from 1) and a rectangle in thousandths of it (left, top, right, bottom).

    `yakin`: 100 when the words stood in the file; else the least of what tesseract said of its words (percent).
    """

    halaman: int
    kotak: tuple[int, int, int, int]
    yakin: int = 100


@dataclass(frozen=True, slots=True)
class Fakta:
    """One thing that a paper says: `nilai` as `JenisFakta` tells, `teks` as it is written there."""

    jenis: JenisFakta
    nilai: str
    teks: str
    tempat: Tempat

    @property
    def pasti(self) -> bool:
        """Whether the words stood in the file. What a machine read of a picture is a question, never an error."""
        return self.tempat.yakin == 100

    @property
    def tanggal(self) -> date | None:
        """The value as a date, for the kinds that are one."""
        return date.fromisoformat(self.nilai) if self.jenis in BERTANGGAL else None

    @property
    def angka(self) -> Decimal | None:
        """The value as a number, for credits and years."""
        return Decimal(self.nilai) if self.jenis in {JenisFakta.ANGKA_KREDIT, JenisFakta.TAHUN} else None


@dataclass(frozen=True, slots=True)
class FaktaDokumen:
    """All that was read in one paper; of each kind the most likely first."""

    isi: tuple[Fakta, ...] = ()

    def semua(self, jenis: JenisFakta) -> list[Fakta]:
        """Return every fact of this kind."""
        return [fakta for fakta in self.isi if fakta.jenis is jenis]

    def satu(self, jenis: JenisFakta) -> Fakta | None:
        """Return the most likely fact of this kind, None when the paper does not tell."""
        return next(iter(self.semua(jenis)), None)

    def ke_json(self) -> dict[str, Any]:
        """Return what `dari_json` takes."""
        baris = [
            [f.jenis.value, f.nilai, f.teks, f.tempat.halaman, [*f.tempat.kotak], f.tempat.yakin] for f in self.isi
        ]
        return {"fakta": baris}

    @classmethod
    def dari_json(cls, isi: dict[str, Any]) -> "FaktaDokumen":
        """Read what `ke_json` wrote in this version; an empty one of nothing."""
        return cls(tuple(_fakta(isi.get("fakta", ()))))


def _fakta(baris: Iterable[Any]) -> Iterable[Fakta]:
    for jenis, nilai, teks, halaman, (kiri, atas, kanan, bawah), yakin in baris:
        yield Fakta(JenisFakta(jenis), nilai, teks, Tempat(halaman, (kiri, atas, kanan, bawah), yakin))
