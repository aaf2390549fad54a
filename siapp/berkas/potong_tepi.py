"""What lies around the paper on a photo: found only where it is sure that nothing stands there. Pure Pillow.

Loaded in the child that reads photos (bedah_foto.py).
"""

from PIL import Image, ImageFilter

SISI = 256
"""Pixels of the longer side while one looks."""
LEBIH_GELAP = 45
"""Steps of grey by which a table must be darker than the paper on it."""
HALUS = 12
"""Steps of grey between neighbours on a table without a pattern; a letter or an edge makes more."""
SISAKAN = 0.015
"""Share of the side that stays around the paper."""
PALING_SEDIKIT, PALING_BANYAK = 0.02, 0.4
"""Shares of a side: less is not worth it, more means that this is no paper on a table."""


def kotak_kertas(gambar: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the box (left, top, right, bottom) of the picture without the table around it; None: leave it whole.

    A row is cut off only when all of it, from one side to the other, is smooth and much darker than the paper.
    """
    kecil = gambar.convert("L")
    kecil.thumbnail((SISI, SISI), Image.Resampling.BOX)
    kecil = kecil.filter(ImageFilter.MedianFilter(3))
    gelap = _putih(kecil) - LEBIH_GELAP
    baris, kolom = _baris(kecil), _baris(kecil.transpose(Image.Transpose.TRANSPOSE))
    atas, bawah = _tepi(baris, gelap), _tepi(baris[::-1], gelap)
    kiri, kanan = _tepi(kolom, gelap), _tepi(kolom[::-1], gelap)
    if not any((atas, bawah, kiri, kanan)):
        return None
    lebar, tinggi = gambar.size
    return (round(kiri * lebar), round(atas * tinggi), round((1 - kanan) * lebar), round((1 - bawah) * tinggi))


def _putih(kecil: Image.Image) -> int:
    """The grey of the paper: what a fifth of the middle of the picture is lighter than."""
    lebar, tinggi = kecil.size
    tengah = kecil.crop((lebar // 4, tinggi // 4, lebar - lebar // 4, tinggi - tinggi // 4))
    sisa = tengah.width * tengah.height // 5
    for abu, banyak in reversed(list(enumerate(tengah.histogram()))):
        sisa -= banyak
        if sisa <= 0:
            return abu
    return 0


def _baris(kecil: Image.Image) -> list[bytes]:
    isi, lebar = kecil.tobytes(), kecil.width
    return [isi[n : n + lebar] for n in range(0, len(isi), lebar)]


def _tepi(baris: list[bytes], gelap: int) -> float:
    """The share that may be cut off before the first of `baris`."""
    banyak = 0
    for nomor, satu in enumerate(baris):
        sebelum = baris[nomor - 1] if nomor else satu
        if max(satu) >= gelap or _kasar(satu, satu[1:]) or _kasar(satu, sebelum):
            break
        banyak = nomor + 1
    bagian = banyak / len(baris) - SISAKAN
    return bagian if PALING_SEDIKIT <= bagian <= PALING_BANYAK else 0.0


def _kasar(satu: bytes, lain: bytes) -> bool:
    return any(abs(a - b) > HALUS for a, b in zip(satu, lain, strict=False))
