"""A form that meets the end of its session comes back to its writer after the sign-in, and to nobody else."""

import re
import time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from siapp.akun.models import Pengguna
from siapp.akun.sesi import MULAI, TERAKHIR
from tests import dunia as d
from usulan.models import Usulan

ISIAN = "/akun/isian/"


def _masuk(klien: Client, orang: Pengguna, tujuan: str = ISIAN) -> None:
    jawaban = klien.post("/akun/login/", {"login": orang.nip, "password": d.SANDI, "next": tujuan})
    assert jawaban.status_code == 302


def _akhiri(klien: Client, **geser: int) -> None:
    """Let the session be as old as if nobody had touched it, by its row."""
    sesi = klien.session
    for nama, detik in (geser or {TERAKHIR: 3600}).items():
        sesi[nama] = int(time.time()) - detik
    sesi.save()


def _tersembunyi(isi: str) -> dict[str, str]:
    pola = r'<input type="hidden" name="(csrfmiddlewaretoken|kunci_form|versi)" value="([^"]+)"'
    return dict(re.findall(pola, isi))


def _surat(dunia: d.Dunia, klien: Client) -> tuple[str, dict[str, str], Usulan]:
    usulan = d.buat_draf(dunia)
    alamat = reverse("usulan:surat", args=[usulan.pk])
    kiriman = _tersembunyi(klien.get(alamat).content.decode())
    return alamat, kiriman | {"nomor_surat_pengantar": "B-77/CONTOH/2026"}, usulan


@pytest.fixture
def klien() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("sebab", [{TERAKHIR: 901}, {MULAI: 8 * 3600 + 1}])
def test_kiriman_sesudah_sesi_berakhir_dikirim_setelah_masuk_lagi(
    dunia: d.Dunia, klien: Client, sebab: dict[str, int]
) -> None:
    klien.force_login(dunia.pic)
    alamat, kiriman, usulan = _surat(dunia, klien)
    _akhiri(klien, **sebab)
    jawaban = klien.post(alamat, kiriman)
    assert jawaban["Location"] == f"/akun/login/?next={ISIAN}"
    isi = klien.get("/akun/login/").content.decode()
    masuk = _tersembunyi(isi) | {"login": dunia.pic.nip, "password": d.SANDI, "next": ISIAN}
    assert klien.post("/akun/login/", masuk)["Location"] == ISIAN
    halaman = klien.get(ISIAN).content.decode()
    assert "B-77/CONTOH/2026" in halaman
    assert f'action="{alamat}"' in halaman
    lagi = _tersembunyi(halaman) | {"titipan": "1", "nomor_surat_pengantar": "B-77/CONTOH/2026"}
    assert klien.post(alamat, lagi).status_code == 302
    assert d.segar(usulan).nomor_surat_pengantar == "B-77/CONTOH/2026"
    assert klien.get(ISIAN)["Location"] == "/", "sesudah terkirim tidak disimpan lagi"


def test_orang_lain_yang_masuk_tidak_melihat_dan_tidak_menyimpannya(dunia: d.Dunia) -> None:
    klien = Client()
    klien.force_login(dunia.pic)
    alamat, kiriman, usulan = _surat(dunia, klien)
    _akhiri(klien)
    klien.post(alamat, kiriman)
    _masuk(klien, dunia.penyetuju)
    halaman = klien.get(ISIAN).content.decode()
    assert "milik orang lain" in halaman
    assert "B-77" not in halaman
    klien.post("/akun/logout/")
    _masuk(klien, dunia.pic)
    assert "B-77/CONTOH/2026" in klien.get(ISIAN).content.decode(), "pemiliknya masih mendapatkannya"
    assert d.segar(usulan).nomor_surat_pengantar == ""


def test_yang_dititipkan_tersandi_tanpa_rahasia_dan_habis_dalam_satu_jam(dunia: d.Dunia) -> None:
    klien = Client()
    klien.force_login(dunia.pic)
    alamat, kiriman, _ = _surat(dunia, klien)
    _akhiri(klien)
    klien.post(alamat, kiriman | {"password": "rahasia-sekali", "code": "123456"})
    simpanan = str(klien.session["titipan"])
    assert "B-77" not in simpanan
    _masuk(klien, dunia.pic)
    isi = klien.get(ISIAN).content.decode()
    assert "rahasia-sekali" not in isi
    assert "123456" not in isi
    with time_machine.travel(time.time() + 3601):
        _masuk(klien, dunia.pic)
        assert klien.get(ISIAN)["Location"] == "/"


def test_formulir_yang_bukan_dari_kami_tidak_dititipkan(dunia: d.Dunia) -> None:
    klien = Client()
    alamat = reverse("usulan:surat", args=[d.buat_draf(dunia).pk])
    for kunci in ("", "tiruan:salah"):
        klien.post(alamat, {"nomor_surat_pengantar": "B-1", "kunci_form": kunci})
        assert "titipan" not in klien.session


def test_halaman_dari_sebelum_masuk_lagi_dikembalikan_kepada_pemiliknya(dunia: d.Dunia, klien: Client) -> None:
    klien.force_login(dunia.pic)
    alamat, kiriman, _ = _surat(dunia, klien)
    klien.cookies["csrf"] = "a" * 32  # as after a sign-in in another tab
    assert klien.post(alamat, kiriman)["Location"] == ISIAN
    assert "B-77/CONTOH/2026" in klien.get(ISIAN).content.decode()
    assert klien.post(alamat, {"nomor_surat_pengantar": "B-1"}).status_code == 403
    assert klien.post(alamat, kiriman, HTTP_HX_REQUEST="true").status_code == 401


def test_membuang_isian_menghapusnya(dunia: d.Dunia) -> None:
    klien = Client()
    klien.force_login(dunia.pic)
    alamat, kiriman, _ = _surat(dunia, klien)
    _akhiri(klien)
    klien.post(alamat, kiriman)
    _masuk(klien, dunia.pic)
    assert klien.post(ISIAN)["Location"] == "/"
    assert "titipan" not in klien.session


def test_bertanya_tentang_sesi_tidak_memperpanjangnya_menekan_tetap_masuk_memperpanjangnya(dunia: d.Dunia) -> None:
    klien = Client()
    assert klien.get("/akun/sesi/").status_code == 401
    klien.force_login(dunia.pic)
    klien.get("/")
    _akhiri(klien, **{TERAKHIR: 840})
    for _ in range(2):
        assert 55 <= klien.get("/akun/sesi/").json()["menganggur"] <= 60
    jawaban = klien.post("/akun/sesi/").json()
    assert jawaban["menganggur"] >= 895
    assert set(jawaban) == {"siapa", "nama", "csrf", "menganggur", "terlama"}
    assert dunia.pic.nip not in str(jawaban)
