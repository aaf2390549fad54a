"""All addresses. People's pages by room; machines below /api/ and /oauth2/."""

from django.urls import include, path

urlpatterns = [
    # First: nobody asks as often as machines, and what stands before an address is tried before it.
    path("", include("integrasi.api.urls")),
    path("", include("siapp.web.urls")),
    path("bantuan/narahubung/", include("siapp.narahubung.urls")),
    path("akun/", include("siapp.akun.urls")),
    path("audit/", include("siapp.audit.urls")),
    path("penyimpanan/", include("siapp.berkas.urls")),
    path("referensi/", include("referensi.urls")),
    path("", include("usulan.urls.beranda")),
    path("", include("usulan.urls")),
    path("integrasi/", include("integrasi.urls")),
]

handler400 = "siapp.web.views.galat_400"
handler403 = "siapp.web.views.galat_403"
handler404 = "siapp.web.views.galat_404"
handler500 = "siapp.web.views.galat_500"
