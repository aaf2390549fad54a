"""Announcements to staff, PICs and BKN: when, for whom, and their history (Pasal 4 ayat (2) huruf e)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django import forms
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from integrasi.models import Pengumuman
from integrasi.petugas import spanduk
from integrasi.petugas.pengumuman import selesaikan, tarik, ubah, umumkan
from integrasi.petugas.pertukaran import hentikan, mulai_lagi
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.web.formulir import FieldSaat
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests.dunia import Dunia
from usulan.models import Kabar

HALAMAN = "/integrasi/pengumuman/"
JAM = timedelta(hours=1)


def _isi(**lain: Any) -> dict[str, Any]:
    kini = timezone.now().replace(second=0, microsecond=0)
    semula = {"jenis": "KENDALA", "mulai": kini - JAM, "selesai": None, "teks": "Unggahan lambat."}
    return semula | {"untuk_biro": True, "untuk_pic": True, "untuk_bkn": True} | lain


@pytest.fixture
def baca(client: Client) -> Callable[[Pengguna, str], str]:
    """What a person reads at an address, asked anew from the database."""

    def _baca(orang: Pengguna, alamat: str = "/bantuan/") -> str:
        spanduk.pengumuman.lupakan()
        client.force_login(orang)
        return client.get(alamat).content.decode()

    return _baca


def _bagi_bkn(client: Client) -> list[str]:
    return [satu["teks"] for satu in client.get("/api/v1/info").json()["data"]["pengumuman"]]


@pytest.mark.parametrize("untuk", ["untuk_biro", "untuk_pic", "untuk_bkn"])
def test_pengumuman_hanya_sampai_kepada_yang_dituju(
    client: Client, dunia: Dunia, baca: Callable[..., str], untuk: str
) -> None:
    umumkan(_isi(untuk_biro=False, untuk_pic=False, untuk_bkn=False) | {untuk: True}, oleh=dunia.administrator)
    for alamat in ("/bantuan/", HALAMAN):
        assert ("Unggahan lambat." in baca(dunia.verifikator, alamat)) is (untuk == "untuk_biro")
        assert ("Unggahan lambat." in baca(dunia.pic, alamat)) is (untuk == "untuk_pic")
    assert (_bagi_bkn(client) == ["Unggahan lambat."]) is (untuk == "untuk_bkn")


def test_pemeliharaan_diumumkan_di_muka_dan_hilang_sendiri_sesudahnya(
    client: Client, dunia: Dunia, baca: Callable[..., str]
) -> None:
    kini = timezone.now()
    isi = _isi(jenis="PEMELIHARAAN", mulai=kini + timedelta(days=10), selesai=kini + timedelta(days=10, hours=2))
    umumkan(isi, oleh=dunia.administrator)
    assert "Unggahan lambat." not in baca(dunia.pic)
    assert "Akan datang" in baca(dunia.pic, HALAMAN)
    assert _bagi_bkn(client) == ["Unggahan lambat."]
    with time_machine.travel(kini + timedelta(days=8)):
        assert "Pemeliharaan:" in baca(dunia.pic)
    with time_machine.travel(kini + timedelta(days=10, hours=1)):
        assert "Berlangsung" in baca(dunia.pic, HALAMAN)
    with time_machine.travel(kini + timedelta(days=10, hours=3)):
        assert "Unggahan lambat." not in baca(dunia.pic)
        assert "Unggahan lambat." not in baca(dunia.pic, HALAMAN)
        assert _bagi_bkn(client) == []


def test_spanduk_tidak_bertanya_lagi_selama_diingat_berapa_pun_pengumumannya(
    client: Client, dunia: Dunia, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(dunia.pic)
    client.get("/bantuan/")
    with django_assert_max_num_queries(10) as dasar:
        client.get("/bantuan/")
    jumlah = len(dasar)
    for urut in range(8):
        umumkan(_isi(teks=f"Kendala ke-{urut}."), oleh=dunia.administrator)
    spanduk.pengumuman.lupakan()
    client.get("/bantuan/")
    with django_assert_max_num_queries(jumlah):
        isi = client.get("/bantuan/").content.decode()
    assert isi.count("Kendala ke-") == 3


def test_yang_ditutup_tidak_tampak_lagi_dalam_sesi_itu_sampai_versinya_baru(client: Client, dunia: Dunia) -> None:
    satu = umumkan(_isi(), oleh=dunia.administrator)
    client.force_login(dunia.pic)
    assert f"{HALAMAN}{satu.pk}/tutup/" in client.get("/bantuan/").content.decode()
    asal = {"Referer": "http://testserver/bantuan/?x=1"}
    assert client.post(f"{HALAMAN}{satu.pk}/tutup/", headers=asal)["Location"] == "/bantuan/?x=1"
    assert "Unggahan lambat." not in client.get("/bantuan/").content.decode()
    assert "Unggahan lambat." in client.get(HALAMAN).content.decode()
    lain = Client()
    lain.force_login(dunia.pic)
    assert "Unggahan lambat." in lain.get("/bantuan/").content.decode()
    ubah(satu.pk, _isi(teks="Unggahan mati."), oleh=dunia.administrator)
    spanduk.pengumuman.lupakan()
    assert "Unggahan mati." in client.get("/bantuan/").content.decode()


def test_yang_ditutup_dan_sudah_lewat_tidak_menumpuk_dalam_sesi(client: Client, dunia: Dunia) -> None:
    client.force_login(dunia.pic)
    satu = umumkan(_isi(), oleh=dunia.administrator)
    client.post(f"{HALAMAN}{satu.pk}/tutup/")
    client.post(f"{HALAMAN}987654/tutup/")
    assert client.session["pengumuman_ditutup"] == [satu.pk]
    selesaikan(satu.pk, oleh=dunia.administrator)
    dua = umumkan(_isi(teks="Lain."), oleh=dunia.administrator)
    client.post(f"{HALAMAN}{dua.pk}/tutup/")
    assert client.session["pengumuman_ditutup"] == [dua.pk]


def test_versi_lama_tetap_ada_dengan_yang_mengubahnya(client: Client, dunia: Dunia, baca: Callable[..., str]) -> None:
    satu = umumkan(_isi(), oleh=dunia.administrator)
    dua = ubah(satu.pk, _isi(teks="Unggahan mati.", untuk_pic=False), oleh=dunia.administrator)
    satu.refresh_from_db()
    assert (satu.teks, satu.pengganti, dua.menggantikan) == ("Unggahan lambat.", dua, satu)
    assert _bagi_bkn(client) == ["Unggahan mati."]
    jejak = Peristiwa.objects.get(jenis="pengumuman.diubah")
    assert jejak.data["perubahan"] == {
        "teks": ["Unggahan lambat.", "Unggahan mati."],
        "untuk_pic": [True, False],
    }
    riwayat = baca(dunia.auditor, HALAMAN)
    assert "Unggahan lambat." in riwayat
    assert "Diganti" in riwayat
    assert "Riwayat" not in baca(dunia.verifikator, HALAMAN)


def test_yang_ditarik_hilang_dari_semua_dan_tinggal_dalam_riwayat(
    client: Client, dunia: Dunia, baca: Callable[..., str]
) -> None:
    satu = umumkan(_isi(), oleh=dunia.administrator)
    with pytest.raises(GalatPengguna, match="Tulis alasannya"):
        tarik(satu.pk, " ", oleh=dunia.administrator)
    tarik(satu.pk, "Salah sistem.", oleh=dunia.administrator)
    assert "Unggahan lambat." not in baca(dunia.pic)
    assert "Unggahan lambat." not in baca(dunia.pic, HALAMAN)
    assert _bagi_bkn(client) == []
    assert "Salah sistem." in baca(dunia.auditor, HALAMAN)
    assert Peristiwa.objects.get(jenis="pengumuman.ditarik").alasan == "Salah sistem."


def test_yang_usai_dinyatakan_selesai_sekarang(client: Client, dunia: Dunia) -> None:
    satu = umumkan(_isi(), oleh=dunia.administrator)
    nanti = umumkan(_isi(mulai=timezone.now() + JAM), oleh=dunia.administrator)
    client.force_login(dunia.administrator)
    assert client.post(f"{HALAMAN}{satu.pk}/selesai/")["Location"] == HALAMAN
    akhir = Pengumuman.objects.get(menggantikan=satu)
    assert akhir.selesai is not None
    assert akhir.selesai <= timezone.now()
    assert selesaikan(akhir.pk, oleh=dunia.administrator) == akhir
    assert Peristiwa.objects.filter(jenis="pengumuman.selesai").count() == 1
    with pytest.raises(GalatPengguna, match="belum mulai"):
        selesaikan(nanti.pk, oleh=dunia.administrator)


def test_yang_lebih_lambat_tidak_menimpa(dunia: Dunia) -> None:
    satu = umumkan(_isi(), oleh=dunia.administrator)
    ubah(satu.pk, _isi(teks="Baru."), oleh=dunia.administrator)
    for lambat in (
        lambda: ubah(satu.pk, _isi(teks="Lain."), oleh=dunia.administrator),
        lambda: tarik(satu.pk, "Keliru.", oleh=dunia.administrator),
        lambda: selesaikan(satu.pk, oleh=dunia.administrator),
    ):
        with pytest.raises(GalatPengguna, match="sudah diubah atau ditarik") as galat:
            lambat()
        assert galat.value.kode == 409
    assert Pengumuman.objects.terkini().get().teks == "Baru."


def test_isi_yang_sama_bukan_versi_baru(dunia: Dunia) -> None:
    isi = _isi()
    satu = umumkan(isi, oleh=dunia.administrator)
    assert ubah(satu.pk, isi, oleh=dunia.administrator) == satu


@pytest.mark.parametrize(("selesai", "kata"), [(-2 * JAM, "sesudah mulainya"), (-JAM / 2, "sudah lewat")])
def test_waktu_yang_tidak_mungkin_ditolak(dunia: Dunia, selesai: timedelta, kata: str) -> None:
    with pytest.raises(GalatPengguna, match=kata):
        umumkan(_isi(selesai=timezone.now() + selesai), oleh=dunia.administrator)


def test_hanya_administrator_yang_mengumumkan(dunia: Dunia) -> None:
    satu = umumkan(_isi(), oleh=dunia.administrator)
    for orang in (dunia.pic, dunia.verifikator, dunia.kepala_biro, dunia.auditor):
        for coba in (
            lambda o=orang: umumkan(_isi(), oleh=o),
            lambda o=orang: ubah(satu.pk, _isi(), oleh=o),
            lambda o=orang: selesaikan(satu.pk, oleh=o),
            lambda o=orang: tarik(satu.pk, "Uji.", oleh=o),
        ):
            with pytest.raises(TidakBerwenang):
                coba()


def test_administrator_menulis_mengubah_dan_menarik_di_layar(client: Client, dunia: Dunia) -> None:
    client.force_login(dunia.administrator)
    besok = timezone.localtime(timezone.now() + timedelta(days=1)).replace(hour=22, minute=0, second=0, microsecond=0)
    isi = {"jenis": "PEMELIHARAAN", "teks": "Basis data.", "mulai": f"{besok:%d-%m-%Y} 22.00", "untuk_bkn": "on"}
    tanpa = {k: v for k, v in isi.items() if k != "untuk_bkn"}
    salah = client.post(f"{HALAMAN}tulis/", tanpa)
    assert (salah.status_code, "paling sedikit satu pembaca" in salah.content.decode()) == (422, True)
    assert client.post(f"{HALAMAN}tulis/", isi)["Location"] == HALAMAN
    satu = Pengumuman.objects.get()
    assert satu.mulai == besok
    assert f'value="{besok:%d-%m-%Y} 22.00"' in client.get(f"{HALAMAN}{satu.pk}/").content.decode()
    lewat = client.post(f"{HALAMAN}{satu.pk}/", isi | {"selesai": "01-01-2026 10.00"})
    assert (lewat.status_code, "sesudah mulainya" in lewat.content.decode()) == (422, True)
    client.post(f"{HALAMAN}{satu.pk}/", isi | {"teks": "Basis data dan berkas."})
    dua = Pengumuman.objects.terkini().get()
    assert (dua.teks, dua.menggantikan) == ("Basis data dan berkas.", satu)
    assert client.post(f"{HALAMAN}{dua.pk}/tarik/", {"alasan": ""}).status_code == 422
    assert client.post(f"{HALAMAN}{dua.pk}/tarik/", {"alasan": "Batal."})["Location"] == HALAMAN
    assert "Batal." in client.get(HALAMAN).content.decode()


def test_basis_data_menolak_yang_tidak_utuh(dunia: Dunia) -> None:
    bisu = _isi(untuk_biro=False, untuk_pic=False, untuk_bkn=False)
    for isi, kendala in ((bisu, "ada_pembacanya"), (_isi(ditarik_pada=timezone.now()), "ditarik_utuh")):
        with pytest.raises(IntegrityError, match=kendala), transaction.atomic():
            Pengumuman.objects.create(**isi)


def test_info_menyebut_pertukaran_yang_dihentikan(client: Client, dunia: Dunia) -> None:
    def keadaan() -> dict[str, Any]:
        return client.get("/api/v1/info").json()["data"]["pertukaran"]  # type: ignore[no-any-return]

    berjalan = {"berjalan": True, "dihentikan_sejak": None, "alasan": None}
    assert keadaan() == berjalan
    henti = hentikan("Serangan.", oleh=dunia.administrator)
    kini = keadaan()
    assert (kini["berjalan"], kini["alasan"]) == (False, "Serangan.")
    assert abs(datetime.fromisoformat(kini["dihentikan_sejak"]) - henti.mulai) < timedelta(seconds=1)
    mulai_lagi("Usai.", oleh=dunia.administrator)
    assert keadaan() == berjalan


@pytest.mark.parametrize(
    "teks", ["23-11-2026 22.05", "23 November 2026 22:05", "23/11/2026, pukul 22.05 WIB", "2026-11-23 22:05"]
)
def test_saat_dibaca_dalam_bentuk_yang_biasa(teks: str) -> None:
    with time_machine.travel("2026-11-01T00:00:00Z"):
        saat = FieldSaat().clean(teks)
    assert saat.isoformat() == "2026-11-23T22:05:00+07:00"


@pytest.mark.parametrize("teks", ["23-11-2026", "besok 22.00", "31-02-2026 22.00", "23-11-2026 25.00", "22.00", ""])
def test_saat_yang_tidak_lengkap_ditolak(teks: str) -> None:
    with pytest.raises(forms.ValidationError):
        FieldSaat().clean(teks)


def test_pengumuman_sampai_pada_lonceng_semua_yang_dituju_tanpa_teksnya(dunia: Dunia) -> None:
    isi = {"jenis": "PEMELIHARAAN", "mulai": timezone.now(), "selesai": None, "teks": "Rahasia pemasangan."}
    siapa = {"untuk_biro": False, "untuk_pic": True, "untuk_bkn": False}
    baris = umumkan(isi | siapa, oleh=dunia.administrator)
    penerima = {dunia.pic.pk, dunia.penyetuju.pk, dunia.pic_lain.pk}
    assert set(Kabar.objects.values_list("penerima", flat=True)) == penerima
    ubah(baris.pk, isi | siapa | {"untuk_biro": True}, oleh=dunia.administrator)
    assert set(Kabar.objects.values_list("penerima", flat=True)) > penerima
    assert not Kabar.objects.filter(isi__contains="Rahasia").exists()
