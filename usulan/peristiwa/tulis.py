"""Telling: the only way in which this room appends a Peristiwa."""

from siapp.audit.catat import Pelaku, catat
from siapp.audit.models import Peristiwa
from usulan.peristiwa.baca import simpanan
from usulan.peristiwa.daftar import JENIS
from usulan.peristiwa.isi import Isi


def catat_isi(aliran: str, isi: Isi, *, oleh: Pelaku, alasan: str = "") -> Peristiwa:
    """Append to the stream `aliran` what `isi` says; `alasan` is free text. See `siapp.audit.catat.catat`."""
    return catat(aliran, JENIS[type(isi)], oleh=oleh, data=simpanan(isi), alasan=alasan)
