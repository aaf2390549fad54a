"""The second step of the sign-in: who must have it, how it is set up, lost and got back."""

import re
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from siapp.akun import dua_langkah
from siapp.akun.adapter import aliran_akun
from siapp.akun.models import Pengguna
from siapp.audit.models import Akses, Peristiwa
from tests import dunia as d
from tests.akun.conftest import coba_masuk
from tests.dunia import SANDI

PROFIL = "/akun/profil/"
PASANG, LEPAS = "/akun/dua-langkah/totp/activate/", "/akun/dua-langkah/totp/deactivate/"
KODE = "/akun/dua-langkah/authenticate/"
CADANGAN = "/akun/dua-langkah/recovery-codes/"
MASUK = "/akun/login/"


def kode(benih: str) -> str:
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(benih, int(time.time()) // 30))


def benih_di_layar(isi: str) -> str:
    cocok = re.search(r"<kbd>([A-Z2-7]{32})</kbd>", isi)
    assert cocok
    return cocok[1]


def pasang(klien: Client) -> str:
    """Set the step up as people do; return the seed that the phone keeps."""
    benih = benih_di_layar(klien.get(PASANG).text)
    jawaban = klien.post(PASANG, {"code": kode(benih)})
    assert jawaban["Location"] == CADANGAN
    return benih


def kode_cadangan(klien: Client) -> list[str]:
    return re.findall(r"<kbd>(\d{8})</kbd>", klien.get(CADANGAN).text)


@pytest.fixture
def terpasang(client: Client, orang: Pengguna, jam: time_machine.Traveller) -> str:
    """`orang` has the step; nobody is signed in."""
    assert coba_masuk(client, orang.nip)
    benih = pasang(client)
    client.post("/akun/logout/")
    jam.shift(60)
    return benih


def test_setelah_dipasang_sandi_saja_tidak_cukup(client: Client, orang: Pengguna, terpasang: str) -> None:
    assert coba_masuk(client, orang.nip)
    assert client.get(PROFIL)["Location"].startswith(MASUK)
    assert not Akses.objects.filter(tindakan="MASUK", waktu__gte=datetime(2026, 11, 23, 3, 1, tzinfo=UTC)).exists()
    jawaban = client.post(KODE, {"code": kode(terpasang)})
    assert jawaban["Location"] == PROFIL
    assert client.get(PROFIL).status_code == 200
    assert Peristiwa.objects.filter(aliran=aliran_akun(orang.pk), jenis=dua_langkah.DIPASANG).count() == 1


def test_kode_yang_salah_dijelaskan_dan_dicatat(client: Client, orang: Pengguna, terpasang: str) -> None:
    coba_masuk(client, orang.nip)
    jawaban = client.post(KODE, {"code": "000000"}, REMOTE_ADDR="10.0.0.7")
    assert "Kode tidak cocok" in jawaban.text
    gagal = Akses.objects.get(tindakan="GAGAL")
    assert (gagal.objek, gagal.rincian) == (
        aliran_akun(orang.pk),
        {"alamat": "10.0.0.7", "sebab": "kode dua langkah"},
    )
    assert client.get(PROFIL).status_code == 302


def test_satu_kode_berlaku_satu_kali(client: Client, orang: Pengguna, terpasang: str) -> None:
    coba_masuk(client, orang.nip)
    client.post(KODE, {"code": kode(terpasang)})
    client.post("/akun/logout/")
    coba_masuk(client, orang.nip)
    assert "Kode tidak cocok" in client.post(KODE, {"code": kode(terpasang)}).text


def test_menebak_kode_dihentikan(client: Client, orang: Pengguna, terpasang: str) -> None:
    coba_masuk(client, orang.nip)
    for _ in range(5):
        client.post(KODE, {"code": "000000"})
    assert "Terlalu banyak percobaan" in client.post(KODE, {"code": kode(terpasang)}).text


def test_kode_cadangan_menggantikan_ponsel_satu_kali(client: Client, orang: Pengguna, jam: Any) -> None:
    coba_masuk(client, orang.nip)
    pasang(client)
    semua = kode_cadangan(client)
    assert len(set(semua)) == 10
    unduhan = client.get(f"{CADANGAN}download/")
    assert all(satu in unduhan.text for satu in semua)
    client.post("/akun/logout/")
    coba_masuk(client, orang.nip)
    assert client.post(KODE, {"code": semua[0]})["Location"] == PROFIL
    assert semua[0] not in kode_cadangan(client)
    client.post("/akun/logout/")
    coba_masuk(client, orang.nip)
    assert "Kode tidak cocok" in client.post(KODE, {"code": semua[0]}).text


def test_kode_cadangan_baru_mengakhiri_yang_lama(client: Client, orang: Pengguna, jam: Any) -> None:
    coba_masuk(client, orang.nip)
    pasang(client)
    lama = kode_cadangan(client)
    assert client.post(f"{CADANGAN}generate/")["Location"] == CADANGAN
    assert not set(lama) & set(kode_cadangan(client))
    assert Peristiwa.objects.filter(jenis=dua_langkah.KODE_CADANGAN_DIBUAT).count() == 2


def test_benih_tersandi_di_basis_data(client: Client, orang: Pengguna, terpasang: str) -> None:
    isi = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert terpasang not in isi
    assert "seed" in isi


def test_benih_yang_tak_terbaca_lagi_tidak_membuka_apa_pun(
    client: Client, orang: Pengguna, terpasang: str, settings: Settings
) -> None:
    settings.SECRET_KEY = "kunci lain " * 5
    coba_masuk(client, orang.nip)
    assert "Kode tidak cocok" in client.post(KODE, {"code": kode(terpasang)}).text


def test_melepas_dicatat_dan_sandi_kembali_cukup(client: Client, orang: Pengguna, jam: Any) -> None:
    coba_masuk(client, orang.nip)
    pasang(client)
    assert client.post(LEPAS)["Location"] == "/akun/dua-langkah/"
    assert "Belum dipasang" in client.get("/akun/dua-langkah/").text
    assert Peristiwa.objects.filter(jenis=dua_langkah.DILEPAS).count() == 1
    assert not Authenticator.objects.exists()
    client.post("/akun/logout/")
    assert coba_masuk(client, orang.nip)
    assert client.get(PROFIL).status_code == 200


def test_memasang_dan_melepas_meminta_masuk_yang_segar(
    client: Client, orang: Pengguna, jam: time_machine.Traveller
) -> None:
    coba_masuk(client, orang.nip)
    jam.shift(14 * 60)
    client.get(PROFIL)
    jam.shift(2 * 60)
    assert client.get(PASANG)["Location"].startswith("/akun/reauthenticate/")


def test_mengubah_langkah_kedua_meminta_langkah_kedua_bukan_sandi(
    client: Client, orang: Pengguna, terpasang: str, jam: time_machine.Traveller
) -> None:
    coba_masuk(client, orang.nip)
    client.post(KODE, {"code": kode(terpasang)})
    assert client.get(LEPAS).status_code == 200
    jam.shift(5 * 60 + 1)
    pastikan = "/akun/dua-langkah/reauthenticate/"
    for alamat in (LEPAS, f"{CADANGAN}generate/", CADANGAN):
        tanya = client.get(alamat)["Location"]
        assert tanya == f"{pastikan}?next={quote(alamat, safe='')}", alamat
    assert client.post(LEPAS)["Location"].startswith(pastikan)
    # The password leads nowhere: neither by its page nor past it.
    dengan_sandi = {"password": SANDI, "next": LEPAS}
    assert client.get(f"/akun/reauthenticate/?next={LEPAS}")["Location"].startswith(pastikan)
    client.post("/akun/reauthenticate/", dengan_sandi)
    client.post("/akun/reauthenticate/", {"password": SANDI})
    assert client.post(LEPAS)["Location"].startswith(pastikan)
    assert Authenticator.objects.filter(user=orang, type=Authenticator.Type.TOTP).exists()
    halaman = client.get(pastikan, {"next": LEPAS}).text
    assert "Tulis kode dari aplikasi" in halaman
    assert "/akun/reauthenticate/" not in halaman
    assert "Kode tidak cocok" in client.post(pastikan, {"code": "000000", "next": LEPAS}).text
    # What was pressed goes on by itself.
    assert client.post(pastikan, {"code": kode(terpasang), "next": LEPAS})["Location"] == "/akun/dua-langkah/"
    assert not Authenticator.objects.exists()


def test_kode_menggantikan_sandi_sebelum_langkah_resmi(
    client: Client, orang: Pengguna, terpasang: str, jam: time_machine.Traveller
) -> None:
    coba_masuk(client, orang.nip)
    client.post(KODE, {"code": kode(terpasang)})
    for _ in range(2):
        jam.shift(8 * 60)
        client.get(PROFIL)
    tanya = client.post("/akun/perangkat/akhiri/")["Location"]
    assert tanya.startswith("/akun/reauthenticate/")
    assert "/akun/dua-langkah/reauthenticate/" in client.get(tanya).text


def test_memasang_dan_melepas_mengakhiri_sesi_lain(client: Client, orang: Pengguna, jam: Any) -> None:
    lain = Client()
    coba_masuk(lain, orang.nip)
    coba_masuk(client, orang.nip)
    benih = pasang(client)
    assert lain.get(PROFIL).status_code == 302
    jam.shift(60)
    coba_masuk(lain, orang.nip)
    lain.post(KODE, {"code": kode(benih)})
    assert lain.get(PROFIL).status_code == 200
    client.post(LEPAS)
    assert [k.get(PROFIL).status_code for k in (lain, client)] == [302, 200]


def test_halaman_dengan_rahasia_tidak_disimpan_peramban(client: Client, orang: Pengguna, jam: Any) -> None:
    coba_masuk(client, orang.nip)
    assert "no-store" in client.get(PASANG)["Cache-Control"]
    pasang(client)
    assert "no-store" in client.get(CADANGAN)["Cache-Control"]


# --- whose duty it is -----------------------------------------------------------------------------------------------
@pytest.fixture
def wajib(settings: Settings) -> None:
    settings.DUA_LANGKAH_WAJIB = True


@pytest.mark.usefixtures("wajib", "jam")
def test_staf_biro_diminta_memasang_sebelum_yang_lain(client: Client, orang: Pengguna) -> None:
    coba_masuk(client, orang.nip)
    assert client.get("/")["Location"] == PASANG
    assert client.get("/", HTTP_HX_REQUEST="true")["HX-Redirect"] == PASANG
    assert client.get(PROFIL).status_code == 200
    pasang(client)
    assert client.get("/").status_code == 200
    client.post(LEPAS)
    assert client.get("/")["Location"] == PASANG


@pytest.mark.usefixtures("wajib", "jam")
def test_pic_boleh_memasang_dan_boleh_tidak(client: Client, dunia: d.Dunia) -> None:
    coba_masuk(client, dunia.pic.nip)
    assert client.get("/").status_code == 200
    pasang(client)
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("wajib", "jam")
def test_sandi_sementara_diganti_lebih_dahulu(client: Client, orang: Pengguna) -> None:
    Pengguna.objects.filter(pk=orang.pk).update(perlu_ganti_sandi=True)
    coba_masuk(client, orang.nip)
    assert client.get("/")["Location"] == "/akun/password/change/"
    assert client.get("/akun/password/change/").status_code == 200


# --- who lost the phone ---------------------------------------------------------------------------------------------
def test_administrator_melepas_milik_orang_lain_dengan_alasan(dunia: d.Dunia, orang: Pengguna, terpasang: str) -> None:
    admin = Client()
    coba_masuk(admin, dunia.administrator.nip)
    alamat = reverse("usulan:dua_langkah_lepas", args=[orang.pk])
    assert alamat in admin.get(reverse("usulan:pic_rinci", args=[orang.pk])).text
    assert admin.post(alamat, {"alasan": ""}).status_code == 422
    assert admin.post(alamat, {"alasan": "Ponsel hilang, surat B-1"}).status_code == 302
    assert not Authenticator.objects.exists()
    peristiwa = Peristiwa.objects.get(jenis="pengguna.dua_langkah_dilepas")
    assert (peristiwa.oleh, peristiwa.alasan) == (dunia.administrator, "Ponsel hilang, surat B-1")
    assert admin.post(alamat, {"alasan": "Sekali lagi"}).status_code == 422
    assert alamat not in admin.get(reverse("usulan:pic_rinci", args=[orang.pk])).text


def test_administrator_tidak_melepas_miliknya_sendiri_di_sini(dunia: d.Dunia) -> None:
    admin = Client()
    coba_masuk(admin, dunia.administrator.nip)
    jawaban = admin.post(reverse("usulan:dua_langkah_lepas", args=[dunia.administrator.pk]), {"alasan": "Ganti ponsel"})
    assert jawaban.status_code == 422
    assert "Anda sendiri" in jawaban.text


def test_perintah_melepas_untuk_administrator_tunggal(orang: Pengguna, terpasang: str, capsys: Any) -> None:
    call_command("lepas_dua_langkah", "--nip", orang.nip, "--alasan", "Ponsel hilang")
    assert "dilepas" in capsys.readouterr().out
    with pytest.raises(CommandError, match="tidak memakai verifikasi dua langkah"):
        call_command("lepas_dua_langkah", "--nip", orang.nip, "--alasan", "Ponsel hilang")
    with pytest.raises(CommandError, match="Tidak ada akun"):
        call_command("lepas_dua_langkah", "--nip", "0" * 18, "--alasan", "Ponsel hilang")
