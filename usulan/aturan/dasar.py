"""How a rule looks: a small function, registered with what it needs, its severity, its title and its source.

A rule that lacks what it compares is not run, and the page says so: "Tidak ada masalah" is said of what was looked at
only (keputusan/0076).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, wraps
from typing import Any

from referensi.katalog import BidangKatalog, bidang_layanan
from referensi.models import ASN, Keluarga
from siapp.berkas.keadaan import KeadaanBacaan, KeadaanBerkas
from usulan.aturan.silang import BerkasOrangLain, UsulanLain, berkas_orang_lain, usulan_lain
from usulan.bacaan.bentuk import Fakta
from usulan.bacaan.simpan import BacaanDokumen, bacaan_dokumen
from usulan.models import Dokumen, Rincian, Usulan, rincian

BIDANG_SURAT = {
    "periode": "Periode kenaikan pangkat",
    "nomor_surat_pengantar": "Nomor surat pengantar",
    "tanggal_surat_pengantar": "Tanggal surat pengantar",
    "pejabat_penanda_tangan": "Pejabat penanda tangan",
}
LABEL_ASN = {
    "kedudukan_hukum_id": "Kedudukan hukum",
    "tanggal_lahir": "Tanggal lahir",
    "golongan_baru": "Golongan ruang",
    "tmt_golongan_baru": "TMT golongan ruang",
    "nama_jabatan_terakhir": "Jabatan",
    "tanggal_meninggal": "Tanggal meninggal",
    "masa_kerja_tahun_baru": "Masa kerja golongan",
}


class Tingkat(StrEnum):
    """GALAT stops the signing; PERINGATAN asks for a reason, one by one."""

    GALAT = "galat"
    PERINGATAN = "peringatan"


class Bagian(StrEnum):
    """The order of the work, which is the order of the page."""

    ORANG = "orang"
    LAYANAN = "layanan"
    DATA = "data"
    DOKUMEN = "dokumen"


@dataclass(frozen=True, slots=True)
class Temuan:
    """One finding: what is wrong and what to do, and the field or document row where it is mended.

    `terkait`: the other fields that the sentence rests on. Is one of them found wrong itself, this finding waits: one
    cause is one line. `fakta` and `versi_id`: what it was read by, and in which version of the file.
    """

    pesan: str
    bidang: str = ""
    dokumen_id: int | None = None
    kode: str = ""
    tingkat: Tingkat = Tingkat.GALAT
    terkait: tuple[str, ...] = ()
    fakta: Fakta | None = None
    versi_id: int | None = None

    @property
    def ragu(self) -> bool:
        """Whether a machine read it of a picture: then it is a question."""
        return self.fakta is not None and not self.fakta.pasti

    @property
    def sidik(self) -> str:
        """What the finding is known by: another value in its sentence makes it another finding."""
        return hashlib.sha256(f"{self.kode}|{self.bidang}|{self.dokumen_id}|{self.pesan}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Konteks:
    """What the rules read; gathered once, so that a check costs a constant number of queries."""

    usulan: Usulan
    rincian: Rincian
    asn: ASN
    bidang: tuple[BidangKatalog, ...]
    dokumen: list[Dokumen]

    @classmethod
    def dari(cls, usulan: Usulan) -> "Konteks":
        dokumen = usulan.dokumen.select_related(
            "persyaratan", "versi_kini__berkas__bacaan", "versi_kini__berkas__tte"
        ).order_by("persyaratan__urutan")
        return cls(usulan, rincian(usulan), usulan.asn, bidang_layanan(usulan.layanan_id), list(dokumen))

    @cached_property
    def kode_bidang(self) -> frozenset[str]:
        return frozenset(b.kode for b in self.bidang)

    @cached_property
    def keluarga(self) -> dict[str, list[str]]:
        """The names of Data keluarga: {PASANGAN: […], ANAK: […]}."""
        hasil: dict[str, list[str]] = {h: [] for h in Keluarga.Hubungan.values}
        for baris in self.asn.keluarga.all():
            hasil[baris.hubungan].append(baris.nama)
        return hasil

    @cached_property
    def bacaan(self) -> list[BacaanDokumen]:
        """What was read in each row, without a query."""
        return [bacaan_dokumen(d) for d in self.dokumen]

    @cached_property
    def usulan_lain(self) -> list[UsulanLain]:
        return usulan_lain(self.usulan)

    @cached_property
    def berkas_orang_lain(self) -> dict[str, BerkasOrangLain]:
        return berkas_orang_lain(self.usulan, [d.versi_kini.berkas.sha256 for d in self.dokumen if d.versi_kini])

    def ada(self, kode: str) -> bool:
        """Whether the service asks for `kode`; a value of Data ASN ("asn.…") and of the letter is always asked for."""
        return kode.startswith("asn.") or kode in BIDANG_SURAT or kode in self.kode_bidang

    def nilai(self, kode: str) -> Any:
        """The value of a field of the form, of the letter, or of Data ASN ("asn.…"); None where there is none."""
        sumber, nama = (self.asn, kode[4:]) if kode.startswith("asn.") else (self._pemilik(kode), kode)
        isi = getattr(sumber, nama, None)
        return None if isi == "" else isi

    def _pemilik(self, kode: str) -> Usulan | Rincian:
        return self.usulan if kode in BIDANG_SURAT else self.rincian

    def tanggal(self, kode: str) -> date:
        """The date of a field that the rule named in `perlu`."""
        hari: date = self.nilai(kode)
        return hari

    def label(self, kode: str) -> str:
        if kode.startswith("asn."):
            return f"{LABEL_ASN.get(kode[4:], kode[4:])} pada Data ASN"
        return BIDANG_SURAT.get(kode) or next((b.label for b in self.bidang if b.kode == kode), kode)


Pemeriksa = Callable[[Konteks], Iterator[Temuan]]


def _selalu(_: Konteks) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Aturan:
    """`perlu`: what must be filled in before the rule can say anything; `berlaku`: of whom it is asked at all."""

    kode: str
    tingkat: Tingkat
    judul: str
    jalankan: Pemeriksa
    bagian: Bagian = Bagian.DATA
    sumber: str = ""
    perlu: tuple[str, ...] = ()
    untuk: tuple[str, ...] = ()
    berlaku: Callable[[Konteks], bool] = _selalu
    isi: tuple[str, ...] = ()

    def ditanyakan(self, konteks: Konteks) -> bool:
        """Whether the rule is about this service and person."""
        if self.untuk and not str(konteks.usulan.layanan_id).startswith(self.untuk):
            return False
        if self.isi and not any(_berisi(b, self.isi) for b in konteks.bacaan):
            return False
        return all(map(konteks.ada, self.perlu)) and self.berlaku(konteks)

    def kurang(self, konteks: Konteks) -> list[str]:
        """The labels of what is not filled in yet."""
        return [konteks.label(kode) for kode in self.perlu if konteks.nilai(kode) is None]

    def belum_dibaca(self, konteks: Konteks) -> list[str]:
        """What papers it could not look into yet: nothing is said of those."""
        nama = [f"isi “{b.dokumen.persyaratan.nama}”" for b in konteks.bacaan if _belum(b, self.isi)]
        if self.isi and not nama and not any(b.siap and _berisi(b, self.isi) for b in konteks.bacaan):
            return ["isi dokumen"]
        return nama if len(nama) <= SEBUT_MAKS else [f"isi {len(nama)} dokumen"]


def _berisi(b: BacaanDokumen, jenis: tuple[str, ...]) -> bool:
    """Whether a rule about papers of these kinds (`*`: all) looks into this row."""
    satu = b.dokumen.persyaratan
    return (satu.jenis in jenis or "*" in jenis) and not satu.gambar and (satu.wajib or b.versi is not None)


def _belum(b: BacaanDokumen, jenis: tuple[str, ...]) -> bool:
    if not _berisi(b, jenis) or ("*" in jenis and b.versi is None):
        return False
    if b.versi and b.versi.berkas.keadaan == KeadaanBerkas.DITOLAK:
        return False  # that is said already
    return not (b.siap and b.keadaan is KeadaanBacaan.SELESAI)


SEBUT_MAKS = 3
"""Papers that are named; more are counted."""
ATURAN: dict[str, Aturan] = {}


def aturan(
    kode: str,
    judul: str,
    tingkat: Tingkat = Tingkat.GALAT,
    *,
    bagian: Bagian = Bagian.DATA,
    sumber: str = "",
    perlu: tuple[str, ...] = (),
    untuk: tuple[str, ...] = (),
    berlaku: Callable[[Konteks], bool] = _selalu,
    isi: tuple[str, ...] = (),
) -> Callable[[Pemeriksa], Pemeriksa]:
    """Register the decorated generator as the rule `kode`. It runs only where it is asked and nothing is lacking.

    `sumber`: law, regulation or agreement, as the page names it; `untuk`: beginnings of codes of services, none for
    all of them; `isi`: the kinds of papers it reads, ("*",) for all: it runs on those that are read and says which are
    not.
    """

    def daftarkan(fungsi: Pemeriksa) -> Pemeriksa:
        @wraps(fungsi)
        def jalankan(konteks: Konteks) -> Iterator[Temuan]:
            satu = ATURAN[kode]
            if satu.ditanyakan(konteks) and not satu.kurang(konteks):
                yield from fungsi(konteks)

        ATURAN[kode] = Aturan(kode, tingkat, judul, jalankan, bagian, sumber, perlu, untuk, berlaku, isi)
        return fungsi

    return daftarkan


@dataclass(frozen=True, slots=True)
class Butir:
    """One rule and how it went: `kurang` says what it still waits for, `temuan` what it found."""

    aturan: Aturan
    temuan: tuple[Temuan, ...] = ()
    kurang: tuple[str, ...] = ()

    @property
    def lolos(self) -> bool:
        return not self.temuan and not self.kurang


def periksa_semua(usulan: Usulan) -> list[Butir]:
    """Run every rule that is asked of `usulan`, in the order of the work; a constant number of queries."""
    return _periksa(Konteks.dari(usulan), ATURAN.values())


def periksa_isi(usulan: Usulan) -> list[Butir]:
    """Run the rules about what papers say alone: what stands beside a document on the verification screen."""
    return _periksa(Konteks.dari(usulan), (a for a in ATURAN.values() if a.isi))


def _periksa(konteks: Konteks, aturan: Iterable[Aturan]) -> list[Butir]:
    butir = [_jalankan(a, konteks) for a in aturan if a.ditanyakan(konteks)]
    tampil = set(satu_sebab(t for b in butir for t in b.temuan))
    urutan = list(Bagian)
    butir = [replace(b, temuan=tuple(t for t in b.temuan if t in tampil)) for b in butir]
    return sorted(butir, key=lambda b: urutan.index(b.aturan.bagian))


def _jalankan(a: Aturan, konteks: Konteks) -> Butir:
    kurang = tuple(a.kurang(konteks))
    temuan = () if kurang else tuple(replace(t, kode=a.kode, tingkat=a.tingkat) for t in a.jalankan(konteks))
    return Butir(a, temuan, kurang or tuple(a.belum_dibaca(konteks)))


def satu_sebab(temuan: Iterable[Temuan]) -> list[Temuan]:
    """Return the findings, errors first, without those that only follow from a field that is found wrong itself."""
    hasil: list[Temuan] = []
    salah: set[str] = set()
    # What is wrong by itself comes before what is wrong beside something else.
    for t in sorted(temuan, key=lambda t: (t.tingkat is not Tingkat.GALAT, bool(t.terkait))):
        if salah.intersection(t.terkait) or (t.bidang not in {"", "nip"} and t.bidang in salah):
            continue
        hasil.append(t)
        salah.add(t.bidang)
    return hasil


def periksa(usulan: Usulan) -> list[Temuan]:
    """Run every rule on `usulan`; return the findings, errors first."""
    return satu_sebab(t for b in periksa_semua(usulan) for t in b.temuan)
