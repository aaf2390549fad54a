"""The gate before Django: uploads take turns, pages do not wait for them."""

import io
import sys
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from siapp.proses import SAKLAR_WEB, UNGGAHAN_WEB, UTAS_WEB
from siapp.web.gerbang import Gerbang, lepas_giliran
from siapp.wsgi import application
from tests.sarana import SABAR

FORMULIR = "multipart/form-data; boundary=x"


class Dalam:
    """An application that keeps each caller until it is told to let go, and what it was sent."""

    def __init__(self) -> None:
        self.lepas, self.masuk, self.isi = threading.Event(), threading.Semaphore(0), list[bytes]()

    def __call__(self, environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
        self.isi.append(environ["wsgi.input"].read())
        self.masuk.release()
        if environ["CONTENT_TYPE"] == FORMULIR:
            assert self.lepas.wait(SABAR)
        return [b""]


def minta(gerbang: Gerbang, jenis: str, isi: bytes = b"isi", panjang: str | None = None) -> threading.Thread:
    banyak = str(len(isi)) if panjang is None else panjang
    environ = {"CONTENT_TYPE": jenis, "CONTENT_LENGTH": banyak, "wsgi.input": io.BytesIO(isi + b" berlebih")}
    utas = threading.Thread(target=gerbang, args=(environ, lambda *_: None))
    utas.start()
    return utas


def test_halaman_tidak_menunggu_unggahan() -> None:
    dalam = Dalam()
    gerbang = Gerbang(dalam, serentak=4, unggahan=2, terbesar=100)
    unggahan = [minta(gerbang, FORMULIR) for _ in range(10)]
    assert all(dalam.masuk.acquire(timeout=SABAR) for _ in range(2))
    minta(gerbang, "").join(SABAR)
    # Two uploads and the page; the other eight wait outside.
    assert len(dalam.isi) == 3
    dalam.lepas.set()
    for satu in unggahan:
        satu.join(SABAR)
    assert len(dalam.isi) == 11


def test_formulir_diterima_seutuhnya_sebelum_gilirannya() -> None:
    dalam = Dalam()
    dalam.lepas.set()
    minta(Gerbang(dalam, serentak=1, unggahan=1, terbesar=100), FORMULIR, b"x" * 100).join(SABAR)
    assert dalam.isi == [b"x" * 100]


@pytest.mark.parametrize("panjang", ["101", "", "-1", "banyak"])
def test_formulir_yang_terlalu_besar_atau_tak_berukuran_dibaca_django(panjang: str) -> None:
    dalam = Dalam()
    dalam.lepas.set()
    minta(Gerbang(dalam, serentak=1, unggahan=1, terbesar=100), FORMULIR, b"x", panjang).join(SABAR)
    assert dalam.isi == [b"x berlebih"]


def test_galat_di_dalam_mengembalikan_giliran() -> None:
    def jatuh(environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
        raise ZeroDivisionError

    gerbang = Gerbang(jatuh, serentak=1, unggahan=1, terbesar=100)
    for _ in range(2):
        environ = {"CONTENT_TYPE": FORMULIR, "CONTENT_LENGTH": "1", "wsgi.input": io.BytesIO(b"x")}
        with pytest.raises(ZeroDivisionError):
            gerbang(environ, lambda *_: print)


def test_yang_menunggu_pemeriksaan_mengembalikan_gilirannya() -> None:
    dalam = Dalam()

    def menunggu(environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
        lepas_giliran()
        lepas_giliran()
        return dalam(environ, start_response)

    gerbang = Gerbang(menunggu, serentak=4, unggahan=1, terbesar=100)
    menanti = [minta(gerbang, FORMULIR) for _ in range(3)]
    assert all(dalam.masuk.acquire(timeout=SABAR) for _ in range(3))
    dalam.lepas.set()
    for satu in menanti:
        satu.join(SABAR)
    # What was given back early is not given back again at the end.
    tertahan = Dalam()
    gerbang._dalam = tertahan
    sisa = [minta(gerbang, FORMULIR) for _ in range(2)]
    assert tertahan.masuk.acquire(timeout=SABAR)
    assert not tertahan.masuk.acquire(timeout=0.2)
    tertahan.lepas.set()
    for satu in sisa:
        satu.join(SABAR)


def test_halaman_dan_formulir_tanpa_berkas_tidak_punya_giliran_untuk_dilepas() -> None:
    lepas_giliran()


def test_web_yang_dijalankan_melewati_gerbang() -> None:
    assert isinstance(application, Gerbang)
    assert UNGGAHAN_WEB < UTAS_WEB
    assert sys.getswitchinterval() == pytest.approx(SAKLAR_WEB)
