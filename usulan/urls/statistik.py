"""Addresses of the statistics."""

from django.urls import path

from usulan.views import statistik

urlpatterns = [
    path("statistik/", statistik.statistik, name="statistik"),
    path("statistik/beban/", statistik.beban_verifikator, name="statistik_beban"),
    path("statistik/beban/semua.xlsx", statistik.beban_xlsx, name="statistik_beban_xlsx"),
    path("statistik/beban/csv/<slug:sajian>/", statistik.beban_csv, name="statistik_beban_csv"),
    path("statistik/<slug:bagian>/", statistik.statistik_bagian, name="statistik_bagian"),
    path("statistik/<slug:bagian>/semua.xlsx", statistik.statistik_xlsx, name="statistik_xlsx"),
    path("statistik/<slug:bagian>/csv/<slug:sajian>/", statistik.statistik_csv, name="statistik_csv"),
]
