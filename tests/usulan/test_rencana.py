"""No page reads history: what PostgreSQL looks at for a list is its page, what is open, or what is capped.

Plans are judged by the rows that they read, never by time, on skewed data (95 % finished). `enable_seqscan = off`
stands for size: where an index leads to the rows a large table's plan takes it, where none does the plan still reads
all, and that is seen here.
"""

import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from siapp.akun.models import Pengguna
from tests.banding import besar
from tests.banding.halaman import Halaman, buka, semua_halaman
from tests.banding.rencana import Rencana, jelaskan, pernyataan
from tests.test_pintu import ORANG_SAJA
from usulan.models import Usulan
from usulan.tahap import TERBUKA

BANYAK = 4_000
# Of the pages with filters every so many: the next ones differ from these by a value only.
TIAP_SARINGAN, TIAP_PASANGAN = 3, 40

# A table with more rows than this is a list.
BARIS_DAFTAR = 20
# A page of 25 Keppres with fifty people each is the most that a page shows.
SEHALAMAN = 25 * 50
# Of these statements the plan of a small table tells nothing about a large one's, or they wait to be mended.
KECUALI = (
    # The relay's own look for what nobody planned: an anti-join by design (integrasi.keluar.relai).
    "integrasi_peristiwadirencanakan",
    # The tries of a day: here nearly all there are.
    "integrasi_percobaan",
    # Who died: with few people it is cheaper to begin with them than with what is open.
    '"referensi_asn"."tanggal_meninggal" IS NOT NULL',
)


class _Isian(HTMLParser):
    """The names of the controls of all forms by which the page at `jalan` asks for itself."""

    def __init__(self, jalan: str) -> None:
        super().__init__()
        self.jalan = jalan
        self.nama: set[str] = set()
        self._get = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        isi = dict(attrs)
        if tag == "form":
            sendiri = urlsplit(isi.get("action") or self.jalan).path == self.jalan
            self._get = sendiri and (isi.get("method") or "get").lower() == "get"
        elif self._get and tag in {"input", "select", "textarea"} and isi.get("type") != "submit" and isi.get("name"):
            self.nama.add(str(isi["name"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._get = False


@pytest.fixture
def orang(db: None) -> besar.Orang:
    siapa = besar.isi(BANYAK)
    with connection.cursor() as kursor:
        kursor.execute("ANALYZE")
        kursor.execute("SET LOCAL enable_seqscan = off")
        kursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
    return siapa


def _pilihan(orang: besar.Orang) -> Iterator[Halaman]:
    """The matrix with a part of the filters; each filter of a list is there once in any case."""
    ada = set[tuple[str, ...]]()
    for nomor, satu in enumerate(semua_halaman(orang)):
        filter_ = sorted(nama for nama in parse_qs(urlsplit(satu.url).query) if nama != "tab")
        macam = (satu.peran, urlsplit(satu.url).path, *filter_)
        tiap = (1, TIAP_SARINGAN, TIAP_PASANGAN)[min(len(filter_), 2)]
        if nomor % tiap == 0 or (len(filter_) < 2 and macam not in ada):
            ada.add(macam)
            yield satu


def _klien(orang: besar.Orang) -> dict[str, Client]:
    klien = {peran: Client() for peran in besar.Orang.__slots__}
    for peran, satu in klien.items():
        satu.force_login(Pengguna.objects.get(pk=getattr(orang, peran)))
    return klien


def _terlalu_banyak(rencana: Rencana, batas: int) -> str:
    """What a statement reads or sorts beyond `batas` rows; "" when nothing."""
    if any(kata in rencana.sql for kata in KECUALI):
        return ""
    for satu in rencana.langkah:
        if satu.tabel and satu.dibaca > batas:
            return f"{satu.macam} {satu.tabel} {satu.indeks}: {satu.dibaca} baris"
        if satu.diurutkan > batas:
            return f"{satu.macam}: {satu.diurutkan} baris"
    return ""


def _umum(sql: str) -> str:
    """A statement without its values: what was judged once need not be judged again."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def test_tidak_ada_halaman_yang_membaca_riwayat(orang: besar.Orang) -> None:
    klien, buruk, dilihat = _klien(orang), dict[str, str](), set[str]()
    # What is open, half as much again for what was opened and closed beside it, and a page.
    batas = int(Usulan.objects.filter(tahap__in=TERBUKA).count() * 1.5) + SEHALAMAN
    isian: dict[str, set[str]] = {}
    for satu in _pilihan(orang):
        with CaptureQueriesContext(connection) as tangkapan:
            jawaban = buka(klien[satu.peran], satu)
        assert jawaban.status_code == 200, satu.nama
        _catat_isian(isian, satu, jawaban)
        for sql in pernyataan(tangkapan):
            kunci = _umum(sql)
            if kunci not in dilihat:
                dilihat.add(kunci)
                if kata := _terlalu_banyak(jelaskan(sql), batas):
                    buruk.setdefault(f"{kata.partition(':')[0]} {_umum(sql)[-300:]}", f"{satu.nama}: {kata}")
    assert not buruk, "\n".join(sorted(buruk.values()))
    assert _tak_dijalani(orang, isian) == {}
    assert _daftar_tak_dijalani(orang, klien) == set()


def _catat_isian(isian: dict[str, set[str]], satu: Halaman, jawaban: Any) -> None:
    pembaca = _Isian(urlsplit(satu.url).path)
    pembaca.feed(jawaban.content.decode())
    isian.setdefault(urlsplit(satu.url).path, set()).update(pembaca.nama)


def _tak_dijalani(orang: besar.Orang, isian: dict[str, set[str]]) -> dict[str, set[str]]:
    """The controls of each list that no page of the matrix uses."""
    dijalani: dict[str, set[str]] = {}
    for satu in semua_halaman(orang):
        bagian = urlsplit(satu.url)
        dijalani.setdefault(bagian.path, {"cari", "kursor"}).update(parse_qs(bagian.query))
    return {url: sisa for url, nama in isian.items() if (sisa := nama - dijalani[url])}


def _daftar_tak_dijalani(orang: besar.Orang, klien: dict[str, Client]) -> set[str]:
    """The lists that no page of the matrix opens: what turns pages, or shows rows as many as a page of a list has."""
    dijalani = {urlsplit(satu.url).path for satu in semua_halaman(orang)}
    lain = {reverse(p.nama) for p in ORANG_SAJA if p.nama and not p.argumen and p.nama != "account_logout"} - dijalani
    return {url for url, satu in itertools.product(sorted(lain), klien.values()) if _daftar(satu.get(url))}


def _daftar(jawaban: Any) -> bool:
    if jawaban.status_code != 200 or jawaban.streaming or "html" not in jawaban.headers["Content-Type"]:
        return False
    isi = jawaban.content.decode()
    return "kursor=" in isi or isi.count("<tr") > BARIS_DAFTAR
