"""What a monitor reads: ages, results, breaker, switch, machine; without workers, and without the database."""

import json
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
import requests
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core import mail
from django.db import connection
from django.utils import timezone
from prometheus_client import CollectorRegistry
from pytest_django import Settings

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.mitra.hitungan import hitung_panggilan
from integrasi.mitra.setelan import host
from integrasi.models import KeadaanMitra, Peringatan, TokenSiasn
from integrasi.pengamatan import bacaan, layanan
from integrasi.pengamatan.metrik import Pengumpul
from integrasi.petugas.pertukaran import hentikan
from integrasi.siasn.token import SSO
from siapp.berkas.models import Pemasangan
from siapp.berkas.pemasangan import pastikan_pemasangan
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from tests.sarana import SABAR, port_bebas


class Ambilan:
    """One registry, asked for one figure after another."""

    def __init__(self) -> None:
        self.daftar = CollectorRegistry(auto_describe=False)
        self.pengumpul = Pengumpul()
        self.daftar.register(self.pengumpul)

    def angka(self, nama: str, **label: str) -> float | None:
        return self.daftar.get_sample_value(nama, label)


@pytest.fixture
def ambilan(monkeypatch: pytest.MonkeyPatch) -> Ambilan:
    monkeypatch.setattr("siapp.web.kesiapan.BATAS_JAWAB", SABAR)
    return Ambilan()


@pytest.mark.django_db
def test_pemasangan_kosong_tidak_menunggu_apa_pun(ambilan: Ambilan) -> None:
    assert ambilan.angka("siapp_basisdata_menjawab") == 1
    for nama in ("kiriman", "masuk", "berkas"):
        assert ambilan.angka(f"siapp_{nama}_tertua_seconds") == 0
    assert ambilan.angka("siapp_migrasi_tertunda") == 0
    assert ambilan.angka("siapp_tanda_hidup_timestamp_seconds", bagian="timer") is not None
    assert ambilan.angka("siapp_bacaan_gagal") == 0
    assert ambilan.angka("siapp_pemutus_terbuka") == 0
    assert ambilan.angka("siapp_pertukaran_dihentikan") == 0


def test_kiriman_yang_tidak_diambil_menua_dan_terhitung_menunggu(selaras: Dunia, ambilan: Ambilan) -> None:
    ajukan(selaras)
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        umur = ambilan.angka("siapp_kiriman_tertua_seconds")
    assert umur is not None
    assert umur >= 600


def test_percobaan_terhitung_per_api_dan_hasil_beserta_lamanya(siasn: Siasn, selaras: Dunia, ambilan: Ambilan) -> None:
    ajukan(selaras)
    assert ambilan.angka("siapp_percobaan_total", api="3", hasil=Keadaan.SELESAI) is None
    jalankan()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert ambilan.angka("siapp_percobaan_total", api="3", hasil=Keadaan.SELESAI) == 1
        assert ambilan.angka("siapp_percobaan_total", api="3", hasil=Keadaan.SELESAI) == 1
        assert ambilan.angka("siapp_waktu_sampai_seconds_count", api="3") == 1
        lama = ambilan.angka("siapp_waktu_sampai_seconds_sum", api="3")
    assert lama is not None
    assert lama > 0


def test_pemutus_sakelar_token_dan_peringatan_terbaca(dunia: Dunia, ambilan: Ambilan) -> None:
    kini = timezone.now()
    KeadaanMitra.objects.create(host=host(), terbuka_sejak=kini, coba_lagi_pada=kini)
    hentikan("Serangan pada jalur pertukaran.", oleh=dunia.kepala_biro)
    besok = kini + timedelta(days=1)
    TokenSiasn.objects.create(jenis=SSO, isi="x", kedaluwarsa=besok, ditolak_sampai=besok)
    Peringatan.objects.create(sebab="mandek", jumlah=3, mulai=kini - timedelta(hours=1), terlihat_pada=kini)
    hitung_panggilan(Api.DATA_ASN, berhasil=True)
    assert ambilan.angka("siapp_pemutus_terbuka") == 1
    assert ambilan.angka("siapp_pertukaran_dihentikan") == 1
    assert ambilan.angka("siapp_token_berakhir_timestamp_seconds", jenis=SSO) == besok.timestamp()
    assert ambilan.angka("siapp_token_ditolak", jenis=SSO) == 1
    assert ambilan.angka("siapp_peringatan", sebab="mandek") == 3
    assert (ambilan.angka("siapp_peringatan_belum_disurelkan_seconds") or 0) >= 3600
    assert ambilan.angka("siapp_panggilan_total", api="1", hasil="berhasil") == 1


def _sertifikat(berkas: Path, akhir: datetime) -> None:
    kunci = ec.generate_private_key(ec.SECP256R1())
    nama = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "siapp.contoh.go.id")])
    pembuat = x509.CertificateBuilder().subject_name(nama).issuer_name(nama).public_key(kunci.public_key())
    pembuat = pembuat.serial_number(1).not_valid_before(akhir - timedelta(days=90)).not_valid_after(akhir)
    berkas.write_bytes(pembuat.sign(kunci, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


@pytest.mark.django_db
def test_mesin_menyebut_disk_cadangan_dan_sertifikat(ambilan: Ambilan, settings: Settings, tmp_path: Path) -> None:
    saat, akhir = datetime(2026, 11, 1, 2, 0, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    catatan, sertifikat = tmp_path / "operasi.json", tmp_path / "tls.crt"
    catatan.write_text(json.dumps({"cadangan": {"saat": saat.isoformat()}}))
    _sertifikat(sertifikat, akhir)
    settings.CATATAN_OPERASI, settings.SERTIFIKAT = str(catatan), str(sertifikat)
    assert ambilan.angka("siapp_operasi_terakhir_timestamp_seconds", apa="cadangan") == saat.timestamp()
    assert ambilan.angka("siapp_sertifikat_berakhir_timestamp_seconds") == akhir.timestamp()
    sisa, semua = ambilan.angka("siapp_disk_sisa_bytes"), ambilan.angka("siapp_disk_bytes")
    assert sisa is not None
    assert semua is not None
    assert 0 < sisa < semua


def test_basis_data_yang_hilang_terbaca_sebagai_nol_dan_mesin_tetap_terbaca(
    ambilan: Ambilan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(port_bebas()))
    assert ambilan.angka("siapp_basisdata_menjawab") == 0
    assert ambilan.angka("siapp_kiriman_tertua_seconds") is None
    assert ambilan.angka("siapp_disk_bytes") is not None


@pytest.mark.django_db
def test_kelompok_yang_tidak_terbaca_tidak_membawa_yang_lain(ambilan: Ambilan, monkeypatch: pytest.MonkeyPatch) -> None:
    def lama() -> timedelta:
        with connection.cursor() as kursor:
            kursor.execute("SELECT pg_sleep(60)")
        return timedelta()

    monkeypatch.setattr(bacaan, "BATAS_TANYA", "50ms")
    monkeypatch.setattr(bacaan, "umur_masuk", lama)
    assert ambilan.angka("siapp_bacaan_gagal") == 1
    assert ambilan.angka("siapp_kiriman_tertua_seconds") is None
    assert ambilan.angka("siapp_pemutus_terbuka") == 0


@pytest.fixture
def pintu(ambilan: Ambilan, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The metrics' own port, without the database: another thread would not see this test's."""
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(port_bebas()))
    peladen = layanan.buka("127.0.0.1", 0, ambilan.pengumpul)
    utas = Thread(target=peladen.serve_forever, daemon=True)
    utas.start()
    yield f"http://127.0.0.1:{peladen.server_port}"
    peladen.shutdown()
    peladen.server_close()
    utas.join()


def test_hanya_metrik_yang_ada_di_pintunya(pintu: str) -> None:
    jawaban = requests.get(f"{pintu}/metrik", timeout=SABAR)
    assert jawaban.status_code == 200
    assert "siapp_basisdata_menjawab 0.0" in jawaban.text
    assert requests.get(f"{pintu}/", timeout=SABAR).status_code == 404


def test_peringatan_tersurelkan_tanpa_satu_pekerja_pun(selaras: Dunia, ambilan: Ambilan) -> None:
    selaras.administrator.surel = "admin@contoh.go.id"
    selaras.administrator.save(update_fields=["surel"])
    ajukan(selaras)
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        berhenti = _sesudah_satu_putaran()
        layanan.awasi(ambilan.pengumpul, berhenti)
    assert [satu.bcc for satu in mail.outbox] == [["admin@contoh.go.id"]]


def test_pengawas_tidak_berhenti_oleh_galat(ambilan: Ambilan, monkeypatch: pytest.MonkeyPatch) -> None:
    dipanggil: list[int] = []

    def gagal() -> int:
        dipanggil.append(1)
        raise smtplib.SMTPException

    monkeypatch.setattr(layanan.peringatan, "periksa", gagal)
    monkeypatch.setattr(layanan.bacaan, "penyimpanan_menjawab", lambda: False)
    layanan.awasi(ambilan.pengumpul, _sesudah_satu_putaran())
    assert dipanggil == [1]
    assert ambilan.pengumpul.penyimpanan is False


@pytest.mark.usefixtures("db")
def test_basis_data_yang_bukan_pasangan_penyimpanannya_terlihat(
    ambilan: Ambilan, monkeypatch: pytest.MonkeyPatch
) -> None:
    pastikan_pemasangan()
    layanan.awasi(ambilan.pengumpul, _sesudah_satu_putaran())
    assert ambilan.angka("siapp_satu_pemasangan") == 1
    Pemasangan.objects.update(basis_data=1)
    layanan.awasi(ambilan.pengumpul, _sesudah_satu_putaran())
    assert ambilan.angka("siapp_satu_pemasangan") == 0

    def diam(*_: object, **__: object) -> str:
        raise OSError("S3 tidak menjawab")

    monkeypatch.setattr(bacaan, "keluhan_pemasangan", diam)
    layanan.awasi(ambilan.pengumpul, _sesudah_satu_putaran())
    assert ambilan.angka("siapp_satu_pemasangan") == 0, "what was known stays"


def _sesudah_satu_putaran() -> Event:
    class SatuPutaran(Event):
        def wait(self, _lama: float | None = None) -> bool:
            self.set()
            return True

    return SatuPutaran()
