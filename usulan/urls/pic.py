"""Addresses of PIC and roles."""

from django.urls import path

from usulan.views import aturan_masuk, peralihan, pic, pic_ubah

urlpatterns = [
    path("pic/", pic.pic_daftar, name="pic_daftar"),
    path("pic/langkah-kedua/", aturan_masuk.langkah_kedua, name="pic_langkah_kedua"),
    path("pic/biro/", pic.pic_biro, name="pic_biro"),
    path("pic/biro/tambah/", pic_ubah.staf_tambah, name="staf_tambah"),
    path("pic/instansi/<str:instansi_id>/", pic.pic_instansi, name="pic_instansi"),
    path("pic/instansi/<str:instansi_id>/tambah/", pic_ubah.pic_tambah, name="pic_tambah"),
    path("pic/instansi/<str:instansi_id>/dua-orang/", pic_ubah.empat_mata, name="pic_empat_mata"),
    path("pic/instansi/<str:instansi_id>/peralihan/", peralihan.alihkan, name="peralihan_terima"),
    path("pic/peralihan/", peralihan.daftar, name="peralihan_daftar"),
    path("usulan/<uuid:usulan_id>/oper/", peralihan.oper, name="oper"),
    path("pic/orang/<int:pengguna_id>/", pic.pic_rinci, name="pic_rinci"),
    path("pic/orang/<int:pengguna_id>/data/", pic_ubah.pengguna_ubah, name="pengguna_ubah"),
    path("pic/orang/<int:pengguna_id>/sandi/", pic_ubah.sandi_atur_ulang, name="sandi_atur_ulang"),
    path("pic/orang/<int:pengguna_id>/dua-langkah/", pic_ubah.dua_langkah_lepas, name="dua_langkah_lepas"),
    path("pic/orang/<int:pengguna_id>/peran/", pic_ubah.peran_beri, name="peran_beri"),
    path("pic/orang/<int:pengguna_id>/instansi/<str:instansi_id>/", pic_ubah.pic_ubah, name="pic_ubah"),
    path("pic/orang/<int:pengguna_id>/instansi/<str:instansi_id>/cabut/", pic_ubah.pic_cabut, name="pic_cabut"),
    path(
        "pic/orang/<int:pengguna_id>/instansi/<str:instansi_id>/serahkan/", pic_ubah.pic_serahkan, name="pic_serahkan"
    ),
    path("pic/peran/<int:peran_id>/cabut/", pic_ubah.peran_cabut, name="peran_cabut"),
]
