"""How much of what papers say wrongly is found, and how often a faultless file gets a finding (issue 12, "Judging")."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from tests import dunia as d
from tests.usulan.korpus.bersih import BERSIH, MENURUT_NAMA
from tests.usulan.korpus.susun import susun
from tests.usulan.korpus_isi.salah import SALAH_ISI, SalahIsi
from tests.usulan.korpus_isi.susun import kertasi
from usulan.aturan import Temuan, Tingkat, periksa
from usulan.models import Usulan


@pytest.fixture(autouse=True)
def jam() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone()), tick=False):
        yield


def _kena(usulan: Usulan, salah: SalahIsi, temuan: list[Temuan]) -> list[Temuan]:
    baris = dict(usulan.dokumen.values_list("pk", "persyaratan__jenis"))
    return [t for t in temuan if baris.get(t.dokumen_id or 0) in salah.di]


def test_korpus_isi_cukup_besar() -> None:
    assert len(SALAH_ISI) >= 80
    assert len({s.nama for s in SALAH_ISI}) == len(SALAH_ISI)


@pytest.mark.parametrize("mesin", [False, True], ids=["teks", "mesin"])
def test_dokumen_tanpa_cela_tidak_mendapat_temuan(
    dunia: d.Dunia, mesin: bool, record_property: Callable[[str, object], None]
) -> None:
    bertemuan = []
    for benih, bersih in enumerate(BERSIH):
        temuan = periksa(kertasi(susun(dunia, bersih), benih, mesin=mesin))
        if temuan:
            bertemuan.append((bersih.layanan, bersih.nama, [(t.kode, t.pesan) for t in temuan]))
    assert bertemuan == []


def test_isi_dokumen_yang_salah_ditemukan_di_barisnya(
    dunia: d.Dunia, record_property: Callable[[str, object], None]
) -> None:
    jumlah, ketemu = Counter[str](), Counter[str]()
    aturan: dict[str, Counter[str]] = defaultdict(Counter)
    luput, palsu = [], []
    for benih, salah in enumerate(SALAH_ISI):
        usulan = kertasi(susun(dunia, MENURUT_NAMA[salah.dasar]), benih, salah)
        temuan = periksa(usulan)
        kena = _kena(usulan, salah, temuan)
        jumlah[salah.kelompok] += 1
        ketemu[salah.kelompok] += bool(kena)
        if not kena:
            luput.append(salah.nama)
        for t in temuan:
            aturan[t.kode]["benar" if t in kena else "palsu"] += 1
        palsu += [f"{salah.nama}: {t.kode} {t.pesan}" for t in temuan if t not in kena or t.tingkat is Tingkat.GALAT]
    for kelompok, n in jumlah.items():
        record_property("korpus", (f"isi: {kelompok}", ketemu[kelompok], n))
    for kode, isi in sorted(aturan.items()):
        record_property("aturan", (kode, isi["benar"], isi["palsu"]))
    assert palsu == []
    assert sum(ketemu.values()) >= 0.95 * sum(jumlah.values()), luput
