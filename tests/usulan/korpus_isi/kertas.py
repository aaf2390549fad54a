"""Papers by fpdf2, in Times, forms with the colon in a column of its own, decrees with their points in words.

A paper is a list of lines: (how, text or pairs). `PEMBUAT` has a maker per kind of the catalogue's documents.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from fpdf import FPDF

from tests.usulan.korpus_isi.rekaan import PANGKAT, Isi

Baris = tuple[str, Any]
PEJABAT = ("Harun Rekaan, S.H., M.H.", "196001011986031001")


def _kepala(instansi: str = "Kementerian Contoh Satu") -> list[Baris]:
    return [("tengah", instansi.upper()), ("tengah", "Jalan Rekaan Raya No. 5 Jakarta 10210"), ("garis", "")]


def _diri(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    pangkat = f"{PANGKAT[v['golongan']]} ({v['golongan']})"
    return [
        (
            "isian",
            [
                ("Nama", f"Dr. {v['nama']}, M.Si."),
                ("NIP", isi.nip(v["nip"])),
                ("Pangkat/Gol. Ruang", pangkat),
                ("Jabatan", v["jabatan"]),
            ],
        )
    ]


def _tutup(jabatan: str, *, kota: str = "", pejabat: tuple[str, str] = PEJABAT, nip: bool = True) -> list[Baris]:
    return [("tanda", [*([kota] if kota else []), f"{jabatan},", "", "", pejabat[0], *([f"NIP {pejabat[1]}"] if nip else [])])]  # fmt: skip


def surat_pengantar(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    hal = {"KP": "Usul Kenaikan Pangkat", "BE": "Usul Pemberhentian", "JF": "Usul Pengangkatan dalam Jabatan"}
    hal_ini = hal[v["layanan"][:2]]
    yth = v.get("tujuan", "Presiden Republik Indonesia")
    naik = f", dari {v['golongan']} menjadi {PANGKAT[v['diusulkan']]} ({v['diusulkan']})" if v.get("diusulkan") else ""
    kepala: list[tuple[str, str]] = [("Nomor", v["nomor"]), ("Sifat", "Penting"), ("Lampiran", "Satu berkas"), ("Hal", hal_ini)]  # fmt: skip
    return [
        *_kepala(),
        ("isian", kepala),
        *([("kanan", f"Jakarta, {isi.panjang(v['tanggal'])}")] if v["tanggal"] else [("kanan", "Jakarta,")]),
        ("kiri", f"Yth. {yth}"),
        *([] if v.get("langsung") else [("kiri", "melalui Menteri Sekretaris Negara")]),
        ("kiri", "di Jakarta"),
        (
            "kiri",
            f"Dengan hormat kami sampaikan {hal_ini.lower()} Pegawai Negeri Sipil atas nama Dr. {v['nama']}, M.Si., "
            f"NIP {v['nip']}, jabatan {v['jabatan']}{naik}. Kelengkapan persyaratan terlampir.",
        ),
        *_tutup(v["pejabat"], nip=False),
        ("kiri", "Tembusan: Kepala Badan Kepegawaian Negara"),
    ]


def _sk(v: dict[str, Any], tentang: str, isi: list[Baris], saat: str) -> list[Baris]:
    return [
        *_kepala(),
        ("tengah", "KEPUTUSAN MENTERI CONTOH SATU"),
        ("tengah", f"NOMOR {v['nomor']}"),
        ("tengah", "TENTANG"),
        ("tengah", tentang),
        ("kiri", "Menimbang: bahwa yang bersangkutan memenuhi syarat;"),
        ("kiri", "Mengingat: Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara;"),
        ("tengah", "MEMUTUSKAN"),
        *isi,
        ("tanda", ["Ditetapkan di Jakarta", f"pada tanggal {saat}", "MENTERI CONTOH SATU,", "", PEJABAT[0]]),
    ]


def sk_kp(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    kalimat = (
        f"Terhitung mulai tanggal {isi.panjang(v['tmt'])} pangkatnya dinaikkan menjadi {PANGKAT[v['golongan']]}, "
        f"{v['golongan']}, masa kerja golongan 22 tahun 4 bulan."
    )
    diri: list[Baris] = [("isian", [("Nama", v["nama"]), ("NIP", isi.nip(v["nip"])), ("Tanggal lahir", isi.panjang(v["lahir"]))])]  # fmt: skip
    return _sk(v, "KENAIKAN PANGKAT PEGAWAI NEGERI SIPIL", [*diri, ("kiri", kalimat)], isi.panjang(v["tanggal"]))


def sk_jabatan(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    tmt = f", terhitung mulai tanggal {isi.panjang(v['tmt'])}" if v.get("tmt") else ""
    kalimat = f"KESATU: Mengangkat {v['nama']}, NIP {isi.nip(v['nip'])}, dalam jabatan {v['jabatan']}{tmt}."
    lain: list[Baris] = [("kiri", kalimat), ("kiri", "KEDUA: Keputusan ini berlaku sejak tanggal ditetapkan.")]
    return _sk(v, "PENGANGKATAN DALAM JABATAN DI LINGKUNGAN KEMENTERIAN", lain, isi.panjang(v["tanggal"]))


def keppres_jabatan(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    kalimat = f"Memberhentikan dengan hormat {v['nama']}, NIP {v['nip']}, dari jabatannya dan mengangkatnya kembali."
    return _sk(v, "PEMBERHENTIAN DARI DAN PENGANGKATAN DALAM JABATAN", [("kiri", kalimat)], isi.panjang(v["tanggal"]))


def sk_cpns(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    mulai = date(int(v["nip"][8:12]), int(v["nip"][12:14]), 1)
    diri: list[Baris] = [("isian", [("Nama", v["nama"]), ("NIP", isi.nip(v["nip"]))])]
    kalimat = f"Terhitung mulai tanggal {isi.panjang(mulai)} diangkat sebagai Calon Pegawai Negeri Sipil, golongan III/a."  # fmt: skip
    return _sk(v, "PENGANGKATAN CALON PEGAWAI NEGERI SIPIL", [*diri, ("kiri", kalimat)], isi.panjang(mulai))


def pak(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    return [
        *_kepala(),
        ("tengah", "PENETAPAN ANGKA KREDIT"),
        ("tengah", f"NOMOR {v['nomor']}"),
        ("kiri", "Masa penilaian 1 Januari 2026 s.d. 31 Agustus 2026"),
        *_diri(isi, v),
        ("isian", [("Angka kredit dari konversi predikat", "12,5"), ("JUMLAH ANGKA KREDIT", isi.angka(v["angka"]))]),
        ("tanda", ["Ditetapkan di Jakarta", f"pada tanggal {isi.panjang(v['tanggal'])}", "Pejabat Penilai Kinerja,", "", PEJABAT[0], f"NIP {PEJABAT[1]}"]),
    ]  # fmt: skip


def evaluasi(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    return [
        ("tengah", "EVALUASI KINERJA PEGAWAI"),
        ("tengah", f"PERIODE PENILAIAN: 1 Januari s.d. 31 Desember {v['tahun']}"),
        ("kiri", "PEGAWAI YANG DINILAI"),
        *_diri(isi, v),
        ("kiri", "PEJABAT PENILAI KINERJA"),
        ("isian", [("Nama", PEJABAT[0]), ("NIP", PEJABAT[1]), ("Jabatan", "Sekretaris Jenderal")]),
        ("isian", [("Rating hasil kerja", "Sesuai ekspektasi"), ("Predikat kinerja pegawai", v["predikat"])]),
        *_tutup("Pejabat Penilai Kinerja", kota=f"Jakarta, 12 Januari {v['tahun'] + 1}"),
    ]


def _pernyataan(judul: str) -> Callable[[Isi, dict[str, Any]], list[Baris]]:
    def buat(isi: Isi, v: dict[str, Any]) -> list[Baris]:
        return [
            *_kepala(),
            ("tengah", judul),
            ("tengah", f"Nomor: {v['nomor']}"),
            ("kiri", "Yang bertanda tangan di bawah ini:"),
            ("isian", [("Nama", PEJABAT[0]), ("NIP", PEJABAT[1]), ("Jabatan", "Sekretaris Jenderal")]),
            ("kiri", "dengan ini menyatakan dengan sesungguhnya bahwa Pegawai Negeri Sipil:"),
            *_diri(isi, v),
            ("kiri", "Demikian surat pernyataan ini dibuat dengan sebenarnya."),
            *_tutup("Sekretaris Jenderal", kota=f"Jakarta, {isi.panjang(v['tanggal'])}"),
        ]

    return buat


def berita_acara(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    return [
        *_kepala(),
        ("tengah", "BERITA ACARA PENGAMBILAN SUMPAH JABATAN"),
        ("tengah", f"Nomor: {v['nomor']}"),
        ("kiri", f"Pada hari ini Selasa tanggal {isi.panjang(v['tanggal'])} telah diambil sumpah jabatan:"),
        *_diri(isi, v),
        *_tutup("Pejabat yang mengambil sumpah", nip=False),
    ]


def dpcp(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    tahun, bulan = v["masa"]
    pensiun: list[tuple[str, str]] = []
    if tahun is not None:
        pensiun = [("Masa kerja pensiun", f"{tahun} tahun {bulan} bulan")]
    if v["tmt_pensiun"]:
        pensiun.append(("TMT Pensiun", isi.hari(v["tmt_pensiun"])))
    return [
        ("tengah", "DATA PERORANGAN CALON PENERIMA PENSIUN (DPCP)"),
        ("kiri", "1. KETERANGAN PRIBADI"),
        *_diri(isi, v),
        ("isian", [("Tanggal lahir", isi.hari(v["lahir"])), ("Masa kerja golongan", "24 tahun 3 bulan"), *pensiun]),
        *_tutup("Kepala Biro Kepegawaian", kota=f"Jakarta, {isi.panjang(v['tanggal'])}"),
    ]


def kematian(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    return [
        *_kepala("Kelurahan Rekaan Jaya"),
        ("tengah", "SURAT KETERANGAN KEMATIAN"),
        ("tengah", "Nomor: 474.3/12/KEL/2026"),
        ("kiri", "Lurah Rekaan Jaya menerangkan bahwa:"),
        ("isian", [("Nama", v["nama"]), ("NIP", v["nip"]), ("Tempat, tanggal lahir", f"Bogor, {isi.panjang(v['lahir'])}")]),
        ("kiri", f"telah meninggal dunia pada hari Rabu, tanggal {isi.hari(v['wafat'])} di rumah sakit karena sakit."),
        *_tutup("Lurah Rekaan Jaya", kota=f"Bogor, {isi.panjang(date(v['wafat'].year + 1, 1, 4)) if v['wafat'].month == 12 else isi.panjang(v['wafat'])}", nip=False),
    ]  # fmt: skip


def sertifikat(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    return [
        *_kepala("Badan Pembina Contoh"),
        ("tengah", "SERTIFIKAT UJI KOMPETENSI"),
        ("tengah", f"Nomor: {v['nomor']}"),
        ("tengah", "diberikan kepada"),
        *_diri(isi, v),
        ("kiri", "dinyatakan LULUS uji kompetensi."),
        *_tutup("Kepala Pusat Pembinaan", kota=f"Jakarta, {isi.panjang(v['tanggal'])}"),
    ]


def cv(isi: Isi, v: dict[str, Any]) -> list[Baris]:
    return [
        ("tengah", "DAFTAR RIWAYAT HIDUP"),
        *_diri(isi, v),
        ("kiri", "RIWAYAT PENDIDIKAN"),
        ("kiri", "S1 Universitas Rekaan, 1993"),
    ]


PEMBUAT: dict[str, Callable[[Isi, dict[str, Any]], list[Baris]]] = {
    "surat-pengantar": surat_pengantar,
    "sk-kp-terakhir": sk_kp,
    "sk-jabatan-terakhir": sk_jabatan,
    "keppres-pemberhentian-jabatan": keppres_jabatan,
    "sk-cpns": sk_cpns,
    "sk-pak": pak,
    "skp-tahun-pertama": evaluasi,
    "skp-tahun-kedua": evaluasi,
    "realisasi-skp-tahun-pertama": evaluasi,
    "realisasi-skp-tahun-kedua": evaluasi,
    "realisasi-skp-satu-tahun": evaluasi,
    "skp-satu-tahun-baik": evaluasi,
    "surat-pernyataan-pelantikan": _pernyataan("SURAT PERNYATAAN PELANTIKAN"),
    "pernyataan-proses-pidana": _pernyataan("SURAT PERNYATAAN TIDAK SEDANG MENJALANI PROSES PIDANA"),
    "pernyataan-tidak-pernah-dihukum": _pernyataan("SURAT PERNYATAAN TIDAK PERNAH DIJATUHI HUKUMAN DISIPLIN"),
    "pernyataan-tidak-sedang-dihukum": _pernyataan("SURAT PERNYATAAN TIDAK SEDANG DIJATUHI HUKUMAN DISIPLIN"),
    "berita-acara-pelantikan": berita_acara,
    "dpcp": dpcp,
    "keterangan-kematian": kematian,
    "sertifikat-uji-kompetensi": sertifikat,
    "cv": cv,
}


def cetak(baris: list[Baris], kosong: int = 0, kaki: str = "") -> bytes:
    """Print the lines, with `kosong` blank pages behind, and `kaki` at the foot of each page."""
    pdf = FPDF()
    pdf.set_margin(22)
    pdf.add_page()
    pdf.set_font("times", size=12)
    for cara, isi in baris:
        _baris(pdf, cara, isi)
    if kaki:
        pdf.ln(8)
        pdf.cell(0, 6, kaki, align="C", new_x="LMARGIN", new_y="NEXT")
    for _ in range(kosong):
        pdf.add_page()
    return bytes(pdf.output())


def _baris(pdf: FPDF, cara: str, isi: Any) -> None:
    if cara == "garis":
        pdf.line(22, pdf.get_y(), 188, pdf.get_y())
        pdf.ln(4)
    elif cara == "isian":
        for label, nilai in isi:
            pdf.cell(62, 6.5, label)
            pdf.cell(4, 6.5, ":")
            pdf.multi_cell(0, 6.5, nilai, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2)
    elif cara == "tanda":
        pdf.ln(8)
        for satu in isi:
            pdf.set_x(110)
            pdf.multi_cell(0, 6.5, satu or " ", new_x="LMARGIN", new_y="NEXT")
    else:
        letak = {"tengah": "C", "kanan": "R", "kiri": "L"}[cara]
        pdf.multi_cell(0, 6.5, isi, align=letak, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(1)
