"""Who holds a usulan, and whether they still can: lists of work are built from the work, not from the people.

A role ends, an account is closed, a person moves: what they held stays in the database. These conditions find it.
"""

from contextlib import suppress

from django.db.models import Exists, OuterRef, Q, QuerySet

from referensi.models import Instansi
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.web.galat import GalatPengguna
from usulan.izin import hak
from usulan.models import Usulan
from usulan.tahap import DENGAN_PIC, Kerja, Tahap

# Held by a verifier: under verification, or with the PIC and due to come back to the same person.
DIPEGANG_VERIFIKATOR = frozenset({Tahap.DIVERIFIKASI, Tahap.PERBAIKAN})
# What an instansi has to do itself.
MENUNGGU_INSTANSI = DENGAN_PIC | {Tahap.KEPPRES_TERBIT}


def _peran_aktif() -> QuerySet[Peran]:
    return Peran.objects.filter(aktif=True, pengguna__is_active=True)


def verifikator_masih() -> Exists:
    """Whether the verifier of an outer Usulan still verifies in its pokja."""
    peran = _peran_aktif().filter(jenis__in=hak.peran(Kerja.NILAI), kategori=OuterRef("kategori"))
    return Exists(peran.filter(pengguna=OuterRef("verifikator")))


def penyusun_masih() -> Exists:
    """Whether the author of an outer Usulan is still PIC of its instansi and group."""
    return Exists(_pic_usulan().filter(pengguna=OuterRef("pembuat")))


def ada_pic() -> Exists:
    """Whether anybody is PIC of the instansi and group of an outer Usulan."""
    return Exists(_pic_usulan())


def _pic_usulan() -> QuerySet[Peran]:
    return _peran_aktif().filter(jenis=JenisPeran.PIC, instansi=OuterRef("instansi"), kategori=OuterRef("kategori"))


def tanpa_pic() -> Q:
    """What waits for an instansi that has no PIC for it."""
    return Q(tahap__in=MENUNGGU_INSTANSI) & ~Q(ada_pic())


def ditinggalkan() -> Q:
    """Drafts and corrections whose author is PIC there no longer: any other PIC of the group can go on with them."""
    return Q(tahap__in=DENGAN_PIC) & ~Q(penyusun_masih())


def instansi_tanpa_pic() -> QuerySet[Instansi]:
    """Return the instansi for which something waits that none of their PICs may do."""
    return Instansi.objects.filter(Exists(Usulan.objects.filter(tanpa_pic(), instansi=OuterRef("pk"))))


def dipegang(pengguna: Pengguna, kategori: str) -> QuerySet[Usulan]:
    """Return what `pengguna` holds as verifier of the pokja `kategori`."""
    return Usulan.objects.filter(verifikator=pengguna, kategori=kategori, tahap__in=DIPEGANG_VERIFIKATOR)


def draf_penyusun(pengguna: Pengguna, instansi: Instansi, kategori: set[str]) -> QuerySet[Usulan]:
    """Return the open drafts and corrections of `pengguna` at `instansi` in these groups."""
    return Usulan.objects.filter(pembuat=pengguna, instansi=instansi, kategori__in=kategori, tahap__in=DENGAN_PIC)


def verifikator_sah(verifikator: Pengguna | None, kategori: str) -> bool:
    """Whether `verifikator` can verify in the pokja `kategori` now."""
    return (
        verifikator is not None
        and verifikator.is_active
        and verifikator.berperan(*hak.peran(Kerja.NILAI), kategori=kategori)
    )


def pegang_peran(orang: Pengguna) -> None:
    """Hold the roles of `orang` as they are until the transaction ends, and read them anew.

    To be called before the usulan is locked, in the order of whoever ends a role: that one waits, and then finds the
    work that was given meanwhile. A person who was read for many usulan would else keep a role that has ended.
    """
    list(Peran.objects.select_for_update(of=("self",)).filter(pengguna=orang, aktif=True).order_by("pk"))
    with suppress(AttributeError):  # the user of a request is a proxy: its own __dict__ is not the person's
        del orang.peran_aktif
    orang.refresh_from_db(fields=["is_active"])


def check_verifikator(verifikator: Pengguna, kategori: str, *, bidang: str = "verifikator") -> None:
    """Raise GalatPengguna at `bidang` unless `verifikator_sah`."""
    if not verifikator_sah(verifikator, kategori):
        raise GalatPengguna(f"{verifikator} bukan verifikator pokja ini. Pilih orang lain.", bidang=bidang)
