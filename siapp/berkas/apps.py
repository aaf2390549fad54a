from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

JENIS = {
    "berkas_dikarantina": "Berkas dipindahkan ke karantina",
    "berkas_dikembalikan": "Berkas dikembalikan dari karantina",
    "berkas_dihapus_tetap": "Berkas dihapus dari karantina",
    "perapian.berhenti": "Perapian berkas berhenti dan bertanya",
    "perapian.bertambah": "Perapian berkas bertanya lagi: temuannya lain",
    "perapian.diusulkan": "Pemindahan ke karantina diusulkan",
    "perapian.ditolak": "Pemindahan ke karantina ditolak atau ditarik",
    "perapian.disetujui": "Pemindahan ke karantina disetujui",
    "perapian.selesai": "Perapian berkas selesai",
}
BIDANG = {"yatim": "Berkas tak dikenal", "tersimpan": "Berkas tersimpan", "dipindahkan": "Berkas dipindahkan"}


class BerkasConfig(AppConfig):
    name = "siapp.berkas"
    label = "berkas"

    def ready(self) -> None:
        """Name whose the storage is when the database may be asked; and what this room writes into the trail."""
        from siapp.audit.kata import daftarkan_kata

        register(periksa_pemasangan, Tags.database)
        daftarkan_kata(jenis=JENIS, bidang=lambda: BIDANG)


def periksa_pemasangan(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """siapp.W003: storage and database belong together. Before the first migration nothing can be said."""
    from siapp.berkas.pemasangan import keluhan_pemasangan

    try:
        keluhan = keluhan_pemasangan() if databases else ""
    except (DatabaseError, OSError):
        return []
    return [Warning(keluhan, id="siapp.W003")] if keluhan else []
