"""Lists as files: CSV and XLSX, guarded against formulas (janji.md 4); the queue is the largest of them."""

import csv
import errno
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from openpyxl import Workbook

from siapp.web.templatetags.siapp import nip, tanggal
from usulan import tahap as alur
from usulan.kesiapan import kesiapan, muat
from usulan.models import KeppresUsulan, Usulan
from usulan.tahap import Tahap
from usulan.tampilan.antrean import kini, tenggat_kata

BATAS_EKSPOR = 5_000
CSV, XLSX = "csv", "xlsx"
BENTUK = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KEPALA = (
    *("Nomor", "Nama", "NIP", "Instansi", "Kategori", "Layanan", "Tahap", "Putaran", "Verifikator"),
    *("Putusan Biro APP", "Putusan BKN", "Tahap di BKN", "Ditahan", "Dikirim", "Di tahap ini sejak", "Tenggat"),
    *("Keadaan tenggat", "Nama pada Keppres", "Halangan Keppres"),
)
# The stages in which it is asked whether a Keppres may rest on a usulan.
MENUJU_KEPPRES = frozenset({Tahap.MENUNGGU_PERTEK, Tahap.SIAP_KEPPRES, Tahap.RKP, Tahap.KEPPRES_MAJU})
# A cell that begins with one of these is run by a spreadsheet; tab and carriage return lead to one.
AWALAN_RUMUS = ("=", "+", "-", "@", "\t", "\r")


def jaga_rumus(teks: str) -> str:
    """Return `teks` as a spreadsheet shows it and never runs it: an apostrophe goes before a formula's first sign."""
    return f"'{teks}" if teks.startswith(AWALAN_RUMUS) else teks


def _baris(usulan: Sequence[Usulan]) -> Iterator[list[str]]:
    saat = kini()
    muat(u for u in usulan if u.tahap_kini in MENUJU_KEPPRES)
    for u in usulan:
        isi = (
            *(u.nomor, u.nama, nip(u.nip), str(u.instansi), u.get_kategori_display(), str(u.layanan)),
            *(alur.LABEL[u.tahap_kini], str(u.putaran), str(u.verifikator or "")),
            *(u.status_biro, u.status_bkn, u.tahap_bkn, u.ditahan),
            *(tanggal(t, "angka") if t else "" for t in (u.diajukan_pada, u.tahap_sejak, u.tenggat)),
            tenggat_kata(u.tenggat, saat).kata if u.tenggat else "",
            _nama_keppres(u),
            " ".join(kesiapan(u).alasan) if u.tahap_kini in MENUJU_KEPPRES else "",
        )
        yield list(isi)


def _nama_keppres(usulan: Usulan) -> str:
    """The name on the decree (keputusan/0040), which need not be the one that was signed; empty outside a Keppres."""
    baris = getattr(usulan, "baris_keppres", None)
    return baris.nama_keppres if isinstance(baris, KeppresUsulan) else ""


def tulis_ekspor(usulan: Sequence[Usulan], bentuk: str) -> bytes:
    """Return the rows as a file of `bentuk` (a key of BENTUK). NIP is grouped text, so that no digit is lost."""
    return tulis_lembar([list(KEPALA), *_baris(usulan)], bentuk, "Antrean")


def tulis_lembar(baris: Iterable[Sequence[str]], bentuk: str, judul: str) -> bytes:
    """Return rows of text as a file of `bentuk`; no cell of it is run as a formula. `judul`: of the sheet."""
    aman = ([jaga_rumus(teks) for teks in satu] for satu in baris)
    return _xlsx(aman, judul) if bentuk == XLSX else _csv(aman)


def _csv(baris: Iterable[list[str]]) -> bytes:
    keluaran = io.StringIO()
    # Semicolons and a byte order mark: what a spreadsheet set to Indonesian opens without asking.
    csv.writer(keluaran, delimiter=";").writerows(baris)
    return ("\ufeff" + keluaran.getvalue()).encode()


def _xlsx(baris: Iterable[list[str]], judul: str) -> bytes:
    buku = Workbook(write_only=True)
    lembar = buku.create_sheet(judul)
    keluaran = io.BytesIO()
    try:
        for satu in baris:
            lembar.append(satu)
        buku.save(keluaran)
    except Exception as galat:
        _buang(lembar)
        if "ENOSPC" in str(galat):  # lxml's own error, which is no OSError
            raise OSError(errno.ENOSPC, str(galat)) from galat
        raise
    return keluaran.getvalue()


def _buang(lembar: Any) -> None:
    """Remove openpyxl's temporary file: it stays until the process ends, which keeps a full disk full."""
    for terbuka in (lembar._rows, lembar._writer and lembar._writer.xf):
        with suppress(Exception):
            terbuka and terbuka.close()
    if lembar._writer:
        lembar._writer.cleanup()
