"""What every action on a usulan does: lock, check, write, record."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.audit.catat import Pelaku
from siapp.audit.models import Peristiwa
from siapp.bangun import bangunkan
from usulan import izin, kebijakan
from usulan import tahap as alur
from usulan.kalender import tenggat_tahap
from usulan.models import LangkahTahap, Usulan
from usulan.peristiwa import aliran_usulan
from usulan.peristiwa.isi import Isi
from usulan.peristiwa.tulis import catat_isi
from usulan.tahap import Kerja, Tahap

TUGAS_KIRIM = "integrasi.tasks.kirim"  # by name: this room does not know who listens

# What a caller asks in the transaction that writes, before the usulan is locked. It raises when nothing may be written.
Syarat = Callable[[], None]


def kunci(usulan_id: UUID) -> Usulan:
    """Return the usulan with its row locked until the commit. Raises Usulan.DoesNotExist."""
    return Usulan.objects.select_for_update(of=("self",)).select_related("layanan", "asn", "instansi").get(pk=usulan_id)


def tanpa_syarat() -> None:
    """Ask nothing: the condition of a caller that has none."""


def simpan(usulan: Usulan, *bidang: str, menua: bool = True) -> None:
    """Write the named fields. With `menua` it moves `versi`, so that a page shown before is recognised as stale."""
    usulan.versi += menua
    usulan.diubah_pada = timezone.now()
    usulan.save(update_fields=[*bidang, "versi", "diubah_pada", "cari"])


def check_dapat(usulan: Usulan, kerja: Kerja, *, oleh: Pelaku, versi: int | None = None) -> None:
    """Raise unless `oleh` may do `kerja` to `usulan` now; the one place where the order of the questions stands.

    First who (TidakBerwenang), then the stage (TidakMungkin), then whether the page that was pressed is the newest
    (SudahBerubah; `versi` None asks for no check). So a person without the right never learns more than that.
    """
    izin.check_boleh(oleh, kerja, usulan)
    kebijakan.check_mungkin(usulan, kerja)
    kebijakan.check_versi(usulan, versi)


def dapat(usulan: Usulan, kerja: Kerja, *, oleh: Pelaku) -> bool:
    """Whether `check_dapat` lets `oleh` pass: for buttons that would otherwise be refused."""
    return kebijakan.mungkin(usulan, kerja) and izin.boleh(oleh, kerja, usulan)


def pindah(usulan: Usulan, kerja: Kerja, ke: Tahap, *, oleh: Pelaku, versi: int | None = None) -> list[str]:
    """Move `usulan` to the stage `ke` by `kerja`; return the names of the fields to write.

    Raises what `check_dapat` raises. `ke` must be one of the stages that `kerja` leads to (ValueError).
    """
    check_dapat(usulan, kerja, oleh=oleh, versi=versi)
    if ke not in alur.KETENTUAN[kerja].ke:
        raise ValueError(f"{kerja} does not lead to {ke}")
    dari, sejak = usulan.tahap, usulan.tahap_sejak
    usulan.tahap = ke
    usulan.tahap_sejak = timezone.now()
    _catat_langkah(usulan, kerja, dari, sejak)
    usulan.tenggat = tenggat_tahap(ke, usulan.tahap_sejak)
    return ["tahap", "tahap_sejak", "tenggat"]


def _catat_langkah(usulan: Usulan, kerja: Kerja, dari: str, sejak: datetime) -> None:
    """Keep the move for the figures of a whole (keputusan/0099): how long each stage took cannot be found later."""
    LangkahTahap.objects.create(
        usulan_id=usulan.pk,
        layanan_id=usulan.layanan_id,
        instansi_id=usulan.instansi_id,
        kerja=kerja,
        dari=dari,
        ke=usulan.tahap,
        sejak=sejak,
        pada=usulan.tahap_sejak,
    )


def catat_usulan(usulan: Usulan, isi: Isi, *, oleh: Pelaku, alasan: str = "") -> Peristiwa:
    """Append what `isi` says to the stream of `usulan` and wake whoever works it, after the commit."""
    peristiwa = catat_isi(aliran_usulan(usulan.pk), isi, oleh=oleh, alasan=alasan)
    transaction.on_commit(lambda: bangunkan(TUGAS_KIRIM))
    return peristiwa
