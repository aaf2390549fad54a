"""Have the electronic signatures of released PDFs verified: in a child, behind the inspection, again when needed.

Nobody waits for it. What is due is told by each row alone: rules of another version, or an older list of trusted
certificates; so a stop loses one file, and a change of the list needs no order (keputusan/0088).
"""

import base64
import json
import signal
import uuid
from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db.models import F
from django.utils import timezone

from siapp.berkas.anak import AnakHabisWaktu, Batas, jalankan_anak
from siapp.berkas.models import AkarTepercaya, PemeriksaanTte
from siapp.berkas.models_tte import PemeriksaanTteQuerySet
from siapp.berkas.penyimpanan import BerkasRusak, buka_terperiksa
from siapp.berkas.tte_bentuk import SKEMA, GagalTte, IsiTte

log = structlog.get_logger(__name__)

# A signature takes 30 ms; a long file with many states takes seconds.
BATAS = Batas(cpu=30, dinding=120.0, mengalah=15)
SEWA = timedelta(minutes=5)
PERCOBAAN_MAKS = 3
JEDA = timedelta(minutes=2)


def tte_menunggu() -> PemeriksaanTteQuerySet:
    """Files whose signatures are to be looked at, the longest waiting first."""
    return PemeriksaanTte.objects.jatuh_tempo(AkarTepercaya.objects.revisi_kini())


def isi_tte(id_berkas: Iterable[uuid.UUID]) -> dict[uuid.UUID, IsiTte]:
    """Return what is known of the signatures of these files, in one query; files not looked at yet are left out.

    For rules: whoever calls has checked that the person may see the files. `IsiTte.diubah` and `.orang` say whether a
    paper was changed after somebody signed it, and whether anybody did.
    """
    semua = PemeriksaanTte.objects.filter(pk__in=id_berkas, skema=SKEMA)
    return {satu.pk: IsiTte.dari_json(satu.hasil) for satu in semua}


def periksa_tte_berikut() -> None:
    """Look at the signatures of the file that has waited longest."""
    # The list first: what is added meanwhile makes the result old, never wrong.
    revisi = AkarTepercaya.objects.revisi_kini()
    semua = AkarTepercaya.objects.berlaku().values_list("der", flat=True)
    akar = [base64.b64encode(bytes(der)).decode() for der in semua]
    if satu := _ambil(PemeriksaanTte.objects.jatuh_tempo(revisi)):
        _coba(satu, akar, revisi)


def _ambil(menunggu: PemeriksaanTteQuerySet) -> PemeriksaanTte | None:
    """Take the lease of the first that waits; None when nothing waits, or another was faster."""
    pertama = menunggu.select_related("berkas").first()
    if pertama is None:
        return None
    sewa, sampai = uuid.uuid4(), timezone.now() + SEWA
    diambil = menunggu.filter(pk=pertama.pk, jatuh_tempo=pertama.jatuh_tempo)
    if not diambil.order_by().update(sewa=sewa, jatuh_tempo=sampai, percobaan=F("percobaan") + 1):
        return None
    pertama.sewa, pertama.percobaan = sewa, pertama.percobaan + 1
    return pertama


def _coba(satu: PemeriksaanTte, akar: list[str], revisi: int) -> None:
    try:
        hasil = _periksa(satu, akar)
    except Exception as galat:
        log.warning("tte_gagal", berkas=str(satu.pk), galat=type(galat).__name__, percobaan=satu.percobaan)
        if satu.percobaan < PERCOBAAN_MAKS or isinstance(galat, BerkasRusak):
            milik = PemeriksaanTte.objects.filter(pk=satu.pk, sewa=satu.sewa)
            milik.update(sewa=None, jatuh_tempo=timezone.now() + JEDA * satu.percobaan)
            return
        hasil = IsiTte(gagal=GagalTte.TERLALU_BERAT)
    _tulis(satu, hasil, revisi)


def _periksa(satu: PemeriksaanTte, akar: list[str]) -> IsiTte:
    """Return what the child found. Raises AnakHabisWaktu when its end proves nothing."""
    with buka_terperiksa(satu.berkas) as isi:
        kode, keluaran = jalankan_anak("tte_anak.py", isi, {"akar": akar}, BATAS)
    if kode == 0:
        return IsiTte.dari_json(json.loads(keluaran))
    if kode == -signal.SIGKILL or kode > 0:
        raise AnakHabisWaktu("tte_anak.py")
    # Out of time or memory, or the reader fell over: the file did that and would do it again.
    return IsiTte(gagal=GagalTte.TERLALU_BERAT)


def _tulis(satu: PemeriksaanTte, hasil: IsiTte, revisi: int) -> None:
    # Fenced by the lease: who comes late has nothing to say.
    PemeriksaanTte.objects.filter(pk=satu.pk, sewa=satu.sewa).update(
        hasil=hasil.ke_json(),
        bertanda=hasil.bertanda,
        skema=SKEMA,
        revisi_akar=revisi,
        diperiksa_pada=timezone.now(),
        jatuh_tempo=timezone.now(),
        sewa=None,
        percobaan=0,
    )
