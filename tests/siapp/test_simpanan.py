"""What was made for one person stays out of every cache."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from siapp.akun.models import Peran
from siapp.akun.peran import JenisPeran
from siapp.web.akses import Macam, aturan_akses
from tests.dunia import buat_pengguna

pytestmark = pytest.mark.django_db


def _alamat(pola: URLResolver, awal: str = "/") -> list[str]:
    """Every address without a part that has to be filled in."""
    hasil = []
    for satu in pola.url_patterns:
        rute = awal + str(satu.pattern).lstrip("^").rstrip("$")
        if isinstance(satu, URLResolver):
            hasil += _alamat(satu, rute)
        elif isinstance(satu, URLPattern) and "<" not in rute and "(" not in rute:
            hasil.append(rute)
    return hasil


def test_setiap_halaman_bagi_orang_yang_masuk_tidak_disimpan_siapa_pun(client: Client) -> None:
    semua = [jenis for jenis in JenisPeran if jenis is not JenisPeran.PIC]
    pokja = {JenisPeran.KOORDINATOR, JenisPeran.VERIFIKATOR}
    client.force_login(
        buat_pengguna("Sinta Contoh", *(Peran(jenis=j, kategori="KP" if j in pokja else "") for j in semua))
    )
    dilihat = 0
    for alamat in _alamat(get_resolver()):
        jawaban = client.get(alamat)
        cocok = jawaban.resolver_match
        if cocok is None or getattr(aturan_akses(cocok), "macam", None) in {Macam.PUBLIK, Macam.MESIN, Macam.TERTUTUP}:
            continue
        dilihat += jawaban.status_code == 200
        assert {"private", "no-store"} <= set(jawaban["Cache-Control"].replace(",", " ").split()), alamat
    assert dilihat > 15


def test_gaya_dan_skrip_tetap_boleh_disimpan(client: Client) -> None:
    assert "no-store" not in client.get("/api/v1/skema.json").headers["Cache-Control"]
