"""`manage.py keadaan`: what is well, and of what is not, what to do."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from integrasi.models import Peringatan
from integrasi.petugas.pertukaran import hentikan
from integrasi.sebab import sebab_untuk
from referensi.keadaan import KeadaanSinkron
from referensi.models import Sinkronisasi
from siapp.web import kesiapan
from tests.dunia import Dunia
from tests.integrasi.conftest import ajukan
from tests.sarana import SABAR, port_bebas


@pytest.fixture(autouse=True)
def sabar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kesiapan, "BATAS_JAWAB", SABAR)


def _baris() -> list[str]:
    keluaran = StringIO()
    call_command("keadaan", stdout=keluaran)
    return keluaran.getvalue().splitlines()


def _buruk() -> str:
    return "\n".join(satu for satu in _baris() if satu.startswith("✗ "))


@pytest.mark.django_db
def test_setiap_baris_menyebut_baik_atau_tidak() -> None:
    baris = _baris()
    assert "✓ Basis data menjawab." in baris
    assert "✓ Skema basis data sesuai dengan rilis ini." in baris
    assert "✓ Tidak ada kiriman ke SIASN yang mandek." in baris
    assert "✓ Jalan ke SIASN terbuka." in baris
    assert all(satu.startswith(("✓ ", "✗ ")) for satu in baris)


def test_basis_data_yang_hilang_disebut_beserta_langkahnya(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(port_bebas()))
    assert _baris() == ["✗ Basis data tidak menjawab. Nyalakan PostgreSQL dan periksa DATABASE_URL."]


@pytest.mark.django_db
def test_migrasi_yang_kurang_disebut_beserta_langkahnya(monkeypatch: pytest.MonkeyPatch) -> None:
    kurang = kesiapan.migrasi_dibutuhkan() | {("usulan", "9999_besok")}
    monkeypatch.setattr("integrasi.pengamatan.kalimat.migrasi_dibutuhkan", lambda: kurang)
    assert _buruk() == "✗ 1 migrasi belum dipasang. Jalankan `manage.py migrate`."


def test_kiriman_yang_mandek_disebut(selaras: Dunia) -> None:
    ajukan(selaras)
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        assert "Kiriman ke SIASN tertua menunggu 10 menit. Periksa layanan siapp-pekerja." in _buruk()


def test_pertukaran_yang_dihentikan_dan_peringatan_disebut(dunia: Dunia) -> None:
    hentikan("Serangan pada jalur pertukaran.", oleh=dunia.kepala_biro)
    kini = timezone.now()
    Peringatan.objects.create(sebab="mandek", jumlah=2, mulai=kini, terlihat_pada=kini)
    buruk = _buruk()
    assert "Pertukaran dihentikan sejak" in buruk
    kata = sebab_untuk("mandek")
    assert f"{kata.kalimat.removesuffix('.')} (2). " in buruk


@pytest.mark.django_db
def test_surel_yang_tidak_dipasang_disebut(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "EMAIL_URL belum diisi" in _buruk()


@pytest.mark.django_db
def test_sinkronisasi_yang_terlewat_disebut() -> None:
    assert "Sinkronisasi SIASN belum pernah selesai." in _buruk()
    kini = timezone.now()
    satu = Sinkronisasi.objects.create(daftar="asn", mulai=kini, selesai=kini, keadaan=KeadaanSinkron.SELESAI)
    assert "Sinkronisasi SIASN" not in _buruk()
    Sinkronisasi.objects.filter(pk=satu.pk).update(selesai=kini - timedelta(hours=30))
    assert "Sinkronisasi SIASN terakhir 30 jam yang lalu." in _buruk()
