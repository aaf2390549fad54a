"""Invented people: women and men of several grades, ages, ladders and fates. Nobody of them lives."""

from tests.usulan.korpus.bentuk import Orang, t

B1, C1, D1, E1 = "Pembina Tingkat I", "Pembina Utama Muda", "Pembina Utama Madya", "Pembina Utama"
TASPEN = {"kantor_taspen": "Jakarta Pusat", "alamat_pensiun": "Jalan Contoh 7, Depok"}


def wafat(hari: str, pokok: int = 3_412_350) -> dict[str, object]:
    return TASPEN | {
        "tanggal_meninggal": t(hari),
        "pensiun_pokok": pokok,
        "pembulatan_pensiun_pokok": -(-pokok // 100) * 100,
        "aktif": False,
    }


# Leaders (pejabat pimpinan tinggi)
DIREKTUR = Orang("12-03-1971", "199603", True, "IV/b", B1, "01-04-2022", (26, 1), "Direktur Arsip Contoh", "15-06-2021")
SESDITJEN = Orang(
    "30-09-1970", "199503", False, "IV/c", C1, "01-10-2022", (27, 7), "Sekretaris Direktorat Jenderal", "03-02-2020"
)
DEPUTI = Orang("01-01-1968", "199303", False, "IV/d", D1, "01-12-2022", (29, 9), "Deputi Bidang Contoh", "10-01-2022")
KAPUS = Orang("29-02-1972", "199803", True, "IV/b", B1, "01-04-2025", (27, 1), "Kepala Pusat Data Contoh", "10-01-2025")
STAF_AHLI = Orang(
    "17-08-1969", "199412", True, "IV/c", C1, "01-02-2023", (28, 2), "Staf Ahli Bidang Hukum", "20-05-2022"
)
# The functional ladder
MADYA_B = Orang(
    "05-05-1975", "200004", False, "IV/b", B1, "01-04-2024", (24, 0), "Analis Kebijakan Ahli Madya", "01-09-2020"
)
MADYA_C = Orang("11-11-1973", "199903", True, "IV/c", C1, "01-04-2023", (24, 1), "Perencana Ahli Madya", "01-09-2017")
UTAMA_C = Orang(
    "24-06-1967", "199303", True, "IV/c", C1, "01-10-2023", (30, 7), "Perancang Peraturan Ahli Utama", "12-08-2025"
)
UTAMA_D = Orang("08-02-1966", "199203", False, "IV/d", D1, "01-04-2024", (32, 1), "Perencana Ahli Utama", "12-08-2022")
WI_UTAMA = Orang(
    "19-07-1965", "199003", True, "IV/d", D1, "01-10-2023", (33, 7), "Widyaiswara Ahli Utama", "04-04-2021"
)
WI_MADYA = Orang(
    "19-07-1972", "199803", True, "IV/c", C1, "01-10-2022", (24, 7), "Widyaiswara Ahli Madya", "04-04-2016"
)
PENGAWAS = Orang(
    "02-10-1970", "199503", False, "IV/c", C1, "01-04-2022", (27, 1), "Pengawas Sekolah Ahli Madya", "04-04-2015"
)
# About to retire
ES1_60 = Orang(
    "09-12-1966",
    "199203",
    False,
    "IV/e",
    E1,
    "01-04-2021",
    (29, 1),
    "Direktur Jenderal Contoh",
    "10-01-2022",
    lain=TASPEN,
)
UTAMA_65 = Orang(
    "20-12-1961", "198703", True, "IV/d", D1, "01-10-2020", (33, 7), "Pustakawan Ahli Utama", "01-03-2019", lain=TASPEN
)
GURU_BESAR = Orang(
    "02-12-1956", "198303", False, "IV/e", E1, "01-04-2015", (32, 1), "Guru Besar", "01-03-2009", lain=TASPEN
)
KABAG_58 = Orang(
    "15-12-1968", "199403", True, "IV/b", B1, "01-04-2020", (26, 1), "Kepala Bagian Umum", "01-03-2019", lain=TASPEN
)
PENELITI_70 = Orang(
    "28-12-1956", "198203", True, "IV/e", E1, "01-04-2016", (34, 1), "Peneliti Ahli Utama", "01-03-2012", lain=TASPEN
)
MADYA_60 = Orang(
    "01-12-1966", "199303", False, "IV/c", C1, "01-04-2021", (28, 1), "Auditor Ahli Madya", "01-03-2015", lain=TASPEN
)
# Leaving early
MUDA_45 = Orang(
    "10-10-1981", "200903", True, "IV/b", B1, "01-04-2023", (14, 1), "Analis Hukum Ahli Madya", "01-03-2021"
)
SEPUH_55 = Orang(
    "10-10-1971", "199603", False, "IV/c", C1, "01-04-2022", (26, 1), "Auditor Ahli Madya", "01-03-2018", lain=TASPEN
)
# The dead
WAFAT = Orang(
    "03-03-1970",
    "199503",
    False,
    "IV/c",
    C1,
    "01-10-2021",
    (26, 7),
    "Kepala Biro Umum",
    "02-02-2021",
    lain=wafat("14-10-2026"),
)
WAFAT_AKHIR = Orang(
    "03-03-1964",
    "199003",
    True,
    "IV/d",
    D1,
    "01-10-2020",
    (30, 7),
    "Arsiparis Ahli Utama",
    "02-02-2019",
    pasangan=("Bima Contoh",),
    anak=(),
    lain=wafat("31-10-2026", 4_001_000),
)
WAFAT_TANPA = Orang(
    "03-03-1972",
    "199803",
    True,
    "IV/b",
    B1,
    "01-10-2022",
    (24, 7),
    "Direktur Data Contoh",
    "02-02-2023",
    pasangan=(),
    anak=("Tara Contoh",),
    lain=wafat("31-12-2025"),
)
