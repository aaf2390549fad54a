"""What people read as the same is read as the same here: one normaliser for identifiers, numbers and search words.

Pure and without Django. People paste from Word, Excel, WhatsApp and PDF viewers: signs of no width, blanks that do not
break, dashes of six kinds, digits of full width. None of them means anything.
"""

import re
import unicodedata

_TAK_TAMPAK = {"Cf", "Cc"}
_STRIP = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_PETIK = dict.fromkeys(map(ord, "'`´‘’‚‛ʹʻʼʽˈ′＇"), None)
_AWALAN_NIP = re.compile(r"^\W*n\s*\.?\s*i\s*\.?\s*p\s*\.?\s*(?:/\s*nrp|baru)?\s*\.?\s*[:=]?", re.IGNORECASE)
# Besides what parts digits: what WhatsApp makes bold with, and what Excel puts around a text that looks like a number.
_PEMISAH_NIP = re.compile(r"[\s.\-/_,;:*=\"“”]")
_AWALAN_NOMOR = re.compile(r"^(?:(?:nomor|no)[.:]*)+(?=\d)")
_GARIS_MIRING = dict.fromkeys(map(ord, "⁄∕╱"), "/")
_NAMA_TANDA = {
    " ": "spasi",
    "\t": "tab",
    ".": "titik",
    ",": "koma",
    "-": "tanda hubung",
    "'": "petik",
    "+": "tanda tambah",
}


def bersih(teks: str) -> str:
    """Return `teks` as it looks: without invisible signs, with one kind of blank, dash, and width of signs."""
    rata = unicodedata.normalize("NFKC", teks)
    tampak = "".join(
        " " if c in "\t\n\r" else c for c in rata if c in "\t\n\r" or unicodedata.category(c) not in _TAK_TAMPAK
    )
    return unicodedata.normalize("NFKC", " ".join(tampak.translate(_STRIP).split()))


def kutip(teks: str, paling: int = 40) -> str:
    """Return `teks` in quotation marks for an error message: what was pasted by mistake is not all said again."""
    return f"“{teks if len(teks) <= paling else teks[:paling].rstrip() + '…'}”"


def bersih_pengenal(teks: str) -> str:
    """Return an identifier such as a NIP without what people write around it and between its signs."""
    isi = _AWALAN_NIP.sub("", bersih(teks).translate(_PETIK).strip())
    return _PEMISAH_NIP.sub("", isi)


def kunci_nomor(teks: str) -> str:
    """Return by what two numbers of letters or decrees are one number.

    Case, blanks, kinds of dash and stroke, the word "Nomor" before it and a full stop behind it make no other number.
    """
    isi = bersih(teks).translate(_GARIS_MIRING).replace(" ", "").casefold()
    return unicodedata.normalize("NFKC", _AWALAN_NOMOR.sub("", isi).rstrip(".,;"))


def menyebut_nomor(teks: str, nomor: str) -> bool:
    """Whether `teks` names this number, however either is written; "PH-12" and "PH-1/2026" do not name "PH-1"."""
    kunci = kunci_nomor(nomor)
    if not kunci:
        return False
    pola = r"\s?".join(map(re.escape, kunci))
    batas = rf"(?<![^\W_])(?<![^\W_][-/.]){pola}(?![^\W_]|\s?[-/]\s?[^\W_]|\.[^\W_])"
    return re.search(batas, bersih(teks).casefold()) is not None


def kunci_cari(teks: str) -> str:
    """Return `teks` as it is searched for: lower case, without apostrophes of any kind, dots and commas as blanks."""
    datar = bersih(teks).translate(_PETIK).casefold()
    return unicodedata.normalize("NFKC", " ".join(re.sub(r"[.,]", " ", datar).split()))


def isi_apa(teks: str) -> str:
    """Say in Indonesian what an identifier holds, so that an error can name it: "17 angka dan huruf O"."""
    angka = sum(c.isascii() and c.isdigit() for c in teks)
    lain = list(dict.fromkeys(c for c in teks if not (c.isascii() and c.isdigit())))
    if not lain:
        return f"{angka} angka"
    sebut = [_sebut(c) for c in lain[:3]]
    return f"{angka} angka dan {', '.join(sebut)}" + (" …" if len(lain) > 3 else "")


def _sebut(tanda: str) -> str:
    """Name one sign so that it can be found, also when nobody sees it or it only looks like another."""
    if tanda in _NAMA_TANDA:
        return _NAMA_TANDA[tanda]
    nama = unicodedata.name(tanda, "tanpa nama").lower()
    if not tanda.isprintable() or unicodedata.category(tanda) in _TAK_TAMPAK:
        return f"tanda yang tidak tampak (U+{ord(tanda):04X} {nama})"
    if tanda.isdigit() or (tanda.isalpha() and not nama.startswith("latin")):
        return f"{'angka' if tanda.isdigit() else 'huruf'} {tanda} yang bukan Latin ({nama})"
    return f"huruf {tanda}" if tanda.isalpha() else f"tanda {tanda}"
