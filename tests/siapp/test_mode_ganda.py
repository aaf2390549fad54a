"""SIASN_MODE_GANDA: which way of keeping doubles away SIASN promises for which API (kontrak.md 2)."""

import pytest

from integrasi.enums import IDEMPOTEN, KELUAR
from siapp.mode_ganda import API_GANDA, ModeGandaSalah, urai_mode_ganda


@pytest.mark.parametrize(
    ("teks", "janji"),
    [
        ("manusia", {}),
        ("kunci", {3: {"kunci"}, 4: {"kunci"}, 5: {"kunci"}, 11: {"kunci"}}),
        ("tolak_ganda", {3: {"tolak_ganda"}}),
        ("cari", {3: {"cari"}}),
        ("tolak_ganda:3,cari:3", {3: {"tolak_ganda", "cari"}}),
        ("kunci:3,4,5,11", {3: {"kunci"}, 4: {"kunci"}, 5: {"kunci"}, 11: {"kunci"}}),
        (" kunci : 4 , 5 , cari ", {4: {"kunci"}, 5: {"kunci"}, 3: {"cari"}}),
    ],
)
def test_janji_berlaku_untuk_api_yang_disebut_saja(teks: str, janji: dict[int, set[str]]) -> None:
    assert urai_mode_ganda(teks) == janji


@pytest.mark.parametrize(
    "teks",
    [
        *("", "nekat", "nekat:3", "kunci:2", "kunci:10", "kunci:x", "kunci:3,", "kunci,4", "3", ":3", "cari:3:4"),
        *("manusia:3", "manusia,kunci:3", "kunci:\N{SUPERSCRIPT THREE}"),
    ],
)
def test_yang_tidak_terbaca_ditolak_dengan_bentuk_yang_ada(teks: str) -> None:
    with pytest.raises(ModeGandaSalah, match=r"tolak_ganda:3,cari:3.*3, 4, 5, 11"):
        urai_mode_ganda(teks)


def test_yang_dapat_dijanjikan_tepat_yang_tidak_boleh_dikirim_dua_kali() -> None:
    assert set(API_GANDA) == set(KELUAR) - IDEMPOTEN
