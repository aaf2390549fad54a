"""The machines' addresses. What no line names is answered 404 in the same shape, for every method."""

from django.urls import path, re_path

from integrasi.api.dokumentasi import Dokumentasi, SkemaJson
from integrasi.api.info import Info
from integrasi.api.notifikasi import NotifikasiVerifikasi
from integrasi.api.salinan import SalinanKeppres
from integrasi.api.status_verifikasi import StatusVerifikasi
from integrasi.api.tak_dikenal import tak_dikenal
from integrasi.api.token import Token
from integrasi.api.unduh import Unduh

app_name = "api"
urlpatterns = [
    path("oauth2/token", Token.as_view(), name="token"),
    path("api/v1/usulan/<str:id_usulan>/status-verifikasi", StatusVerifikasi.as_view(), name="status-verifikasi"),
    path("api/v1/notifikasi-verifikasi", NotifikasiVerifikasi.as_view(), name="notifikasi-verifikasi"),
    path("api/v1/salinan-keppres", SalinanKeppres.as_view(), name="salinan-keppres"),
    path("api/v1/unduh/<str:token>", Unduh.as_view(), name="unduh"),
    path("api/v1/info", Info.as_view(), name="info"),
    path("api/v1/skema.json", SkemaJson.as_view(), name="skema"),
    path("api/v1/dokumentasi/", Dokumentasi.as_view(), name="dokumentasi"),
    re_path(r"^(?:api|oauth2)/(?s:.*)$", tak_dikenal, name="tak-dikenal"),
]
