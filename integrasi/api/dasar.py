"""What the API's views share: who may call, how fast, in which words it is answered, and that it is counted.

They are DRF's views for the document's sake (`skema.py` reads their shapes). A call itself does not pass DRF's request,
negotiation and renderers: JSON is the only thing we speak, and they cost more than the answer (keputusan/0056).
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from rest_framework.views import APIView

from integrasi.api.bentuk import baku
from integrasi.api.galat import (
    DIHENTIKAN,
    JEDA_BILA_DIHENTIKAN,
    JENIS_ISI_SALAH,
    METODE_SALAH,
    PERMINTAAN_SALAH,
    TERLALU_BESAR,
    GalatApi,
    jawab_galat,
    jawab_json,
    kenali,
)
from integrasi.api.laju import batasi_alamat, batasi_klien
from integrasi.api.otentikasi import TokenPembawa, pastikan_lingkup
from integrasi.enums import FAKTA, Api
from integrasi.mitra import sakelar
from integrasi.mitra.hitungan import hitung_panggilan_nanti
from integrasi.sebab import KodeApi

PALING_BESAR = 64 * 1024
_sakelar = sakelar.Ingatan()
_JENIS_WAJAR = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")


def sukses(data: Any, pesan: str, **tambahan: Any) -> HttpResponse:
    """Answer with `data` in BKN's own envelope (kontrak.md 3); `tambahan` stands beside it."""
    return jawab_json({"code": 1, "message": pesan, "data": data, **tambahan})


def pastikan_pertukaran_berjalan() -> None:
    """Raise GalatApi with 503, Retry-After and the reason while the exchange is stopped (Pasal 8)."""
    henti = _sakelar.penghentian()
    if henti is not None:
        sejak = timezone.localtime(henti.mulai)
        pesan = f"{DIHENTIKAN.pesan} Sejak {sejak:%d-%m-%Y %H.%M} WIB: {henti.alasan}"
        raise GalatApi(DIHENTIKAN, pesan, kepala={"Retry-After": str(JEDA_BILA_DIHENTIKAN)})


class TampilanApi(APIView):
    """Any address of the API. HEAD is answered as GET without a body, OPTIONS is not served."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in, answer, and count; keep every answer out of caches: nearly all concern a person or expire."""
        jawaban: HttpResponseBase
        sebab: KodeApi | None = None
        try:
            self.masuk(request)
            jawaban = self._layani(request, *args, **kwargs)
        except Exception as salah:
            galat = kenali(salah)
            jawaban, sebab = jawab_galat(galat), galat.macam.kode
        self.usai(request, sebab)
        jawaban.headers.setdefault("Cache-Control", "no-store")
        return jawaban

    def _layani(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        metode = str(request.method).lower()
        penjawab = getattr(self, metode, None) if metode in self.http_method_names else None
        if penjawab is None:
            raise GalatApi(METODE_SALAH, kepala={"Allow": ", ".join(self.allowed_methods)})
        jawaban: HttpResponseBase = penjawab(request, *args, **kwargs)
        return jawaban

    def masuk(self, request: HttpRequest) -> None:
        """Raise GalatApi for who may not come in."""

    def usai(self, request: HttpRequest, sebab: KodeApi | None) -> None:
        """Note that the call was answered; `sebab`: with which error."""


class TampilanTerbuka(TampilanApi):
    """An address that asks for no token. `terbatas`: so many calls a minute for each group of addresses."""

    terbatas = True

    def masuk(self, request: HttpRequest) -> None:
        """Hold back who comes too fast."""
        if self.terbatas:
            batasi_alamat(request, type(self).__name__)


class TampilanMitra(TampilanApi):
    """One of the agreement's APIs that we serve: `nomor_api` is set below."""

    authentication_classes = [TokenPembawa]
    nomor_api: Api
    # What may stand in the query; read as freely as the keys of a body.
    parameter: tuple[str, ...] = ()

    def masuk(self, request: HttpRequest) -> None:
        """Let in whoever may; refuse all while the exchange is stopped, and a parameter that is none.

        A filter misspelt would give everything.
        """
        pemanggil, _ = TokenPembawa().authenticate(request)
        request.klien = pemanggil  # type: ignore[attr-defined]
        pastikan_lingkup(pemanggil, self.lingkup)
        batasi_klien(pemanggil)
        pastikan_pertukaran_berjalan()
        if request.META.get("QUERY_STRING"):
            self._tolak_asing(request)

    def _tolak_asing(self, request: HttpRequest) -> None:
        dikenal = {baku(nama) for nama in self.parameter}
        if asing := [nama for nama in request.GET if baku(nama) not in dikenal]:
            kalimat = f"Parameter ini tidak dikenal. Yang dikenal: {', '.join(self.parameter) or 'tidak ada'}."
            raise GalatApi(PERMINTAAN_SALAH, daftar=tuple((nama[:64], kalimat) for nama in asing[:20]))

    @property
    def lingkup(self) -> str:
        """The scope that a token must have."""
        return FAKTA[self.nomor_api].lingkup

    def usai(self, request: HttpRequest, sebab: KodeApi | None) -> None:
        """Count the call, unless nobody knows who called."""
        if hasattr(request, "klien"):
            hitung_panggilan_nanti(self.nomor_api, berhasil=sebab is None, sebab=sebab)


def jenis_isi(request: HttpRequest) -> str:
    """Return the media type of the request's body, lower case and without parameters."""
    return str(request.META.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()


def _sebut(jenis: str) -> str:
    """A caller's media type as it may be said back: something that is none is not repeated."""
    if not jenis:
        return "tanpa Content-Type"
    return jenis if _JENIS_WAJAR.fullmatch(jenis) else "bukan jenis isi"


def baca_badan(request: HttpRequest, jenis: str) -> bytes:
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
    badan: bytes = (request.META["wsgi.input"] if terpotong else request).read(PALING_BESAR + 1)
    if len(badan) > PALING_BESAR:
        raise GalatApi(TERLALU_BESAR)
    return badan
