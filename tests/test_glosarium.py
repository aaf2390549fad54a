"""docs/glosarium.md holds the words of the code, and no others: lists of words, kinds of rows, rooms."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from tests.sarana import AKAR

KAMAR = ("siapp", "referensi", "usulan", "integrasi")
GLOSARIUM = AKAR / "docs" / "glosarium.md"
DAFTAR_KATA = {"StrEnum", "IntEnum", "Enum", "TextChoices", "IntegerChoices"}
# Folders that are Django's or Python's own, not rooms of ours.
BUKAN_KAMAR = {"migrations", "management", "templatetags", "__pycache__"}

Tabel = dict[str, dict[str, str]]


def _sumber() -> Iterator[Path]:
    for kamar in KAMAR:
        for berkas in (AKAR / kamar).rglob("*.py"):
            if not {"migrations", "peragaan"} & set(berkas.parts):
                yield berkas


@cache
def glosarium() -> Tabel:
    """Return heading → word → explanation."""
    hasil: Tabel = {}
    kini = ""
    for baris in GLOSARIUM.read_text().splitlines():
        if baris.startswith("## "):
            kini = baris.removeprefix("## ")
        elif butir := re.match(r"\| `(\w+)` \| (.+) \|$", baris):
            tabel = hasil.setdefault(kini, {})
            assert butir[1] not in tabel, f"{butir[1]} stands twice under {kini}"
            tabel[butir[1]] = butir[2]
    return hasil


@cache
def daftar_kata() -> dict[str, set[str]]:
    """Return the lists of words that stand at the top of a module: name → words; of one name together."""
    hasil: dict[str, set[str]] = {}
    for berkas in _sumber():
        for simpul in ast.parse(berkas.read_text()).body:
            if isinstance(simpul, ast.ClassDef) and {ast.unparse(d).split(".")[-1] for d in simpul.bases} & DAFTAR_KATA:
                kata = {s.targets[0].id for s in simpul.body if isinstance(s, ast.Assign) and _nama(s)}  # type: ignore[attr-defined]
                hasil.setdefault(simpul.name, set()).update(kata)
    return hasil


def _nama(simpul: ast.Assign) -> bool:
    return isinstance(simpul.targets[0], ast.Name)


def test_setiap_daftar_kata_ada_dengan_semua_katanya() -> None:
    tabel = glosarium()["Lists of words"]
    assert sorted(daftar_kata().keys() ^ tabel.keys()) == []
    kurang = {}
    for nama, kata in daftar_kata().items():
        arti = tabel[nama]
        disebut = set(re.findall(r"`(\w+)`", arti))
        if (rujukan := re.findall(r"`([\w/]+\.py)`", arti)) and not disebut:
            assert all((AKAR / berkas).is_file() for berkas in rujukan), arti
        elif disebut != kata:
            kurang[nama] = sorted(disebut ^ kata)
    assert kurang == {}


def test_setiap_jenis_baris_ada() -> None:
    model = {m.__name__ for m in apps.get_models() if m.__module__.split(".")[0] in KAMAR}
    assert sorted(model ^ glosarium()["Rows"].keys()) == []


def test_setiap_kamar_ada() -> None:
    folder = {p for kamar in KAMAR for p in (AKAR / kamar).iterdir() if p.is_dir() and p.name not in BUKAN_KAMAR}
    kamar = {p.name for p in folder if any(p.glob("*.py"))} | set(KAMAR)
    assert sorted(kamar ^ glosarium()["Rooms"].keys()) == []


def test_setiap_kata_dipakai_kode() -> None:
    naskah = [p.read_text() for p in _sumber()]
    naskah += [p.read_text() for pola in ("referensi/**/*.toml", "tests/*.py") for p in AKAR.glob(pola)]
    utuh = set(re.findall(r"\w+", " ".join(naskah)))
    bagian = {satu for nama in utuh for satu in re.findall(r"[a-z]+", nama.lower())}
    kata = [kata for tabel in glosarium().values() for kata in tabel]
    assert [k for k in kata if k not in utuh and k.lower() not in bagian and not _dalam(k, utuh)] == []


def _dalam(kata: str, nama: set[str]) -> bool:
    """Whether a word of several parts stands within a longer name, such as masa_tenang in SIASN_MASA_TENANG."""
    return "_" in kata and any(kata in satu.lower() for satu in nama)


@pytest.mark.parametrize("judul", sorted(glosarium()))
def test_setiap_tabel_urut(judul: str) -> None:
    kata = list(glosarium()[judul])
    assert kata == sorted(kata, key=str.lower)
