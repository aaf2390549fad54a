"""Where a person is signed in, and ending that from elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from siapp.akun.models import Pengguna, Peran
from siapp.akun.perangkat import nama_perangkat
from siapp.audit.models import Akses
from tests import dunia as d
from tests.akun.conftest import coba_masuk
from tests.dunia import SANDI

PROFIL = "/akun/profil/"
DAFTAR = "/akun/perangkat/"
SEMUA = "/akun/perangkat/akhiri/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


def masuk(orang: Pengguna, agen: str = CHROME, alamat: str = "10.0.0.1") -> Client:
    klien = Client(HTTP_USER_AGENT=agen, REMOTE_ADDR=alamat)
    assert coba_masuk(klien, orang.nip, alamat=alamat)
    return klien


def _nomor(halaman: str) -> list[str]:
    return [bagian.split('/"')[0] for bagian in halaman.split('action="/akun/perangkat/')[1:]]


@pytest.fixture
def dua(orang: Pengguna, jam: time_machine.Traveller) -> tuple[Client, Client]:
    """A computer at the office, and a phone that signed in two minutes later."""
    kantor = masuk(orang)
    jam.shift(timedelta(minutes=2))
    return kantor, masuk(orang, IPHONE, "10.7.7.7")


def test_daftar_menyebut_perangkat_alamat_dan_pemakaian_terakhir(
    dua: tuple[Client, Client], jam: time_machine.Traveller
) -> None:
    kantor, ponsel = dua
    jam.shift(timedelta(minutes=3))
    kantor.get(PROFIL)
    halaman = ponsel.get(DAFTAR).text
    assert halaman.index("Safari di iPhone") < halaman.index("Chrome di Windows")
    for isi in ("10.0.0.1", "10.7.7.7", "Perangkat ini", "10.05", "10.02"):
        assert isi in halaman, isi


def test_satu_sesi_diakhiri_dari_perangkat_lain_dan_tercatat(dua: tuple[Client, Client], orang: Pengguna) -> None:
    kantor, ponsel = dua
    satu, semua = _nomor(ponsel.get(DAFTAR).text)
    assert semua == "akhiri"
    jawaban = ponsel.post(f"/akun/perangkat/{satu}/", follow=True)
    assert "1 sesi diakhiri" in jawaban.text
    assert kantor.get(PROFIL)["Location"].startswith("/akun/login/")
    assert ponsel.get(PROFIL).status_code == 200
    keluar = Akses.objects.get(tindakan="KELUAR")
    assert (keluar.pengguna, keluar.rincian) == (orang, {"sebab": "diakhiri dari perangkat lain"})
    assert "sudah berakhir" in ponsel.post(f"/akun/perangkat/{satu}/", follow=True).text


def test_semua_yang_lain_diakhiri_dan_yang_ini_tetap(dua: tuple[Client, Client], orang: Pengguna) -> None:
    kantor, ponsel = dua
    rumah = masuk(orang, alamat="10.3.3.3")
    ponsel.post(SEMUA)
    assert [k.get(PROFIL).status_code for k in (kantor, rumah, ponsel)] == [302, 302, 200]
    assert "/akhiri/" not in ponsel.get(DAFTAR).text


def test_sesi_orang_lain_tidak_terlihat_dan_tidak_dapat_diakhiri(dua: tuple[Client, Client], dunia: d.Dunia) -> None:
    satu = _nomor(dua[1].get(DAFTAR).text)[0]
    asing = masuk(dunia.pic, alamat="10.9.9.9")
    assert "10.0.0.1" not in asing.get(DAFTAR).text
    asing.post(f"/akun/perangkat/{satu}/")
    asing.post(SEMUA)
    assert dua[0].get(PROFIL).status_code == 200


def test_mengakhiri_meminta_masuk_yang_segar(dua: tuple[Client, Client], jam: time_machine.Traveller) -> None:
    kantor, ponsel = dua
    for _ in range(2):
        jam.shift(timedelta(minutes=8))
        kantor.get(PROFIL)
        ponsel.get(PROFIL)
    tanya = ponsel.post(SEMUA)["Location"]
    assert tanya.startswith("/akun/reauthenticate/")
    assert kantor.get(PROFIL).status_code == 200
    ponsel.post(tanya, {"password": SANDI, "next": SEMUA})
    assert kantor.get(PROFIL).status_code == 302


def test_yang_berakhir_karena_menganggur_tidak_disebut_lagi(
    dua: tuple[Client, Client], jam: time_machine.Traveller
) -> None:
    dua[0].get(PROFIL)
    for _ in range(2):
        jam.shift(timedelta(minutes=8))
        dua[1].get(PROFIL)
    assert "Chrome di Windows" not in dua[1].get(DAFTAR).text


def test_sesi_dengan_sandi_lama_tidak_disebut_lagi(dua: tuple[Client, Client]) -> None:
    baru = "kuda lampu sungai sembilan"
    isian = {"oldpassword": SANDI, "password1": baru, "password2": baru}
    assert dua[1].post("/akun/password/change/", isian).status_code == 302
    halaman = dua[1].get(DAFTAR).text
    assert "Safari di iPhone" in halaman
    assert "Chrome di Windows" not in halaman


def test_peran_yang_diambil_berlaku_di_tengah_sesi(dunia: d.Dunia, jam: time_machine.Traveller) -> None:
    klien = masuk(dunia.administrator)
    halaman = reverse("usulan:pic_daftar")
    for _ in range(4):
        jam.shift(timedelta(minutes=10))
        assert klien.get(halaman).status_code == 200
    Peran.objects.filter(pengguna=dunia.administrator).update(aktif=False)
    jam.shift(timedelta(seconds=1))
    assert klien.get(halaman).status_code == 403
    Pengguna.objects.filter(pk=dunia.administrator.pk).update(is_active=False)
    assert klien.get(halaman).status_code == 302


def test_sesi_tersimpan_di_postgresql_dan_hilang_saat_keluar(client: Client, orang: Pengguna) -> None:
    coba_masuk(client, orang.nip)
    assert Session.objects.filter(session_key=client.cookies["sesi"].value).exists()
    client.post("/akun/logout/")
    assert not Session.objects.exists()


def test_keluar_menghapus_yang_disimpan_peramban_tetapi_tidak_kukinya(client: Client, orang: Pengguna) -> None:
    coba_masuk(client, orang.nip)
    assert "Clear-Site-Data" not in client.get(PROFIL)
    assert "Clear-Site-Data" not in client.get("/akun/logout/")
    assert client.post("/akun/logout/")["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies["peramban"].value


def test_jumlah_kueri_tidak_bergantung_pada_jumlah_perangkat(
    dua: tuple[Client, Client], orang: Pengguna, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for nomor in range(3):
        masuk(orang, alamat=f"10.4.4.{nomor}")
    dua[1].get(DAFTAR)
    with django_assert_num_queries(6):  # session, person, roles, sign-ins noted, sessions, bell
        dua[1].get(DAFTAR)


@pytest.mark.parametrize(
    ("agen", "nama"),
    [
        (CHROME, "Chrome di Windows"),
        (f"{CHROME} Edg/142.0", "Edge di Windows"),
        (IPHONE, "Safari di iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox di Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox di Linux"),
        ("", "Peramban lain"),
    ],
)
def test_perangkat_dinamai_dengan_kata_orang(agen: str, nama: str) -> None:
    assert nama_perangkat(agen) == nama
