from django.urls import path

from siapp.web import views

urlpatterns = [
    path("bantuan/", views.bantuan, name="bantuan"),
    path("sehat", views.sehat, name="sehat"),
]
