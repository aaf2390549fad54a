"""The simulator's memory: one SQLite file and a folder of documents beside it.

One process, one thread, one connection: the event loop itself is the lock. A small write costs well under a
millisecond, so that this stand-in can serve as the partner in benchmarks. `synchronous=OFF` may lose the last moments
when the *machine* dies; a killed process loses nothing, and that is what the tests do to it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from integrasi.peragaan.simulator.skema import SKEMA, TABEL_HAPUS

WIB = ZoneInfo("Asia/Jakarta")
JURNAL_MAKS = 500
Baris = sqlite3.Row


def kini() -> datetime:
    """Now in Western Indonesian time, which is what SIASN's days are counted in."""
    return datetime.now(WIB)


def cap_waktu() -> str:
    """Now as ISO 8601 text with offset."""
    return kini().isoformat(timespec="seconds")


class Keadaan:
    """Everything the simulator remembers.

    Args:
        berkas: path of the SQLite file; a folder `<name>.berkas` beside it holds documents and Pertek files.
    """

    def __init__(self, berkas: Path) -> None:
        berkas.parent.mkdir(parents=True, exist_ok=True)
        self.folder = berkas.with_name(berkas.name + ".berkas")
        self.folder.mkdir(exist_ok=True)
        self.db = sqlite3.connect(berkas, isolation_level=None, cached_statements=256, check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;" + SKEMA)
        self._panggilan = self.satu("SELECT coalesce(max(id), 0) AS n FROM panggilan")["n"]
        self._setelan = {b["nama"]: json.loads(b["nilai"]) for b in self.db.execute("SELECT * FROM setelan")}

    def tutup(self) -> None:
        """Close the file; the WAL is folded in."""
        self.db.close()

    @contextmanager
    def transaksi(self) -> Iterator[None]:
        """All or nothing for the statements inside. Must not be nested and must not await."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def semua(self, sql: str, *nilai: object) -> list[Baris]:
        """All rows of a query."""
        return self.db.execute(sql, nilai).fetchall()

    def mungkin(self, sql: str, *nilai: object) -> Baris | None:
        """The first row of a query, or None."""
        baris: Baris | None = self.db.execute(sql, nilai).fetchone()
        return baris

    def satu(self, sql: str, *nilai: object) -> Baris:
        """The first row of a query that always has one (aggregates)."""
        baris: Baris = self.db.execute(sql, nilai).fetchone()
        return baris

    def ubah(self, sql: str, *nilai: object) -> int:
        """Run one writing statement; returns the row id of an insert."""
        return self.db.execute(sql, nilai).lastrowid or 0

    def sisip(self, tabel: str, isi: Mapping[str, object]) -> int:
        """Insert one row. `tabel` and the keys come from our own code, never from a request."""
        kolom = ", ".join(isi)
        tanda = ", ".join("?" * len(isi))
        return self.ubah(f"INSERT INTO {tabel} ({kolom}) VALUES ({tanda})", *isi.values())  # noqa: S608

    # --- switches -------------------------------------------------------------------------------------------------

    def setelan(self, nama: str, bawaan: Any) -> Any:
        """A switch that survives restarts; `bawaan` when it was never set."""
        return self._setelan.get(nama, bawaan)

    def setel(self, nama: str, nilai: Any) -> None:
        """Set a switch; the value must be JSON."""
        self._setelan[nama] = nilai
        self.ubah("INSERT OR REPLACE INTO setelan VALUES (?, ?)", nama, json.dumps(nilai))

    # --- counting -------------------------------------------------------------------------------------------------

    def hitung(self, api: str, nama: str, tambah: int = 1) -> None:
        """Add to one counter of one API."""
        self.ubah(
            "INSERT INTO hitungan VALUES (?, ?, ?) "
            "ON CONFLICT (api, nama) DO UPDATE SET nilai = nilai + excluded.nilai",
            api,
            nama,
            tambah,
        )

    def catat_panggilan(self, api: str, metode: str, titik: str, status: int, gangguan: str, ms: float) -> None:
        """One line in the journal of the last calls. `titik` is the route's pattern: no NIP gets in here."""
        self._panggilan += 1
        self.ubah(
            "INSERT INTO panggilan VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            self._panggilan,
            cap_waktu(),
            api,
            metode,
            titik,
            status,
            gangguan,
            round(ms, 1),
        )
        if self._panggilan % 100 == 0:
            self.ubah("DELETE FROM panggilan WHERE id <= ?", self._panggilan - JURNAL_MAKS)

    # --- stages ---------------------------------------------------------------------------------------------------

    def pindah(self, id_usulan: str, tahap: int, keterangan: str = "") -> None:
        """Move a usulan to a stage of the API 7 table and remember the step."""
        self.ubah(
            "UPDATE usulan SET tahap = ?, tahap_sejak = ?, keterangan = ? WHERE id = ?",
            tahap,
            time.time(),
            keterangan,
            id_usulan,
        )
        self.sisip(
            "riwayat",
            {"id_usulan": id_usulan, "tahap": tahap, "keterangan": keterangan, "dibuat": cap_waktu()},
        )

    def usulan(self, id_usulan: str) -> Baris | None:
        """One usulan by SIASN's id, compared without regard to case because ids come back in mixed case."""
        return self.mungkin("SELECT * FROM usulan WHERE id = ?", id_usulan.lower())

    def hapus(self) -> None:
        """Forget all that arrived, with its files. Tokens and switches stay."""
        with self.transaksi():
            for tabel in TABEL_HAPUS:
                self.ubah(f"DELETE FROM {tabel}")  # noqa: S608
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(exist_ok=True)
