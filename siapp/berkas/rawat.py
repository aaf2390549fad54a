"""Care for the stored files: the nightly scrub, and the removal of what belongs to nobody (janji.md 3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku, catat
from siapp.berkas.gambar import hapus_gambar
from siapp.berkas.gudang_folder import SEBAGIAN
from siapp.berkas.karantina import (
    BATAS_YATIM,
    DIBUANG,
    TerlaluBanyakYatim,
    giliran_karantina,
    habiskan,
    karantinakan,
    pindahkan,
    pulangkan,
    yatim,
)
from siapp.berkas.keadaan import KESEHATAN, GerakKesehatan, KeadaanBerkas, KesehatanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.pemasangan import pastikan_pemasangan
from siapp.berkas.penyimpanan import BerkasRusak, buka_terperiksa, isi_folder
from siapp.berkas.tertahan import Temuan, selesaikan, tahan

log = structlog.get_logger(__name__)

KELOMPOK = 100
# An upload belongs to nobody until its form is saved, and its bytes have no row until they are all there.
MASA_TUNGGU = timedelta(hours=24)


def gosok_semua() -> tuple[int, int]:
    """Compare the stored bytes of every file with their SHA-256, in batches; return (compared, damaged now).

    Files not compared since the start of this run come first, so a run that is cut short is continued by the next.
    """
    mulai, diperiksa, rusak = timezone.now(), 0, 0
    belum = Berkas.objects.exclude(keadaan=KeadaanBerkas.DIPERIKSA).filter(
        Q(digosok_pada=None) | Q(digosok_pada__lt=mulai)
    )
    while kelompok := list(belum.order_by(F("digosok_pada").asc(nulls_first=True))[:KELOMPOK]):
        for berkas in kelompok:
            rusak += not gosok_berkas(berkas)
        diperiksa += len(kelompok)
    log.info("gosok_selesai", diperiksa=diperiksa, rusak=rusak)
    return diperiksa, rusak


def gosok_berkas(berkas: Berkas) -> bool:
    """Compare one file and write down what was found; return whether it is sound.

    A storage that cannot be reached raises what it raises and marks nothing: it is no damage.
    """
    try:
        buka_terperiksa(berkas).close()
    except BerkasRusak:
        tandai_rusak(berkas.pk, oleh=Mesin.SISTEM)
        return False
    tandai_utuh(berkas.pk, oleh=Mesin.SISTEM)
    return True


@transaction.atomic(durable=True)
def tandai_rusak(id_berkas: UUID, *, oleh: Pelaku) -> None:
    """Write down that the stored bytes are not the received ones; the first time counts."""
    berkas = Berkas.objects.select_for_update().get(pk=id_berkas)
    berkas.digosok_pada = timezone.now()
    if _berubah(berkas, GerakKesehatan.KEDAPATAN_RUSAK):
        catat(berkas.aliran, "berkas_rusak", oleh=oleh)
        log.error("berkas_rusak", berkas=str(berkas.pk))
    berkas.save(update_fields=["digosok_pada", "rusak_sejak"])


@transaction.atomic(durable=True)
def tandai_utuh(id_berkas: UUID, *, oleh: Pelaku) -> None:
    """Write down that the stored bytes are the received ones, also after a restore made them so again."""
    berkas = Berkas.objects.select_for_update().get(pk=id_berkas)
    berkas.digosok_pada = timezone.now()
    if _berubah(berkas, GerakKesehatan.KEDAPATAN_UTUH):
        catat(berkas.aliran, "berkas_pulih", oleh=oleh)
    berkas.save(update_fields=["digosok_pada", "rusak_sejak"])


def _berubah(berkas: Berkas, gerak: GerakKesehatan) -> bool:
    """Whether the finding `gerak` is news; then the health is moved by it."""
    if not KESEHATAN.bisa(gerak, berkas.kesehatan):
        return False
    rusak = KESEHATAN.tujuan(gerak) is KesehatanBerkas.RUSAK
    berkas.rusak_sejak = berkas.digosok_pada if rusak else None
    return True


def bersihkan(*, disetujui: bool = False) -> tuple[int, int]:
    """Remove files that nothing refers to, and move stored bytes without a row to quarantine, both older than a day.

    Returns how many of each. Bytes without a row are left by a process that died between storing and committing; more
    than 1 % of them raise TerlaluBanyakYatim before anything was touched, unless people have agreed (`disetujui` by
    command, or two on the screen). Raises PemasanganBerbeda, likewise, when storage and database do not belong
    together, and SedangDirapikan. What is in quarantine goes back when a row knows it again, and for good after 90
    days.
    """
    pastikan_pemasangan()
    with giliran_karantina():
        sebelum = timezone.now() - MASA_TUNGGU
        tak_dikenal, semua = yatim(sebelum)
        if len(tak_dikenal) > semua * BATAS_YATIM and not disetujui:
            _tanya(tak_dikenal, semua)
        return _bersihkan(tak_dikenal, sebelum)


def _tanya(tak_dikenal: dict[str, datetime], semua: int) -> None:
    """Raise TerlaluBanyakYatim unless two persons have agreed to these files."""
    saat = tak_dikenal.values()
    if tahan(Temuan(len(tak_dikenal), semua, min(saat), max(saat))):
        return
    log.error("bersihkan_berhenti", yatim=len(tak_dikenal), tersimpan=semua)
    raise TerlaluBanyakYatim(f"{len(tak_dikenal)} of {semua} stored files are unknown; see manage.py karantina")


def _bersihkan(tak_dikenal: Iterable[str], sebelum: datetime) -> tuple[int, int]:
    lama = Berkas.objects.tanpa_pemilik().exclude(keadaan=KeadaanBerkas.DIPERIKSA).filter(dibuat_pada__lt=sebelum)
    dibuang = [buang(id_berkas, oleh=Mesin.SISTEM) for id_berkas in lama.values_list("pk", flat=True)]
    dipindahkan = [karantinakan(kunci) for kunci in tak_dikenal]
    for kunci in dipindahkan:
        log.warning("berkas_dikarantina", kunci=kunci)
    _buang_sebagian(sebelum)
    kembali, habis = pulangkan(), habiskan()
    selesaikan(len(dipindahkan))
    log.info("bersihkan_selesai", berkas=sum(dibuang), yatim=len(dipindahkan), kembali=kembali, habis=habis)
    return sum(dibuang), len(dipindahkan)


def _buang_sebagian(sebelum: datetime) -> None:
    """Remove what a process that was killed had half written: it never got a name, and nobody writes for so long."""
    for kunci in (f"{SEBAGIAN}/{nama}" for nama in isi_folder(SEBAGIAN)):
        if default_storage.get_modified_time(kunci) < sebelum:
            default_storage.delete(kunci)
            log.warning("sebagian_dibuang", kunci=kunci)


def buang(id_berkas: UUID, *, oleh: Pelaku) -> bool:
    """Remove a file that nothing refers to: row, links, page images; its bytes go to quarantine.

    False if something refers to it.
    """
    with transaction.atomic(durable=True):
        # The lock first: from here on no other row can come to refer to the file.
        berkas = Berkas.objects.select_for_update().filter(pk=id_berkas).first()
        if berkas is None or not Berkas.objects.tanpa_pemilik().filter(pk=id_berkas).exists():
            return False
        catat(berkas.aliran, DIBUANG, oleh=oleh, data={"sha256": berkas.sha256})
        kunci, gambar = berkas.kunci, Berkas(pk=berkas.pk)
        berkas.delete()
    pindahkan(kunci)
    hapus_gambar(gambar)
    return True
