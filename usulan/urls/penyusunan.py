"""Addresses of drafting, files and the usulan's own page."""

from django.urls import path

from usulan.forms.draf import DATA, SURAT
from usulan.views import (
    baru,
    berkas,
    daftar,
    data_asn,
    dokumen,
    dokumen_banyak,
    draf,
    foto,
    perbaikan,
    rinci,
    teken,
    temuan,
    terkirim,
)

urlpatterns = [
    path("usulan/", daftar.daftar, name="daftar"),
    path("usulan/baru/", baru.baru, name="baru"),
    path("usulan/baru/asn/", baru.baru_asn, name="baru_asn"),
    path("usulan/<uuid:usulan_id>/", rinci.rinci, name="rinci"),
    path("usulan/<uuid:usulan_id>/data-asn/", data_asn.data_asn, name="data_asn"),
    path("usulan/<uuid:usulan_id>/riwayat/", rinci.linimasa, name="linimasa"),
    path("usulan/<uuid:usulan_id>/susun/", draf.tugas, name="tugas"),
    path("usulan/<uuid:usulan_id>/susun/data/", draf.data, {"bagian": DATA}, name="data"),
    path("usulan/<uuid:usulan_id>/susun/surat/", draf.data, {"bagian": SURAT}, name="surat"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/", dokumen.dokumen, name="dokumen"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/cocokkan/", dokumen_banyak.cocokkan_nama, name="cocokkan_nama"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/unggah/", dokumen_banyak.unggah_banyak, name="unggah_banyak"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/belum/", dokumen_banyak.belum_berbaris, name="belum_berbaris"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/pakai-semua/", dokumen_banyak.pakai_semua, name="pakai_semua"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/tempatkan/", dokumen_banyak.tempatkan, name="tempatkan"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/<int:dokumen_id>/", dokumen.baris, name="baris"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/<int:dokumen_id>/unggah/", dokumen.unggah, name="unggah"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/<int:dokumen_id>/lepas/", dokumen.lepas, name="lepas"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/<int:dokumen_id>/pindah/", dokumen.pindah, name="pindah"),
    path("usulan/<uuid:usulan_id>/susun/dokumen/<int:dokumen_id>/foto/", foto.susun_foto, name="susun_foto"),
    path(
        "usulan/<uuid:usulan_id>/susun/dokumen/<int:dokumen_id>/pakai-ulang/", dokumen.pakai_ulang, name="pakai_ulang"
    ),
    path("usulan/<uuid:usulan_id>/susun/periksa/", teken.pemeriksaan, name="periksa"),
    path("usulan/<uuid:usulan_id>/susun/periksa/alasan/", temuan.jelaskan, name="jelaskan"),
    path("usulan/<uuid:usulan_id>/susun/teken/", teken.teken, name="teken"),
    path("usulan/<uuid:usulan_id>/kembalikan-draf/", teken.kembalikan_draf, name="kembalikan_draf"),
    path("usulan/<uuid:usulan_id>/serahkan-draf/", teken.serahkan_draf, name="serahkan_draf"),
    path("usulan/<uuid:usulan_id>/terkirim/", terkirim.terkirim, name="terkirim"),
    path("usulan/<uuid:usulan_id>/perbaikan/", perbaikan.perbaikan, name="perbaikan"),
    path("usulan/<uuid:usulan_id>/hapus/", draf.hapus, name="hapus"),
    path("usulan/<uuid:usulan_id>/salin/", draf.salin, name="salin"),
    path("usulan/<uuid:usulan_id>/keppres/<slug:jenis>/", berkas.unduh_salinan, name="unduh_salinan"),
    path("usulan/<uuid:usulan_id>/tanda-terima/", berkas.terima_salinan, name="terima_salinan"),
    path("usulan/<uuid:usulan_id>/versi/<int:versi_id>/", berkas.lihat_versi, name="lihat_versi"),
    path("usulan/<uuid:usulan_id>/versi/<int:versi_id>/unduh/", berkas.unduh_versi, name="unduh_versi"),
    path("usulan/<uuid:usulan_id>/versi/<int:versi_id>/asli/", berkas.unduh_asli, name="unduh_asli"),
    path(
        "usulan/<uuid:usulan_id>/versi/<int:versi_id>/halaman/<int:halaman>/", berkas.gambar_versi, name="gambar_versi"
    ),
    path("usulan/<uuid:usulan_id>/pertek/<int:pertek_id>/unduh/", berkas.unduh_pertek, name="unduh_pertek"),
    path(
        "usulan/<uuid:usulan_id>/pertek/<int:pertek_id>/halaman/<int:halaman>/",
        berkas.gambar_pertek,
        name="gambar_pertek",
    ),
]
