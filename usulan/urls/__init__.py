"""Addresses of the proposals' room, one module per group of screens."""

from usulan.urls import jejak, kabar, kalender, keppres, penyusunan, pic, statistik, verifikasi

app_name = "usulan"
urlpatterns = [
    *penyusunan.urlpatterns,
    *verifikasi.urlpatterns,
    *keppres.urlpatterns,
    *pic.urlpatterns,
    *kalender.urlpatterns,
    *kabar.urlpatterns,
    *jejak.urlpatterns,
    *statistik.urlpatterns,
]
