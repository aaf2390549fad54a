"""Holds: begun when BKN changes what a Keppres rests on, ended when the cause is gone or by two people.

Sources: alur.md 2; keputusan/0004, keputusan/0033.

A hold belongs to the usulan, whatever its stage. Before the publication it stands in the way of a Keppres; after it the
row only tells a person.
"""

from datetime import date

from django.utils import timezone

from siapp.audit.catat import Pelaku
from usulan.actions.dasar import catat_usulan
from usulan.kesiapan import alasan_pertek_lama, alasan_tanpa_pertek, bersandar, pertek_berlaku, ralat
from usulan.models import KeppresUsulan, Pertek, SebabTahan, StatusPutusan, Tahanan, Usulan, UsulTahanan, usul_terbuka
from usulan.peristiwa.isi import Ditahan, TahanDilepas
from usulan.tahap import KEPPRES_DISUSUN, SESUDAH_TERBIT

Cara = Tahanan.Cara
PANJANG_KETERANGAN = 500
# What is written to the usulan when its holds changed.
BIDANG = ("ditahan",)


def tahan(
    usulan: Usulan, sebab: SebabTahan, keterangan: str, *, tanggal: date, oleh: Pelaku, pertek: Pertek | None = None
) -> bool:
    """Begin a hold, or renew the open one of the same cause; False when that said the same already.

    The caller holds the lock of `usulan` and writes `BIDANG`.
    """
    keterangan = keterangan[:PANJANG_KETERANGAN]
    ada = usulan.tahanan.terbuka().filter(sebab=sebab).first()
    if ada and (ada.keterangan, ada.pertek_id) == (keterangan, pertek.pk if pertek else None):
        return False
    if ada:
        ada.keterangan, ada.pertek, ada.tanggal = keterangan, pertek, max(tanggal, ada.tanggal)
        ada.save(update_fields=["keterangan", "pertek", "tanggal"])
    else:
        isi = {"keterangan": keterangan, "pertek": pertek, "tanggal": tanggal}
        Tahanan.objects.create(usulan=usulan, sebab=sebab, sejak=timezone.now(), **isi)
    _segarkan(usulan)
    catat_usulan(usulan, Ditahan(sebab=sebab), oleh=oleh, alasan=keterangan)
    return True


def akhiri(usulan: Usulan, *sebab: SebabTahan, cara: str, oleh: Pelaku, alasan: str = "") -> bool:
    """End the open holds of `usulan` with these causes (none named: all of them); False when there was none."""
    terbuka = usulan.tahanan.terbuka()
    daftar = list(terbuka.filter(sebab__in=sebab) if sebab else terbuka)
    for satu in daftar:
        satu.selesai_pada, satu.cara = timezone.now(), cara
        satu.save(update_fields=["selesai_pada", "cara"])
    if not daftar:
        return False
    _segarkan(usulan)
    isi = TahanDilepas(" ".join(t.keterangan for t in daftar), cara=cara)
    catat_usulan(usulan, isi, oleh=oleh, alasan=alasan)
    return True


def _segarkan(usulan: Usulan) -> None:
    """Let the usulan's own column say what the open holds say, and drop what was proposed about another state."""
    terbuka = [] if usulan.tahap_kini in SESUDAH_TERBIT else list(usulan.tahanan.terbuka())
    usulan.ditahan = " ".join(t.keterangan for t in terbuka)[:255]
    usul = usul_terbuka(usulan)
    if usul is not None:
        usul.hasil, usul.diputus_pada = UsulTahanan.Hasil.GUGUR, timezone.now()
        usul.save(update_fields=["hasil", "diputus_pada"])


def selaraskan(usulan: Usulan, oleh: Pelaku) -> bool:
    """Begin and end the holds that follow from the Pertek in force: none, another than the draft's, too old a one.

    True when something changed; the caller then writes `BIDANG`.
    """
    baris = KeppresUsulan.objects.select_related("pertek").filter(usulan=usulan).first()
    if baris is not None:
        baris.usulan = usulan  # as it is being changed, not as it was read
    berlaku = pertek_berlaku(usulan)
    sebab = {
        SebabTahan.PERTEK: (_hilang(usulan, berlaku, baris), baris.pertek if baris else None),
        SebabTahan.RALAT: (_beda(berlaku, baris), berlaku),
        SebabTahan.PERTEK_LAMA: (_lama(usulan, berlaku), berlaku),
    }
    # Each poll of each usulan comes here, and hardly any has a hold: one look for all causes.
    terbuka = set(usulan.tahanan.terbuka().values_list("sebab", flat=True))
    berubah = [
        _selaras(usulan, satu, kata, pertek, oleh) for satu, (kata, pertek) in sebab.items() if kata or satu in terbuka
    ]
    return any(berubah)


def _selaras(usulan: Usulan, sebab: SebabTahan, kata: str, pertek: Pertek | None, oleh: Pelaku) -> bool:
    if kata:
        return tahan(usulan, sebab, kata, tanggal=timezone.localdate(), oleh=oleh, pertek=pertek)
    return akhiri(usulan, sebab, cara=Cara.SEBAB_HILANG, oleh=oleh)


def _hilang(usulan: Usulan, berlaku: Pertek | None, baris: KeppresUsulan | None) -> str:
    if berlaku is not None or usulan.tahap_kini not in KEPPRES_DISUSUN | SESUDAH_TERBIT:
        return ""
    dasar = f"{bersandar(baris)}. " if baris else ""
    return dasar + alasan_tanpa_pertek(usulan)


def _beda(berlaku: Pertek | None, baris: KeppresUsulan | None) -> str:
    if berlaku is None or baris is None or baris.pertek_id == berlaku.pk:
        return ""
    return ralat(baris, berlaku)


def _lama(usulan: Usulan, berlaku: Pertek | None) -> str:
    disetujui = usulan.status_bkn == usulan.status_biro == StatusPutusan.APPROVED
    return alasan_pertek_lama(usulan, berlaku) if berlaku and disetujui else ""
