"""The relay: finds every Peristiwa whose calls were not planned and plans them, in the order of their stream.

By anti-join, not by a cursor on ids: ids commit out of order, and a cursor would step over the late ones. One relay
works at a time, and within a stream an earlier Peristiwa is always planned first, so that no call can overtake.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keluar.antrean import buka_giliran
from integrasi.keluar.muatan import MuatanTidakSah, muatan_usulan
from integrasi.keluar.rencana import RENCANA, Panggilan, rencanakan
from integrasi.models import Keadaan, Pengiriman, PeristiwaDirencanakan
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas.models import Berkas
from siapp.berkas.tautan import buat_tautan
from usulan.models import Usulan, rincian

log = structlog.get_logger(__name__)

JENDELA = timedelta(hours=1)
KUNCI_RELAI = 7_201_001
TUNGGU_RELAI = 2.0
TUJUAN_TAUTAN = "salinan-keppres"
_AWALAN_USULAN = "usulan:"
# A process that is frozen while it holds a lock of its session would hold it for ever; its session ends instead.
BEKU = "120s"


@contextmanager
def kunci_tunggal(kunci: int, tunggu: float = 0.0) -> Iterator[bool]:
    """Hold the advisory lock `kunci` of the database session; gives False when another holds it for `tunggu` seconds.

    It ends with the session, so a killed worker leaves nothing behind; a frozen one loses its session after `BEKU`.
    """
    batas = time.monotonic() + tunggu
    with connection.cursor() as kursor:
        while not (dapat := coba_kunci(kursor, kunci)) and time.monotonic() < batas:
            time.sleep(0.05)
        try:
            yield dapat
        finally:
            if dapat:
                lepas_kunci(kursor, kunci)


def coba_kunci(kursor: Any, kunci: int, bagian: str | None = None) -> bool:
    """Take the session's lock `kunci`, or its part named `bagian`, if it is free; the session may not idle then."""
    isi, sql = ([kunci], "(%s)") if bagian is None else ([kunci, bagian], "(%s, hashtext(%s))")
    kursor.execute(f"SELECT pg_try_advisory_lock{sql}", isi)
    dapat = bool(kursor.fetchone()[0])
    if dapat:
        _batasi_diam(kursor, BEKU)
    return dapat


def lepas_kunci(kursor: Any, kunci: int, bagian: str | None = None) -> None:
    """Give back what `coba_kunci` took."""
    isi, sql = ([kunci], "(%s)") if bagian is None else ([kunci, bagian], "(%s, hashtext(%s))")
    kursor.execute(f"SELECT pg_advisory_unlock{sql}", isi)
    _batasi_diam(kursor, "0")


def _batasi_diam(kursor: Any, lama: str) -> None:
    nama = ("idle_session_timeout", "idle_in_transaction_session_timeout")
    kursor.execute("SELECT set_config(%s, %s, false), set_config(%s, %s, false)", [nama[0], lama, nama[1], lama])


def belum_direncanakan() -> QuerySet[Peristiwa]:
    """Peristiwa that ask for calls and have none planned."""
    return Peristiwa.objects.filter(jenis__in=list(RENCANA), direncanakan__isnull=True)


def rencanakan_tertunda(*, menyeluruh: bool = False) -> int:
    """Plan what is unplanned, in the recent window or (`menyeluruh`) ever; return how many Peristiwa were planned."""
    with kunci_tunggal(KUNCI_RELAI, TUNGGU_RELAI) as dapat:
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
    baris = [_pengiriman(peristiwa, satu) for satu in rencanakan(peristiwa.jenis, peristiwa.data)]
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
        baris.keadaan, baris.sebab, baris.pesan = Keadaan.DITOLAK, "data", str(galat)[:500]
