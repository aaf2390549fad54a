"""One call to SIASN over HTTP: both tokens, headers, time-outs, limits, one refresh on a refusal."""

import json
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import BinaryIO
from urllib.parse import urlencode
from uuid import uuid4

import structlog
from requests_toolbelt import MultipartEncoder
from urllib3.response import BaseHTTPResponse

from integrasi.sebab import Kode
from integrasi.siasn import putusan
from integrasi.siasn.amatan import Amatan, Pengamat, tanpa_rahasia
from integrasi.siasn.bentuk import buka_bytes
from integrasi.siasn.errors import Ditolak, GalatSiasn, KirimUlangNanti
from integrasi.siasn.konfigurasi import Konfigurasi
from integrasi.siasn.putusan import Jawaban, baca_retry_after
from integrasi.siasn.sambungan import Saluran, Surat, kumpulkan, potongan
from integrasi.siasn.token import APIM, SSO, GudangToken, JawabanToken, Token, ambil_apim, ambil_sso

log = structlog.get_logger(__name__)

_BATAS_TOKEN = 64 * 1024


@dataclass(frozen=True)
class Permintaan:
    """What to call. `api` is a key of `PATH_BAWAAN`; `isian` fills its placeholders.

    `badan` makes a fresh multipart body for every try (a MultipartEncoder is one-shot). `kunci` is the
    Idempotency-Key: our uuid of the call, the same on each try. `sso` False: the gateway token alone (API 13).
    """

    api: str
    metode: str
    isian: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str | int] = field(default_factory=dict)
    json: Mapping[str, object] | None = None
    badan: Callable[[], AbstractContextManager[MultipartEncoder]] | None = None
    kunci: str = ""
    sso: bool = True

    @property
    def tulis(self) -> bool:
        """Whether SIASN changes by it; a GET may always be repeated."""
        return self.metode != "GET"


@contextmanager
def _tercatat(permintaan: Permintaan, isi: dict[str, str | int]) -> Iterator[None]:
    """Log the call by its API name and outcome. Never its address, body or answer.

    Whoever sends a call with a key of its own tells what came of it; twice would be as dear as the call itself.
    """
    mulai = time.monotonic()
    kode, status = "", None
    try:
        yield
    except GalatSiasn as galat:
        kode, status = str(galat.kode), galat.status
        raise
    finally:
        ms = round((time.monotonic() - mulai) * 1000)
        isi.update(api=permintaan.api, metode=permintaan.metode, kode=kode, status=status or 0)
        catat = log.debug if permintaan.kunci else log.info
        catat("siasn_dipanggil", api=permintaan.api, metode=permintaan.metode, ms=ms, kode=kode, status=status)


def _id_permintaan() -> str:
    """The id under which the log tells of this call: that of the request that caused it, if there is one."""
    return str(structlog.contextvars.get_contextvars().get("permintaan") or uuid4().hex)


def _kepala_token(token: Mapping[str, Token]) -> dict[str, str]:
    kepala = {"Authorization": f"Bearer {token[APIM].nilai}"}
    if SSO in token:
        kepala["Auth"] = f"bearer {token[SSO].nilai}"
    return kepala


def _salin(bagian: Iterator[bytes], tujuan: BinaryIO, batas: int) -> None:
    ukuran = 0
    for satu in bagian:
        ukuran += len(satu)
        if ukuran > batas:
            raise Ditolak(Kode.BERKAS_TERLALU_BESAR)
        tujuan.write(satu)


class Transport:
    """The way to one SIASN, safe to share between threads: each gets its own kept-alive connections.

    Calls only the addresses of `konfigurasi`, verifies TLS, follows no redirect and uses no proxy but that of
    `konfigurasi`. Holds nothing but connections; the tokens live in `gudang`. `pengamat` is shown every answer of a
    data call (not those of the token services, not files). `amati_waktu` makes a context around each call, and is told
    in its dict which API it was and how it ended. `gerbang` is asked before each call and raises `Dihentikan`
    when none may be made.
    """

    def __init__(
        self,
        konfigurasi: Konfigurasi,
        gudang: GudangToken,
        pengamat: Pengamat | None = None,
        gerbang: Callable[[], None] = lambda: None,
        amati_waktu: Callable[[str], AbstractContextManager[dict[str, str | int]]] = lambda _: nullcontext({}),
    ) -> None:
        self.konfigurasi = konfigurasi
        self._amati_waktu = amati_waktu
        self._gerbang = gerbang
        self._gudang = gudang
        self._pengamat = pengamat
        self._lokal = threading.local()
        self._semua: weakref.WeakSet[Saluran] = weakref.WeakSet()

    def tutup(self) -> None:
        """Close the idle connections of all threads; the transport may be used again afterwards."""
        for saluran in list(self._semua):
            saluran.tutup()

    def __enter__(self) -> "Transport":
        return self

    def __exit__(self, *_: object) -> None:
        self.tutup()

    def panggil(self, permintaan: Permintaan) -> object:
        """Make the call and return the data inside SIASN's envelope. Raises one of `errors`."""
        with self._amati_waktu("panggilan") as isi, _tercatat(permintaan, isi):
            jawaban = self._dengan_token(permintaan, partial(self._panggil_sekali, permintaan))
            return putusan.nilai(jawaban, tulis=permintaan.tulis, boleh_kosong=permintaan.metode == "DELETE")

    def unduh(self, permintaan: Permintaan, tujuan: BinaryIO, *, batas: int, awalan: bytes) -> None:
        """Stream a file into `tujuan`.

        A body that does not begin with `awalan` is judged as an answer, since SIASN says "not found" with 200.
        Raises `Ditolak` above `batas` bytes or when the content is something else, `KirimUlangNanti` when it came
        incomplete; what was written to `tujuan` by then is worthless.
        """
        with self._amati_waktu("panggilan") as isi, _tercatat(permintaan, isi):
            jawaban = self._dengan_token(permintaan, partial(self._unduh_sekali, permintaan, tujuan, batas, awalan))
            if not jawaban.berkas:
                putusan.nilai(jawaban, tulis=False)
                raise Ditolak(Kode.BUKAN_PDF, status=jawaban.status)

    def _dengan_token(self, permintaan: Permintaan, coba: Callable[[Mapping[str, str]], Jawaban]) -> Jawaban:
        """Try with the stored tokens; refused, replace both once and try once more (kontrak.md 2)."""
        self._gerbang()
        jenis = (APIM, SSO) if permintaan.sso else (APIM,)
        dipakai = {satu: self._token(satu) for satu in jenis}
        jawaban = coba(_kepala_token(dipakai))
        if not putusan.token_mati(jawaban):
            return jawaban
        return coba(_kepala_token(self._segarkan({satu: lama.nilai for satu, lama in dipakai.items()})))

    def _token(self, jenis: str) -> Token:
        ada = self._gudang.ambil(jenis)
        return ada if ada and ada.segar() else self._segarkan({jenis: ada.nilai if ada else None})[jenis]

    def _segarkan(self, lama: Mapping[str, str | None]) -> dict[str, Token]:
        buat = {
            APIM: lambda: ambil_apim(self.konfigurasi, self._pos),
            SSO: lambda: ambil_sso(self.konfigurasi, self._pos),
        }
        return self._gudang.segarkan(lama, buat)

    def _pos(self, url: str, kepala: Mapping[str, str], formulir: Mapping[str, str]) -> JawabanToken:
        """POST a form to a token service. That it is away proves that the call itself was never made."""
        kepala = {"Content-Type": "application/x-www-form-urlencoded", **kepala}
        siap = Surat("POST", url, self._kepala(kepala), urlencode(formulir).encode())
        waktu = self._waktu(berkas=False)
        try:
            with self._saluran().tukar(siap, waktu=waktu, tulis=False) as respons:
                bagian = potongan(respons, batas_waktu=waktu[1], tulis=False)
                isi = kumpulkan(bagian, batas=_BATAS_TOKEN, tulis=False)
                return JawabanToken(respons.status, isi, baca_retry_after(respons.headers.get("Retry-After")))
        except KirimUlangNanti as galat:
            raise KirimUlangNanti(Kode.TOKEN_TIDAK_DIDAPAT, status=galat.status) from galat

    def _panggil_sekali(self, permintaan: Permintaan, token: Mapping[str, str]) -> Jawaban:
        waktu = self._waktu(berkas=permintaan.badan is not None)
        with permintaan.badan() if permintaan.badan else nullcontext() as badan:
            siap = self._siapkan(permintaan, token, badan)
            with self._saluran().tukar(siap, waktu=waktu, tulis=permintaan.tulis) as respons:
                bagian = potongan(respons, batas_waktu=waktu[1], tulis=permintaan.tulis)
                isi = kumpulkan(bagian, batas=self.konfigurasi.batas_json, tulis=permintaan.tulis)
                return self._jawaban(permintaan, respons, isi)

    def _unduh_sekali(
        self, permintaan: Permintaan, tujuan: BinaryIO, batas: int, awalan: bytes, token: Mapping[str, str]
    ) -> Jawaban:
        waktu = self._waktu(berkas=True)
        siap = self._siapkan(permintaan, token, None)
        with self._saluran().tukar(siap, waktu=waktu, tulis=False) as respons:
            bagian = potongan(respons, batas_waktu=waktu[1], tulis=False)
            awal = b""
            while len(awal) < len(awalan) and (satu := next(bagian, b"")):
                awal += satu
            semua = chain([awal], bagian)
            if respons.status != 200 or not awal.startswith(awalan):
                isi = kumpulkan(semua, batas=self.konfigurasi.batas_json, tulis=False)
                return self._jawaban(permintaan, respons, isi)
            _salin(semua, tujuan, batas)
            return putusan.BERKAS_UTUH

    def _jawaban(self, permintaan: Permintaan, respons: BaseHTTPResponse, isi: bytes) -> Jawaban:
        jawaban = Jawaban(respons.status, baca_retry_after(respons.headers.get("Retry-After")), buka_bytes(isi))
        if self._pengamat is not None:
            kepala = tanpa_rahasia(respons.headers)
            amatan = Amatan(permintaan.api, permintaan.metode, jawaban.status, kepala, jawaban.bentuk, isi)
            try:
                self._pengamat(amatan)
            except Exception as galat:
                # The answer counts, not who watches: lost here, it would leave a write uncertain.
                log.warning("pengamat_gagal", api=permintaan.api, galat=type(galat).__name__)
        return jawaban

    def _siapkan(self, permintaan: Permintaan, token: Mapping[str, str], badan: MultipartEncoder | None) -> Surat:
        kepala, isi = dict(token), None
        if permintaan.kunci:
            kepala["Idempotency-Key"] = permintaan.kunci
        if badan is not None:
            isi = badan
            kepala |= {"Content-Type": badan.content_type, "Content-Length": str(badan.len)}
        elif permintaan.json is not None:
            isi = json.dumps(permintaan.json, allow_nan=False).encode()
            kepala["Content-Type"] = "application/json"
        url = self.konfigurasi.url(permintaan.api, **permintaan.isian)
        kueri = f"?{urlencode(permintaan.params)}" if permintaan.params else ""
        return Surat(permintaan.metode, url + kueri, self._kepala(kepala), isi)

    def _kepala(self, tambahan: Mapping[str, str]) -> dict[str, str]:
        dasar = {
            "X-Request-ID": _id_permintaan(),
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": self.konfigurasi.user_agent,
        }
        return {**dasar, **self.konfigurasi.kepala, **tambahan}

    def _waktu(self, *, berkas: bool) -> tuple[float, float]:
        baca = self.konfigurasi.read_timeout_berkas if berkas else self.konfigurasi.read_timeout
        return self.konfigurasi.connect_timeout, baca

    def _saluran(self) -> Saluran:
        saluran: Saluran | None = getattr(self._lokal, "saluran", None)
        if saluran is None or saluran.pid != os.getpid():  # a forked worker must not share its parent's sockets
            saluran = self._lokal.saluran = Saluran(self.konfigurasi)
            self._semua.add(saluran)
        return saluran
