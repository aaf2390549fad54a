"""The look at what others made finds what it should, and only that."""

from pathlib import Path

import pytest

from tests.pasokan import rahasia_dalam, terkena, terkunci
from tests.sarana import AKAR

ADVISORI = """
id: UJI-2026-1
aliases: [CVE-2026-0001]
affected:
- package: {ecosystem: PyPI, name: contoh}
  ranges:
  - type: ECOSYSTEM
    events: [{introduced: "0"}, {fixed: "2.0.1"}, {introduced: "3.0"}, {last_affected: "3.2"}]
  - type: GIT
    events: [{introduced: "0"}]
  versions: ["9.9rc1"]
"""


def _tulis(folder: Path, isi: str) -> None:
    (folder / "vulns" / "contoh").mkdir(parents=True)
    (folder / "vulns" / "contoh" / "UJI-2026-1.yaml").write_text(isi)


@pytest.mark.parametrize(
    ("versi", "kena"),
    [("1.0", True), ("2.0.1", False), ("2.9", False), ("3.0", True), ("3.2", True), ("3.2.1", False), ("9.9rc1", True)],
)
def test_versi_yang_terkena_disebut_dan_yang_lain_tidak(tmp_path: Path, versi: str, kena: bool) -> None:
    _tulis(tmp_path, ADVISORI)
    kalimat = [f"contoh {versi}: UJI-2026-1 (CVE-2026-0001). Naikkan versinya, lalu `make kunci`."] if kena else []
    assert list(terkena([("contoh", versi), ("lain", "1")], tmp_path)) == kalimat


def test_advisori_yang_ditarik_tidak_berlaku(tmp_path: Path) -> None:
    _tulis(tmp_path, ADVISORI + 'withdrawn: "2026-01-01T00:00:00Z"\n')
    assert list(terkena([("contoh", "1.0")], tmp_path)) == []


def test_semua_pustaka_terkunci_dibaca() -> None:
    nama = dict(terkunci(AKAR))
    assert {"django", "celery", "psycopg", "granian", "pytest-django", "sentry-sdk"} <= nama.keys()


# Put together here, so that this file holds none itself.
KUNCI_PRIBADI = "-----BEGIN RSA " + "PRIVATE KEY-----"
TOKEN = "ghp_" + "x9" * 18


@pytest.mark.parametrize(
    ("baris", "temuan"),
    [
        (["\0abc123\n", f"+{KUNCI_PRIBADI}\n"], ["abc123: Private Key"]),
        (["\0abc123\n", f"+token = '{TOKEN}'\n", "\0def456\n", f"+token = '{TOKEN}'\n"], ["abc123: GitHub Token"]),
        (["\0abc123\n", f"-{KUNCI_PRIBADI}\n", f"+++ b/{TOKEN}\n", f" {TOKEN}\n"], []),
        (["\0abc123\n", "+SECRET_KEY = env.str('SECRET_KEY')\n", "+sha256:" + "ab" * 32 + "\n"], []),
    ],
)
def test_rahasia_dalam_riwayat_disebut_komitnya(baris: list[str], temuan: list[str]) -> None:
    assert list(rahasia_dalam(baris)) == temuan
