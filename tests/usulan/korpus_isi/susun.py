"""Puts papers on the rows of a usulan, as if workers had read them."""

from io import BytesIO
from typing import Any

import pypdfium2

from siapp.berkas.baca import baca_halaman
from siapp.berkas.keadaan import KeadaanBacaan
from siapp.berkas.models import Bacaan, Berkas
from tests.usulan.korpus_isi.kertas import PEMBUAT, cetak
from tests.usulan.korpus_isi.rekaan import isi_dari
from tests.usulan.korpus_isi.salah import SalahIsi
from usulan.bacaan.baca import baca_fakta
from usulan.bacaan.bentuk import SKEMA, FaktaDokumen
from usulan.bacaan.khusus import halaman_kosong
from usulan.bacaan.naskah import naskah
from usulan.models import Usulan

TANPA = SalahIsi("", "", "", ())
YAKIN_MESIN = 83


def baca_kertas(pdf: bytes) -> tuple[int, FaktaDokumen]:
    """Return pages and facts of a file, read by its text layer as the child does."""
    dokumen = pypdfium2.PdfDocument(BytesIO(pdf))
    halaman = [(n, baca_halaman(h, 20_000)) for n, h in enumerate(dokumen, start=1)]
    fakta = baca_fakta(naskah((n, h["baris"]) for n, h in halaman))
    kosong = halaman_kosong(n for n, h in halaman if not h["baris"] and not h["pindaian"])
    return len(halaman), FaktaDokumen((*fakta.isi, *kosong))


def kertasi(usulan: Usulan, benih: int, salah: SalahIsi = TANPA, *, mesin: bool = False) -> Usulan:
    """Give each row of `usulan` whose kind has a maker its paper; `mesin`: as a machine read it of a picture."""
    isi = isi_dari(usulan, benih)
    for baris in usulan.dokumen.select_related("persyaratan", "versi_kini__berkas"):
        jenis = baris.persyaratan.jenis
        rupa = salah.kertas.get(jenis, jenis)
        if baris.versi_kini is None or rupa not in PEMBUAT:
            continue
        nilai: dict[str, Any] = isi.untuk(rupa)
        nilai |= {**salah.isi.get(jenis, {}), **(salah.ubah[jenis](nilai) if jenis in salah.ubah else {})}
        pdf = cetak(PEMBUAT[rupa](isi, nilai), salah.kosong.get(jenis, 0), salah.kaki.get(jenis, ""))
        simpan_bacaan(baris.versi_kini.berkas, pdf, mesin=mesin)
    return Usulan.objects.get(pk=usulan.pk)


def simpan_bacaan(berkas: Berkas, pdf: bytes, *, mesin: bool = False) -> None:
    """Keep what stands in `pdf` as what was read in `berkas`."""
    halaman, fakta = baca_kertas(pdf)
    isi = fakta.ke_json()
    for satu in isi["fakta"] if mesin else ():
        satu[5] = YAKIN_MESIN
    Berkas.objects.filter(pk=berkas.pk).update(halaman=halaman)
    Bacaan.objects.update_or_create(
        berkas=berkas, defaults={"keadaan": KeadaanBacaan.SELESAI, "fakta": isi, "skema_fakta": SKEMA}
    )
