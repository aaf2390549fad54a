"""How a rule looks: a small function, registered with its code, severity and title."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from referensi.katalog import BidangKatalog, bidang_layanan
from referensi.models import ASN
from usulan.models import Dokumen, Rincian, Usulan, rincian


class Tingkat(StrEnum):
    """GALAT stops the signing; PERINGATAN asks for a conscious yes."""

    GALAT = "galat"
    PERINGATAN = "peringatan"


@dataclass(frozen=True, slots=True)
class Temuan:
    """One finding: what is wrong and what to do, and the field or document row where it is mended."""

    pesan: str
    bidang: str = ""
    dokumen_id: int | None = None
    kode: str = ""
    tingkat: Tingkat = Tingkat.GALAT


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
        dokumen = usulan.dokumen.select_related("persyaratan", "versi_kini__berkas").order_by("persyaratan__urutan")
        return cls(usulan, rincian(usulan), usulan.asn, bidang_layanan(usulan.layanan_id), list(dokumen))


Pemeriksa = Callable[[Konteks], Iterator[Temuan]]


@dataclass(frozen=True, slots=True)
class Aturan:
    kode: str
    tingkat: Tingkat
    judul: str
    jalankan: Pemeriksa


ATURAN: dict[str, Aturan] = {}


def aturan(kode: str, judul: str, tingkat: Tingkat = Tingkat.GALAT) -> Callable[[Pemeriksa], Pemeriksa]:
    """Register the decorated generator as the rule `kode`."""

    def daftarkan(fungsi: Pemeriksa) -> Pemeriksa:
        ATURAN[kode] = Aturan(kode, tingkat, judul, fungsi)
        return fungsi

    return daftarkan


def periksa(usulan: Usulan) -> list[Temuan]:
    """Run every rule on `usulan`; return the findings, errors first."""
    konteks = Konteks.dari(usulan)
    temuan = [
        Temuan(t.pesan, t.bidang, t.dokumen_id, a.kode, a.tingkat) for a in ATURAN.values() for t in a.jalankan(konteks)
    ]
    return sorted(temuan, key=lambda t: t.tingkat is not Tingkat.GALAT)
