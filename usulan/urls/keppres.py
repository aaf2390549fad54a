"""Addresses of Keppres and Pertek."""

from django.urls import path

from usulan.views import keppres, keppres_isi, keppres_terbit, pertek, tahanan

urlpatterns = [
    path("tahanan/", tahanan.daftar, name="tahanan_daftar"),
    path("tahanan/<uuid:usulan_id>/", tahanan.rinci, name="tahanan"),
    path("tahanan/<uuid:usulan_id>/konfirmasi/", tahanan.konfirmasi, name="tahanan_konfirmasi"),
    path("tahanan/<uuid:usulan_id>/tolak/", tahanan.tolak, name="tahanan_tolak"),
    path("tahanan/<uuid:usulan_id>/ketahui/", tahanan.ketahui, name="tahanan_ketahui"),
    path("keppres/", keppres.daftar, name="keppres_daftar"),
    path("keppres/baru/", keppres.baru, name="keppres_baru"),
    path("keppres/<uuid:keppres_id>/", keppres.rinci, name="keppres_rinci"),
    path("keppres/<uuid:keppres_id>/ubah/", keppres.ubah, name="keppres_ubah"),
    path("keppres/<uuid:keppres_id>/hapus/", keppres.hapus, name="keppres_hapus"),
    path("keppres/<uuid:keppres_id>/cetak/", keppres.cetak, name="keppres_cetak"),
    path("keppres/<uuid:keppres_id>/tambah/", keppres_isi.tambah, name="keppres_tambah"),
    path("keppres/<uuid:keppres_id>/usulan/<uuid:usulan_id>/keluarkan/", keppres.keluarkan, name="keppres_keluarkan"),
    path(
        "keppres/<uuid:keppres_id>/usulan/<uuid:usulan_id>/salinan/",
        keppres_terbit.salinan_baris,
        name="keppres_salinan",
    ),
    path("keppres/<uuid:keppres_id>/usulan/<uuid:usulan_id>/nama/", keppres.nama, name="keppres_nama"),
    path("keppres/<uuid:keppres_id>/lepas/", keppres_terbit.lepas, name="keppres_lepas"),
    path("keppres/<uuid:keppres_id>/maju/", keppres_terbit.maju, name="keppres_maju"),
    path("keppres/<uuid:keppres_id>/turun/", keppres_terbit.turun, name="keppres_turun"),
    path("keppres/<uuid:keppres_id>/terbit/", keppres_terbit.terbit, name="keppres_terbit"),
    path("keppres/<uuid:keppres_id>/ralat/", keppres_terbit.ralat, name="keppres_ralat"),
    path("keppres/<uuid:keppres_id>/unduh/", keppres_terbit.unduh, name="keppres_unduh"),
    path("pertek/", pertek.daftar, name="pertek_daftar"),
]
