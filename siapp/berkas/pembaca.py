"""Read the words of released PDFs: the text layer of all pages, then pages that are pictures, one at a time.

Nobody waits for it: it begins when the file is released, gives way to all else, and goes on where it stopped. All
reading is done in a child (anak.py); here only what it found is written down, fenced by the lease (keputusan/0074).
"""

import json
import signal
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef
from django.utils import timezone

from siapp.bangun import bangunkan
from siapp.berkas.anak import AnakHabisWaktu, Batas, jalankan_anak
from siapp.berkas.keadaan import GerakBacaan, KeadaanBacaan, KeadaanBerkas
from siapp.berkas.models import (
    Bacaan,
    BacaanQuerySet,
    Berkas,
    CaraBaca,
    HalamanBacaan,
    JenisBerkas,
    PemeriksaanTte,
)
from siapp.berkas.penyimpanan import BerkasRusak, buka_terperiksa
from siapp.berkas.tesseract import BAHASA, program
from siapp.pindah import pindah, pindahkan

log = structlog.get_logger(__name__)

HALAMAN_MAKS = 300
"""Pages of a file whose text layer is read."""
PINDAIAN_MAKS = 40
"""Pages of a file that tesseract reads; those behind stay as they are, and it is told."""
HURUF_HALAMAN, HURUF_BERKAS = 20_000, 600_000
BATAS_TEKS = Batas(cpu=30, dinding=120.0, mengalah=15)
# tesseract takes a second a page when nobody else wants the machine, and bears the limit on its own.
BATAS_PINDAIAN = Batas(cpu=60, dinding=300.0, mengalah=15)
# What a scan looks like is worth less than what stands in it: it may be missing.
BATAS_MUTU = Batas(cpu=30, dinding=90.0, mengalah=15)
SEWA = timedelta(minutes=10)
PERCOBAAN_MAKS = 3
JEDA = timedelta(minutes=2)
KELOMPOK = 1_000
TAFSIRKAN = "usulan.tasks.tafsirkan"
"""Who makes facts of the words; known by name only."""


def teks_menunggu() -> BacaanQuerySet:
    """Files whose text layer is to be read."""
    return Bacaan.objects.jatuh_tempo(KeadaanBacaan.MENUNGGU)


def pindaian_menunggu() -> BacaanQuerySet:
    """Files with pages for tesseract; none where there is no tesseract."""
    return Bacaan.objects.jatuh_tempo(KeadaanBacaan.PINDAIAN) if program() else Bacaan.objects.none()


def baca_teks_berikut() -> None:
    """Read the text layer of the file that has waited longest."""
    if bacaan := _ambil(teks_menunggu()):
        _coba(bacaan, _baca_teks)


def baca_pindaian_berikut() -> None:
    """Let tesseract read one page of the file that has waited longest."""
    if bacaan := _ambil(pindaian_menunggu()):
        _coba(bacaan, _baca_satu_pindaian)


def catat_belum_dibaca() -> int:
    """Put every released PDF that nobody asked to read yet into the queues; return how many were to be read.

    Files are put there as they are released; this finds those from before, and from old code that still served. It
    goes through the files in batches and may be stopped and begun anew at any time.
    """
    banyak = _catat_belum(Bacaan)
    _catat_belum(PemeriksaanTte)
    return banyak


def _catat_belum(antrean: type[Model]) -> int:
    tanpa = Berkas.objects.filter(keadaan=KeadaanBerkas.TERSEDIA, jenis=JenisBerkas.PDF).filter(
        ~Exists(antrean._default_manager.filter(berkas=OuterRef("pk")))
    )
    banyak, sesudah = 0, uuid.UUID(int=0)
    while kelompok := list(tanpa.filter(pk__gt=sesudah).order_by("pk").values_list("pk", flat=True)[:KELOMPOK]):
        antrean._default_manager.bulk_create([antrean(berkas_id=pk) for pk in kelompok], ignore_conflicts=True)
        banyak, sesudah = banyak + len(kelompok), kelompok[-1]
    return banyak


def baca_ulang() -> int:
    """Put all files that were read back into the queue, in no hurry; return how many."""
    return pindahkan(Bacaan.objects.filter(sewa=None), GerakBacaan.BACA_ULANG, percobaan=0, jatuh_tempo=timezone.now())


def _ambil(menunggu: BacaanQuerySet) -> Bacaan | None:
    """Take the lease of the first that waits; None when nothing waits, or another was faster."""
    pertama = menunggu.select_related("berkas").first()
    if pertama is None:
        return None
    sewa, sampai = uuid.uuid4(), timezone.now() + SEWA
    diambil = menunggu.filter(pk=pertama.pk, jatuh_tempo=pertama.jatuh_tempo)
    if not diambil.order_by().update(sewa=sewa, jatuh_tempo=sampai, percobaan=F("percobaan") + 1):
        return None
    pertama.sewa, pertama.percobaan = sewa, pertama.percobaan + 1
    return pertama


def _coba(bacaan: Bacaan, baca: Callable[[Bacaan], None]) -> None:
    try:
        baca(bacaan)
    except Exception as galat:
        # The file is as good as before; only its words are missing. It is tried again, and given up in the end.
        log.warning("baca_gagal", berkas=str(bacaan.pk), galat=type(galat).__name__, percobaan=bacaan.percobaan)
        if bacaan.percobaan >= PERCOBAAN_MAKS and not isinstance(galat, BerkasRusak):
            _menyerah(bacaan)
        else:
            milik = Bacaan.objects.filter(pk=bacaan.pk, sewa=bacaan.sewa)
            milik.update(sewa=None, jatuh_tempo=timezone.now() + JEDA * bacaan.percobaan)


def _anak(bacaan: Bacaan, nama: str, perintah: dict[str, Any], batas: Batas) -> bytes:
    """Return what the child wrote, also before a limit ended it. Raises AnakHabisWaktu when that proves nothing."""
    with buka_terperiksa(bacaan.berkas) as isi:
        kode, keluaran = jalankan_anak(nama, isi, perintah, batas)
    if kode == -signal.SIGKILL:
        raise AnakHabisWaktu(nama)
    if kode:
        log.info("baca_terhenti", berkas=str(bacaan.pk), program=nama, kode=kode)
    return keluaran


def _baca_teks(bacaan: Bacaan) -> None:
    perintah = {"halaman": HALAMAN_MAKS, "huruf": HURUF_HALAMAN, "huruf_berkas": HURUF_BERKAS}
    keluaran = _anak(bacaan, "baca.py", perintah, BATAS_TEKS)
    halaman = [json.loads(satu) for satu in keluaran.split(b"\n")[:-1]]
    pindaian = [satu["nomor"] for satu in halaman if satu["pindaian"]][:PINDAIAN_MAKS]
    baris = [_halaman(bacaan, satu, satu["nomor"] in pindaian) for satu in halaman]
    cacat = _cacat(bacaan, pindaian) if pindaian else {}
    for satu in baris:
        satu.cacat = cacat.get(satu.nomor, [])
    gerak = GerakBacaan.TERNYATA_PINDAIAN if pindaian else GerakBacaan.TERBACA
    _tulis(bacaan, gerak if halaman else GerakBacaan.TIDAK_TERBACA, baris)


def _cacat(bacaan: Bacaan, nomor: list[int]) -> dict[int, list[Any]]:
    """What is wrong with the scanned pages, by their number; those that could not be looked at are missing."""
    try:
        keluaran = _anak(bacaan, "bedah_mutu.py", {"halaman": nomor}, BATAS_MUTU)
    except AnakHabisWaktu:
        return {}
    return {satu["nomor"]: satu["cacat"] for satu in map(json.loads, keluaran.split(b"\n")[:-1])}


def _halaman(bacaan: Bacaan, satu: dict[str, Any], dipindai: bool) -> HalamanBacaan:
    # A picture beyond `PINDAIAN_MAKS` counts as one that cannot be read.
    cara = CaraBaca.TEKS if not satu["pindaian"] else CaraBaca.PINDAIAN if dipindai else CaraBaca.GAGAL
    return HalamanBacaan(bacaan=bacaan, nomor=satu["nomor"], cara=cara, baris=satu["baris"], teks=teks(satu["baris"]))


def teks(baris: list[list[Any]]) -> str:
    """Return lines of words as text."""
    return "\n".join(" ".join(kata[0] for kata in satu) for satu in baris)


@transaction.atomic(durable=True)
def _tulis(bacaan: Bacaan, gerak: GerakBacaan, halaman: list[HalamanBacaan]) -> None:
    if milik := _terkunci(bacaan):
        HalamanBacaan.objects.filter(bacaan=milik).delete()
        HalamanBacaan.objects.bulk_create(halaman)
        _selesai(milik, gerak)


def _baca_satu_pindaian(bacaan: Bacaan) -> None:
    halaman = bacaan.halaman.filter(cara=CaraBaca.PINDAIAN).first()
    if halaman is None:
        _tulis_pindaian(bacaan, None)
        return
    perintah = {"nomor": halaman.nomor, "program": program(), "bahasa": BAHASA, "huruf": HURUF_HALAMAN}
    keluaran = _anak(bacaan, "baca_pindaian.py", perintah, BATAS_PINDAIAN)
    halaman.cara = CaraBaca.MESIN if keluaran else CaraBaca.GAGAL
    if keluaran:
        hasil = json.loads(keluaran)
        halaman.baris, halaman.teks = hasil["baris"], teks(hasil["baris"])
        halaman.yakin, halaman.putar = max(0, min(hasil["yakin"], 100)), hasil["putar"]
    _tulis_pindaian(bacaan, halaman)


@transaction.atomic(durable=True)
def _tulis_pindaian(bacaan: Bacaan, halaman: HalamanBacaan | None) -> None:
    milik = _terkunci(bacaan)
    if milik is None:
        return
    if halaman:
        halaman.save(update_fields=["cara", "baris", "teks", "yakin", "putar"])
    if milik.halaman.filter(cara=CaraBaca.PINDAIAN).exists():
        # The next page of the same file, unless another waits longer.
        milik.sewa, milik.percobaan, milik.jatuh_tempo = None, 0, timezone.now()
        milik.save(update_fields=["sewa", "percobaan", "jatuh_tempo"])
    else:
        _selesai(milik, GerakBacaan.PINDAIAN_TERBACA)


@transaction.atomic(durable=True)
def _menyerah(bacaan: Bacaan) -> None:
    """Give up the file, or the page of it that tesseract was at."""
    milik = _terkunci(bacaan)
    if milik is None:
        return
    if milik.keadaan == KeadaanBacaan.MENUNGGU:
        _selesai(milik, GerakBacaan.TIDAK_TERBACA)
        return
    menunggu = milik.halaman.filter(cara=CaraBaca.PINDAIAN)
    menunggu.filter(nomor=menunggu.values("nomor")[:1]).update(cara=CaraBaca.GAGAL)
    Bacaan.objects.filter(pk=milik.pk).update(sewa=None, percobaan=0, jatuh_tempo=timezone.now())


def _terkunci(bacaan: Bacaan) -> Bacaan | None:
    return Bacaan.objects.select_for_update().filter(pk=bacaan.pk, sewa=bacaan.sewa).first()


def _selesai(bacaan: Bacaan, gerak: GerakBacaan) -> None:
    pindah(bacaan, gerak)
    bacaan.sewa, bacaan.percobaan, bacaan.skema_fakta = None, 0, 0
    bacaan.jatuh_tempo = bacaan.dibaca_pada = timezone.now()
    bacaan.save(update_fields=["keadaan", "sewa", "percobaan", "skema_fakta", "jatuh_tempo", "dibaca_pada"])
    transaction.on_commit(partial(bangunkan, TAFSIRKAN))
