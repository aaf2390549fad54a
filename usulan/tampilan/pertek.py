"""The Pertek of a usulan as pages show them: newest first, each with its state and what it changed."""

from datetime import date
from typing import Any

from siapp.teks import kunci_nomor
from siapp.web.templatetags.siapp import tanggal
from usulan.keadaan import KeadaanPertek
from usulan.models import Pertek

# Colour and icon of each state; the words come from the table of states.
RUPA = {
    KeadaanPertek.DITUNGGU: ("biru", "clock"),
    KeadaanPertek.DIPERIKSA: ("biru", "clock"),
    KeadaanPertek.BERLAKU: ("hijau", "check-circle"),
    KeadaanPertek.BERKAS_DITOLAK: ("kuning", "exclamation-triangle"),
    KeadaanPertek.DIBATALKAN: ("merah", "x-circle"),
    KeadaanPertek.DIGANTIKAN: ("abu", "minus-circle"),
}


def urutan_tampil(pertek: Pertek) -> tuple[bool, date, bool, int]:
    """By date and kind, as they follow one another; the one in force stands above all."""
    ralat = pertek.jenis == Pertek.Jenis.PERBAIKAN
    return pertek.berlaku, pertek.tanggal or date.max, ralat, pertek.pk


def bandingkan(pertek: list[Pertek]) -> list[dict[str, Any]]:
    """Every Pertek, newest first, with what each changed against the one before it."""
    hasil = []
    for urutan, baru in enumerate(pertek):
        lama = pertek[urutan + 1] if urutan + 1 < len(pertek) else None
        beda = [] if lama is None else _beda(baru, lama)
        if lama and baru.sidik and lama.sidik and baru.sidik != lama.sidik:
            beda.append("isi berkas")
        hasil.append({"pertek": baru, "beda": ", ".join(beda), "ralat": lama is not None, **rupa(baru)})
    return hasil


def _beda(baru: Pertek, lama: Pertek) -> list[str]:
    """What of number and date a reader sees changed: blanks and kinds of dash make no other number."""
    nomor = [] if kunci_nomor(baru.nomor) == kunci_nomor(lama.nomor) else ["nomor"]
    return nomor if baru.tanggal == lama.tanggal else [*nomor, "tanggal"]


def rupa(pertek: Pertek) -> dict[str, str]:
    """Colour and icon of the badge of `pertek`, and what is with its file."""
    warna, ikon = RUPA[KeadaanPertek(pertek.keadaan)]
    return {"warna": warna, "ikon": ikon, "kata_berkas": kata_berkas(pertek)}


def kata_berkas(pertek: Pertek) -> str:
    """Say what is with the file of `pertek` while it cannot be read."""
    if pertek.berkas and pertek.berkas.tersedia:
        return ""
    sebab = pertek.tolak or (pertek.berkas.kalimat_tolak if pertek.berkas else "")
    if sebab:
        lagi = f" Diminta lagi {tanggal(pertek.minta_lagi_pada, 'waktu')}." if pertek.minta_lagi_pada else ""
        return f"Berkasnya ditolak: {sebab}{lagi}"
    return "Berkasnya sedang diperiksa." if pertek.berkas else "Berkasnya belum diterima dari BKN."
