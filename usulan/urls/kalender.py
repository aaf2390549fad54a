"""Addresses of the calendar: working days and the windows of KP periods."""

from django.urls import path

from usulan.views import kalender, periode

urlpatterns = [
    path("kalender/", kalender.kalender, name="kalender"),
    path("kalender/tetapkan/", kalender.tetapkan, name="kalender_tetapkan"),
    path("kalender/<int:hari_id>/cabut/", kalender.cabut, name="kalender_cabut"),
    path("referensi/periode/<int:periode_id>/ubah/", periode.ubah, name="periode_ubah"),
    path("referensi/periode/<int:periode_id>/hapus/", periode.hapus, name="periode_hapus"),
]
