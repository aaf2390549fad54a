"""The file behind a `download_url`. The link itself is the permission: 256 bits, and every use is recorded."""

from django.http import FileResponse, HttpRequest
from drf_spectacular.utils import OpenApiResponse, extend_schema

from integrasi.api import galat, uraian
from integrasi.api.dasar import TampilanTerbuka, pastikan_pertukaran_berjalan
from siapp.akun.peran import Mesin
from siapp.berkas.sajian import sajikan
from siapp.berkas.tautan import TautanBerakhir, berkas_dari_tautan
from siapp.web.akses import mesin


@mesin
class Unduh(TampilanTerbuka):
    """GET and HEAD /api/v1/unduh/{token}."""

    @extend_schema(
        operation_id="unduh_salinan",
        tags=["API perjanjian"],
        summary="Berkas salinan Keppres",
        description="Alamat dari `download_url` API 11 dan API 12. Tanpa token OAuth: tautannya sendiri rahasia.",
        parameters=[
            uraian.dalam_alamat("token", "[A-Za-z0-9_-]{43}", "Bagian akhir `download_url`.", "A" * 43),
            *uraian.kepala_galat(),
        ],
        responses={
            (200, "application/pdf"): OpenApiResponse({"type": "string", "format": "binary"}, "Berkas PDF"),
            **uraian.galat_mungkin(
                galat.TIDAK_DITEMUKAN, galat.TAUTAN_BERAKHIR, galat.BELUM_TERSEDIA, galat.DIHENTIKAN
            ),
        },
        auth=[],
    )
    def get(self, request: HttpRequest, token: str) -> FileResponse:
        try:
            berkas = berkas_dari_tautan(token)
        except TautanBerakhir as berakhir:
            raise galat.GalatApi(galat.TAUTAN_BERAKHIR) from berakhir
        if berkas is None:
            raise galat.GalatApi(galat.TIDAK_DITEMUKAN, "Tautan ini tidak ada.")
        pastikan_pertukaran_berjalan()
        return sajikan(request, berkas, nama="salinan-keppres.pdf", oleh=Mesin.BKN, lewat="tautan pendek")
