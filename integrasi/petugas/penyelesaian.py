"""What people decide about a Pengiriman that machines cannot settle (janji.md 1).

Every press is a Peristiwa of the stream `pengiriman:<id>`, and those that changed something a Percobaan too; twenty
presses at once change one thing once, because each waits for the row and then finds nothing left to do.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from integrasi.enums import IDEMPOTEN, Api
from integrasi.izin import check_administrator, check_kirim_ulang
from integrasi.keadaan import DAPAT_DIPUTUS, KIRIMAN, PERLU_ORANG, TUNTAS, GerakKiriman, Keadaan
from integrasi.keluar.antrean import buka_giliran
from integrasi.keluar.klasifikasi import berhasil
from integrasi.keluar.relai import isi_muatan_usulan
from integrasi.keluar.selesai import bentrokan_id, terapkan_selesai
from integrasi.models import Pengiriman, Percobaan
from integrasi.sebab import SEBAB, Kode
from integrasi.siasn.bentuk import wajar_id
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.bangun import bangunkan
from siapp.pindah import pindah
from siapp.teks import bersih
from siapp.web.galat import GalatPengguna

log = structlog.get_logger(__name__)

TUGAS = "integrasi.tasks.kirim"
# Does the change on the locked row; False when there is nothing (left) to do.
Ubah = Callable[[Pengiriman], bool]


class TidakMungkin(GalatPengguna):
    """The row is not in a state for this; the sentence says which it is in (409)."""

    def __init__(self, baris: Pengiriman, pesan: str = "") -> None:
        bawaan = f"Kiriman ini sedang “{baris.get_keadaan_display()}”, jadi ini tidak dapat dilakukan."
        super().__init__(pesan or bawaan, "Keadaan kiriman sudah lain", 409)


@transaction.atomic(durable=True)
def putuskan(pengiriman_id: UUID, nama: Kode, ubah: Ubah, oleh: Pengguna, data: dict[str, Any]) -> Pengiriman:
    """Lock the row, let `ubah` change it, and record the press whatever came of it."""
    return putuskan_di_dalam(pengiriman_id, nama, ubah, oleh, data)


def putuskan_di_dalam(pengiriman_id: UUID, nama: Kode, ubah: Ubah, oleh: Pengguna, data: dict[str, Any]) -> Pengiriman:
    """Do what `putuskan` does in the transaction of the caller, who changes more than one row."""
    baris = Pengiriman.objects.select_for_update(of=("self",)).get(pk=pengiriman_id)
    sebelum = baris.keadaan
    berlaku = ubah(baris)
    isi = {**data, "dari": sebelum, "ke": baris.keadaan, "berlaku": berlaku}
    catat(f"pengiriman:{baris.pk}", f"pengiriman.{nama}", oleh=oleh, data=isi, alasan=data.get("alasan", ""))
    if berlaku:
        baris.save()
        kini = timezone.now()
        Percobaan.objects.create(
            pengiriman=baris, mulai=kini, selesai=kini, keadaan=baris.keadaan, sebab=nama, oleh=oleh
        )
        buka_giliran(baris.aliran)
        transaction.on_commit(lambda: bangunkan(TUGAS))
    return baris


def bisa_diulang(baris: Pengiriman) -> bool:
    """Whether sending again makes sense: refused, dead, or waiting for its next try after one that failed."""
    dicoba = baris.keadaan != Keadaan.ULANG or baris.sebab != ""
    return KIRIMAN.bisa(GerakKiriman.KIRIM_ULANG, baris.keadaan) and dicoba


def _siapkan_ulang(baris: Pengiriman, gerak: GerakKiriman) -> None:
    """Due at once, as if never tried; the data as they are now, where they may have been mended."""
    pindah(baris, gerak)
    baris.sebab, baris.pesan, baris.kode_http = "", "", None
    baris.jatuh_tempo, baris.dicoba_sejak, baris.percobaan_ke = timezone.now(), None, 0
    if baris.api == Api.USULAN and baris.tidak_pasti_sejak is None:
        isi_muatan_usulan([baris])


def kirim_ulang(pengiriman_id: UUID, *, oleh: Pengguna) -> Pengiriman:
    """Send a refused, dead or waiting row again, now.

    One whose earlier try may have arrived is settled first, as uncertain; it is never sent blindly. Raises
    TidakBerwenang, TidakMungkin (being sent, uncertain).
    """
    check_kirim_ulang(oleh)

    def ubah(baris: Pengiriman) -> bool:
        if baris.keadaan == Keadaan.TIDAK_PASTI:
            raise TidakMungkin(baris, "Belum pasti apakah kiriman ini sampai. Nyatakan dulu: sampai atau tidak.")
        if not bisa_diulang(baris):
            return False
        ragu = baris.tidak_pasti_sejak is not None and baris.api not in IDEMPOTEN
        _siapkan_ulang(baris, GerakKiriman.PASTIKAN_DULU if ragu else GerakKiriman.KIRIM_ULANG)
        if ragu:
            # A cause, so that it is told and found where nobody promised to settle it.
            baris.sebab, baris.pesan = Kode.BELUM_PASTI, SEBAB[Kode.BELUM_PASTI].kalimat
        return True

    return putuskan(pengiriman_id, Kode.KIRIM_ULANG, ubah, oleh, {})


def kirim_ulang_sebab(sebab: str, *, oleh: Pengguna) -> int:
    """Send all refused and dead rows of one cause again; return how many."""
    check_kirim_ulang(oleh)
    ids = list(Pengiriman.objects.filter(keadaan__in=PERLU_ORANG, sebab=sebab).values_list("pk", flat=True))
    for satu in ids:
        kirim_ulang(satu, oleh=oleh)
    return len(ids)


def check_id(baris: Pengiriman, id_usulan: str) -> None:
    """Raise GalatPengguna unless `id_usulan` can be the id of the row's usulan: its shape, and nobody else's."""
    if not wajar_id(id_usulan):
        raise GalatPengguna(
            "ID Usulan terdiri atas 8 sampai 64 huruf, angka, atau tanda hubung. Salin dari SIASN seutuhnya.",
            bidang="id_usulan",
        )
    if bentrok := bentrokan_id(baris, id_usulan):
        raise GalatPengguna(bentrok, kode=409, bidang="id_usulan")


def _selesaikan(baris: Pengiriman, gerak: GerakKiriman, oleh: Pengguna, catatan: str, id_usulan: str) -> bool:
    if baris.keadaan == Keadaan.SELESAI:
        if baris.api == Api.USULAN and str(baris.hasil.get("id_usulan", "")).casefold() != id_usulan.casefold():
            raise TidakMungkin(baris, "Kiriman ini sudah selesai dengan ID Usulan lain. Muat ulang halaman.")
        return False
    if not KIRIMAN.bisa(gerak, baris.keadaan):
        raise TidakMungkin(baris)
    _check_tak_berlawanan(baris, oleh)
    isi = {}
    if baris.api == Api.USULAN:
        check_id(baris, id_usulan)
        isi = {"id_usulan": id_usulan}
    terapkan_selesai(baris, berhasil(isi))
    pindah(baris, gerak)
    baris.selesai_pada, baris.tidak_pasti_sejak = timezone.now(), None
    baris.hasil = {**baris.hasil, **isi}
    baris.diselesaikan_oleh, baris.catatan_penyelesaian = oleh, catatan
    return True


def _check_tak_berlawanan(baris: Pengiriman, oleh: Pengguna) -> None:
    """Raise TidakMungkin where somebody else just said that it did not arrive, and it was not tried since."""
    terakhir = baris.percobaan.select_related("oleh").order_by("-pk").first()
    lawan = terakhir is not None and terakhir.sebab == Kode.NYATAKAN_TIDAK_SAMPAI and terakhir.oleh_id != oleh.pk
    if terakhir is not None and lawan:
        kata = f"{terakhir.oleh} sudah menyatakan kiriman ini tidak sampai, jadi kiriman ini dikirim lagi."
        raise TidakMungkin(baris, f"{kata} Tunggu hasilnya.")


def nyatakan_sampai(pengiriman_id: UUID, *, oleh: Pengguna, id_usulan: str = "") -> Pengiriman:
    """Declare that an uncertain (or refused, dead) call arrived; API 3 needs the ID Usulan that SIASN gave.

    Raises TidakBerwenang, TidakMungkin, GalatPengguna for an id that cannot be or belongs to another usulan.
    """
    check_administrator(oleh)
    return putuskan(
        pengiriman_id,
        Kode.NYATAKAN_SAMPAI,
        lambda baris: _selesaikan(baris, GerakKiriman.NYATAKAN_SAMPAI, oleh, "Dinyatakan sampai", id_usulan.strip()),
        oleh,
        {"id_usulan": id_usulan.strip()},
    )


def nyatakan_tidak_sampai(pengiriman_id: UUID, *, oleh: Pengguna) -> Pengiriman:
    """Declare that an uncertain call did not arrive: it is sent again with the same key.

    Not before the quiet period is over: until then the partner may still be working on it.
    """
    check_administrator(oleh)

    def ubah(baris: Pengiriman) -> bool:
        gerak = GerakKiriman.NYATAKAN_TIDAK_SAMPAI
        if baris.keadaan in TUNTAS and baris.diselesaikan_oleh is not None:
            kata = f"{baris.diselesaikan_oleh} sudah menyelesaikan kiriman ini: {baris.catatan_penyelesaian}"
            raise TidakMungkin(baris, f"{kata.removesuffix('.')}. Kiriman ini tidak dikirim lagi.")
        if baris.tidak_pasti_sejak is None or not KIRIMAN.bisa(gerak, baris.keadaan):
            return False
        tenang = baris.tidak_pasti_sejak + settings.SIASN_MASA_TENANG
        if tenang > timezone.now():
            pukul = timezone.localtime(tenang).strftime("%H.%M.%S")
            raise TidakMungkin(baris, f"SIASN mungkin masih mengolah kiriman ini. Tunggu sampai pukul {pukul}.")
        baris.tidak_pasti_sejak = None
        _siapkan_ulang(baris, gerak)
        return True

    return putuskan(pengiriman_id, Kode.NYATAKAN_TIDAK_SAMPAI, ubah, oleh, {})


def tandai_lewat_surat(pengiriman_id: UUID, *, nomor: str, oleh: Pengguna, id_usulan: str = "") -> Pengiriman:
    """Mark a call as delivered by letter `nomor` (≤ 100); API 3 needs the ID Usulan that BKN gave for it."""
    check_administrator(oleh)
    nomor = bersih(nomor)
    if not nomor or len(nomor) > 100:
        raise GalatPengguna("Isi nomor surat, paling panjang 100 karakter.", bidang="nomor")
    return putuskan(
        pengiriman_id,
        Kode.LEWAT_SURAT,
        lambda baris: _selesaikan(
            baris, GerakKiriman.LEWAT_SURAT, oleh, f"Disampaikan lewat surat {nomor}", id_usulan.strip()
        ),
        oleh,
        {"nomor": nomor, "id_usulan": id_usulan.strip()},
    )


def batalkan(pengiriman_id: UUID, *, alasan: str, oleh: Pengguna) -> Pengiriman:
    """Give a call up. Without API 3 nothing after it can be sent, so the open calls of its stream go with it."""
    check_administrator(oleh)
    alasan = alasan.strip()
    if not alasan or len(alasan) > 255:
        raise GalatPengguna("Isi alasan pembatalan, paling panjang 255 karakter.", bidang="alasan")

    def ubah(baris: Pengiriman) -> bool:
        if baris.keadaan == Keadaan.BATAL:
            return False
        if baris.keadaan not in DAPAT_DIPUTUS:
            raise TidakMungkin(baris)
        _batalkan(baris, oleh, alasan)
        if baris.api == Api.USULAN:
            lain = Pengiriman.objects.select_for_update().filter(aliran=baris.aliran, gelombang__gt=baris.gelombang)
            for satu in lain.filter(keadaan__in=DAPAT_DIPUTUS):
                _batalkan(satu, oleh, alasan)
                satu.save()
        return True

    return putuskan(pengiriman_id, Kode.BATALKAN, ubah, oleh, {"alasan": alasan})


def _batalkan(baris: Pengiriman, oleh: Pengguna, alasan: str) -> None:
    pindah(baris, GerakKiriman.BATALKAN)
    baris.diselesaikan_oleh, baris.catatan_penyelesaian = oleh, alasan
