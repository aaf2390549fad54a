"""Addresses of this room: the page about oneself, and the sign-in library's (which of them are open stands in
`siapp.web.akses`)."""

from django.urls import URLPattern, URLResolver, include, path

from siapp.akun import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("kerahasiaan/", views.kerahasiaan, name="kerahasiaan"),
    path("profil/", views.profil, name="profil"),
    path("perangkat/", views.perangkat, name="perangkat"),
    path("perangkat/akhiri/", views.perangkat_akhiri, name="perangkat_akhiri_lain"),
    path("perangkat/<int:nomor>/akhiri/", views.perangkat_akhiri, name="perangkat_akhiri"),
    path("sesi/", views.sesi, name="sesi"),
    path("isian/", views.isian, name="isian"),
    path("dua-langkah/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
