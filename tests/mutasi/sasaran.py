"""What is mutated, and by which tests each file is held. Their order does not matter: the tests of a line are found.

Left out are declarations (models, forms, addresses): that models and migrations agree is held by `make check`.
"""

import tomllib
from pathlib import Path

# Below this share of killed mutants the run fails.
BATAS = 0.9

SASARAN: dict[str, tuple[str, ...]] = {
    "usulan/tahap.py": ("tests/usulan/test_tahap.py", "tests/usulan/test_kalender.py"),
    "usulan/kebijakan.py": ("tests/usulan/test_tahap.py",),
    "usulan/izin.py": ("tests/usulan/test_tahap.py",),
    "usulan/kalender.py": ("tests/usulan/test_kalender.py",),
    "usulan/aturan/dasar.py": ("tests/usulan/test_aturan.py",),
    "usulan/aturan/data.py": ("tests/usulan/test_aturan.py",),
    "usulan/aturan/orang.py": ("tests/usulan/test_aturan.py",),
    "usulan/aturan/berkas.py": ("tests/usulan/test_aturan.py",),
}

_SETARA = Path(__file__).with_name("setara.toml")


def setara() -> dict[str, dict[str, str]]:
    """Per file the equivalent mutants, by name, with the reason."""
    return tomllib.loads(_SETARA.read_text())
