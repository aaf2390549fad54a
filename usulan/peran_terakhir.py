"""The last holder of a role: while work needs the role, somebody must hold it (docs/alur.md 1)."""

from collections.abc import Mapping, Set

from django.db.models import QuerySet

from siapp.akun.models import Kategori, Peran
from siapp.akun.peran import JenisPeran
from usulan import tahap as alur
from usulan.models import Usulan
from usulan.tahap import Tahap

# In which stages a usulan needs the role, now or on its way. An auditor is needed by none.
DIBUTUHKAN: Mapping[JenisPeran, Set[Tahap]] = {
    JenisPeran.VERIFIKATOR: frozenset({Tahap.DIAJUKAN, Tahap.DIVERIFIKASI, Tahap.PERBAIKAN}),
    JenisPeran.KOORDINATOR: alur.VERIFIKASI,
    JenisPeran.DUKUNGAN: alur.AKTIF,
    JenisPeran.KEPALA_BIRO: alur.AKTIF,
}


def seperan(peran: Peran) -> QuerySet[Peran]:
    """Return the roles in force of the same kind and pokja as `peran`, itself among them."""
    return Peran.objects.filter(
        jenis=peran.jenis, kategori=peran.kategori, instansi=None, aktif=True, pengguna__is_active=True
    )


def halangan_terakhir(peran: Peran) -> str:
    """Return why `peran` cannot end because nobody else holds it, with what to do; "" when it can."""
    if not peran.aktif or seperan(peran).exclude(pk=peran.pk).exists():
        return ""
    jenis = JenisPeran(peran.jenis)
    if jenis is JenisPeran.ADMINISTRATOR:
        return "Ini administrator terakhir. Beri peran itu kepada orang lain lebih dahulu."
    if jumlah := _menunggu(jenis, peran.kategori):
        nama = f"{jenis.label} {Kategori(peran.kategori).label}" if peran.kategori else jenis.label
        return (
            f"Ini satu-satunya {nama}, dan {jumlah} usulan yang berjalan membutuhkannya. "
            "Beri peran itu kepada orang lain lebih dahulu, lalu cabut yang ini."
        )
    return ""


def _menunggu(jenis: JenisPeran, kategori: str) -> int:
    usulan = Usulan.objects.filter(tahap__in=DIBUTUHKAN.get(jenis, frozenset()))
    return (usulan.filter(kategori=kategori) if kategori else usulan).count()
