"""The kinds of processes, and how each is started: the same on one machine, on many, and in `make run`."""

import os
import sys
from enum import StrEnum
from pathlib import Path

from siapp.celery import ANTREAN, BERKAS


class JenisProses(StrEnum):
    """What `manage.py jalankan` can run."""

    WEB = "web"
    PEKERJA = "pekerja"
    BERKAS = "berkas"
    TIMER = "timer"
    METRIK = "metrik"


ANTREAN_PROSES: dict[JenisProses, tuple[str, ...]] = {
    # Inspecting files must not hold up the exchange with SIASN.
    JenisProses.PEKERJA: tuple(nama for nama in ANTREAN if nama != BERKAS),
    JenisProses.BERKAS: (BERKAS,),
}
"""Worker → its queues; between them all there are (a test)."""

PORT_BAWAAN = {JenisProses.WEB: 8000, JenisProses.METRIK: 9108}
"""Ports of those that answer calls, unless told otherwise."""

CATATAN_GRANIAN = Path(__file__).with_name("catatan_granian.json")
"""Granian's own words in the form of all others."""

UTAS_WEB = 8
"""Requests in Django at once in a web process; below the pool's size, else they would wait for a connection."""

UNGGAHAN_WEB = 1
"""Of them, those that bring files: their work holds the interpreter, and pages come first."""

SAKLAR_WEB = 0.0005
"""Seconds after which a thread that computes lets another of its web process on. A page has some thirty statements, and
after each it waits that long for the interpreter behind an upload: with Python's 0.005 that made most of its time
(keputusan/0066)."""

UTAS_MENUNGGU = 56
"""Further threads of a web process, made when needed: each receives a form or waits for its turn."""


PEMERIKSA = max(2, os.cpu_count() or 1) + 1
"""Files that one worker inspects at the same time; above `siapp.berkas.models.BAGIAN`, so that a second person's
file never waits for a first person's two."""


def banyak_bawaan(jenis: JenisProses, inti: int = 0) -> int:
    """Return how many processes of `jenis` suit a machine of `inti` cores (0: this one)."""
    inti = inti or os.cpu_count() or 1
    return {
        JenisProses.WEB: max(2, inti),
        JenisProses.PEKERJA: max(3, inti),
        # Threads: the work is done in children. One more draws, one more takes care of what is stored,
        # two more read: what files say, and what their pictures say.
        JenisProses.BERKAS: max(2, inti) + 5,
    }.get(jenis, 1)


def perintah(
    jenis: JenisProses,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    banyak: int = 0,
    nama: str = "",
) -> list[str]:
    """Return the command line of a process of `jenis`.

    `host` and `port` are for the web and the metrics (0: as in `PORT_BAWAAN`); `banyak` processes (0: as suits this
    machine); `nama` tells workers of one machine apart.
    """
    banyak, port = banyak or banyak_bawaan(jenis), port or PORT_BAWAAN.get(jenis, 0)
    if jenis is JenisProses.METRIK:
        return [sys.executable, "-m", "django", "metrik", "--host", host, "--port", str(port)]
    if jenis is JenisProses.WEB:
        return [
            *(sys.executable, "-m", "siapp.peladen", "--interface", "wsgi", "siapp.wsgi:application"),
            *(
                "--host",
                host,
                "--port",
                str(port),
                "--workers",
                str(banyak),
                "--blocking-threads",
                str(UTAS_WEB + UTAS_MENUNGGU),
            ),
            *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-config", str(CATATAN_GRANIAN)),
        ]
    if jenis is JenisProses.TIMER:
        return [sys.executable, "-m", "siapp.jadwal"]
    return [
        *(sys.executable, "-m", "celery", "--app", "siapp.celery", "--quiet"),
        *("worker", "--hostname", f"{nama or jenis}@%h", "--queues", ",".join(ANTREAN_PROSES[jenis])),
        *("--pool", "threads" if jenis is JenisProses.BERKAS else "prefork", "--concurrency", str(banyak)),
        # Nobody listens to what they would tell each other; their signs of life are `siapp.jadwal.tanda`.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
