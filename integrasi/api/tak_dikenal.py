"""Any address below /api/ and /oauth2/ that does not exist."""

from django.http import HttpRequest, JsonResponse

from integrasi.api.galat import JENIS_ISI, TIDAK_DITEMUKAN, GalatApi, tubuh
from siapp.web.akses import mesin


@mesin
def tak_dikenal(_request: HttpRequest) -> JsonResponse:
    """Answer 404 whatever the method."""
    isi = tubuh(GalatApi(TIDAK_DITEMUKAN, "Alamat tidak ditemukan."))
    return JsonResponse(isi, status=TIDAK_DITEMUKAN.status, content_type=JENIS_ISI)
