"""Who is told: persons by their part in a usulan, as long as they still have it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from usulan.izin import wajib_dua_orang
from usulan.models import Usulan

Orang = set[int]


def _peran_aktif(*jenis: JenisPeran) -> QuerySet[Peran]:
    return Peran.objects.filter(aktif=True, pengguna__is_active=True, jenis__in=jenis).order_by()


def berperan(*jenis: JenisPeran, kategori: str) -> Orang:
    """Return the persons who hold one of `jenis` for `kategori`; a role for all kategori counts."""
    return set(_peran_aktif(*jenis).filter(kategori__in=["", kategori]).values_list("pengguna", flat=True))


def pembagi(usulan: Usulan) -> Orang:
    """Return who can give the usulan away first: the coordinators of its pokja, the head of the bureau without one."""
    return berperan(JenisPeran.KOORDINATOR, kategori=usulan.kategori) or berperan(
        JenisPeran.KEPALA_BIRO, kategori=usulan.kategori
    )


def _pic(usulan: Usulan) -> QuerySet[Peran]:
    return _peran_aktif(JenisPeran.PIC).filter(instansi=usulan.instansi_id, kategori=usulan.kategori)


def pic(usulan: Usulan, *juga: int | None) -> Orang:
    """Return its author, its signer and `juga`, of them who still is PIC for it; when none is, all PICs for it."""
    semua = set(_pic(usulan).values_list("pengguna", flat=True))
    return semua & {usulan.pembuat_id, usulan.penanda_tangan_id, *juga} or semua


def pic_dari(usulan: Usulan, *pengguna: int | None) -> Orang:
    """Return those of `pengguna` who are PIC for the usulan."""
    return set(_pic(usulan).filter(pengguna__in=[p for p in pengguna if p]).values_list("pengguna", flat=True))


def penanda_tangan(usulan: Usulan) -> Orang:
    """Return who may sign the draft, where its author may not; nobody when the author signs alone."""
    berhak = set(_pic(usulan).filter(boleh_teken=True).values_list("pengguna", flat=True)) - wajib_dua_orang(usulan)
    return set() if usulan.pembuat_id in berhak else berhak


def verifikator(usulan: Usulan) -> Orang:
    """Return who holds the usulan as verifier, if that one still verifies."""
    return orang_pokja(usulan, usulan.verifikator_id)


def orang_pokja(usulan: Usulan, *pengguna: int | None) -> Orang:
    """Return those of `pengguna` who are of the usulan's pokja."""
    pokja = _peran_aktif(JenisPeran.VERIFIKATOR, JenisPeran.KOORDINATOR).filter(kategori=usulan.kategori)
    return set(pokja.filter(pengguna__in=[p for p in pengguna if p]).values_list("pengguna", flat=True))


def semua_orang(*, biro: bool, pic: bool) -> Iterable[int]:
    """Return all who hold a role at Biro APP (`biro`) or as PIC (`pic`) and can sign in."""
    berperan = Peran.objects.filter(aktif=True)
    pihak = Q(pk__in=[])
    if biro:
        pihak |= Q(pk__in=berperan.exclude(jenis=JenisPeran.PIC).values("pengguna"))
    if pic:
        pihak |= Q(pk__in=berperan.filter(jenis=JenisPeran.PIC).values("pengguna"))
    return Pengguna.objects.filter(pihak, is_active=True).values_list("pk", flat=True)
