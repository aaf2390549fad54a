"""What a door takes in: one place for its rule, the words of the screen and the browser's `accept` (keputusan/0095)."""

from dataclasses import dataclass

from siapp.berkas.kenali import PENDEK
from siapp.berkas.models import Berkas, JenisBerkas

FOTO = ("jpeg", "png", "heic")
_AKHIRAN = {
    "pdf": ".pdf,application/pdf",
    "jpeg": ".jpg,.jpeg,image/jpeg",
    "png": ".png,image/png",
    "heic": ".heic,.heif,image/heic,image/heif",
}


@dataclass(frozen=True, slots=True)
class Terimaan:
    """`langsung`: kinds that stay as they come; `foto`: whether photos are joined into a PDF."""

    langsung: tuple[str, ...]
    foto: bool = True

    @property
    def semua(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.langsung, *(FOTO if self.foto else ()))))

    @property
    def accept(self) -> str:
        """The attribute of the browser's file field."""
        return ",".join(_AKHIRAN[nama] for nama in self.semua)

    @property
    def kata(self) -> str:
        """What the screen says of it, inside a sentence."""
        gambar = [nama.upper() for nama in self.semua if nama != "pdf"]
        foto = f"foto ({', '.join(gambar)})" if gambar else ""
        return " atau ".join(filter(None, ("PDF" if "pdf" in self.langsung else "", foto)))

    def muat(self, berkas: Berkas) -> bool:
        """Whether a file that was taken in elsewhere may stand behind this door, too."""
        jenis = {PENDEK[nama] for nama in self.langsung} | ({JenisBerkas.FOTO} if self.foto else set())
        return berkas.jenis in jenis


PDF = Terimaan(("pdf",), foto=False)
DOKUMEN = Terimaan(("pdf",))
GAMBAR = Terimaan(("pdf", "jpeg", "png"))
"""Pas Foto: a picture stays one; several, and HEIC, which SIASN does not know, become a PDF."""
