"""Rules about the data fields."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from referensi.models import Periode
from siapp.hari import hari_terakhir
from usulan.actions.draf import periode_terbuka
from usulan.aturan.dasar import Konteks, Temuan, Tingkat, aturan

BULAN_PERTAMA = ("tmt_golongan_lama", "tmt_golongan_baru", "tmt_berhenti", "tmt_pensiun", "tmt_pangkat_pengabdian")

# (earlier, later): the earlier date must not be after the later one.
URUTAN_TANGGAL = (
    ("tmt_golongan_lama", "tmt_golongan_baru"),
    ("periode_penilaian_mulai", "periode_penilaian_selesai"),
    ("tmt_berhenti", "tmt_pensiun"),
    ("tanggal_meninggal", "tmt_berhenti"),
    ("tanggal_permohonan", "tanggal_usul_ppk"),
    ("tanggal_permohonan", "tmt_berhenti"),
    ("tanggal_sertifikat_ukom", "tmt_jabatan"),
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
GOLONGAN = ("III/d", "IV/a", "IV/b", "IV/c", "IV/d", "IV/e")


def _tanggal(konteks: Konteks, kode: str) -> date | None:
    nilai: date | None = getattr(konteks.rincian, kode, None)
    return nilai


def _label(konteks: Konteks, kode: str) -> str:
    return next((b.label for b in konteks.bidang if b.kode == kode), kode)


@aturan("surat-pengantar", "Surat pengantar lengkap")
def surat_pengantar(konteks: Konteks) -> Iterator[Temuan]:
    usulan = konteks.usulan
    for kode, label in (
        ("nomor_surat_pengantar", "Nomor surat pengantar"),
        ("tanggal_surat_pengantar", "Tanggal surat pengantar"),
        ("pejabat_penanda_tangan", "Pejabat penanda tangan"),
    ):
        if not getattr(usulan, kode):
            yield Temuan(f"{label} belum diisi.", kode)
    if usulan.tanggal_surat_pengantar and usulan.tanggal_surat_pengantar > hari_terakhir():
        yield Temuan("Tanggal surat pengantar belum terjadi. Periksa tanggalnya.", "tanggal_surat_pengantar")


@aturan("data-wajib", "Data wajib terisi")
def data_wajib(konteks: Konteks) -> Iterator[Temuan]:
    for bidang in konteks.bidang:
        if bidang.wajib and getattr(konteks.rincian, bidang.kode) in (None, ""):
            yield Temuan(f"{bidang.label} belum diisi.", bidang.kode)


@aturan("panjang-data", "Setiap isian dalam batas panjangnya")
def panjang_data(konteks: Konteks) -> Iterator[Temuan]:
    for bidang in konteks.bidang:
        nilai = getattr(konteks.rincian, bidang.kode)
        # The Lampiran's Varchar may count bytes: both must fit (kontrak.md 1).
        panjang = max(len(nilai), len(nilai.encode())) if isinstance(nilai, str) else 0
        if bidang.maks and panjang > bidang.maks:
            yield Temuan(f"{bidang.label} berisi {panjang} karakter; batasnya {bidang.maks}.", bidang.kode)


@aturan("tmt-tanggal-satu", "TMT jatuh pada tanggal 1")
def tmt_tanggal_satu(konteks: Konteks) -> Iterator[Temuan]:
    for bidang in konteks.bidang:
        tanggal = _tanggal(konteks, bidang.kode) if bidang.kode in BULAN_PERTAMA else None
        if tanggal and tanggal.day != 1:
            yield Temuan(f"{bidang.label} harus tanggal 1, tertulis {tanggal:%d-%m-%Y}.", bidang.kode)


def _tidak_terbuka(periode: Periode) -> str:
    if timezone.localdate() < periode.dibuka:
        return f"Periode {periode} baru dibuka {periode.dibuka:%d-%m-%Y}. Tunggu, atau pilih periode yang dibuka."
    return f"Periode {periode} sudah ditutup. Pilih periode yang dibuka."


@aturan("periode-terbuka", "TMT termasuk periode yang dibuka")
def periode_yang_dibuka(konteks: Konteks) -> Iterator[Temuan]:
    usulan = konteks.usulan
    if usulan.kategori != "KP":
        return
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
        )


@aturan("urutan-tanggal", "Urutan tanggal masuk akal")
def urutan_tanggal(konteks: Konteks) -> Iterator[Temuan]:
    dipakai = {b.kode for b in konteks.bidang}
    for awal, akhir in URUTAN_TANGGAL:
        if {awal, akhir} <= dipakai:
            mulai, selesai = _tanggal(konteks, awal), _tanggal(konteks, akhir)
            if mulai and selesai and mulai > selesai:
                yield Temuan(
                    f"{_label(konteks, akhir)} ({selesai:%d-%m-%Y}) lebih dahulu daripada "
                    f"{_label(konteks, awal)} ({mulai:%d-%m-%Y}).",
                    akhir,
                )


@aturan("tanggal-lewat", "Surat dan keputusan sudah terbit")
def tanggal_lewat(konteks: Konteks) -> Iterator[Temuan]:
    hari_ini = hari_terakhir()
    for bidang in konteks.bidang:
        tanggal = _tanggal(konteks, bidang.kode) if bidang.kode in SUDAH_LEWAT else None
        if tanggal and tanggal > hari_ini:
            yield Temuan(f"{bidang.label} ({tanggal:%d-%m-%Y}) belum terjadi. Periksa tanggalnya.", bidang.kode)


@aturan("golongan-naik", "Golongan yang diusulkan satu tingkat di atasnya", Tingkat.PERINGATAN)
def golongan_naik(konteks: Konteks) -> Iterator[Temuan]:
    lama, baru = getattr(konteks.rincian, "golongan_lama", ""), getattr(konteks.rincian, "golongan_baru", "")
    if lama in GOLONGAN and baru in GOLONGAN and GOLONGAN.index(baru) != GOLONGAN.index(lama) + 1:
        yield Temuan(
            f"Golongan {lama} ke {baru} bukan kenaikan satu tingkat. Pastikan memang demikian.", "golongan_baru"
        )


@aturan("formasi-cukup", "Formasi masih tersedia")
def formasi_cukup(konteks: Konteks) -> Iterator[Temuan]:
    jumlah, terisi, sisa = (
        getattr(konteks.rincian, k, None) for k in ("formasi_jumlah", "formasi_terisi", "formasi_sisa")
    )
    if jumlah is not None and terisi is not None and sisa is not None and jumlah - terisi != sisa:
        yield Temuan(f"Sisa formasi seharusnya {jumlah} − {terisi} = {jumlah - terisi}.", "formasi_sisa")
    elif sisa == 0:
        yield Temuan("Sisa formasi 0: tidak ada formasi untuk jabatan ini.", "formasi_sisa")


@aturan("beda-data-asn", "Data sama dengan Data ASN", Tingkat.PERINGATAN)
def beda_data_asn(konteks: Konteks) -> Iterator[Temuan]:
    for bidang in konteks.bidang:
        if bidang.asal in {"", "pasangan", "anak"}:
            continue
        asal, kini = getattr(konteks.asn, bidang.asal), getattr(konteks.rincian, bidang.kode)
        if asal not in (None, "") and kini not in (None, "") and asal != kini:
            yield Temuan(
                f"{bidang.label} berbeda dengan Data ASN. Pastikan dokumennya mendukung, atau perbarui di SIASN.",
                bidang.kode,
            )
