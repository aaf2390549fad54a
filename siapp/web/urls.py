from django.urls import path

from siapp.web import views

urlpatterns = [
    path("bantuan/", views.bantuan, name="bantuan"),
    path("sehat", views.sehat, name="sehat"),
    path("hidup", views.hidup, name="hidup"),
    path("siap", views.siap, name="siap"),
]
