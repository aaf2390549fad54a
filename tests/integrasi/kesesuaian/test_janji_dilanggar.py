"""A partner that keeps what it promises for one API and breaks it for another, or seems to keep it: it is found."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import requests
from pytest_django import Settings

from integrasi.kesesuaian.baca import Hasil, HasilUji
from integrasi.kesesuaian.uji_kontrak import uji
from tests.integrasi.conftest import Siasn
from tests.integrasi.siasn.mitra import Mitra, isi
from tests.sarana import SABAR

SEMUA = "tolak_ganda:3,4,5,11"
# Path of the call, its body, and how often that path was called before → a refusal, or None to let it through.
Cegat = Callable[[str, bytes, int], tuple[int, Any] | None]


def _perantara(mitra: Mitra, siasn: Siasn, cegat: Cegat) -> None:
    """Let `mitra` stand before the simulator and refuse what `cegat` says."""

    def aksi(h: BaseHTTPRequestHandler) -> None:
        catatan = next(satu for satu in reversed(mitra.catatan) if satu.asal == h.client_address)
        kali = sum(satu.jalur == h.path and satu.metode == h.command for satu in mitra.catatan) - 1
        if h.command == "POST" and (tolak := cegat(h.path, catatan.isi, kali)):
            return isi(tolak[1], tolak[0])(h)
        kepala = {k: v for k, v in catatan.kepala.items() if k.lower() not in {"host", "content-length"}}
        jawaban = requests.request(h.command, siasn.url + h.path, headers=kepala, data=catatan.isi, timeout=SABAR)
        return isi(jawaban.content, jawaban.status_code, jawaban.headers["Content-Type"])(h)

    mitra.jawab(aksi)


@pytest.fixture
def uji_perantara(mitra: Mitra, siasn: Siasn, settings: Settings) -> Callable[[Cegat], Hasil]:
    def jalankan(cegat: Cegat) -> Hasil:
        settings.SIASN_BASE_URL, settings.SIASN_MODE_GANDA = mitra.url, SEMUA
        siasn.mode(SEMUA)
        _perantara(mitra, siasn, cegat)
        return uji(baca_saja=False)

    return jalankan


def _putusan(hasil: Hasil) -> dict[str, HasilUji]:
    return {satu.api: satu.putusan for satu in hasil.baris if satu.nama.partition(", dikirim ulang")[1]}


def test_perantara_yang_jujur_memegang_semua_janji(uji_perantara: Callable[[Cegat], Hasil]) -> None:
    hasil = uji_perantara(lambda *_: None)
    assert set(_putusan(hasil).values()) == {HasilUji.SESUAI}, [s.keterangan for s in hasil.baris]


@pytest.mark.parametrize(
    ("api", "jalur"),
    [("4", "/siapp/usulan/dokumen"), ("5", "/siapp/usulan/approve"), ("11", "/siapp/salinan-keppres")],
)
def test_yang_menolak_apa_pun_sesudah_yang_pertama_tidak_terbukti(
    uji_perantara: Callable[[Cegat], Hasil], siasn: Siasn, api: str, jalur: str
) -> None:
    """A correction would be taken for delivered. Of documents only the first row is refused so."""
    wajib: list[bytes] = []

    def cegat(path: str, badan: bytes, kali: int) -> tuple[int, Any] | None:
        if path != jalur:
            return None
        if api == "4":
            wajib.append(badan)
            if len(wajib) <= 1 or _baris(badan) != _baris(wajib[0]):
                return None
        elif kali == 0:
            return None
        return 409, {"code": 0, "message": "sudah ada"}

    putusan = _putusan(hasil := uji_perantara(cegat))
    assert putusan == dict.fromkeys(("3", "4", "5", "11"), HasilUji.SESUAI) | {api: HasilUji.TIDAK_SESUAI}
    satu = next(s for s in hasil.baris if s.api == api and s.mode)
    assert satu.keterangan == "SIASN menolak kiriman lain sebagai ganda; kiriman tidak pasti diputus orang."


def _baris(badan: bytes) -> bytes:
    """The value of the part `id_ref_dokumen`."""
    return badan.partition(b'name="id_ref_dokumen"')[2].partition(b"\r\n\r\n")[2].partition(b"\r\n")[0]


@pytest.mark.parametrize(("api", "jalur"), [("5", "/siapp/usulan/approve"), ("11", "/siapp/salinan-keppres")])
def test_yang_menolak_juga_yang_pertama_tidak_membuktikan_apa_apa(
    uji_perantara: Callable[[Cegat], Hasil], api: str, jalur: str
) -> None:
    hasil = uji_perantara(lambda path, *_: (409, {"code": 0, "message": "tidak dapat"}) if path == jalur else None)
    putusan = _putusan(hasil)
    assert putusan.pop(api) is HasilUji.TIDAK_DIUJI
    assert set(putusan.values()) == {HasilUji.SESUAI}
    assert not hasil.sesuai


def test_yang_menyebut_id_usulan_orang_yang_sama_bukan_id_kiriman_kita_tidak_terbukti(
    uji_perantara: Callable[[Cegat], Hasil], siasn: Siasn
) -> None:
    """It names the person's open usulan, whoever made it: that of others would become ours."""

    def cegat(path: str, _badan: bytes, kali: int) -> tuple[int, Any] | None:
        if path != "/siapp/usulan" or kali == 0:
            return None
        (satu,) = requests.get(f"{siasn.url}/_sim/usulan", timeout=SABAR).json()
        return 409, {"code": 0, "message": "usulan aktif sudah ada", "data": {"id_usulan": satu["id"]}}

    putusan = _putusan(uji_perantara(cegat))
    assert putusan == dict.fromkeys(("4", "5", "11"), HasilUji.SESUAI) | {"3": HasilUji.TIDAK_SESUAI}
