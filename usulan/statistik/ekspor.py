"""Figures as files: numbers stay numbers, and a first sheet says what they are about (keputusan/0099)."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from usulan.ekspor import CSV, jaga_rumus, tulis_lembar
from usulan.statistik.sajian import Nilai, Sajian

# A sheet's name may not hold these, nor be longer than 31.
_TERLARANG = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def tulis_csv(sajian: Sajian) -> bytes:
    """Return one table as CSV that a spreadsheet set to Indonesian opens; numbers with a decimal comma."""
    isi = [[_teks(nilai) for nilai in satu] for satu in sajian.baris]
    return tulis_lembar([list(sajian.kepala), *isi], CSV, sajian.judul)


def _teks(nilai: Nilai) -> str:
    if isinstance(nilai, float):
        return f"{nilai:g}".replace(".", ",")
    return "" if nilai is None else str(nilai)


def tulis_xlsx(sajian: Sequence[Sajian], tentang: Sequence[tuple[str, str]]) -> bytes:
    """Return all tables as a workbook, one sheet each; `tentang`: what the first sheet says, as (what, which)."""
    buku = Workbook(write_only=True)
    kalimat = [(satu.judul, satu.kalimat) for satu in sajian]
    _lembar(buku, "Tentang", ("Isi", "Keterangan"), [*tentang, *kalimat])
    for satu in sajian:
        _lembar(buku, satu.judul, satu.kepala, satu.baris)
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def _lembar(buku: Workbook, judul: str, kepala: Sequence[str], baris: Sequence[tuple[Nilai, ...]]) -> None:
    lembar = buku.create_sheet(judul.translate(_TERLARANG)[:31])
    lembar.freeze_panes = "A2"
    for urut, nama in enumerate(kepala):
        panjang = max((len(str(satu[urut])) for satu in baris), default=0)
        lembar.column_dimensions[get_column_letter(urut + 1)].width = min(max(len(nama), panjang) + 2, 80)
    lembar.auto_filter.ref = f"A1:{get_column_letter(len(kepala))}{len(baris) + 1}"
    tebal = [WriteOnlyCell(lembar, nama) for nama in kepala]
    for sel in tebal:
        sel.font = Font(bold=True)
    lembar.append(tebal)
    for satu in baris:
        lembar.append([jaga_rumus(nilai) if isinstance(nilai, str) else nilai for nilai in satu])
