"""Taking back what BKN said of somebody else: a verdict joined to the wrong usulan, or all under a wrong id.

Sources: keputusan/0034, keputusan/0053.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from usulan import izin, kebijakan
from usulan import tahap as alur
from usulan.actions.dasar import catat_usulan, kunci, pindah, simpan
from usulan.actions.pertek import lepaskan_semua
from usulan.actions.tahanan import BIDANG, akhiri, tahan
from usulan.models import Lembaga, Putusan, SebabTahan, StatusPutusan, Tahanan, Usulan
from usulan.peristiwa.isi import IdBknDikoreksi, PutusanDitarik
from usulan.tahap import Kerja, Tahap


@transaction.atomic(durable=True)
def tarik_putusan(
    usulan_id: UUID,
    *,
    status: str,
    tanggal: date,
    keterangan: str,
    sebelum: Mapping[str, Any],
    oleh: Pengguna,
    alasan: str,
) -> Usulan:
    """Take the verdict out of the usulan's track; the one before it counts again.

    `sebelum`: stage, round and newest verdict when it came ("tahap", "putaran", "putusan"). Where nobody
    moved the usulan since, its stage goes back too; a Keppres that is being made is held, and of a published one a
    person is told. What was recorded stays in the history, with this after it. Raises TidakBerwenang.
    """
    usulan = kunci(usulan_id)
    izin.check_boleh(oleh, Kerja.TARIK_PUTUSAN, usulan)
    semua = usulan.putusan.filter(lembaga=Lembaga.BKN)
    miliknya = semua.filter(status=status, tanggal=tanggal, keterangan=keterangan, pk__gt=sebelum["putusan"])
    if not miliknya.exists():
        return usulan  # BKN had said the same of it before: nothing came from the match
    miliknya.delete()
    _berlakukan_terakhir(usulan)
    catat_usulan(usulan, PutusanDitarik(status, tanggal, keterangan), oleh=oleh, alasan=alasan)
    if usulan.status_bkn == StatusPutusan.APPROVED and usulan.tahanan.terbuka().filter(tanggal=tanggal).exists():
        akhiri(usulan, SebabTahan.PUTUSAN, cara=Tahanan.Cara.SEBAB_HILANG, oleh=oleh, alasan=alasan)
    simpan(usulan, "status_bkn", *_kembalikan(usulan, sebelum, oleh, alasan), *BIDANG)
    return usulan


@transaction.atomic(durable=True)
def lepas_jalur_bkn(
    usulan_id: UUID, *, tetap: Collection[tuple[str, date, str]], oleh: Pengguna, alasan: str
) -> Usulan:
    """Take back all that BKN said of the usulan under an id that is another's: verdicts, stages and Pertek.

    `tetap`: verdicts (status, day, keterangan) that came otherwise and stay. What BKN ended or made ready goes back to
    whose turn it was; a Keppres that is being made is held, and of a published one a person is told. Raises as
    `tarik_putusan` does.
    """
    usulan = kunci(usulan_id)
    izin.check_boleh(oleh, Kerja.TARIK_PUTUSAN, usulan)
    tahap, status = _tahap_tanpa_bkn(usulan), usulan.status_bkn
    for satu in usulan.putusan.filter(lembaga=Lembaga.BKN).order_by("pk"):
        if (satu.status, satu.tanggal, satu.keterangan) not in tetap:
            _buang(usulan, satu, oleh, alasan)
    _berlakukan_terakhir(usulan)
    usulan.riwayat_bkn.all().delete()
    usulan.tahap_bkn = ""
    lama = (SebabTahan.PUTUSAN, SebabTahan.TAHAP)
    akhiri(usulan, *lama, cara=Tahanan.Cara.SEBAB_HILANG, oleh=oleh, alasan=alasan)
    bidang: list[str] = []
    if usulan.status_bkn != status:
        bidang = _kembalikan(usulan, {"tahap": tahap, "putaran": usulan.putaran}, oleh, alasan)
    lepaskan_semua(usulan, oleh)
    simpan(usulan, "status_bkn", "tahap_bkn", *bidang, *BIDANG)
    return usulan


def catat_id_bkn(usulan: Usulan, *, oleh: Pengguna, bersama: Pengguna, alasan: str) -> None:
    """Tell in the usulan's own history that its id at BKN was corrected, by whom and why; in the caller's transaction.

    The id itself is the partner room's (keputusan/0006), and so is its lock.
    """
    catat_usulan(usulan, IdBknDikoreksi((str(oleh), str(bersama))), oleh=oleh, alasan=alasan)


def _buang(usulan: Usulan, putusan: Putusan, oleh: Pengguna, alasan: str) -> None:
    isi = PutusanDitarik(putusan.status, putusan.tanggal, putusan.keterangan)
    putusan.delete()
    catat_usulan(usulan, isi, oleh=oleh, alasan=alasan)


def _tahap_tanpa_bkn(usulan: Usulan) -> Tahap:
    """Where the usulan would stand, had BKN not ended it or made it ready. A correction is left to the PIC."""
    tamat = usulan.tahap_kini is Tahap.TMS and usulan.status_bkn == StatusPutusan.TMS
    if not tamat and usulan.tahap_kini is not Tahap.SIAP_KEPPRES:
        return usulan.tahap_kini
    if usulan.status_biro == StatusPutusan.APPROVED:
        return Tahap.MENUNGGU_PERTEK
    return Tahap.DIVERIFIKASI if usulan.verifikator_id else Tahap.DIAJUKAN


def _berlakukan_terakhir(usulan: Usulan) -> None:
    """Let BKN's newest verdict that is left be the one in force."""
    semua = usulan.putusan.filter(lembaga=Lembaga.BKN)
    terakhir = semua.order_by("-tanggal", "-pk").first()
    semua.update(berlaku=False)
    if terakhir is not None:
        terakhir.berlaku = True
        terakhir.save(update_fields=["berlaku"])
    usulan.status_bkn = terakhir.status if terakhir else ""


def _kembalikan(usulan: Usulan, sebelum: Mapping[str, Any], oleh: Pengguna, alasan: str) -> list[str]:
    """Bring the stage back as far as it is still the one that the verdict led to; return the fields to write."""
    if usulan.tahap_kini in alur.SESUDAH_TERBIT:
        _kabari_terbit(usulan, oleh, alasan)
        return []
    disusun = usulan.tahap_kini in alur.KEPPRES_DISUSUN - {Tahap.SIAP_KEPPRES}
    if disusun and usulan.status_bkn != StatusPutusan.APPROVED:
        kata = f"Putusan BKN ditarik karena salah dicocokkan: {alasan}"
        tahan(usulan, SebabTahan.PUTUSAN, kata, tanggal=timezone.localdate(), oleh=oleh)
        return []
    tahap = Tahap(sebelum["tahap"])
    pindah_sejak = usulan.putaran != sebelum["putaran"]
    pindah_sejak |= usulan.status_biro == StatusPutusan.TMS  # Biro APP ended it meanwhile
    if tahap is usulan.tahap_kini or pindah_sejak or not kebijakan.mungkin(usulan, Kerja.TARIK_PUTUSAN):
        return []
    return pindah(usulan, Kerja.TARIK_PUTUSAN, tahap, oleh=oleh)


def _kabari_terbit(usulan: Usulan, oleh: Pengguna, alasan: str) -> None:
    """Tell a person that a published decree rests on an approval of somebody else: what was published stays so."""
    if usulan.status_bkn == StatusPutusan.APPROVED:
        return
    usulan.status_bkn = StatusPutusan.APPROVED
    kata = (
        f"Keppres terbit atas persetujuan BKN yang ternyata tentang orang lain: {alasan.rstrip('.')}. Tanyakan putusan "
        "untuk orang ini kepada BKN; bila tidak disetujui, ralat Keppresnya. Lalu catat apa yang dilakukan."
    )
    tahan(usulan, SebabTahan.PUTUSAN, kata, tanggal=timezone.localdate(), oleh=oleh)
