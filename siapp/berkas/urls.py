"""Addresses of this room."""

from django.urls import path

from siapp.berkas import views, views_akar

app_name = "berkas"
urlpatterns = [
    path("karantina/", views.karantina, name="karantina"),
    path("karantina/kembalikan/", views.kembalikan, name="karantina_kembalikan"),
    path("karantina/pindahkan/", views.usulkan, name="karantina_pindahkan"),
    path("karantina/setujui/", views.setujui, name="karantina_setujui"),
    path("karantina/tolak/", views.tolak, name="karantina_tolak"),
    path("akar/", views_akar.akar, name="akar"),
    path("akar/<int:akar_id>/cabut/", views_akar.cabut, name="akar_cabut"),
]
