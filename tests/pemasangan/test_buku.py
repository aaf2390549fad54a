"""The manual: every command in it exists and takes what it is given there."""

import re
import shlex

import pytest
from django.core.management import get_commands, load_command_class

from pemasangan.alat.__main__ import _susun
from tests.sarana import AKAR

BUKU = (AKAR / "docs/operasi.md").read_text()
# Within backquotes, where a line may break, or alone on a line of a block.
_PETIK = [" ".join(satu.split()) for satu in re.findall(r"`([^`]+)`", BUKU.replace("```", ""))]
_BARIS = [satu.strip() for satu in BUKU.splitlines()]
SIAPP = sorted({satu.removeprefix("sudo siapp ") for satu in (*_PETIK, *_BARIS) if satu.startswith("sudo siapp ")})
MANAGE = sorted(
    {satu.removeprefix("kelola ") for satu in SIAPP if satu.startswith("kelola ")}
    | {cocok[1] for satu in (*_PETIK, *_BARIS) if (cocok := re.match(r"(?:python )?manage\.py ([a-z_]+.*)", satu))}
)


def test_buku_menyebut_setiap_perintah() -> None:
    ada = {kata for aksi in _susun()._actions for kata in (aksi.choices or ())}
    assert ada - {satu.split()[0] for satu in SIAPP} == {"pasang"}
    assert "sudo ./pemasangan/pasang" in _BARIS


@pytest.mark.parametrize("baris", SIAPP)
def test_perintah_siapp_di_buku_diterima(baris: str) -> None:
    _susun().parse_args(shlex.split(baris))


@pytest.mark.parametrize("baris", MANAGE)
def test_perintah_manage_di_buku_ada_beserta_pilihannya(baris: str) -> None:
    nama, *isian = shlex.split(baris)
    asal = get_commands()[nama]
    perintah = load_command_class(asal, nama) if isinstance(asal, str) else asal
    pilihan = perintah.create_parser("manage.py", nama)._option_string_actions
    assert [satu for satu in isian if satu.startswith("--") and satu.partition("=")[0] not in pilihan] == []
