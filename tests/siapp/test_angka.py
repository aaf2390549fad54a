"""Numbers as people type them: one meaning is taken, two are asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siapp.angka import BukanAngka, DuaMakna, baca_angka, tulis_angka, tulis_desimal


@pytest.mark.parametrize(
    ("tulisan", "nilai"),
    [
        ("850,125", "850.125"),
        ("850125", "850125"),
        ("850.5", "850.5"),
        ("850,5", "850.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1.850,5", "1850.5"),
        ("1,850.5", "1850.5"),
        ("1 850,5", "1850.5"),
        ("1.850.125", "1850125"),
        ("1,850,125", "1850125"),
        ("1234.567", "1234.567"),
        ("850.1255", "850.1255"),
        ("８５０，５", "850.5"),
        ("\u200b850,5\u00a0", "850.5"),
        ("850", "850"),
        ("850.0", "850"),
        ("\u22125", "-5"),
    ],
)
def test_desimal_bermakna_satu_diterima(tulisan: str, nilai: str) -> None:
    assert baca_angka(tulisan) == Decimal(nilai)


@pytest.mark.parametrize(
    ("tulisan", "nilai"),
    [
        ("4500000", 4_500_000),
        ("4.500.000", 4_500_000),
        ("4,500,000", 4_500_000),
        ("4 500 000", 4_500_000),
        ("4\u00a0500\u2009000", 4_500_000),
        ("Rp 4.500.000,00", 4_500_000),
        ("Rp4.500.000", 4_500_000),
        ("Rp. 4.500.000,-", 4_500_000),
        ("IDR 4,500,000.00", 4_500_000),
        ("rp 4.500.000,--", 4_500_000),
        ("4.500", 4_500),
        ("4,500", 4_500),
        ("4.000", 4_000),
        ("22.0", 22),
        ("22,00", 22),
        ("'22", 22),
        ("05", 5),
    ],
)
def test_bilangan_bulat_bermakna_satu_diterima(tulisan: str, nilai: int) -> None:
    assert baca_angka(tulisan, bulat=True) == nilai


@pytest.mark.parametrize(
    ("tulisan", "bulat", "pilihan"),
    [
        ("850.125", False, ("850,125", "850125")),
        ("1.000", False, ("1", "1000")),
        ("12.500", False, ("12,5", "12500")),
        ("4,000", True, ("4", "4000")),
    ],
)
def test_angka_bermakna_dua_ditanyakan(tulisan: str, bulat: bool, pilihan: tuple[str, str]) -> None:
    with pytest.raises(DuaMakna, match=f"Maksud Anda {pilihan[0]} atau {pilihan[1]}?") as galat:
        baca_angka(tulisan, bulat=bulat)
    assert galat.value.pilihan == pilihan
    assert baca_angka(pilihan[0], bulat=bulat) != baca_angka(pilihan[1], bulat=bulat)


@pytest.mark.parametrize(
    ("tulisan", "bulat", "sebutan"),
    [
        ("banyak", False, "“banyak”: 0 angka dan huruf b, huruf a, huruf n …"),
        ("85O,5", False, "3 angka dan huruf O, koma"),
        ("1,2,3", False, "3 angka dan koma"),
        ("12 34", True, "4 angka dan spasi"),
        ("\u0661\u0662", True, "angka \u0661 yang bukan Latin"),
        ("\u041e5", True, "huruf \u041e yang bukan Latin"),
        ("10\u00b2", True, "pangkat"),
        ("22,5", True, "mempunyai pecahan"),
        ("1.98E+17", True, "huruf E"),
    ],
)
def test_yang_bukan_angka_disebut_isinya(tulisan: str, bulat: bool, sebutan: str) -> None:
    with pytest.raises(BukanAngka) as galat:
        baca_angka(tulisan, bulat=bulat)
    assert sebutan in str(galat.value)


def test_yang_kosong_bukan_angka_dan_bukan_galat() -> None:
    assert baca_angka(" \u200b") is None


@given(st.decimals(0, 9_999_999, places=3))
def test_yang_ditulis_layar_terbaca_kembali(nilai: Decimal) -> None:
    assert baca_angka(tulis_desimal(nilai)) == nilai
    assert baca_angka(tulis_angka(nilai)) == nilai


@given(st.integers(0, 10**12))
def test_bilangan_bulat_yang_ditulis_layar_terbaca_kembali(nilai: int) -> None:
    assert baca_angka(f"{nilai:,}".replace(",", "."), bulat=True) == nilai
    assert baca_angka(f"Rp {nilai:,}".replace(",", ".") + ",00", bulat=True) == nilai


@given(st.text(max_size=30), st.booleans())
def test_teks_apa_pun_terbaca_atau_ditolak_dengan_kalimat(teks: str, bulat: bool) -> None:
    try:
        jawaban: object = baca_angka(teks, bulat=bulat) or Decimal()
    except BukanAngka as galat:
        jawaban = str(galat)
    assert isinstance(jawaban, Decimal) or jawaban
