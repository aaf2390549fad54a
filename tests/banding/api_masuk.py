"""APIs 9 and 8 as they ship, against the thinnest program that does the same work in the same server.

`python -m tests.banding.api_masuk` prints the table. Both serve from one process of Granian with the threads of
`siapp.proses`; the product runs with all it has (token, limits, counts, records of access), on a PostgreSQL with the
settings of `make run`. The two are called in turn; each figure is the median of the rounds.
"""

import atexit
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from siapp.lokal import postgres
from siapp.proses import JenisProses, perintah
from tests import sarana

PUTARAN, LAMA, SAMBUNGAN = 5, 3.0, 16
GRANIAN = "siapp.wsgi:application"
ISI = json.dumps(
    {"id_usulan": "banding-%d", "status": "BTL", "tanggal_verifikasi": "14-03-2025", "keterangan": "Kurang."}
)
# name → goals: share of the rate of the thinnest at least, times its p99 at most (issue 11).
TUJUAN = {"api9": (0.35, 3.0), "api8": (0.22, 4.0)}


@dataclass(frozen=True)
class Alamat:
    """Who is called, and with what."""

    port: int
    kepala: str
    isi: str

    def beban(self, awal: int) -> dict[str, float]:
        """Call for one round, by a process of its own."""
        atur = {**self.__dict__, "sambungan": SAMBUNGAN, "lama": LAMA, "awal": awal}
        hasil = subprocess.run(
            [sys.executable, "-m", "tests.banding.beban"],
            cwd=sarana.AKAR,
            input=json.dumps(atur),
            capture_output=True,
            text=True,
            check=False,
        )
        if hasil.returncode:
            raise RuntimeError(hasil.stderr)
        angka: dict[str, float] = json.loads(hasil.stdout)
        return angka


@contextmanager
def peladen(aplikasi: str, port: int, env: Mapping[str, str]) -> Iterator[None]:
    """One process of Granian that serves `aplikasi`."""
    kata = [aplikasi if satu == GRANIAN else satu for satu in perintah(JenisProses.WEB, port=port, banyak=1)]
    proses = subprocess.Popen(
        kata, cwd=sarana.AKAR, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        sarana.tunggu(lambda: _hidup(port))
        yield
    finally:
        sarana.akhiri(proses)


def _hidup(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/hidup", timeout=5, allow_redirects=False).status_code > 0
    except requests.RequestException:
        return False


def _siapkan() -> tuple[str, str]:
    """Fill the database; return a token and an ID Usulan."""
    from django.test import Client

    from integrasi.api.klien import buat_klien
    from integrasi.models import UsulanSiasn
    from siapp.akun.peran import Mesin
    from tests import dunia as d
    from tests import pengosongan, pola

    pengosongan.pasang()
    pola.siapkan(os.environ["SIAPP_UJI_INDUK"])
    usulan = d.dikembalikan(d.bangun_dunia())
    UsulanSiasn.objects.create(usulan=usulan, id_usulan="banding")
    klien, rahasia = buat_klien("Banding", ("status-verifikasi", "notifikasi-verifikasi"), oleh=Mesin.SISTEM)
    formulir = f"grant_type=client_credentials&client_id={klien.client_id}&client_secret={rahasia}"
    jawaban = Client().post("/oauth2/token", formulir, "application/x-www-form-urlencoded")
    return str(jawaban.json()["access_token"]), "banding"


def _tipis_dan_kita(nama: str, token: str, id_usulan: str, port: Mapping[str, int]) -> tuple[Alamat, Alamat]:
    kepala = f"Host: 127.0.0.1:8000\r\nAuthorization: Bearer {token}\r\n"
    if nama == "api9":
        kepala = f"POST /api/v1/notifikasi-verifikasi HTTP/1.1\r\n{kepala}Content-Type: application/json\r\n"
    else:
        kepala = f"GET /api/v1/usulan/{id_usulan}/status-verifikasi HTTP/1.1\r\n{kepala}"
    isi = ISI if nama == "api9" else ""
    return Alamat(port[nama], kepala, isi), Alamat(port["kita"], kepala, isi)


def _bandingkan(tipis: Alamat, kita: Alamat) -> tuple[float, float]:
    """Share of the rate, and times the p99; medians of the rounds."""
    laju, p99 = [], []
    for putaran in range(PUTARAN):
        dia, kami = tipis.beban(putaran * 10_000_000), kita.beban((putaran + PUTARAN) * 10_000_000)
        sys.stderr.write(f"  {dia} {kami}\n")
        laju.append(kami["laju"] / dia["laju"])
        p99.append(kami["p99"] / dia["p99"])
    return statistics.median(laju), statistics.median(p99)


def ukur() -> list[tuple[str, str, str]]:
    """Return for each API its name, the goal and what was reached."""
    import tests.conftest  # noqa: F401  (sets the stage)

    token, id_usulan = _siapkan()
    port = {nama: sarana.port_bebas() for nama in ("kita", "api9", "api8")}
    hasil = []
    with (
        peladen(GRANIAN, port["kita"], {"API_LAJU_KLIEN": "1000000", "LOG_LEVEL": "INFO"}),
        peladen("tests.banding.tipis:api9", port["api9"], {}),
        peladen("tests.banding.tipis:api8", port["api8"], {}),
    ):
        for nama, (laju, p99) in TUJUAN.items():
            satu = _bandingkan(*_tipis_dan_kita(nama, token, id_usulan, port))
            hasil.append((nama, f"laju ≥ {laju}, p99 ≤ {p99} ×", f"{satu[0]:.3f}, {satu[1]:.1f} ×"))
    return hasil


if __name__ == "__main__":
    server = postgres.nyalakan(sarana.VAR_UJI.parent / "banding" / "postgres", postgres.SETELAN_BAWAAN)
    atexit.register(postgres.matikan, server)
    os.environ["DATABASE_URL"] = postgres.alamat(server, "postgres")
    for baris in ukur():
        sys.stdout.write(" | ".join(baris) + "\n")
