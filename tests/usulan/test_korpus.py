"""How much pemeriksaan awal finds of the corpus, and how often it speaks of what is right (issue 12, "Figures wanted").

The figures per group and the confusion per rule stand at the end of the run (tests/tabel.py).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from tests import dunia as d
from tests.usulan.korpus.bentuk import Bersih, Salah
from tests.usulan.korpus.bersih import BERSIH
from tests.usulan.korpus.salah import SALAH
from tests.usulan.korpus.susun import salahkan, susun
from usulan.aturan import Temuan, Tingkat, periksa
from usulan.models import Usulan


@pytest.fixture(autouse=True)
def jam() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone()), tick=False):
        yield


def _kena(usulan: Usulan, salah: Salah, temuan: list[Temuan]) -> list[Temuan]:
    """The findings that lead to the seeded mistake."""
    baris = dict(usulan.dokumen.values_list("pk", "persyaratan__jenis"))
    return [t for t in temuan if {t.bidang, f"dok:{baris.get(t.dokumen_id or 0)}"} & set(salah.di) or _semua(salah, t)]


def _semua(salah: Salah, temuan: Temuan) -> bool:
    return "dok:*" in salah.di and temuan.dokumen_id is not None


def test_korpus_cukup_besar() -> None:
    assert len(BERSIH) >= 60
    assert len({b.layanan for b in BERSIH}) == 18
    assert len(SALAH) >= 92
    assert len({s.nama for s in SALAH}) == len(SALAH)


@pytest.mark.parametrize("bersih", BERSIH, ids=lambda b: f"{b.layanan}: {b.nama}")
def test_usulan_tanpa_cela_tidak_mendapat_temuan(dunia: d.Dunia, bersih: Bersih) -> None:
    assert [(t.kode, t.bidang, t.pesan) for t in periksa(susun(dunia, bersih))] == []


def test_kesalahan_yang_ditanam_ditemukan_di_tempatnya(
    dunia: d.Dunia, record_property: Callable[[str, object], None]
) -> None:
    jumlah, ketemu = Counter[str](), Counter[str]()
    aturan: dict[str, Counter[str]] = defaultdict(Counter)
    luput, palsu, ganda = [], [], []
    for salah in SALAH:
        usulan = salahkan(dunia, salah)
        temuan = periksa(usulan)
        kena = _kena(usulan, salah, temuan)
        jumlah[salah.kelompok] += 1
        ketemu[salah.kelompok] += bool(kena)
        if not kena:
            luput.append(f"{salah.kelompok}: {salah.nama} {[(t.kode, t.bidang) for t in temuan]}")
        for t in temuan:
            aturan[t.kode]["benar" if t in kena else "palsu"] += 1
        palsu += [f"{salah.nama}: {t.kode} {t.pesan}" for t in temuan if t not in kena and t.tingkat is Tingkat.GALAT]
        if len(temuan) > 1:
            ganda.append(f"{salah.nama}: {[(t.kode, t.bidang) for t in temuan]}")
    for kelompok, n in jumlah.items():
        record_property("korpus", (kelompok, ketemu[kelompok], n))
    for kode, isi in sorted(aturan.items()):
        record_property("aturan", (kode, isi["benar"], isi["palsu"]))
    assert palsu == []
    assert sum(ketemu.values()) >= 0.95 * sum(jumlah.values()), luput
    assert len(ganda) <= 0.05 * sum(jumlah.values()), ganda
