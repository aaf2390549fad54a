"""From DIPERIKSA to TERSEDIA or DITOLAK: claim, inspect outside any transaction, decide.

Sources: janji.md 3, keputusan/0007.
"""

import json
import signal
import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku, catat
from siapp.berkas.anak import AnakHabisWaktu, Batas, jalankan_anak
from siapp.berkas.clamav import pindai
from siapp.berkas.foto_pdf import dijadikan_pdf, simpan_foto
from siapp.berkas.keadaan import GerakBerkas
from siapp.berkas.models import Bacaan, Berkas, JenisBerkas, PemeriksaanTte
from siapp.berkas.penyimpanan import BerkasRusak, buka_terperiksa, hapus
from siapp.berkas.perbaikan import BISA, Perbaikan, diperbaiki, pisahkan_asli, simpan_perbaikan
from siapp.kunci import Kunci, kunci_transaksi
from siapp.pindah import pindah

log = structlog.get_logger(__name__)

BATAS = Batas()
# Longer than an inspection can take: child's wall clock, scanner and download.
SEWA = timedelta(minutes=5)
# A child that was killed or stalled may have met a busy machine; after so many times it is the file.
PERCOBAAN_MAKS = 3
JEDA_TERLAMA = timedelta(minutes=10)


@dataclass(frozen=True)
class Hasil:
    """What an inspection found: `sebab` is a code of sebab.py, "" when the file may be released."""

    sebab: str = ""
    halaman: int = 0
    peringatan: list[str] = field(default_factory=list)
    perbaikan: Perbaikan | None = None


class PemeriksaanGagal(Exception):
    """The inspection itself failed; it says nothing about the file."""


def periksa_berkas(id_berkas: UUID) -> bool:
    """Inspect one file if it waits for that and is in nobody's hands; return whether it is decided now.

    Called by the task and the sweep; many may call it at once. A failure of the inspection (storage or scanner
    unreachable) leaves the file in DIPERIKSA, to be tried again after a growing pause.
    """
    berkas = _ambil(id_berkas)
    return berkas is not None and _selesaikan(berkas)


def periksa_berikut() -> bool:
    """Inspect the file whose turn it is among all that wait (`bergiliran`); return whether there was one."""
    berkas = _ambil_berikut()
    if berkas is not None:
        _selesaikan(berkas)
    return berkas is not None


def _selesaikan(berkas: Berkas) -> bool:
    if berkas.sewa is None:
        return False
    try:
        hasil = _periksa(berkas)
    except Exception as galat:
        # Whatever it was: the file stays locked up and is tried again.
        log.warning("pemeriksaan_gagal", berkas=str(berkas.pk), galat=type(galat).__name__, percobaan=berkas.percobaan)
        _tunda(berkas)
        return False
    selesai = putuskan(berkas.pk, berkas.sewa, hasil, oleh=Mesin.SISTEM)
    if hasil.perbaikan and not selesai:
        hapus(hasil.perbaikan.kunci)
    return selesai


@transaction.atomic(durable=True)
def _ambil_berikut() -> Berkas | None:
    # One after the other: two that choose at once would both see the same person with nothing in hands.
    kunci_transaksi(Kunci.PEMERIKSAAN)
    id_berkas = Berkas.objects.bergiliran().values_list("pk", flat=True).first()
    return _ambil(id_berkas) if id_berkas else None


def _ambil(id_berkas: UUID) -> Berkas | None:
    # A lease in one UPDATE: whoever comes second finds the row not due.
    kini, sewa = timezone.now(), uuid.uuid4()
    jatuh_tempo = Berkas.objects.jatuh_tempo().order_by().filter(pk=id_berkas)
    diambil = jatuh_tempo.update(sewa=sewa, jatuh_tempo=kini + SEWA, percobaan=F("percobaan") + 1)
    return Berkas.objects.get(pk=id_berkas) if diambil else None


def _tunda(berkas: Berkas) -> None:
    jeda = min(timedelta(seconds=5 * 2 ** min(berkas.percobaan, 10)), JEDA_TERLAMA)
    Berkas.objects.filter(pk=berkas.pk, sewa=berkas.sewa).update(sewa=None, jatuh_tempo=timezone.now() + jeda)


@transaction.atomic(durable=True)
def putuskan(id_berkas: UUID, sewa: UUID, hasil: Hasil, *, oleh: Pelaku) -> bool:
    """Write the finding; False, and nothing written, if the lease `sewa` is no longer the file's."""
    berkas = Berkas.objects.select_for_update().filter(pk=id_berkas, sewa=sewa).first()
    if berkas is None:
        return False
    pindah(berkas, GerakBerkas.TIDAK_LOLOS if hasil.sebab else GerakBerkas.LOLOS)
    berkas.sebab_tolak, berkas.peringatan = hasil.sebab, hasil.peringatan
    berkas.halaman = hasil.halaman or None
    berkas.diperiksa_pada = berkas.digosok_pada = timezone.now()
    berkas.sewa = None
    if hasil.perbaikan:
        pisahkan_asli(berkas, hasil.perbaikan, _tulis)
    else:
        _tulis(berkas)
    if berkas.tersedia and berkas.jenis == JenisBerkas.PDF:
        for antrean in (Bacaan, PemeriksaanTte):
            antrean.objects.get_or_create(berkas=berkas)
    jenis = "berkas_ditolak" if hasil.sebab else "berkas_tersedia"
    catat(berkas.aliran, jenis, oleh=oleh, data={"sebab": hasil.sebab, "peringatan": hasil.peringatan})
    return True


def _tulis(berkas: Berkas) -> None:
    berkas.save(
        update_fields=[
            "keadaan", "sebab_tolak", "peringatan", "halaman", "diperiksa_pada", "digosok_pada", "sewa",
            "kunci", "ukuran", "sha256", "jenis",
        ]
    )  # fmt: skip


def _periksa(berkas: Berkas) -> Hasil:
    try:
        isi = buka_terperiksa(berkas)
    except BerkasRusak as galat:
        # Never a refusal: the person's file may be fine, our copy is not.
        raise PemeriksaanGagal("stored bytes differ") from galat
    with isi:
        hasil = _jadikan_pdf(isi, berkas) if berkas.jenis == JenisBerkas.FOTO else bedah(isi, berkas)
        if hasil.sebab == BISA:
            hasil = _perbaiki(isi, berkas) or hasil
        if not hasil.sebab and settings.CLAMAV_ALAMAT and pindai(isi, settings.CLAMAV_ALAMAT):
            if hasil.perbaikan:
                hapus(hasil.perbaikan.kunci)
            return Hasil(sebab="BERVIRUS")
    return hasil


def _perbaiki(isi: BinaryIO, berkas: Berkas) -> Hasil | None:
    """What an inspection found in the repaired copy, which is stored; None when there is none that may be released."""
    try:
        with diperbaiki(isi, berkas, BATAS) as salinan:
            hasil = bedah(salinan, berkas) if salinan else None
            if salinan is None or hasil is None or hasil.sebab:
                return None
            return replace(hasil, perbaikan=simpan_perbaikan(salinan))
    except AnakHabisWaktu as galat:
        return _tanpa_hasil(berkas, galat)


def _jadikan_pdf(isi: BinaryIO, berkas: Berkas) -> Hasil:
    """What an inspection found in the PDF that was made of the photos in `isi`, which is stored if it may be used."""
    try:
        with dijadikan_pdf(isi) as (sebab, pdf):
            if sebab:
                return Hasil(sebab=sebab)
            hasil = bedah(pdf, berkas, JenisBerkas.PDF)
            return hasil if hasil.sebab else replace(hasil, perbaikan=simpan_foto(pdf))
    except AnakHabisWaktu as galat:
        return _tanpa_hasil(berkas, galat)


def bedah(isi: BinaryIO, berkas: Berkas, jenis: str = "") -> Hasil:
    """Inspect the open file, which is a `jenis` (of itself: what `berkas` is), in a child process.

    Raises PemeriksaanGagal when the child's end proves nothing.
    """
    jenis = jenis or berkas.jenis
    program = "bedah.py" if jenis == JenisBerkas.PDF else "bedah_gambar.py"
    try:
        kode, keluaran = jalankan_anak(program, isi, {"jenis": jenis}, BATAS)
    except AnakHabisWaktu as galat:
        return _tanpa_hasil(berkas, galat)
    if kode == 0:
        temuan = json.loads(keluaran)
        if temuan["galat"]:
            log.info("bedah_menemui_galat", berkas=str(berkas.pk), galat=temuan["galat"])
        return Hasil(temuan["kode"], temuan["halaman"], temuan["peringatan"])
    if kode < 0 and kode != -signal.SIGKILL:
        # Out of CPU time or memory, or the parser fell over: the file did that and would do it again.
        return Hasil(sebab="TERLALU_BERAT")
    return _tanpa_hasil(berkas, PemeriksaanGagal(f"child ended with {kode}"))


def _tanpa_hasil(berkas: Berkas, galat: Exception) -> Hasil:
    if berkas.percobaan < PERCOBAAN_MAKS:
        raise PemeriksaanGagal from galat
    return Hasil(sebab="TERLALU_BERAT")
