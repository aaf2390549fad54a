"""SECRET_KEY is changed, and nobody notices: sessions, codes, links, tokens and what was typed live on."""

import time

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from integrasi.mitra.gudang_token import GudangTokenBasisData
from integrasi.siasn.token import APIM, Token
from siapp.akun import adapter
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.web.halaman import _baca_kursor, _tulis_kursor
from tests import dunia as d
from tests.akun.conftest import coba_masuk
from tests.akun.test_dua_langkah import KODE, PROFIL, kode, kode_cadangan, pasang
from tests.akun.test_titipan import ISIAN, _akhiri, _surat, _tersembunyi

BARU = "kunci-rahasia-yang-baru-" * 3
SESI = "/akun/sesi/"


def _ganti(settings: Settings) -> None:
    """Step 1 of the manual."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = BARU, [settings.SECRET_KEY]


def _tuntaskan(settings: Settings) -> None:
    """Steps 2 and 3."""
    call_command("sandikan_ulang")
    settings.SECRET_KEY_FALLBACKS = []


def _simpan_token(nilai: str) -> None:
    token = Token(nilai, diambil=time.time(), kedaluwarsa=time.time() + 600)
    GudangTokenBasisData().segarkan({APIM: None}, {APIM: lambda: token})


def test_yang_sedang_masuk_tetap_masuk_dan_halamannya_tetap_miliknya(
    client: Client, orang: Pengguna, settings: Settings
) -> None:
    assert coba_masuk(client, orang.nip)
    tanda = client.get(SESI).json()["siapa"]
    _ganti(settings)
    assert client.get(SESI, {"dari": tanda}).json()["siapa"] == tanda
    assert client.get(SESI, {"dari": "0" * 16}).json()["siapa"] not in {tanda, "0" * 16}
    _tuntaskan(settings)
    assert client.get(PROFIL).status_code == 200


def test_peramban_yang_dikenal_tetap_dikenal(client: Client, orang: Pengguna, settings: Settings) -> None:
    assert coba_masuk(client, orang.nip)
    _ganti(settings)
    permintaan = client.get(PROFIL).wsgi_request
    assert adapter.peramban_dikenal(permintaan, orang.nip)
    assert not adapter.peramban_dikenal(permintaan, "199001012015011009")


def test_benih_dan_kode_cadangan_berlaku_sesudah_kunci_lama_dilepas(
    client: Client, orang: Pengguna, settings: Settings, jam: time_machine.Traveller
) -> None:
    assert coba_masuk(client, orang.nip)
    benih = pasang(client)
    cadangan = kode_cadangan(client)
    assert cadangan
    client.post("/akun/logout/")
    _ganti(settings)
    _tuntaskan(settings)
    # The app's code of the next half minute: the one of this was used to set it up.
    jam.shift(60)
    for satu in (kode(benih), cadangan[0]):
        baru = Client()
        assert coba_masuk(baru, orang.nip)
        assert baru.post(KODE, {"code": satu})["Location"] == PROFIL


def test_token_siasn_terbaca_sesudah_kunci_lama_dilepas(db: None, settings: Settings) -> None:
    kini = time.time()
    GudangTokenBasisData().segarkan(
        {APIM: None}, {APIM: lambda: Token("rahasia", diambil=kini, kedaluwarsa=kini + 600)}
    )
    _ganti(settings)
    _tuntaskan(settings)
    token = GudangTokenBasisData().ambil(APIM)
    assert token is not None
    assert token.nilai == "rahasia"


def test_yang_diketik_sebelum_kunci_diganti_kembali_kepada_penulisnya(dunia: d.Dunia, settings: Settings) -> None:
    klien = Client(enforce_csrf_checks=True)
    klien.force_login(dunia.pic)
    alamat, kiriman, _ = _surat(dunia, klien)
    _ganti(settings)
    _akhiri(klien)
    assert klien.post(alamat, kiriman)["Location"] == f"/akun/login/?next={ISIAN}"
    masuk = _tersembunyi(klien.get("/akun/login/").text) | {"login": dunia.pic.nip, "password": d.SANDI, "next": ISIAN}
    klien.post("/akun/login/", masuk)
    assert "B-77/CONTOH/2026" in klien.get(ISIAN).text


def test_kursor_halaman_dari_kunci_lama_terbaca(settings: Settings) -> None:
    kursor = _tulis_kursor("maju", [7])
    _ganti(settings)
    kini = _baca_kursor(kursor, [Peristiwa._meta.pk])
    assert kini is not None
    assert kini.nilai == [7]


@pytest.mark.usefixtures("db")
def test_perintah_tercatat_dapat_diulang_dan_mengeluh_bila_ada_yang_tak_terbaca(settings: Settings) -> None:
    _simpan_token("t")
    _ganti(settings)
    call_command("sandikan_ulang")
    call_command("sandikan_ulang")
    catatan = Peristiwa.objects.filter(jenis="sandi.disandikan_ulang").order_by("urutan")
    assert [satu.data["token SIASN"] for satu in catatan] == [1, 0]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "kunci-ketiga-" * 5, []
    with pytest.raises(CommandError, match="SECRET_KEY_FALLBACKS"):
        call_command("sandikan_ulang")
