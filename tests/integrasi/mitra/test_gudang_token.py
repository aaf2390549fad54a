"""The shared token store."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from integrasi.mitra.gudang_token import GudangTokenBasisData
from integrasi.models import TokenSiasn
from integrasi.sebab import Kode
from integrasi.siasn.errors import KirimUlangNanti, TokenDitolak
from integrasi.siasn.token import APIM, SSO, Token
from siapp.koneksi import lepas_koneksi


def _token(nilai: str, umur: float = 600) -> Token:
    return Token(nilai, diambil=time.time(), kedaluwarsa=time.time() + umur)


def test_token_tersimpan_tersandi_dan_terbaca_kembali(db: None) -> None:
    GudangTokenBasisData().segarkan({APIM: None}, {APIM: lambda: _token("rahasia-sekali")})
    baris = TokenSiasn.objects.get(pk=APIM)
    assert "rahasia" not in baris.isi
    dibaca = GudangTokenBasisData().ambil(APIM)
    assert dibaca is not None
    assert dibaca.nilai == "rahasia-sekali"
    assert dibaca.segar()


def test_token_dari_kunci_lama_tidak_dipakai(db: None, settings: Settings) -> None:
    GudangTokenBasisData().segarkan({SSO: None}, {SSO: lambda: _token("lama")})
    settings.SECRET_KEY = "kunci-yang-lain-" * 5
    assert GudangTokenBasisData().ambil(SSO) is None


@pytest.mark.django_db(transaction=True)
def test_delapan_pekerja_menyegarkan_token_satu_kali() -> None:
    GudangTokenBasisData().segarkan({APIM: None}, {APIM: lambda: _token("mati")})
    dibuat: list[str] = []
    mulai = threading.Barrier(8)

    def buat() -> Token:
        time.sleep(0.05)
        dibuat.append("baru")
        return _token("baru")

    def pekerja(_: int) -> str:
        gudang = GudangTokenBasisData()
        mulai.wait()
        try:
            return gudang.segarkan({APIM: "mati"}, {APIM: buat})[APIM].nilai
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(8) as kolam:
        assert list(kolam.map(pekerja, range(8))) == ["baru"] * 8
    assert dibuat == ["baru"]


def test_kredensial_yang_ditolak_beristirahat(db: None) -> None:
    dicoba: list[int] = []

    def tolak() -> Token:
        dicoba.append(1)
        raise TokenDitolak(Kode.KREDENSIAL_DITOLAK, status=401)

    for _ in range(5):
        with pytest.raises(TokenDitolak) as galat:
            GudangTokenBasisData().segarkan({SSO: None}, {SSO: tolak})
        assert galat.value.kode is Kode.KREDENSIAL_DITOLAK
    assert len(dicoba) == 1
    TokenSiasn.objects.update(ditolak_sampai=timezone.now() - timedelta(seconds=1))
    assert GudangTokenBasisData().segarkan({SSO: None}, {SSO: lambda: _token("pulih")})[SSO].nilai == "pulih"
    assert TokenSiasn.objects.get(pk=SSO).ditolak_sampai is None


def test_layanan_token_yang_mati_tidak_menyimpan_apa_pun(db: None) -> None:
    def mati() -> Token:
        raise KirimUlangNanti(Kode.TOKEN_TIDAK_DIDAPAT)

    with pytest.raises(KirimUlangNanti):
        GudangTokenBasisData().segarkan({APIM: None}, {APIM: mati})
    assert GudangTokenBasisData().ambil(APIM) is None


def test_pasangan_dari_sebelum_dan_sesudah_penyegaran_tidak_menyegarkan_lagi(db: None) -> None:
    baru = {APIM: lambda: _token("apim-2"), SSO: lambda: _token("sso-2")}
    GudangTokenBasisData().segarkan({APIM: "apim-1", SSO: "sso-1"}, baru)

    def terlarang() -> Token:
        raise AssertionError("both had just been replaced")

    campuran = {APIM: "apim-2", SSO: "sso-1"}  # read between the two
    hasil = GudangTokenBasisData().segarkan(campuran, {APIM: terlarang, SSO: terlarang})
    assert {jenis: token.nilai for jenis, token in hasil.items()} == {APIM: "apim-2", SSO: "sso-2"}
