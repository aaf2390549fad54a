"""A worker or the timer of the campaign: the product's own, with the clock of what only waits turned faster.

KEKACAUAN_JAM is a JSON object: `sambung` (connect time-out), `kelonggaran` (of a lease), `proba` (between two
probes of an open breaker), `jeda` (first back-off), `sapu` (between two sweeps), all in seconds. An upload gets no more
time than a call. No rule changes: only so can a campaign of minutes see what otherwise takes hours.
"""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siapp.settings")
django.setup()

from integrasi.keluar import antrean, klasifikasi  # noqa: E402
from integrasi.mitra import pemutus  # noqa: E402
from integrasi.mitra import setelan as mitra  # noqa: E402
from siapp.celery import JADWAL, app  # noqa: E402
from siapp.jadwal import putaran  # noqa: E402


def putar_jam() -> None:
    """Set the clock before the tasks are loaded: their time limits follow from it."""
    jam = json.loads(os.environ.get("KEKACAUAN_JAM", "{}"))
    if not jam:
        return
    mitra.BATAS_SAMBUNG, mitra.KALI_BERKAS = jam["sambung"], 1
    antrean.KELONGGARAN = timedelta(seconds=jam["kelonggaran"])
    pemutus.JEDA_PROBA = timedelta(seconds=jam["proba"])
    klasifikasi.JEDA_AWAL = jam["jeda"]
    JADWAL["sapu-kirim"] = (JADWAL["sapu-kirim"][0], jam["sapu"])


if __name__ == "__main__":
    putar_jam()
    if sys.argv[1:] == ["timer"]:
        putaran.jalankan()
    else:
        app.start(sys.argv[1:])
