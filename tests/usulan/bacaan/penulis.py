"""Writers of papers: fpdf2, Chromium's print to PDF, and either of them through a scanner."""

import io
import random
from collections.abc import Iterable
from html import escape

import pypdfium2
from fpdf import FPDF
from PIL import Image, ImageFilter

from tests.usulan.bacaan.korpus import Kertas

GAYA = """<style>
@page{size:A4;margin:20mm}
body{font:11pt/1.35 'Liberation Serif',serif}
h1{font-size:12pt;text-align:center;margin:0}
p.t{text-align:center;margin:0}
table{border-collapse:collapse;width:100%}
td{vertical-align:top;padding:1px 4px}
.g td{border:1px solid}
.s{margin:24px 0 0 55%}
</style>"""


def _html(kertas: Kertas) -> Iterable[str]:
    for jenis, *isi in kertas.isi:
        if jenis == "tengah":
            yield f"<h1>{escape(isi[0])}</h1>" if isi[1] else f"<p class=t>{escape(isi[0])}</p>"
        elif jenis == "alinea":
            yield f"<p>{escape(isi[0])}</p>"
        elif jenis == "pasangan":
            baris = "".join(
                f"<tr><td width=30%>{escape(a)}<td>{escape(b) if b.startswith(':') else ': ' + escape(b)}"
                for a, b in isi[0]
            )
            yield f"<table>{baris}</table>"
        elif jenis == "tabel":
            yield (
                "<table class=g>"
                + "".join("<tr>" + "".join(f"<td>{escape(s)}" for s in b) for b in isi[0])
                + "</table>"
            )
        else:
            yield "<div class=s>" + "<br>".join(escape(s) or "&nbsp;" for s in isi[0]) + "</div>"


def html(kertas: Kertas) -> str:
    """The paper as a page for Chromium."""
    return f"<!doctype html><meta charset=utf-8>{GAYA}{''.join(_html(kertas))}"


def fpdf(kertas: Kertas) -> bytes:
    """The paper by fpdf2, in Helvetica, label and answer on one line."""
    pdf = FPDF()
    pdf.set_margin(20)
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    for jenis, *isi in kertas.isi:
        _satu(pdf, jenis, isi)
    return bytes(pdf.output())


def _satu(pdf: FPDF, jenis: str, isi: list) -> None:  # type: ignore[type-arg]
    baru = {"new_x": "LMARGIN", "new_y": "NEXT"}
    if jenis == "tengah":
        pdf.set_font(style="B" if isi[1] else "")
        pdf.multi_cell(0, 6, isi[0], align="C", **baru)
        pdf.set_font(style="")
    elif jenis == "alinea":
        pdf.multi_cell(0, 6, isi[0], **baru)
        pdf.ln(2)
    elif jenis == "pasangan":
        for label, nilai in isi[0]:
            pdf.cell(55, 6, label)
            pdf.multi_cell(0, 6, nilai if nilai.startswith(":") else f": {nilai}", **baru)
    elif jenis == "tabel":
        with pdf.table(width=170) as tabel:
            for baris in isi[0]:
                tabel.row(baris)
        pdf.ln(2)
    else:
        pdf.ln(6)
        for baris in isi[0]:
            pdf.set_x(115)
            pdf.multi_cell(0, 6, baris or " ", **baru)


def pindai(pdf: bytes, acak: random.Random, titik: int = 200) -> bytes:
    """Put a PDF through a scanner: a little aslant, a little soft, with specks, as JPEG in a PDF."""
    hasil = []
    for halaman in pypdfium2.PdfDocument(pdf):
        foto = halaman.render(scale=titik / 72).to_pil().convert("L")
        foto = foto.rotate(acak.uniform(-1.2, 1.2), expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
        foto = foto.filter(ImageFilter.GaussianBlur(0.6)).point(lambda p: 35 + p * 0.82)
        for _ in range(300):
            foto.putpixel((acak.randrange(foto.width), acak.randrange(foto.height)), acak.randrange(60, 160))
        hasil.append(foto)
    isi = io.BytesIO()
    hasil[0].save(isi, "PDF", resolution=titik, save_all=True, append_images=hasil[1:], quality=60)
    return isi.getvalue()
