"""Faultless usulan of the eighteen services, as an experienced PIC would hand them in on `HARI_INI`."""

from decimal import Decimal
from typing import Any

from tests.usulan.korpus import orang as o
from tests.usulan.korpus.bentuk import TMT, Bersih, Isian, Orang, lalu, t

SURAT: dict[str, Any] = {
    "nomor_surat_pengantar": "R-118/M.Contoh/SM.01/11/2026",
    "tanggal_surat_pengantar": lalu(3),
    "pejabat_penanda_tangan": "Menteri Contoh Satu",
}
AK = Decimal


def _kp(golongan: str, pangkat: str, masa: tuple[int, int], **lain: Any) -> Isian:
    isi = {"golongan_baru": golongan, "pangkat_baru": pangkat, "tmt_golongan_baru": TMT}
    return SURAT | isi | {"masa_kerja_tahun": masa[0], "masa_kerja_bulan": masa[1]} | lain


def _pak(angka: str, **lain: Any) -> dict[str, Any]:
    isi: dict[str, Any] = {
        "nomor_pak": "PAK-77/2026",
        "tanggal_pak": lalu(60),
        "angka_kredit": AK(angka),
        "periode_penilaian_mulai": t("01-01-2026"),
        "periode_penilaian_selesai": t("31-08-2026"),
    }
    return isi | lain


PRESTASI = {"nomor_sk_prestasi": "SK-9/2026", "tanggal_sk_prestasi": lalu(90)}
PENEMUAN = {"nomor_keppres_penemuan": "12/K TAHUN 2026", "nomor_rekomendasi_brin": "B-3/BRIN/2026"}
STRUKTURAL: dict[str, tuple[Orang, Isian]] = {
    "direktur IV/b ke IV/c": (o.DIREKTUR, _kp("IV/c", o.C1, (30, 11), eselon="21")),
    "sesditjen IV/c ke IV/d": (o.SESDITJEN, _kp("IV/d", o.D1, (31, 11), eselon="21")),
    "deputi IV/d ke IV/e": (o.DEPUTI, _kp("IV/e", o.E1, (33, 11), eselon="11")),
    "staf ahli, tepat empat tahun": (o.STAF_AHLI, _kp("IV/d", o.D1, (32, 2), eselon="12")),
}
FUNGSIONAL: dict[str, tuple[Orang, Isian]] = {
    "madya IV/b ke IV/c": (o.MADYA_B, _kp("IV/c", o.C1, (26, 10), **_pak("151.250"))),
    "utama IV/c ke IV/d": (o.UTAMA_C, _kp("IV/d", o.D1, (33, 11), **_pak("456"))),
    "utama IV/d ke IV/e": (o.UTAMA_D, _kp("IV/e", o.E1, (34, 11), **_pak("200"))),
    "widyaiswara utama": (o.WI_UTAMA, _kp("IV/e", o.E1, (36, 11), **_pak("212.500"))),
}


def _semua(layanan: str, kasus: dict[str, tuple[Orang, Isian]], **lain: Any) -> list[Bersih]:
    return [Bersih(nama, layanan, orang, {**isi, **lain}) for nama, (orang, isi) in kasus.items()]


KP = [
    *_semua("KP-STRUKTURAL", STRUKTURAL),
    Bersih(
        "kapus, satu tingkat di bawah jenjang terendah",
        "KP-STRUKTURAL",
        o.KAPUS,
        _kp("IV/c", o.C1, (28, 11), eselon="21"),
    ),
    Bersih(
        "ditandatangani Plt. dengan surat penunjukan",
        "KP-STRUKTURAL",
        o.DIREKTUR,
        _kp("IV/c", o.C1, (30, 11), eselon="21", pejabat_penanda_tangan="Plt. Menteri Contoh Satu"),
        ("surat-penunjukan-plt",),
    ),
    *_semua("KP-FUNGSIONAL", FUNGSIONAL),
    *_semua("KP-LB-STRUKTURAL", STRUKTURAL, **PRESTASI),
    *_semua("KP-LB-FUNGSIONAL", FUNGSIONAL, **PRESTASI),
    *_semua("KP-PB-STRUKTURAL", STRUKTURAL, **PENEMUAN),
    *_semua("KP-PB-FUNGSIONAL", FUNGSIONAL, **PENEMUAN),
]


def _henti(berhenti: str, pensiun: str, masa: tuple[int, int], **lain: Any) -> Isian:
    isi = {"tmt_berhenti": t(berhenti), "tmt_pensiun": t(pensiun)}
    masa_kerja = {"masa_kerja_pensiun_tahun": masa[0], "masa_kerja_pensiun_bulan": masa[1]}
    return SURAT | o.TASPEN | isi | masa_kerja | lain


def _kpp(golongan: str, pangkat: str, tmt: str) -> dict[str, Any]:
    return {"golongan_pengabdian": golongan, "pangkat_pengabdian": pangkat, "tmt_pangkat_pengabdian": t(tmt)}


JAN = "01-01-2027"
BUP: dict[str, tuple[Orang, Isian]] = {
    "pimpinan tinggi 60": (o.ES1_60, _henti(JAN, JAN, (34, 10))),
    "ahli utama 65": (o.UTAMA_65, _henti(JAN, JAN, (39, 10))),
    "guru besar 70": (o.GURU_BESAR, _henti(JAN, JAN, (43, 10))),
    "kepala bagian 58": (o.KABAG_58, _henti(JAN, JAN, (32, 10))),
    "peneliti ahli utama 70": (o.PENELITI_70, _henti(JAN, JAN, (44, 10))),
    "ahli madya 60, lahir tanggal 1": (o.MADYA_60, _henti(JAN, JAN, (33, 10))),
    "berhenti akhir bulan sebelumnya": (o.ES1_60, _henti("31-12-2026", JAN, (34, 10))),
}
BUP_KPP: dict[str, tuple[Orang, Isian]] = {
    "ahli utama IV/d": (o.UTAMA_65, _henti(JAN, JAN, (39, 10), **_kpp("IV/e", o.E1, "01-12-2026"))),
    "kepala bagian IV/b": (o.KABAG_58, _henti(JAN, JAN, (32, 10), **_kpp("IV/c", o.C1, "01-12-2026"))),
    "ahli madya IV/c": (o.MADYA_60, _henti(JAN, JAN, (33, 10), **_kpp("IV/d", o.D1, JAN))),
}
JANDA: dict[str, tuple[Orang, Isian]] = {
    "istri dan anak": (o.WAFAT, _henti("01-11-2026", "01-11-2026", (31, 8))),
    "wafat hari terakhir bulan": (o.WAFAT_AKHIR, _henti("01-11-2026", "01-11-2026", (36, 8))),
    "anak saja, wafat akhir tahun": (o.WAFAT_TANPA, _henti("01-01-2026", "01-01-2026", (27, 10))),
}
JANDA_KPP: dict[str, tuple[Orang, Isian]] = {
    "berlaku pada tanggal wafat": (
        o.WAFAT,
        _henti("01-11-2026", "01-11-2026", (31, 8), **_kpp("IV/d", o.D1, "14-10-2026")),
    ),
    "berlaku awal bulan wafat": (
        o.WAFAT_AKHIR,
        _henti("01-11-2026", "01-11-2026", (36, 8), **_kpp("IV/e", o.E1, "01-10-2026")),
    ),
    "anak saja": (o.WAFAT_TANPA, _henti("01-01-2026", "01-01-2026", (27, 10), **_kpp("IV/c", o.C1, "31-12-2025"))),
}
UZUR = {"nomor_surat_tim_penguji": "TPK-5/2026", "tanggal_surat_tim_penguji": lalu(50)}
APS = {
    "nomor_permohonan": "-",
    "tanggal_permohonan": lalu(80),
    "nomor_usul_ppk": "B-4/2026",
    "tanggal_usul_ppk": lalu(30),
}
TAPS = {"nomor_sk_penjatuhan": "SK-2/2026", "tanggal_sk_penjatuhan": lalu(40)}
TANPA_PENSIUN = SURAT | {"tmt_berhenti": t("01-02-2027")}
PEMBERHENTIAN = [
    *_semua("BERHENTI-BUP", BUP),
    *_semua("BERHENTI-BUP-KPP", BUP_KPP),
    *_semua("BERHENTI-JDA", JANDA),
    *_semua("BERHENTI-JDA-KPP", JANDA_KPP),
    *_semua("BERHENTI-TEWAS", JANDA),
    Bersih("uzur, masih muda", "BERHENTI-UZUR", o.MUDA_45, _henti(JAN, JAN, (17, 10), **UZUR)),
    Bersih("uzur, senior", "BERHENTI-UZUR", o.SEPUH_55, _henti(JAN, JAN, (30, 10), **UZUR)),
    Bersih("berhak pensiun", "BERHENTI-APS", o.SEPUH_55, _henti("01-02-2027", "01-02-2027", (30, 11), **APS)),
    Bersih("pensiun bulan sesudah berhenti", "BERHENTI-APS", o.SEPUH_55, _henti(JAN, "01-02-2027", (30, 11), **APS)),
    Bersih("belum berhak pensiun", "BERHENTI-APS", o.MUDA_45, TANPA_PENSIUN | APS),
    Bersih("berhak pensiun", "BERHENTI-TAPS", o.SEPUH_55, _henti("01-12-2026", "01-12-2026", (30, 9), **TAPS)),
    Bersih("belum berhak, tengah bulan", "BERHENTI-TAPS", o.MUDA_45, SURAT | {"tmt_berhenti": t("16-12-2026")} | TAPS),
]


def _jf(baru: str, angka: str = "", **lain: Any) -> Isian:
    isi: dict[str, Any] = {"jabatan_baru": baru, "tmt_jabatan": t("01-02-2027")}
    if angka:
        isi |= {"nomor_pak": "PAK-8/2026", "tanggal_pak": lalu(45), "angka_kredit": AK(angka)}
    return SURAT | isi | lain


FORMASI = {"formasi_jumlah": 4, "formasi_terisi": 2, "formasi_sisa": 2}
UKOM = {"nomor_sertifikat_ukom": "UK-6/2026", "tanggal_sertifikat_ukom": lalu(200)}
NAIK = FORMASI | UKOM | {"jenjang_lama": "Ahli Madya", "jenjang_baru": "Ahli Utama"}
PINDAH = FORMASI | UKOM | {"jenjang_baru": "Ahli Utama"}
KEMBALI = FORMASI | {
    "jenjang_baru": "Ahli Utama",
    "nomor_keppres_pemberhentian": "31/M TAHUN 2022",
    "tanggal_keppres_pemberhentian": t("04-05-2022"),
}
LEPAS = {"jenjang_lama": "Ahli Utama", "alasan_pemberhentian": "Ditugaskan secara penuh di luar jabatan fungsional"}
JFKU = [
    Bersih("perencana", "JFKU-KENAIKAN", o.MADYA_C, _jf("Perencana Ahli Utama", "463.125", **NAIK)),
    Bersih(
        "widyaiswara",
        "JFKU-KENAIKAN",
        o.WI_MADYA,
        _jf("Widyaiswara Ahli Utama", "450", **NAIK),
        ("rekomendasi-sidang-tertutup",),
    ),
    Bersih(
        "pengawas sekolah, formasi terakhir",
        "JFKU-KENAIKAN",
        o.PENGAWAS,
        _jf("Pengawas Sekolah Ahli Utama", "501", **NAIK | {"formasi_terisi": 3, "formasi_sisa": 1}),
        ("sertifikat-bimtek-pengawas-sekolah",),
    ),
    Bersih("menjadi deputi", "JFKU-PEMBERHENTIAN", o.UTAMA_D, _jf("Deputi Bidang Contoh", **LEPAS)),
    Bersih("dengan PAK", "JFKU-PEMBERHENTIAN", o.UTAMA_C, _jf("Staf Ahli Menteri", "120", **LEPAS)),
    Bersih("deputi kembali", "JFKU-PENGANGKATAN-KEMBALI", o.DEPUTI, _jf("Perencana Ahli Utama", "600", **KEMBALI)),
    Bersih("sesditjen kembali", "JFKU-PENGANGKATAN-KEMBALI", o.SESDITJEN, _jf("Auditor Ahli Utama", "300", **KEMBALI)),
    Bersih("dari pimpinan tinggi", "JFKU-PERPINDAHAN", o.DEPUTI, _jf("Analis Kebijakan Ahli Utama", "200", **PINDAH)),
    Bersih(
        "antarjabatan fungsional",
        "JFKU-PERPINDAHAN",
        o.UTAMA_C,
        _jf("Analis Hukum Ahli Utama", "450", **PINDAH | {"jenjang_lama": "Ahli Utama"}),
    ),
]
BERSIH = [*KP, *PEMBERHENTIAN, *JFKU]
MENURUT_NAMA = {f"{b.layanan}: {b.nama}": b for b in BERSIH}
