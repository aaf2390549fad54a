"""Open every list of a large installation and of a small one in turns, and tell how much slower the large one is.

    python -m tests.banding.ukur [repeats] [every nth page]     (keeps each page in var/banding/halaman.json)

Each size has a process of its own. They take turns page by page, so that what else runs on the machine hits both.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, Any, cast

from django.test import Client

from tests.banding import besar

KECIL = 1_000
ULANG, TIAP = 3, 10


@dataclass(frozen=True, slots=True)
class Ukuran:
    """One page: milliseconds and bytes as sent (gzip), in the large and the small installation.

    With the heaviest statement in the large one. A search is compared with its list in the small one.
    """

    nama: str
    besar: float
    kecil: float
    byte: int
    byte_kecil: int
    blok: int
    sql: str
    pohon: str

    @property
    def pencarian(self) -> bool:
        return _padanan(self.nama) != self.nama

    @property
    def nisbah(self) -> float:
        return self.besar / self.kecil

    @property
    def sepanjang(self) -> bool:
        """Whether both show about as much: else the ratio tells of rows that the small installation does not have."""
        return 0.8 <= self.byte / self.byte_kecil <= 1.25


class Pelayan:
    """A process that holds one installation and opens its pages when told."""

    def __init__(self, proses: "subprocess.Popen[str]") -> None:
        self._masuk, self._keluar = cast(IO[str], proses.stdin), cast(IO[str], proses.stdout)
        self.halaman: list[str] = json.loads(self._keluar.readline())

    def minta(self, kerja: str, nama: str) -> Any:
        """`buka` gives milliseconds and bytes, `jelaskan` the heaviest statement with its plan."""
        self._masuk.write(json.dumps([kerja, self.halaman.index(nama)]) + "\n")
        self._masuk.flush()
        return json.loads(self._keluar.readline())


@contextmanager
def pelayan(banyak: int) -> Iterator[Pelayan]:
    """Start the process of the installation with `banyak` usulan, which is built where it is missing."""
    perintah = [sys.executable, "-m", "tests.banding.ukur", "layani", str(banyak)]
    pipa = subprocess.PIPE
    besar.FOLDER.mkdir(parents=True, exist_ok=True)
    with (besar.FOLDER / f"layani_{banyak}.log").open("w") as log:
        proses = subprocess.Popen(perintah, stdin=pipa, stdout=pipa, stderr=log, text=True, cwd=besar.AKAR)
    with proses:  # closes the pipes
        try:
            yield Pelayan(proses)
        finally:
            proses.terminate()


def ukur(ulang: int, tiap: int) -> list[Ukuran]:
    """Measure every search and of the other pages every `tiap`-th, `ulang` times after a round that does not count."""
    with pelayan(besar.SEJUTA) as banyak, pelayan(KECIL) as sedikit:
        ada = set(sedikit.halaman)
        semua = [nama for nama in banyak.halaman if _padanan(nama) in ada]
        daftar = [nama for nama in semua if _padanan(nama) == nama][::tiap]
        cari = [nama for nama in semua if _padanan(nama) != nama]
        hasil = [_satu(banyak, sedikit, nama, _padanan(nama), ulang) for nama in [*daftar, *cari]]
    (besar.FOLDER / "halaman.json").write_text(json.dumps([asdict(satu) for satu in hasil], indent=1))
    return hasil


def _padanan(nama: str) -> str:
    """With what of the small installation a page is compared: a search with its list, any other page with itself."""
    return nama.partition(" «")[0]


def _satu(banyak: Pelayan, sedikit: Pelayan, nama: str, padanan: str, ulang: int) -> Ukuran:
    lama = [[*banyak.minta("buka", nama), *sedikit.minta("buka", padanan)] for _ in range(ulang + 1)][1:]
    besar, byte, kecil, byte_kecil = (statistics.median(satu) for satu in zip(*lama, strict=True))
    return Ukuran(nama, besar, kecil, round(byte), round(byte_kecil), **banyak.minta("jelaskan", nama))


def persen(nisbah: Iterable[float], bagian: int) -> float:
    """The smallest ratio that `bagian` percent do not pass."""
    urut = sorted(nisbah)
    return urut[min(len(urut) - 1, -(-len(urut) * bagian // 100) - 1)]


def layani(banyak: int) -> None:
    """Read what to do from stdin, one JSON line each, and answer likewise."""
    besar.sediakan(banyak)
    from django.conf import settings

    settings.DUA_LANGKAH_WAJIB = settings.KERAHASIAAN_WAJIB = False
    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from tests.banding.halaman import buka, semua_halaman

    orang = besar.orang_ada()
    klien, semua = _klien(orang), list(semua_halaman(orang))
    _jawab([satu.nama for satu in semua])
    for baris in sys.stdin:
        kerja, nomor = json.loads(baris)
        satu = semua[nomor]
        if kerja == "buka":
            mulai = time.perf_counter()
            jawaban = buka(klien[satu.peran], satu)
            _jawab([1000 * (time.perf_counter() - mulai), len(jawaban.content)])
            assert jawaban.status_code == 200, satu.nama
        else:
            _jawab(_terberat(klien[satu.peran], satu))


def _jawab(isi: Any) -> None:
    sys.stdout.write(json.dumps(isi) + "\n")
    sys.stdout.flush()


def _klien(orang: besar.Orang) -> dict[str, Client]:
    from django.conf import settings

    from siapp.akun.models import Pengguna

    # As a browser asks: pages come compressed.
    kepala = {"Host": "localhost", "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
    klien = {peran: Client(headers=kepala) for peran in besar.Orang.__slots__}
    for peran, satu in klien.items():
        satu.force_login(Pengguna.objects.get(pk=getattr(orang, peran)), settings.AUTHENTICATION_BACKENDS[0])
    return klien


def _terberat(klien: Client, satu: Any) -> dict[str, Any]:
    """The statement of a page that touches the most blocks, and its plan in few words."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.banding.halaman import buka
    from tests.banding.rencana import jelaskan, pernyataan

    with CaptureQueriesContext(connection) as tangkapan:
        buka(klien, satu)
    rencana = [jelaskan(sql) for sql in pernyataan(tangkapan)]
    berat = max(rencana, key=lambda r: r.blok, default=None)
    return {"blok": berat.blok, "sql": berat.sql, "pohon": str(berat)} if berat else {"blok": 0, "sql": "", "pohon": ""}


def _baris(satu: Ukuran) -> str:
    lama = f"{satu.besar:7.1f} ms / {satu.kecil:6.1f} ms"
    return f"{satu.nisbah:6.2f} {lama} {satu.blok:7d} blok {satu.byte:6d} B {satu.nama}"


def laporan(hasil: Sequence[Ukuran]) -> str:
    """The ratios, the worst first, and the plans of the five heaviest statements."""
    beban = " ".join(f"{satu:.1f}" for satu in os.getloadavg())
    nisbah = [satu.nisbah for satu in hasil if not satu.pencarian]
    baris = [f"{len(nisbah)} halaman: median {statistics.median(nisbah):.2f}, p95 {persen(nisbah, 95):.2f}, "
             f"max {max(nisbah):.2f}; beban {beban}"]  # fmt: skip
    sama = [satu.nisbah for satu in hasil if satu.sepanjang and not satu.pencarian]
    if sama:
        baris += [
            f"{len(sama)} di antaranya sama panjang: median {statistics.median(sama):.2f}, p95 {persen(sama, 95):.2f}"
        ]
    baris += [_baris(satu) for satu in sorted(hasil, key=lambda u: -u.nisbah)[:40]]
    pohon = {satu.pohon: satu for satu in sorted(hasil, key=lambda u: u.blok)}
    for satu in sorted(pohon.values(), key=lambda u: -u.blok)[:5]:
        baris += ["", satu.nama, satu.sql[:200], satu.pohon]
    return "\n".join(baris) + "\n"


if __name__ == "__main__":
    if sys.argv[1:2] == ["layani"]:
        layani(int(sys.argv[2]))
    else:
        bilangan = [int(satu) for satu in sys.argv[1:]]
        sys.stdout.write(laporan(ukur(*(bilangan + [ULANG, TIAP][len(bilangan) :]))))
