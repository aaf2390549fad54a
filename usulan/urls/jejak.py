"""Addresses of the trail as its reader asks."""

from django.urls import path

from usulan.views import jejak

urlpatterns = [
    path("jejak-data/", jejak.cari, name="jejak_cari"),
    path("jejak-data/<uuid:usulan_id>/", jejak.orang, name="jejak_orang"),
]
