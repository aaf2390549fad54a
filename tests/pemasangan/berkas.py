"""What the files of `pemasangan/` are held against: the names and words of the product itself."""

import re
from typing import Any

import yaml

from tests.sarana import AKAR

PEMASANGAN = AKAR / "pemasangan"
CONTAINERFILE = PEMASANGAN / "Containerfile"
CHART = PEMASANGAN / "helm" / "siapp"


def nama_setelan() -> set[str]:
    """Every name that `.env.example` explains."""
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", (AKAR / ".env.example").read_text(), re.MULTILINE))


def compose() -> dict[str, Any]:
    """The services of compose.yaml, with their anchors put in."""
    isi: dict[str, Any] = yaml.safe_load((PEMASANGAN / "compose.yaml").read_text())
    return isi


def perintah_citra() -> list[str]:
    """The instructions of the Containerfile, each on one line."""
    isi = re.sub(r"\\\n\s*", " ", CONTAINERFILE.read_text())
    return [baris.strip() for baris in isi.splitlines() if baris.strip() and not baris.startswith("#")]
