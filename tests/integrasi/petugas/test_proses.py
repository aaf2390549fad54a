"""A queue nobody serves, a timer that does not run, a daily job that was missed: each is named, with what to do."""

from contextlib import closing
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from structlog.testing import capture_logs

from integrasi.models import Peringatan
from integrasi.petugas import proses
from integrasi.petugas.peringatan import kata_peringatan, periksa
from integrasi.petugas.proses import BERHENTI, JEJAK, KERJA, TUGAS_HARIAN, gangguan
from siapp.akun.peran import Mesin
from siapp.audit.pembuktian import JejakTidakUtuh
from siapp.berkas.karantina import TerlaluBanyakYatim
from siapp.berkas.pemasangan import nyatakan
from siapp.berkas.ruang import KUNCI
from siapp.celery import ANTREAN, HARIAN
from siapp.jadwal.giliran import harian, lengkapi, tandai_selesai
from siapp.jadwal.models import Jadwal, TandaHidup
from siapp.jadwal.tanda import Penanda, TandaPekerja
from tests.dunia import Dunia
from tests.sarana import SABAR


@pytest.fixture(autouse=True)
def sungguhan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proses, "gangguan", gangguan)


@pytest.fixture
def semua_hidup(db: None) -> None:
    # The cache outlives the test that filled a disk.
    cache.delete(KUNCI)
    kini = timezone.now()
    for nama in ("timer", *ANTREAN):
        TandaHidup.objects.update_or_create(nama=nama, defaults={"terakhir": kini, "oleh": "uji:1"})
    lengkapi()


def diam(nama: str) -> None:
    TandaHidup.objects.filter(nama=nama).update(terakhir=timezone.now() - timedelta(seconds=61))


def test_yang_semuanya_hidup_tidak_disebut(semua_hidup: None) -> None:
    assert gangguan() == {}


def test_setiap_antrean_dan_pekerjaan_harian_punya_kata() -> None:
    assert set(KERJA) == set(ANTREAN)
    assert set(TUGAS_HARIAN) == set(HARIAN)


def test_antrean_tak_dilayani_dan_timer_mati_disebut_di_pengiriman_tanpa_pekerja(
    dunia: Dunia, semua_hidup: None
) -> None:
    diam("sinkron")
    diam("timer")
    klien = Client()
    klien.force_login(dunia.dukungan)
    isi = klien.get("/integrasi/pengiriman/").content.decode()
    assert "Antrean sinkron tidak dilayani" in isi
    assert "manage.py jalankan pekerja" in isi
    assert "Timer tidak berjalan" in isi
    assert "Antrean kirim" not in isi
    assert not Peringatan.objects.exists()
    assert "2 hal pada pengiriman perlu ditangani." in klien.get("/bantuan/").content.decode()
    pic = Client()
    pic.force_login(dunia.pic)
    assert "perlu ditangani" not in pic.get("/bantuan/").content.decode()


def test_perintah_keadaan_menyebut_yang_diam_sekali_dengan_langkah_bagi_pembacanya(
    semua_hidup: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siapp.web.kesiapan.BATAS_JAWAB", SABAR)
    diam("timer")
    keluaran = StringIO()
    call_command("keadaan", stdout=keluaran)
    baris = [satu for satu in keluaran.getvalue().splitlines() if "Timer" in satu]
    (satu,) = baris
    assert satu.startswith("✗ Timer tidak berjalan")
    assert satu.endswith(". Jalankan `manage.py jalankan timer` (layanan siapp-timer).")


def test_pekerjaan_harian_berumur_26_jam_dikabarkan(dunia: Dunia, semua_hidup: None, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    dunia.administrator.surel = "petugas@contoh.go.id"
    dunia.administrator.save(update_fields=["surel"])
    Jadwal.objects.filter(nama="gosok-berkas").update(selesai_pada=timezone.now() - timedelta(hours=25, minutes=59))
    assert gangguan() == {}
    Jadwal.objects.filter(nama="gosok-berkas").update(selesai_pada=timezone.now() - timedelta(hours=26, minutes=1))
    assert periksa() == 1
    assert mail.outbox[0].subject == "[SIAPP] Pemeriksaan sidik berkas tidak selesai lebih dari 26 jam."


def test_perapian_yang_berhenti_dikabarkan_sampai_orang_memutuskan(dunia: Dunia, semua_hidup: None) -> None:
    def berhenti() -> None:
        raise TerlaluBanyakYatim("2 of 3")

    nyatakan(oleh=Mesin.SISTEM, alasan="Uji.")  # the storage outlives the databases of the tests
    Jadwal.objects.filter(nama="bersihkan-berkas").update(jatuh_tempo=timezone.now())
    with pytest.raises(TerlaluBanyakYatim):
        harian("bersihkan-berkas")(berhenti)()
    assert set(gangguan()) == {BERHENTI}
    assert "manage.py karantina --pindahkan" in kata_peringatan(BERHENTI).langkah
    call_command("karantina", "--pindahkan")
    assert gangguan() == {}


def test_jejak_yang_tidak_utuh_dikabarkan_seketika(dunia: Dunia, semua_hidup: None) -> None:
    def tidak_utuh() -> None:
        raise JejakTidakUtuh("1 temuan")

    Jadwal.objects.filter(nama="verifikasi-jejak").update(jatuh_tempo=timezone.now())
    with pytest.raises(JejakTidakUtuh):
        harian("verifikasi-jejak")(tidak_utuh)()
    assert set(gangguan()) == {JEJAK}
    assert "manage.py verifikasi_audit" in kata_peringatan(JEJAK).langkah
    tandai_selesai("verifikasi-jejak")
    assert gangguan() == {}


@pytest.mark.parametrize("backend", ["dummy", "console"])
def test_surel_yang_tak_diatur_tidak_dianggap_terkirim(
    dunia: Dunia, semua_hidup: None, settings: Settings, backend: str
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    dunia.administrator.surel = "petugas@contoh.go.id"
    dunia.administrator.save(update_fields=["surel"])
    diam("kirim")
    assert periksa() == 0
    assert Peringatan.objects.get().diberitahukan_pada is None
    klien = Client()
    klien.force_login(dunia.administrator)
    assert "tidak terkirim: surel belum diatur" in klien.get("/integrasi/pengiriman/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert periksa() == 1
    assert "tidak terkirim" not in klien.get("/integrasi/pengiriman/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_tanda_hidup_dua_pekerja_satu_baris_per_antrean() -> None:
    with closing(Penanda()) as penanda, closing(Penanda()) as lain:
        _dua_pekerja(penanda, lain)


def _dua_pekerja(penanda: Penanda, lain: Penanda) -> None:
    assert penanda.tulis(["kirim", "timer"]) is True
    lama = TandaHidup.objects.get(nama="kirim").terakhir
    lain.tulis(["kirim"])
    assert TandaHidup.objects.get(nama="kirim").terakhir == lama
    TandaHidup.objects.filter(nama="timer").update(terakhir=timezone.now() - timedelta(minutes=2))
    assert penanda.tulis(["kirim"]) is False


@pytest.mark.django_db(transaction=True)
def test_tanda_hidup_memakai_satu_sambungan_dan_tahan_bila_diputus() -> None:
    with closing(Penanda()) as penanda:
        penanda.tulis(["kirim"])
        pertama = _nomor_sambungan(penanda)
        penanda.tulis(["kirim"])
        assert _nomor_sambungan(penanda) == pertama
        with connection.cursor() as kursor:
            kursor.execute("SELECT pg_terminate_backend(%s, 10000)", [pertama])
        penanda.tulis(["kirim"])
        assert _nomor_sambungan(penanda) != pertama


def _nomor_sambungan(penanda: Penanda) -> int:
    assert penanda._koneksi is not None
    return int(penanda._koneksi.connection.info.backend_pid)


@pytest.mark.django_db(transaction=True)
def test_pekerja_yang_mulai_sebelum_migrasi_menunggu_skema_tanpa_memperingatkan() -> None:
    with connection.cursor() as kursor:
        kursor.execute("ALTER TABLE jadwal_tandahidup RENAME TO jadwal_belum")
        try:
            with capture_logs() as catatan:
                TandaPekerja(None)._tandai(Penanda(), ["kirim"])
        finally:
            kursor.execute("ALTER TABLE jadwal_belum RENAME TO jadwal_tandahidup")
    assert [(satu["event"], satu["log_level"]) for satu in catatan] == [("tanda_hidup_menunggu_skema", "info")]
