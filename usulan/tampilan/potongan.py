"""The piece of a page on which a finding rests, cut out of the page's picture by the browser (keputusan/0089)."""

from dataclasses import dataclass

from django.urls import reverse

from usulan.aturan import Temuan
from usulan.models import Usulan

LEBAR, TINGGI = 1000, 1414
"""The page in units of the drawing: A4. A picture of another shape is stretched to it, so that places stay right."""
LEBAR_GAMBAR = 1000
TEPI, LEBAR_MIN = 40, 450
"""Shown around the words, and the least that is shown, so that one sees where on the page it is."""


@dataclass(frozen=True, slots=True)
class Potongan:
    """`bingkai`: what is shown (x, y, width, height), `tanda`: the words themselves; both in units of the drawing."""

    url: str
    bingkai: str
    tanda: tuple[int, int, int, int]
    halaman: int
    lebar: int = LEBAR
    tinggi: int = TINGGI


def potongan(usulan: Usulan, temuan: Temuan) -> Potongan | None:
    """Return what to look at for a question; None where the words stood in the file, or nothing stands on the page.

    The picture is asked for by the address of the page's picture, with the permission of the document.
    """
    if temuan.fakta is None or not temuan.ragu or temuan.versi_id is None:
        return None
    tempat = temuan.fakta.tempat
    kiri, kanan = tempat.kotak[0], tempat.kotak[2]
    atas, bawah = (y * TINGGI // 1000 for y in (tempat.kotak[1], tempat.kotak[3]))
    lebar = min(LEBAR, max(kanan - kiri + 2 * TEPI, LEBAR_MIN))
    x = max(0, min(kiri - TEPI, LEBAR - lebar))
    y = max(0, atas - TEPI)
    gambar = reverse("usulan:gambar_versi", args=[usulan.pk, temuan.versi_id, tempat.halaman])
    return Potongan(
        f"{gambar}?lebar={LEBAR_GAMBAR}",
        f"{x} {y} {lebar} {min(TINGGI - y, bawah - atas + 2 * TEPI)}",
        (kiri - 6, atas - 6, kanan - kiri + 12, bawah - atas + 12),
        tempat.halaman,
    )
