"""The whole road with a real worker: upload, wake-up through the broker, inspection, page images."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from siapp import bangun
from siapp.akun.models import Pengguna
from siapp.berkas.gambar import LEBAR_BACA, kunci_gambar
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.terima import terima
from tests.berkas.contoh import pdf
from tests.sarana import AKAR, SABAR, akhiri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lambat]


@pytest.fixture
def pekerja(
    penyimpanan_lokal: Path, tmp_path: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A Celery worker of the file queue on this test's database, broker and storage; yields it and its log."""
    monkeypatch.setattr(bangun, "pemutus", bangun.Pemutus())
    monkeypatch.setitem(bangun._PILIHAN, "socket_timeout", 20)
    lingkungan = os.environ | {
        "STORAGE_URL": f"file:{penyimpanan_lokal}",
        "LOG_LEVEL": "INFO",
    }
    perintah = ["-m", "celery", "-A", "siapp.celery", "worker", "-Q", "berkas", "-P", "solo", "--without-mingle"]
    log = tmp_path / "pekerja.log"
    with log.open("wb") as catatan:
        proses = subprocess.Popen(
            [sys.executable, *perintah], cwd=AKAR, env=lingkungan, stdout=catatan, stderr=subprocess.STDOUT
        )
    try:
        yield proses, log
    finally:
        akhiri(proses)


def test_unggahan_diperiksa_dan_digambar_oleh_pekerja(
    pekerja: tuple[subprocess.Popen[bytes], Path], penyimpanan_lokal: Path, pic: Pengguna
) -> None:
    proses, log = pekerja
    baik = terima(BytesIO(pdf(2)), oleh=pic, nama="surat.pdf")
    buruk = terima(BytesIO(b"%PDF-1.7\nterpotong"), oleh=pic, nama="surat.pdf")
    batas = time.monotonic() + SABAR
    while time.monotonic() < batas and proses.poll() is None:
        # A wake-up may get lost; in the product beat's sweep makes up for it.
        bangun.bangunkan("siapp.berkas.tasks.sapu")
        baik.refresh_from_db()
        buruk.refresh_from_db()
        if baik.gambar_pada and buruk.ditolak:
            break
        time.sleep(1)
    else:
        pytest.fail(f"Pekerja tidak selesai:\n{log.read_text()[-4000:]}")
    assert (baik.keadaan, baik.halaman) == (KeadaanBerkas.TERSEDIA, 2)
    assert (penyimpanan_lokal / kunci_gambar(baik, 2, LEBAR_BACA)).exists()
    assert buruk.sebab_tolak == "RUSAK"
    assert not Berkas.objects.jatuh_tempo().exists()
