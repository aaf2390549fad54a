"""The relay: finds every Peristiwa whose calls were not planned and plans them, in the order of their stream.

By anti-join, not by a cursor on ids: ids commit out of order, and a cursor would step over the late ones. One relay
works at a time, which spares work; that within a stream an earlier Peristiwa is always planned first, and each once,
rests on a lock of the planning transaction itself, so that no call can overtake.
"""

from collections.abc import Sequence
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
from integrasi.keluar.ralat import gantikan_yang_berhenti, yang_digantikan
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
from usulan.models.rincian import NAMA_RINCIAN

log = structlog.get_logger(__name__)

JENDELA = timedelta(hours=1)
TUNGGU_RELAI = 2.0
# Streams planned in one transaction: what one costs alone is shared, and a crash undoes no more than these.
ROMBONGAN = 200
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
        return sum(_rencanakan_rombongan(aliran[awal : awal + ROMBONGAN]) for awal in range(0, len(aliran), ROMBONGAN))


def _rencanakan_rombongan(aliran: Sequence[str]) -> int:
    """Plan these streams in one transaction; where that fails, one by one, so that each holds up only itself."""
    try:
        with transaction.atomic(durable=True):
            return _rencanakan(aliran)
    except Exception:
        log.warning("rencana_rombongan_gagal", banyak=len(aliran), exc_info=True)
    return sum(_rencanakan_aliran(satu) for satu in aliran)


def _rencanakan_aliran(aliran: str) -> int:
    """Plan one stream in its order. A Peristiwa that cannot be planned holds up its own stream only."""
    jumlah = 0
    for peristiwa in belum_direncanakan().filter(aliran=aliran).order_by("urutan").values_list("pk", flat=True):
        try:
            with transaction.atomic(durable=True):
                jumlah += _rencanakan([aliran], hanya=peristiwa)
        except Exception:
            log.exception("rencana_gagal", peristiwa=peristiwa)
            break
    return jumlah


def _rencanakan(aliran: Sequence[str], hanya: int | None = None) -> int:
    """Plan what is unplanned of `aliran`, or of that the one Peristiwa `hanya`, in the order of each stream."""
    kunci_transaksi(Kunci.RELAI, *aliran)
    tertunda = belum_direncanakan().filter(aliran__in=aliran, **({"pk": hanya} if hanya else {}))
    peristiwa = list(tertunda.order_by("pk"))
    if not peristiwa:
        return 0
    digantikan = yang_digantikan([satu.pk for satu in peristiwa])
    rencana = [
        (satu, panggilan)
        for satu in peristiwa
        if satu.pk not in digantikan
        for panggilan in rencanakan(satu.jenis, satu.data)
    ]
    for satu in peristiwa:
        if satu.jenis in JENIS_SALINAN:
            gantikan_yang_berhenti(satu)
    Pengiriman.objects.bulk_create(_pengiriman(rencana), ignore_conflicts=True)
    PeristiwaDirencanakan.objects.bulk_create(
        (PeristiwaDirencanakan(peristiwa=satu) for satu in peristiwa), ignore_conflicts=True
    )
    buka_giliran(*aliran)
    return len(peristiwa)


def _pengiriman(rencana: Sequence[tuple[Peristiwa, Panggilan]]) -> list[Pengiriman]:
    kini = timezone.now()
    baris = [
        Pengiriman(
            peristiwa=peristiwa,
            api=panggilan.api,
            aliran=peristiwa.aliran,
            gelombang=panggilan.gelombang(peristiwa.urutan),
            usulan_id=_usulan_id(peristiwa.aliran),
            sasaran=panggilan.sasaran,
            muatan=dict(panggilan.muatan),
            # Who came first goes first, though all are planned at one moment.
            jatuh_tempo=kini + timedelta(microseconds=nomor),
        )
        for nomor, (peristiwa, panggilan) in enumerate(rencana)
    ]
    isi_muatan_usulan([satu for satu in baris if satu.api == Api.USULAN and satu.usulan_id])
    for satu in baris:
        if satu.api == Api.SALINAN_KEPPRES:
            # The link is made here, where something is written anyway; sending and resending only tell it again.
            berkas = Berkas.objects.get(pk=satu.muatan["berkas_id"])
            buat_tautan(berkas, tujuan=TUJUAN_TAUTAN, oleh=Mesin.SISTEM)
    return baris


def _usulan_id(aliran: str) -> UUID | None:
    return UUID(aliran.removeprefix(_AWALAN_USULAN)) if aliran.startswith(_AWALAN_USULAN) else None


def isi_muatan_usulan(baris: Sequence[Pengiriman]) -> None:
    """Put the usulan's data as it is now into each of `baris` (API 3); the same is sent on every try.

    What breaks the Lampiran refuses the row with the sentence, so that a person sees it; nothing is sent.
    """
    if not baris:
        return
    sumber = Usulan.objects.select_related("periode", "asn", *set(NAMA_RINCIAN.values()))
    usulan = sumber.in_bulk([satu.usulan_id for satu in baris if satu.usulan_id])
    for satu in baris:
        milik = usulan[UUID(str(satu.usulan_id))]
        try:
            satu.muatan = muatan_usulan(milik, rincian(milik))
        except MuatanTidakSah as galat:
            pindah(satu, GerakKiriman.DATA_TIDAK_SAH)
            satu.sebab, satu.pesan = Kode.DATA, str(galat)[:500]
