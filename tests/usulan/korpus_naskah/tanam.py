"""Mistakes, one for each sentence of what sends a usulan back that a paper or the form can show."""

from datetime import date, timedelta
from typing import Any

from tests.usulan.korpus_naskah.naskah import Nilai
from tests.usulan.korpus_naskah.nilai import TURUN, Tanam

LAIN = {"nip": "196606301990031003", "nama": "Gunawan Ilustrasi", "bergelar": "Ir. Gunawan Ilustrasi, M.T."}
KP, SKJ, SP, PAK, UKOM = (
    "sk-kp-terakhir",
    "sk-jabatan-terakhir",
    "surat-pengantar",
    "sk-pak",
    "sertifikat-uji-kompetensi",
)
SKP = ("skp-tahun-pertama", "realisasi-skp-tahun-pertama", "realisasi-skp-satu-tahun", "skp-satu-tahun-baik")
DINAS = ("KP-STRUKTURAL", "KP-FUNGSIONAL", "JFKU-PENGANGKATAN", "JFKU-KENAIKAN")


def _digit(posisi: int) -> Any:
    def ubah(v: Nilai) -> dict[str, Any]:
        n = v["nip"]
        return {"nip": n[:posisi] + str((int(n[posisi]) + 1) % 10) + n[posisi + 1 :]}

    return ubah


def _geser(kunci: str, hari: int) -> Any:
    return lambda v: {kunci: v[kunci] + timedelta(days=hari)}


def _nomor(v: Nilai) -> dict[str, Any]:
    """A digit of the number is another one."""
    n = next(i for i, c in enumerate(v["nomor"]) if c.isdigit())
    return {"nomor": v["nomor"][:n] + str((int(v["nomor"][n]) + 1) % 10) + v["nomor"][n + 1 :]}


def _isi(**lain: Any) -> Any:
    return lambda _: lain


BERKAS = [
    *(Tanam(f"dokumen wajib {j} tidak ada", "berkas", j, tanpa=(j,)) for j in (KP, "dpcp", "sk-cpns", SP, "penetapan-formasi")),
    *(Tanam(f"milik orang lain: {j}", "berkas", j, _isi(**LAIN)) for j in (KP, SKJ, PAK, "dpcp", "sk-cpns", UKOM, "surat-pernyataan-pelantikan", "pernyataan-proses-pidana")),
    Tanam("kuitansi di baris SK pangkat", "berkas", KP, kertas="kuitansi"),
    Tanam("kuitansi di baris berita acara", "berkas", "berita-acara-pelantikan", kertas="kuitansi", untuk=DINAS),
    Tanam("SK jabatan di baris SK pangkat", "berkas", KP, kertas=SKJ, untuk=("KP", "JFKU")),
    Tanam("SK pangkat di baris SK CPNS", "berkas", "sk-cpns", kertas=KP),
    Tanam("PAK di baris sertifikat", "berkas", UKOM, kertas=PAK),
    Tanam("riwayat hidup di baris SKP", "berkas", "skp-tahun-pertama", kertas="cv"),
    Tanam("SK pangkat yang lama", "berkas", KP, lambda v: {"golongan": v["sebelum"], "sebelum": TURUN.get(v["sebelum"], "III/d"), "tmt": date(2016, 4, 1)}),
    Tanam("halaman kosong", "berkas", KP, kosong=1),
    Tanam("hanya halaman pertama, halamannya tertulis", "berkas", KP, kaki="Halaman 1 dari 3"),
    Tanam("hanya halaman pertama SK", "berkas", KP, _isi(sebagian=True, tanpa_teken=True)),
    Tanam("hanya halaman pertama SK jabatan", "berkas", SKJ, _isi(sebagian=True, tanpa_teken=True)),
    Tanam("dua SKP tahun yang sama", "berkas", "realisasi-skp-tahun-pertama", _isi(tahun=2025), di=("realisasi-skp-tahun-kedua",)),
    Tanam("dua SKP tahun yang sama", "berkas", "skp-tahun-pertama", _isi(tahun=2025), di=("skp-tahun-kedua",)),
]  # fmt: skip
SURAT = [
    Tanam("surat kepada Kepala BKN", "surat", SP, _isi(tuju=["Kepala Badan Kepegawaian Negara", "di Jakarta"])),
    Tanam("konsep: tanpa nomor dan tanggal", "surat", SP, _isi(nomor="B-......./KP.02/2026", tanggal=None)),
    Tanam("surat tanpa nomor", "surat", SP, _isi(nomor="            ")),
    Tanam("pangkat yang diusulkan lain", "surat", SP, lambda v: {"usul": "IV/c" if v["usul"] == "IV/e" else "IV/e", "golongan": "IV/a"}, untuk=("KP",)),
    Tanam("ditandatangani kepala biro", "surat", SP, _isi(pejabat="Kepala Biro Sumber Daya Manusia,")),
    Tanam("a.n. menteri oleh deputi", "surat", SP, _isi(pejabat="a.n. Menteri Contoh Satu\nDeputi Bidang Umum,")),
    Tanam("Plt. tanpa surat perintah", "surat", SP, _isi(pejabat="Plt. Menteri Contoh Satu,")),
    Tanam("belum ditandatangani", "tanda tangan", SP, _isi(titik=True)),
    Tanam("surat tanpa penanda tangan", "tanda tangan", SP, _isi(tanpa_teken=True)),
    Tanam("pernyataan belum ditandatangani", "tanda tangan", "surat-pernyataan-pelantikan", _isi(titik=True)),
    Tanam("DPCP belum ditandatangani", "tanda tangan", "dpcp", _isi(tanpa_teken=True)),
    Tanam("PAK belum ditandatangani", "tanda tangan", PAK, _isi(titik=True)),
]  # fmt: skip
ISI = [
    *(Tanam(f"nomor {j} salah satu angka", "isi dan isian", j, _nomor) for j in (SP, PAK, UKOM, "sk-prestasi-luar-biasa", "keppres-penemuan-baru", "usul-ppk-berhenti", "sk-penjatuhan-pemberhentian", "keterangan-tim-penguji-kesehatan", "keppres-pemberhentian-jabatan")),
    *(Tanam(f"tanggal {j} lain", "isi dan isian", j, _geser("tanggal", 1)) for j in (PAK, UKOM, "sk-prestasi-luar-biasa", "permohonan-berhenti")),
    Tanam("angka kredit di formulir lebih besar", "isi dan isian", PAK, isian=lambda i: {"angka_kredit": i["angka_kredit"] + 7}),
    Tanam("TMT SK pangkat lain", "isi dan isian", KP, _geser("tmt", 31)),
    Tanam("TMT SK jabatan lain", "isi dan isian", SKJ, _geser("tmt", 35)),
    *(Tanam(f"NIP salah satu angka: {j}", "isi dan isian", j, _digit(p)) for j, p in ((KP, 17), (SKJ, 5), (PAK, 9), ("dpcp", 16), ("sk-cpns", 7), (UKOM, 15))),
    Tanam("masa kerja DPCP lain", "isi dan isian", "dpcp", lambda v: {"masa": (v["masa"][0] - 1, v["masa"][1])}, untuk=("BERHENTI-BUP", "BERHENTI-JDA", "BERHENTI-TEWAS", "BERHENTI-UZUR")),
    Tanam("TMT pensiun DPCP lain", "isi dan isian", "dpcp", _geser("pensiun", 31), untuk=("BERHENTI-BUP", "BERHENTI-JDA", "BERHENTI-TEWAS", "BERHENTI-UZUR")),
    Tanam("golongan DPCP lain", "isi dan isian", "dpcp", lambda v: {"golongan": v["sebelum"]}),
    Tanam("tanggal lahir DPCP lain", "isi dan isian", "dpcp", _geser("lahir", 9)),
    Tanam("tanggal meninggal lain", "isi dan isian", "keterangan-kematian", _geser("wafat", -2)),
    Tanam("TMT SK CPNS tidak sesuai NIP", "isi dan isian", "sk-cpns", lambda v: {"tmt": date(int(v["nip"][8:12]) + 1, 1, 1)}),
    *(Tanam(f"{j} tiga tahun lalu", "masa", j, _isi(tahun=2021)) for j in SKP),
    *(Tanam(f"{j} cukup", "masa", j, _isi(predikat="Butuh Perbaikan")) for j in SKP),
    Tanam("sertifikat habis masa berlakunya", "masa", UKOM, _isi(sampai=date(2026, 9, 30))),
]  # fmt: skip


def _bulan(hari: date, n: int) -> date:
    urut = hari.year * 12 + hari.month - 1 + n
    return date(urut // 12, urut % 12 + 1, 1)


DATA = [
    Tanam("golongan diubah tanpa SIASN", "data", di=("golongan_lama", "golongan_terakhir"), asn={"golongan_baru": "IV/e"}, untuk=("KP-STRUKTURAL", "BERHENTI-UZUR")),
    Tanam("jabatan diubah tanpa SIASN", "data", di=("nama_jabatan",), isian=_isi(nama_jabatan="Direktur Khayalan"), untuk=("KP",)),
    Tanam("unit diubah tanpa SIASN", "data", di=("nama_unor",), isian=_isi(nama_unor="Direktorat Khayalan"), untuk=("KP",)),
    Tanam("TMT tidak tanggal 1", "data", di=("tmt_golongan_baru",), isian=_isi(tmt_golongan_baru=date(2027, 2, 2)), untuk=("KP",)),
    Tanam("TMT di luar periode", "data", di=("tmt_golongan_baru",), isian=_isi(tmt_golongan_baru=date(2027, 6, 1)), untuk=("KP",)),
    Tanam("masa kerja seperti pangkat terakhir", "data", di=("masa_kerja_tahun", "masa_kerja_bulan"), isian=_isi(masa_kerja_tahun=0, masa_kerja_bulan=1), untuk=("KP",)),
    Tanam("surat bertanggal besok", "data", di=("tanggal_surat_pengantar",), isian=_isi(tanggal_surat_pengantar=date(2026, 12, 24)), untuk=("KP", "BERHENTI", "JFKU")),
    Tanam("surat mendahului PAK", "data", di=("tanggal_surat_pengantar",), isian=lambda i: {"tanggal_surat_pengantar": i["tanggal_pak"] - timedelta(days=20)}, untuk=("KP-FUNGSIONAL", "JFKU-KENAIKAN")),
    Tanam("naik dua tingkat", "data", di=("golongan_baru", "pangkat_baru"), isian=_isi(golongan_baru="IV/e", pangkat_baru="Pembina Utama"), untuk=("KP-STRUKTURAL", "KP-FUNGSIONAL")),
    Tanam("nama pangkat bukan golongannya", "data", di=("pangkat_baru",), isian=_isi(pangkat_baru="Penata"), untuk=("KP",)),
    Tanam("angka kredit kurang", "data", di=("angka_kredit",), isian=_isi(angka_kredit=40), untuk=("KP-FUNGSIONAL", "JFKU-KENAIKAN")),
    Tanam("formasi tidak berjumlah", "data", di=("formasi_sisa", "formasi_terisi"), isian=_isi(formasi_sisa=3, formasi_jumlah=4, formasi_terisi=2), untuk=("JFKU-KENAIKAN", "JFKU-PERPINDAHAN", "JFKU-PENGANGKATAN")),
    Tanam("formasi habis", "data", di=("formasi_sisa", "formasi_terisi"), isian=_isi(formasi_sisa=0, formasi_jumlah=2, formasi_terisi=2), untuk=("JFKU-KENAIKAN",)),
    Tanam("hukuman disiplin", "data", di=("nip",), asn={"kedudukan_hukum_id": "15"}, untuk=("KP", "BERHENTI-BUP-KPP", "JFKU-KENAIKAN")),
    Tanam("diblokir", "data", di=("nip",), asn={"kedudukan_hukum_id": "92"}, untuk=("KP", "BERHENTI-BUP", "JFKU")),
    Tanam("di bawah IV/b", "data", di=("nip",), asn={"golongan_baru": "IV/a", "pangkat_baru": "Pembina"}, untuk=("KP", "BERHENTI-BUP", "JFKU")),
    Tanam("sudah meninggal", "data", di=("nip",), asn={"tanggal_meninggal": date(2026, 10, 3)}, untuk=("KP", "JFKU", "BERHENTI-BUP")),
    Tanam("masih hidup", "data", di=("tanggal_meninggal", "nip"), asn={"tanggal_meninggal": None}, untuk=("BERHENTI-JDA", "BERHENTI-TEWAS")),
    Tanam("TMT pensiun tidak menurut BUP", "data", di=("tmt_pensiun", "tmt_berhenti"), isian=lambda i: {"tmt_pensiun": _bulan(i["tmt_pensiun"], 3), "tmt_berhenti": _bulan(i["tmt_berhenti"], 3)}, untuk=("BERHENTI-BUP",)),
    Tanam("pensiun janda bukan bulan berikutnya", "data", di=("tmt_pensiun", "tmt_berhenti"), isian=lambda i: {"tmt_pensiun": _bulan(i["tmt_pensiun"], 1)}, untuk=("BERHENTI-JDA", "BERHENTI-TEWAS")),
    Tanam("baru dua tahun dalam pangkat", "data", di=("tmt_golongan_lama",), asn={"tmt_golongan_baru": date(2026, 2, 1)}, untuk=("KP-STRUKTURAL", "KP-FUNGSIONAL")),
]  # fmt: skip
TANAM = [*BERKAS, *SURAT, *ISI, *DATA]
