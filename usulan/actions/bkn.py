"""BKN's track: what the partner says about a usulan, however it reached us (alur.md 2)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku
from usulan import tahap as alur
from usulan.actions.dasar import Syarat, catat_usulan, kunci, pindah, simpan, tanpa_syarat
from usulan.actions.tahanan import BIDANG, akhiri, selaraskan, tahan
from usulan.kesiapan import kesiapan
from usulan.models import KeppresUsulan, Lembaga, Putusan, SebabTahan, StatusPutusan, Tahanan, Usulan
from usulan.peristiwa.isi import PutusanBkn
from usulan.tahap import Kerja, Tahap

# Stages that take back what BKN had approved: perbaikan pertek, pembatalan pertek, usulan dihapus (kontrak.md 6).
# All but the first cancel the Pertek as well.
TAHAP_MENARIK = frozenset({"24", "26", "75", "99"})
TAHAP_MEMBATALKAN = TAHAP_MENARIK - {"24"}
# The Pertek is signed: with a later date than the withdrawal that is BKN's word again.
TAHAP_TTD = "22"


class HasilPutusan(StrEnum):
    DITERAPKAN = "DITERAPKAN"
    SAMA = "SAMA"
    BASI = "BASI"
    BERTENTANGAN = "BERTENTANGAN"


def simpan_jalur_bkn(usulan: Usulan, *bidang: str) -> None:
    """BKN's track runs beside ours: it must not spoil the page on which a person is just deciding.

    So pages go stale only where BKN moved the usulan, holds its Keppres, or opened rows for correction.
    """
    menahan = bool(usulan.ditahan) and usulan.tahap_kini in alur.KEPPRES_DISUSUN
    simpan(usulan, *bidang, menua=menahan or not {"tahap", "perbaikan_ditandai"}.isdisjoint(bidang))


@transaction.atomic(durable=True)
def terima_putusan(
    usulan_id: UUID,
    *,
    status: str,
    tanggal: date,
    keterangan: str = "",
    sejak: datetime | None = None,
    oleh: Pelaku = Mesin.BKN,
    dicocokkan_oleh: tuple[str, ...] = (),
    syarat: Syarat = tanpa_syarat,
) -> HasilPutusan:
    """Apply a verdict of BKN (API 9; or API 7 when the notice was lost). `keterangan` ≤ 255.

    The same verdict again changes nothing (SAMA), unless the first one came before `sejak`, when BKN got a correction;
    one with an older date than the newest is kept and not applied (BASI); one that contradicts the newest of the same
    day and round, or comes past BKN's turn, is applied as far as the stage permits, and a person is told
    (BERTENTANGAN). `dicocokkan_oleh`: the people who said that it is about this usulan, where BKN's id did not.
    `syarat` is asked first, in the transaction that writes; nothing is written when it raises.
    """
    syarat()
    usulan = kunci(usulan_id)
    semua = usulan.putusan.filter(lembaga=Lembaga.BKN)
    sama = semua.filter(status=status, tanggal=tanggal, keterangan=keterangan)
    if (sama.filter(terbit_pada__gte=sejak) if sejak else sama).exists():
        return HasilPutusan.SAMA
    terakhir = semua.filter(berlaku=True).first()
    basi = terakhir is not None and tanggal < terakhir.tanggal
    if terakhir is not None and not basi:
        terakhir.berlaku = False
        terakhir.save(update_fields=["berlaku"])
    Putusan.objects.create(
        usulan=usulan,
        lembaga=Lembaga.BKN,
        putaran=usulan.putaran,
        status=status,
        tanggal=tanggal,
        keterangan=keterangan,
        berlaku=not basi,
        terbit_pada=timezone.now(),
    )
    putusan = PutusanBkn(status, tanggal, keterangan, usulan.putaran, basi=basi, dicocokkan_oleh=dicocokkan_oleh)
    catat_usulan(usulan, putusan, oleh=oleh)
    if basi:
        simpan_jalur_bkn(usulan)
        return HasilPutusan.BASI
    bentrok = _bertentangan(usulan, terakhir, status, tanggal)
    _terapkan(usulan, status, tanggal, oleh)
    return HasilPutusan.BERTENTANGAN if bentrok else HasilPutusan.DITERAPKAN


def _bertentangan(usulan: Usulan, terakhir: Putusan | None, status: str, tanggal: date) -> bool:
    sehari = (
        terakhir is not None
        and (terakhir.tanggal, terakhir.putaran) == (tanggal, usulan.putaran)
        and terakhir.status != status
    )
    terlambat = usulan.tahap_kini not in alur.VERIFIKASI and status != usulan.status_bkn
    return sehari or terlambat


def _terapkan(usulan: Usulan, status: str, tanggal: date, oleh: Pelaku) -> None:
    label = StatusPutusan(status).label
    if usulan.tahap_kini in alur.SESUDAH_TERBIT:
        if status != StatusPutusan.APPROVED:
            kata = f"BKN mengubah putusannya menjadi {label} ({tanggal:%d-%m-%Y}) sesudah Keppres terbit."
            tahan(usulan, SebabTahan.PUTUSAN, kata, tanggal=tanggal, oleh=oleh)
        simpan_jalur_bkn(usulan)
        return
    if usulan.tahap_kini in alur.AKHIR:
        simpan_jalur_bkn(usulan)
        return
    usulan.status_bkn = status
    bidang = ["status_bkn", *BIDANG]
    if usulan.tahap_kini in alur.KEPPRES_DISUSUN and status != StatusPutusan.APPROVED:
        kata = f"BKN mengubah putusannya menjadi {label}."
        tahan(usulan, SebabTahan.PUTUSAN, kata, tanggal=tanggal, oleh=oleh)
    elif status == StatusPutusan.TMS:
        bidang += pindah(usulan, Kerja.BKN_TMS, Tahap.TMS, oleh=oleh)
        akhiri(usulan, cara=Tahanan.Cara.DIIKUTI, oleh=oleh)
    elif status == StatusPutusan.BTL:
        bidang += buka_perbaikan_bkn(usulan, oleh)
    else:
        bebaskan(usulan, tanggal, oleh)
        selaraskan(usulan, oleh)
        bidang += lanjut_bila_lengkap(usulan)
    simpan_jalur_bkn(usulan, *bidang)


def bebaskan(usulan: Usulan, tanggal: date, oleh: Pelaku) -> bool:
    """End the holds that BKN's approval of the day `tanggal` ends: those of an earlier day, never of the same.

    A verdict that came on the same day may have been given before the withdrawal: then two people decide.
    """
    lebih_tua = usulan.tahanan.terbuka().filter(sebab__in=[SebabTahan.PUTUSAN, SebabTahan.TAHAP], tanggal__lt=tanggal)
    sebab = [SebabTahan(satu) for satu in lebih_tua.values_list("sebab", flat=True)]
    alasan = f"BKN menyetujui lagi pada {tanggal:%d-%m-%Y}."
    return bool(sebab) and akhiri(usulan, *sebab, cara=Tahanan.Cara.SEBAB_HILANG, oleh=oleh, alasan=alasan)


def disetujui_lagi(usulan: Usulan, sesudah: date) -> bool:
    """Whether BKN approved, or signed the Pertek, on a later day than `sesudah`."""
    putusan = usulan.putusan.filter(lembaga=Lembaga.BKN, status=StatusPutusan.APPROVED, tanggal__gt=sesudah)
    return putusan.exists() or usulan.riwayat_bkn.filter(status_tahapan=TAHAP_TTD, tanggal__gt=sesudah).exists()


def buka_perbaikan_bkn(usulan: Usulan, oleh: Pelaku, kerja: Kerja = Kerja.BKN_BTL) -> list[str]:
    """Open every row for the PIC: BKN's BTL names no document, until a verifier names them all are open."""
    bidang = ["perbaikan_ditandai"]
    if usulan.tahap_kini is not Tahap.PERBAIKAN:
        bidang += pindah(usulan, kerja, Tahap.PERBAIKAN, oleh=oleh)
    usulan.dokumen.update(terbuka=True)
    usulan.perbaikan_ditandai = False
    return bidang


def lanjut_bila_lengkap(usulan: Usulan) -> list[str]:
    """Move on to SIAP_KEPPRES when a Keppres may rest on the usulan; return the fields to write."""
    if usulan.tahap_kini is Tahap.MENUNGGU_PERTEK and kesiapan(usulan).siap:
        return pindah(usulan, Kerja.BKN_LENGKAP, Tahap.SIAP_KEPPRES, oleh=Mesin.BKN)
    return []


def ikuti_putusan(usulan: Usulan, oleh: Pelaku, alasan: str) -> list[str]:
    """Take the usulan out of its Keppres and let BKN's BTL or TMS have its way; return the fields to write."""
    if usulan.status_bkn == StatusPutusan.TMS:
        bidang = pindah(usulan, Kerja.IKUTI_BKN, Tahap.TMS, oleh=oleh)
    else:
        bidang = buka_perbaikan_bkn(usulan, oleh, Kerja.IKUTI_BKN)
    KeppresUsulan.objects.filter(usulan=usulan).delete()
    akhiri(usulan, cara=Tahanan.Cara.DIIKUTI, oleh=oleh, alasan=alasan)
    return bidang
