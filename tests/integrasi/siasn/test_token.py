import base64
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from integrasi.sebab import Kode
from integrasi.siasn.errors import KirimUlangNanti, TokenDitolak
from integrasi.siasn.token import (
    APIM,
    SSO,
    GudangMemori,
    JawabanToken,
    Token,
    ambil_apim,
    ambil_sso,
    exp_jwt,
    token_tempel,
)
from tests.integrasi.siasn.conftest import konfigurasi

URL = "https://siasn.contoh.go.id"


def jwt(**isi):
    potong = base64.urlsafe_b64encode(json.dumps(isi).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{potong}.tanda"


def pos_tetap(status, badan, terkirim=None):
    def pos(url, kepala, formulir):
        if terkirim is not None:
            terkirim.append((url, dict(kepala), dict(formulir)))
        return JawabanToken(status, badan if isinstance(badan, bytes) else json.dumps(badan).encode(), 12.0)

    return pos


def test_token_gerbang_diminta_dengan_basic_dan_client_credentials():
    terkirim = []
    token = ambil_apim(konfigurasi(URL), pos_tetap(200, {"access_token": "abc", "expires_in": 3600}, terkirim))
    ((url, kepala, formulir),) = terkirim
    assert url == URL + "/oauth2/token"
    assert base64.b64decode(kepala["Authorization"].removeprefix("Basic ")) == b"kunci:rahasia"
    assert formulir == {"grant_type": "client_credentials"}
    assert token.nilai == "abc"
    assert token.kedaluwarsa == pytest.approx(time.time() + 3600, abs=5)


def test_token_sso_diminta_dengan_sandi():
    terkirim = []
    ambil_sso(konfigurasi(URL), pos_tetap(200, {"access_token": "abc"}, terkirim))
    assert terkirim[0][2] == {
        "grant_type": "password",
        "client_id": "siapp",
        "username": "199001012015011001",
        "password": "sandi",
    }


def test_umur_token_dibaca_dari_jwt_bila_tidak_dikatakan():
    token = ambil_apim(konfigurasi(URL), pos_tetap(200, {"access_token": jwt(exp=4_000_000_000)}))
    assert token.kedaluwarsa == 4_000_000_000


@pytest.mark.parametrize("status", [400, 401, 403])
def test_kredensial_yang_ditolak_menunggu_orang(status):
    with pytest.raises(TokenDitolak) as tangkapan:
        ambil_apim(konfigurasi(URL), pos_tetap(status, {"error": "invalid_grant"}))
    assert tangkapan.value.kode is Kode.KREDENSIAL_DITOLAK


@pytest.mark.parametrize(
    ("status", "badan"),
    [(500, b""), (502, b"<html>"), (503, b""), (429, b""), (404, b""), (302, b""), (200, b""), (200, b"<html>"),
     (200, {}), (200, []), (200, {"access_token": ""}), (200, {"access_token": "a\nb"})],
)  # fmt: skip
def test_layanan_token_yang_terganggu_berarti_kirim_ulang_nanti(status, badan):
    with pytest.raises(KirimUlangNanti) as tangkapan:
        ambil_apim(konfigurasi(URL), pos_tetap(status, badan))
    assert tangkapan.value.kode is Kode.TOKEN_TIDAK_DIDAPAT


def test_token_segar_sampai_sebelum_ujung_umurnya():
    panjang = Token("a", diambil=1000, kedaluwarsa=4600)
    assert panjang.segar(4539)
    assert not panjang.segar(4541)
    pendek = Token("a", diambil=1000, kedaluwarsa=1010)
    assert pendek.segar(1008)
    assert not pendek.segar(1009.5)


def test_token_tempel_dipakai_sampai_habis_lalu_minta_diganti():
    token = token_tempel(jwt(exp=2000), sekarang=1999)
    assert token.segar(1999.5)
    assert not token.segar(2000)
    with pytest.raises(TokenDitolak) as tangkapan:
        token_tempel(jwt(exp=2000), sekarang=2000)
    assert tangkapan.value.kode is Kode.TOKEN_KEDALUWARSA


def test_token_tempel_yang_bukan_jwt_tidak_punya_akhir():
    assert token_tempel("buram").kedaluwarsa is None
    assert token_tempel("buram").segar()


@given(st.text(max_size=80) | st.builds("{}.{}.{}".format, st.text(), st.text(), st.text()))
def test_teks_apa_pun_tidak_menjatuhkan_pembaca_jwt(tertulis):
    assert exp_jwt(tertulis) is None


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text())
@example(10**400)
@example(float("inf"))
@example(float("nan"))
def test_akhir_jwt_hanya_bilangan_yang_ada_batasnya(akhir):
    hasil = exp_jwt(jwt(exp=akhir))
    if isinstance(akhir, int | float) and not isinstance(akhir, bool) and abs(akhir) <= sys.float_info.max:
        assert hasil == float(akhir)
    else:
        assert hasil is None


def test_nilai_token_tidak_tercetak():
    assert "rahasia-sekali" not in repr(Token("rahasia-sekali", diambil=0))


def test_gudang_memperbarui_sekali_walau_diminta_banyak_pekerja_bersamaan():
    gudang = GudangMemori()
    gudang.segarkan({APIM: None}, {APIM: lambda: Token("lama", diambil=0)})
    dibuat, mulai = [], threading.Barrier(16)

    def buat():
        time.sleep(0.05)
        dibuat.append(1)
        return Token("baru", diambil=0)

    def kerja(_):
        mulai.wait()
        return gudang.segarkan({APIM: "lama"}, {APIM: buat})[APIM].nilai

    with ThreadPoolExecutor(16) as kolam:
        assert set(kolam.map(kerja, range(16))) == {"baru"}
    assert len(dibuat) == 1
    assert gudang.ambil(SSO) is None


def test_gudang_tidak_menyimpan_apa_pun_bila_pembuatan_gagal():
    gudang = GudangMemori()

    def gagal():
        raise TokenDitolak(Kode.KREDENSIAL_DITOLAK)

    with pytest.raises(TokenDitolak):
        gudang.segarkan({APIM: None}, {APIM: gagal})
    assert gudang.ambil(APIM) is None


def test_gudang_mengganti_token_lain_yang_sudah_basi():
    gudang = GudangMemori()
    gudang.segarkan({APIM: None}, {APIM: lambda: Token("basi", diambil=0, kedaluwarsa=1)})
    assert gudang.segarkan({APIM: "lain"}, {APIM: lambda: Token("baru", diambil=0)})[APIM].nilai == "baru"
