from django.urls import path

from siapp.narahubung import views

urlpatterns = [
    path("", views.narahubung, name="narahubung"),
    path("tambah/", views.tambah, name="narahubung_tambah"),
    path("<int:narahubung_id>/", views.ubah, name="narahubung_ubah"),
    path("<int:narahubung_id>/hapus/", views.hapus, name="narahubung_hapus"),
]
