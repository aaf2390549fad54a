"""What people do with notices of BKN that machines could not place (janji.md 2).

Every press is a Peristiwa of the stream `kejadian_masuk:<id>`. Pressed twice it changes one thing once.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from integrasi.izin import check_kirim_ulang
from integrasi.keadaan import MASUK, GerakMasuk, KeadaanMasuk
from integrasi.models import KejadianMasuk
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.bangun import bangunkan
from siapp.pindah import pindah
from siapp.teks import kunci_nomor
from siapp.web.galat import GalatPengguna
from usulan.models import Usulan

TUGAS = "integrasi.tasks.masuk"
# Does the change on the locked row; False when there is nothing (left) to do.
Ubah = Callable[[KejadianMasuk], bool]


class SudahLain(GalatPengguna):
    """The notice is not in a state for this (409)."""

    def __init__(self, kejadian: KejadianMasuk) -> None:
        pesan = f"Pemberitahuan ini sudah “{kejadian.get_keadaan_display()}”, jadi ini tidak dapat dilakukan."
        super().__init__(pesan, "Keadaan pemberitahuan sudah lain", 409)


@transaction.atomic(durable=True)
def _putuskan(
    kejadian_id: UUID, nama: str, ubah: Ubah, oleh: Pengguna, data: dict[str, Any], alasan: str = ""
) -> KejadianMasuk:
    kejadian = KejadianMasuk.objects.select_for_update(of=("self",)).get(pk=kejadian_id)
    sebelum = kejadian.keadaan
    berlaku = ubah(kejadian)
    if berlaku:
        kejadian.save(update_fields=["keadaan", "catatan", "jatuh_tempo", "ditutup_oleh"])
    isi = {**data, "dari": sebelum, "ke": kejadian.keadaan, "berlaku": berlaku}
    catat(f"kejadian_masuk:{kejadian.pk}", f"kejadian_masuk.{nama}", oleh=oleh, data=isi, alasan=alasan)
    return kejadian


def _pindah(kejadian: KejadianMasuk, gerak: GerakMasuk) -> None:
    if not MASUK.bisa(gerak, kejadian.keadaan):
        raise SudahLain(kejadian)
    pindah(kejadian, gerak)


def coba_lagi(kejadian_id: UUID, *, oleh: Pengguna) -> KejadianMasuk:
    """Have a notice worked again, now. Raises TidakBerwenang, SudahLain."""
    check_kirim_ulang(oleh)

    def ubah(kejadian: KejadianMasuk) -> bool:
        if kejadian.keadaan == KeadaanMasuk.BARU:
            return False
        _pindah(kejadian, GerakMasuk.COBA_LAGI)
        kejadian.jatuh_tempo = timezone.now()
        transaction.on_commit(lambda: bangunkan(TUGAS))
        return True

    return _putuskan(kejadian_id, "coba_lagi", ubah, oleh, {})


def tutup(kejadian_id: UUID, *, alasan: str, oleh: Pengguna) -> KejadianMasuk:
    """Close a notice that needs nothing any more, with a reason (≤ 255). Raises TidakBerwenang, SudahLain."""
    check_kirim_ulang(oleh)
    alasan = alasan.strip()
    if not alasan or len(alasan) > 255:
        raise GalatPengguna("Isi alasan penutupan, paling panjang 255 karakter.", bidang="alasan")

    def ubah(kejadian: KejadianMasuk) -> bool:
        if kejadian.keadaan == KeadaanMasuk.DITUTUP:
            return False
        _pindah(kejadian, GerakMasuk.DITUTUP)
        kejadian.catatan, kejadian.ditutup_oleh = alasan, oleh
        return True

    return _putuskan(kejadian_id, "ditutup", ubah, oleh, {}, alasan)


def cari_usulan(rujukan: str, pengguna: Pengguna) -> Usulan:
    """Return the usulan whose nomor or SIASN id is `rujukan`. Raises GalatPengguna when there is none to be seen."""
    rujukan = kunci_nomor(rujukan)
    milik = Usulan.objects.untuk(pengguna)
    usulan = milik.filter(nomor__iexact=rujukan).first() or milik.filter(siasn__id_usulan__iexact=rujukan).first()
    if usulan is None:
        raise GalatPengguna(
            "Tidak ada usulan dengan nomor atau ID Usulan ini. Salin nomornya dari halaman usulan.", bidang="rujukan"
        )
    return usulan
