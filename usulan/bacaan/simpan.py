"""From words to facts and back: the worker's part, and what all others ask."""

from dataclasses import dataclass

import structlog

from siapp.berkas.keadaan import KeadaanBacaan
from siapp.berkas.models import Bacaan, Berkas, CaraBaca
from usulan.bacaan.baca import baca_fakta
from usulan.bacaan.bentuk import SKEMA, FaktaDokumen
from usulan.bacaan.khusus import halaman_kosong
from usulan.bacaan.mutu import fakta_cacat
from usulan.bacaan.naskah import HALAMAN_DIBACA, naskah
from usulan.models import Dokumen, Usulan, VersiDokumen

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BacaanDokumen:
    """What was read in the version of a document that counts now.

    `keadaan`: how far the file was read (`KeadaanBacaan`); None when it is no PDF or waits for its inspection. `fakta`
    is empty until the words were read and understood: then `siap`. While scans wait (`PINDAIAN`) it holds what stands
    on pages with text.
    """

    dokumen: Dokumen
    versi: VersiDokumen | None
    keadaan: KeadaanBacaan | None
    siap: bool
    fakta: FaktaDokumen


def fakta_usulan(usulan: Usulan) -> list[BacaanDokumen]:
    """Return what was read in each document row of `usulan`, in the catalogue's order; always one query.

    Whoever calls has checked that the person may see the usulan. Rows without a file come with an empty `fakta`.
    """
    baris = usulan.dokumen.select_related("persyaratan", "versi_kini__berkas__bacaan")
    return [bacaan_dokumen(dokumen) for dokumen in baris.order_by("persyaratan__urutan")]


def bacaan_dokumen(dokumen: Dokumen) -> BacaanDokumen:
    """Return what was read in one row that came with `versi_kini__berkas__bacaan`; then without a query."""
    versi = dokumen.versi_kini
    bacaan = getattr(versi.berkas, "bacaan", None) if versi else None
    if bacaan is None:
        return BacaanDokumen(dokumen, versi, None, False, FaktaDokumen())
    return BacaanDokumen(dokumen, versi, KeadaanBacaan(bacaan.keadaan), _siap(bacaan), fakta_bacaan(bacaan))


def fakta_bacaan(bacaan: Bacaan) -> FaktaDokumen:
    """Return the facts of a file whose `Bacaan` is at hand; empty when these rules did not read it yet."""
    # What another version of the rules wrote is read anew by the sweep; until then nothing is said.
    return FaktaDokumen.dari_json(bacaan.fakta) if _siap(bacaan) else FaktaDokumen()


def fakta_berkas(berkas: Berkas) -> FaktaDokumen:
    """Return what was read in one file; empty as long as nothing was; one query."""
    bacaan = Bacaan.objects.filter(pk=berkas.pk).first()
    return fakta_bacaan(bacaan) if bacaan else FaktaDokumen()


def _siap(bacaan: Bacaan) -> bool:
    return bacaan.skema_fakta == SKEMA


def tafsirkan_semua() -> int:
    """Make facts of all files whose words were read since; return of how many. Several may do it at once."""
    jumlah = 0
    while (satu := Bacaan.objects.belum_ditafsirkan(SKEMA).first()) is not None:
        jumlah += _simpan(satu, _tafsir(satu))
    return jumlah


def _tafsir(bacaan: Bacaan) -> FaktaDokumen:
    try:
        halaman = list(bacaan.halaman.filter(nomor__lte=HALAMAN_DIBACA))
        fakta = baca_fakta(naskah((satu.nomor, satu.baris) for satu in halaman))
        # A picture that no machine can read has no words either.
        kosong = [satu.nomor for satu in halaman if satu.cara == CaraBaca.TEKS and not satu.baris]
        cacat = [f for satu in halaman for f in fakta_cacat(satu.nomor, satu.cacat, satu.putar, satu.baris)]
        return FaktaDokumen((*fakta.isi, *halaman_kosong(kosong), *cacat))
    except Exception as galat:
        # Odd words are no reason to stop: that paper has no facts, which is told, and the others are read.
        log.error("tafsir_gagal", berkas=str(bacaan.pk), galat=type(galat).__name__)
        return FaktaDokumen()


def _simpan(bacaan: Bacaan, fakta: FaktaDokumen) -> int:
    # Not of words that were read anew meanwhile: their turn comes.
    sama = Bacaan.objects.filter(pk=bacaan.pk, dibaca_pada=bacaan.dibaca_pada)
    return sama.update(fakta=fakta.ke_json(), skema_fakta=SKEMA)
