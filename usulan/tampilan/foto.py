"""The photos of a document as the screen shows them: each with the links that move, turn or leave it out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from siapp.berkas.foto import Foto
from siapp.berkas.gambar import LEBAR_KECIL
from usulan.models import Usulan, VersiDokumen

Urutan = list[tuple[int, int]]
"""(number of a photo in its package, from 0; degrees to the right) of each photo that stays."""


@dataclass(frozen=True, slots=True)
class LembarFoto:
    """One photo at its place. The links are empty where there is nothing to do; `putar`: how its picture is shown."""

    nomor: int
    nama: str
    gambar: str
    putar: int
    naik: str
    turun: str
    putar_kanan: str
    buang: str


def tulis(urutan: Urutan) -> str:
    """Return the order as an address tells it."""
    return "-".join(f"{n}r{putar}" if putar else f"{n}" for n, putar in urutan)


def lembar_foto(usulan: Usulan, versi: VersiDokumen, foto: Sequence[Foto], urutan: Urutan) -> list[LembarFoto]:
    """Return the photos in the order `urutan`. There are pictures of them once their PDF was released."""
    return [_lembar(usulan, versi, foto, urutan, letak) for letak in range(len(urutan))]


def _lembar(usulan: Usulan, versi: VersiDokumen, foto: Sequence[Foto], urutan: Urutan, letak: int) -> LembarFoto:
    nomor, putar = urutan[letak]
    gambar = ""
    if versi.berkas.tersedia:
        alamat = reverse("usulan:gambar_versi", args=[usulan.pk, versi.pk, nomor + 1])
        gambar = f"{alamat}?lebar={LEBAR_KECIL}"
    sisa = urutan[:letak] + urutan[letak + 1 :]
    return LembarFoto(
        nomor=nomor,
        nama=foto[nomor].nama,
        gambar=gambar,
        putar=(putar - foto[nomor].putar) % 360,
        naik=_tautan(_tukar(urutan, letak - 1), nomor) if letak else "",
        turun=_tautan(_tukar(urutan, letak), nomor) if letak + 1 < len(urutan) else "",
        putar_kanan=_tautan([*urutan[:letak], (nomor, (putar + 90) % 360), *urutan[letak + 1 :]], nomor),
        buang=_tautan(sisa) if sisa else "",
    )


def _tukar(urutan: Urutan, letak: int) -> Urutan:
    """The order with the photo at `letak` and the one behind it changed over."""
    return [*urutan[:letak], urutan[letak + 1], urutan[letak], *urutan[letak + 2 :]]


def _tautan(urutan: Urutan, gerak: int | None = None) -> str:
    # No fragment: a browser that jumps to one does not put the focus where the page asks for it.
    tujuan = f"?urutan={tulis(urutan)}"
    return tujuan if gerak is None else f"{tujuan}&gerak={gerak}"
