"""Reading notices: the bell, where one leads, and what was read."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from siapp.akun.models import Pengguna
from usulan.models import Kabar

# More are not counted: the bell says "99+".
BATAS = 100


def jumlah_belum(pengguna: Pengguna) -> int:
    """Return how many notices the person has not read, `BATAS` at the most; one query whatever their number."""
    return Kabar.objects.untuk(pengguna).belum_dibaca().order_by().values("pk")[:BATAS].count()


def tujuan(kabar: Kabar) -> str:
    """Return the path to which the notice leads; that of the list when its page is not there any more."""
    isian: list[UUID | str] = [kabar.rujukan] if kabar.rujukan else [kabar.usulan_id] if kabar.usulan_id else []
    try:
        return reverse(kabar.nama_url, args=isian)
    except NoReverseMatch:
        return reverse("usulan:kabar")


def tandai_dibaca(pengguna: Pengguna, kabar_id: int | None = None) -> int:
    """Mark one notice of the person, or all that may be read, as read; return how many were new."""
    belum = Kabar.objects.untuk(pengguna).belum_dibaca()
    return (belum if kabar_id is None else belum.filter(pk=kabar_id)).update(dibaca_pada=timezone.now())
