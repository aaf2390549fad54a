"""Addresses of this room."""

from django.urls import path

from integrasi.views import bukti, kesesuaian, masuk, pengiriman, pengumuman, pertukaran, putusan, sinkron, usulan

app_name = "integrasi"
urlpatterns = [
    path("pengiriman/", pengiriman.pengiriman, name="pengiriman"),
    path("pengiriman/kirim-ulang/", putusan.kirim_ulang_banyak, name="kirim_ulang_banyak"),
    path("pengiriman/kirim-ulang-sebab/", putusan.kirim_ulang_satu_sebab, name="kirim_ulang_sebab"),
    path("pengiriman/<uuid:pengiriman_id>/", pengiriman.rinci, name="pengiriman_rinci"),
    path("pengiriman/<uuid:pengiriman_id>/kirim-ulang/", putusan.kirim_ulang_satu, name="pengiriman_kirim_ulang"),
    path("pengiriman/<uuid:pengiriman_id>/sampai/", putusan.putuskan, {"nama": "SAMPAI"}, name="pengiriman_sampai"),
    path(
        "pengiriman/<uuid:pengiriman_id>/tidak-sampai/",
        putusan.putuskan,
        {"nama": "TIDAK_SAMPAI"},
        name="pengiriman_tidak_sampai",
    ),
    path("pengiriman/<uuid:pengiriman_id>/surat/", putusan.putuskan, {"nama": "SURAT"}, name="pengiriman_surat"),
    path("pengiriman/<uuid:pengiriman_id>/batal/", putusan.putuskan, {"nama": "BATAL"}, name="pengiriman_batal"),
    path(
        "pengiriman/<uuid:pengiriman_id>/koreksi-id/",
        putusan.putuskan,
        {"nama": "KOREKSI_ID"},
        name="pengiriman_koreksi_id",
    ),
    path("menunggu-kedua/", putusan.menunggu_kedua, name="menunggu_kedua"),
    path("pertukaran/", pertukaran.pertukaran, name="pertukaran"),
    path("pertukaran/hentikan/", pertukaran.hentikan, name="pertukaran_hentikan"),
    path("pertukaran/mulai/", pertukaran.mulai_lagi, name="pertukaran_mulai"),
    path("pertukaran/masa/", pertukaran.ubah_masa, name="perjanjian_masa"),
    path("pengumuman/", pengumuman.pengumuman, name="pengumuman"),
    path("pengumuman/tulis/", pengumuman.tulis, name="pengumuman_tulis"),
    path("pengumuman/<int:pengumuman_id>/", pengumuman.ubah, name="pengumuman_ubah"),
    path("pengumuman/<int:pengumuman_id>/selesai/", pengumuman.selesai, name="pengumuman_selesai"),
    path("pengumuman/<int:pengumuman_id>/tarik/", pengumuman.tarik, name="pengumuman_tarik"),
    path("pengumuman/<int:pengumuman_id>/tutup/", pengumuman.tutup, name="pengumuman_tutup"),
    path("usul/<int:usul_id>/konfirmasi/", putusan.konfirmasi_usul, name="usul_konfirmasi"),
    path("usul/<int:usul_id>/tolak/", putusan.tolak_usul, name="usul_tolak"),
    path("usulan/<uuid:usulan_id>/bukti/", bukti.bukti, name="bukti"),
    path("usulan/<uuid:usulan_id>/ringkasan/", usulan.ringkasan_usulan, name="ringkasan_usulan"),
    path("pic/<int:pengguna_id>/status/", usulan.pic_status, name="pic_status"),
    path("asn/segarkan/", usulan.segarkan, name="segarkan_asn"),
    path("sinkron/", sinkron.sinkron, name="sinkron"),
    path("sinkron/<slug:daftar>/mulai/", sinkron.mulai, name="sinkron_mulai"),
    path("sinkron/<int:sinkron_id>/setujui/", sinkron.setujui, name="sinkron_setujui"),
    path("kesesuaian/", kesesuaian.kesesuaian, name="kesesuaian"),
    path("kesesuaian/uji/", kesesuaian.uji_sekarang, name="kesesuaian_uji"),
    path("masuk/", masuk.masuk, name="masuk"),
    path("masuk/<uuid:kejadian_id>/", masuk.rinci, name="masuk_rinci"),
    path("masuk/<uuid:kejadian_id>/coba-lagi/", masuk.coba_lagi, name="masuk_coba_lagi"),
    path("masuk/<uuid:kejadian_id>/terapkan/", masuk.terapkan, name="masuk_terapkan"),
    path("masuk/<uuid:kejadian_id>/tutup/", masuk.tutup, name="masuk_tutup"),
    path("masuk/usul/<int:usul_id>/konfirmasi/", masuk.konfirmasi_cocok, name="masuk_cocok_konfirmasi"),
    path("masuk/usul/<int:usul_id>/tolak/", masuk.tolak_cocok, name="masuk_cocok_tolak"),
    path("masuk/usul/<int:usul_id>/tarik/", masuk.tarik_cocok, name="masuk_cocok_tarik"),
]
