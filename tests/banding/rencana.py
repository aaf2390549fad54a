"""What PostgreSQL does for a page: the statements that the page really sent, explained and walked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True, slots=True)
class Langkah:
    """One step of a plan: how many rows it looked at in all its rounds, how many pages of memory or disk it touched."""

    macam: str
    tabel: str
    indeks: str
    dibaca: int
    diurutkan: int
    blok: int
    dalam: int = 0

    def __str__(self) -> str:
        apa = " ".join(filter(None, (self.macam, self.tabel, self.indeks)))
        return f"{'  ' * self.dalam}{apa}: {self.dibaca} rows, {self.blok} blocks"


@dataclass(frozen=True, slots=True)
class Rencana:
    """One statement with its steps. `milidetik` is what it took here and now: to be told, never to be asserted."""

    sql: str
    langkah: list[Langkah]
    milidetik: float
    blok: int

    def __str__(self) -> str:
        """The plan in few words: the time of all, then the steps that touched a hundredth of its blocks or more."""
        return "\n".join([f"{self.milidetik:.1f} ms", *(str(n) for n in self.langkah if n.blok * 100 >= self.blok)])


def pernyataan(tangkapan: CaptureQueriesContext) -> list[str]:
    """The reads among what was sent; what locks or writes is no part of a page."""
    semua = (satu["sql"] for satu in tangkapan.captured_queries)
    return [sql for sql in semua if sql.lstrip("(").startswith("SELECT") and "set_config" not in sql]


def jelaskan(sql: str) -> Rencana:
    """Run one read with EXPLAIN (ANALYZE, BUFFERS)."""
    with connection.cursor() as kursor:
        kursor.execute("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) " + sql.replace("%", "%%"), [])
        isi = kursor.fetchone()[0]
    akar: dict[str, Any] = (json.loads(isi) if isinstance(isi, str) else isi)[0]
    pohon = akar["Plan"]
    blok = pohon.get("Shared Hit Blocks", 0) + pohon.get("Shared Read Blocks", 0)
    return Rencana(sql, list(_langkah(pohon)), akar["Execution Time"], blok)


def _langkah(simpul: dict[str, Any], dalam: int = 0) -> Iterator[Langkah]:
    putaran = simpul.get("Actual Loops", 1)
    buang = sum(simpul.get(f"Rows Removed by {n}", 0) for n in ("Filter", "Index Recheck", "Join Filter"))
    dibaca = round((simpul.get("Actual Rows", 0) + buang) * putaran)
    anak = simpul.get("Plans", [])
    # What a sort takes in: a top-N sort gives back few of the many it looked at.
    masuk = sum(round(a.get("Actual Rows", 0) * a.get("Actual Loops", 1)) for a in anak)
    yield Langkah(
        simpul["Node Type"],
        simpul.get("Relation Name", ""),
        simpul.get("Index Name", ""),
        dibaca,
        masuk if "Sort" in simpul["Node Type"] else 0,
        simpul.get("Shared Hit Blocks", 0) + simpul.get("Shared Read Blocks", 0),
        dalam,
    )
    for satu in anak:
        yield from _langkah(satu, dalam + 1)
