"""From a day that an administrator sets, who may sign needs a second step (keputusan/0105)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from siapp.akun import dua_langkah
from siapp.akun.models import AturanMasuk, Pengguna
from siapp.audit.models import Peristiwa
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.akun.test_dua_langkah import pasang
from usulan.actions.aturan_masuk import AturanDitolak, atur_langkah_kedua
from usulan.peristiwa import ALIRAN_ATURAN_MASUK, Jenis

ALAMAT = "/pic/langkah-kedua/"
PASANG = "/akun/dua-langkah/totp/activate/"
MULAI = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def _masuk(pengguna: Pengguna) -> Client:
    client = Client()
    isian = {"login": pengguna.nip, "password": d.SANDI, "next": "/akun/profil/"}
    assert client.post("/akun/login/", isian).status_code == 302
    return client


def _atur(dunia: d.Dunia, sejak: date | None) -> bool:
    return atur_langkah_kedua(sejak, oleh=dunia.administrator, alasan="Surat S-7")


def _halaman(client: Client) -> str:
    return client.get("/", follow=True).content.decode()


def test_sebelum_harinya_penanda_tangan_diingatkan_lalu_diantar_memasang(dunia: d.Dunia) -> None:
    with time_machine.travel(MULAI, tick=False) as jam:
        assert "dengan dua langkah" not in _halaman(_masuk(dunia.penyetuju))
        assert _atur(dunia, timezone.localdate() + timedelta(days=30))
        client = _masuk(dunia.penyetuju)
        isi = _halaman(client)
        assert "Mulai 23 Desember 2026 penanda tangan masuk dengan dua langkah" in isi
        jam.shift(timedelta(days=30))
        client = _masuk(dunia.penyetuju)
        assert client.get("/")["Location"] == PASANG
        pasang(client)
        assert client.get("/").status_code == 200
        assert "dengan dua langkah" not in _halaman(client)


def test_yang_tidak_meneken_dan_biro_tidak_ikut(dunia: d.Dunia) -> None:
    _atur(dunia, timezone.localdate())
    for orang in (dunia.pic, dunia.administrator):
        client = _masuk(orang)
        assert client.get("/").status_code == 200
        assert "dengan dua langkah" not in _halaman(client)


def test_sesi_yang_sedang_berjalan_mengikuti_pada_masuk_berikutnya(dunia: d.Dunia) -> None:
    client = _masuk(dunia.penyetuju)
    _atur(dunia, timezone.localdate())
    assert client.get("/").status_code == 200
    assert _masuk(dunia.penyetuju).get("/")["Location"] == PASANG


def test_yang_diatur_tercatat_sekali_dengan_lama_dan_baru(dunia: d.Dunia) -> None:
    hari = timezone.localdate() + timedelta(days=1)
    assert [_atur(dunia, hari), _atur(dunia, hari), _atur(dunia, None)] == [True, False, True]
    assert dua_langkah.penanda_tangan_sejak() is None
    isi = Peristiwa.objects.filter(aliran=ALIRAN_ATURAN_MASUK).order_by("urutan")
    assert [(p.jenis, p.alasan, p.oleh) for p in isi] == [
        (Jenis.LANGKAH_KEDUA_DIATUR, "Surat S-7", dunia.administrator)
    ] * 2
    assert [p.data["perubahan"] for p in isi] == [{"sejak": ["", str(hari)]}, {"sejak": [str(hari), ""]}]


def test_hari_yang_lewat_dan_yang_bukan_administrator_ditolak(dunia: d.Dunia) -> None:
    with pytest.raises(AturanDitolak, match="sudah lewat"):
        _atur(dunia, timezone.localdate() - timedelta(days=1))
    with pytest.raises(TidakBerwenang):
        atur_langkah_kedua(None, oleh=dunia.pic, alasan="")
    assert not AturanMasuk.objects.filter(penanda_tangan_sejak__isnull=False).exists()


def test_administrator_mengatur_di_halaman_yang_menyebut_berapa_yang_belum(dunia: d.Dunia) -> None:
    client = _masuk(dunia.administrator)
    assert f'href="{ALAMAT}"' in client.get(reverse("usulan:pic_daftar")).content.decode()
    isi = client.get(ALAMAT).content.decode()
    assert "Belum: penanda tangan boleh memilih" in isi
    salah = client.post(ALAMAT, {"sejak": "01-01-2026", "alasan": "Surat S-7"})
    assert salah.status_code == 422
    assert "sudah lewat" in salah.content.decode()
    hari = timezone.localdate() + timedelta(days=40)
    benar = client.post(ALAMAT, {"sejak": f"{hari:%d-%m-%Y}", "alasan": "Surat S-7"}, follow=True)
    assert "Aturan disimpan." in benar.content.decode()
    assert dua_langkah.penanda_tangan_sejak() == hari
