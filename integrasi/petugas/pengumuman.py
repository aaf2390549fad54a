"""What an administrator announces: write, write anew, end now, withdraw (Pasal 4 ayat (2) huruf e; keputusan/0064)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from integrasi.izin import Urusan, hak
from integrasi.models import Pengumuman
from integrasi.petugas.kabar import kabari_pengumuman
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.web.galat import GalatPengguna

ALIRAN = "pengumuman"
BIDANG = ("jenis", "mulai", "selesai", "teks", "untuk_biro", "untuk_pic", "untuk_bkn")
TERLAMBAT = "Pengumuman ini sudah diubah atau ditarik orang lain. Muat ulang daftarnya untuk melihat yang terakhir."


@transaction.atomic(durable=True)
def umumkan(isi: dict[str, Any], *, oleh: Pengguna) -> Pengumuman:
    """Announce `isi` (`BIDANG`). Raises TidakBerwenang, GalatPengguna for what is over already."""
    hak.check(oleh, Urusan.UMUMKAN)
    baru = _tulis(isi, oleh=oleh)
    catat(ALIRAN, "pengumuman.diumumkan", oleh=oleh, data={"id": baru.pk, **_pilih(isi)})
    kabari_pengumuman(baru)
    return baru


@transaction.atomic(durable=True)
def ubah(pengumuman_id: int, isi: dict[str, Any], *, oleh: Pengguna) -> Pengumuman:
    """Replace the announcement by a new version; the same content again changes nothing.

    Raises TidakBerwenang, GalatPengguna (409) when it was replaced or withdrawn meanwhile, or for what is over.
    """
    hak.check(oleh, Urusan.UMUMKAN)
    lama = _terkini(pengumuman_id)
    beda = {nama: [getattr(lama, nama), nilai] for nama, nilai in _pilih(isi).items() if getattr(lama, nama) != nilai}
    if not beda:
        return lama
    baru = _tulis(isi, oleh=oleh, menggantikan=lama)
    catat(ALIRAN, "pengumuman.diubah", oleh=oleh, data={"id": baru.pk, "lama_id": lama.pk, "perubahan": beda})
    kabari_pengumuman(baru)
    return baru


@transaction.atomic(durable=True)
def selesaikan(pengumuman_id: int, *, oleh: Pengguna) -> Pengumuman:
    """Say that what is announced is over now. Raises as `ubah` does, and for what has not begun."""
    hak.check(oleh, Urusan.UMUMKAN)
    lama, kini = _terkini(pengumuman_id), timezone.now()
    if lama.mulai >= kini:
        raise GalatPengguna("Pengumuman ini belum mulai. Ubah waktunya, atau tarik pengumumannya.")
    if lama.selesai is not None and lama.selesai <= kini:
        return lama
    isi = {nama: getattr(lama, nama) for nama in BIDANG} | {"selesai": kini}
    baru = Pengumuman.objects.create(**isi, oleh=oleh, menggantikan=lama)
    catat(ALIRAN, "pengumuman.selesai", oleh=oleh, data={"id": baru.pk, "lama_id": lama.pk, "teks": lama.teks})
    return baru


@transaction.atomic(durable=True)
def tarik(pengumuman_id: int, alasan: str, *, oleh: Pengguna) -> None:
    """Withdraw what should not have been announced; the history keeps it with `alasan`. Raises as `ubah` does."""
    hak.check(oleh, Urusan.UMUMKAN)
    if not alasan.strip():
        raise GalatPengguna("Tulis alasannya.", bidang="alasan")
    baris = _terkini(pengumuman_id)
    baris.ditarik_pada, baris.ditarik_oleh, baris.alasan_tarik = timezone.now(), oleh, alasan.strip()
    baris.save(update_fields=["ditarik_pada", "ditarik_oleh", "alasan_tarik"])
    catat(ALIRAN, "pengumuman.ditarik", oleh=oleh, data={"id": baris.pk, "teks": baris.teks}, alasan=alasan.strip())


def _tulis(isi: dict[str, Any], *, oleh: Pengguna, menggantikan: Pengumuman | None = None) -> Pengumuman:
    _check_waktu(isi["mulai"], isi["selesai"])
    return Pengumuman.objects.create(**_pilih(isi), oleh=oleh, menggantikan=menggantikan)


def _check_waktu(mulai: datetime, selesai: datetime | None) -> None:
    if selesai is not None and selesai <= mulai:
        raise GalatPengguna("Selesainya harus sesudah mulainya.", bidang="selesai")
    if selesai is not None and selesai <= timezone.now():
        raise GalatPengguna("Waktu selesai ini sudah lewat. Tekan “Nyatakan selesai” pada daftarnya.", bidang="selesai")


def _terkini(pengumuman_id: int) -> Pengumuman:
    # The lock makes two writers follow one another; then the second one finds the row replaced.
    baris = Pengumuman.objects.select_for_update().filter(pk=pengumuman_id, ditarik_pada=None).first()
    if baris is None or Pengumuman.objects.filter(menggantikan=baris).exists():
        raise GalatPengguna(TERLAMBAT, "Sudah diubah", 409)
    return baris


def _pilih(isi: dict[str, Any]) -> dict[str, Any]:
    return {nama: isi[nama] for nama in BIDANG}
