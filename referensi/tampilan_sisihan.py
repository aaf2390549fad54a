"""What screen 12 shows of rows that were set aside and of people who were taken for the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from referensi.models import BarisDisisihkan, PenyatuanAsn
from referensi.sisihan import BIDANG_ORANG, dapat_dinyatakan
from referensi.tampilan import LIHAT
from siapp.akun.models import Pengguna

JUDUL = {kode: lihat.judul for kode, lihat in LIHAT.items()} | {"asn": "Data ASN"}


@dataclass(frozen=True, slots=True)
class BarisSisihan:
    """A row that was set aside, in words; `dapat_dinyatakan`: a person may say whose it is."""

    baris: BarisDisisihkan
    daftar: str
    bidang: str
    dapat_dinyatakan: bool


def baris_sisihan(baris: BarisDisisihkan) -> BarisSisihan:
    """Return what the screen shows of a row that was set aside."""
    bidang = {"": "seluruh baris", BIDANG_ORANG: "orangnya"}.get(baris.bidang, baris.bidang)
    return BarisSisihan(baris, JUDUL.get(baris.daftar, baris.daftar), bidang, dapat_dinyatakan(baris))


def penyatuan() -> QuerySet[PenyatuanAsn]:
    """Return the merges with the people they are about."""
    return PenyatuanAsn.objects.select_related("asn")


def nip_berakun(nip: Iterable[str]) -> set[str]:
    """Return those of `nip` under which an account still stands: accounts never follow by themselves."""
    return set(Pengguna.objects.filter(nip__in=list(nip)).values_list("nip", flat=True))
