"""The relay: finds every Peristiwa whose calls were not planned and plans them, in the order of their stream.

By anti-join, not by a cursor on ids: ids commit out of order, and a cursor would step over the late ones. One relay
works at a time, which spares work; that within a stream an earlier Peristiwa is always planned first, and each once,
rests on a lock of the planning transaction itself, so that no call can overtake.
"""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import GerakKiriman
from integrasi.keluar.antrean import buka_giliran
from integrasi.keluar.muatan import MuatanTidakSah, muatan_usulan
from integrasi.keluar.ralat import gantikan_yang_berhenti, salinan_digantikan
from integrasi.keluar.rencana import JENIS_SALINAN, RENCANA, Panggilan, rencanakan
from integrasi.models import Pengiriman, PeristiwaDirencanakan
from integrasi.sebab import Kode
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas.models import Berkas
from siapp.berkas.tautan import buat_tautan
from siapp.kunci import Kunci, kunci_transaksi, kunci_tunggal
from siapp.pindah import pindah
from usulan.models import Usulan, rincian
from usulan.models.keppres import TUJUAN_TAUTAN

log = structlog.get_logger(__name__)

JENDELA = timedelta(hours=1)
TUNGGU_RELAI = 2.0
_AWALAN_USULAN = "usulan:"


def belum_direncanakan() -> QuerySet[Peristiwa]:
    """Peristiwa that ask for calls and have none planned."""
    return Peristiwa.objects.filter(jenis__in=list(RENCANA), direncanakan__isnull=True)


def rencanakan_tertunda(*, menyeluruh: bool = False) -> int:
    """Plan what is unplanned, in the recent window or (`menyeluruh`) ever; return how many Peristiwa were planned."""
    with kunci_tunggal(Kunci.RELAI, tunggu=TUNGGU_RELAI) as dapat:
        if not dapat:
            return 0
        tertunda = belum_direncanakan()
        if not menyeluruh:
            tertunda = tertunda.filter(waktu__gt=timezone.now() - JENDELA)
        aliran = list(tertunda.order_by("aliran").values_list("aliran", flat=True).distinct())
        return sum(_rencanakan_aliran(satu) for satu in aliran)


def _rencanakan_aliran(aliran: str) -> int:
    """Plan one stream in its order. A Peristiwa that cannot be planned holds up its own stream only."""
    jumlah = 0
    for peristiwa in belum_direncanakan().filter(aliran=aliran).order_by("urutan"):
        try:
            _rencanakan_satu(peristiwa)
        except Exception:
            log.exception("rencana_gagal", peristiwa=peristiwa.pk, jenis=peristiwa.jenis)
            break
        jumlah += 1
    return jumlah


@transaction.atomic(durable=True)
def _rencanakan_satu(peristiwa: Peristiwa) -> None:
    kunci_transaksi(Kunci.RELAI, peristiwa.aliran)
    if PeristiwaDirencanakan.objects.filter(peristiwa=peristiwa).exists():
        return
    panggilan = () if salinan_digantikan(peristiwa) else rencanakan(peristiwa.jenis, peristiwa.data)
    baris = [_pengiriman(peristiwa, satu) for satu in panggilan]
    if peristiwa.jenis in JENIS_SALINAN:
        gantikan_yang_berhenti(peristiwa)
    Pengiriman.objects.bulk_create(baris, ignore_conflicts=True)
    PeristiwaDirencanakan.objects.bulk_create([PeristiwaDirencanakan(peristiwa=peristiwa)], ignore_conflicts=True)
    buka_giliran(peristiwa.aliran)


def _pengiriman(peristiwa: Peristiwa, panggilan: Panggilan) -> Pengiriman:
    usulan_id = _usulan_id(peristiwa.aliran)
    baris = Pengiriman(
        peristiwa=peristiwa,
        api=panggilan.api,
        aliran=peristiwa.aliran,
        gelombang=panggilan.gelombang(peristiwa.urutan),
        usulan_id=usulan_id,
        sasaran=panggilan.sasaran,
        muatan=dict(panggilan.muatan),
        jatuh_tempo=timezone.now(),
    )
    if panggilan.api == Api.USULAN and usulan_id:
        isi_muatan_usulan(baris)
    if panggilan.api == Api.SALINAN_KEPPRES:
        # The link is made here, where something is written anyway; sending and resending only tell it again.
        buat_tautan(Berkas.objects.get(pk=panggilan.muatan["berkas_id"]), tujuan=TUJUAN_TAUTAN, oleh=Mesin.SISTEM)
    return baris


def _usulan_id(aliran: str) -> UUID | None:
    return UUID(aliran.removeprefix(_AWALAN_USULAN)) if aliran.startswith(_AWALAN_USULAN) else None


def isi_muatan_usulan(baris: Pengiriman) -> None:
    """Put the usulan's data as it is now into `baris` (API 3); the same is sent on every try.

    What breaks the Lampiran refuses the row with the sentence, so that a person sees it; nothing is sent.
    """
    usulan = Usulan.objects.select_related("periode").get(pk=str(baris.usulan_id))
    try:
        baris.muatan = muatan_usulan(usulan, rincian(usulan))
    except MuatanTidakSah as galat:
        pindah(baris, GerakKiriman.DATA_TIDAK_SAH)
        baris.sebab, baris.pesan = Kode.DATA, str(galat)[:500]
