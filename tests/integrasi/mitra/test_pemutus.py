"""The breaker of the partner's host."""

from datetime import timedelta

import pytest
import time_machine
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
    """A call each second."""
    assert pemutus.harus_terbuka([[float(i), float(c == "x")] for i, c in enumerate(jejak)], len(jejak)) is terbuka


@pytest.mark.parametrize("jeda", [7, 60, 150])
@pytest.mark.parametrize(
    ("jejak", "terbuka"),
    [
        ("x" * 19, False),
        ("x" * 20, True),
        ("." * 10 + "x" * 10, True),
        ("." * 11 + "x" * 9, False),
        ("x" * 9 + "." * 11, False),
        (".x" * 10, True),
        ("..x" * 9, False),
    ],
)
def test_tetesan_lambat_dinilai_menurut_bagiannya(jejak: str, terbuka: bool, jeda: int) -> None:
    """So slow that ten failures never fall into one minute."""
    catatan = [[float(i * jeda), float(c == "x")] for i, c in enumerate(jejak)]
    assert pemutus.harus_terbuka(catatan, catatan[-1][0]) is terbuka


@pytest.mark.parametrize(("berhasil", "terbuka"), [(0, True), (90, True), (91, False), (190, False)])
def test_sepuluh_gagal_di_antara_ratusan_yang_berhasil_bukan_gangguan(berhasil: int, terbuka: bool) -> None:
    """Within one minute, so spread that the last twenty never hold ten of them."""
    jumlah = berhasil + 10
    gagal = {round(k * (jumlah - 1) / 9) for k in range(10)}
    catatan = [[i * 59 / jumlah, float(i in gagal)] for i in range(jumlah)]
    assert pemutus.harus_terbuka(catatan, 59.0) is terbuka


@given(st.lists(st.booleans(), max_size=40))
def test_tanpa_gagal_tidak_pernah_terbuka_dan_menambah_gagal_tidak_menutup(jejak: list[bool]) -> None:
    jendela = [[float(i), float(gagal)] for i, gagal in enumerate(jejak)]
    assert not pemutus.harus_terbuka([[waktu, 0.0] for waktu, _ in jendela], 40.0)
    if pemutus.harus_terbuka(jendela, 40.0):
        assert pemutus.harus_terbuka([*jendela, [40.0, 1.0]], 40.0)


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


def test_separuh_dari_dua_puluh_panggilan_yang_menetes_membuka_pemutus(db: None) -> None:
    kini = timezone.now()
    for nomor in range(20):
        with time_machine.travel(kini + timedelta(seconds=20 * nomor), tick=False):
            assert pemutus.terbuka_sejak(HOST) is None, nomor
            _catat("x" if nomor % 2 else ".")
    assert pemutus.terbuka_sejak(HOST) is not None


def test_gagal_kemarin_tidak_menambah_gagal_hari_ini(db: None) -> None:
    kini = timezone.now()
    with time_machine.travel(kini - timedelta(hours=12), tick=False):
        _catat("xxxxxxxxx" + "." * 10)
    with time_machine.travel(kini, tick=False):
        _catat("x")
    assert pemutus.terbuka_sejak(HOST) is None
    assert len(KeadaanMitra.objects.get(pk=HOST).jendela) == 1


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
