"""Each user confirms the duty of secrecy: at first, each year, and when the text is a new one (Pasal 11 ayat (5))."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from siapp.akun import kerahasiaan
from siapp.akun.kerahasiaan import BERLAKU, Naskah, naskah, semua_naskah
from siapp.akun.models import Pengguna, PernyataanKerahasiaan
from siapp.audit.models import Peristiwa

HALAMAN = "/akun/kerahasiaan/"


@pytest.fixture(autouse=True)
def wajib(settings: Settings) -> None:
    settings.KERAHASIAAN_WAJIB = True


@pytest.fixture
def klien(client: Client, orang: Pengguna) -> Client:
    client.force_login(orang)
    return client


def _nyatakan(klien: Client) -> None:
    jawaban = klien.post(HALAMAN, {"versi": naskah().versi})
    assert (jawaban.status_code, jawaban["Location"]) == (302, "/")


@pytest.mark.parametrize("alamat", ["/", "/antrean/", "/akun/profil/", "/integrasi/pengiriman/"])
def test_sebelum_dinyatakan_setiap_halaman_menuju_ke_sana(klien: Client, alamat: str) -> None:
    jawaban = klien.get(alamat)
    assert (jawaban.status_code, jawaban["Location"]) == (302, HALAMAN)
    assert klien.get(alamat, headers={"HX-Request": "true"})["HX-Redirect"] == HALAMAN


def test_naskahnya_bantuan_dan_keluar_tetap_terbuka(klien: Client) -> None:
    isi = klien.get(HALAMAN).content.decode()
    assert all(butir in isi for butir in naskah().butir)
    assert klien.get("/bantuan/").status_code == 200
    assert klien.post("/akun/logout/").status_code == 302


def test_sesudah_dinyatakan_semua_terbuka_dan_tercatat_sekali(klien: Client, orang: Pengguna) -> None:
    _nyatakan(klien)
    _nyatakan(klien)
    assert klien.get("/").status_code == 200
    assert PernyataanKerahasiaan.objects.get().versi == naskah().versi
    assert Peristiwa.objects.get(jenis=kerahasiaan.DINYATAKAN).oleh == orang
    assert "Anda menyatakannya" in klien.get(HALAMAN).content.decode()
    assert "dinyatakan" in klien.get("/akun/profil/").content.decode()


def test_sesudah_setahun_ditanya_lagi_juga_dalam_sesi_yang_sama(
    klien: Client, orang: Pengguna, settings: Settings
) -> None:
    settings.SESI_MENGANGGUR = settings.SESI_TERLAMA = timedelta(days=3650)
    settings.SESSION_COOKIE_AGE = 10**9
    _nyatakan(klien)
    assert klien.get("/").status_code == 200
    kini = timezone.now()
    for lama, kode in ((BERLAKU - timedelta(days=1), 200), (BERLAKU + timedelta(days=1), 302)):
        with time_machine.travel(kini + lama, tick=False):
            klien.force_login(orang)
            assert klien.get("/").status_code == kode


def test_naskah_baru_ditanyakan_kepada_yang_sudah_menyatakan(
    klien: Client, orang: Pengguna, monkeypatch: pytest.MonkeyPatch
) -> None:
    _nyatakan(klien)
    klien.get("/")
    semua = (*semua_naskah(), Naskah(2, ("Naskah kedua.",)))
    monkeypatch.setattr(kerahasiaan, "semua_naskah", lambda: semua)
    assert klien.get("/")["Location"] == HALAMAN
    assert klien.post(HALAMAN, {"versi": 1}).status_code == 409
    assert klien.post(HALAMAN, {"versi": "dua"}).status_code == 409
    _nyatakan(klien)
    assert klien.get("/").status_code == 200
    assert list(orang.pernyataan_kerahasiaan.order_by("versi").values_list("versi", flat=True)) == [1, 2]


def test_dalam_satu_sesi_basis_data_ditanya_sekali(klien: Client) -> None:
    _nyatakan(klien)
    klien.get("/")
    assert kerahasiaan.TANDA_SESI in klien.session
    PernyataanKerahasiaan.objects.all().delete()
    assert klien.get("/").status_code == 200


def test_mesin_tidak_ditanya(db: None) -> None:
    assert Client().get("/api/v1/info").status_code == 200


def test_versi_naskah_berurutan_dan_tidak_kosong() -> None:
    assert [satu.versi for satu in semua_naskah()] == list(range(1, len(semua_naskah()) + 1))
    assert all(satu.butir for satu in semua_naskah())


def test_isian_yang_terlalu_besar_disebut_terlalu_besar(klien: Client) -> None:
    asal = {"Referer": f"http://testserver{HALAMAN}?dari=profil"}
    jawaban = klien.post(HALAMAN, {"versi": "9" * 2 * 1024 * 1024}, headers=asal)
    assert jawaban.status_code == 413
    assert "Isian terlalu besar" in jawaban.content.decode()
    # The way back leads to the page whose text was too long, where it still stands.
    assert f'href="{HALAMAN}?dari=profil">Kembali' in jawaban.content.decode()
