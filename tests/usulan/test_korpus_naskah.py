"""What the second corpus shows: mistakes found before the signing, and silence about what is right (issue 12).

`KORPUS_MESIN=1` reads the papers of the mistakes, and of one faultless usulan a service, through a scanner by
tesseract, and `KORPUS_PENUH=1` seeds each mistake in every service that has its row; both take minutes.
"""

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from referensi.models import Layanan
from tests import dunia as d
from tests.usulan.korpus.bersih import BERSIH
from tests.usulan.korpus_naskah.naskah import PEMBUAT
from tests.usulan.korpus_naskah.nilai import Tanam
from tests.usulan.korpus_naskah.susun import kasus, tanami
from tests.usulan.korpus_naskah.tanam import TANAM
from usulan.aturan import Temuan, periksa
from usulan.models import Usulan

MESIN = "tesseract" if os.environ.get("KORPUS_MESIN") and shutil.which("tesseract") else ""
LAYANAN = 99 if os.environ.get("KORPUS_PENUH") else 1
Catat = Callable[[str, object], None]


@pytest.fixture(autouse=True)
def jam() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone()), tick=False):
        yield


def _baris_layanan() -> dict[str, set[str]]:
    """Of each service the kinds of documents that it demands."""
    semua: dict[str, set[str]] = {}
    for layanan in Layanan.objects.prefetch_related("persyaratan"):
        semua[layanan.pk] = {p.jenis for p in layanan.persyaratan.all() if p.wajib and p.aktif}
    return semua


def _kena(usulan: Usulan, tanam: Tanam, temuan: list[Temuan]) -> list[Temuan]:
    di = {tanam.jenis, *tanam.di} - {""}
    baris = dict(usulan.dokumen.values_list("pk", "persyaratan__jenis"))
    isian = {"surat-pengantar": "surat_pengantar", "sk-pak": "angka_kredit"}.get(tanam.jenis, "-")
    return [t for t in temuan if {t.bidang, baris.get(t.dokumen_id or 0)} & di or isian in t.bidang]


def test_setiap_dokumen_wajib_mempunyai_naskah(dunia: d.Dunia) -> None:
    semua = set().union(*_baris_layanan().values())
    assert semua - set(PEMBUAT) - {"pas-foto"} == set()


def test_naskah_tanpa_cela_tidak_mendapat_temuan(dunia: d.Dunia, record_property: Catat) -> None:
    pilihan = list({b.layanan: b for b in BERSIH}.values()) if MESIN else BERSIH
    bertemuan, layanan = [], set()
    for benih, bersih in enumerate(pilihan):
        layanan.add(bersih.layanan)
        temuan = periksa(tanami(dunia, bersih, benih, mesin=MESIN))
        if temuan:
            bertemuan.append((bersih.layanan, bersih.nama, [(t.kode, t.pesan) for t in temuan]))
    record_property("korpus", ("naskah: tanpa cela, bertemuan", len(bertemuan), len(pilihan)))
    assert len(layanan) == 18
    assert len(bertemuan) <= 0.02 * len(pilihan), "\n".join(map(str, bertemuan))


def test_yang_ditanam_ditemukan_sebelum_teken(dunia: d.Dunia, record_property: Catat) -> None:
    jumlah, ketemu = Counter[str](), Counter[str]()
    aturan: dict[str, Counter[str]] = defaultdict(Counter)
    luput, lain, baris = [], [], _baris_layanan()
    for benih, tanam in enumerate(TANAM):
        for bersih in kasus(tanam, baris, LAYANAN, benih):
            mesin = MESIN if tanam.lain or tanam.kertas else ""
            usulan = tanami(dunia, bersih, benih, tanam, mesin=mesin)
            temuan = periksa(usulan)
            kena = _kena(usulan, tanam, temuan)
            jumlah[tanam.kelompok] += 1
            ketemu[tanam.kelompok] += bool(kena)
            if not kena:
                luput.append((tanam.nama, bersih.layanan, [t.pesan for t in temuan]))
            for t in temuan:
                aturan[t.kode]["tepat" if t in kena else "lain"] += 1
            # Data ASN that changed is unlike the papers too: that is no mistake of a rule.
            lain += [(tanam.nama, bersih.layanan, t.kode, t.pesan) for t in temuan if t not in kena and not tanam.asn]
    for kelompok, n in jumlah.items():
        record_property("korpus", (f"naskah: {kelompok}", ketemu[kelompok], n))
    for kode, isi in sorted(aturan.items()):
        record_property("aturan", (kode, isi["tepat"], isi["lain"]))
    assert sum(ketemu.values()) >= 0.95 * sum(jumlah.values()), "\n".join(map(str, luput))
    lain_isi = [satu for satu in lain if satu[2].startswith("isi-")]
    assert not lain_isi, "\n".join(map(str, lain_isi))
