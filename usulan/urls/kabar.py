"""Addresses of the notices."""

from django.urls import path

from usulan.views import kabar, kabar_surel

urlpatterns = [
    path("kabar/", kabar.daftar, name="kabar"),
    path("kabar/jumlah/", kabar.jumlah, name="kabar_jumlah"),
    path("kabar/dibaca/", kabar.dibaca_semua, name="kabar_dibaca_semua"),
    path("kabar/surel/", kabar_surel.atur, name="kabar_surel"),
    path("kabar/<int:kabar_id>/", kabar.buka, name="kabar_buka"),
    path("kabar/<int:kabar_id>/dibaca/", kabar.dibaca, name="kabar_dibaca"),
]
