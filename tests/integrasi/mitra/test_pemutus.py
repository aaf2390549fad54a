"""The breaker of the partner's host."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from integrasi.mitra import pemutus
from integrasi.models import KeadaanMitra

HOST = "siasn.contoh:443"


@pytest.fixture(autouse=True)
def kosong() -> None:
    pemutus._tampungan.isi.clear()
    pemutus._tampungan.ditulis = 0.0


def _catat(hasil: str) -> None:
    """ "x" a failure, "." a success."""
    for satu in hasil:
        pemutus._tampungan.ditulis = 0.0
        pemutus.catat_hasil(HOST, gagal=satu == "x", sebab="tidak_tersedia" if satu == "x" else "")


@pytest.mark.parametrize(
    ("jejak", "terbuka"),
    [
        ("x" * 9, False),
        ("x" * 10, True),
        ("." * 30 + "x" * 9, False),
        ("x." * 9, False),
        ("x." * 10, True),
        ("." * 11 + "x" * 9, False),
        ("." * 10 + "x" * 10, True),
    ],
)
def test_terbuka_pada_sepuluh_gagal_atau_separuh_dari_dua_puluh(jejak: str, terbuka: bool) -> None:
    assert pemutus.harus_terbuka([[float(i), float(c == "x")] for i, c in enumerate(jejak)]) is terbuka


@given(st.lists(st.booleans(), max_size=40))
def test_tanpa_gagal_tidak_pernah_terbuka_dan_menambah_gagal_tidak_menutup(jejak: list[bool]) -> None:
    jendela = [[float(i), float(gagal)] for i, gagal in enumerate(jejak)]
    assert not pemutus.harus_terbuka([[waktu, 0.0] for waktu, _ in jendela])
    if pemutus.harus_terbuka(jendela):
        assert pemutus.harus_terbuka([*jendela, [99.0, 1.0]])


def test_sepuluh_gagal_membuka_dan_hanya_proba_yang_berhasil_menutup(db: None) -> None:
    _catat("." + "x" * 9)
    assert pemutus.terbuka_sejak(HOST) is None
    _catat("x")
    assert pemutus.terbuka_sejak(HOST) is not None
    assert KeadaanMitra.objects.get(pk=HOST).sebab == "tidak_tersedia"
    _catat("...")
    assert pemutus.terbuka_sejak(HOST) is not None
    pemutus.tutup(HOST)
    assert pemutus.terbuka_sejak(HOST) is None
    assert KeadaanMitra.objects.get(pk=HOST).jendela == []


def test_gagal_yang_lewat_semenit_tidak_dihitung(db: None) -> None:
    _catat("x" * 9)
    mitra = KeadaanMitra.objects.get(pk=HOST)
    mitra.jendela = [[waktu - 61, gagal] for waktu, gagal in mitra.jendela]
    mitra.save()
    _catat("x")
    assert pemutus.terbuka_sejak(HOST) is None


def test_hanya_satu_pekerja_mencoba_tiap_tiga_puluh_detik(db: None) -> None:
    _catat("x" * 10)
    assert not pemutus.rebut_proba(HOST)
    KeadaanMitra.objects.update(coba_lagi_pada=timezone.now() - timedelta(seconds=1))
    assert [pemutus.rebut_proba(HOST) for _ in range(3)] == [True, False, False]


def test_keberhasilan_ditulis_paling_banyak_sekali_sedetik(db: None) -> None:
    pemutus.catat_hasil(HOST, gagal=False)
    tulisan = KeadaanMitra.objects.get(pk=HOST).jendela
    for _ in range(50):
        pemutus.catat_hasil(HOST, gagal=False)
    assert KeadaanMitra.objects.get(pk=HOST).jendela == tulisan
    pemutus.catat_hasil(HOST, gagal=True)
    assert len(KeadaanMitra.objects.get(pk=HOST).jendela) == 52
