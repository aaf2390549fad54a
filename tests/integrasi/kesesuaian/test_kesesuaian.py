"""`uji_kontrak` against the simulator over HTTP, and against partners that break the contract."""

import json
import socket
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from integrasi.kesesuaian.baca import Hasil, HasilUji, konfigurasi_untuk
from integrasi.kesesuaian.uji_kontrak import simpan, uji
from integrasi.kesesuaian.usulan_uji import MenulisDitolak, check_boleh_menulis
from integrasi.mitra import setelan as mitra_setelan
from integrasi.mitra.janji import api_dipastikan, semua_terbukti
from integrasi.models import JanjiMitra, Penyimpangan, UjiKontrak, UsulanSiasn
from integrasi.peragaan.simulator.data import semua_asn
from integrasi.petugas.peringatan import kata_peringatan, keadaan_kini, url_peringatan
from integrasi.sebab import Kode
from integrasi.siasn.konfigurasi import KonfigurasiSalah
from siapp.mode_ganda import urai_mode_ganda
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan, pakai_mode, terbukti
from tests.integrasi.kesesuaian.conftest import baris
from tests.integrasi.siasn.mitra import SSO, TOKEN, Mitra, isi
from tests.sarana import SABAR

MENULIS = ("2", "3", "4", "5", "10", "11")


def putusan(hasil: Hasil) -> dict[str, set[str]]:
    kumpulan: dict[str, set[str]] = {}
    for satu in hasil.baris:
        kumpulan.setdefault(satu.api, set()).add(str(satu.putusan))
    return kumpulan


def keluhan(hasil: Hasil) -> list[str]:
    return [f"{s.nama}: {s.keterangan} {s.kata_siasn}" for s in hasil.baris if s.putusan is HasilUji.TIDAK_SESUAI]


def test_simulator_sesuai_kontrak_seluruhnya(siasn: Siasn) -> None:
    hasil = uji(baca_saja=False)
    assert keluhan(hasil) == []
    assert hasil.sesuai
    assert list(putusan(hasil)) == ["token", "1", "2", "3", "4", "5", "6", "7", "10", "11", "13"]
    assert sum(satu.api == "13" for satu in hasil.baris) == 8
    assert all(putusan(hasil)[api] == {"SESUAI"} for api in ("token", *MENULIS, "7", "13"))
    assert {
        baris(hasil, nama).amplop for nama in ("Referensi jabatan-fungsional", "Referensi unor", "Referensi eselon")
    } == {
        "code/data (JSON dalam teks)",
        "daftar tanpa amplop",
        "results",
    }
    assert baris(hasil, "Status verifikasi BKN").amplop == "code/data"
    assert all(satu.ms is not None for satu in hasil.baris if satu.putusan is HasilUji.SESUAI)


def test_yang_ditulis_bertanda_uji_dan_satu_kali(siasn: Siasn) -> None:
    uji(baca_saja=False)
    assert siasn.hitungan(3)["efek"] == 1
    assert siasn.hitungan(3)["ulangan"] == 1
    assert all(siasn.hitungan(api)["ganda"] == 0 for api in (3, 4, 5, 11)), "the proof itself doubles nothing"
    assert siasn.hitungan(2)["efek"] == 2
    assert siasn.peran() == []
    assert siasn.hitungan(5)["efek"] == siasn.hitungan(10)["efek"] == siasn.hitungan(11)["efek"] == 1
    (usulan,) = requests.get(f"{siasn.url}/_sim/usulan", timeout=SABAR).json()
    assert "UJI-KONTRAK/" in json.dumps(usulan)


def test_baca_saja_tidak_menulis_apa_apa(siasn: Siasn) -> None:
    hasil = uji(baca_saja=True)
    assert hasil.sesuai, keluhan(hasil)
    assert all(putusan(hasil)[api] == {"TIDAK_DIUJI"} for api in MENULIS)
    assert all(siasn.hitungan(api)["tiba"] == 0 for api in MENULIS)
    assert baris(hasil, "Status verifikasi BKN").keterangan == "Jawaban “tidak ditemukan” dikenali."
    assert baris(hasil, "Status verifikasi BKN").amplop == "tidak ditemukan (200)"


def test_usulan_kita_yang_dikenal_siasn_ditanyakan_dengan_perteknya(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    jalankan()
    siasn.pertek(UsulanSiasn.objects.get(usulan=usulan).id_usulan)
    hasil = uji(baca_saja=True)
    assert hasil.sesuai, keluhan(hasil)
    assert baris(hasil, "Status verifikasi BKN").keterangan == "Menurut kontrak."
    assert baris(hasil, "Pertek, unduh berkas").putusan is HasilUji.SESUAI


def janji_teruji(hasil: Hasil) -> dict[tuple[int, str], bool]:
    """(API, mode) → kept or not, of the promises that a run tried."""
    diuji = [satu for satu in hasil.baris if satu.mode and satu.putusan is not HasilUji.TIDAK_DIUJI]
    return {(int(satu.api), satu.mode): satu.putusan is HasilUji.SESUAI for satu in diuji}


def semua_janji(mode: str) -> set[tuple[int, str]]:
    return {(api, cara) for api, semua in urai_mode_ganda(mode).items() for cara in semua}


JANJI = ["kunci", "tolak_ganda", "cari", "tolak_ganda:3,cari:3", "tolak_ganda:3,4,5,11", "cari:3,4,5,11", "kunci:4,5"]


@pytest.mark.parametrize("mode", JANJI)
def test_setiap_janji_yang_disebut_diuji_per_api_dan_yang_dipegang_terbukti(
    siasn: Siasn, settings: Settings, mode: str
) -> None:
    siasn.mode(mode)
    settings.SIASN_MODE_GANDA = mode
    JanjiMitra.objects.all().delete()
    assert not api_dipastikan(), "named is not proven"
    hasil = uji(baca_saja=False)
    assert hasil.sesuai, keluhan(hasil)
    assert janji_teruji(hasil) == dict.fromkeys(semua_janji(mode), True)
    # That a refusal means our own first is seen by one that is not: another usulan, too, is taken.
    assert siasn.hitungan(3)["efek"] == (2 if (3, "tolak_ganda") in semua_janji(mode) else 1)
    assert all(siasn.hitungan(api)["ganda"] == 0 for api in (3, 4, 5, 11))
    simpan(hasil, mulai=timezone.now())
    assert api_dipastikan() == set(urai_mode_ganda(mode))
    assert semua_terbukti()


@pytest.mark.parametrize(
    ("dipegang", "disebut"),
    [
        ("manusia", "kunci"),
        ("manusia", "tolak_ganda:3,4,5,11"),
        ("manusia", "cari:3,4,5,11"),
        ("tolak_ganda", "tolak_ganda:3,4,5,11"),
        ("cari", "cari:3,4,5,11"),
        ("kunci:3,4", "kunci"),
    ],
)
def test_janji_yang_tidak_dipegang_ketahuan_dan_tidak_dipakai(
    siasn: Siasn, settings: Settings, dipegang: str, disebut: str
) -> None:
    siasn.mode(dipegang)
    settings.SIASN_MODE_GANDA = disebut
    terbukti(disebut)
    hasil = uji(baca_saja=False)
    assert not hasil.sesuai
    assert janji_teruji(hasil) == {satu: satu in semua_janji(dipegang) for satu in semua_janji(disebut)}
    simpan(hasil, mulai=timezone.now())
    assert api_dipastikan() == set(urai_mode_ganda(dipegang)), "an older proof does not outlive a newer failure"
    assert not semua_terbukti()


def test_tanpa_janji_tidak_ada_yang_diulang(siasn: Siasn, settings: Settings) -> None:
    pakai_mode(siasn, settings, "manusia")
    hasil = uji(baca_saja=False)
    ulang = [satu for satu in hasil.baris if satu.nama.endswith(", dikirim ulang")]
    assert [satu.api for satu in ulang] == ["3", "4", "5", "11"]
    assert {satu.putusan for satu in ulang} == {HasilUji.TIDAK_DIUJI}
    assert all(siasn.hitungan(api)["efek"] == 1 for api in (3, 5, 11))


def test_bukti_satu_mitra_tidak_berlaku_bagi_mitra_lain(siasn: Siasn, settings: Settings) -> None:
    assert api_dipastikan() == {3, 4, 5, 11}
    settings.SIASN_BASE_URL = "https://siasn-lain.contoh.invalid"
    assert api_dipastikan() == set()


def test_janji_yang_disebut_tetapi_belum_terbukti_dikatakan_kepada_petugas(siasn: Siasn, settings: Settings) -> None:
    assert Kode.JANJI_BELUM_TERBUKTI not in keadaan_kini()
    settings.SIASN_MODE_GANDA = "kunci,tolak_ganda:4,5"
    assert keadaan_kini()[Kode.JANJI_BELUM_TERBUKTI] == 2
    assert "SIASN_MODE_GANDA" in kata_peringatan(Kode.JANJI_BELUM_TERBUKTI).langkah
    assert url_peringatan(Kode.JANJI_BELUM_TERBUKTI) == reverse("integrasi:kesesuaian")
    settings.SIASN_MODE_GANDA = "manusia"
    assert Kode.JANJI_BELUM_TERBUKTI not in keadaan_kini()


def test_uji_yang_hanya_membaca_tidak_menghapus_bukti(siasn: Siasn) -> None:
    simpan(uji(baca_saja=True), mulai=timezone.now())
    assert semua_terbukti()


def test_saat_mulai_hanya_diuji_bila_belum_terbukti(siasn: Siasn, capsys: pytest.CaptureFixture[str]) -> None:
    JanjiMitra.objects.all().delete()
    call_command("uji_kontrak", "--bila-perlu")
    assert semua_terbukti()
    tiba = siasn.hitungan(3)["tiba"]
    call_command("uji_kontrak", "--bila-perlu")
    assert siasn.hitungan(3)["tiba"] == tiba
    assert UjiKontrak.objects.count() == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("gangguan", "kata"),
    [("amplop_salah", "Amplop tidak dikenal"), ("502_html", "HTTP 502"), ("daftar_kosong", "Daftarnya kosong")],
)
def test_gangguan_tampak_pada_barisnya_saja(siasn: Siasn, gangguan: str, kata: str) -> None:
    siasn.gangguan({"api": "1", "jenis": gangguan})
    hasil = uji(baca_saja=True)
    assert not hasil.sesuai
    assert kata in baris(hasil, "Data ASN, daftar").keterangan
    assert putusan(hasil)["13"] == {"SESUAI"}
    assert baris(hasil, "Data ASN, menurut NIP").putusan is HasilUji.TIDAK_DIUJI


def test_siasn_yang_tidak_ada_hanya_ditanya_sekali(transactional_db: None) -> None:
    with socket.socket() as soket:
        soket.bind(("127.0.0.1", 0))
        hasil = uji(url=f"http://127.0.0.1:{soket.getsockname()[1]}", baca_saja=True)
    assert not hasil.sesuai
    (gagal,) = (satu for satu in hasil.baris if satu.api == "13" and satu.putusan is HasilUji.TIDAK_SESUAI)
    assert gagal.token is False
    assert baris(hasil, "Token APIM").terjangkau is False
    assert {satu.putusan for satu in hasil.baris if satu.api in {"1", "6", "7"}} == {HasilUji.TIDAK_DIUJI}


def test_sandi_yang_salah_hanya_dicoba_sekali(siasn: Siasn, settings: Settings) -> None:
    settings.SIASN_SSO_PASSWORD = "bukan-sandinya"
    sebelum = siasn.hitungan("token")["tiba"]
    hasil = uji(baca_saja=True)
    assert baris(hasil, "Token APIM").putusan is HasilUji.SESUAI
    assert baris(hasil, "Token SSO").putusan is HasilUji.TIDAK_SESUAI
    assert baris(hasil, "Token SSO").terjangkau
    assert putusan(hasil)["13"] == {"SESUAI"}
    assert siasn.hitungan("token")["tiba"] - sebelum == 2


def _penjawab(jawaban: dict[str, Any]) -> Any:
    """Answers each path with its own content, everything else with an empty list."""

    def aksi(h: BaseHTTPRequestHandler) -> None:
        data = jawaban.get(h.path.partition("?")[0], [])
        isi({"code": 1, "count": 1, "data": data, "message": "success"})(h)

    return aksi


def test_bentuk_dan_panjang_yang_salah_disebut_tanpa_isinya(
    mitra: Mitra, transactional_db: None, settings: Settings
) -> None:
    settings.SIASN_TOKEN_URL, settings.SIASN_SSO_URL = mitra.url + TOKEN, mitra.url + SSO
    orang = {
        **semua_asn()[0],
        "nama": "Rahasia " * 20,
        "tahun_masa_kerja_pns": "dua puluh",
        "email": "x@contoh.invalid",
    }
    del orang["gol_ruang_baru"]
    mitra.jawab(_penjawab({"/siapp/asn": [orang], f"/siapp/asn/{orang['nip']}": orang}))
    hasil = uji(url=mitra.url, baca_saja=True)
    satu = baris(hasil, "Data ASN, daftar")
    assert (satu.bentuk, satu.panjang, satu.terjangkau, satu.token) == (False, False, True, True)
    for kata in (
        "Terlalu panjang: nama (159 karakter, batasnya 100).",
        "Jenis isi lain: tahun_masa_kerja_pns (teks, semestinya angka).",
        "Bidang hilang: gol_ruang_baru",
        "Bidang baru: email (teks).",
    ):
        assert kata in satu.keterangan
    assert "Rahasia" not in json.dumps(hasil.sebagai_json())
    assert Penyimpangan.objects.count() == 0


def test_alamat_token_ikut_pindah(settings: Settings) -> None:
    settings.SIASN_BASE_URL = "https://siasn.contoh.invalid/api"
    settings.SIASN_TOKEN_URL = "https://siasn.contoh.invalid/api/oauth2/token"
    settings.SIASN_SSO_URL = "https://sso.contoh.invalid/realms/x/token"
    baru = konfigurasi_untuk("https://latihan.contoh.invalid/v1/")
    assert baru.base_url == "https://latihan.contoh.invalid/v1"
    assert baru.token_url == "https://latihan.contoh.invalid/v1/oauth2/token"
    assert baru.sso_url == "https://latihan.contoh.invalid/realms/x/token"
    assert konfigurasi_untuk() == mitra_setelan.konfigurasi()
    with pytest.raises(KonfigurasiSalah):
        konfigurasi_untuk("http://latihan.contoh.invalid")


def test_mesin_lain_tidak_ditulisi_tanpa_disebut() -> None:
    check_boleh_menulis("http://127.0.0.1:8100", "")
    check_boleh_menulis("http://localhost", "")
    check_boleh_menulis("https://latihan.contoh.invalid:8443/v1", "latihan.contoh.invalid")
    check_boleh_menulis("https://latihan.contoh.invalid:8443/v1", "LATIHAN.contoh.invalid:8443")
    for boleh in ("", "contoh.invalid", "lain.contoh.invalid"):
        with pytest.raises(MenulisDitolak, match="--boleh-menulis latihan"):
            check_boleh_menulis("https://latihan.contoh.invalid:8443/v1", boleh)


def test_perintah_mencetak_tabel_dan_menyimpan_hasilnya(siasn: Siasn, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("uji_kontrak")
    cetakan = capsys.readouterr().out
    for kata in ("Kesesuaian 127.0.0.1", "Token SSO", "Sesuai"):
        assert kata in cetakan
    satu = UjiKontrak.objects.get()
    assert satu.sesuai
    assert not satu.baca_saja
    assert {isi["api"] for isi in satu.hasil} == {"token", "1", *MENULIS, "6", "7", "13"}


def test_perintah_gagal_bila_ada_yang_tidak_sesuai(siasn: Siasn) -> None:
    siasn.gangguan({"api": "7", "jenis": "json_rusak"})
    with pytest.raises(CommandError, match="1 pemeriksaan tidak sesuai"):
        call_command("uji_kontrak", "--baca-saja")
    assert UjiKontrak.objects.get().sesuai is False


def test_perintah_menolak_menulis_ke_mesin_lain(transactional_db: None) -> None:
    with pytest.raises(CommandError, match="--boleh-menulis"):
        call_command("uji_kontrak", "--url", "https://siasn.contoh.invalid")
    assert UjiKontrak.objects.count() == 0
