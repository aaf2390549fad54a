"""Which passwords are refused, and what the sentence says."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from siapp.akun.models import Pengguna
from siapp.akun.pendaftaran import sandi_sementara
from tests import dunia as d
from tests.dunia import SANDI

UMUM = "terlalu umum"
TENTANG_ANDA = "tinggal terlalu pendek"


def _keluhan(sandi: str, orang: Pengguna) -> str:
    try:
        validate_password(sandi, orang)
    except ValidationError as galat:
        return " ".join(galat.messages)
    return ""


@pytest.mark.parametrize(
    "sandi",
    [
        "password12345",
        "Password!2026",
        "!!!dragon!!!99",
        "qwertyqwerty",
        "Monkey-monkey-",
        "sunshine sunshine",
        "111111111111",
        "1qaz2wsx3edc",
    ],
)
def test_sandi_umum_yang_dipanjangkan_ditolak(orang: Pengguna, sandi: str) -> None:
    assert UMUM in _keluhan(sandi, orang)


@pytest.mark.parametrize(
    "sandi",
    ["Siapp-Setneg-2026", "kemensetneg-2026!", "SintaContoh2026", "Contoh.Sinta.99", "siapp siapp siasn bkn"],
)
def test_sandi_dari_kata_sini_dan_nama_sendiri_ditolak(orang: Pengguna, sandi: str) -> None:
    assert TENTANG_ANDA in _keluhan(sandi, orang)


def test_sandi_dari_nip_tanggal_lahir_dan_instansi_sendiri_ditolak(dunia: d.Dunia) -> None:
    orang = dunia.pic
    lahir = orang.nip[:8]
    kata = dunia.instansi.nama.split()[-1]
    for sandi in (f"x-{orang.nip}", f"aku{lahir[6:]}{lahir[4:6]}{lahir[:4]}", f"{kata}-{lahir}-ok"):
        assert TENTANG_ANDA in _keluhan(sandi, orang) or "mirip" in _keluhan(sandi, orang), sandi


@pytest.mark.parametrize(
    "sandi",
    ["kuda lampu sungai sembilan", "siapp kuda lampu sungai", "tanpaangkadanhurufbesar", "sungai kuda " * 20],
)
def test_tidak_ada_aturan_susunan_dan_kata_sini_boleh_ikut(orang: Pengguna, sandi: str) -> None:
    assert _keluhan(sandi, orang) == ""


def test_sandi_sementara_selalu_lolos(orang: Pengguna) -> None:
    assert [_keluhan(sandi_sementara(), orang) for _ in range(50)] == [""] * 50


def test_kalimatnya_tampil_pada_formulir_dan_mengatakan_apa_yang_ditulis(client: Client, orang: Pengguna) -> None:
    client.force_login(orang)
    isian = {"oldpassword": SANDI, "password1": "Siapp-Setneg-2026", "password2": "Siapp-Setneg-2026"}
    halaman = client.post("/akun/password/change/", isian).text
    assert "Tambahkan kata yang tidak ada hubungannya dengan Anda" in halaman
