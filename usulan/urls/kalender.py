"""Addresses of the calendar of working days."""

from django.urls import path

from usulan.views import kalender

urlpatterns = [
    path("kalender/", kalender.kalender, name="kalender"),
    path("kalender/tetapkan/", kalender.tetapkan, name="kalender_tetapkan"),
    path("kalender/<int:hari_id>/cabut/", kalender.cabut, name="kalender_cabut"),
]
