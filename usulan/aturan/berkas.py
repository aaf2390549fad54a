"""Rules about the files."""

from collections import defaultdict
from collections.abc import Iterator

from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.sebab import kalimat_peringatan
from siapp.berkas.tte_kalimat import kalimat_berkas
from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.silang import BERSAMA

BERUBAH = "TANDA_TANGAN_TIDAK_MENCAKUP"


@aturan("dokumen-wajib", "Dokumen wajib lengkap", bagian=Bagian.DOKUMEN, sumber=batas.PERJANJIAN)
def dokumen_wajib(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        if dokumen.persyaratan.wajib and dokumen.versi_kini is None:
            yield Temuan(f"“{dokumen.persyaratan.nama}” wajib, tetapi belum diunggah.", dokumen_id=dokumen.pk)


@aturan("berkas-diperiksa", "Semua berkas selesai diperiksa", bagian=Bagian.DOKUMEN, sumber=batas.PERJANJIAN)
def berkas_diperiksa(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        if dokumen.versi_kini and dokumen.versi_kini.berkas.keadaan == KeadaanBerkas.DIPERIKSA:
            yield Temuan(
                f"Berkas “{dokumen.persyaratan.nama}” masih diperiksa. Tunggu sebentar, lalu muat ulang halaman ini.",
                dokumen_id=dokumen.pk,
            )


@aturan("berkas-ditolak", "Semua berkas dapat dibuka dan aman", bagian=Bagian.DOKUMEN, sumber=batas.PERJANJIAN)
def berkas_ditolak(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        berkas = dokumen.versi_kini.berkas if dokumen.versi_kini else None
        if berkas and (berkas.keadaan == KeadaanBerkas.DITOLAK or berkas.rusak_sejak):
            yield Temuan(f"“{dokumen.persyaratan.nama}”: {berkas.kalimat_tolak}", dokumen_id=dokumen.pk)


@aturan("berkas-kembar", "Tidak ada berkas yang sama di dua baris", bagian=Bagian.DOKUMEN, sumber=batas.PERJANJIAN)
def berkas_kembar(konteks: Konteks) -> Iterator[Temuan]:
    per_sidik = defaultdict(list)
    for dokumen in konteks.dokumen:
        if dokumen.versi_kini:
            per_sidik[dokumen.versi_kini.berkas.sha256].append(dokumen)
    for kembar in per_sidik.values():
        for dokumen in kembar[1:]:
            yield Temuan(
                f"Berkas “{dokumen.persyaratan.nama}” sama persis dengan “{kembar[0].persyaratan.nama}”. "
                "Unggah berkas yang benar di salah satunya.",
                dokumen_id=dokumen.pk,
            )


@aturan(
    "berkas-berperingatan",
    "Berkas tanpa catatan pemeriksaan",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=batas.PERJANJIAN,
)
def berkas_berperingatan(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        berkas = dokumen.versi_kini.berkas if dokumen.versi_kini else None
        for kode in berkas.peringatan if berkas else ():
            # Once the signatures were verified, "tte-utuh" tells what came after them.
            if kode == BERUBAH and kalimat_berkas(berkas):
                continue
            kalimat = kalimat_peringatan(kode)
            yield Temuan(f"“{dokumen.persyaratan.nama}”: {kalimat}", dokumen_id=dokumen.pk)


@aturan(
    "berkas-orang-lain",
    "Tidak ada berkas milik usulan orang lain",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber="Sebab pengembalian berkas: dokumen orang lain terunggah",
)
def berkas_orang_lain(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        sidik = dokumen.versi_kini.berkas.sha256 if dokumen.versi_kini else ""
        lain = konteks.berkas_orang_lain.get(sidik)
        if lain and dokumen.persyaratan.jenis not in BERSAMA:
            milik = f"usulan {lain.nomor}" if lain.nomor else "usulan"
            yield Temuan(
                f"Berkas “{dokumen.persyaratan.nama}” sama persis dengan berkas pada {milik} milik orang lain. "
                "Pastikan berkas ini memang miliknya.",
                dokumen_id=dokumen.pk,
            )


@aturan(
    "dokumen-jabatan",
    "Dokumen yang diminta jabatannya ada",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=batas.PERJANJIAN,
)
def dokumen_jabatan(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        satu = dokumen.persyaratan
        if satu.kondisi and not satu.wajib and dokumen.versi_kini is None:
            yield Temuan(f"“{satu.nama}” diminta bagi jabatan {satu.kondisi}, tetapi belum diunggah.", "", dokumen.pk)
