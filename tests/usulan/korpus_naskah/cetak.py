"""Prints the lines of a paper: three type faces on three sheets, columns, boxes or one line, as three offices do."""

from fpdf import FPDF

# (face, size, sheet in millimetres, how an answer stands beside its label, left edge of the signature)
GAYA = (
    ("times", 12, (210, 297), "kolom", 112),
    ("helvetica", 10.5, (215, 330), "kotak", 120),
    ("courier", 10, (210, 297), "sebaris", 105),
)


def cetak(baris: list[str], gaya: int, kosong: int = 0, kaki: str = "") -> bytes:
    """Print `baris`, then `kosong` blank pages; `kaki` stands at the end of the text."""
    huruf, besar, lembar, cara, kiri = GAYA[gaya]
    pdf = FPDF(format=lembar)
    pdf.set_margin(24)
    pdf.add_page()
    pdf.set_font(huruf, size=besar)
    nomor = 0
    for satu in baris:
        if "|" in satu:
            nomor += 1
            _isian(pdf, *satu.split("|", 1), cara, nomor)
            continue
        nomor = 0
        _baris(pdf, satu, kiri)
    if kaki:
        pdf.ln(4)
        pdf.cell(0, 6, kaki, align="R", new_x="LMARGIN", new_y="NEXT")
    for _ in range(kosong):
        pdf.add_page()
    return bytes(pdf.output())


def _isian(pdf: FPDF, label: str, isi: str, cara: str, nomor: int) -> None:
    baru = {"new_x": "LMARGIN", "new_y": "NEXT"}
    if cara == "sebaris":
        pdf.multi_cell(0, 5.5, f"{label} : {isi}", **baru)
    elif cara == "kotak" and len(isi) < 62:
        pdf.cell(9, 7, str(nomor), border=1)
        pdf.cell(58, 7, label, border=1)
        pdf.cell(0, 7, isi, border=1, **baru)
    else:
        pdf.cell(58, 6.2, label)
        pdf.cell(5, 6.2, ":")
        pdf.multi_cell(0, 6.2, isi, **baru)


def _baris(pdf: FPDF, satu: str, kiri: int) -> None:
    baru = {"new_x": "LMARGIN", "new_y": "NEXT"}
    if satu == "~":
        pdf.ln(6)
    elif satu[0] == "^":
        pdf.multi_cell(0, 6, satu[1:], align="C", **baru)
    elif satu[0] == ">":
        pdf.set_x(kiri)
        pdf.multi_cell(0, 6, satu[1:], align="L", **baru)
    else:
        pdf.multi_cell(0, 6, satu, **baru)
        pdf.ln(1)
