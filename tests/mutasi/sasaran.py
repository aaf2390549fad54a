"""What is mutated, and by which tests each file is held. Their order does not matter: the tests of a line are found.

Left out are declarations (models, forms, addresses): that models and migrations agree is held by `make check`.
"""

import tomllib
from pathlib import Path

# Below this share of killed mutants the run fails.
BATAS = 0.9

_TAHAP = ("tests/usulan/test_tabel_tahap.py", "tests/usulan/test_tahap.py")
_ATURAN = ("tests/usulan/test_aturan.py",)
_RANTAI = ("tests/audit/test_rantai.py", "tests/audit/test_jejak.py")
_BKN = ("tests/usulan/test_jalur_bkn.py", "tests/usulan/test_perjalanan.py", "tests/integrasi/masuk/test_penerima.py")

SASARAN: dict[str, tuple[str, ...]] = {
    "usulan/kalender.py": ("tests/usulan/test_kalender.py",),
    "usulan/tahap.py": ("tests/usulan/test_tabel_tahap.py", "tests/usulan/test_kalender.py"),
    "usulan/kebijakan.py": (*_TAHAP, "tests/usulan/test_kebijakan.py"),
    "usulan/izin.py": _TAHAP,
    "usulan/aturan/dasar.py": _ATURAN,
    "usulan/aturan/data.py": _ATURAN,
    "usulan/aturan/orang.py": _ATURAN,
    "usulan/aturan/berkas.py": _ATURAN,
    "usulan/actions/bkn.py": _BKN,
    "integrasi/keluar/rencana.py": ("tests/integrasi/keluar/test_rencana.py",),
    "integrasi/keluar/relai.py": ("tests/integrasi/keluar/test_relai.py",),
    "integrasi/keluar/muatan.py": ("tests/integrasi/keluar/test_muatan.py",),
    "integrasi/keluar/klasifikasi.py": ("tests/integrasi/keluar/test_klasifikasi.py",),
    "integrasi/masuk/penerima.py": ("tests/integrasi/masuk/test_penerima.py",),
    "siapp/audit/rantai.py": _RANTAI,
    "siapp/audit/catat.py": _RANTAI,
    "siapp/audit/saringan.py": _RANTAI,
    "siapp/audit/kata.py": _RANTAI,
    "siapp/audit/views.py": _RANTAI,
    "siapp/audit/templatetags/audit_tags.py": _RANTAI,
    "siapp/audit/management/commands/verifikasi_audit.py": _RANTAI,
}

_SETARA = Path(__file__).with_name("setara.toml")


def setara() -> dict[str, dict[str, str]]:
    """Per file the equivalent mutants, by name, with the reason."""
    return tomllib.loads(_SETARA.read_text())
