"""Rules about the data fields."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from referensi.katalog import BidangKatalog
from referensi.models import Periode
from siapp.angka import tulis_desimal
from siapp.hari import hari_terakhir
from usulan.actions.draf import GOLONGAN_PRESIDEN, periode_terbuka
from usulan.aturan import batas
from usulan.aturan.dasar import BIDANG_SURAT, Bagian, Konteks, Temuan, Tingkat, aturan

BULAN_PERTAMA = ("tmt_golongan_lama", "tmt_golongan_baru", "tmt_berhenti", "tmt_pensiun", "tmt_pangkat_pengabdian")

# (earlier, later): the earlier date must not be after the later one.
URUTAN_TANGGAL = (
    ("tmt_golongan_lama", "tmt_golongan_baru"),
    ("periode_penilaian_mulai", "periode_penilaian_selesai"),
    ("periode_penilaian_selesai", "tanggal_pak"),
    ("tmt_berhenti", "tmt_pensiun"),
    ("tanggal_meninggal", "tmt_berhenti"),
    ("tanggal_permohonan", "tanggal_usul_ppk"),
    ("tanggal_permohonan", "tmt_berhenti"),
    ("tanggal_sertifikat_ukom", "tmt_jabatan"),
    ("tanggal_sk_penjatuhan", "tmt_berhenti"),
    ("tanggal_surat_tim_penguji", "tmt_berhenti"),
    ("tanggal_meninggal", "tanggal_surat_pengantar"),
)
# Papers that lie in the past when the usulan is sent.
SUDAH_LEWAT = (
    "tanggal_pak",
    "periode_penilaian_mulai",
    "periode_penilaian_selesai",
    "tanggal_sk_prestasi",
    "tanggal_meninggal",
    "tanggal_surat_tim_penguji",
    "tanggal_permohonan",
    "tanggal_usul_ppk",
    "tanggal_sk_penjatuhan",
    "tanggal_sertifikat_ukom",
    "tanggal_keppres_pemberhentian",
)
# What the form asks for as it is now; of Data ASN none of it is in the future.
SUDAH_BERLAKU = {"KP": ("tmt_golongan_lama", "tmt_jabatan")}
# What Data ASN says of another day than the usulan does: compared by their own rules, or not at all.
TANPA_BANDING = frozenset({"", "pasangan", "anak", "masa_kerja_tahun_baru", "masa_kerja_bulan_baru"})
# Data ASN foresees the retirement by age: of nobody who leaves otherwise.
HANYA_BUP = frozenset({"tmt_berhenti", "tmt_pensiun", "masa_kerja_pensiun_tahun", "masa_kerja_pensiun_bulan"})


GOLONGAN_ASN = ("golongan_lama", "golongan_terakhir")


def _tanggal(konteks: Konteks, kode: str) -> date | None:
    nilai: date | None = konteks.nilai(kode)
    return nilai


@aturan("surat-pengantar", "Surat pengantar lengkap", sumber=batas.NASKAH)
def surat_pengantar(konteks: Konteks) -> Iterator[Temuan]:
    usulan = konteks.usulan
    for kode, label in BIDANG_SURAT.items():
        if kode != "periode" and not getattr(usulan, kode):
            yield Temuan(f"{label} belum diisi.", kode)
    if usulan.tanggal_surat_pengantar and usulan.tanggal_surat_pengantar > hari_terakhir():
        yield Temuan("Tanggal surat pengantar belum terjadi. Periksa tanggalnya.", "tanggal_surat_pengantar")


@aturan("data-wajib", "Data wajib terisi", sumber=batas.PERJANJIAN)
def data_wajib(konteks: Konteks) -> Iterator[Temuan]:
    for bidang in konteks.bidang:
        if bidang.wajib and getattr(konteks.rincian, bidang.kode) in (None, ""):
            yield Temuan(f"{bidang.label} belum diisi.", bidang.kode)


@aturan("panjang-data", "Setiap isian dalam batas panjangnya", sumber=batas.PERJANJIAN)
def panjang_data(konteks: Konteks) -> Iterator[Temuan]:
    for bidang in konteks.bidang:
        nilai = getattr(konteks.rincian, bidang.kode)
        # The Lampiran's Varchar may count bytes: both must fit (kontrak.md 1).
        panjang = max(len(nilai), len(nilai.encode())) if isinstance(nilai, str) else 0
        if bidang.maks and panjang > bidang.maks:
            yield Temuan(f"{bidang.label} berisi {panjang} karakter; batasnya {bidang.maks}.", bidang.kode)


def _boleh_lain(konteks: Konteks, kode: str, tanggal: date) -> bool:
    """Whether `kode` may fall on another day than the first: the law sets it to an event or to the day before."""
    if kode == "tmt_pangkat_pengabdian":
        return bool(tanggal == konteks.nilai("tanggal_meninggal"))
    if kode != "tmt_berhenti":
        return False
    # A dismissal takes effect some working days after its decision (PP 94/2021 Pasal 41).
    sehari_sebelum = tanggal + timedelta(days=1) == konteks.nilai("tmt_pensiun")
    return konteks.usulan.layanan_id == "BERHENTI-TAPS" or sehari_sebelum


@aturan("tmt-tanggal-satu", "TMT jatuh pada tanggal 1", sumber=f"{batas.BKN4}; {batas.BKN2}")
def tmt_tanggal_satu(konteks: Konteks) -> Iterator[Temuan]:
    for bidang in konteks.bidang:
        tanggal = _tanggal(konteks, bidang.kode) if bidang.kode in BULAN_PERTAMA else None
        if tanggal and tanggal.day != 1 and not _boleh_lain(konteks, bidang.kode, tanggal):
            ikut = (
                ("tmt_berhenti",) if tanggal == konteks.nilai("tmt_berhenti") and bidang.kode == "tmt_pensiun" else ()
            )
            kata = f"{bidang.label} harus tanggal 1, tertulis {tanggal:%d-%m-%Y}."
            yield Temuan(kata, bidang.kode, terkait=ikut)


def _tidak_terbuka(periode: Periode) -> str:
    if timezone.localdate() < periode.dibuka:
        return f"Periode {periode} baru dibuka {periode.dibuka:%d-%m-%Y}. Tunggu, atau pilih periode yang dibuka."
    return f"Periode {periode} sudah ditutup. Pilih periode yang dibuka."


@aturan("periode-terbuka", "TMT termasuk periode yang dibuka", bagian=Bagian.LAYANAN, sumber=batas.BKN4, untuk=("KP",))
def periode_yang_dibuka(konteks: Konteks) -> Iterator[Temuan]:
    usulan = konteks.usulan
    if usulan.periode is None:
        yield Temuan("Periode kenaikan pangkat belum dipilih.", "periode")
        return
    if usulan.putaran == 1 and usulan.periode not in periode_terbuka():
        yield Temuan(_tidak_terbuka(usulan.periode), "periode")
    tmt = _tanggal(konteks, "tmt_golongan_baru")
    if tmt and tmt != usulan.periode.tmt:
        yield Temuan(
            f"TMT golongan yang diusulkan ({tmt:%d-%m-%Y}) tidak sama dengan periode ({usulan.periode}).",
            "tmt_golongan_baru",
            terkait=("periode",),
        )


@aturan(
    "bulan-periode",
    "Kenaikan pangkat pada bulan yang diatur",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.BKN4,
    perlu=("tmt_golongan_baru",),
    untuk=("KP",),
)
def bulan_periode(konteks: Konteks) -> Iterator[Temuan]:
    tmt = konteks.tanggal("tmt_golongan_baru")
    boleh = batas.berlaku(batas.BULAN_PERIODE, tmt)
    if tmt.month not in boleh.nilai:
        yield Temuan(f"{tmt:%d-%m-%Y} bukan periode kenaikan pangkat ({boleh.sumber}).", "tmt_golongan_baru")


@aturan("urutan-tanggal", "Urutan tanggal masuk akal", sumber=batas.NASKAH)
def urutan_tanggal(konteks: Konteks) -> Iterator[Temuan]:
    for awal, akhir in URUTAN_TANGGAL:
        if konteks.ada(awal) and konteks.ada(akhir):
            mulai, selesai = _tanggal(konteks, awal), _tanggal(konteks, akhir)
            if mulai and selesai and mulai > selesai:
                ikut = ("tmt_pensiun",) if akhir == "tmt_berhenti" and awal != "tmt_pensiun" else ()
                yield Temuan(
                    f"{konteks.label(akhir)} ({selesai:%d-%m-%Y}) lebih dahulu daripada "
                    f"{konteks.label(awal)} ({mulai:%d-%m-%Y}).",
                    akhir,
                    terkait=(awal, *ikut),
                )


@aturan("tanggal-lewat", "Surat dan keputusan sudah terbit", sumber=batas.NASKAH)
def tanggal_lewat(konteks: Konteks) -> Iterator[Temuan]:
    hari_ini = hari_terakhir()
    lewat = (*SUDAH_LEWAT, *SUDAH_BERLAKU.get(konteks.usulan.kategori, ()))
    for bidang in konteks.bidang:
        tanggal = _tanggal(konteks, bidang.kode) if bidang.kode in lewat else None
        if tanggal and tanggal > hari_ini:
            yield Temuan(f"{bidang.label} ({tanggal:%d-%m-%Y}) belum terjadi. Periksa tanggalnya.", bidang.kode)


def _tulis(nilai: Any) -> str:
    if isinstance(nilai, date):
        return f"{nilai:%d-%m-%Y}"
    return tulis_desimal(nilai) if isinstance(nilai, Decimal) else str(nilai)


def _sama(satu: Any, lain: Any) -> bool:
    """Whether a reader takes both for the same: case, spare spaces and dots make no difference."""
    if isinstance(satu, str) and isinstance(lain, str):
        return satu.casefold().replace(".", " ").split() == lain.casefold().replace(".", " ").split()
    return bool(satu == lain)


def _dibandingkan(konteks: Konteks, bidang: BidangKatalog) -> bool:
    if bidang.asal in TANPA_BANDING:
        return False
    if bidang.kode in GOLONGAN_ASN and konteks.asn.golongan_baru not in GOLONGAN_PRESIDEN:
        return False  # told of the person
    return bidang.kode not in HANYA_BUP or konteks.usulan.layanan_id.startswith("BERHENTI-BUP")


@aturan("beda-data-asn", "Data sama dengan Data ASN", Tingkat.PERINGATAN, sumber=batas.SIASN)
def beda_data_asn(konteks: Konteks) -> Iterator[Temuan]:
    # The grade before its name: who mistyped one mistyped both.
    for bidang in sorted(konteks.bidang, key=lambda b: b.kode not in GOLONGAN_ASN):
        if not _dibandingkan(konteks, bidang):
            continue
        asal, kini = konteks.nilai(f"asn.{bidang.asal}"), konteks.nilai(bidang.kode)
        if asal is not None and kini is not None and not _sama(asal, kini):
            yield Temuan(
                f"{bidang.label} tertulis “{_tulis(kini)}”, sedangkan Data ASN “{_tulis(asal)}”. Pastikan dokumennya "
                "mendukung, atau perbarui di SIASN.",
                bidang.kode,
                terkait=GOLONGAN_ASN if bidang.kode.startswith("pangkat") else (),
            )
