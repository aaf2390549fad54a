"""Dates as people type them and as the screens print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siapp.tanggal import BukanTanggal, baca_tanggal_ketik
from siapp.web.templatetags.siapp import tanggal


@pytest.mark.parametrize(
    "tulisan",
    [
        "1 Januari 2027",
        "1 Jan 2027",
        "01 JANUARI 2027",
        "1-Jan-2027",
        "Jumat, 1 Januari 2027",
        "01-01-2027",
        "1-1-2027",
        "01/01/2027",
        "01.01.2027",
        "01 01 2027",
        "01\u201301\u20132027",
        "1\u00a0Januari\u00a02027",
        "\ufeff01-01-2027\u200b",
        "０１-０１-２０２７",
        "2027-01-01",
        "2027-01-01 00:00:00",
        "2027-01-01T00:00:00",
    ],
)
def test_satu_tanggal_dalam_semua_tulisannya(tulisan: str) -> None:
    assert baca_tanggal_ketik(tulisan) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("tulisan", "bulan"),
    [("Peb", 2), ("Pebruari", 2), ("May", 5), ("Agt", 8), ("Agustus", 8), ("August", 8), ("Sept", 9), ("Nopember", 11)],
)
def test_nama_bulan_yang_lain_dikenal(tulisan: str, bulan: int) -> None:
    assert baca_tanggal_ketik(f"3 {tulisan} 2026") == date(2026, bulan, 3)


@pytest.mark.parametrize(
    ("tulisan", "sebutan"),
    [
        ("31-02-2026", "Tidak ada tanggal 31 pada “31-02-2026”: Februari 2026 sampai 28."),
        ("11-23-2026", "Tidak ada bulan ke-23"),
        ("1-1-27", "ditulis 2 angka; tulis empat"),
        ("1-1-20277", "ditulis 5 angka; tulis empat"),
        ("1-1-0000", "Tidak ada tahun 0000"),
        ("0-1-2027", "Tidak ada tanggal 0"),
        ("kemarin", "“kemarin” bukan tanggal"),
        ("1 Janggal 2027", "bukan tanggal"),
        ("1 Mar", "bukan tanggal"),
        ("46388", "bukan tanggal"),
    ],
)
def test_yang_bukan_tanggal_disebut_sebabnya(tulisan: str, sebutan: str) -> None:
    with pytest.raises(BukanTanggal) as galat:
        baca_tanggal_ketik(tulisan)
    assert sebutan in str(galat.value)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(["panjang", "pendek", "angka"]))
def test_setiap_bentuk_yang_dicetak_layar_terbaca_kembali(hari: date, bentuk: str) -> None:
    assert baca_tanggal_ketik(tanggal(hari, bentuk)) == hari


@given(st.text(max_size=30))
def test_teks_apa_pun_terbaca_atau_ditolak_dengan_kalimat(teks: str) -> None:
    try:
        jawaban: object = baca_tanggal_ketik(teks) or date.min
    except BukanTanggal as galat:
        jawaban = str(galat)
    assert isinstance(jawaban, date) or jawaban
