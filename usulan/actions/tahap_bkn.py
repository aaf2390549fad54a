"""BKN's stages as API 7 tells them: kept as received, and what follows when one takes back an approval (alur.md 2)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku
from siapp.hari import hari_terakhir
from usulan.actions.bkn import TAHAP_MENARIK, TAHAP_TTD, bebaskan, disetujui_lagi, simpan_jalur_bkn
from usulan.actions.dasar import Syarat, catat_usulan, kunci, tanpa_syarat
from usulan.actions.pertek import segarkan
from usulan.actions.tahanan import BIDANG, tahan
from usulan.models import SebabTahan, TahapBkn, Usulan
from usulan.peristiwa.isi import TahapBknBerubah
from usulan.tahap import Tahap


@dataclass(frozen=True, slots=True)
class BarisTahap:
    """One stage of BKN's list (Lampiran API 7), as received."""

    status_tahapan: str
    nama: str
    tanggal: date | None
    keterangan: str = ""


@transaction.atomic(durable=True)
def catat_tahapan(
    usulan_id: UUID,
    daftar: Sequence[BarisTahap],
    *,
    pada: datetime | None = None,
    syarat: Syarat = tanpa_syarat,
    oleh: Pelaku = Mesin.BKN,
) -> list[TahapBkn]:
    """Keep BKN's stages as received at the time `pada` (API 7: the present one, or all); return those that are new.

    A row is known by its content, so a list that is given again and again is written once. Of a single row that went
    elsewhere and came back, the return is new. A stage that takes back an approval holds, whatever the usulan's stage.
    A date that did not come yet is a slip and counts as none: no later stage could be newer than it. `syarat` is asked
    first, in the transaction that writes; nothing is written when it raises.
    """
    syarat()
    usulan = kunci(usulan_id)
    daftar = [_tanpa_hari_esok(satu) for satu in daftar]
    ada = list(usulan.riwayat_bkn.order_by("pk"))
    dikenal = {_rupa(satu) for satu in ada}
    kembali = len(daftar) == 1 and bool(ada) and _rupa(ada[-1]) != _rupa(daftar[0])
    baru = [satu for satu in dict.fromkeys(daftar) if kembali or _rupa(satu) not in dikenal]
    baru.sort(key=lambda s: s.tanggal or date.max)
    hasil = [_catat_tahap(usulan, satu, pada or timezone.now(), oleh) for satu in baru]
    if hasil:
        terakhir = usulan.riwayat_bkn.first() or hasil[-1]
        usulan.tahap_bkn = terakhir.nama or f"Tahap {terakhir.status_tahapan}"
        _tarik_atau_bebaskan(usulan, hasil, oleh)
        simpan_jalur_bkn(usulan, "tahap_bkn", *BIDANG)
        segarkan(usulan, oleh)
    return hasil


def _tanpa_hari_esok(satu: BarisTahap) -> BarisTahap:
    return replace(satu, tanggal=None) if satu.tanggal and satu.tanggal > hari_terakhir() else satu


def _rupa(tahap: TahapBkn | BarisTahap) -> tuple[str, str, date | None, str]:
    return tahap.status_tahapan, tahap.nama, tahap.tanggal, tahap.keterangan


def _catat_tahap(usulan: Usulan, satu: BarisTahap, saat: datetime, oleh: Pelaku) -> TahapBkn:
    catat_usulan(usulan, TahapBknBerubah(*_rupa(satu)), oleh=oleh)
    return TahapBkn.objects.create(usulan=usulan, diterima_pada=saat, **asdict(satu))


def _tarik_atau_bebaskan(usulan: Usulan, baru: Sequence[TahapBkn], oleh: Pelaku) -> None:
    for satu in baru:
        if satu.status_tahapan in TAHAP_MENARIK and usulan.tahap_kini not in {Tahap.TMS, Tahap.DIHAPUS}:
            if not disetujui_lagi(usulan, satu.hari):
                nama = satu.nama or f"Tahap {satu.status_tahapan}"
                kata = f"BKN membuka kembali usulan ini: {nama}."
                tahan(usulan, SebabTahan.TAHAP, kata, tanggal=satu.hari, oleh=oleh)
        elif satu.status_tahapan == TAHAP_TTD and satu.tanggal:
            bebaskan(usulan, satu.tanggal, oleh)
