"""Contacts of both sides: who reads what, who writes, and that nothing is lost (Pasal 4 ayat (2) huruf f)."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from siapp.audit.models import Peristiwa
from siapp.narahubung import kelola
from siapp.narahubung.models import Narahubung
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests.dunia import Dunia

HALAMAN = "/bantuan/narahubung/"
ISI = {
    "pihak": "BKN",
    "perihal": "INTEGRASI",
    "fungsi": "Direktorat Contoh",
    "nama": "Sari Contoh",
    "telepon": "021-555",
    "surel": "integrasi@contoh.go.id",
    "jam": "Senin–Jumat 08.00–16.00 WIB",
    "alamat": "Jalan Contoh 1",
    "cara": "",
    "terbuka": True,
}
DALAM = ISI | {"pihak": "SIAPP", "perihal": "KP", "fungsi": "Pokja Contoh", "telepon": "021-777", "terbuka": False}


@pytest.fixture
def dua(dunia: Dunia) -> tuple[Narahubung, Narahubung]:
    """One office that is open to strangers, one that is not; nothing else."""
    Narahubung.objects.all().delete()
    return kelola.tambah(ISI, oleh=dunia.administrator), kelola.tambah(DALAM, oleh=dunia.administrator)


def _isi(client: Client) -> str:
    jawaban = client.get(HALAMAN)
    assert jawaban.status_code == 200
    return jawaban.content.decode()


def test_yang_belum_masuk_hanya_melihat_kantor_yang_dibuka_tanpa_nama_orang(
    client: Client, dua: tuple[Narahubung, Narahubung]
) -> None:
    isi = _isi(client)
    assert "Direktorat Contoh" in isi
    assert "021-555" in isi
    assert "Sari Contoh" not in isi
    assert "Pokja Contoh" not in isi
    assert "021-777" not in isi


def test_yang_sudah_masuk_melihat_semuanya_per_pihak(
    client: Client, dunia: Dunia, dua: tuple[Narahubung, Narahubung]
) -> None:
    client.force_login(dunia.pic)
    isi = _isi(client)
    assert isi.count("Sari Contoh") == 2
    assert isi.index('id="siapp"') < isi.index("Pokja Contoh") < isi.index('id="bkn"') < isi.index("Direktorat Contoh")
    assert 'id="bkn-integrasi"' in isi
    assert "Tambah narahubung" not in isi


def test_jumlah_pertanyaan_tidak_tumbuh(
    client: Client, dunia: Dunia, dua: tuple[Narahubung, Narahubung], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.get(HALAMAN)
    for urut in range(10):
        kelola.tambah(ISI | {"fungsi": f"Unit {urut}"}, oleh=dunia.administrator)
    with django_assert_num_queries(1):
        client.get(HALAMAN)


def test_administrator_menambah_mengubah_dan_menghapus_dan_semuanya_tercatat(client: Client, dunia: Dunia) -> None:
    Narahubung.objects.all().delete()
    client.force_login(dunia.administrator)
    kirim = {**ISI, "versi": 1, "terbuka": "on"}
    assert client.post(f"{HALAMAN}tambah/", kirim)["Location"] == HALAMAN
    baris = Narahubung.objects.get()
    assert "Sari Contoh" in client.get(f"{HALAMAN}{baris.pk}/").content.decode()
    assert client.post(f"{HALAMAN}{baris.pk}/", kirim | {"telepon": "021-556"})["Location"] == HALAMAN
    baris.refresh_from_db()
    assert (baris.telepon, baris.versi) == ("021-556", 2)
    assert "021-556" in client.get(f"{HALAMAN}{baris.pk}/hapus/").content.decode()
    assert client.post(f"{HALAMAN}{baris.pk}/hapus/", {"versi": 2})["Location"] == HALAMAN
    assert not Narahubung.objects.exists()
    jejak = Peristiwa.objects.filter(aliran="narahubung").order_by("urutan")
    assert [satu.jenis.rpartition(".")[2] for satu in jejak] == ["ditambah", "diubah", "dihapus"]
    assert jejak[1].data["perubahan"] == {"telepon": ["021-555", "021-556"]}
    assert jejak[2].data["telepon"] == "021-556"


def test_penghapusan_yang_lebih_lambat_ditolak(
    client: Client, dunia: Dunia, dua: tuple[Narahubung, Narahubung]
) -> None:
    baris = dua[0]
    kelola.ubah(baris.pk, ISI | {"jam": "Setiap saat"}, versi=1, oleh=dunia.administrator)
    client.force_login(dunia.administrator)
    assert client.post(f"{HALAMAN}{baris.pk}/hapus/", {"versi": 1}).status_code == 409
    assert client.post(f"{HALAMAN}{baris.pk}/hapus/", {}).status_code == 409
    baris.refresh_from_db()
    assert (baris.telepon, baris.jam) == ("021-555", "Setiap saat")


def test_isi_yang_sama_tidak_mengubah_apa_pun(dunia: Dunia, dua: tuple[Narahubung, Narahubung]) -> None:
    assert kelola.ubah(dua[0].pk, ISI, versi=7, oleh=dunia.administrator).versi == 1
    assert not Peristiwa.objects.filter(jenis="narahubung.diubah").exists()


def test_yang_sudah_dihapus_tidak_dapat_diubah(dunia: Dunia, dua: tuple[Narahubung, Narahubung]) -> None:
    kelola.hapus(dua[0].pk, versi=1, oleh=dunia.administrator)
    with pytest.raises(GalatPengguna, match="dihapus orang lain"):
        kelola.ubah(dua[0].pk, ISI | {"jam": "lain"}, versi=1, oleh=dunia.administrator)


def test_hanya_administrator_yang_menulis(dunia: Dunia, dua: tuple[Narahubung, Narahubung]) -> None:
    for orang in (dunia.pic, dunia.kepala_biro, dunia.verifikator):
        with pytest.raises(TidakBerwenang):
            kelola.tambah(ISI, oleh=orang)
        with pytest.raises(TidakBerwenang):
            kelola.ubah(dua[0].pk, ISI, versi=1, oleh=orang)
        with pytest.raises(TidakBerwenang):
            kelola.hapus(dua[0].pk, versi=1, oleh=orang)


def test_narahubung_yang_tidak_dapat_dihubungi_ditolak_di_formulir_dan_di_basis_data(
    client: Client, dunia: Dunia
) -> None:
    bisu = ISI | {"telepon": "", "surel": "", "cara": ""}
    client.force_login(dunia.administrator)
    jawaban = client.post(f"{HALAMAN}tambah/", {**bisu, "versi": 1})
    assert jawaban.status_code == 422
    assert "salah satu harus ada" in jawaban.content.decode()
    with pytest.raises(IntegrityError, match="narahubung_dapat_dihubungi"):
        kelola.tambah(bisu, oleh=dunia.administrator)


def test_api_info_menyebut_kantor_yang_dibuka_tanpa_nama_orang(
    client: Client, dua: tuple[Narahubung, Narahubung]
) -> None:
    jawaban = client.get("/api/v1/info")
    (satu,) = jawaban.json()["data"]["narahubung"]
    assert satu["unit"] == "Direktorat Contoh"
    assert satu["jam"] == ISI["jam"]
    assert "Sari" not in jawaban.content.decode()


def test_akun_nonaktif_dan_halaman_masuk_menuju_narahubung(client: Client, db: None) -> None:
    for alamat in ("/akun/inactive/", "/akun/login/"):
        assert f'href="{HALAMAN}#akun">Administrator SIAPP</a>' in client.get(alamat).content.decode(), alamat


def test_isi_semula_adalah_yang_dahulu_tertulis_dalam_kode(db: None) -> None:
    Narahubung.objects.all().delete()
    migrasi = import_module("siapp.narahubung.migrations.0002_narahubung_semula")
    with connection.schema_editor() as penyunting:
        migrasi.isi(apps, penyunting)
    kantor = Narahubung.objects.terbuka().filter(perihal="INTEGRASI")
    assert set(kantor.values_list("surel", flat=True)) == {"biro_app@setneg.go.id", "pdpik@bkn.go.id"}
    assert set(Narahubung.objects.values_list("perihal", flat=True)) == set(Narahubung.Perihal.values) - {"LAIN"}
