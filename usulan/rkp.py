"""The Keppres draft (RKP) on paper."""

from collections.abc import Collection, Iterable

from fpdf import FPDF
from fpdf.fonts import FontFace

from siapp.web.templatetags.siapp import nip as kelompokkan_nip
from siapp.web.templatetags.siapp import tanggal
from usulan.models import Keppres, KeppresUsulan

KEPALA_TABEL = ("No.", "Nama dan NIP", "Instansi", "Layanan", "Pertek")
LEBAR = (8, 42, 42, 52, 36)


def _latin(teks: str) -> str:
    # The core fonts of PDF hold Latin-1 only; a letter outside it becomes "?" on paper and stays whole in the data.
    return teks.replace("“", '"').replace("”", '"').replace("–", "-").encode("latin-1", "replace").decode("latin-1")


def _baris(nomor: int, baris: KeppresUsulan) -> tuple[str, ...]:
    usulan, pertek = baris.usulan, baris.pertek
    return (
        str(nomor),
        f"{baris.nama_keppres}\n{kelompokkan_nip(usulan.nip)}",
        usulan.instansi.nama,
        usulan.layanan.nama,
        f"{pertek.nomor}\n{tanggal(pertek.tanggal, 'pendek')}",
    )


def _tulis_belum_siap(pdf: FPDF, belum: Iterable[tuple[KeppresUsulan, Iterable[str]]]) -> None:
    """Say on paper, too, which usulan keep the draft from going on: the sheet is carried to who decides."""
    for baris, alasan in belum:
        kalimat = f"Belum boleh dilanjutkan: {baris.usulan.nomor}, {baris.nama_keppres}. {' '.join(alasan)}"
        pdf.multi_cell(0, 5, _latin(kalimat), new_x="LMARGIN", new_y="NEXT")


def _tulis_nama(pdf: FPDF, daftar: Iterable[KeppresUsulan]) -> None:
    """Say of whom the name on the decree waits for a choice: the table shows what would be read as decided."""
    for baris in daftar:
        if not baris.nama_dipilih:
            u = baris.usulan
            kalimat = f"Nama belum dipilih: {u.nomor}, menurut usulan “{u.nama}”, menurut Data ASN “{u.asn.nama}”."
            pdf.multi_cell(0, 5, _latin(kalimat), new_x="LMARGIN", new_y="NEXT")


def cetak_rkp(
    keppres: Keppres,
    daftar: Collection[KeppresUsulan],
    belum_siap: Iterable[tuple[KeppresUsulan, Iterable[str]]] = (),
) -> bytes:
    """Return the draft as PDF: the memo, and a table of its usulan with the Pertek each rests on.

    `belum_siap`: the rows on which no Keppres may rest now, each with the reasons (usulan.kesiapan).
    """
    pdf = FPDF(orientation="portrait", format="A4")
    pdf.set_title(_latin(f"Rancangan Keppres {keppres.nomor_memo}"))
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 14)
    pdf.multi_cell(0, 8, "RANCANGAN KEPUTUSAN PRESIDEN (RKP)", align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    for kunci, nilai in (
        ("Kategori", keppres.get_kategori_display()),
        ("Nomor memo", keppres.nomor_memo),
        ("Tanggal memo", tanggal(keppres.tanggal_memo)),
        ("Perihal", keppres.perihal),
        ("Keadaan", keppres.get_keadaan_display()),
    ):
        pdf.cell(35, 7, kunci)
        pdf.multi_cell(0, 7, _latin(f": {nilai}"), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    pdf.set_font("Helvetica", size=9)
    with pdf.table(col_widths=LEBAR, line_height=5, headings_style=FontFace(emphasis="BOLD")) as tabel:
        tabel.row(KEPALA_TABEL)
        for nomor, baris in enumerate(daftar, start=1):
            tabel.row([_latin(sel) for sel in _baris(nomor, baris)])
    pdf.ln(4)
    _tulis_belum_siap(pdf, belum_siap)
    if keppres.nama_terbuka:
        _tulis_nama(pdf, daftar)
    pdf.ln(8)
    pdf.set_x(120)
    pdf.multi_cell(0, 6, "Kepala Biro Administrasi Pejabat Pemerintahan,\n\n\n\n(....................................)")
    return bytes(pdf.output())
