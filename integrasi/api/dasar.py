"""What the API's views share: who may call, how fast, in which words it is answered, and that it is counted."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from django.db import DatabaseError
from django.utils import timezone
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from integrasi.api.bentuk import baku
from integrasi.api.galat import (
    DIHENTIKAN,
    JEDA_BILA_DIHENTIKAN,
    JENIS_ISI_SALAH,
    PERMINTAAN_SALAH,
    TERLALU_BESAR,
    GalatApi,
)
from integrasi.api.laju import LajuKlien
from integrasi.api.otentikasi import KlienApi, PunyaLingkup, TokenPembawa
from integrasi.enums import FAKTA, Api
from integrasi.mitra import sakelar
from integrasi.mitra.hitungan import hitung_panggilan
from integrasi.sebab import KodeApi

log = structlog.get_logger(__name__)

PALING_BESAR = 64 * 1024
_JENIS_WAJAR = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")


def sukses(data: Any, pesan: str, **tambahan: Any) -> Response:
    """Answer with `data` in BKN's own envelope (kontrak.md 3); `tambahan` stands beside it."""
    return Response({"code": 1, "message": pesan, "data": data, **tambahan})


def pastikan_pertukaran_berjalan() -> None:
    """Raise GalatApi with 503, Retry-After and the reason while the exchange is stopped (Pasal 8)."""
    henti = sakelar.penghentian()
    if henti is not None:
        sejak = timezone.localtime(henti.mulai)
        pesan = f"{DIHENTIKAN.pesan} Sejak {sejak:%d-%m-%Y %H.%M} WIB: {henti.alasan}"
        raise GalatApi(DIHENTIKAN, pesan, kepala={"Retry-After": str(JEDA_BILA_DIHENTIKAN)})


class SelaluJson(BaseContentNegotiation):
    """JSON is the only thing we speak, so an odd Accept header is no reason to refuse a call."""

    def select_parser(self, _request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        return next(iter(parsers))

    def select_renderer(
        self, _request: Request, renderers: Iterable[BaseRenderer], _format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        perender = next(iter(renderers))
        return perender, perender.media_type


class TampilanApi(APIView):
    """Any address of the API. HEAD is answered as GET without a body, OPTIONS is not served."""

    content_negotiation_class = SelaluJson
    http_method_names = ["get", "head", "post"]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep every answer out of caches: nearly all of them concern a person or expire."""
        jawaban = super().finalize_response(request, response, *args, **kwargs)
        jawaban.headers.setdefault("Cache-Control", "no-store")
        return jawaban


class TampilanTerbuka(TampilanApi):
    """An address that asks for no token."""

    permission_classes = []


class TampilanMitra(TampilanApi):
    """One of the agreement's APIs that we serve: `nomor_api` is set below."""

    authentication_classes = [TokenPembawa]
    permission_classes = [PunyaLingkup]
    throttle_classes = [LajuKlien]
    nomor_api: Api
    # What may stand in the query; read as freely as the keys of a body.
    parameter: tuple[str, ...] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let in whoever may; refuse all while the exchange is stopped, and a parameter that is none.

        A filter misspelt would give everything.
        """
        super().initial(request, *args, **kwargs)
        pastikan_pertukaran_berjalan()
        dikenal = {baku(nama) for nama in self.parameter}
        if asing := [nama for nama in request.query_params if baku(nama) not in dikenal]:
            kalimat = f"Parameter ini tidak dikenal. Yang dikenal: {', '.join(self.parameter) or 'tidak ada'}."
            raise GalatApi(PERMINTAAN_SALAH, daftar=tuple((nama[:64], kalimat) for nama in asing[:20]))

    @property
    def lingkup(self) -> str:
        """The scope that a token must have."""
        return FAKTA[self.nomor_api].lingkup

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Count the call, unless nobody knows who called."""
        if isinstance(getattr(request, "_user", None), KlienApi):
            self._hitung(response)
        return super().finalize_response(request, response, *args, **kwargs)

    def _hitung(self, jawaban: Response) -> None:
        isi = jawaban.data if isinstance(jawaban.data, Mapping) else {}
        berhasil = jawaban.status_code < 400
        sebab = None if berhasil else KodeApi(str(isi["type"]).rpartition(":")[2])
        try:
            hitung_panggilan(self.nomor_api, berhasil=berhasil, sebab=sebab)
        except DatabaseError:
            # The call itself was answered; a missing count must not turn that into an error.
            log.warning("hitungan_gagal", api=self.nomor_api)


def jenis_isi(request: Request) -> str:
    """Return the media type of the request's body, lower case and without parameters."""
    return str(request.META.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()


def _sebut(jenis: str) -> str:
    """A caller's media type as it may be said back: something that is none is not repeated."""
    if not jenis:
        return "tanpa Content-Type"
    return jenis if _JENIS_WAJAR.fullmatch(jenis) else "bukan jenis isi"


def baca_badan(request: Request, jenis: str) -> bytes:
    """Return the body of a request whose Content-Type must be `jenis`, reading no more of it than is allowed.

    A gateway may send it in chunks without a length; then the server's own end of input counts. Raises GalatApi with
    415 for another type and 413 for more than `PALING_BESAR` bytes, before the rest is read.
    """
    if (dikirim := jenis_isi(request)) != jenis:
        raise GalatApi(JENIS_ISI_SALAH, f"Kirim isi dengan Content-Type {jenis}; yang diterima {_sebut(dikirim)}.")
    panjang = str(request.META.get("CONTENT_LENGTH") or "")
    if panjang.isdigit() and int(panjang) > PALING_BESAR:
        raise GalatApi(TERLALU_BESAR)
    terpotong = not panjang and request.META.get("wsgi.input_terminated")
    badan: bytes = (request.META["wsgi.input"] if terpotong else request._request).read(PALING_BESAR + 1)
    if len(badan) > PALING_BESAR:
        raise GalatApi(TERLALU_BESAR)
    return badan
