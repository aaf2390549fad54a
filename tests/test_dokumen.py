"""The documents stand on their own: whatever cites a document or a section of one finds it (keputusan/0022)."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.sarana import AKAR

DOKUMEN = AKAR / "docs"
# What is read for citations: our own texts, not what tools leave behind.
RUANG = (".ci", "docs", "integrasi", "pemasangan", "referensi", "siapp", "static", "templates", "tests", "usulan")
AKHIRAN = {"", ".py", ".html", ".css", ".js", ".toml", ".md", ".txt", ".yaml", ".example"}
LEWATI = {"requirements.txt", "requirements-dev.txt"}
# Documents that are cited by section: code that names them without one sends its reader to look for it.
BERBAGIAN = {"alur.md", "janji.md", "kontrak.md", "layar.md", "arsitektur.md"}

_BAGIAN = r"\d+(?:\.\d+)?"
SEBUTAN = re.compile(
    rf"(?P<nama>[\w./-]*\b[\w-]+\.md)\b(?:\s+(?P<bagian>{_BAGIAN}(?:(?:\s?–\s?|\s(?:and|dan|or)\s){_BAGIAN})*)(?!\w))?"
)
KEPUTUSAN = re.compile(r"keputusan/(\d{4})\b")


def _naskah() -> Iterator[Path]:
    akar = [p for p in AKAR.iterdir() if p.is_file()]
    dalam = [p for ruang in RUANG if (AKAR / ruang).is_dir() for p in (AKAR / ruang).rglob("*") if p.is_file()]
    for berkas in sorted([*akar, *dalam]):
        if berkas.suffix in AKHIRAN and berkas.name not in LEWATI and "__pycache__" not in berkas.parts:
            yield berkas


def sebutan(isi: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return what `isi` cites: (document, sections); a citation may be broken over two lines of a comment."""
    rapat = re.sub(r"\s*\n\s*(?:#|//|\*)?\s*", " ", isi)
    return [(s["nama"], tuple(re.findall(_BAGIAN, s["bagian"] or ""))) for s in SEBUTAN.finditer(rapat)]


def cari_dokumen(nama: str, dari: Path) -> Path | None:
    """Return the file that `nama` means in a text that stands at `dari`."""
    calon = (dari.parent / nama, AKAR / nama, DOKUMEN / nama)
    return next((p for p in calon if p.is_file()), None)


@cache
def bagian_dokumen(berkas: Path) -> frozenset[str]:
    """Return the sections of a document: its numbered headings, and the numbered points below one as "3.6"."""
    hasil, kini = set(), ""
    for baris in berkas.read_text().splitlines():
        if judul := re.match(rf"#{{2,3}} ({_BAGIAN})\.? ", baris):
            hasil.add(judul[1])
            kini = judul[1].partition(".")[0]
        elif baris.startswith("## "):
            kini = ""
        elif kini and (butir := re.match(r"(\d+)\. ", baris)):
            hasil.add(f"{kini}.{butir[1]}")
    return frozenset(hasil)


def salah_sebut(isi: str, dari: Path) -> list[str]:
    """Return in words every citation of `isi` that leads nowhere."""
    hasil = []
    for nama, bagian in sebutan(isi):
        dokumen = cari_dokumen(nama, dari)
        if dokumen is None:
            hasil.append(f"{nama}: tidak ada")
            continue
        hasil += [f"{nama} {satu}: bagian itu tidak ada" for satu in bagian if satu not in bagian_dokumen(dokumen)]
        if not bagian and dokumen.name in BERBAGIAN and dari.suffix != ".md":
            hasil.append(f"{nama}: sebutkan bagiannya")
    for nomor in KEPUTUSAN.findall(isi):
        if len(list((DOKUMEN / "keputusan").glob(f"{nomor}-*.md"))) != 1:
            hasil.append(f"keputusan/{nomor}: tidak ada")
    return hasil


def test_setiap_dokumen_dan_bagian_yang_disebut_ada() -> None:
    # This file holds examples of citations that lead nowhere.
    naskah = [p for p in _naskah() if p != Path(__file__)]
    salah = {str(p.relative_to(AKAR)): s for p in naskah if (s := salah_sebut(p.read_text(), p))}
    assert salah == {}


JALUR = re.compile(r"`((?:siapp|referensi|usulan|integrasi|tests|templates|static|docs)/[\w./*-]*)`")


def jalur_hilang(isi: str) -> list[str]:
    """Return the files and folders that a document names and that are not there."""
    return [jalur for jalur in JALUR.findall(isi) if not any(AKAR.glob(jalur.rstrip("/")))]


def test_setiap_berkas_yang_disebut_dokumen_ada() -> None:
    # Decisions and the changelog tell of their day.
    dokumen = [p for p in _naskah() if p.suffix == ".md" and "keputusan" not in p.parts and p.name != "CHANGELOG.md"]
    hilang = {str(p.relative_to(AKAR)): h for p in dokumen if (h := jalur_hilang(p.read_text()))}
    assert hilang == {}


def test_berkas_yang_hilang_ketahuan() -> None:
    assert jalur_hilang("`usulan/tahap.py` `usulan/entah.py` `referensi/katalog/*.toml` `docs/*.rst`") == [
        "usulan/entah.py",
        "docs/*.rst",
    ]


def test_setiap_keputusan_disebut_di_tempat_ia_berlaku() -> None:
    naskah = " ".join(p.read_text() for p in _naskah() if p.suffix != ".md" and p != Path(__file__))
    nomor = {p.name[:4] for p in (DOKUMEN / "keputusan").glob("0*.md")}
    # This file embodies the one that it names in its docstring.
    assert sorted(nomor - set(KEPUTUSAN.findall(naskah)) - set(KEPUTUSAN.findall(__doc__ or ""))) == []


def test_daftar_keputusan_memuat_setiap_berkas() -> None:
    daftar = (DOKUMEN / "keputusan" / "README.md").read_text()
    assert [p.name for p in sorted((DOKUMEN / "keputusan").glob("0*.md")) if f"]({p.name})" not in daftar] == []


def test_sebutan_terbaca_dari_semua_ruang() -> None:
    penyebut = {p.relative_to(AKAR).parts[0] for p in _naskah() if sebutan(p.read_text())}
    assert {"docs", "integrasi", "referensi", "siapp", "tests", "usulan", "README.md"} <= penyebut


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ("see entah.md 1", "entah.md: tidak ada"),
        ("see janji.md 9", "janji.md 9: bagian itu tidak ada"),
        ("see docs/janji.md", "docs/janji.md: sebutkan bagiannya"),
        ("see kontrak.md part 2", "kontrak.md: sebutkan bagiannya"),
        ("see arsitektur.md 3.99", "arsitektur.md 3.99: bagian itu tidak ada"),
        ("see kontrak.md 1–8", "kontrak.md 8: bagian itu tidak ada"),
        ("# see janji.md\n    # 9", "janji.md 9: bagian itu tidak ada"),
        ("see keputusan/9999", "keputusan/9999: tidak ada"),
    ],
)
def test_sebutan_yang_tidak_menuju_ke_mana_pun_ketahuan(isi: str, pesan: str) -> None:
    assert salah_sebut(isi, AKAR / "siapp" / "contoh.py") == [pesan]


@pytest.mark.parametrize("isi", ["see janji.md 1.", "alur.md 3.4), x", "kontrak.md 1–2 and", "layar.md 2.5, alur.md 4"])
def test_sebutan_yang_benar_diterima(isi: str) -> None:
    assert salah_sebut(isi, AKAR / "siapp" / "contoh.py") == []


BARIS_ASVS = re.compile(r"^\| (\d+\.\d+\.\d+) \| [12] \| (holds|in part|does not|n/a) \| (.*?) \| .*\|$", re.M)
JUMLAH_ASVS = 253  # requirements of levels 1 and 2 in ASVS 5.0.0


def test_daftar_asvs_lengkap_dan_jumlahnya_yang_disebut() -> None:
    isi = (DOKUMEN / "asvs.md").read_text()
    baris = BARIS_ASVS.findall(isi)
    assert len({nomor for nomor, *_ in baris}) == len(baris) == JUMLAH_ASVS
    ada = Counter(keadaan for _, keadaan, _ in baris)
    sebut = "Hold: {holds}. In part: {in part}. Do not: {does not}. Do not apply: {n/a}."
    assert sebut.format_map(ada) in isi
    assert [nomor for nomor, _, alasan in baris if not alasan] == []
