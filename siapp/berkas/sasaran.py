"""Dangers of a PDF by where they lead, not by their kind alone: part of the child that inspects it (bedah.py)."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pikepdf

# Where a link may lead: the web, a letter, a call. All other schemes start other programs.
SKEMA_BOLEH = {"http", "https", "mailto", "tel", "ftp", "doi"}
SKEMA = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))", re.IGNORECASE)
# Bits of an annotation's /F: is printed; is not seen on the screen (ISO 32000, table 167).
CETAK, TAK_TAMPIL = 4, 32


class Ditolak(Exception):
    """The file is refused; the argument is the code."""


def nama(nilai: Any) -> str:
    """Return a name as text; "" for one that is no UTF-8 (a font's, never a danger's) and for what is no name."""
    try:
        return str(nilai) if isinstance(nilai, pikepdf.Name) else ""
    except UnicodeDecodeError:
        return ""


def periksa_lampiran(nilai: Any, _kamus: Any) -> None:
    """Refuse embedded files; the rights of a reader (/UR3) list names under the same key."""
    if not isinstance(nilai, pikepdf.Array):
        raise Ditolak("LAMPIRAN")


def periksa_terkait(nilai: Any, _kamus: Any) -> None:
    """Refuse associated files, in this file or elsewhere."""
    for berkas in nilai if isinstance(nilai, pikepdf.Array) else [nilai]:
        if isinstance(berkas, pikepdf.Dictionary):
            raise Ditolak("LAMPIRAN" if "/EF" in berkas else "AKSI_JARAK_JAUH")


def periksa_rujukan(nilai: Any, kamus: Any) -> None:
    """Refuse a drawing that takes its content from another file (reference XObject)."""
    gambar = isinstance(kamus, pikepdf.Stream) or nama(kamus.get("/Subtype")) == "/Form"
    if gambar and isinstance(nilai, pikepdf.Dictionary):
        raise Ditolak("AKSI_JARAK_JAUH")


def periksa_alamat(nilai: Any, _kamus: Any) -> None:
    """Refuse a link that leads to a file, a shared folder or another program."""
    if not isinstance(nilai, pikepdf.String):
        return
    # Viewers pass over blanks and control characters.
    alamat = re.sub(r"[\x00-\x20\x7f-\xa0]+", "", str(nilai)).replace("\\", "/")
    skema = SKEMA.match(alamat)
    if alamat.startswith("//") or (skema and skema[1].lower() not in SKEMA_BOLEH):
        raise Ditolak("TAUTAN_BERBAHAYA")


def periksa_matriks(nilai: Any, _kamus: Any) -> None:
    """Refuse a font whose matrix holds anything but numbers: a viewer once ran it as a script (CVE-2024-4367)."""
    if isinstance(nilai, pikepdf.Array) and not all(isinstance(a, int | float | Decimal) for a in nilai):
        raise Ditolak("SKRIP")


def periksa_lapisan(nilai: Any, _kamus: Any) -> None:
    """Refuse layers that are printed and not shown."""
    if not isinstance(nilai, pikepdf.Dictionary):
        return
    asal = sebagai_kamus(nilai.get("/D"))
    padam, nyala = ([o.objgen for o in asal.get(kunci, []) if o is not None] for kunci in ("/OFF", "/ON"))
    for lapisan in nilai.get("/OCGs", []):
        guna = sebagai_kamus(sebagai_kamus(lapisan).get("/Usage"))
        tampil, cetak = (sebagai_kamus(guna.get(satu)) for satu in ("/View", "/Print"))
        if cetak.get("/PrintState") != pikepdf.Name.ON:
            continue
        padam_asal = asal.get("/BaseState") == pikepdf.Name.OFF and lapisan.objgen not in nyala
        if tampil.get("/ViewState") == pikepdf.Name.OFF or lapisan.objgen in padam or padam_asal:
            raise Ditolak("CETAK_TERSEMBUNYI")


def sebagai_kamus(nilai: Any) -> Any:
    return nilai if isinstance(nilai, pikepdf.Dictionary) else pikepdf.Dictionary()


def periksa_acuan(nilai: Any, kamus: Any) -> None:
    """Refuse an article thread in another file, and an annotation that is printed and not shown."""
    if nama(kamus.get("/S")) == "/Thread":
        raise Ditolak("AKSI_JARAK_JAUH")
    if isinstance(nilai, int) and "/Rect" in kamus and nilai & CETAK and nilai & TAK_TAMPIL:
        raise Ditolak("CETAK_TERSEMBUNYI")


# Key → what judges its value by where it leads; called with the value and the dictionary it stands in.
SASARAN: dict[str, Callable[[Any, Any], None]] = {
    "/EF": periksa_lampiran,
    "/AF": periksa_terkait,
    "/Ref": periksa_rujukan,
    "/URI": periksa_alamat,
    "/Base": periksa_alamat,
    "/FontMatrix": periksa_matriks,
    "/OCProperties": periksa_lapisan,
    "/F": periksa_acuan,
}
