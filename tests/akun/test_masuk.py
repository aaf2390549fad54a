"""Signing in and out at the real door."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from siapp.akun.models import Pengguna
from siapp.akun.pendaftaran import beri_sandi_sementara
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Akses, Peristiwa
from tests.akun.conftest import coba_masuk
from tests.dunia import SANDI

SANDI_BARU = "kereta-hujan-mangga-biru"
TERLALU_BANYAK = "Terlalu banyak percobaan masuk yang gagal"


def _galat(client: Client, nip: str, sandi: str = "salah", alamat: str = "10.0.0.1") -> str:
    jawaban = client.post("/akun/login/", {"login": nip, "password": sandi}, REMOTE_ADDR=alamat)
    assert jawaban.status_code == 200
    pesan = re.search(r'role="alert".*?</div>', jawaban.content.decode(), re.DOTALL)
    assert pesan
    return pesan[0]


def test_masuk_dan_keluar_tercatat_dengan_alamat(client: Client, orang: Pengguna) -> None:
    assert coba_masuk(client, orang.nip)
    assert client.post("/akun/logout/").status_code == 302
    catatan = Akses.objects.filter(pengguna=orang).order_by("id").values_list("tindakan", "objek", "rincian")
    objek = f"akun:{orang.pk}"
    assert list(catatan) == [("MASUK", objek, {"alamat": "10.0.0.1"}), ("KELUAR", objek, {})]
    assert "_auth_user_id" not in client.session


def test_nip_boleh_ditulis_berkelompok(client: Client, orang: Pengguna) -> None:
    nip = orang.nip
    assert coba_masuk(client, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}")


def test_nip_tak_dikenal_dan_sandi_salah_dijawab_sama(client: Client, orang: Pengguna) -> None:
    assert _galat(client, orang.nip) == _galat(client, "190001011925011999")
    gagal = Akses.objects.filter(tindakan="GAGAL").order_by("id")
    assert [(g.objek, g.pengguna) for g in gagal] == [(f"akun:{orang.pk}", None), ("akun:tidak-dikenal", None)]


def test_keluar_butuh_post(client: Client, orang: Pengguna) -> None:
    client.force_login(orang)
    assert client.get("/akun/logout/").status_code == 200
    assert "_auth_user_id" in client.session


def test_lima_kali_salah_menghentikan_alamat_itu_untuk_akun_itu_saja(client: Client, orang: Pengguna) -> None:
    for _ in range(5):
        assert "tidak cocok" in _galat(client, orang.nip)
    assert TERLALU_BANYAK in _galat(client, orang.nip, SANDI)
    assert coba_masuk(Client(), orang.nip, alamat="10.0.0.2")


def test_batas_percobaan_berlaku_juga_bagi_akun_yang_tidak_ada(client: Client, orang: Pengguna) -> None:
    for _ in range(5):
        _galat(client, "190001011925011999")
    assert TERLALU_BANYAK in _galat(client, "190001011925011999")


def test_serangan_dari_banyak_alamat_dihentikan_tanpa_mengunci_pemiliknya(
    client: Client, orang: Pengguna, settings: Settings
) -> None:
    settings.BATAS_GAGAL_MASUK_AKUN = "6/1h/key"
    assert coba_masuk(client, orang.nip)
    client.post("/akun/logout/")
    for nomor in range(6):
        assert "tidak cocok" in _galat(Client(), orang.nip, alamat=f"10.0.1.{nomor}")
    assert TERLALU_BANYAK in _galat(Client(), orang.nip, alamat="10.0.1.99")
    assert coba_masuk(client, orang.nip), "peramban yang pernah dipakai pemiliknya tetap dapat masuk"


def test_kuki_peramban_tidak_menyebut_orangnya_dan_tidak_dapat_dipalsukan(
    client: Client, orang: Pengguna, settings: Settings
) -> None:
    settings.BATAS_GAGAL_MASUK_AKUN = "2/1h/key"
    coba_masuk(client, orang.nip)
    kuki = client.cookies["peramban"]
    assert orang.nip not in kuki.value
    assert kuki["httponly"]
    client.post("/akun/logout/")
    asing = "190001011925011999"
    for nip in (orang.nip, orang.nip, asing, asing):
        _galat(Client(), nip, alamat="10.0.2.1")
    assert TERLALU_BANYAK in _galat(client, asing), "kuki orang lain tidak berlaku"
    client.cookies["peramban"] = kuki.value[:-2] + "xx"
    assert TERLALU_BANYAK in _galat(client, orang.nip, SANDI), "kuki yang diubah tidak berlaku"


def test_sandi_sementara_harus_diganti_sebelum_halaman_lain(client: Client, orang: Pengguna) -> None:
    Pengguna.objects.filter(pk=orang.pk).update(perlu_ganti_sandi=True)
    coba_masuk(client, orang.nip)
    assert client.get("/akun/profil/")["Location"] == "/akun/password/change/"
    assert client.get("/akun/profil/", headers={"HX-Request": "true"})["HX-Redirect"] == "/akun/password/change/"
    assert "Kata sandi Anda masih sementara" in client.get("/akun/password/change/").content.decode()
    isian = {"oldpassword": SANDI, "password1": SANDI_BARU, "password2": SANDI_BARU}
    assert client.post("/akun/password/change/", isian)["Location"] == "/akun/profil/"
    halaman = client.get("/akun/profil/")
    assert halaman.status_code == 200
    assert "Kata sandi sudah diganti." in halaman.content.decode()
    kejadian = Peristiwa.objects.get(aliran=f"akun:{orang.pk}")
    assert (kejadian.jenis, kejadian.oleh, kejadian.data) == ("akun.sandi_diganti", orang, {})
    assert coba_masuk(Client(), orang.nip, SANDI_BARU)


@pytest.mark.parametrize(
    ("lama", "baru", "ulang", "pesan"),
    [
        ("keliru", SANDI_BARU, SANDI_BARU, "Kata sandi sekarang tidak cocok"),
        (SANDI, "pendek", "pendek", "12 karakter"),
        (SANDI, SANDI_BARU, SANDI_BARU + "x", "sandi yang sama"),
        (SANDI, "password12345", "password12345", "umum"),
    ],
)
def test_sandi_baru_yang_salah_ditolak_dengan_kalimat(
    client: Client, orang: Pengguna, lama: str, baru: str, ulang: str, pesan: str
) -> None:
    client.force_login(orang)
    isian = {"oldpassword": lama, "password1": baru, "password2": ulang}
    jawaban = client.post("/akun/password/change/", isian)
    assert pesan in jawaban.content.decode()
    assert coba_masuk(Client(), orang.nip)


def test_sandi_yang_mirip_nip_ditolak(client: Client, orang: Pengguna) -> None:
    client.force_login(orang)
    jawaban = client.post(
        "/akun/password/change/", {"oldpassword": SANDI, "password1": orang.nip, "password2": orang.nip}
    )
    assert "NIP" in jawaban.content.decode()
    assert jawaban.status_code == 200


def test_mengganti_sandi_mengakhiri_sesi_lain(client: Client, orang: Pengguna) -> None:
    lain = Client()
    lain.force_login(orang)
    client.force_login(orang)
    client.post("/akun/password/change/", {"oldpassword": SANDI, "password1": SANDI_BARU, "password2": SANDI_BARU})
    assert client.get("/akun/profil/").status_code == 200
    assert lain.get("/akun/profil/").status_code == 302


def test_orang_yang_dinonaktifkan_keluar_pada_permintaan_berikutnya(client: Client, orang: Pengguna) -> None:
    client.force_login(orang)
    assert client.get("/akun/profil/").status_code == 200
    Pengguna.objects.filter(pk=orang.pk).update(is_active=False)
    assert client.get("/akun/profil/").status_code == 302
    assert not client.session.get("account_authentication_methods")


def test_orang_nonaktif_tidak_dapat_masuk(client: Client, orang: Pengguna) -> None:
    Pengguna.objects.filter(pk=orang.pk).update(is_active=False)
    coba_masuk(client, orang.nip)
    assert "_auth_user_id" not in client.session


def test_peran_yang_berubah_berlaku_pada_permintaan_berikutnya(client: Client, orang: Pengguna) -> None:
    client.force_login(orang)
    assert "Dukungan administrasi" in client.get("/akun/profil/").content.decode()
    orang.peran.update(jenis=JenisPeran.AUDITOR)
    halaman = client.get("/akun/profil/").content.decode()
    assert "Auditor" in halaman
    assert "Dukungan administrasi" not in halaman


@pytest.mark.parametrize(
    "alamat", ["/akun/signup/", "/akun/password/reset/", "/akun/email/", "/akun/password/set/", "/akun/confirm-email/"]
)
def test_pintu_yang_tidak_dipakai_tertutup(client: Client, orang: Pengguna, alamat: str) -> None:
    assert client.get(alamat).status_code == 404
    client.force_login(orang)
    assert client.get(alamat).status_code == 404


def test_profil_menunjukkan_kunjungan_dan_hanya_milik_sendiri(
    client: Client, orang: Pengguna, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lain = Client()
    _galat(lain, "190001011925011999", alamat="10.9.9.9")
    _galat(lain, orang.nip, alamat="10.8.8.8")
    coba_masuk(client, orang.nip)
    client.get("/akun/profil/")
    with django_assert_num_queries(7):  # session, person, roles, duty of secrecy, sign-ins, second step, bell
        halaman = client.get("/akun/profil/").content.decode()
    assert "10.8.8.8" in halaman
    assert "10.9.9.9" not in halaman


def test_terlalu_sering_mengganti_sandi_dijawab_429_dengan_kata(client: Client, orang: Pengguna) -> None:
    coba_masuk(client, orang.nip)
    for _ in range(5):
        client.post("/akun/password/change/", {"oldpassword": "salah"})
    jawaban = client.post("/akun/password/change/", {"oldpassword": "salah"})
    assert jawaban.status_code == 429
    assert "Terlalu banyak percobaan" in jawaban.content.decode()


def test_sandi_sementara_berlaku_seminggu_lalu_harus_diminta_lagi(
    client: Client, orang: Pengguna, jam: time_machine.Traveller
) -> None:
    sandi = beri_sandi_sementara(orang)
    jam.shift(timedelta(days=6, hours=23))
    assert coba_masuk(Client(), orang.nip, sandi)
    jam.shift(timedelta(hours=2))
    assert "Minta kata sandi sementara yang baru" in _galat(client, orang.nip, sandi)
    # Who does not know it is told nothing.
    assert "tidak cocok" in _galat(client, orang.nip)
    assert "_auth_user_id" not in client.session
    gagal = Akses.objects.filter(tindakan="GAGAL").order_by("id").values_list("rincian__sebab", flat=True)
    assert list(gagal) == ["sandi sementara kedaluwarsa", None]
    assert coba_masuk(client, orang.nip, beri_sandi_sementara(orang))


def test_sandi_yang_dipilih_sendiri_tidak_berakhir(
    client: Client, orang: Pengguna, jam: time_machine.Traveller
) -> None:
    sandi = beri_sandi_sementara(orang)
    coba_masuk(client, orang.nip, sandi)
    client.post("/akun/password/change/", {"oldpassword": sandi, "password1": SANDI_BARU, "password2": SANDI_BARU})
    jam.shift(timedelta(days=400))
    assert coba_masuk(Client(), orang.nip, SANDI_BARU)
