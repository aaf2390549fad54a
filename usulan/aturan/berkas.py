"""Rules about the files."""

from collections import defaultdict
from collections.abc import Iterator

from siapp.berkas.keadaan import KeadaanBerkas
from usulan.aturan.dasar import Konteks, Temuan, Tingkat, aturan


@aturan("dokumen-wajib", "Dokumen wajib lengkap")
def dokumen_wajib(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        if dokumen.persyaratan.wajib and dokumen.versi_kini is None:
            yield Temuan(f"“{dokumen.persyaratan.nama}” wajib, tetapi belum diunggah.", dokumen_id=dokumen.pk)


@aturan("berkas-diperiksa", "Semua berkas selesai diperiksa")
def berkas_diperiksa(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        if dokumen.versi_kini and dokumen.versi_kini.berkas.keadaan == KeadaanBerkas.DIPERIKSA:
            yield Temuan(
                f"Berkas “{dokumen.persyaratan.nama}” masih diperiksa. Tunggu sebentar, lalu muat ulang halaman ini.",
                dokumen_id=dokumen.pk,
            )


@aturan("berkas-ditolak", "Semua berkas dapat dibuka dan aman")
def berkas_ditolak(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        berkas = dokumen.versi_kini.berkas if dokumen.versi_kini else None
        if berkas and (berkas.keadaan == KeadaanBerkas.DITOLAK or berkas.rusak_sejak):
            yield Temuan(f"“{dokumen.persyaratan.nama}”: {berkas.kalimat_tolak}", dokumen_id=dokumen.pk)


@aturan("berkas-kembar", "Tidak ada berkas yang sama di dua baris")
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


@aturan("berkas-berperingatan", "Berkas tanpa catatan pemeriksaan", Tingkat.PERINGATAN)
def berkas_berperingatan(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        for kalimat in dokumen.versi_kini.berkas.kalimat_peringatan if dokumen.versi_kini else ():
            yield Temuan(f"“{dokumen.persyaratan.nama}”: {kalimat}", dokumen_id=dokumen.pk)


@aturan("pemetaan-siasn", "Layanan dan dokumen dikenal SIASN", Tingkat.PERINGATAN)
def pemetaan_siasn(konteks: Konteks) -> Iterator[Temuan]:
    if konteks.usulan.layanan.jenis_layanan_id is None:
        yield Temuan(
            "Layanan ini belum dipasangkan dengan referensi SIASN. Usulan boleh dikirim ke Biro APP; pengiriman ke BKN "
            "menunggu Administrator melengkapi pemasangannya."
        )
    for dokumen in konteks.dokumen:
        if dokumen.versi_kini and dokumen.persyaratan.jenis_dokumen_id is None:
            yield Temuan(
                f"“{dokumen.persyaratan.nama}” belum dikenal dalam referensi SIASN; pengirimannya ke BKN menunggu.",
                dokumen_id=dokumen.pk,
            )
