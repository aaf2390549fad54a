import subprocess
import sys

import pytest

from integrasi.siasn.konfigurasi import PATH_BAWAAN, KonfigurasiSalah
from tests.integrasi.siasn.conftest import konfigurasi
from tests.sarana import AKAR, SABAR

URL = "https://siasn.contoh.go.id/apim/v1/"


def test_path_bawaan_menempel_di_alamat_dasar():
    assert konfigurasi(URL).url("status") == "https://siasn.contoh.go.id/apim/v1/siapp/usulan/status"


def test_isian_path_tidak_dapat_keluar_dari_tempatnya():
    assert konfigurasi(URL).url("asn", nip="../x?y=1#z").endswith("/siapp/asn/..%2Fx%3Fy%3D1%23z")


def test_setiap_path_dapat_diganti():
    for api, path in PATH_BAWAAN.items():
        ganti = konfigurasi(URL, paths={api: "/lain" + path})
        assert ganti.url(api, nip="1", id="2").startswith("https://siasn.contoh.go.id/apim/v1/lain/siapp/")


@pytest.mark.parametrize(
    ("paths", "sebut"),
    [
        ({"usulann": "/x"}, "usulann"),
        ({"usulan": "https://lain.contoh.go.id/x"}, "usulan"),
        ({"usulan": "//lain.contoh.go.id/x"}, "usulan"),
        ({"usulan": "@lain.contoh.go.id/x"}, "usulan"),
        ({"usulan": "/x?a=1"}, "usulan"),
        ({"asn": "/asn"}, "asn"),
        ({"asn": "/asn/{nik}"}, "asn"),
        ({"asn": "/asn/{nip"}, "asn"),
        ({"usulan": "/usulan/{nip}"}, "usulan"),
    ],
)
def test_path_yang_salah_ditolak_dengan_namanya(paths, sebut):
    with pytest.raises(KonfigurasiSalah, match=f"'{sebut}'"):
        konfigurasi(URL, paths=paths)


@pytest.mark.parametrize(
    ("lain", "sebut"),
    [
        ({"base_url": ""}, "base_url"),
        ({"base_url": "ftp://siasn.contoh.go.id"}, "base_url"),
        ({"base_url": "https://"}, "base_url"),
        ({"base_url": "https://a:b@siasn.contoh.go.id"}, "base_url"),
        ({"base_url": "https://siasn.contoh.go.id:99999"}, "base_url"),
        ({"token_url": "siasn"}, "token_url"),
        ({"client_secret": ""}, "client_secret"),
        ({"sso_password": ""}, "sso_password"),
        ({"sso_token": "abc def"}, "sso_token"),
        ({"read_timeout": 0}, "read_timeout"),
    ],
)
def test_pengaturan_yang_salah_disebut_namanya(lain, sebut):
    with pytest.raises(KonfigurasiSalah, match=sebut):
        konfigurasi(URL, **lain)


def test_http_tanpa_tls_hanya_ke_mesin_sendiri():
    konfigurasi("http://127.0.0.1:8100")
    konfigurasi("http://localhost:8100")
    with pytest.raises(KonfigurasiSalah, match="TLS"):
        konfigurasi("http://siasn.contoh.go.id")


def test_token_tempel_cukup_tanpa_kredensial_sso():
    assert konfigurasi(URL, sso_token="tempel", sso_url="", sso_username="", sso_password="", sso_client_id="")


def test_rahasia_tidak_tercetak():
    cetak = repr(konfigurasi(URL, sso_token="token-tempel"))
    assert not {"rahasia", "sandi", "token-tempel", "199001012015011001"} & set(cetak.replace("'", " ").split())


def test_klien_siasn_tidak_memuat_django_dan_model_kita():
    kode = (
        "import importlib, pkgutil, sys, integrasi.siasn as paket\n"
        "for modul in pkgutil.iter_modules(paket.__path__, 'integrasi.siasn.'):\n"
        "    importlib.import_module(modul.name)\n"
        "print(sorted({'django', 'siapp', 'usulan', 'referensi'} & set(sys.modules)))"
    )
    hasil = subprocess.run([sys.executable, "-c", kode], cwd=AKAR, capture_output=True, text=True, timeout=SABAR)
    assert (hasil.stdout.strip(), hasil.returncode) == ("[]", 0), hasil.stderr
