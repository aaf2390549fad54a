"""Timers share one table: each job is woken once a period, and a daily one stays due until it finished well."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from kombu import Connection

from siapp.celery import DI_TIMER, HARIAN, JADWAL, app
from siapp.jadwal import putaran, tanda
from siapp.jadwal.giliran import JEDA_GAGAL, MASA_PEGANG, ambil, berikutnya, harian, lengkapi
from siapp.jadwal.models import Jadwal, TandaHidup
from siapp.kunci import Kunci, kunci_tunggal
from siapp.proses import ANTREAN_PROSES, JenisProses, perintah
from tests.sarana import AKAR, akhiri, tunggu

NAMA = "sinkron-harian"


def baris(nama: str = NAMA) -> Jadwal:
    return Jadwal.objects.get(nama=nama)


def jatuhkan(nama: str = NAMA, lalu: timedelta = timedelta(seconds=1)) -> None:
    lengkapi()
    Jadwal.objects.filter(nama=nama).update(jatuh_tempo=timezone.now() - lalu)


@pytest.mark.django_db(transaction=True)
def test_sepuluh_timer_membangunkan_setiap_pekerjaan_sekali() -> None:
    lengkapi()
    Jadwal.objects.update(jatuh_tempo=timezone.now() - timedelta(days=3))
    bersama = Barrier(10)

    def satu(_: int) -> list[str]:
        bersama.wait()
        try:
            return ambil() + ambil()
        finally:
            connection.close()

    # The clock stands: a period that ends while they ask would be another one.
    with time_machine.travel(timezone.now(), tick=False), ThreadPoolExecutor(10) as kolam:
        diambil = [nama for isi in kolam.map(satu, range(10)) for nama in isi]
    # Missed for three days, and caught up once.
    assert sorted(diambil) == sorted(JADWAL)
    assert not set(ambil()) & set(HARIAN)


@pytest.mark.parametrize(
    ("pukul", "hari"), [(time(2, 59), 27), (time(3, 0), 28), (time(23, 0), 28)], ids=["belum", "tepat", "sudah"]
)
def test_yang_harian_jatuh_tempo_pada_jamnya(pukul: time, hari: int) -> None:
    wib = ZoneInfo("Asia/Jakarta")
    hasil = berikutnya(NAMA, datetime.combine(datetime(2026, 11, 27, tzinfo=wib), pukul, wib))
    assert hasil == datetime.combine(datetime(2026, 11, hari, tzinfo=wib), HARIAN[NAMA], wib)


def test_semua_periode_mulai_bersama_sehingga_timer_bangun_sekali_bagi_yang_bersamaan() -> None:
    kini = datetime(2026, 11, 28, 3, 10, 7, 250_000, tzinfo=UTC)
    berkala = [nama for nama in JADWAL if nama not in HARIAN]
    menit = set[datetime]()
    for nama in berkala:
        saat = berikutnya(nama, kini)
        assert kini < saat <= kini + timedelta(seconds=JADWAL[nama][1])
        lagi = berikutnya(nama, saat)
        assert (lagi - saat).total_seconds() == JADWAL[nama][1], "exactly on time it is the next one's turn"
        while saat <= kini + timedelta(minutes=1):
            menit.add(saat)
            # Who wakes is a little late.
            saat = berikutnya(nama, saat + timedelta(milliseconds=40))
    tersering = min(JADWAL[nama][1] for nama in berkala)
    assert len(menit) == 60 / tersering


def test_yang_harian_tetap_jatuh_tempo_sampai_selesai_dengan_baik(db: None) -> None:
    jatuhkan()
    assert NAMA in ambil()
    assert NAMA not in ambil()
    # The message got lost, or the worker was killed.
    with time_machine.travel(timezone.now() + MASA_PEGANG, tick=True):
        assert NAMA in ambil()
    kali: list[int] = []
    pintu = harian(NAMA)(lambda: kali.append(1))
    pintu()
    pintu()
    assert kali == [1]
    assert baris().selesai_pada is not None
    assert baris().pemegang == ""
    assert NAMA not in ambil()


def test_yang_harian_gagal_dicoba_lagi_dan_menyebut_galatnya(db: None) -> None:
    def rusak() -> None:
        raise LookupError("tidak ada")

    jatuhkan()
    with pytest.raises(LookupError):
        harian(NAMA)(rusak)()
    assert (baris().galat, baris().selesai_pada) == ("LookupError", None)
    assert NAMA not in ambil()
    with time_machine.travel(timezone.now() + JEDA_GAGAL, tick=True):
        assert NAMA in ambil()
        harian(NAMA)(lambda: None)()
    assert baris().galat == ""


@pytest.mark.django_db(transaction=True)
def test_yang_harian_tidak_berjalan_dua_kali_sekaligus() -> None:
    jatuhkan()
    kali: list[int] = []
    with kunci_tunggal(Kunci.HARIAN, NAMA):
        harian(NAMA)(lambda: kali.append(1))()
    assert kali == []
    assert baris().selesai_pada is None


@pytest.mark.django_db(transaction=True)
def test_broker_pergi_tidak_menghabiskan_giliran(monkeypatch: pytest.MonkeyPatch) -> None:
    lengkapi()
    jatuhkan()
    # Nobody listens on this port.
    monkeypatch.setitem(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(putaran, "DI_TIMER", ())
    assert putaran.Timer().putaran() is False
    # A daily job and one of seconds: both are still due.
    assert {NAMA, "sapu-kirim"} <= set(ambil())


def test_timer_memakai_satu_sambungan_broker_dan_membuatnya_lagi_bila_putus(monkeypatch: pytest.MonkeyPatch) -> None:
    dibuat: list[Connection] = []

    def sambungan(**_: Any) -> Connection:
        dibuat.append(Connection("memory://"))
        return dibuat[-1]

    putus = [False]

    def kirim(*_: Any, **__: Any) -> None:
        if putus.pop():
            raise ConnectionResetError

    monkeypatch.setattr(app, "connection_for_write", sambungan)
    monkeypatch.setattr(app, "send_task", kirim)
    timer = putaran.Timer()
    for gagal in ([False], [False], [False, True], [False]):
        putus[:] = gagal
        assert timer._bangunkan("sapu-kirim")
    assert len(dibuat) == 2
    putus[:] = [True, True]
    assert not timer._bangunkan("sapu-kirim")


def test_setiap_pekerjaan_harian_dibungkus(db: None) -> None:
    assert set(HARIAN) == {nama for nama, (_, detik) in JADWAL.items() if detik >= 86_400}
    assert set(DI_TIMER) <= set(JADWAL)
    app.loader.import_default_modules()
    lengkapi()
    for nama in HARIAN:
        # Not due: the door opens to nothing.
        app.tasks[JADWAL[nama][0]].run()
        assert baris(nama).mulai_pada is None, nama


@pytest.mark.django_db(transaction=True)
def test_proses_timer_membangunkan_memberi_tanda_dan_berhenti_saat_diminta() -> None:
    jatuhkan(lalu=timedelta(days=2))
    proses = subprocess.Popen(perintah(JenisProses.TIMER), cwd=AKAR)
    try:
        tunggu(lambda: baris().pemegang != "" and proses.poll() is None, "timer tidak membangunkan")
        tunggu(
            lambda: TandaHidup.objects.exclude(oleh="migrasi").filter(nama=TandaHidup.TIMER).exists(),
            "timer tidak memberi tanda",
        )
    finally:
        akhiri(proses)
    assert proses.returncode == 0


def test_timer_dimulai_tanpa_berkas_catatan() -> None:
    assert perintah(JenisProses.TIMER) == [sys.executable, "-m", "siapp.jadwal"]


@pytest.mark.django_db(transaction=True)
def test_pekerja_memberi_tanda_bagi_setiap_antreannya_juga_saat_sibuk() -> None:
    proses = subprocess.Popen(
        perintah(JenisProses.PEKERJA, banyak=1), cwd=AKAR, env={**os.environ, "CELERY_SKIP_CHECKS": "1"}
    )
    try:
        tunggu(
            lambda: (
                set(TandaHidup.objects.exclude(oleh="migrasi").values_list("nama", flat=True))
                == {*ANTREAN_PROSES[JenisProses.PEKERJA]}
            )
        )
    finally:
        akhiri(proses)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("umur", "membunyikan"), [(3600, False), (None, False), (5, True)])
def test_timer_yang_baru_mulai_sesudah_jeda_belum_membunyikan_peringatan(
    monkeypatch: pytest.MonkeyPatch, umur: int | None, membunyikan: bool
) -> None:
    bunyi: list[str] = []
    monkeypatch.setattr(putaran, "_kerja_di_sini", bunyi.append)
    TandaHidup.objects.all().delete()
    if umur is not None:
        TandaHidup.objects.create(nama="timer", terakhir=timezone.now() - timedelta(seconds=umur), oleh="dulu:1")
    timer = putaran.Timer()
    timer._tenang()
    timer._kerjakan("peringatan-petugas")
    for utas in timer._di_sini.values():
        utas.join()
    assert bool(bunyi) is membunyikan
    timer._tenang_sampai = 0.0
    timer._kerjakan("peringatan-petugas")
    timer._di_sini["peringatan-petugas"].join()
    assert bunyi


@pytest.mark.django_db(transaction=True)
def test_pekerja_yang_baru_mulai_memberi_timer_waktu(monkeypatch: pytest.MonkeyPatch) -> None:
    bangun: list[str] = []
    monkeypatch.setattr(tanda, "bangunkan", bangun.append)
    TandaHidup.objects.all().delete()
    pekerja = tanda.TandaPekerja(None)
    with closing(tanda.Penanda()) as penanda:
        pekerja._tandai(penanda, ["kirim"])
        assert bangun == []
        pekerja._mulai -= tanda.BATAS_DIAM
        pekerja._tandai(penanda, ["kirim"])
    assert bangun == [tanda.PENGINGAT]
