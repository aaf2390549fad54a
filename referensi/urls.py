"""Addresses of this room."""

from django.urls import path

from referensi.views import asn, baca, sisihan, ubah

app_name = "referensi"
urlpatterns = [
    path("", baca.indeks, name="indeks"),
    path("daftar/<slug:kode>/", baca.daftar, name="daftar"),
    path("asn/", asn.asn, name="asn"),
    path("pohon/", baca.pohon, name="pohon"),
    path("disisihkan/", sisihan.disisihkan, name="disisihkan"),
    path("disisihkan/<int:sisihan_id>/nyatakan/", sisihan.nyatakan, name="nyatakan_orang"),
    path("penyatuan/", sisihan.penyatuan, name="penyatuan"),
    path("padanan/", baca.pemetaan, name="pemetaan"),
    path("padanan/layanan/<slug:kode>/", baca.pemetaan_layanan, name="pemetaan_layanan"),
    path("padanan/layanan/<slug:kode>/ubah/", ubah.padanan_layanan, name="padanan_layanan"),
    path("padanan/dokumen/<int:persyaratan_id>/ubah/", ubah.padanan_dokumen, name="padanan_dokumen"),
    path("periode/", baca.periode, name="periode"),
    path("periode/tambah/", ubah.periode_tambah, name="periode_tambah"),
    path("alasan/", baca.alasan, name="alasan"),
    path("alasan/tambah/", ubah.alasan_tambah, name="alasan_tambah"),
    path("alasan/<slug:kode>/ubah/", ubah.alasan_ubah, name="alasan_ubah"),
]
