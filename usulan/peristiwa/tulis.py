"""Telling: the only way in which this room appends a Peristiwa."""

from django.utils import timezone

from siapp.audit.catat import Pelaku, catat
from siapp.audit.models import Peristiwa
from usulan.kabar.aturan import ATURAN
from usulan.models import PeristiwaBerkabar
from usulan.peristiwa.baca import simpanan
from usulan.peristiwa.daftar import JENIS
from usulan.peristiwa.isi import Isi


def catat_isi(aliran: str, isi: Isi, *, oleh: Pelaku, alasan: str = "") -> Peristiwa:
    """Append to the stream `aliran` what `isi` says; `alasan` is free text. See `siapp.audit.catat.catat`.

    What concerns somebody is put on the list of what is to be told, in the same transaction (keputusan/0080).
    """
    peristiwa = catat(aliran, JENIS[type(isi)], oleh=oleh, data=simpanan(isi), alasan=alasan)
    if peristiwa.jenis in ATURAN:
        PeristiwaBerkabar.objects.create(peristiwa=peristiwa, jatuh_tempo=timezone.now())
    return peristiwa
