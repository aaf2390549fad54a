"""The doors of the background work, and a real worker behind them."""

import inspect
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from integrasi import tasks
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman
from siapp.celery import JADWAL, app
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan
from tests.sarana import AKAR, SABAR, akhiri


def test_setiap_jadwal_mempunyai_tugas_dan_setiap_tugas_sebuah_antrean() -> None:
    app.loader.import_default_modules()
    milik = {nama for nama in app.tasks if nama.startswith("integrasi.")}
    assert {tugas for tugas, _ in JADWAL.values() if tugas.startswith("integrasi.")} <= milik
    for nama in milik:
        assert app.amqp.router.route({}, nama)["queue"].name in {"kirim", "masuk", "sinkron"}


def test_pintu_tugas_pendek_dan_tanpa_data_pribadi() -> None:
    for nama, tugas in inspect.getmembers(tasks, lambda isi: hasattr(isi, "apply_async")):
        assert inspect.signature(tugas.run).parameters == {}, nama
        assert len(inspect.getsource(tugas.run).splitlines()) <= 6, nama


def test_semua_tugas_dapat_dijalankan_berulang(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    for _ in range(2):
        for tugas in (tasks.kirim, tasks.kirim_menyeluruh, tasks.masuk, tasks.pantau, tasks.sinkron_disetujui):
            tugas()
    assert set(Pengiriman.objects.filter(usulan=usulan).values_list("keadaan", flat=True)) == {Keadaan.SELESAI}
    assert siasn.hitungan(3)["efek"] == 1


def test_perintah_kirim_mengerjakan_yang_jatuh_tempo(
    siasn: Siasn, selaras: Dunia, capsys: pytest.CaptureFixture[str]
) -> None:
    usulan = ajukan(selaras)
    call_command("kirim")
    assert "1 peristiwa direncanakan" in capsys.readouterr().out
    assert len(siasn.usulan(usulan)) == 1


@pytest.fixture
def pekerja(siasn: Siasn, tmp_path: Path) -> Iterator[Path]:
    """A Celery worker of the sending queue on this test's database and broker."""
    perintah = ["-m", "celery", "-A", "siapp.celery", "worker", "-Q", "kirim", "-c", "2", "--without-mingle"]
    catatan = tmp_path / "pekerja.log"
    with catatan.open("wb") as keluaran:
        proses = subprocess.Popen([sys.executable, *perintah], cwd=AKAR, stdout=keluaran, stderr=subprocess.STDOUT)
    try:
        yield catatan
    finally:
        akhiri(proses)


@pytest.mark.lambat
def test_usulan_yang_diteken_dikirim_oleh_pekerja_sungguhan(siasn: Siasn, pekerja: Path, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    batas = time.monotonic() + SABAR
    while time.monotonic() < batas:
        keadaan = set(Pengiriman.objects.filter(usulan=usulan).values_list("keadaan", flat=True))
        if keadaan == {Keadaan.SELESAI}:
            break
        time.sleep(0.1)
    assert keadaan == {Keadaan.SELESAI}, pekerja.read_text()[-3000:]
    (di_siasn,) = siasn.usulan(usulan)
    assert len(di_siasn["approval"]) == 1
    tulisan = pekerja.read_text()
    assert usulan.nip not in tulisan
    assert usulan.nama not in tulisan
