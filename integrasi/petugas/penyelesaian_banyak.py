"""Many uncertain calls of one cause settled in one go, and many proposals confirmed: each on its own all the same.

Every call keeps its own transaction, Peristiwa and, for APIs 3, 5 and 11, its own proposal and second person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from integrasi.enums import Api
from integrasi.izin import check_administrator
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman, UsulPenyelesaian
from integrasi.petugas.penyelesaian_berdua import Tindakan, konfirmasi, selesaikan, usul_terbuka
from siapp.akun.models import Pengguna
from siapp.web.galat import GalatPengguna

BATAS = 200
"""Calls or proposals of one press."""
SERENTAK = (Tindakan.TIDAK_SAMPAI, Tindakan.SAMPAI)
"""What needs nothing that differs from call to call."""


@dataclass
class HasilBanyak:
    """What became of a press: done at once, proposed, and what failed as {sentence: how many}."""

    beres: int = 0
    diusulkan: int = 0
    gagal: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def ragu_sebab(pengguna: Pengguna, sebab: str) -> QuerySet[Pengiriman]:
    """Return the uncertain calls of one cause that wait for no second person yet, the oldest first, at most `BATAS`."""
    semua = Pengiriman.objects.untuk(pengguna).filter(keadaan=Keadaan.TIDAK_PASTI, sebab=sebab)
    diusulkan = usul_terbuka(pengguna).order_by().values("pengiriman")
    return semua.exclude(pk__in=diusulkan).select_related("usulan").order_by("dibuat_pada", "id")[:BATAS]


def selesaikan_banyak(ids: Iterable[UUID], tindakan: str, *, oleh: Pengguna) -> HasilBanyak:
    """Settle each of the uncertain calls `ids`, or propose to (APIs 3, 5, 11). `tindakan`: one of `SERENTAK`.

    What is not uncertain any more is left alone and told. An API 3 that arrived has an id of its own, which somebody
    reads at SIASN: it is settled one by one. Raises TidakBerwenang.
    """
    check_administrator(oleh)
    hasil = HasilBanyak()
    for baris in Pengiriman.objects.untuk(oleh).filter(pk__in=list(ids)):
        with _dihitung(hasil):
            _satu(hasil, baris, tindakan, oleh)
    return hasil


def _satu(hasil: HasilBanyak, baris: Pengiriman, tindakan: str, oleh: Pengguna) -> None:
    if baris.keadaan != Keadaan.TIDAK_PASTI:
        raise GalatPengguna("Sudah tidak ragu lagi ketika Anda menekan; tidak diubah.")
    if baris.api == Api.USULAN and tindakan == Tindakan.SAMPAI:
        raise GalatPengguna("API 3 yang sampai diputuskan satu per satu: masing-masing perlu ID Usulan dari SIASN.")
    _, usul = selesaikan(baris.pk, tindakan, oleh=oleh)
    hasil.diusulkan += usul is not None
    hasil.beres += usul is None


def konfirmasi_banyak(ids: Iterable[int], *, oleh: Pengguna) -> HasilBanyak:
    """Confirm each of the proposals `ids` as the second person; what is refused is told by its sentence."""
    hasil = HasilBanyak()
    for pk in UsulPenyelesaian.objects.untuk(oleh).filter(pk__in=list(ids)).order_by("pk").values_list("pk", flat=True):
        with _dihitung(hasil):
            _konfirmasi(hasil, pk, oleh)
    return hasil


def _konfirmasi(hasil: HasilBanyak, usul_id: int, oleh: Pengguna) -> None:
    if not konfirmasi(usul_id, oleh=oleh).diterima:
        raise GalatPengguna("Usulnya sudah ditolak orang lain.")
    hasil.beres += 1


@contextmanager
def _dihitung(hasil: HasilBanyak) -> Iterator[None]:
    try:
        yield
    except GalatPengguna as galat:
        hasil.gagal[galat.pesan] += 1
