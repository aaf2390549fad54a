"""Makes the PDF of a Pertek. Invented throughout and marked as such on the page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fpdf import FPDF

_TULISAN = "Helvetica"


def tulis_pertek(tujuan: Path, jenis: str, isi: Mapping[str, str]) -> None:
    """Write one page of A4.

    Args:
        tujuan: path of the PDF.
        jenis: `Baru` or `Perbaikan` (Ralat).
        isi: label → value lines under the heading; what Latin-1 lacks is replaced by "?".
    """
    pdf = FPDF(format="A4")
    pdf.set_title("Pertimbangan Teknis (simulasi)")
    pdf.add_page()
    pdf.set_font(_TULISAN, "B", 14)
    pdf.cell(0, 10, "BADAN KEPEGAWAIAN NEGARA (SIMULASI)", align="C", new_x="LMARGIN", new_y="NEXT")
    judul = "RALAT PERTIMBANGAN TEKNIS" if jenis == "Perbaikan" else "PERTIMBANGAN TEKNIS"
    pdf.cell(0, 10, judul, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(6)
    for label, nilai in isi.items():
        pdf.set_font(_TULISAN, "B", 10)
        pdf.cell(48, 8, label)
        pdf.set_font(_TULISAN, "", 10)
        pdf.multi_cell(0, 8, nilai.encode("latin-1", "replace").decode("latin-1"), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(10)
    pdf.set_font(_TULISAN, "I", 9)
    pdf.multi_cell(0, 6, "Dokumen ini dibuat oleh simulator SIASN untuk peragaan dan pengujian. Bukan dokumen negara.")
    pdf.output(str(tujuan))
