"""Walk every list of a large installation and of a small one, and tell how much slower each page of the large one is.

python -m tests.banding.ukur besar|kecil     (writes var/banding/<which>.json)
python -m tests.banding.ukur                 (compares the two)
"""

import json
import statistics
import sys
import time
from typing import Any

from tests.banding import besar

ULANG = 3
BANYAK = {"besar": besar.SEJUTA, "kecil": 1_000}
# A page that touches more than this in one statement is looked at.
BANYAK_BLOK = 3_000


def ukur(nama: str) -> None:
    """Open each page ULANG times, in turns, and keep the medians with the worst statement of each."""
    besar.sediakan(BANYAK[nama])
    import django
    from django.conf import settings

    settings.DUA_LANGKAH_WAJIB = settings.KERAHASIAAN_WAJIB = False
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from siapp.akun.models import Pengguna
    from tests.banding.halaman import buka, semua_halaman
    from tests.banding.rencana import Rencana, jelaskan, pernyataan

    orang = besar.orang_ada()
    klien: dict[str, Client] = {}
    for peran in besar.Orang.__slots__:
        klien[peran] = Client(headers={"Host": "localhost"})
        klien[peran].force_login(Pengguna.objects.get(pk=getattr(orang, peran)), settings.AUTHENTICATION_BACKENDS[0])
    semua, hasil = list(semua_halaman(orang)), dict[str, Any]()
    sys.stderr.write(f"{len(semua)} halaman\n")
    ulang = int(sys.argv[2]) if len(sys.argv) > 2 else ULANG
    for satu in semua[:: int(sys.argv[3]) if len(sys.argv) > 3 else 1]:
        lama = []
        for _ in range(ulang):
            mulai = time.perf_counter()
            with CaptureQueriesContext(connection) as tangkapan:
                jawaban = buka(klien[satu.peran], satu)
            lama.append(1000 * (time.perf_counter() - mulai))
        rencana = [jelaskan(sql) for sql in pernyataan(tangkapan)]
        berat = max(rencana, key=lambda r: r.milidetik, default=Rencana("", [], 0.0, 0))
        hasil[satu.nama] = {
            "status": jawaban.status_code,
            "ms": statistics.median(lama),
            "kueri": len(tangkapan),
            "sql_ms": sum(r.milidetik for r in rencana),
            "berat_ms": berat.milidetik,
            "berat": berat.sql,
            "blok": berat.blok,
        }
        if len(hasil) % 20 == 0:
            _simpan(nama, hasil)
    _simpan(nama, hasil)


def _simpan(nama: str, hasil: dict[str, Any]) -> None:
    (besar.FOLDER / f"{nama}.json").write_text(json.dumps(hasil, indent=1))


def banding() -> None:
    """Print the ratios, the worst first."""
    isi = {nama: json.loads((besar.FOLDER / f"{nama}.json").read_text()) for nama in BANYAK}
    nisbah = sorted(
        ((isi["besar"][k]["ms"] / isi["kecil"][k]["ms"], k) for k in isi["besar"] if k in isi["kecil"]), reverse=True
    )
    angka = [n for n, _ in nisbah]
    keluar = [f"{len(angka)} halaman: median {statistics.median(angka):.2f}, p95 {angka[len(angka) // 20]:.2f}, "
              f"max {angka[0]:.2f}"]  # fmt: skip
    for n, k in nisbah[:40]:
        b = isi["besar"][k]
        keluar.append(f"{n:6.2f}  {b['ms']:7.1f} ms  sql {b['sql_ms']:7.1f}  blok {b['blok']:7d}  {k}")
    sys.stdout.write("\n".join(keluar) + "\n")


if __name__ == "__main__":
    ukur(sys.argv[1]) if len(sys.argv) > 1 else banding()
