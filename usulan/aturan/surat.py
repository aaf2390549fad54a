"""Rules about the letter of transmittal: its number, its age, who signs it."""

import re
from collections.abc import Iterator

from siapp.hari import hari_terakhir
from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.waktu import usia

BELUM_BERNOMOR = re.compile(r"…|\.{2,}|_{2,}|-{2,}|x{3,}|\?|\b(draf|draft|konsep|nomor|belum|kosong)\b", re.IGNORECASE)
LAMPIRAN = (
    *("tanggal_pak", "tanggal_sertifikat_ukom", "tanggal_sk_prestasi", "tanggal_keppres_pemberhentian"),
    *("tanggal_permohonan", "tanggal_usul_ppk", "tanggal_surat_tim_penguji", "tanggal_sk_penjatuhan"),
)
"""Days of the papers that the letter sends along."""
BERTUGAS = re.compile(r"\b(plt|plh|pelaksana tugas|pelaksana harian)\b", re.IGNORECASE)
BUKAN_PPK = re.compile(
    r"^(plt\.? |plh\.? )?(kepala (biro|bagian|sub ?bagian|bidang|sub ?bidang|pusat|seksi|dinas|kantor|bkd|bkpsdm|"
    r"badan kepegawaian (daerah|dan))|direktur\b(?! utama)|deputi|asisten|analis|inspektur|"
    r"sekretaris (direktorat|deputi|inspektorat|badan|dinas|ditjen)|koordinator|rektor)\b",
    re.IGNORECASE,
)
"""Who is no PPK: minister, head of an agency, secretary general of a state body, governor sign."""


@aturan(
    "surat-bernomor",
    "Surat pengantar bernomor",
    Tingkat.PERINGATAN,
    sumber=batas.NASKAH,
    perlu=("nomor_surat_pengantar",),
)
def surat_bernomor(konteks: Konteks) -> Iterator[Temuan]:
    nomor = konteks.nilai("nomor_surat_pengantar")
    if BELUM_BERNOMOR.search(nomor) or not any(c.isdigit() for c in nomor):
        yield Temuan(f"Nomor surat pengantar “{nomor}” tampak belum lengkap.", "nomor_surat_pengantar")


@aturan(
    "surat-baru",
    "Surat pengantar bukan surat lama",
    Tingkat.PERINGATAN,
    sumber=batas.NASKAH,
    perlu=("tanggal_surat_pengantar",),
)
def surat_baru(konteks: Konteks) -> Iterator[Temuan]:
    hari = konteks.tanggal("tanggal_surat_pengantar")
    acuan = (konteks.usulan.diajukan_pada or konteks.usulan.dibuat_pada).date()
    if usia(hari, acuan) >= batas.TAHUN_SURAT:
        yield Temuan(f"Surat pengantar bertanggal {hari:%d-%m-%Y}, lebih dari setahun lalu.", "tanggal_surat_pengantar")


@aturan(
    "surat-sesudah-lampiran",
    "Surat pengantar tidak mendahului lampirannya",
    Tingkat.PERINGATAN,
    sumber=batas.NASKAH,
    perlu=("tanggal_surat_pengantar",),
)
def surat_sesudah_lampiran(konteks: Konteks) -> Iterator[Temuan]:
    surat = konteks.tanggal("tanggal_surat_pengantar")
    for kode in LAMPIRAN:
        hari = konteks.nilai(kode) if konteks.ada(kode) else None
        if hari and surat < hari <= hari_terakhir():
            yield Temuan(
                f"Surat pengantar bertanggal {surat:%d-%m-%Y}, padahal {konteks.label(kode)} baru {hari:%d-%m-%Y}.",
                "tanggal_surat_pengantar",
                terkait=(kode,),
            )


@aturan(
    "surat-ppk",
    "Surat pengantar ditandatangani PPK",
    Tingkat.PERINGATAN,
    sumber=batas.NASKAH,
    perlu=("pejabat_penanda_tangan",),
)
def surat_ppk(konteks: Konteks) -> Iterator[Temuan]:
    pejabat = konteks.nilai("pejabat_penanda_tangan")
    if BUKAN_PPK.search(pejabat):
        yield Temuan(
            f"Surat pengantar ditandatangani “{pejabat}”; yang berwenang adalah PPK (menteri, kepala lembaga, "
            "sekretaris jenderal lembaga negara, gubernur).",
            "pejabat_penanda_tangan",
        )


@aturan(
    "surat-plt",
    "Plt. disertai surat penunjukan",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=batas.PERJANJIAN,
    perlu=("pejabat_penanda_tangan",),
)
def surat_plt(konteks: Konteks) -> Iterator[Temuan]:
    pejabat = konteks.nilai("pejabat_penanda_tangan")
    if not BERTUGAS.search(pejabat):
        return
    for dokumen in konteks.dokumen:
        if dokumen.persyaratan.jenis == "surat-penunjukan-plt" and dokumen.versi_kini is None:
            yield Temuan(f"“{pejabat}” menandatangani, tetapi surat penunjukannya belum diunggah.", "", dokumen.pk)
