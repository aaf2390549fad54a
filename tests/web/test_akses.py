"""Default deny: the door of every URL."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries

from siapp.akun.models import Peran
from siapp.akun.peran import JenisPeran
from siapp.web.akses import MASUK, MESIN, PUBLIK, TERTUTUP, Macam, akses, aturan_akses
from tests.web import rute

Masuk = Callable[..., Client]


def test_akses_tanpa_peran_tidak_dapat_dinyatakan() -> None:
    with pytest.raises(ValueError, match="role"):
        akses()


def test_pernyataan_terbaca_dari_fungsi_kelas_dan_drf() -> None:
    assert aturan_akses(rute.terbuka) is PUBLIK
    assert aturan_akses(rute.beranda) is MASUK
    assert aturan_akses(resolve("/api/mesin", "tests.web.rute")) is MESIN
    aturan = aturan_akses(rute.KelasPic.as_view())
    assert aturan is not None
    assert (aturan.macam, aturan.peran) == (Macam.PERAN, ("PIC",))
    assert aturan_akses(rute.lupa_dinyatakan) is None


def test_halaman_pihak_ketiga_dinyatakan_dengan_nama_url() -> None:
    assert aturan_akses(resolve("/akun/login/", "tests.web.rute")) is PUBLIK
    assert aturan_akses(resolve("/akun/signup/", "tests.web.rute")) is TERTUTUP
    assert aturan_akses(resolve("/akun/password/change/", "tests.web.rute")) is MASUK


def test_halaman_yang_lupa_dinyatakan_ditolak_juga_bagi_yang_masuk(masuk: Masuk) -> None:
    assert masuk(*set(JenisPeran) - {JenisPeran.PIC}).get("/lupa/").status_code == 403


@pytest.mark.django_db
def test_tamu_melihat_halaman_publik_saja(client: Client) -> None:
    assert client.get("/terbuka/").status_code == 200
    jawaban = client.get("/verifikator/?tab=2")
    assert jawaban.status_code == 302
    assert jawaban["Location"] == "/akun/login/?next=/verifikator/%3Ftab%3D2"


@pytest.mark.django_db
@pytest.mark.parametrize("metode", ["get", "post"])
def test_tamu_lewat_htmx_mendapat_401_supaya_halamannya_tidak_hilang(client: Client, metode: str) -> None:
    jawaban = getattr(client, metode)("/verifikator/", headers={"HX-Request": "true"})
    assert (jawaban.status_code, jawaban.content) == (401, b"")
    assert not {"HX-Redirect", "Location"} & set(jawaban.headers)


@pytest.mark.django_db
def test_tamu_yang_mengirim_formulir_kembali_ke_halaman_asalnya(client: Client) -> None:
    jawaban = client.post("/verifikator/", headers={"Referer": "http://testserver/verifikator/daftar"})
    assert jawaban["Location"] == "/akun/login/?next=/verifikator/daftar"


@pytest.mark.django_db
def test_halaman_asal_dari_situs_lain_tidak_dipakai(client: Client) -> None:
    jawaban = client.post("/verifikator/", headers={"Referer": "https://jahat.contoh.test/curi"})
    assert jawaban["Location"] == "/akun/login/?next=/"


def test_orang_dalam_tanpa_peran_mendapat_403_dengan_penjelasan(masuk: Masuk) -> None:
    jawaban = masuk(JenisPeran.AUDITOR).get("/verifikator/")
    assert jawaban.status_code == 403
    assert "Peran Anda tidak mencakup halaman ini" in jawaban.content.decode()


def test_pemegang_salah_satu_peran_boleh_masuk(masuk: Masuk) -> None:
    assert masuk(JenisPeran.VERIFIKATOR).get("/verifikator/").content == b"ruang verifikator"


def test_peran_yang_diakhiri_berlaku_pada_permintaan_berikutnya(masuk: Masuk) -> None:
    client = masuk(JenisPeran.VERIFIKATOR)
    assert client.get("/verifikator/").status_code == 200
    Peran.objects.update(aktif=False)
    assert client.get("/verifikator/").status_code == 403


def test_halaman_yang_ditutup_tidak_ada_bagi_siapa_pun(masuk: Masuk) -> None:
    assert masuk(JenisPeran.ADMINISTRATOR).get("/akun/signup/").status_code == 404


@pytest.mark.django_db
def test_alamat_yang_tidak_ada_memberi_404(client: Client) -> None:
    jawaban = client.get("/entah/")
    assert jawaban.status_code == 404
    assert "Halaman tidak ditemukan" in jawaban.content.decode()


@pytest.mark.django_db
def test_pintu_mesin_di_luar_awalannya_ditolak(client: Client) -> None:
    assert client.get("/mesin-di-luar/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("jalur", ["/api/lupa", "/api/manusia", "/api/entah"])
def test_di_bawah_api_hanya_ada_pintu_mesin(client: Client, jalur: str) -> None:
    jawaban = client.get(jalur)
    assert jawaban.status_code == 404
    assert jawaban["Content-Type"] == "application/json"


def test_permintaan_mesin_tidak_melihat_sesi_dan_pengguna(masuk: Masuk) -> None:
    jawaban = masuk(JenisPeran.ADMINISTRATOR).get("/api/mesin")
    assert jawaban.json() == {"sesi": False, "pengguna": False}


@pytest.mark.django_db
def test_permintaan_mesin_tidak_butuh_token_csrf_dan_tidak_menyentuh_basis_data(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = Client(enforce_csrf_checks=True)
    with django_assert_num_queries(0):
        jawaban = client.post("/api/mesin", {"a": 1}, content_type="application/json")
    assert jawaban.status_code == 201
    assert jawaban.json() == {"diterima": {"a": 1}}
    assert not jawaban.cookies


@pytest.mark.django_db
def test_kegagalan_pada_pintu_mesin_dijawab_json(client: Client) -> None:
    client.raise_request_exception = False
    jawaban = client.get("/api/gagal")
    assert jawaban.status_code == 500
    assert jawaban.json() == {"detail": "Gangguan pada sistem."}
