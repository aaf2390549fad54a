"""What a file is, told by its first bytes. Neither its name nor the browser's word for it counts."""

from siapp.berkas.models import JenisBerkas
from siapp.web.galat import GalatPengguna

# How many bytes from the start `kenali` wants to see.
PANJANG_AWAL = 1024

PENDEK: dict[str, JenisBerkas] = {"pdf": JenisBerkas.PDF, "jpeg": JenisBerkas.JPEG, "png": JenisBerkas.PNG}
_TANDA: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)
_MEREK_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}

_JADIKAN_PDF = "Buka berkasnya, pilih Simpan sebagai atau Ekspor ke PDF, lalu unggah hasilnya."
_JADIKAN_GAMBAR = "Simpan sebagai JPEG atau PNG, lalu unggah hasilnya."
# (first bytes, what it is): told to the person in place of "wrong file".
_SALAH: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "dokumen Word, Excel, PowerPoint, atau arsip ZIP"),
    (b"\xd0\xcf\x11\xe0", "dokumen Word, Excel, atau PowerPoint versi lama"),
    (b"{\\rtf", "dokumen RTF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf\x27\x1c", "arsip 7-Zip"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"MZ", "program Windows"),
    (b"\x7fELF", "program"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"\x89PNG", "gambar PNG"),
    (b"GIF8", "gambar GIF"),
    (b"BM", "gambar BMP"),
    (b"RIFF", "gambar WebP atau rekaman"),
    (b"II*\x00", "gambar TIFF"),
    (b"MM\x00*", "gambar TIFF"),
    (b"%!PS", "berkas PostScript"),
    (b"%PDF-", "PDF"),
)
_HALAMAN_WEB = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")


def bentuk(awal: bytes) -> str:
    """Return what a file that begins with `awal` is: "pdf", "jpeg", "png", "heic", or "" for anything else.

    Before `%PDF-` may stand what no other program reads: the inspection takes it off.
    """
    if awal[4:8] == b"ftyp" and _MEREK_HEIC & {awal[8:12], *_merek_lain(awal)}:
        return "heic"
    nama = next((nama for tanda, nama in _TANDA if awal.startswith(tanda)), "")
    return nama or ("pdf" if b"%PDF-" in awal and not _milik_program_lain(awal) else "")


def _merek_lain(awal: bytes) -> list[bytes]:
    """The brands that a file of boxes is also fit for."""
    panjang = min(int.from_bytes(awal[:4], "big"), len(awal))
    return [awal[letak : letak + 4] for letak in range(16, panjang - 3, 4)]


def kenali(awal: bytes, boleh: tuple[str, ...], diminta: str = "") -> JenisBerkas:
    """Return the kind of the file that begins with `awal` (its first `PANJANG_AWAL` bytes, or all of it).

    `boleh` are the accepted kinds ("pdf", "jpeg", "png"), `diminta` how a sentence names them. Raises GalatPengguna,
    with what the file seems to be and what to do, if it is none of them.
    """
    nama = bentuk(awal)
    if nama in boleh:
        return PENDEK[nama]
    raise GalatPengguna(_kalimat(awal, boleh, diminta or _yang_diminta(boleh)), "Jenis berkas tidak diterima")


def _milik_program_lain(awal: bytes) -> bool:
    teks = awal.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return teks.startswith(_HALAMAN_WEB) or any(awal.startswith(tanda) for tanda, _ in _SALAH)


def _kalimat(awal: bytes, boleh: tuple[str, ...], diminta: str) -> str:
    perbaikan = _JADIKAN_PDF if "pdf" in boleh else _JADIKAN_GAMBAR
    teks = awal.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if teks.startswith(_HALAMAN_WEB):
        return f"Berkas ini halaman web, bukan {diminta}. {perbaikan}"
    if b"%PDF-" in awal and "pdf" in boleh:
        return (
            "PDF ini didahului data lain sehingga tidak diterima. "
            "Buka PDF-nya, pilih Cetak lalu Simpan sebagai PDF, dan unggah hasilnya."
        )
    if bentuk(awal) == "heic":
        return f"Berkas ini gambar HEIC dari ponsel, bukan {diminta}. {perbaikan}"
    if awal[4:8] == b"ftyp":
        return f"Berkas ini video atau gambar AVIF, bukan {diminta}. {perbaikan}"
    salah = next((nama for tanda, nama in _SALAH if awal.startswith(tanda)), None)
    if salah:
        return f"Berkas ini {salah}, bukan {diminta}. {perbaikan}"
    return f"Berkas ini bukan {diminta}. {perbaikan}"


def _yang_diminta(boleh: tuple[str, ...]) -> str:
    return " atau ".join(nama.upper() for nama in boleh)
