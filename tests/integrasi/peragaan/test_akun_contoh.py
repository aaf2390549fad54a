"""The demo accounts and the first administrator."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from integrasi.peragaan.akun_contoh import BKN, KEMENSETNEG, ORANG, SANDI_CONTOH
from referensi.models import Instansi
from referensi.nip import urai_nip
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import PERAN_POKJA, JenisPeran
from siapp.audit.models import Peristiwa
from tests import dunia as d

pytestmark = pytest.mark.django_db


@pytest.fixture
def instansi(settings: Settings) -> None:
    settings.LOKAL = True
    for pk in (KEMENSETNEG, BKN, "0000000000000000000000000000000A", "0000000000000000000000000000000B"):
        Instansi.objects.create(pk=pk, nama=f"Instansi {pk[-4:]}", diubah_pada=timezone.now())


def _perintah(*isian: str) -> str:
    keluaran = StringIO()
    call_command(*isian, stdout=keluaran)
    return keluaran.getvalue()


def test_nip_akun_contoh_sah_dan_berbeda() -> None:
    for orang in ORANG:
        urai_nip(orang.nip)
    assert len({orang.nip for orang in ORANG}) == len({orang.nama for orang in ORANG}) == len(ORANG)


@pytest.mark.usefixtures("instansi")
def test_setiap_peran_dan_pokja_ada_orangnya_dan_perintah_aman_diulang() -> None:
    assert f"{len(ORANG)} akun contoh dibuat" in _perintah("akun_contoh")
    assert set(Peran.objects.values_list("jenis", flat=True)) == set(JenisPeran)
    for jenis in PERAN_POKJA:
        perlu = 2 if jenis == JenisPeran.VERIFIKATOR else 1
        for kategori in Kategori:
            assert Peran.objects.filter(jenis=jenis, kategori=kategori).count() >= perlu
    assert set(Peran.objects.filter(jenis="PIC").values_list("instansi", flat=True)) == {
        KEMENSETNEG,
        BKN,
        "0000000000000000000000000000000A",
    }
    assert f"0 akun contoh dibuat, {len(ORANG)} sudah ada" in _perintah("akun_contoh")
    assert Peristiwa.objects.filter(jenis="pic.didaftarkan").count() == 5


@pytest.mark.usefixtures("instansi")
def test_akun_contoh_dapat_masuk_tanpa_mengganti_sandi(client: Client) -> None:
    _perintah("akun_contoh")
    jawaban = client.post("/akun/login/", {"login": ORANG[0].nip, "password": SANDI_CONTOH, "next": "/bantuan/"})
    assert jawaban.status_code == 302
    assert client.session["_auth_user_id"] == str(Pengguna.objects.get(nip=ORANG[0].nip).pk)


@pytest.mark.usefixtures("instansi")
def test_daftar_tercetak_sebagai_tabel_dan_json() -> None:
    tabel = _perintah("akun_contoh", "--daftar")
    assert SANDI_CONTOH in tabel
    assert ORANG[0].nip in tabel
    isi = json.loads(_perintah("akun_contoh", "--daftar", "--json"))
    assert [satu["kode"] for satu in isi] == [orang.kode for orang in ORANG]
    assert not Pengguna.objects.filter(nip=ORANG[0].nip).exists()


def test_daftar_menyebut_pegawai_yang_belum_diusulkan_bagi_yang_mencoba(dunia: d.Dunia, settings: Settings) -> None:
    settings.LOKAL = True
    for pk in (BKN, "0" * 31 + "A"):
        Instansi.objects.get_or_create(pk=pk, defaults={"nama": f"Instansi {pk[-4:]}", "diubah_pada": timezone.now()})
    usulan = d.buat_draf(dunia)
    bebas = d.buat_asn(Instansi.objects.get(pk=KEMENSETNEG))
    tabel = _perintah("akun_contoh", "--daftar")
    assert f"{bebas.nip} ({bebas.golongan_baru})" in tabel
    assert usulan.asn.nip not in tabel


@pytest.mark.usefixtures("instansi")
def test_di_luar_pemasangan_percobaan_perintah_menolak(settings: Settings) -> None:
    settings.LOKAL = False
    for isian in ((), ("--daftar",)):
        with pytest.raises(CommandError, match="pemasangan percobaan"):
            _perintah("akun_contoh", *isian)
    assert not Peran.objects.exists()


def test_sebelum_sinkron_perintah_menyebut_apa_yang_kurang(settings: Settings) -> None:
    settings.LOKAL = True
    with pytest.raises(CommandError, match="Daftar instansi belum lengkap"):
        _perintah("akun_contoh")


def test_administrator_pertama_mendapat_sandi_sementara_dan_hanya_sekali(client: Client) -> None:
    isian = ("administrator_pertama", "--nip", "198302212008011015", "--nama", "Contoh Pertama")
    sandi = re.search(r"masuk\): (\S+)$", _perintah(*isian).strip())
    assert sandi
    client.post("/akun/login/", {"login": "198302212008011015", "password": sandi[1], "next": "/bantuan/"})
    assert "_auth_user_id" in client.session
    with pytest.raises(CommandError, match="Sudah ada administrator"):
        _perintah(*isian)


def test_administrator_pertama_dengan_nip_salah_ditolak() -> None:
    with pytest.raises(CommandError, match="18 angka"):
        _perintah("administrator_pertama", "--nip", "123", "--nama", "Contoh")
