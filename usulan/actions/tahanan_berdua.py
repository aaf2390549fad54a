"""Four eyes over a hold: one person proposes, another sees cause and consequence and confirms (alur.md 2).

The same two let one person be taken out of a decree that is already at the President, and end the usulan of somebody
who died after Biro APP's approval.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.web.galat import GalatPengguna
from usulan import kebijakan
from usulan.actions.bkn import ikuti_putusan
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, pindah, simpan
from usulan.actions.tahanan import BIDANG, akhiri
from usulan.kesiapan import kesiapan
from usulan.models import (
    KeppresUsulan,
    Lembaga,
    Putusan,
    SebabTahan,
    StatusPutusan,
    Tahanan,
    Usulan,
    UsulTahanan,
    usul_terbuka,
)
from usulan.perbedaan import alasan_meninggal
from usulan.peristiwa.isi import KeluarRkp, PutusanBiro, TahanDiusulkan, TahanUsulDitolak
from usulan.tahap import Kerja, Tahap

Pilihan = UsulTahanan.Pilihan
KERJA_PILIHAN = {
    Pilihan.LEPAS: Kerja.USULKAN_TAHAN,
    Pilihan.IKUTI: Kerja.IKUTI_BKN,
    Pilihan.KELUAR: Kerja.KELUAR_MAJU,
    Pilihan.AKHIRI: Kerja.AKHIRI_MENINGGAL,
}


def check_pilihan(usulan: Usulan, pilihan: str) -> None:
    """Raise TidakMungkin with the reason why `pilihan` cannot be taken for `usulan` as it stands."""
    if pilihan == Pilihan.LEPAS:
        _check_lepas(usulan)
    elif pilihan == Pilihan.IKUTI and usulan.status_bkn not in {StatusPutusan.BTL, StatusPutusan.TMS}:
        raise kebijakan.TidakMungkin("BKN tidak sedang menyatakan BTL atau TMS untuk usulan ini.")
    elif pilihan == Pilihan.AKHIRI and not alasan_meninggal(usulan):
        raise kebijakan.TidakMungkin(
            "Data ASN tidak menyatakan orang ini meninggal, atau layanannya memang untuk yang meninggal."
        )


def _check_lepas(usulan: Usulan) -> None:
    terbuka = [t.pk for t in usulan.tahanan.terbuka()]
    if not terbuka:
        raise kebijakan.TidakMungkin("Usulan ini tidak sedang ditahan.")
    if sisa := kesiapan(usulan, tanpa=terbuka).alasan:
        raise kebijakan.TidakMungkin(
            f"Penahanan tidak dapat dilepas. {' '.join(sisa)} Tunggu BKN, ikuti putusannya, atau keluarkan usulan ini."
        )


@transaction.atomic(durable=True)
def usulkan(usulan_id: UUID, *, pilihan: str, alasan: str, oleh: Pengguna) -> UsulTahanan:
    """Propose what to do with a held usulan, or with one in a decree at the President; a second person confirms.

    `pilihan`: an UsulTahanan.Pilihan. The same proposal of the same person again is the first one. Raises
    TidakBerwenang, TidakMungkin, GalatPengguna.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, KERJA_PILIHAN[Pilihan(pilihan)], oleh=oleh)
    if not alasan.strip():
        raise GalatPengguna("Tulis apa yang sudah diperiksa dan mengapa ini diusulkan.", bidang="alasan")
    check_pilihan(usulan, pilihan)
    ada = usul_terbuka(usulan)
    if ada and (ada.pilihan, ada.diusulkan_oleh_id) == (pilihan, oleh.pk):
        return ada
    if ada:
        raise GalatPengguna(
            f"{ada.diusulkan_oleh} sudah mengusulkan “{ada}”. Konfirmasi atau tolak dulu usul itu.", kode=409
        )
    usul = UsulTahanan.objects.create(usulan=usulan, pilihan=pilihan, alasan=alasan, diusulkan_oleh=oleh)
    simpan(usulan)
    catat_usulan(usulan, TahanDiusulkan(pilihan), oleh=oleh, alasan=alasan)
    return usul


def _usul(usulan: Usulan) -> UsulTahanan:
    usul = usul_terbuka(usulan)
    if usul is None:
        raise kebijakan.SudahBerubah("Tidak ada usul yang menunggu pada usulan ini. Muat ulang, lalu periksa lagi.")
    return usul


@transaction.atomic(durable=True)
def konfirmasi(usulan_id: UUID, *, oleh: Pengguna) -> Usulan:
    """Confirm the proposal about a usulan as the second person, and do it. Raises TidakBerwenang, TidakMungkin."""
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.KONFIRMASI_TAHAN, oleh=oleh)
    usul = _usul(usulan)
    check_pilihan(usulan, usul.pilihan)
    _putuskan(usul, UsulTahanan.Hasil.DISETUJUI, oleh)
    bidang = LAKUKAN[Pilihan(usul.pilihan)](usulan, usul, oleh)
    simpan(usulan, *bidang, *BIDANG)
    return usulan


@transaction.atomic(durable=True)
def tolak(usulan_id: UUID, *, oleh: Pengguna, alasan: str = "") -> Usulan:
    """Refuse the proposal about a usulan, or take back the own one: the hold stays."""
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.TOLAK_TAHAN, oleh=oleh)
    usul = _usul(usulan)
    _putuskan(usul, UsulTahanan.Hasil.DITOLAK, oleh)
    simpan(usulan)
    catat_usulan(usulan, TahanUsulDitolak(usul.pilihan), oleh=oleh, alasan=alasan)
    return usulan


def _alasan(usul: UsulTahanan) -> str:
    return f"{usul.alasan} (diusulkan {usul.diusulkan_oleh.nama})"


def _putuskan(usul: UsulTahanan, hasil: str, oleh: Pengguna) -> None:
    usul.hasil, usul.diputus_oleh, usul.diputus_pada = hasil, oleh, timezone.now()
    usul.save(update_fields=["hasil", "diputus_oleh", "diputus_pada"])


def _lepas(usulan: Usulan, usul: UsulTahanan, oleh: Pengguna) -> list[str]:
    """Let the usulan go on: the draft, if there is one, rests on the Pertek in force from now on."""
    berlaku = kesiapan(usulan).pertek
    if berlaku is not None:
        usulan.tahanan.terbuka().filter(sebab=SebabTahan.PERTEK_LAMA).update(pertek=berlaku)
        KeppresUsulan.objects.filter(usulan=usulan).update(pertek=berlaku)
    akhiri(usulan, cara=Tahanan.Cara.DIPUTUSKAN, oleh=oleh, alasan=_alasan(usul))
    if usulan.tahap_kini is Tahap.MENUNGGU_PERTEK and kesiapan(usulan).siap:
        return pindah(usulan, Kerja.TEGASKAN_PERTEK, Tahap.SIAP_KEPPRES, oleh=oleh)
    return []


def _ikuti(usulan: Usulan, usul: UsulTahanan, oleh: Pengguna) -> list[str]:
    return ikuti_putusan(usulan, oleh, _alasan(usul))


def _keluar(usulan: Usulan, usul: UsulTahanan, oleh: Pengguna) -> list[str]:
    """Take the person out of a decree at the President; what holds the usulan goes on holding it."""
    baris = KeppresUsulan.objects.select_related("keppres").get(usulan=usulan)
    bidang = pindah(usulan, Kerja.KELUAR_MAJU, Tahap.SIAP_KEPPRES, oleh=oleh)
    catat_usulan(usulan, KeluarRkp(baris.keppres.nomor_memo), oleh=oleh, alasan=_alasan(usul))
    baris.delete()
    akhiri(usulan, SebabTahan.RALAT, cara=Tahanan.Cara.DIKELUARKAN, oleh=oleh)
    return bidang


def _akhiri(usulan: Usulan, usul: UsulTahanan, oleh: Pengguna) -> list[str]:
    """End the usulan of somebody who died as a TMS of Biro APP; both approvals and the Pertek stay in the history."""
    bidang = pindah(usulan, Kerja.AKHIRI_MENINGGAL, Tahap.TMS, oleh=oleh)
    putusan = Putusan.objects.create(
        usulan=usulan,
        lembaga=Lembaga.BIRO_APP,
        putaran=usulan.putaran,
        status=StatusPutusan.TMS,
        tanggal=timezone.localdate(),
        keterangan=alasan_meninggal(usulan),
        catatan=usul.alasan,
        oleh=usul.diusulkan_oleh,
        dikonfirmasi_oleh=oleh,
        terbit_pada=timezone.now(),
        mengakhiri=True,
    )
    usulan.status_biro = putusan.status
    isi = PutusanBiro(putusan.status, putusan.tanggal, putusan.keterangan, putaran=putusan.putaran)
    catat_usulan(usulan, isi, oleh=oleh, alasan=usul.alasan)
    akhiri(usulan, cara=Tahanan.Cara.DIAKHIRI, oleh=oleh, alasan=_alasan(usul))
    return [*bidang, "status_biro"]


LAKUKAN: dict[UsulTahanan.Pilihan, Callable[[Usulan, UsulTahanan, Pengguna], list[str]]] = {
    Pilihan.LEPAS: _lepas,
    Pilihan.IKUTI: _ikuti,
    Pilihan.KELUAR: _keluar,
    Pilihan.AKHIRI: _akhiri,
}


@transaction.atomic(durable=True)
def ketahui(usulan_id: UUID, *, oleh: Pengguna, alasan: str) -> Usulan:
    """Note that a person knows, and has seen to, what BKN changed after the publication."""
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.KETAHUI_PERUBAHAN, oleh=oleh)
    if not alasan.strip():
        raise GalatPengguna("Tulis apa yang dilakukan.", bidang="alasan")
    if not akhiri(usulan, cara=Tahanan.Cara.DIKETAHUI, oleh=oleh, alasan=alasan):
        raise kebijakan.TidakMungkin("Tidak ada perubahan dari BKN yang menunggu diketahui pada usulan ini.")
    simpan(usulan, *BIDANG)
    return usulan
