"""BKN's track: what the partner says about a usulan, however it reached us (alur.md 2)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku
from siapp.berkas.models import Berkas
from usulan import kebijakan
from usulan import tahap as alur
from usulan.actions.dasar import catat_usulan, kunci, pindah, simpan
from usulan.models import KeppresUsulan, Lembaga, Pertek, Putusan, StatusPutusan, TahapBkn, Usulan
from usulan.peristiwa.isi import Ditahan, PertekDiterima, PutusanBkn, TahapBknBerubah
from usulan.tahap import Kerja, Tahap

# Stages that take back what BKN had approved: perbaikan pertek, pembatalan pertek (kontrak.md 6).
TAHAP_MEMBATALKAN = frozenset({"24", "26", "75"})


class HasilPutusan(StrEnum):
    DITERAPKAN = "DITERAPKAN"
    SAMA = "SAMA"
    BASI = "BASI"
    BERTENTANGAN = "BERTENTANGAN"


def _tahan(usulan: Usulan, alasan: str, oleh: Pelaku) -> None:
    """Stop a Keppres that rests on what BKN changed; a person decides (keputusan/0004)."""
    usulan.ditahan = alasan[:255]
    catat_usulan(usulan, Ditahan(), oleh=oleh, alasan=alasan)


def _simpan(usulan: Usulan, *bidang: str) -> None:
    """BKN's track runs beside ours: it must not spoil the page on which a person is just deciding.

    So pages go stale only where BKN moved the usulan, holds it, or opened rows for correction.
    """
    simpan(usulan, *bidang, menua=bool(usulan.ditahan) or not {"tahap", "perbaikan_ditandai"}.isdisjoint(bidang))


@transaction.atomic(durable=True)
def terima_putusan(
    usulan_id: UUID,
    *,
    status: str,
    tanggal: date,
    keterangan: str = "",
    sejak: datetime | None = None,
    oleh: Pelaku = Mesin.BKN,
) -> HasilPutusan:
    """Apply a verdict of BKN (API 9; or API 7 when the notice was lost). `keterangan` ≤ 255.

    The same verdict again changes nothing (SAMA), unless the first one came before `sejak`, when BKN got a correction;
    one with an older date than the newest is kept and not applied (BASI); one that contradicts the newest of the same
    day and round, or comes past BKN's turn, is applied as far as the stage permits, and a person is told
    (BERTENTANGAN).
    """
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
    putusan = PutusanBkn(status, tanggal, keterangan, putaran=usulan.putaran, basi=basi)
    catat_usulan(usulan, putusan, oleh=oleh)
    if basi:
        _simpan(usulan)
        return HasilPutusan.BASI
    bentrok = _bertentangan(usulan, terakhir, status, tanggal)
    _terapkan(usulan, status, oleh)
    return HasilPutusan.BERTENTANGAN if bentrok else HasilPutusan.DITERAPKAN


def _bertentangan(usulan: Usulan, terakhir: Putusan | None, status: str, tanggal: date) -> bool:
    sehari = (
        terakhir is not None
        and (terakhir.tanggal, terakhir.putaran) == (tanggal, usulan.putaran)
        and terakhir.status != status
    )
    terlambat = usulan.tahap_kini not in alur.VERIFIKASI and status != usulan.status_bkn
    return sehari or terlambat


def _terapkan(usulan: Usulan, status: str, oleh: Pelaku) -> None:
    if usulan.tahap_kini in alur.AKHIR or usulan.tahap_kini is Tahap.KEPPRES_TERBIT:
        _simpan(usulan)
        return
    usulan.status_bkn = status
    bidang = ["status_bkn", "ditahan"]
    if usulan.tahap_kini in alur.KEPPRES_DISUSUN and status != StatusPutusan.APPROVED:
        _tahan(usulan, f"BKN mengubah putusannya menjadi {StatusPutusan(status).label}.", oleh)
    elif status == StatusPutusan.TMS:
        bidang += pindah(usulan, Kerja.BKN_TMS, Tahap.TMS, oleh=oleh)
    elif status == StatusPutusan.BTL:
        bidang += buka_perbaikan_bkn(usulan, oleh)
    else:
        bidang += lanjut_bila_lengkap(usulan, oleh)
    _simpan(usulan, *bidang)


def buka_perbaikan_bkn(usulan: Usulan, oleh: Pelaku, kerja: Kerja = Kerja.BKN_BTL) -> list[str]:
    """Open every row for the PIC: BKN's BTL names no document, until a verifier names them all are open."""
    bidang = ["perbaikan_ditandai"]
    if usulan.tahap_kini is not Tahap.PERBAIKAN:
        bidang += pindah(usulan, kerja, Tahap.PERBAIKAN, oleh=oleh)
    usulan.dokumen.update(terbuka=True)
    usulan.perbaikan_ditandai = False
    return bidang


def lanjut_bila_lengkap(usulan: Usulan, oleh: Pelaku) -> list[str]:
    """Move on to SIAP_KEPPRES when both tracks approved and a Pertek is here; return the fields to write."""
    if usulan.tahap_kini is Tahap.MENUNGGU_PERTEK and kebijakan.siap_keppres(usulan):
        return pindah(usulan, Kerja.BKN_LENGKAP, Tahap.SIAP_KEPPRES, oleh=oleh)
    return []


@transaction.atomic(durable=True)
def catat_tahap(
    usulan_id: UUID,
    *,
    status_tahapan: str,
    nama: str,
    tanggal: date | None,
    keterangan: str = "",
    oleh: Pelaku = Mesin.BKN,
) -> bool:
    """Keep BKN's stage as received (API 7); True when it was new. A withdrawn approval stops a Keppres draft."""
    usulan = kunci(usulan_id)
    terakhir = usulan.riwayat_bkn.first()
    kini = (status_tahapan, nama, tanggal, keterangan)
    if terakhir and (terakhir.status_tahapan, terakhir.nama, terakhir.tanggal, terakhir.keterangan) == kini:
        return False
    TahapBkn.objects.create(
        usulan=usulan,
        status_tahapan=status_tahapan,
        nama=nama,
        tanggal=tanggal,
        keterangan=keterangan,
        diterima_pada=timezone.now(),
    )
    usulan.tahap_bkn = nama or f"Tahap {status_tahapan}"
    if status_tahapan in TAHAP_MEMBATALKAN and usulan.tahap_kini in alur.KEPPRES_DISUSUN:
        _tahan(usulan, f"BKN membuka kembali usulan ini: {usulan.tahap_bkn}.", oleh)
    _simpan(usulan, "tahap_bkn", "ditahan")
    catat_usulan(usulan, TahapBknBerubah(status_tahapan, nama, tanggal, keterangan), oleh=oleh)
    return True


@transaction.atomic(durable=True)
def terima_pertek(
    usulan_id: UUID,
    *,
    nomor: str,
    tanggal: date | None,
    jenis: str,
    berkas: Berkas | None,
    oleh: Pelaku = Mesin.BKN,
) -> Pertek | None:
    """Keep a Pertek or its Ralat (API 6); None when it was known. `jenis` is "Baru" or "Perbaikan".

    A Ralat leaves the first one in the history and stops a Keppres draft that rests on it, until a person confirms.
    """
    usulan = kunci(usulan_id)
    lama = usulan.pertek.filter(nomor=nomor, jenis=jenis).first()
    if lama is not None:
        if lama.berkas_id is None and berkas is not None:
            lama.berkas = berkas
            lama.save(update_fields=["berkas"])
        return None
    usulan.pertek.filter(berlaku=True).update(berlaku=False)
    pertek = Pertek.objects.create(
        usulan=usulan, nomor=nomor, tanggal=tanggal, jenis=jenis, berkas=berkas, diterima_pada=timezone.now()
    )
    catat_usulan(usulan, PertekDiterima(nomor, tanggal, jenis), oleh=oleh)
    if KeppresUsulan.objects.filter(usulan=usulan).exists() and usulan.tahap_kini in alur.KEPPRES_DISUSUN:
        _tahan(usulan, f"{pertek.get_jenis_display()} {nomor} datang setelah rancangan Keppres disusun.", oleh)
    _simpan(usulan, *lanjut_bila_lengkap(usulan, oleh), "ditahan")
    return pertek
