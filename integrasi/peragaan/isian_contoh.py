"""Example content for a usulan: data that passes pemeriksaan awal and files that say what they are.

Used by the demo, by `contoh_perjalanan` and by the tests; every word here is invented.
"""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from fpdf import FPDF
from PIL import Image, ImageDraw

from referensi.katalog import BidangKatalog, bidang_layanan
from referensi.nip import urai_nip
from usulan.actions.draf import periode_terbuka
from usulan.aturan.pangkat import rumpun
from usulan.aturan.pensiun import usia_pensiun
from usulan.aturan.waktu import bulan_sesudah, selisih_bulan
from usulan.models import Dokumen, Usulan, rincian

GOLONGAN_BERIKUT = {"IV/b": "IV/c", "IV/c": "IV/d", "IV/d": "IV/e", "IV/e": "IV/e"}
PANGKAT = {
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}


UMUM_PENSIUN = 60


def _henti(usulan: Usulan, wafat: date) -> tuple[date, date]:
    """When the person leaves and is pensioned, and when a promotion on retirement takes effect."""
    asn, layanan = usulan.asn, usulan.layanan_id
    if layanan.startswith(("BERHENTI-JDA", "BERHENTI-TEWAS")):
        return bulan_sesudah(wafat), wafat
    tmt = bulan_sesudah(timezone.localdate(), 2)
    if layanan.startswith("BERHENTI-BUP") and asn.tanggal_lahir:
        batas = usia_pensiun(asn.nama_jabatan_terakhir, tmt)
        tmt = bulan_sesudah(asn.tanggal_lahir, 12 * (batas.nilai if batas else UMUM_PENSIUN) + 1)
    return tmt, bulan_sesudah(tmt, -1)


def _masa_kerja(usulan: Usulan, tmt: date, henti: date) -> dict[str, int]:
    """Service years on the day that is proposed, from what Data ASN counted and from the NIP."""
    asn = usulan.asn
    awal = asn.tmt_golongan_baru or tmt
    golongan = 12 * (asn.masa_kerja_tahun_baru or 0) + (asn.masa_kerja_bulan_baru or 0) + selisih_bulan(awal, tmt)
    pensiun = selisih_bulan(urai_nip(usulan.nip).cpns, henti)
    return {
        "masa_kerja_tahun": golongan // 12,
        "masa_kerja_bulan": golongan % 12,
        "masa_kerja_pensiun_tahun": pensiun // 12,
        "masa_kerja_pensiun_bulan": pensiun % 12,
    }


def _jabatan_baru(usulan: Usulan) -> str:
    if usulan.layanan_id == "JFKU-PEMBERHENTIAN":
        return "Staf Ahli Menteri Contoh"
    kini = usulan.asn.nama_jabatan_terakhir
    naik = usulan.layanan_id == "JFKU-KENAIKAN" and rumpun(kini) != kini.lower()
    return f"{rumpun(kini).title() if naik else 'Analis Kebijakan'} Ahli Utama"


def _nilai(bidang: BidangKatalog, usulan: Usulan, tmt: date) -> Any:
    """A plausible value for one empty field of the catalogue."""
    hari_ini = timezone.localdate()
    wafat = usulan.asn.tanggal_meninggal or hari_ini - timedelta(days=30)
    henti, pengabdian = _henti(usulan, wafat)
    khusus: dict[str, Any] = _masa_kerja(usulan, tmt, henti) | {
        "golongan_baru": GOLONGAN_BERIKUT.get(usulan.asn.golongan_baru, "IV/c"),
        "pangkat_baru": PANGKAT[GOLONGAN_BERIKUT.get(usulan.asn.golongan_baru, "IV/c")],
        "golongan_pengabdian": GOLONGAN_BERIKUT.get(usulan.asn.golongan_baru, "IV/c"),
        "pangkat_pengabdian": PANGKAT[GOLONGAN_BERIKUT.get(usulan.asn.golongan_baru, "IV/c")],
        "tmt_golongan_baru": tmt,
        "tmt_berhenti": henti,
        "tmt_pensiun": henti,
        "tmt_pangkat_pengabdian": pengabdian,
        "tanggal_meninggal": wafat,
        "jabatan_baru": _jabatan_baru(usulan),
        "tmt_jabatan": bulan_sesudah(hari_ini),
        "tanggal_permohonan": hari_ini - timedelta(days=60),
        "periode_penilaian_mulai": date(hari_ini.year - 1, 1, 1),
        "periode_penilaian_selesai": date(hari_ini.year - 1, 12, 31),
        "angka_kredit": Decimal("850.500"),
        "formasi_jumlah": 4,
        "formasi_terisi": 1,
        "formasi_sisa": 3,
        "pensiun_pokok": 4_500_000,
        "pembulatan_pensiun_pokok": 4_500_000,
        "eselon": "11",
        "ahli_waris_pasangan": "Sekar Contoh Lestari",
        "ahli_waris_anak": "Bagas Contoh Wibawa",
    }
    if bidang.kode in khusus:
        return khusus[bidang.kode]
    umum = {"tanggal": hari_ini - timedelta(days=45), "bulat": 1, "desimal": Decimal("100"), "golongan": "IV/b"}
    if bidang.pilihan:
        return bidang.pilihan[-1]
    if bidang.kode.startswith("nomor_"):
        return f"{usulan.nomor[-4:]}/CONTOH/{hari_ini.year}"[: bidang.maks]
    return umum.get(bidang.tipe, f"{bidang.label} contoh"[: bidang.maks])


def isian_contoh(usulan: Usulan) -> dict[str, Any]:
    """Return values for every empty field that pemeriksaan awal asks for, valid for every service."""
    hari_ini = timezone.localdate()
    isian: dict[str, Any] = {
        "nomor_surat_pengantar": f"B-{usulan.nomor[-4:]}/CONTOH/{hari_ini.year}",
        "tanggal_surat_pengantar": hari_ini - timedelta(days=3),
        "pejabat_penanda_tangan": "Sekretaris Jenderal",
    }
    tmt = bulan_sesudah(hari_ini)
    if usulan.kategori == "KP" and (terbuka := periode_terbuka()):
        isian["periode"] = terbuka[-1]
        tmt = terbuka[-1].tmt
    isi = rincian(usulan)
    selalu = {"tmt_golongan_baru", "tmt_berhenti", "tmt_pensiun", "tanggal_meninggal", "tmt_pangkat_pengabdian"}
    selalu |= {"masa_kerja_tahun", "masa_kerja_bulan", "masa_kerja_pensiun_tahun", "masa_kerja_pensiun_bulan"}
    for bidang in bidang_layanan(usulan.layanan_id):
        if getattr(isi, bidang.kode) in (None, "") or bidang.kode in selalu:
            isian[bidang.kode] = _nilai(bidang, usulan, tmt)
    return isian


def pdf_contoh(judul: str, isi: str, halaman: int = 1) -> bytes:
    """Return a small valid PDF with `judul` on each page; `isi` makes its bytes differ from its neighbours'."""
    pdf = FPDF()
    pdf.set_creation_date(timezone.now())
    for nomor in range(1, halaman + 1):
        pdf.add_page()
        pdf.set_font("Helvetica", size=16)
        pdf.multi_cell(0, 10, judul.encode("latin-1", "replace").decode("latin-1"), new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Helvetica", size=11)
        teks = f"{isi}\nHalaman {nomor} dari {halaman}. Dokumen contoh: semua isinya rekaan."
        pdf.multi_cell(0, 7, teks.encode("latin-1", "replace").decode("latin-1"))
    return bytes(pdf.output())


def gambar_contoh(tanda: str) -> bytes:
    """Return a small JPEG in the shape of a Pas Foto; `tanda` makes its bytes differ."""
    gambar = Image.new("RGB", (300, 400), "#b3262a")
    lukis = ImageDraw.Draw(gambar)
    lukis.ellipse((90, 80, 210, 220), fill="#e0b894")
    lukis.rectangle((60, 230, 240, 400), fill="#27364a")
    lukis.text((10, 380), tanda, fill="white")
    keluaran = io.BytesIO()
    gambar.save(keluaran, "JPEG", quality=85)
    return keluaran.getvalue()


def berkas_contoh(dokumen: Dokumen, tanda: str = "") -> tuple[str, bytes]:
    """Return file name and bytes of an example for one checklist row."""
    persyaratan = dokumen.persyaratan
    isi = f"{dokumen.usulan.nomor} {persyaratan.kode} {tanda}"
    if persyaratan.gambar:
        return f"{persyaratan.kode}.jpg", gambar_contoh(isi)
    return f"{persyaratan.kode}.pdf", pdf_contoh(persyaratan.nama, isi)
