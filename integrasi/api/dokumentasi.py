"""The API's description for machines and for people, without anything from another host."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from drf_spectacular.utils import extend_schema

from integrasi.api.dasar import TampilanTerbuka
from integrasi.api.skema import skema_json
from siapp.web.akses import mesin


@mesin
class SkemaJson(TampilanTerbuka):
    """GET /api/v1/skema.json."""

    terbatas = False

    @extend_schema(exclude=True)
    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse(
            skema_json(), content_type="application/json", headers={"Cache-Control": "public, max-age=300"}
        )


@csp_update({"img-src": ["data:"]})
def _halaman(_request: HttpRequest) -> HttpResponse:
    # Without the frame of people's pages: nobody is signed in here.
    return HttpResponse(render_to_string("integrasi/api/dokumentasi.html"))


@mesin
class Dokumentasi(TampilanTerbuka):
    """GET /api/v1/dokumentasi/: Swagger UI from the sidecar package, started by a script file of ours.

    Its style sheet carries its icons as data: pictures; that is all this page's policy allows beyond the strict one.
    """

    terbatas = False

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest) -> HttpResponseBase:
        return _halaman(request)
