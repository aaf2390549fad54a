"""Any address below /api/ and /oauth2/ that does not exist."""

from django.http import HttpRequest, HttpResponse

from integrasi.api.galat import TIDAK_DITEMUKAN, GalatApi, jawab_galat
from siapp.web.akses import mesin


@mesin
def tak_dikenal(_request: HttpRequest) -> HttpResponse:
    """Answer 404 whatever the method."""
    return jawab_galat(GalatApi(TIDAK_DITEMUKAN, "Alamat tidak ditemukan."))
