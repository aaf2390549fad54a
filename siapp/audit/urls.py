"""Addresses of this room."""

from django.urls import path

from siapp.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.jejak, name="jejak"),
    path("akses/", views.daftar_akses, name="akses"),
    path("orang/", views.orang, name="orang"),
]
