"""The simulator's routes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from integrasi.peragaan.simulator import baca
from integrasi.peragaan.simulator.amplop import BENTUK
from integrasi.peragaan.simulator.bkn import jalankan_otomatis, setel_otomatis
from integrasi.peragaan.simulator.gangguan import SEBELUM, SESUDAH, PapanGangguan, terjadi
from integrasi.peragaan.simulator.halaman import rute_halaman
from integrasi.peragaan.simulator.keadaan import Keadaan
from integrasi.peragaan.simulator.layanan import Endpoint, Layanan
from integrasi.peragaan.simulator.masuk import Penjaga
from integrasi.peragaan.simulator.notifikasi import PengirimNotifikasi
from integrasi.peragaan.simulator.periksa import TidakAda
from integrasi.peragaan.simulator.setelan import Setelan
from integrasi.peragaan.simulator.sim import Bersama, rute_sim, setel_mode
from integrasi.peragaan.simulator.tulis import TULISAN

REFERENSI = tuple(kunci.partition("/")[2] for kunci in BENTUK if kunci.startswith("13/"))


def _rute_referensi(layanan: Layanan) -> list[BaseRoute]:
    return [
        Route(
            f"/siapp/referensi/{nama}",
            layanan.membaca(f"13/{nama}", partial(baca.referensi, nama=nama), perlu_sso=False),
        )
        for nama in REFERENSI
    ]


def rute_api(layanan: Layanan) -> list[BaseRoute]:
    """APIs 1–7, 10, 11, 13 (kontrak.md 2)."""
    return [
        Route("/siapp/asn/{nip}", layanan.membaca("1", baca.asn_satu)),
        Route("/siapp/asn", layanan.membaca("1/daftar", baca.asn_daftar)),
        Route("/siapp/role-pic/{id}", layanan.menghapus_peran(), methods=["DELETE"]),
        Route("/siapp/usulan", layanan.membaca("3/cari", baca.cari)),
        Route("/siapp/usulan/dokumen", layanan.mengunggah(), methods=["POST"]),
        Route("/siapp/usulan/pertek", layanan.membaca("6", baca.pertek)),
        Route("/siapp/unduh", layanan.membaca("6/unduh", baca.unduh)),
        Route("/siapp/usulan/status", layanan.membaca("7", baca.status)),
        *(Route(satu.jalan, layanan.menulis(api), methods=["POST"]) for api, satu in TULISAN.items() if satu.jalan),
        *_rute_referensi(layanan),
    ]


def _rute_token(keadaan: Keadaan, penjaga: Penjaga, papan: PapanGangguan) -> list[BaseRoute]:
    def bergangguan(layani: Endpoint) -> Endpoint:
        async def endpoint(permintaan: Request) -> Response:
            keadaan.hitung("token", "tiba")
            gangguan = papan.pilih("token", permintaan.headers.get("x-sim-gangguan"))
            jawaban = await terjadi(gangguan, SEBELUM)
            if jawaban is None:
                jawaban = await layani(permintaan)
                jawaban = await terjadi(gangguan, SESUDAH, jawaban) or jawaban
            keadaan.catat_panggilan("token", "POST", "token", jawaban.status_code, gangguan.nama if gangguan else "", 0)
            return jawaban

        return endpoint

    sso = "/auth/realms/public-siasn/protocol/openid-connect/token"
    return [
        Route("/oauth2/token", bergangguan(penjaga.layani_apim), methods=["POST"]),
        Route(sso, bergangguan(penjaga.layani_sso), methods=["POST"]),
    ]


class PenjagaAsal:
    """Refuses form posts that another site's page sends through the browser of whoever plays BKN."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer 403 when Origin is not this host."""
        if scope["type"] == "http" and scope["method"] == "POST":
            kepala = Headers(scope=scope)
            asal = kepala.get("origin")
            if asal is not None and asal.partition("://")[2] != kepala.get("host"):
                await Response("asal tidak dikenal", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _siapkan(setelan: Setelan) -> Keadaan:
    keadaan = Keadaan(setelan.berkas)
    if setelan.mode_ganda:
        setel_mode(keadaan, setelan.mode_ganda)
    if setelan.otomatis:
        setel_otomatis(keadaan, True, setelan.otomatis_jeda)
    return keadaan


def buat_app(setelan: Setelan) -> Starlette:
    """The ASGI application over the state file named in `setelan`.

    Switches given at the start win over remembered ones; what is not given keeps what the file remembers.
    """
    keadaan = _siapkan(setelan)
    penjaga = Penjaga(keadaan, setelan)
    papan = PapanGangguan(keadaan)
    pengirim = PengirimNotifikasi(keadaan, setelan)
    bersama = Bersama(keadaan, penjaga, papan, pengirim)
    halaman, tidak_ada = rute_halaman(bersama)

    @asynccontextmanager
    async def umur(_app: Starlette) -> AsyncIterator[None]:
        tugas = [asyncio.create_task(jalankan_otomatis(keadaan)), asyncio.create_task(pengirim.jalankan())]
        yield
        for t in tugas:
            t.cancel()
        await asyncio.gather(*tugas, return_exceptions=True)
        keadaan.tutup()

    async def jawab_tidak_ada(permintaan: Request, _galat: Exception) -> Response:
        return tidak_ada(permintaan)

    return Starlette(
        routes=[
            *rute_api(Layanan(keadaan, penjaga, papan)),
            *_rute_token(keadaan, penjaga, papan),
            *rute_sim(bersama),
            *halaman,
        ],
        lifespan=umur,
        middleware=[Middleware(PenjagaAsal)],
        exception_handlers={TidakAda: jawab_tidak_ada},
    )
