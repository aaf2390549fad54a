"""Four eyes: what is decided about APIs 3, 5 and 11 is proposed by one person and confirmed by another.

These calls are the ones that cannot be taken back: a usulan, a signature, a copy of a Keppres. The screens settle every
call through here; the other APIs are settled at once.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from integrasi.enums import DUA_ORANG, Api
from integrasi.izin import Urusan, administrator, check_administrator, hak
from integrasi.keadaan import DAPAT_DIPUTUS, TUNTAS
from integrasi.models import Pengiriman, UsulPenyelesaian
from integrasi.petugas.kabar import kabari_penyelesaian
from integrasi.petugas.koreksi_id import DiSiasn, check_koreksi, isi_tukar, koreksi_id
from integrasi.petugas.penyelesaian import (
    TidakMungkin,
    batalkan,
    check_id,
    nyatakan_sampai,
    nyatakan_tidak_sampai,
    tandai_lewat_surat,
)
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.kunci import Kunci, kunci_tunggal
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang

Tindakan = UsulPenyelesaian.Tindakan
JALANKAN: dict[str, Callable[..., Pengiriman]] = {
    Tindakan.SAMPAI: nyatakan_sampai,
    Tindakan.TIDAK_SAMPAI: nyatakan_tidak_sampai,
    Tindakan.SURAT: tandai_lewat_surat,
    Tindakan.BATAL: batalkan,
    Tindakan.KOREKSI_ID: koreksi_id,
}
TUNGGU_USUL = 5.0
# What a person read at SIASN; it is compared and not kept.
ORANG = [satu.name for satu in fields(DiSiasn)]


def usul_terbuka(pengguna: Pengguna, baris: Pengiriman | None = None) -> QuerySet[UsulPenyelesaian]:
    """Proposals that wait for a second person, of one call or of all, the oldest first."""
    berlalu = Q(pengiriman__keadaan__in=TUNTAS) & ~Q(tindakan=Tindakan.KOREKSI_ID)
    semua = UsulPenyelesaian.objects.untuk(pengguna).terbuka().exclude(berlalu)
    milik = semua.filter(pengiriman=baris) if baris else semua
    return milik.select_related("pengiriman__usulan", "diusulkan_oleh").order_by("diusulkan_pada")


def boleh_konfirmasi(usul: UsulPenyelesaian, pengguna: Pengguna) -> bool:
    """Whether the person may be the second one: administrator or head of the bureau, and not the one who proposed."""
    return hak.boleh(pengguna, Urusan.TEGASKAN) and usul.diusulkan_oleh_id != pengguna.pk


def boleh_tolak(pengguna: Pengguna) -> bool:
    """Whether the person may refuse a proposal, or take back an own one."""
    return hak.boleh(pengguna, Urusan.TEGASKAN)


def selesaikan(
    pengiriman_id: UUID, tindakan: str, *, oleh: Pengguna, **isian: str
) -> tuple[Pengiriman, UsulPenyelesaian | None]:
    """Settle a call: at once, or for APIs 3, 5 and 11 as a proposal, which is returned beside the row.

    `tindakan`: one of `UsulPenyelesaian.Tindakan`; `isian`: what the action takes (id_usulan, nomor, alasan), and for
    an id the `nip` that stands at SIASN under it. The same
    proposal again is the first one. Raises TidakBerwenang, TidakMungkin, GalatPengguna.
    """
    api = Pengiriman.objects.values_list("api", flat=True).get(pk=pengiriman_id)
    if api not in DUA_ORANG:
        return JALANKAN[tindakan](pengiriman_id, oleh=oleh, **isian), None
    usul = usulkan(pengiriman_id, tindakan, oleh=oleh, isian=isian)
    return usul.pengiriman, usul


@transaction.atomic(durable=True)
def usulkan(pengiriman_id: UUID, tindakan: str, *, oleh: Pengguna, isian: dict[str, str]) -> UsulPenyelesaian:
    """Propose `tindakan` for a call; see `selesaikan`."""
    check_administrator(oleh)
    baris = Pengiriman.objects.select_for_update(of=("self",)).get(pk=pengiriman_id)
    isian = {kunci: nilai.strip() for kunci, nilai in isian.items()}
    orang = DiSiasn(*(isian.pop(nama, "") for nama in ORANG))
    isian |= _check_usul(baris, tindakan, isian, orang)
    ada = UsulPenyelesaian.objects.terbuka().filter(pengiriman=baris).select_related("diusulkan_oleh").first()
    if ada and (ada.tindakan, ada.isian) == (tindakan, isian):
        return ada
    if ada:
        raise GalatPengguna(
            f"{ada.diusulkan_oleh} sudah mengusulkan “{ada}” untuk kiriman ini. Konfirmasi atau tolak dulu usul itu.",
            kode=409,
        )
    usul = UsulPenyelesaian.objects.create(pengiriman=baris, tindakan=tindakan, isian=isian, diusulkan_oleh=oleh)
    _catat(usul, "pengiriman.diusulkan", oleh)
    kabari_penyelesaian(usul)
    return usul


def _check_usul(baris: Pengiriman, tindakan: str, isian: dict[str, str], orang: DiSiasn) -> dict[str, str]:
    """Raise unless the proposal fits the call; return what was found out about it and belongs to it."""
    if tindakan == Tindakan.KOREKSI_ID:
        return isi_tukar(check_koreksi(baris, isian["id_usulan"], orang))
    if baris.keadaan not in DAPAT_DIPUTUS:
        raise TidakMungkin(baris)
    if baris.api == Api.USULAN and "id_usulan" in isian:
        check_id(baris, isian["id_usulan"])
        _check_nip(baris, orang.nip)
    return {}


def _check_nip(baris: Pengiriman, nip: str) -> None:
    """Raise GalatPengguna unless `nip`, as it stands at SIASN under that id, is the row's: an id alone names nobody."""
    usulan = baris.usulan
    if usulan is None or nip != usulan.nip:
        raise GalatPengguna(
            "NIP ini bukan NIP usulan itu, jadi ID Usulan ini milik orang lain. Periksa lagi di SIASN.", bidang="nip"
        )


def _catat(usul: UsulPenyelesaian, jenis: str, oleh: Pengguna) -> None:
    data: dict[str, Any] = {"usul": usul.pk, "tindakan": usul.tindakan, **usul.isian}
    catat(f"pengiriman:{usul.pengiriman_id}", jenis, oleh=oleh, data=data, alasan=usul.isian.get("alasan", ""))


def konfirmasi(usul_id: int, *, oleh: Pengguna) -> UsulPenyelesaian:
    """Confirm a proposal as the second person: the action is done in the name of the one who proposed it.

    The action has its own transaction, so a crash in between leaves the proposal open; confirmed again, the action
    finds nothing left to do. Raises TidakBerwenang and what the action raises; the proposal then stays open.
    """
    with kunci_tunggal(Kunci.USUL, str(usul_id), tunggu=TUNGGU_USUL) as dapat:
        if not dapat:
            raise GalatPengguna("Usul ini sedang diputuskan orang lain. Muat ulang halaman.", kode=409)
        usul = UsulPenyelesaian.objects.select_related("diusulkan_oleh").get(pk=usul_id)
        if not boleh_konfirmasi(usul, oleh):
            raise TidakBerwenang("Usul dikonfirmasi Administrator lain atau Kepala Biro, bukan pengusulnya.")
        if usul.diputus_pada is not None:
            return usul
        if not administrator(usul.diusulkan_oleh):
            raise TidakBerwenang("Pengusulnya bukan Administrator lagi. Tolak usul ini, lalu ajukan yang baru.")
        _jalankan(usul, oleh)
        return _putuskan(usul, oleh, diterima=True)


def _jalankan(usul: UsulPenyelesaian, bersama: Pengguna) -> None:
    """Do what was proposed. A corrected id is told in the usulan's history with both names, so it is given both."""
    isian: dict[str, Any] = dict(usul.isian)
    if usul.tindakan == Tindakan.KOREKSI_ID:
        isian["bersama"] = bersama
    JALANKAN[usul.tindakan](usul.pengiriman_id, oleh=usul.diusulkan_oleh, **isian)


def tolak(usul_id: int, *, oleh: Pengguna) -> UsulPenyelesaian:
    """Refuse a proposal, or take back the own one; nothing happens to the call. Raises TidakBerwenang."""
    with kunci_tunggal(Kunci.USUL, str(usul_id), tunggu=TUNGGU_USUL) as dapat:
        if not dapat:
            raise GalatPengguna("Usul ini sedang diputuskan orang lain. Muat ulang halaman.", kode=409)
        usul = UsulPenyelesaian.objects.get(pk=usul_id)
        if not boleh_tolak(oleh):
            raise TidakBerwenang("Usul ditolak Administrator atau Kepala Biro.")
        return usul if usul.diputus_pada else _putuskan(usul, oleh, diterima=False)


@transaction.atomic(durable=True)
def _putuskan(usul: UsulPenyelesaian, oleh: Pengguna, *, diterima: bool) -> UsulPenyelesaian:
    usul.dikonfirmasi_oleh, usul.diputus_pada, usul.diterima = oleh, timezone.now(), diterima
    usul.save(update_fields=["dikonfirmasi_oleh", "diputus_pada", "diterima"])
    _catat(usul, "pengiriman.dikonfirmasi" if diterima else "pengiriman.usul_ditolak", oleh)
    return usul
