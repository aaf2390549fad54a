"""What BKN reads with a correction: nothing that changed goes unsaid, whatever fits (Lampiran API 5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referensi.katalog import bidang_layanan, muat_katalog
from usulan.catatan_bkn import PANJANG_CATATAN, panjang, ruang_catatan, tulis_catatan, tulis_nilai
from usulan.tampilan.nilai import LABEL_USULAN

_LABEL = st.text(st.characters(categories=["L", "Nd"]), min_size=4, max_size=40)


@pytest.mark.parametrize(
    ("nilai", "tertulis"),
    [
        ("2027-01-31", "31-01-2027"),
        ("B-2027-01-31", "B-2027-01-31"),
        (None, "dikosongkan"),
        ("", "dikosongkan"),
        (0, "0"),
        ("850.125", "850.125"),
    ],
)
def test_nilai_ditulis_seperti_lampiran(nilai: object, tertulis: str) -> None:
    assert tulis_nilai(nilai) == tertulis


def test_tanpa_perubahan_catatan_pic_apa_adanya() -> None:
    assert tulis_catatan("Sudah diperbaiki", {}) == "Sudah diperbaiki"
    assert ruang_catatan({}) == PANJANG_CATATAN


@given(st.text(max_size=300), st.dictionaries(_LABEL, st.text(max_size=300), min_size=1, max_size=6))
def test_setiap_bidang_yang_berubah_disebut_dan_yang_tidak_muat_ditolak(catatan: str, berubah: dict[str, str]) -> None:
    teks = tulis_catatan(catatan, berubah)
    if teks is None:
        assert panjang(catatan) > ruang_catatan(berubah)
        return
    assert panjang(teks) <= PANJANG_CATATAN
    assert teks.startswith(catatan)
    assert all(nama in teks for nama in berubah) or panjang("; ".join(berubah)) > 200


def test_semua_data_sebuah_layanan_pun_dapat_disebut() -> None:
    """The longest form of all: each field is named, shortened where it must be."""
    for layanan in muat_katalog():
        nama = {b.label: "x" * 300 for b in bidang_layanan(layanan.kode)} | dict.fromkeys(LABEL_USULAN.values(), "x")
        teks = tulis_catatan("", nama)
        assert teks is not None
        assert panjang(teks) <= PANJANG_CATATAN
        sebutan = teks.removeprefix("Perbaikan data: ").split("; ")
        assert len(sebutan) == len(nama)
        for pendek, asli in zip(sebutan, nama, strict=True):
            assert asli.startswith(pendek.removesuffix("."))
