"""Rules that compare what papers say with the form and with Data ASN (keputusan/0089)."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils import timezone

from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.isi import SEBAB, milik, temuan_isi
from usulan.bacaan.bentuk import Fakta, JenisFakta
from usulan.bacaan.simpan import BacaanDokumen

BERNOMOR: dict[str, tuple[str, str]] = {
    "surat-pengantar": ("nomor_surat_pengantar", "tanggal_surat_pengantar"),
    "sk-pak": ("nomor_pak", "tanggal_pak"),
    "sertifikat-uji-kompetensi": ("nomor_sertifikat_ukom", "tanggal_sertifikat_ukom"),
    "keterangan-tim-penguji-kesehatan": ("nomor_surat_tim_penguji", "tanggal_surat_tim_penguji"),
    "permohonan-berhenti": ("nomor_permohonan", "tanggal_permohonan"),
    "usul-ppk-berhenti": ("nomor_usul_ppk", "tanggal_usul_ppk"),
    "sk-penjatuhan-pemberhentian": ("nomor_sk_penjatuhan", "tanggal_sk_penjatuhan"),
    "sk-prestasi-luar-biasa": ("nomor_sk_prestasi", "tanggal_sk_prestasi"),
    "keppres-pemberhentian-jabatan": ("nomor_keppres_pemberhentian", "tanggal_keppres_pemberhentian"),
}
"""Of a kind of paper the fields of the form that hold its number and its date."""
SKP = (
    *("skp-tahun-pertama", "skp-tahun-kedua", "skp-satu-tahun-baik"),
    *("realisasi-skp-tahun-pertama", "realisasi-skp-tahun-kedua", "realisasi-skp-satu-tahun"),
)
BAIK = {"Baik", "Sangat Baik"}
BULAN_SKP = 3
"""Months of a year in which the assessment of the year before may not be there yet."""
BENARKAN = "Perbaiki isiannya, atau unggah dokumen yang benar."
# What a machine takes for each other.
MIRIP = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})


def _padat(teks: str, pasti: bool) -> str:
    """A number without what lies between its signs; of what a machine read, what looks alike is alike."""
    isi = re.sub(r"[^0-9A-Z]", "", teks.upper())
    return isi if pasti else isi.translate(MIRIP)


def _hari(saat: date) -> str:
    return f"{saat:%d-%m-%Y}"


@aturan(
    "isi-nomor",
    "Nomor dokumen sama dengan isian",
    Tingkat.PERINGATAN,
    sumber=f"{SEBAB}: nomor PAK, surat, SK, atau sertifikat salah ketik",
    isi=tuple(BERNOMOR),
)
def isi_nomor(konteks: Konteks) -> Iterator[Temuan]:
    for b in milik(konteks, *BERNOMOR):
        kode = BERNOMOR[b.dokumen.persyaratan.jenis][0]
        f, isian = b.fakta.satu(JenisFakta.NOMOR), konteks.nilai(kode) if konteks.ada(kode) else None
        # "-" is what a PIC types for a paper without a number.
        if f is None or isian is None or not any(map(str.isdigit, isian)):
            continue
        if _padat(isian, f.pasti) not in _padat(f.nilai, f.pasti):
            yield temuan_isi(b, f, "nomor", f"{f.nilai}, di formulir {isian}", BENARKAN, (kode,))


@aturan(
    "isi-tanggal",
    "Tanggal dokumen sama dengan isian",
    Tingkat.PERINGATAN,
    sumber=f"{SEBAB}: tanggal PAK, surat, SK, atau sertifikat salah ketik",
    isi=tuple(BERNOMOR),
)
def isi_tanggal(konteks: Konteks) -> Iterator[Temuan]:
    for b in milik(konteks, *BERNOMOR):
        kode = BERNOMOR[b.dokumen.persyaratan.jenis][1]
        f, isian = b.fakta.satu(JenisFakta.TANGGAL), konteks.nilai(kode) if konteks.ada(kode) else None
        if f and isian and f.tanggal and f.tanggal != isian:
            yield temuan_isi(b, f, "tanggal", f"{f.teks}, di formulir {_hari(isian)}", BENARKAN, (kode,))


@aturan(
    "isi-angka-kredit",
    "Angka kredit sama dengan PAK",
    Tingkat.PERINGATAN,
    sumber=f"{SEBAB}: angka kredit tidak sama dengan PAK; {batas.BKN3}",
    perlu=("angka_kredit",),
    isi=("sk-pak",),
)
def isi_angka_kredit(konteks: Konteks) -> Iterator[Temuan]:
    isian = Decimal(konteks.nilai("angka_kredit"))
    for b in milik(konteks, "sk-pak"):
        semua = b.fakta.semua(JenisFakta.ANGKA_KREDIT)
        if semua and all(f.angka != isian for f in semua):
            angka = f"{isian:f}".rstrip("0").rstrip(".").replace(".", ",")
            terbaca = f"{semua[0].teks}, di formulir {angka}"
            yield temuan_isi(b, semua[0], "angka kredit", terbaca, BENARKAN, ("angka_kredit",))


@aturan(
    "isi-pangkat",
    "SK pangkat yang terakhir",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: SK pangkat yang diunggah bukan yang terakhir",
    perlu=("asn.golongan_baru", "asn.tmt_golongan_baru"),
    isi=("sk-kp-terakhir",),
)
def isi_pangkat(konteks: Konteks) -> Iterator[Temuan]:
    kini, tmt = konteks.nilai("asn.golongan_baru"), konteks.tanggal("asn.tmt_golongan_baru")
    for b in milik(konteks, "sk-kp-terakhir"):
        golongan = b.fakta.satu(JenisFakta.GOLONGAN)
        if golongan and golongan.nilai != kini:
            terbaca = f"{golongan.nilai}, menurut Data ASN {kini}"
            yield temuan_isi(b, golongan, "golongan", terbaca, "Unggah SK pangkat yang terakhir.")
        elif (f := _lain(b, tmt)) is not None:
            terbaca = f"{f.teks}, menurut Data ASN {_hari(tmt)}"
            yield temuan_isi(b, f, "TMT", terbaca, "Unggah SK pangkat yang terakhir, atau perbaiki Data ASN di SIASN.")


def _lain(b: BacaanDokumen, tmt: date) -> Fakta | None:
    """The first TMT of a paper that names none of that day."""
    semua = b.fakta.semua(JenisFakta.TMT)
    return semua[0] if semua and all(f.tanggal != tmt for f in semua) else None


@aturan(
    "isi-tmt-jabatan",
    "TMT pada SK jabatan sama dengan Data ASN",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: TMT pada SK berbeda",
    perlu=("asn.tmt_jabatan_terakhir",),
    isi=("sk-jabatan-terakhir",),
)
def isi_tmt_jabatan(konteks: Konteks) -> Iterator[Temuan]:
    tmt = konteks.tanggal("asn.tmt_jabatan_terakhir")
    for b in milik(konteks, "sk-jabatan-terakhir"):
        if f := _lain(b, tmt):
            terbaca = f"{f.teks}, menurut Data ASN {_hari(tmt)}"
            yield temuan_isi(b, f, "TMT", terbaca, "Unggah SK jabatan yang terakhir, atau perbaiki Data ASN di SIASN.")


@aturan(
    "isi-tahun-skp",
    "SKP dua tahun terakhir",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.PP99}: penilaian kinerja dua tahun terakhir",
    isi=SKP,
)
def isi_tahun_skp(konteks: Konteks) -> Iterator[Temuan]:
    acuan = timezone.localtime(konteks.usulan.diajukan_pada)
    paling_lama = acuan.year - 2 - (acuan.month <= BULAN_SKP)
    for b in milik(konteks, *SKP):
        f = b.fakta.satu(JenisFakta.TAHUN)
        if f and not paling_lama <= int(f.nilai) <= acuan.year:
            terbaca = f"{f.nilai}, yang diminta tidak lebih lama dari {paling_lama}"
            yield temuan_isi(b, f, "tahun penilaian", terbaca, "Unggah SKP dua tahun terakhir.")


@aturan(
    "isi-predikat",
    "Predikat kinerja sekurang-kurangnya Baik",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.PP99}; PP 30/2019",
    isi=SKP,
)
def isi_predikat(konteks: Konteks) -> Iterator[Temuan]:
    for b in milik(konteks, *SKP):
        f = b.fakta.satu(JenisFakta.PREDIKAT)
        if f and f.nilai not in BAIK:
            terbaca = f"{f.nilai}, sedangkan yang disyaratkan sekurang-kurangnya Baik"
            yield temuan_isi(b, f, "predikat kinerja", terbaca, "Pastikan orang ini sudah memenuhi syarat.")


@aturan(
    "isi-masa-kerja",
    "Masa kerja pensiun sama dengan DPCP",
    Tingkat.PERINGATAN,
    sumber=f"{batas.BKN2}; {SEBAB}: masa kerja pada DPCP berbeda",
    perlu=("masa_kerja_pensiun_tahun", "masa_kerja_pensiun_bulan"),
    isi=("dpcp",),
)
def isi_masa_kerja(konteks: Konteks) -> Iterator[Temuan]:
    kode = ("masa_kerja_pensiun_tahun", "masa_kerja_pensiun_bulan")
    tahun, bulan = (konteks.nilai(k) for k in kode)
    for b in milik(konteks, "dpcp"):
        f = b.fakta.satu(JenisFakta.MASA_KERJA_PENSIUN)
        if f and f.nilai != f"{tahun}/{bulan}":
            terbaca = f"{f.teks}, di formulir {tahun} tahun {bulan} bulan"
            yield temuan_isi(b, f, "masa kerja pensiun", terbaca, BENARKAN, kode)


@aturan(
    "isi-tmt-pensiun",
    "TMT pensiun sama dengan DPCP",
    Tingkat.PERINGATAN,
    sumber=f"{batas.BKN2}; {SEBAB}: TMT pada DPCP berbeda",
    perlu=("tmt_pensiun",),
    isi=("dpcp",),
)
def isi_tmt_pensiun(konteks: Konteks) -> Iterator[Temuan]:
    tmt = konteks.tanggal("tmt_pensiun")
    for b in milik(konteks, "dpcp"):
        f = b.fakta.satu(JenisFakta.TMT_PENSIUN)
        if f and f.tanggal != tmt:
            yield temuan_isi(b, f, "TMT pensiun", f"{f.teks}, di formulir {_hari(tmt)}", BENARKAN, ("tmt_pensiun",))


@aturan(
    "isi-meninggal",
    "Tanggal meninggal sama dengan surat kematian",
    Tingkat.PERINGATAN,
    sumber=f"{batas.BKN2}; {SEBAB}: tanggal meninggal berbeda",
    perlu=("tanggal_meninggal",),
    isi=("keterangan-kematian",),
)
def isi_meninggal(konteks: Konteks) -> Iterator[Temuan]:
    hari = konteks.tanggal("tanggal_meninggal")
    for b in milik(konteks, "keterangan-kematian"):
        f = b.fakta.satu(JenisFakta.TANGGAL_MENINGGAL)
        if f and f.tanggal != hari:
            terbaca = f"{f.teks}, di formulir {_hari(hari)}"
            yield temuan_isi(b, f, "tanggal meninggal", terbaca, BENARKAN, ("tanggal_meninggal",))
