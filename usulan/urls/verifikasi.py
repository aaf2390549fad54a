"""Addresses of the queue and the verification."""

from django.urls import path

from usulan.views import antrean, antrean_banyak, bacaan, hadir, konsep, temuan, verifikasi, verifikasi_alur

urlpatterns = [
    path("antrean/", antrean.antrean, name="antrean"),
    path("antrean/saring/", antrean.saring, name="antrean_saring"),
    path("antrean/cari/", antrean.cari, name="antrean_cari"),
    path("antrean/kolom/", antrean.kolom, name="antrean_kolom"),
    path("antrean/tampilan/", antrean.tampilan_simpan, name="tampilan_simpan"),
    path("antrean/tampilan/<int:tampilan_id>/hapus/", antrean.tampilan_hapus, name="tampilan_hapus"),
    path("antrean/beban/", antrean.beban, name="beban"),
    path("antrean/bagi/", antrean_banyak.bagi_banyak, name="bagi_banyak"),
    path("antrean/ekspor.csv", antrean_banyak.ekspor, {"bentuk": "csv"}, name="antrean_csv"),
    path("antrean/ekspor.xlsx", antrean_banyak.ekspor, {"bentuk": "xlsx"}, name="antrean_xlsx"),
    path("antrean/berikutnya/", antrean_banyak.ambil_berikutnya, name="ambil_berikutnya"),
    path("antrean/<uuid:usulan_id>/", verifikasi.verifikasi, name="verifikasi"),
    path("antrean/<uuid:usulan_id>/dokumen/<int:dokumen_id>/", verifikasi.nilai, name="nilai"),
    path("antrean/<uuid:usulan_id>/dokumen/<int:dokumen_id>/konsep/", konsep.konsep, name="konsep_dokumen"),
    path("antrean/<uuid:usulan_id>/dokumen/<int:dokumen_id>/cari/", bacaan.cari, name="cari_dokumen"),
    path("antrean/<uuid:usulan_id>/dokumen/<int:dokumen_id>/temuan/", temuan.nilai, name="nilai_temuan"),
    path("ketepatan/", temuan.ketepatan, name="ketepatan"),
    path("antrean/<uuid:usulan_id>/hadir/", hadir.hadir, name="hadir"),
    path("antrean/<uuid:usulan_id>/konsep/", konsep.konsep, name="konsep"),
    path("antrean/<uuid:usulan_id>/pratinjau/", verifikasi.pratinjau, name="pratinjau"),
    path("antrean/<uuid:usulan_id>/putusan/", verifikasi.terbitkan, name="terbitkan"),
    path("antrean/<uuid:usulan_id>/ambil/", verifikasi_alur.ambil, name="ambil"),
    path("antrean/<uuid:usulan_id>/bagi/", verifikasi_alur.bagi, name="bagi"),
    path("antrean/<uuid:usulan_id>/alihkan/", verifikasi_alur.alihkan, name="alihkan"),
    path("antrean/<uuid:usulan_id>/tms/konfirmasi/", verifikasi_alur.konfirmasi_tms, name="konfirmasi_tms"),
    path("antrean/<uuid:usulan_id>/tms/tolak/", verifikasi_alur.tolak_tms, name="tolak_tms"),
    path("antrean/<uuid:usulan_id>/tandai/", verifikasi_alur.tandai, name="tandai"),
]
