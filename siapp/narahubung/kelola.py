"""The only writers of contacts: add, change, remove, each with its Peristiwa."""

from typing import Any

from django.db import transaction

from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.narahubung.izin import Urusan, hak
from siapp.narahubung.models import Narahubung
from siapp.web.galat import GalatPengguna

ALIRAN = "narahubung"
BIDANG = ("pihak", "perihal", "fungsi", "nama", "telepon", "surel", "jam", "alamat", "cara", "terbuka")
TERLAMBAT = "Narahubung ini baru saja diubah atau dihapus orang lain. Muat ulang halamannya, lalu ulangi."


@transaction.atomic(durable=True)
def tambah(isi: dict[str, Any], *, oleh: Pengguna) -> Narahubung:
    """Add a contact; `isi` holds `BIDANG`. Raises TidakBerwenang; IntegrityError without a way to reach them."""
    hak.check(oleh, Urusan.ATUR_NARAHUBUNG)
    baru = Narahubung.objects.create(**_pilih(isi))
    catat(ALIRAN, "narahubung.ditambah", oleh=oleh, data={"id": baru.pk, **_pilih(isi)})
    return baru


@transaction.atomic(durable=True)
def ubah(narahubung_id: int, isi: dict[str, Any], *, versi: int, oleh: Pengguna) -> Narahubung:
    """Change a contact that was shown as `versi`; the same content again changes nothing.

    Raises TidakBerwenang, GalatPengguna (409) when somebody else was faster.
    """
    hak.check(oleh, Urusan.ATUR_NARAHUBUNG)
    baris = _kunci(narahubung_id)
    beda = {nama: [getattr(baris, nama), nilai] for nama, nilai in _pilih(isi).items() if getattr(baris, nama) != nilai}
    if not beda:
        return baris
    if baris.versi != versi:
        raise GalatPengguna(TERLAMBAT, "Sudah diubah", 409)
    for nama, (_, nilai) in beda.items():
        setattr(baris, nama, nilai)
    baris.versi += 1
    baris.save(update_fields=[*beda, "versi"])
    catat(ALIRAN, "narahubung.diubah", oleh=oleh, data={"id": baris.pk, "fungsi": baris.fungsi, "perubahan": beda})
    return baris


@transaction.atomic(durable=True)
def hapus(narahubung_id: int, *, versi: int, oleh: Pengguna) -> None:
    """Remove a contact that was shown as `versi`; the trail keeps what it said. Raises as `ubah` does."""
    hak.check(oleh, Urusan.ATUR_NARAHUBUNG)
    baris = _kunci(narahubung_id)
    if baris.versi != versi:
        raise GalatPengguna(TERLAMBAT, "Sudah diubah", 409)
    baris.delete()
    isi = {nama: getattr(baris, nama) for nama in BIDANG}
    catat(ALIRAN, "narahubung.dihapus", oleh=oleh, data={"id": narahubung_id, **isi})


def _kunci(narahubung_id: int) -> Narahubung:
    baris = Narahubung.objects.select_for_update().filter(pk=narahubung_id).first()
    if baris is None:
        raise GalatPengguna(TERLAMBAT, "Sudah dihapus", 409)
    return baris


def _pilih(isi: dict[str, Any]) -> dict[str, Any]:
    return {nama: isi[nama] for nama in BIDANG}
