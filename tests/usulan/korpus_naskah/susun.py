"""Makes a usulan of the first corpus' people, gives its rows papers of this corpus, then seeds one mistake."""

import random
from functools import cache
from io import BytesIO
from typing import Any

import pypdfium2

from referensi.models import ASN
from siapp.berkas import baca, baca_pindaian
from siapp.berkas.keadaan import KeadaanBacaan
from siapp.berkas.models import Bacaan, Berkas
from tests import dunia as d
from tests.usulan.bacaan.penulis import pindai
from tests.usulan.korpus.bentuk import Bersih
from tests.usulan.korpus.bersih import BERSIH
from tests.usulan.korpus.susun import susun
from tests.usulan.korpus_naskah.cetak import cetak
from tests.usulan.korpus_naskah.naskah import PEMBUAT
from tests.usulan.korpus_naskah.nilai import Tanam, nilai
from usulan.actions import draf
from usulan.bacaan.baca import baca_fakta
from usulan.bacaan.bentuk import SKEMA, FaktaDokumen
from usulan.bacaan.khusus import halaman_kosong
from usulan.bacaan.naskah import naskah
from usulan.models import Dokumen, Usulan

TANPA = Tanam("", "")
TITIK = 170
"""Dots per inch of the scanner."""


def kasus(tanam: Tanam, jenis_layanan: dict[str, set[str]], banyak: int, geser: int) -> list[Bersih]:
    """Faultless usulan, of up to `banyak` services, in which the mistake can be made; services take turns."""
    pertama: dict[str, Bersih] = {}
    for b in BERSIH:
        cocok = b.layanan.startswith(tanam.untuk) if tanam.untuk else True
        if cocok and (not tanam.jenis or tanam.jenis in jenis_layanan[b.layanan] | set(b.pelengkap)):
            pertama.setdefault(b.layanan, b)
    semua = list(pertama.values())
    return [semua[(geser + n) % len(semua)] for n in range(min(banyak, len(semua)))]


def tanami(dunia: d.Dunia, bersih: Bersih, benih: int, tanam: Tanam = TANPA, *, mesin: str = "") -> Usulan:
    """Return the usulan with its papers read; `mesin`: the row of the mistake (all rows without one) by tesseract."""
    usulan = susun(dunia, bersih)
    baris = usulan.dokumen.select_related("persyaratan", "versi_kini__berkas").order_by("persyaratan__urutan")
    for n, satu in enumerate(baris):
        jenis = satu.persyaratan.jenis
        ini = jenis == tanam.jenis
        if satu.versi_kini is None or satu.persyaratan.gambar:
            continue
        pdf = _kertas(usulan, jenis, (benih + n) % 3, tanam if ini else TANPA)
        pindaian = bool(mesin) and (ini or tanam is TANPA)
        simpan(satu.versi_kini.berkas, pindai(pdf, random.Random(benih), TITIK) if pindaian else pdf, pindaian)
    _ubah(dunia, usulan, bersih, tanam)
    return d.segar(usulan)


def _kertas(usulan: Usulan, jenis: str, gaya: int, tanam: Tanam) -> bytes:
    rupa = tanam.kertas or jenis
    isi = nilai(usulan, rupa, gaya)
    isi |= tanam.lain(isi) if tanam.lain else {}
    return cetak(PEMBUAT[rupa](isi), gaya, tanam.kosong, tanam.kaki)


def _ubah(dunia: d.Dunia, usulan: Usulan, bersih: Bersih, tanam: Tanam) -> None:
    if tanam.isian:
        draf.ubah_data(usulan.pk, isian=tanam.isian(dict(bersih.isian)), oleh=dunia.pic)
    ASN.objects.filter(pk=usulan.asn_id).update(**tanam.asn) if tanam.asn else None
    Dokumen.objects.filter(usulan=usulan, persyaratan__jenis__in=tanam.tanpa).update(versi_kini=None)


def simpan(berkas: Berkas, pdf: bytes, pindaian: bool) -> None:
    """Keep what stands in `pdf`, as the workers do."""
    halaman, fakta = (baca_gambar if pindaian else baca_teks)(pdf)
    Berkas.objects.filter(pk=berkas.pk).update(halaman=halaman)
    isi: dict[str, Any] = {"keadaan": KeadaanBacaan.SELESAI, "fakta": fakta.ke_json(), "skema_fakta": SKEMA}
    Bacaan.objects.update_or_create(berkas=berkas, defaults=isi)


@cache
def baca_teks(pdf: bytes) -> tuple[int, FaktaDokumen]:
    """Return pages and facts by the text layer."""
    dokumen = pypdfium2.PdfDocument(BytesIO(pdf))
    halaman = [(n, baca.baca_halaman(h, 20_000)) for n, h in enumerate(dokumen, start=1)]
    fakta = baca_fakta(naskah((n, h["baris"]) for n, h in halaman))
    kosong = halaman_kosong(n for n, h in halaman if not h["baris"] and not h["pindaian"])
    dokumen.close()
    return len(halaman), FaktaDokumen((*fakta.isi, *kosong))


def baca_gambar(pdf: bytes) -> tuple[int, FaktaDokumen]:
    """Return pages and facts by tesseract."""
    perintah = {"program": "tesseract", "bahasa": "ind", "huruf": 20_000}
    halaman = []
    dokumen = pypdfium2.PdfDocument(BytesIO(pdf))
    for nomor, satu in enumerate(dokumen, start=1):
        kata, _ = baca_pindaian.baca(baca_pindaian.lukis(satu), perintah)
        halaman.append((nomor, baca_pindaian.susun(kata)))
    return len(halaman), baca_fakta(naskah(halaman))
