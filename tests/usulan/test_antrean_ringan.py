"""Screen 5 stays light: what is hidden is fetched when it is opened, and nothing grows with agencies and people."""

import html
import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from siapp.akun.models import Kategori, Peran
from siapp.akun.peran import JenisPeran
from tests import dunia as d
from tests.banyak import perbanyak, perbanyak_instansi
from tests.usulan.test_antrean import Buka, buka, isi, masuk

__all__ = ["buka"]


def test_saringan_diambil_saat_dibuka_dan_terisi_seperti_yang_berlaku(dunia: d.Dunia, buka: Buka) -> None:
    usulan = d.diajukan(dunia)
    kueri = f"?tab=semua&instansi={usulan.instansi_id}&dari=01-02-2026"
    halaman = isi(buka(dunia.koordinator, kueri))
    pilihan = f'<option value="{usulan.instansi_id}" selected>'
    assert pilihan not in halaman
    (alamat,) = re.findall(r'<a href="([^"]+)" hx-get="\1"', halaman)
    for kepala in ({}, {"HTTP_HX_REQUEST": "true"}):
        isian = isi(masuk(Client(), dunia.koordinator).get(html.unescape(alamat), **kepala))
        assert pilihan in isian
        assert 'value="01-02-2026"' in isian
        assert '<input type="hidden" name="tab" value="semua">' in isian
        assert ("<h1>" in isian) is not bool(kepala)


def test_saringan_yang_tak_terbaca_terbuka_dengan_galatnya(dunia: d.Dunia, buka: Buka) -> None:
    halaman = isi(buka(dunia.koordinator, "?tab=semua&dari=kemarin&layanan=entah"))
    assert '<details class="lipat" open>' in halaman
    assert halaman.count("bidang-galat") == 2
    assert 'name="instansi"' in halaman


def test_halaman_antrean_tidak_tumbuh_bersama_instansi_dan_orang(
    dunia: d.Dunia, buka: Buka, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    usulan = d.diajukan(dunia)
    perbanyak(usulan, 30)
    buka(dunia.verifikator, "?tab=baru")
    with CaptureQueriesContext(connection) as sebelum:
        panjang = len(buka(dunia.verifikator, "?tab=baru").content)
    perbanyak_instansi(d.segar(usulan), 40)
    for nomor in range(20):
        d.buat_pengguna(f"Wira {nomor} Contoh", Peran(jenis=JenisPeran.VERIFIKATOR, kategori=Kategori.KP))
    with django_assert_num_queries(len(sebelum)):
        kini = buka(dunia.verifikator, "?tab=baru").content
    assert abs(len(kini) - panjang) < 500
