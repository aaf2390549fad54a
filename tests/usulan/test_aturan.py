"""Pemeriksaan awal as tables of cases: each rule with what passes, what fails, and its edges (docs/alur.md 3).

The rules are pure: they read a Konteks, which is built here from objects that no database holds. What needs rows
(other usulan of the person, open periods) comes last.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from referensi.katalog import bidang_layanan, muat_katalog, untuk_meninggal
from referensi.katalog.bentuk import BidangKatalog
from referensi.models import ASN, Layanan, Periode, Persyaratan
from siapp.berkas.models import Berkas, KeadaanBerkas
from siapp.berkas.sebab import PERINGATAN, TOLAK
from tests import dunia as d
from usulan.actions import draf
from usulan.aturan import ATURAN, Konteks, Tingkat, periksa
from usulan.aturan import Temuan as Temuan_
from usulan.aturan.dasar import BIDANG_SURAT
from usulan.aturan.data import BULAN_PERTAMA, SUDAH_LEWAT, URUTAN_TANGGAL
from usulan.models import Dokumen, RincianJFKU, RincianKP, RincianPemberhentian, Usulan, VersiDokumen
from usulan.tahap import AKTIF, Tahap

NIP = "196805171993031001"
LAHIR = date(1968, 5, 17)
HARI_INI = date(2026, 11, 20)
BESOK = date(2026, 11, 21)
RINCIAN = {"KP": RincianKP, "BERHENTI": RincianPemberhentian, "JFKU": RincianJFKU}
Temuan = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def jam() -> Iterator[None]:
    """It is the morning of `HARI_INI` in Jakarta, when UTC still has the day before."""
    with time_machine.travel(datetime(2026, 11, 20, 1, tzinfo=timezone.get_default_timezone()), tick=False):
        yield


def asn_sah(**ubahan: Any) -> ASN:
    isi = {"id_pns": "P1", "nip": NIP, "nama": "Rekaan", "tanggal_lahir": LAHIR, "golongan_baru": "IV/b", "aktif": True}
    return ASN(**isi | ubahan)


@dataclass
class Papan:
    """A Konteks on which every rule passes, with what a case changes."""

    layanan: str = "KP-STRUKTURAL"
    asn: ASN = field(default_factory=asn_sah)
    usulan: dict[str, Any] = field(default_factory=dict)
    rincian: dict[str, Any] = field(default_factory=dict)
    dokumen: list[Dokumen] = field(default_factory=list)
    bidang: tuple[BidangKatalog, ...] | None = None

    def konteks(self) -> Konteks:
        awalan = self.layanan.partition("-")[0]
        kategori = {"KP": "KP", "BERHENTI": "PEMBERHENTIAN", "JFKU": "JFKU"}[awalan]
        isi = {
            "nip": NIP,
            "nomor_surat_pengantar": "B-1/2026",
            "tanggal_surat_pengantar": HARI_INI,
            "pejabat_penanda_tangan": "Sekretaris",
        }
        layanan = Layanan(kode=self.layanan, kategori=kategori, jenis_layanan_id="J1")
        usulan = Usulan(layanan=layanan, kategori=kategori, asn=self.asn, **isi | self.usulan)
        bidang = bidang_layanan(self.layanan) if self.bidang is None else self.bidang
        return Konteks(usulan, RINCIAN[awalan](**self.rincian), self.asn, bidang, self.dokumen)


def jalankan(kode: str, papan: Papan) -> Temuan:
    """The findings of the rule `kode`: (field, sentence)."""
    return [(t.bidang, t.pesan) for t in ATURAN[kode].jalankan(papan.konteks())]


def berkas(keadaan: KeadaanBerkas = KeadaanBerkas.TERSEDIA, sidik: str = "", **isi: Any) -> Berkas:
    satu = Berkas(sha256=sidik or uuid4().hex * 2, keadaan=keadaan, **isi)
    satu._state.fields_cache["tte"] = None  # joined by `Konteks.dari`: nothing was signed
    return satu


def dokumen(nama: str, satu: Berkas | None, *, wajib: bool = True, dikenal: bool = True, pk: int = 1) -> Dokumen:
    baris = Dokumen(pk=pk, persyaratan=Persyaratan(nama=nama, wajib=wajib, jenis_dokumen_id="D1" if dikenal else None))
    baris.versi_kini = VersiDokumen(berkas=satu) if satu else None
    return baris


def bidang(kode: str, *, wajib: bool = False, maks: int | None = None, asal: str = "") -> BidangKatalog:
    return BidangKatalog(kode, kode.upper(), "teks", wajib, maks, None, asal, (), "")


# Written here a second time on purpose: a rule that loses its severity would let a wrong usulan through.
TINGKAT = {
    "nip-sah": "galat",
    "asn-memenuhi": "galat",
    "satu-usulan-aktif": "galat",
    "draf-ganda": "peringatan",
    "pensiun-dan-pangkat": "peringatan",
    "kedudukan-hukum": "peringatan",
    "instansi-asn": "galat",
    "instansi-asn-pindah": "peringatan",
    "meninggal": "peringatan",
    "pangkat-golongan": "peringatan",
    "golongan-naik": "peringatan",
    "golongan-pengabdian": "peringatan",
    "lama-dalam-pangkat": "peringatan",
    "puncak-eselon": "peringatan",
    "jenjang-golongan": "peringatan",
    "masa-kerja-golongan": "peringatan",
    "pensiun-bup": "peringatan",
    "bup-lewat": "peringatan",
    "berhenti-pensiun": "peringatan",
    "pensiun-ahli-waris": "peringatan",
    "masa-kerja-pensiun": "peringatan",
    "hak-pensiun": "peringatan",
    "pengabdian-tmt": "peringatan",
    "pengabdian-syarat": "peringatan",
    "kredit-pangkat": "peringatan",
    "kredit-jenjang": "peringatan",
    "kredit-ada": "peringatan",
    "formasi-cukup": "galat",
    "sertifikat-berlaku": "peringatan",
    "jabatan-jenjang": "peringatan",
    "jabatan-serumpun": "peringatan",
    "madya-golongan": "peringatan",
    "usia-jabatan": "peringatan",
    "surat-pengantar": "galat",
    "data-wajib": "galat",
    "panjang-data": "galat",
    "tmt-tanggal-satu": "galat",
    "periode-terbuka": "galat",
    "bulan-periode": "peringatan",
    "urutan-tanggal": "galat",
    "tanggal-lewat": "galat",
    "beda-data-asn": "peringatan",
    "surat-bernomor": "peringatan",
    "surat-baru": "peringatan",
    "surat-ppk": "peringatan",
    "surat-sesudah-lampiran": "peringatan",
    "surat-plt": "peringatan",
    "ahli-waris-ada": "peringatan",
    "ahli-waris-asn": "peringatan",
    "pembulatan": "peringatan",
    "dokumen-wajib": "galat",
    "berkas-diperiksa": "galat",
    "berkas-ditolak": "galat",
    "berkas-kembar": "galat",
    "berkas-berperingatan": "peringatan",
    "berkas-orang-lain": "peringatan",
    "dokumen-jabatan": "peringatan",
    "isi-orang": "peringatan",
    "isi-nip": "peringatan",
    "isi-rupa": "peringatan",
    "isi-kembar": "peringatan",
    "isi-halaman": "peringatan",
    "isi-kosong": "peringatan",
    "pindaian-kosong": "peringatan",
    "pindaian-arah": "peringatan",
    "pindaian-terpotong": "peringatan",
    "pindaian-gelap": "peringatan",
    "pindaian-kasar": "peringatan",
    "isi-nomor": "peringatan",
    "isi-tanggal": "peringatan",
    "isi-angka-kredit": "peringatan",
    "isi-pangkat": "peringatan",
    "isi-tmt-jabatan": "peringatan",
    "isi-tahun-skp": "peringatan",
    "isi-predikat": "peringatan",
    "isi-masa-kerja": "peringatan",
    "isi-tmt-pensiun": "peringatan",
    "isi-golongan-dpcp": "peringatan",
    "isi-lahir": "peringatan",
    "isi-berlaku": "peringatan",
    "isi-tmt-cpns": "peringatan",
    "isi-tanda-tangan": "peringatan",
    "isi-tak-dikenal": "peringatan",
    "tte-utuh": "peringatan",
    "isi-meninggal": "peringatan",
    "isi-tujuan": "peringatan",
    "isi-surat-lengkap": "peringatan",
    "isi-pangkat-usul": "peringatan",
    "isi-ppk": "peringatan",
}


def test_setiap_aturan_terdaftar_dengan_kode_dan_tingkatnya() -> None:
    assert {a.kode: a.tingkat.value for a in ATURAN.values()} == TINGKAT
    assert list(ATURAN) == [a.kode for a in ATURAN.values()]
    assert all(a.judul for a in ATURAN.values())


# --- the person -------------------------------------------------------------------------------------------------------

MENINGGAL = asn_sah(tanggal_meninggal=date(2026, 10, 1))
SUDAH_MENINGGAL = (
    "Menurut Data ASN, orang ini meninggal pada 01-10-2026, sedangkan layanan ini untuk ASN yang masih hidup. Pilih "
    "layanan pemberhentian karena meninggal atau tewas; bila Data ASN keliru, perbaiki dahulu di SIASN."
)
BELUM_TERCATAT = (
    "Data ASN belum mencatat tanggal meninggal orang ini. Pastikan layanan yang dipilih benar, lalu laporkan "
    "kematiannya di SIASN."
)

ORANG: list[tuple[str, str, Papan, Temuan]] = [
    ("nip-sah", "sama dengan Data ASN", Papan(), []),
    ("nip-sah", "Data ASN tanpa tanggal lahir", Papan(asn=asn_sah(tanggal_lahir=None)), []),
    (
        "nip-sah",
        "17 angka",
        Papan(usulan={"nip": NIP[:17]}),
        [("nip", "NIP terdiri atas 18 angka; yang diisi 17 angka.")],
    ),
    (
        "nip-sah",
        "bukan NIP orang ini",
        Papan(usulan={"nip": "196805171993031002"}),
        [("nip", "NIP pada usulan tidak sama dengan Data ASN. Buat usulan baru dengan NIP yang benar.")],
    ),
    (
        "nip-sah",
        "tanggal lahir Data ASN lain sehari",
        Papan(asn=asn_sah(tanggal_lahir=date(1968, 5, 18))),
        [("nip", "Tanggal lahir pada NIP tidak sama dengan Data ASN. Perbaiki Data ASN di SIASN.")],
    ),
    ("asn-memenuhi", "IV/b", Papan(), []),
    ("asn-memenuhi", "IV/e", Papan(asn=asn_sah(golongan_baru="IV/e")), []),
    (
        "asn-memenuhi",
        "IV/a",
        Papan(asn=asn_sah(golongan_baru="IV/a")),
        [("nip", "Golongan ASN sekarang IV/a; SIAPP hanya melayani IV/b ke atas.")],
    ),
    (
        "asn-memenuhi",
        "kedudukan hukum 92",
        Papan(asn=asn_sah(kedudukan_hukum_id="92")),
        [
            (
                "nip",
                "Data ASN ini sedang diblokir di SIASN (kedudukan hukum 92). Selesaikan pemblokirannya dahulu.",
            )
        ],
    ),
    ("asn-memenuhi", "kedudukan hukum 01", Papan(asn=asn_sah(kedudukan_hukum_id="01")), []),
    (
        "asn-memenuhi",
        "hilang dari Data ASN",
        Papan(asn=asn_sah(aktif=False)),
        [("nip", "ASN ini tidak ada lagi dalam Data ASN dari SIASN. Periksa di SIASN.")],
    ),
    ("meninggal", "hidup", Papan(), []),
    ("meninggal", "meninggal, naik pangkat", Papan(asn=MENINGGAL), []),
    ("meninggal", "meninggal, janda/duda", Papan("BERHENTI-JDA", MENINGGAL), []),
    ("meninggal", "hidup, janda/duda", Papan("BERHENTI-JDA"), [("tanggal_meninggal", BELUM_TERCATAT)]),
    ("meninggal", "hidup, tewas", Papan("BERHENTI-TEWAS"), [("tanggal_meninggal", BELUM_TERCATAT)]),
]

# The agreement's services, written here a second time on purpose: those for the dead, and all others.
LAYANAN_MENINGGAL = ["BERHENTI-JDA", "BERHENTI-JDA-KPP", "BERHENTI-TEWAS"]
LAYANAN_HIDUP = [
    *("KP-STRUKTURAL", "KP-FUNGSIONAL", "KP-LB-STRUKTURAL", "KP-LB-FUNGSIONAL", "KP-PB-STRUKTURAL", "KP-PB-FUNGSIONAL"),
    *("BERHENTI-BUP", "BERHENTI-BUP-KPP", "BERHENTI-UZUR", "BERHENTI-APS", "BERHENTI-TAPS"),
    *("JFKU-KENAIKAN", "JFKU-PEMBERHENTIAN", "JFKU-PENGANGKATAN-KEMBALI", "JFKU-PERPINDAHAN"),
]
HILANG = asn_sah(aktif=False)
KEADAAN_ASN = {
    "hidup": (asn_sah(), None),
    "meninggal dan masih didaftar": (MENINGGAL, SUDAH_MENINGGAL),
    "meninggal dan tidak didaftar lagi": (
        asn_sah(aktif=False, tanggal_meninggal=date(2026, 10, 1)),
        SUDAH_MENINGGAL,
    ),
    "tidak didaftar lagi": (HILANG, "ASN ini tidak ada lagi dalam Data ASN dari SIASN. Periksa di SIASN."),
}


def test_setiap_layanan_untuk_yang_hidup_atau_yang_meninggal() -> None:
    semua = {layanan.kode for layanan in muat_katalog()}
    # A service that came later is asked by what the catalogue says of it; these are counted by hand.
    perjanjian = {*LAYANAN_HIDUP, *LAYANAN_MENINGGAL}
    assert perjanjian <= semua
    assert {kode for kode in perjanjian if untuk_meninggal(kode)} == set(LAYANAN_MENINGGAL)


@pytest.mark.parametrize("keadaan", KEADAAN_ASN)
@pytest.mark.parametrize("layanan", LAYANAN_HIDUP)
def test_layanan_untuk_yang_hidup_menolak_yang_meninggal(layanan: str, keadaan: str) -> None:
    asn, alasan = KEADAAN_ASN[keadaan]
    assert jalankan("asn-memenuhi", Papan(layanan, asn)) == ([("nip", alasan)] if alasan else [])


@pytest.mark.parametrize("keadaan", KEADAAN_ASN)
@pytest.mark.parametrize("layanan", LAYANAN_MENINGGAL)
def test_layanan_untuk_yang_meninggal_tidak_meminta_ia_aktif(layanan: str, keadaan: str) -> None:
    asn, _ = KEADAAN_ASN[keadaan]
    assert jalankan("asn-memenuhi", Papan(layanan, asn)) == []
    wajib = [bidang for bidang, _ in jalankan("data-wajib", Papan(layanan, asn))]
    assert "tanggal_meninggal" in wajib, "the date of death is asked for"


# --- the data ---------------------------------------------------------------------------------------------------------

BELUM = "belum diisi."


def _naik(lama: str, baru: str) -> Papan:
    return Papan(asn=asn_sah(golongan_baru=lama), rincian={"golongan_lama": lama, "golongan_baru": baru})


def _formasi(jumlah: int | None, terisi: int | None, sisa: int | None) -> Papan:
    return Papan("JFKU-KENAIKAN", rincian={"formasi_jumlah": jumlah, "formasi_terisi": terisi, "formasi_sisa": sisa})


def _panjang(isi: object) -> Papan:
    return Papan(rincian={"nama_jabatan": isi}, bidang=(bidang("nama_jabatan", maks=10),))


def _bukan_satu_tingkat(lama: str, baru: str, benar: str = "") -> Temuan:
    kata = f"Golongan {lama} ke {baru} bukan kenaikan satu tingkat; seharusnya {benar}."
    return [
        ("golongan_baru", kata if benar else f"Golongan {lama} adalah yang tertinggi; tidak ada kenaikan di atasnya.")
    ]


BERBEDA = "{} tertulis “{}”, sedangkan Data ASN “{}”. Pastikan dokumennya mendukung, atau perbarui di SIASN."

DATA: list[tuple[str, str, Papan, Temuan]] = [
    ("surat-pengantar", "lengkap, bertanggal hari ini", Papan(), []),
    (
        "surat-pengantar",
        "tanpa nomor",
        Papan(usulan={"nomor_surat_pengantar": ""}),
        [("nomor_surat_pengantar", f"Nomor surat pengantar {BELUM}")],
    ),
    (
        "surat-pengantar",
        "tanpa tanggal",
        Papan(usulan={"tanggal_surat_pengantar": None}),
        [("tanggal_surat_pengantar", f"Tanggal surat pengantar {BELUM}")],
    ),
    (
        "surat-pengantar",
        "tanpa pejabat",
        Papan(usulan={"pejabat_penanda_tangan": ""}),
        [("pejabat_penanda_tangan", f"Pejabat penanda tangan {BELUM}")],
    ),
    (
        "surat-pengantar",
        "bertanggal besok",
        Papan(usulan={"tanggal_surat_pengantar": BESOK}),
        [("tanggal_surat_pengantar", "Tanggal surat pengantar belum terjadi. Periksa tanggalnya.")],
    ),
    (
        "data-wajib",
        "kosong",
        Papan(bidang=(bidang("nama_jabatan", wajib=True), bidang("tmt_jabatan", wajib=True), bidang("nama_unor"))),
        [("nama_jabatan", f"NAMA_JABATAN {BELUM}"), ("tmt_jabatan", f"TMT_JABATAN {BELUM}")],
    ),
    (
        "data-wajib",
        "nol adalah isi",
        Papan(rincian={"masa_kerja_bulan": 0}, bidang=(bidang("masa_kerja_bulan", wajib=True),)),
        [],
    ),
    ("data-wajib", "terisi", Papan(rincian={"nama_jabatan": "A"}, bidang=(bidang("nama_jabatan", wajib=True),)), []),
    ("panjang-data", "tepat batasnya", _panjang("a" * 10), []),
    (
        "panjang-data",
        "lewat satu",
        _panjang("a" * 11),
        [("nama_jabatan", "NAMA_JABATAN berisi 11 karakter; batasnya 10.")],
    ),
    ("panjang-data", "lima huruf dua bita", _panjang("ä" * 5), []),
    (
        "panjang-data",
        "enam huruf dua bita",
        _panjang("ä" * 6),
        [("nama_jabatan", "NAMA_JABATAN berisi 12 karakter; batasnya 10.")],
    ),
    ("panjang-data", "kosong", _panjang(""), []),
    (
        "panjang-data",
        "bukan teks",
        Papan(rincian={"angka_kredit": Decimal("12345678.125")}, bidang=(bidang("angka_kredit", maks=5),)),
        [],
    ),
    ("panjang-data", "tanpa batas", Papan(rincian={"nama_jabatan": "a" * 999}, bidang=(bidang("nama_jabatan"),)), []),
    ("golongan-naik", "satu tingkat", _naik("IV/b", "IV/c"), []),
    ("golongan-naik", "dari yang terendah", _naik("III/d", "IV/a"), []),
    ("golongan-naik", "dari yang kedua", _naik("IV/a", "IV/b"), []),
    *(
        (
            "golongan-naik",
            f"{lama} ke {baru}",
            _naik(lama, baru),
            _bukan_satu_tingkat(lama, baru, benar),
        )
        for lama, baru, benar in (
            ("III/d", "IV/b", "IV/a"),
            ("IV/a", "IV/c", "IV/b"),
            ("IV/c", "IV/e", "IV/d"),
            ("IV/e", "IV/d", ""),
        )
    ),
    ("golongan-naik", "ke yang tertinggi", _naik("IV/d", "IV/e"), []),
    ("golongan-naik", "tetap", _naik("IV/b", "IV/b"), _bukan_satu_tingkat("IV/b", "IV/b", "IV/c")),
    (
        "golongan-naik",
        "dua tingkat",
        _naik("IV/b", "IV/d"),
        _bukan_satu_tingkat("IV/b", "IV/d", "IV/c"),
    ),
    ("golongan-naik", "turun", _naik("IV/c", "IV/b"), _bukan_satu_tingkat("IV/c", "IV/b", "IV/d")),
    ("golongan-naik", "dari yang tidak dikenal", _naik("III/a", "IV/c"), []),
    ("golongan-naik", "ke yang tidak dikenal", _naik("IV/b", "V"), []),
    ("golongan-naik", "belum diisi", _naik("", ""), []),
    ("golongan-naik", "layanan tanpa golongan", Papan("JFKU-KENAIKAN"), []),
    ("formasi-cukup", "cocok", _formasi(10, 7, 3), []),
    ("formasi-cukup", "sisa satu", _formasi(10, 9, 1), []),
    (
        "formasi-cukup",
        "habis",
        _formasi(10, 10, 0),
        [("formasi_sisa", "Sisa formasi 0: tidak ada formasi untuk jabatan ini.")],
    ),
    ("formasi-cukup", "salah hitung", _formasi(10, 7, 2), [("formasi_sisa", "Sisa formasi seharusnya 10 − 7 = 3.")]),
    ("formasi-cukup", "nol padahal ada", _formasi(10, 7, 0), [("formasi_sisa", "Sisa formasi seharusnya 10 − 7 = 3.")]),
    ("formasi-cukup", "belum ada jumlah", _formasi(None, 7, 3), []),
    ("formasi-cukup", "belum ada terisi", _formasi(10, None, 3), []),
    ("formasi-cukup", "belum ada sisa", _formasi(10, 7, None), []),
    ("formasi-cukup", "hanya sisa nol: belum dapat dihitung", _formasi(None, None, 0), []),
    (
        "formasi-cukup",
        "terisi lebih banyak",
        _formasi(3, 4, 0),
        [("formasi_terisi", "Formasi terisi (4) melebihi jumlah formasi (3).")],
    ),
    ("formasi-cukup", "layanan tanpa formasi", Papan(), []),
    (
        "beda-data-asn",
        "sama",
        Papan(
            asn=asn_sah(golongan_baru="IV/b"),
            rincian={"golongan_lama": "IV/b"},
            bidang=(bidang("golongan_lama", asal="golongan_baru"),),
        ),
        [],
    ),
    (
        "beda-data-asn",
        "lain",
        Papan(rincian={"golongan_lama": "IV/c"}, bidang=(bidang("golongan_lama", asal="golongan_baru"),)),
        [("golongan_lama", BERBEDA.format("GOLONGAN_LAMA", "IV/c", "IV/b"))],
    ),
    (
        "beda-data-asn",
        "tidak berasal dari Data ASN",
        Papan(rincian={"nama_jabatan": "x"}, bidang=(bidang("nama_jabatan"),)),
        [],
    ),
    (
        "beda-data-asn",
        "Data ASN kosong",
        Papan(rincian={"nama_jabatan": "x"}, bidang=(bidang("nama_jabatan", asal="nama_jabatan_terakhir"),)),
        [],
    ),
    (
        "beda-data-asn",
        "Data ASN tanpa tanggal",
        Papan(rincian={"tmt_jabatan": HARI_INI}, bidang=(bidang("tmt_jabatan", asal="tmt_jabatan_terakhir"),)),
        [],
    ),
    ("beda-data-asn", "isian kosong", Papan(bidang=(bidang("golongan_lama", asal="golongan_baru"),)), []),
    (
        "beda-data-asn",
        "tanggal kosong",
        Papan(asn=asn_sah(tmt_jabatan_terakhir=HARI_INI), bidang=(bidang("tmt_jabatan", asal="tmt_jabatan_terakhir"),)),
        [],
    ),
    (
        "beda-data-asn",
        "pasangan dan anak bukan satu nilai",
        Papan(
            "BERHENTI-JDA",
            rincian={"ahli_waris_pasangan": "x", "ahli_waris_anak": "y"},
            bidang=(bidang("ahli_waris_pasangan", asal="pasangan"), bidang("ahli_waris_anak", asal="anak")),
        ),
        [],
    ),
    (
        "beda-data-asn",
        "yang sesudah pasangan tetap diperiksa",
        Papan(
            "BERHENTI-JDA",
            rincian={"ahli_waris_pasangan": "x", "kantor_taspen": "Bogor"},
            asn=asn_sah(kantor_taspen="Depok"),
            bidang=(bidang("ahli_waris_pasangan", asal="pasangan"), bidang("kantor_taspen", asal="kantor_taspen")),
        ),
        [("kantor_taspen", BERBEDA.format("KANTOR_TASPEN", "Bogor", "Depok"))],
    ),
]

# --- the files --------------------------------------------------------------------------------------------------------

BERKAS: list[tuple[str, str, Papan, Temuan]] = [
    ("dokumen-wajib", "terunggah", Papan(dokumen=[dokumen("SK", berkas())]), []),
    (
        "dokumen-wajib",
        "wajib, belum",
        Papan(dokumen=[dokumen("SK", None)]),
        [("", "“SK” wajib, tetapi belum diunggah.")],
    ),
    ("dokumen-wajib", "pelengkap, belum", Papan(dokumen=[dokumen("SK", None, wajib=False)]), []),
    ("berkas-diperiksa", "tersedia", Papan(dokumen=[dokumen("SK", berkas()), dokumen("PAK", None)]), []),
    ("berkas-diperiksa", "ditolak", Papan(dokumen=[dokumen("SK", berkas(KeadaanBerkas.DITOLAK))]), []),
    (
        "berkas-diperiksa",
        "masih diperiksa",
        Papan(dokumen=[dokumen("SK", berkas(KeadaanBerkas.DIPERIKSA))]),
        [("", "Berkas “SK” masih diperiksa. Tunggu sebentar, lalu muat ulang halaman ini.")],
    ),
    ("berkas-ditolak", "tersedia", Papan(dokumen=[dokumen("SK", berkas()), dokumen("PAK", None)]), []),
    (
        "berkas-ditolak",
        "ditolak",
        Papan(dokumen=[dokumen("SK", berkas(KeadaanBerkas.DITOLAK, sebab_tolak="SKRIP"))]),
        [("", f"“SK”: {TOLAK['SKRIP']}")],
    ),
    (
        "berkas-ditolak",
        "rusak di penyimpanan",
        Papan(
            dokumen=[dokumen("SK", berkas(rusak_sejak=datetime(2026, 11, 1, tzinfo=timezone.get_default_timezone())))]
        ),
        [("", "“SK”: ")],
    ),
    (
        "berkas-kembar",
        "berbeda",
        Papan(dokumen=[dokumen("SK", berkas()), dokumen("PAK", berkas()), dokumen("SKP", None)]),
        [],
    ),
    (
        "berkas-kembar",
        "tiga yang sama",
        Papan(
            dokumen=[
                dokumen("SK", berkas(sidik="a")),
                dokumen("PAK", berkas(sidik="a")),
                dokumen("SKP", berkas(sidik="a")),
            ]
        ),
        [
            ("", "Berkas “PAK” sama persis dengan “SK”. Unggah berkas yang benar di salah satunya."),
            ("", "Berkas “SKP” sama persis dengan “SK”. Unggah berkas yang benar di salah satunya."),
        ],
    ),
    ("berkas-berperingatan", "bersih", Papan(dokumen=[dokumen("SK", berkas()), dokumen("PAK", None)]), []),
    (
        "berkas-berperingatan",
        "halaman kosong",
        Papan(dokumen=[dokumen("SK", berkas(peringatan=["HALAMAN_KOSONG", "TANDA_TANGAN_TIDAK_MENCAKUP"]))]),
        [("", f"“SK”: {PERINGATAN['HALAMAN_KOSONG']}"), ("", f"“SK”: {PERINGATAN['TANDA_TANGAN_TIDAK_MENCAKUP']}")],
    ),
]

SEMUA = ORANG + DATA + BERKAS


@pytest.mark.parametrize(
    ("kode", "papan", "temuan"), [(k, p, t) for k, _, p, t in SEMUA], ids=[f"{k}: {n}" for k, n, *_ in SEMUA]
)
def test_aturan_menemukan_tepat_yang_salah(kode: str, papan: Papan, temuan: Temuan) -> None:
    assert jalankan(kode, papan) == temuan


def test_temuan_tanpa_aturan_menghentikan_pengiriman() -> None:
    satu = Temuan_("x")
    assert (satu.tingkat, satu.bidang, satu.dokumen_id, satu.kode) == (Tingkat.GALAT, "", None, "")


def test_temuan_berkas_menunjuk_barisnya() -> None:
    satu, dua = berkas(sidik="a"), berkas(sidik="a", peringatan=["HALAMAN_KOSONG"])
    baris = [
        dokumen("A", None, pk=11),
        dokumen("B", berkas(KeadaanBerkas.DIPERIKSA), pk=12),
        dokumen("C", berkas(KeadaanBerkas.DITOLAK, sebab_tolak="RUSAK"), pk=13),
        dokumen("D", satu, pk=14),
        dokumen("E", dua, pk=15, dikenal=False),
    ]
    konteks = Papan(dokumen=baris).konteks()
    kode = (
        "dokumen-wajib",
        "berkas-diperiksa",
        "berkas-ditolak",
        "berkas-kembar",
        "berkas-berperingatan",
    )
    assert {k: [t.dokumen_id for t in ATURAN[k].jalankan(konteks)] for k in kode} == {
        "dokumen-wajib": [11],
        "berkas-diperiksa": [12],
        "berkas-ditolak": [13],
        "berkas-kembar": [15],
        "berkas-berperingatan": [15],
    }


# --- dates: every field that the tables name --------------------------------------------------------------------------

BULAN_PERTAMA_ADALAH = {
    "tmt_golongan_lama": "KP-STRUKTURAL",
    "tmt_golongan_baru": "KP-STRUKTURAL",
    "tmt_berhenti": "BERHENTI-BUP",
    "tmt_pensiun": "BERHENTI-BUP",
    "tmt_pangkat_pengabdian": "BERHENTI-BUP-KPP",
}
SUDAH_LEWAT_ADALAH = {
    "tanggal_pak": "KP-FUNGSIONAL",
    "periode_penilaian_mulai": "KP-FUNGSIONAL",
    "periode_penilaian_selesai": "KP-FUNGSIONAL",
    "tanggal_sk_prestasi": "KP-LB-STRUKTURAL",
    "tanggal_meninggal": "BERHENTI-JDA",
    "tanggal_surat_tim_penguji": "BERHENTI-UZUR",
    "tanggal_permohonan": "BERHENTI-APS",
    "tanggal_usul_ppk": "BERHENTI-APS",
    "tanggal_sk_penjatuhan": "BERHENTI-TAPS",
    "tanggal_sertifikat_ukom": "JFKU-KENAIKAN",
    "tanggal_keppres_pemberhentian": "JFKU-PENGANGKATAN-KEMBALI",
}
URUTAN_ADALAH = {
    ("tmt_golongan_lama", "tmt_golongan_baru"): "KP-STRUKTURAL",
    ("periode_penilaian_mulai", "periode_penilaian_selesai"): "KP-FUNGSIONAL",
    ("periode_penilaian_selesai", "tanggal_pak"): "KP-FUNGSIONAL",
    ("tmt_berhenti", "tmt_pensiun"): "BERHENTI-BUP",
    ("tanggal_meninggal", "tmt_berhenti"): "BERHENTI-JDA",
    ("tanggal_permohonan", "tanggal_usul_ppk"): "BERHENTI-APS",
    ("tanggal_permohonan", "tmt_berhenti"): "BERHENTI-APS",
    ("tanggal_sertifikat_ukom", "tmt_jabatan"): "JFKU-KENAIKAN",
    ("tanggal_sk_penjatuhan", "tmt_berhenti"): "BERHENTI-TAPS",
    ("tanggal_surat_tim_penguji", "tmt_berhenti"): "BERHENTI-UZUR",
    ("tanggal_meninggal", "tanggal_surat_pengantar"): "BERHENTI-JDA",
}


def _label(layanan: str, kode: str) -> str:
    return BIDANG_SURAT.get(kode) or next(b.label for b in bidang_layanan(layanan) if b.kode == kode)


def test_setiap_tanggal_dalam_tabel_diuji() -> None:
    assert set(BULAN_PERTAMA) == set(BULAN_PERTAMA_ADALAH)
    assert set(SUDAH_LEWAT) == set(SUDAH_LEWAT_ADALAH)
    assert set(URUTAN_TANGGAL) == set(URUTAN_ADALAH)


@pytest.mark.parametrize(("kode", "layanan"), BULAN_PERTAMA_ADALAH.items())
def test_tmt_hanya_pada_tanggal_satu(kode: str, layanan: str) -> None:
    def papan(hari: date | None) -> Papan:
        return Papan(layanan, rincian={kode: hari})

    assert jalankan("tmt-tanggal-satu", papan(date(2026, 12, 1))) == []
    assert jalankan("tmt-tanggal-satu", papan(None)) == []
    label = _label(layanan, kode)
    for hari, tulis in ((date(2026, 12, 2), "02-12-2026"), (date(2026, 11, 30), "30-11-2026")):
        assert jalankan("tmt-tanggal-satu", papan(hari)) == [(kode, f"{label} harus tanggal 1, tertulis {tulis}.")]


def test_tmt_jabatan_boleh_tanggal_berapa_pun() -> None:
    assert jalankan("tmt-tanggal-satu", Papan(rincian={"tmt_jabatan": date(2020, 1, 10)})) == []


@pytest.mark.parametrize(("kode", "layanan"), SUDAH_LEWAT_ADALAH.items())
def test_surat_boleh_bertanggal_hari_ini_tetapi_tidak_besok(kode: str, layanan: str) -> None:
    def temuan(hari: date | None) -> Temuan:
        return jalankan("tanggal-lewat", Papan(layanan, rincian={kode: hari}))

    assert temuan(None) == temuan(date(2020, 2, 29)) == temuan(HARI_INI) == []
    assert temuan(BESOK) == [(kode, f"{_label(layanan, kode)} (21-11-2026) belum terjadi. Periksa tanggalnya.")]


@pytest.mark.parametrize("kode", ["tanggal-lewat", "surat-pengantar"])
def test_surat_dari_papua_boleh_bertanggal_hari_ini_di_sana(kode: str) -> None:
    """At 23.00 in Jakarta it is tomorrow in Jayapura."""
    with time_machine.travel(datetime(2026, 11, 20, 23, tzinfo=timezone.get_default_timezone()), tick=False):
        for hari, jumlah in ((BESOK, 0), (BESOK + timedelta(days=1), 1)):
            papan = Papan("KP-FUNGSIONAL", rincian={"tanggal_pak": hari}, usulan={"tanggal_surat_pengantar": hari})
            temuan = [isi for isi in jalankan(kode, papan) if "belum terjadi" in isi[1]]
            assert len(temuan) == jumlah


def test_tmt_boleh_di_masa_depan() -> None:
    assert jalankan("tanggal-lewat", Papan(rincian={"tmt_golongan_baru": date(2027, 4, 1)})) == []


@pytest.mark.parametrize(("pasangan", "layanan"), URUTAN_ADALAH.items())
def test_tanggal_yang_lebih_awal_tidak_sesudah_yang_kemudian(pasangan: tuple[str, str], layanan: str) -> None:
    awal, akhir = pasangan

    def temuan(mulai: date | None, selesai: date | None) -> Temuan:
        surat = {akhir: selesai} if akhir in BIDANG_SURAT else {"tanggal_surat_pengantar": None}
        rincian = {awal: mulai} | ({} if akhir in surat else {akhir: selesai})
        return jalankan("urutan-tanggal", Papan(layanan, usulan=surat, rincian=rincian))

    assert temuan(HARI_INI, HARI_INI) == temuan(HARI_INI, BESOK) == []
    assert temuan(None, HARI_INI) == temuan(HARI_INI, None) == []
    pesan = f"{_label(layanan, akhir)} (20-11-2026) lebih dahulu daripada {_label(layanan, awal)} (21-11-2026)."
    assert temuan(BESOK, HARI_INI) == [(akhir, pesan)]


def test_urutan_hanya_diperiksa_bila_layanan_meminta_keduanya() -> None:
    isi = {"tmt_golongan_lama": BESOK, "tmt_golongan_baru": HARI_INI}
    for satu in isi:
        assert jalankan("urutan-tanggal", Papan(rincian=isi, bidang=(bidang(satu),))) == []
    assert len(jalankan("urutan-tanggal", Papan(rincian=isi, bidang=tuple(map(bidang, isi))))) == 1


# --- with rows --------------------------------------------------------------------------------------------------------

TMT = date(2027, 4, 1)


def _periode(dibuka: date, ditutup: date, tmt: date = TMT) -> Periode:
    return Periode.objects.update_or_create(tmt=tmt, defaults={"dibuka": dibuka, "ditutup": ditutup})[0]


def _di_periode(periode: Periode | None, putaran: int = 1, tmt: date | None = TMT) -> Temuan:
    papan = Papan(usulan={"periode": periode, "putaran": putaran}, rincian={"tmt_golongan_baru": tmt})
    return jalankan("periode-terbuka", papan)


TUTUP = [("periode", "Periode 01-04-2027 sudah ditutup. Pilih periode yang dibuka.")]
BELUM = [("periode", "Periode 01-04-2027 baru dibuka 21-11-2026. Tunggu, atau pilih periode yang dibuka.")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dibuka", "ditutup", "temuan"),
    [
        (HARI_INI, HARI_INI, []),
        (HARI_INI, BESOK, []),
        (date(2026, 11, 1), HARI_INI, []),
        (BESOK, date(2026, 12, 1), BELUM),
        (date(2026, 11, 1), date(2026, 11, 19), TUTUP),
    ],
    ids=["satu hari", "hari pertama", "hari terakhir", "belum dibuka", "lewat sehari"],
)
def test_periode_menerima_dari_hari_pertama_sampai_hari_terakhirnya(
    dibuka: date, ditutup: date, temuan: Temuan
) -> None:
    assert _di_periode(_periode(dibuka, ditutup)) == temuan


@pytest.mark.django_db
def test_periode_yang_sudah_ditutup_tidak_menghalangi_perbaikan() -> None:
    tutup = _periode(date(2026, 11, 1), date(2026, 11, 19))
    assert _di_periode(tutup, putaran=1) == TUTUP
    assert _di_periode(tutup, putaran=2) == []


@pytest.mark.django_db
def test_tmt_sama_dengan_periodenya() -> None:
    periode = _periode(HARI_INI, HARI_INI)
    assert _di_periode(periode, tmt=None) == []
    assert _di_periode(periode, tmt=date(2027, 5, 1)) == [
        (
            "tmt_golongan_baru",
            "TMT golongan yang diusulkan (01-05-2027) tidak sama dengan periode (01-04-2027).",
        )
    ]


def test_kenaikan_pangkat_tanpa_periode_ditolak_dan_yang_lain_tidak_berperiode() -> None:
    assert _di_periode(None) == [("periode", "Periode kenaikan pangkat belum dipilih.")]
    assert jalankan("periode-terbuka", Papan("BERHENTI-BUP")) == []
    assert jalankan("periode-terbuka", Papan("JFKU-KENAIKAN")) == []


@pytest.mark.parametrize("tahap", Tahap)
def test_usulan_lain_yang_berjalan_menghalangi(dunia: d.Dunia, tahap: Tahap) -> None:
    # The database lets no Keppres be published without its Pertek: there the road is walked.
    lain = d.keppres_terbit(dunia) if tahap is Tahap.KEPPRES_TERBIT else d.buat_draf(dunia)
    kini = timezone.now()
    isi = {"penanda_tangan": dunia.penyetuju, "diajukan_pada": kini, "verifikator": dunia.verifikator, "ditahan": "uji"}
    Usulan.objects.filter(pk=lain.pk).update(tahap=tahap, **isi)
    papan = Papan(asn=lain.asn, usulan={"instansi_id": lain.instansi_id})
    pesan = (
        f"Orang ini masih mempunyai usulan {lain.nomor} dalam kategori yang sama. "
        "Selesaikan dahulu usulan itu, atau hapus draf ini."
    )
    assert jalankan("satu-usulan-aktif", papan) == ([("nip", pesan)] if tahap in AKTIF else [])
    # Another instansi's is told without anything of it, with a way forward.
    for _, kata in (asing := jalankan("satu-usulan-aktif", Papan(asn=lain.asn, usulan={"instansi_id": "X"}))):
        assert lain.nomor not in kata
        assert "Minta koordinator pokja Kenaikan Pangkat di Biro APP menyerahkannya kepada instansi Anda" in kata
    assert len(asing) == (tahap in AKTIF)
    assert jalankan("satu-usulan-aktif", Papan("JFKU-KENAIKAN", asn=lain.asn)) == []
    assert jalankan("satu-usulan-aktif", Papan()) == []


def test_pegawai_yang_pindah_instansi_menghentikan_draf_dan_diperingatkan_dalam_perbaikan(dunia: d.Dunia) -> None:
    asn = d.buat_asn(dunia.instansi_lain)
    di_lain, di_sini = ({"instansi_id": i} for i in (d.INSTANSI, d.INSTANSI_LAIN))
    ((_, draf),) = jalankan("instansi-asn", Papan(asn=asn, usulan=di_lain))
    assert draf.startswith("Menurut Data ASN, orang ini sekarang pegawai Badan Contoh Dua; instansi itu yang")
    assert jalankan("instansi-asn-pindah", Papan(asn=asn, usulan=di_lain)) == []
    perbaikan = di_lain | {"tahap": Tahap.PERBAIKAN}
    assert jalankan("instansi-asn", Papan(asn=asn, usulan=perbaikan)) == []
    ((_, jalan),) = jalankan("instansi-asn-pindah", Papan(asn=asn, usulan=perbaikan))
    assert "Koordinator pokja dapat menyerahkan usulan ini kepada instansi itu." in jalan
    for kode in ("instansi-asn", "instansi-asn-pindah"):
        assert jalankan(kode, Papan(asn=asn, usulan=di_sini)) == []
        assert jalankan(kode, Papan(asn=asn, usulan=di_sini | {"tahap": Tahap.PERBAIKAN})) == []


def test_usulan_tidak_menghalangi_dirinya_sendiri(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    assert [t for t in periksa(usulan) if t.kode == "satu-usulan-aktif"] == []


def test_temuan_membawa_kode_dan_tingkat_aturannya_dan_galat_lebih_dahulu(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    draf.ubah_data(usulan.pk, isian={"nama_unor": "Pusat Lain"}, oleh=dunia.pic)
    temuan = periksa(d.segar(usulan))
    tingkat = [t.tingkat for t in temuan]
    assert {Tingkat.GALAT, Tingkat.PERINGATAN} == set(tingkat)
    assert tingkat == sorted(tingkat, key=lambda t: t is not Tingkat.GALAT)
    assert {t.kode: t.tingkat.value for t in temuan} == {t.kode: TINGKAT[t.kode] for t in temuan}
    wajib = usulan.dokumen.filter(persyaratan__wajib=True).order_by("persyaratan__urutan")
    assert [t.dokumen_id for t in temuan if t.kode == "dokumen-wajib"] == [b.pk for b in wajib]
    assert ("nomor_surat_pengantar", "surat-pengantar") in {(t.bidang, t.kode) for t in temuan}
    assert "Nomor surat pengantar belum diisi." in {t.pesan for t in temuan}


def test_pemeriksaan_awal_memakai_jumlah_kueri_yang_tetap(dunia: d.Dunia, django_assert_max_num_queries: Any) -> None:
    usulan = d.segar(d.lengkapi(dunia, d.buat_draf(dunia), semua=True))
    with django_assert_max_num_queries(8):
        periksa(usulan)
