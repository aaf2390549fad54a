"""What is in force is decided by dates and kind, never by the order of a list (docs/alur.md 2)."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import dunia as d
from usulan.actions.pertek import BarisPertek, terima_daftar_pertek
from usulan.keadaan import FaktaPertek, KeadaanPertek, nilai_pertek

HARI = date(2026, 11, 2)
SAAT = timezone.now()
BERKAS = (KeadaanPertek.DITUNGGU, KeadaanPertek.DIPERIKSA, KeadaanPertek.BERLAKU, KeadaanPertek.BERKAS_DITOLAK)

_fakta = st.builds(
    lambda ralat, geser, jam, sidik, berkas, batal: (ralat, geser, jam, sidik, berkas, batal),
    st.booleans(),
    st.none() | st.integers(0, 3),
    st.integers(0, 2),
    st.sampled_from("abc"),
    st.sampled_from(BERKAS),
    st.booleans(),
)


def _daftar(isi: list[tuple[bool, int | None, int, str, KeadaanPertek, bool]]) -> list[FaktaPertek]:
    return [
        FaktaPertek(
            urut,
            ralat,
            None if geser is None else HARI + timedelta(days=geser),
            SAAT + timedelta(hours=jam),
            f"{sidik}{urut}",
            berkas,
            batal,
        )
        for urut, (ralat, geser, jam, sidik, berkas, batal) in enumerate(isi)
    ]


@given(st.lists(_fakta, max_size=6), st.randoms(use_true_random=False))
def test_urutan_daftar_tidak_mengubah_apa_pun(isi: list, acak) -> None:  # type: ignore[type-arg,no-untyped-def]
    daftar = _daftar(isi)
    harap = nilai_pertek(daftar)
    acak.shuffle(daftar)
    assert nilai_pertek(daftar) == harap
    assert list(harap.values()).count(KeadaanPertek.BERLAKU) <= 1


def _satu(
    urut: int, geser: int | None, *, ralat: bool = False, berkas: str = "BERLAKU", batal: bool = False
) -> FaktaPertek:
    tanggal = None if geser is None else HARI + timedelta(days=geser)
    return FaktaPertek(urut, ralat, tanggal, SAAT, str(urut), KeadaanPertek(berkas), batal)


@pytest.mark.parametrize(
    ("daftar", "harap"),
    [
        ([_satu(0, 0)], ["BERLAKU"]),
        ([_satu(0, 0), _satu(1, 0, ralat=True)], ["DIGANTIKAN", "BERLAKU"]),
        ([_satu(0, 3), _satu(1, 0, ralat=True)], ["BERLAKU", "DIGANTIKAN"]),
        ([_satu(0, 0), _satu(1, 2, berkas="BERKAS_DITOLAK")], ["DIGANTIKAN", "BERKAS_DITOLAK"]),
        ([_satu(0, 0), _satu(1, None, berkas="DITUNGGU")], ["DIGANTIKAN", "DITUNGGU"]),
        ([_satu(0, 0), _satu(1, 2, batal=True)], ["BERLAKU", "DIBATALKAN"]),
        ([_satu(0, 0, batal=True)], ["DIBATALKAN"]),
    ],
)
def test_yang_berlaku_menurut_tanggal_dan_jenis(daftar: list[FaktaPertek], harap: list[str]) -> None:
    for urutan in permutations(daftar):
        assert nilai_pertek(urutan) == dict(enumerate(harap))


def test_daftar_dalam_urutan_apa_pun_meninggalkan_keadaan_yang_sama(dunia: d.Dunia) -> None:
    hasil = set()
    for urutan in permutations(range(3)):
        usulan = d.diajukan(dunia)
        baris = [
            BarisPertek(f"PH-{n}", HARI + timedelta(days=n), jenis, f"r{n}", d.berkas_bkn(f"PH-{n}"))
            for n, jenis in enumerate(("Baru", "Perbaikan", "Perbaikan"))
        ]
        terima_daftar_pertek(usulan.pk, [baris[n] for n in urutan])
        hasil.add(tuple(usulan.pertek.order_by("nomor").values_list("nomor", "keadaan")))
    assert hasil == {(("PH-0", "DIGANTIKAN"), ("PH-1", "DIGANTIKAN"), ("PH-2", "BERLAKU"))}
