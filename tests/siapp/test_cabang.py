"""What is loaded before processes fork is shared by them; what does not survive a fork must not be there yet."""

import subprocess
import sys

from celery import signals

from siapp.cabang import sebelum_bercabang
from siapp.proses import JenisProses, perintah
from tests.sarana import AKAR

PERIKSA = """
import gc, sys, threading
from siapp import peladen
peladen.muat()
from django.db import connection
print(gc.get_freeze_count() > 100_000, "usulan.views.antrean" in sys.modules,
      threading.active_count(), connection.connection, bool(connection._connection_pools))
"""


def test_web_memuat_semua_sebelum_bercabang_dan_tidak_membuka_apa_pun() -> None:
    assert "siapp.peladen" in perintah(JenisProses.WEB)
    jawab = subprocess.run([sys.executable, "-c", PERIKSA], cwd=AKAR, capture_output=True, text=True, check=True)
    assert jawab.stdout.split() == ["True", "True", "1", "None", "False"]


def test_pekerja_merapikan_diri_sebelum_bercabang() -> None:
    import siapp.celery

    assert siapp.celery.sebelum_bercabang is sebelum_bercabang
    penerima = [satu[1] for satu in signals.worker_before_create_process.receivers]
    assert siapp.celery.rapikan in penerima
