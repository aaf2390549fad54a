"""What each paper says, as lines: `^` in the middle, `>` at the signature, `Label|answer`, and plain sentences.

`v` holds the values of one usulan (`nilai.py`); every key is a word of this corpus. Three spellings of labels take
turns (`v["gaya"]`).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

Nilai = dict[str, Any]
BULAN = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
SEBUTAN = {
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
LABEL = (
    {"nama": "Nama", "nip": "NIP", "pangkat": "Pangkat / Gol. Ruang", "jabatan": "Jabatan", "lahir": "Tempat / Tgl. Lahir"},
    {"nama": "Nama Lengkap", "nip": "Nomor Induk Pegawai", "pangkat": "Pangkat, golongan ruang", "jabatan": "Jabatan Terakhir", "lahir": "Tempat, Tanggal Lahir"},
    {"nama": "N a m a", "nip": "N I P", "pangkat": "Pangkat/Golongan", "jabatan": "Nama Jabatan", "lahir": "Tanggal Lahir"},
)  # fmt: skip
ATASAN = ("Dra. Yuliana Karangan, M.A.", "196902141994032003")


def lisan(hari: date) -> str:
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def tulis(v: Nilai, hari: date) -> str:
    """A day as this office writes it."""
    return (lisan(hari), f"{hari:%d-%m-%Y}", f"{hari:%d} {BULAN[hari.month - 1]} {hari.year}")[v["gaya"]]


def nip(v: Nilai, satu: str = "") -> str:
    n = satu or v["nip"]
    return (f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}", n, f"{n[:8]}.{n[8:14]}.{n[14]}.{n[15:]}")[v["gaya"]]


def orang(v: Nilai, *lebih: str) -> list[str]:
    label = LABEL[v["gaya"]]
    pangkat = (
        f"{SEBUTAN[v['golongan']]}, {v['golongan']}" if v["gaya"] else f"{SEBUTAN[v['golongan']]} ({v['golongan']})"
    )
    isi = {
        "nama": v["bergelar"],
        "nip": nip(v),
        "pangkat": pangkat,
        "jabatan": v["jabatan"],
        "lahir": f"Semarang, {tulis(v, v['lahir'])}",
    }
    return [f"{label[k]}|{isi[k]}" for k in ("nama", "nip", *lebih, "pangkat", "jabatan")]


def kop(v: Nilai, nama: str = "KEMENTERIAN CONTOH SATU") -> list[str]:
    return [f"^{nama}", "^Jl. Karangan Timur Kav. 8, Jakarta Selatan 12190", "^laman: www.contoh.example", "~"]


def teken(
    v: Nilai, jabatan: str, *awal: str, pejabat: str = "Prof. Ir. Danang Karangan, Ph.D.", no: str = ""
) -> list[str]:
    if v.get("tanpa_teken"):
        return []
    if v.get("titik"):
        pejabat, no = "(" + "." * 30 + ")", "." * 18 if no else ""
    return [
        "~",
        *(f">{a}" for a in awal),
        *(f">{j}" for j in jabatan.split("\n")),
        "~",
        "~",
        f">{pejabat}",
        *([f">NIP {no}"] if no else []),
    ]


def surat(v: Nilai) -> list[str]:
    hal = {
        "KP": "Usulan Kenaikan Pangkat",
        "BE": "Usul Pemberhentian dengan Hak Pensiun",
        "JF": "Usul Pengangkatan dalam Jabatan Fungsional Ahli Utama",
    }[v["layanan"][:2]]
    naik = f" untuk dinaikkan menjadi {SEBUTAN[v['usul']]} ({v['usul']})" if v.get("usul") else ""
    tempat = f"Jakarta, {lisan(v['tanggal'])}" if v["tanggal"] else "Jakarta,        2026"
    tuju = v.get("tuju", ["Bapak Presiden Republik Indonesia", "melalui Menteri Sekretaris Negara", "di Jakarta"])
    return [
        *kop(v), f">{tempat}", f"Nomor|{v['nomor']}", "Sifat|Segera", "Lampiran|1 (satu) berkas", f"Perihal|{hal}", "~",
        f"Yth. {tuju[0]}", *tuju[1:], "~",
        f"Bersama ini kami mengajukan {hal.lower()} bagi pegawai di bawah ini{naik}:",
        *orang(v), "Sebagai bahan pertimbangan kami lampirkan berkas persyaratannya. Atas perkenan Bapak kami ucapkan terima kasih.",
        *teken(v, v["pejabat"]), "Tembusan:", "1. Kepala Badan Kepegawaian Negara", "2. Yang bersangkutan",
    ]  # fmt: skip


def keputusan(v: Nilai, tentang: str, isi: list[str], oleh: str = "MENTERI CONTOH SATU") -> list[str]:
    akhir = (
        []
        if v.get("sebagian")
        else [*isi, *teken(v, f"{oleh},", "Ditetapkan di Jakarta", f"pada tanggal {lisan(v['tanggal'])}")]
    )
    return [
        *(kop(v) if v["gaya"] == 0 else ["^SALINAN"]), f"^KEPUTUSAN {oleh}", f"^NOMOR {v['nomor']}", "^TENTANG", *(f"^{t}" for t in tentang.split("\n")),
        "^DENGAN RAHMAT TUHAN YANG MAHA ESA", f"^{oleh},",
        "Menimbang|bahwa pegawai yang namanya tercantum dalam keputusan ini dipandang cakap dan memenuhi syarat;",
        "Mengingat|Undang-Undang Nomor 20 Tahun 2023 dan Peraturan Pemerintah Nomor 11 Tahun 2017;",
        "^M E M U T U S K A N :", *akhir,
    ]  # fmt: skip


def sk_kp(v: Nilai) -> list[str]:
    isi = [
        *orang(v | {"golongan": v["sebelum"]}, "lahir"),
        f"Terhitung mulai tanggal {tulis(v, v['tmt'])} dinaikkan pangkatnya menjadi {SEBUTAN[v['golongan']]} golongan ruang {v['golongan']} dengan masa kerja golongan 21 tahun 7 bulan.",
    ]  # fmt: skip
    return keputusan(v, "KENAIKAN PANGKAT PEGAWAI NEGERI SIPIL", isi)


def sk_jabatan(v: Nilai) -> list[str]:
    mulai = f" terhitung mulai tanggal {tulis(v, v['tmt'])}" if v.get("tmt") else ""
    isi = [
        f"KESATU|Mengangkat {v['bergelar']} NIP {nip(v)} dalam jabatan {v['jabatan']}{mulai}.",
        "KEDUA|Salinan keputusan ini disampaikan kepada yang berkepentingan.",
    ]
    return keputusan(v, "PENGANGKATAN DALAM JABATAN\nDI LINGKUNGAN KEMENTERIAN CONTOH SATU", isi)


def keppres_berhenti(v: Nilai) -> list[str]:
    isi = [
        f"KESATU|Memberhentikan dengan hormat {v['bergelar']} NIP {nip(v)} dari jabatan fungsional yang didudukinya karena diangkat dalam jabatan lain."
    ]
    return keputusan(v, "PEMBERHENTIAN DARI JABATAN FUNGSIONAL AHLI UTAMA", isi, "PRESIDEN REPUBLIK INDONESIA")


def keppres_penemuan(v: Nilai) -> list[str]:
    isi = [
        f"KESATU|Menetapkan penemuan {v['bergelar']}, NIP {nip(v)}, sebagai penemuan baru yang bermanfaat bagi negara."
    ]
    return keputusan(v, "PENETAPAN PENEMUAN BARU YANG BERMANFAAT BAGI NEGARA", isi, "PRESIDEN REPUBLIK INDONESIA")


def sk_prestasi(v: Nilai) -> list[str]:
    isi = [
        f"KESATU|Menetapkan {v['bergelar']}, NIP {nip(v)}, menunjukkan prestasi kerja luar biasa baiknya dan menjadi teladan."
    ]
    return keputusan(v, "PENETAPAN PRESTASI KERJA LUAR BIASA BAIKNYA", isi)


def sk_cpns(v: Nilai) -> list[str]:
    mulai = v.get("tmt") or date(int(v["nip"][8:12]), int(v["nip"][12:14]), 1)
    isi = [
        *orang(v | {"golongan": "III/d"}, "lahir")[:3],
        f"diangkat menjadi Calon Pegawai Negeri Sipil terhitung mulai tanggal {tulis(v, mulai)}, golongan ruang III/a.",
    ]
    return keputusan(v | {"tanggal": mulai}, "PENGANGKATAN CALON PEGAWAI NEGERI SIPIL", isi)


def sk_jatuh(v: Nilai) -> list[str]:
    isi = [
        f"KESATU|Menjatuhkan hukuman disiplin kepada {v['bergelar']}, NIP {nip(v)}, berupa pemberhentian dengan hormat tidak atas permintaan sendiri."
    ]
    return keputusan(v, "PENJATUHAN HUKUMAN DISIPLIN", isi)


def sk_tewas(v: Nilai) -> list[str]:
    return keputusan(
        v,
        "PENETAPAN TEWAS PEGAWAI NEGERI SIPIL",
        [f"KESATU|Menyatakan {v['bergelar']}, NIP {nip(v)}, tewas dalam menjalankan tugas."],
    )


def pak(v: Nilai) -> list[str]:
    return [
        *kop(v), "^PENETAPAN ANGKA KREDIT", f"^NOMOR : {v['nomor']}", "Instansi|Kementerian Contoh Satu", "Masa Penilaian|1 Januari 2026 s.d. 31 Agustus 2026",
        *orang(v, "lahir"), "Angka kredit dasar|0", "Angka kredit dari konversi predikat kinerja|25", f"Total angka kredit kumulatif|{v['angka']}",
        *teken(v, "Pejabat Penilai Kinerja,", "Ditetapkan di Jakarta", f"Pada tanggal {lisan(v['tanggal'])}", pejabat=ATASAN[0], no=nip(v, ATASAN[1])),
    ]  # fmt: skip


def kinerja(v: Nilai) -> list[str]:
    return [
        "^DOKUMEN EVALUASI KINERJA PEGAWAI", f"Periode penilaian: 1 Januari {v['tahun']} s.d. 31 Desember {v['tahun']}", "Pegawai yang dinilai", *orang(v),
        "Pejabat penilai kinerja", f"Nama|{ATASAN[0]}", f"NIP|{nip(v, ATASAN[1])}", "Jabatan|Sekretaris Jenderal",
        "Rating hasil kerja|Di atas ekspektasi", f"Predikat kinerja pegawai|{v['predikat']}",
        *teken(v, "Pejabat Penilai Kinerja,", f"Jakarta, {lisan(date(v['tahun'] + 1, 1, 16))}", pejabat=ATASAN[0], no=nip(v, ATASAN[1])),
    ]  # fmt: skip


def pernyataan(judul: str, kalimat: str) -> Callable[[Nilai], list[str]]:
    def buat(v: Nilai) -> list[str]:
        return [
            *kop(v), f"^{judul}", f"^Nomor: {v['nomor']}", "Yang bertanda tangan di bawah ini", f"Nama|{ATASAN[0]}", f"NIP|{nip(v, ATASAN[1])}", "Jabatan|Sekretaris Jenderal",
            "menyatakan dengan sebenarnya bahwa Pegawai Negeri Sipil", *orang(v), kalimat,
            *teken(v, "Sekretaris Jenderal,", f"Jakarta, {lisan(v['tanggal'])}", pejabat=ATASAN[0], no=nip(v, ATASAN[1])),
        ]  # fmt: skip

    return buat


def keterangan(
    judul: str, kalimat: Callable[[Nilai], str], jabatan: str, instansi: str
) -> Callable[[Nilai], list[str]]:
    def buat(v: Nilai) -> list[str]:
        return [*kop(v, instansi), f"^{judul}", f"^Nomor: {v['nomor']}", *orang(v), kalimat(v), *teken(v, f"{jabatan},", f"Jakarta, {lisan(v['tanggal'])}", pejabat="Sigit Karangan")]  # fmt: skip

    return buat


def dpcp(v: Nilai) -> list[str]:
    masa = [f"Masa kerja untuk pensiun|{v['masa'][0]} tahun {v['masa'][1]} bulan"] if v["masa"][0] is not None else []
    tmt = [f"TMT Pensiun|{tulis(v, v['pensiun'])}"] if v["pensiun"] else []
    return [
        "^DATA PERORANGAN CALON PENERIMA PENSIUN", "1. KETERANGAN PRIBADI", *orang(v, "lahir"), "Masa kerja golongan|25 tahun 2 bulan", *masa, *tmt, "2. KETERANGAN KELUARGA",
        *teken(v, "Kepala Biro Sumber Daya Manusia,", f"Jakarta, {lisan(v['tanggal'])}", pejabat=ATASAN[0], no=nip(v, ATASAN[1])),
    ]  # fmt: skip


def kematian(v: Nilai) -> list[str]:
    return [
        *kop(v, "PEMERINTAH KOTA SEMARANG"), "^KUTIPAN AKTA KEMATIAN", "^Nomor 3374-KM-12112026-0007", f"Nama|{v['nama']}", f"NIP|{nip(v)}", f"Tanggal lahir|{tulis(v, v['lahir'])}",
        f"telah meninggal dunia di Semarang pada tanggal {tulis(v, v['wafat'])}.", *teken(v, "Pejabat Pencatatan Sipil,", f"Semarang, {lisan(v['wafat'])}", pejabat="Rini Karangan"),
    ]  # fmt: skip


def janda(v: Nilai) -> list[str]:
    return [*kop(v, "KELURAHAN KARANGAN"), "^SURAT KETERANGAN JANDA/DUDA", "^Nomor: 474/55/2026", f"Menerangkan bahwa ahli waris almarhum/almarhumah {v['nama']} benar janda/duda/anak yang sah.", *teken(v, "Lurah Karangan,", f"Semarang, {lisan(v['tanggal'])}", pejabat="Wahyu Karangan")]  # fmt: skip


def permohonan(v: Nilai) -> list[str]:
    return [
        f">Jakarta, {lisan(v['tanggal'])}", "Perihal|Permohonan Berhenti atas Permintaan Sendiri", "Yth. Menteri Contoh Satu", "Yang bertanda tangan di bawah ini", *orang(v),
        "mengajukan permohonan berhenti sebagai Pegawai Negeri Sipil atas permintaan sendiri.", *teken(v, "Hormat saya,", pejabat=v["bergelar"], no=nip(v)),
    ]  # fmt: skip


def usul_ppk(v: Nilai) -> list[str]:
    return [*kop(v), f">Jakarta, {lisan(v['tanggal'])}", f"Nomor|{v['nomor']}", "Hal|Usul Pemberhentian atas Permintaan Sendiri", "Yth. Presiden Republik Indonesia", "Sebagai Pejabat Pembina Kepegawaian kami mengusulkan pemberhentian", *orang(v), *teken(v, "Menteri Contoh Satu,")]  # fmt: skip


def sertifikat(v: Nilai) -> list[str]:
    sampai = [f"Sertifikat ini berlaku sampai dengan {lisan(v['sampai'])}."] if v.get("sampai") else []
    return [*kop(v, "LEMBAGA PEMBINA KARANGAN"), "^SERTIFIKAT UJI KOMPETENSI", f"^Nomor: {v['nomor']}", "^diberikan kepada", *orang(v), "yang telah LULUS uji kompetensi.", *sampai, *teken(v, "Kepala Pusat,", f"Jakarta, {lisan(v['tanggal'])}", pejabat=ATASAN[0], no=nip(v, ATASAN[1]))]  # fmt: skip


def formasi(v: Nilai) -> list[str]:
    return [*kop(v, "KEMENTERIAN APARATUR CONTOH"), f">Jakarta, {lisan(v['tanggal'])}", f"Nomor|{v['nomor']}", "Hal|Persetujuan Kebutuhan Jabatan Fungsional", "Yth. Menteri Contoh Satu", "Kami menyetujui kebutuhan jabatan fungsional ahli utama sebanyak 4 (empat) formasi.", *teken(v, "Menteri Aparatur Contoh,")]  # fmt: skip


def kuitansi(v: Nilai) -> list[str]:
    """A paper that no service asks for."""
    return ["^RUMAH MAKAN KARANGAN", "^KUITANSI", "No. 00812", "Sudah terima dari|Panitia Rapat", "Uang sejumlah|Rp1.250.000", "Untuk pembayaran|Konsumsi rapat 40 kotak", ">Jakarta, 3 Maret 2026", "~", ">Kasir"]  # fmt: skip


def cv(v: Nilai) -> list[str]:
    return [
        "^DAFTAR RIWAYAT HIDUP",
        *orang(v, "lahir"),
        "Riwayat pendidikan",
        "S-1 Universitas Karangan",
        "Riwayat pekerjaan",
        "Analis, 1995",
    ]


_PIDANA = "tidak sedang menjalani proses pidana atau pernah dipidana penjara berdasarkan putusan pengadilan."
PEMBUAT: dict[str, Callable[[Nilai], list[str]]] = {
    "surat-pengantar": surat,
    **dict.fromkeys(["skp-tahun-pertama", "skp-tahun-kedua", "skp-satu-tahun-baik", "realisasi-skp-tahun-pertama", "realisasi-skp-tahun-kedua", "realisasi-skp-satu-tahun"], kinerja),
    "sk-kp-terakhir": sk_kp,
    **dict.fromkeys(["sk-jabatan-terakhir", "sk-jabatan-lama", "sk-jabatan-baru"], sk_jabatan),
    "sk-cpns": sk_cpns,
    "sk-pak": pak,
    "sk-prestasi-luar-biasa": sk_prestasi,
    "keppres-penemuan-baru": keppres_penemuan,
    "keppres-pemberhentian-jabatan": keppres_berhenti,
    "sk-penjatuhan-pemberhentian": sk_jatuh,
    "sk-tewas": sk_tewas,
    "surat-pernyataan-pelantikan": pernyataan("SURAT PERNYATAAN PELANTIKAN", "telah dilantik dalam jabatan tersebut dan mengucapkan sumpah jabatan."),
    "pernyataan-proses-pidana": pernyataan("SURAT PERNYATAAN TIDAK SEDANG MENJALANI PROSES PIDANA", _PIDANA),
    "pernyataan-tidak-pernah-dihukum": pernyataan("SURAT PERNYATAAN TIDAK PERNAH DIJATUHI HUKUMAN DISIPLIN TINGKAT SEDANG ATAU BERAT", "dalam satu tahun terakhir tidak pernah dijatuhi hukuman disiplin."),
    "pernyataan-tidak-sedang-dihukum": pernyataan("SURAT PERNYATAAN TIDAK SEDANG MENJALANI HUKUMAN DISIPLIN", "tidak sedang menjalani hukuman disiplin."),
    "pernyataan-pengalaman": pernyataan("SURAT PERNYATAAN PENGALAMAN", "memiliki pengalaman paling singkat 2 (dua) tahun di bidang tugasnya."),
    "pernyataan-menduduki-jabatan": pernyataan("SURAT PERNYATAAN MASIH MENDUDUKI JABATAN", "masih menduduki jabatan tersebut."),
    "berita-acara-pelantikan": keterangan("BERITA ACARA PENGAMBILAN SUMPAH/JANJI JABATAN", lambda v: f"Pada hari ini, Rabu tanggal {lisan(v['tanggal'])}, telah mengucapkan sumpah jabatan di hadapan saksi.", "Pejabat Pengambil Sumpah", "KEMENTERIAN CONTOH SATU"),
    "berita-acara-orasi": keterangan("BERITA ACARA ORASI ILMIAH", lambda v: "telah menyampaikan orasi ilmiah di hadapan majelis.", "Ketua Majelis", "LEMBAGA PEMBINA KARANGAN"),
    "hasil-seleksi-jpt": keterangan("REKOMENDASI HASIL SELEKSI TERBUKA JABATAN PIMPINAN TINGGI", lambda v: "dinyatakan lulus seleksi terbuka dengan peringkat satu.", "Ketua", "KOMISI KARANGAN"),
    "bukti-prestasi": keterangan("PIAGAM PENGHARGAAN", lambda v: "atas prestasinya di bidang pelayanan.", "Gubernur Karangan", "PEMERINTAH PROVINSI KARANGAN"),
    "keterangan-tim-penguji-kesehatan": keterangan("SURAT KETERANGAN TIM PENGUJI KESEHATAN", lambda v: "tidak cakap jasmani untuk bekerja lagi.", "Ketua Tim", "RUMAH SAKIT KARANGAN"),
    "surat-penunjukan-plt": keterangan("SURAT PERINTAH PELAKSANA TUGAS", lambda v: "ditunjuk sebagai Pelaksana Tugas Menteri Contoh Satu.", "Presiden", "SEKRETARIAT KARANGAN"),
    "rekomendasi-sidang-tertutup": keterangan("REKOMENDASI SIDANG TERTUTUP", lambda v: "direkomendasikan untuk kenaikan jenjang.", "Ketua Sidang", "LEMBAGA PEMBINA KARANGAN"),
    "sertifikat-bimtek-pengawas-sekolah": keterangan("SERTIFIKAT PENGUATAN KOMPETENSI PENGAWAS SEKOLAH", lambda v: "telah mengikuti bimbingan teknis.", "Kepala Balai", "BALAI KARANGAN"),
    "rekomendasi-brin": keterangan("REKOMENDASI ATAS PENEMUAN BARU", lambda v: "penemuannya dinilai baru dan bermanfaat.", "Kepala", "BADAN RISET KARANGAN"),
    "dpcp": dpcp,
    "keterangan-kematian": kematian,
    "keterangan-janda-duda": janda,
    "permohonan-berhenti": permohonan,
    "usul-ppk-berhenti": usul_ppk,
    "sertifikat-uji-kompetensi": sertifikat,
    "penetapan-formasi": formasi,
    "cv": cv,
    "kuitansi": kuitansi,
}  # fmt: skip
