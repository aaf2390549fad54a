"""What people read as the same is read as the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siapp.teks import bersih, bersih_pengenal, isi_apa, kunci_cari, kunci_nomor, menyebut_nomor

NIP = "198703142010122001"


@pytest.mark.parametrize(
    "tulisan",
    [
        NIP,
        "19870314 201012 2 001",
        "19870314\u00a0201012\u20072\u2009001",
        "19870314.201012.2.001",
        "19870314-201012-2-001",
        "19870314\u2013201012\u20112\u2212001",
        f"'{NIP}",
        f"\u2019{NIP}",
        f"\ufeff{NIP}\u200b",
        f"\u202a{NIP}\u202c",
        "１９８７０３１４２０１０１２２００１",
        f"NIP. {NIP}",
        f"NIP: {NIP}",
        f"nip{NIP}",
        f"N.I.P. {NIP}",
        f"NIP/NRP: {NIP}",
        f"*NIP* {NIP}",
        f"*{NIP}*",
        f'="{NIP}"',
        f" \t{NIP}\r\n",
    ],
)
def test_nip_terbaca_bagaimanapun_ditulis(tulisan: str) -> None:
    assert bersih_pengenal(tulisan) == NIP


@pytest.mark.parametrize(
    ("satu", "lain", "sama"),
    [
        ("12/K/2026", "12 / k / 2026", True),
        ("12/K/2026", "12/K/\u00a02026", True),
        ("B-12/M/2026", "B\u201312/M/2026", True),
        ("B-12/M/2026", "b \u2014 12/m/2026", True),
        ("12/K/2026", "1/2K/2026", False),
        ("B-12/M/2026", "B12/M/2026", False),
        ("12/K/2026", "21/K/2026", False),
        ("Nomor: 12/K/2026", "12/K/2026", True),
        ("No. 12/K/2026.", "12\u2044k\u20442026", True),
        ("Nota-12", "12", False),
        ("12/K/2026", "112/K/2026", False),
    ],
)
def test_nomor_surat_sama_bila_orang_membacanya_sama(satu: str, lain: str, sama: bool) -> None:
    assert (kunci_nomor(satu) == kunci_nomor(lain)) is sama


@pytest.mark.parametrize(
    ("teks", "sebut"),
    [
        ("Pertek PH-1/2026 tetap berlaku.", True),
        ("pertek ph \u2013 1 / 2026: tetap", True),
        ("PH\u20111/2026", True),
        ("(PH-1/2026)", True),
        ("Pertek PH-1/2026.", True),
        ("PH-1/20261", False),
        ("PH-1/2026-A", False),
        ("XPH-1/2026", False),
        ("2/PH-1/2026", False),
        ("PH-11/2026", False),
        ("", False),
    ],
)
def test_nomor_disebut_bagaimanapun_ditulis(teks: str, sebut: bool) -> None:
    assert menyebut_nomor(teks, "PH-1/2026") is sebut


def test_nomor_kosong_tidak_disebut_siapa_pun() -> None:
    assert not menyebut_nomor("Pertek PH-1", " \u200b")


@pytest.mark.parametrize(
    ("tanda", "sebutan"),
    [
        ("\u200b", "tanda yang tidak tampak (U+200B zero width space)"),
        ("\u00a0", "tanda yang tidak tampak (U+00A0 no-break space)"),
        ("\u041e", "huruf \u041e yang bukan Latin (cyrillic capital letter o)"),
        ("\u0661", "angka \u0661 yang bukan Latin (arabic-indic digit one)"),
    ],
)
def test_tanda_yang_tidak_tampak_atau_menyerupai_disebut_namanya(tanda: str, sebutan: str) -> None:
    assert isi_apa("1" * 17 + tanda) == f"17 angka dan {sebutan}"


@pytest.mark.parametrize("nama", ["Nur’aini", "Nur'aini", "Nurʼaini", "Nuraini", "NUR`AINI"])
def test_petik_dalam_nama_tidak_membedakan(nama: str) -> None:
    assert kunci_cari(nama) == "nuraini"


@pytest.mark.parametrize(
    ("teks", "kata"),
    [
        ("19870314201012200", "17 angka"),
        ("1987031420101220O1", "17 angka dan huruf O"),
        ("1987_0314", "8 angka dan tanda _"),
        ("abcdef", "0 angka dan huruf a, huruf b, huruf c …"),
    ],
)
def test_galat_menyebut_apa_yang_ada(teks: str, kata: str) -> None:
    assert isi_apa(teks) == kata


@given(st.text(st.characters(codec="latin-1") | st.sampled_from("\u200b\ufeff\u2013\u2019\u2007１ＡﬁŞ")))
def test_dirapikan_dua_kali_sama_dengan_sekali(teks: str) -> None:
    for rapikan in (bersih, kunci_nomor, kunci_cari):
        assert rapikan(rapikan(teks)) == rapikan(teks)
