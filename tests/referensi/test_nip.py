"""NIP: property tests."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referensi.nip import NipTidakSah, urai_nip

lahir = st.dates(date(1940, 1, 1), date(2004, 12, 31))


@given(lahir, st.integers(18, 22), st.integers(1, 12), st.sampled_from("12"), st.integers(0, 999))
def test_nip_yang_disusun_terurai_kembali(hari: date, usia: int, bulan: int, jenis: str, urutan: int) -> None:
    bagian = urai_nip(f"{hari:%Y%m%d}{hari.year + usia}{bulan:02d}{jenis}{urutan:03d}")
    assert (bagian.tanggal_lahir, bagian.cpns) == (hari, date(hari.year + usia, bulan, 1))
    assert (bagian.jenis_kelamin, bagian.urutan) == (int(jenis), urutan)


@given(st.text(max_size=40))
def test_teks_apa_pun_terurai_atau_ditolak_dengan_kalimat(teks: str) -> None:
    try:
        bagian = urai_nip(teks)
    except NipTidakSah as galat:
        pesan = str(galat)
    else:
        pesan = f"NIP {bagian.urutan}"
    assert "NIP" in pesan


@pytest.mark.parametrize(
    ("nip", "pesan"),
    [
        ("19680517199503100", "17 angka"),
        ("196805171995031 01", "17 angka dan spasi"),
        ("196813171995031001", "tanggal lahir"),
        ("196805171995131001", "bulan CPNS"),
        ("196805171995033001", "angka ke-15"),
        ("196805171970031001", "terlalu dekat"),
        ("186805171895031001", "tahun lahir 1868"),
        ("296805172995031001", "tahun lahir 2968"),
        ("196805172995031001", "tahun CPNS 2995"),
    ],
)
def test_nip_salah_disebut_bagian_yang_salah(nip: str, pesan: str) -> None:
    with pytest.raises(NipTidakSah, match=pesan):
        urai_nip(nip)
