"""Every list at a million usulan and at a thousand; `make banding-besar` names this file, no other run finds it."""

import os
import statistics
import sys

from tests.banding.conftest import Banding
from tests.banding.ukur import TIAP, ULANG, laporan, persen, ukur

# Every page takes half an hour on two cores; every tenth, and all searches, some minutes.
TIAP_DIMINTA = int(os.environ.get("TIAP") or TIAP)


def test_halaman_dan_pencarian_tidak_melambat_karena_riwayat(banding: Banding) -> None:
    hasil = ukur(ULANG, TIAP_DIMINTA)
    sys.stdout.write(laporan(hasil))
    daftar, cari = ([u.nisbah for u in hasil if u.pencarian is ya] for ya in (False, True))
    kepala = f"{len(daftar)} halaman, 1 jt / 1 rb usulan"
    banding(f"{kepala}: median", "≤ 1.3", [statistics.median(daftar)])
    banding(f"{kepala}: p95", "≤ 1.6", [persen(daftar, 95)])
    kepala = f"{len(cari)} pencarian 1 jt / daftar 1 rb"
    banding(f"{kepala}: p95", "≤ 2.5", [persen(cari, 95)])
    banding(f"{kepala}: max", "≤ 6", [max(cari)])
