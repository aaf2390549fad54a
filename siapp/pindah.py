"""The one door through which a row's `keadaan` changes: what its table does not know does not happen.

Why: keputusan/0024.
"""

from enum import StrEnum
from typing import Any, ClassVar, Protocol

import structlog
from django.db.models import QuerySet

from siapp.keadaan import GerakTakDikenal, TabelKeadaan

log = structlog.get_logger(__name__)


class Berkeadaan(Protocol):
    """A model whose rows have states: `TABEL` says which."""

    TABEL: ClassVar[TabelKeadaan[Any, Any]]
    keadaan: Any


def pindah(baris: Berkeadaan, gerak: StrEnum, ke: StrEnum | None = None) -> None:
    """Move `baris` in memory by `gerak`; the caller holds its lock and writes it.

    `ke`: where to, when the move may end in several states. Raises GerakTakDikenal, and nothing changes, when the table
    does not let a row in this state make the move.
    """
    try:
        baris.keadaan = baris.TABEL.pindah(gerak, baris.keadaan, ke)
    except GerakTakDikenal:
        log.error("gerak_tak_dikenal", model=type(baris).__name__, gerak=gerak, dari=baris.keadaan, ke=ke)
        raise


def pindahkan(baris: QuerySet[Any], gerak: StrEnum, /, **isi: Any) -> int:
    """Move all of `baris` by `gerak` in one UPDATE that also writes `isi`; return how many were moved.

    Rows in states that the move does not leave are not touched. Raises GerakTakDikenal for a move that the table
    does not have, or that may end in several states.
    """
    tabel: TabelKeadaan[Any, Any] = baris.model.TABEL
    ke = tabel.tujuan(gerak)
    return baris.filter(keadaan__in=tabel.dari(gerak)).update(keadaan=ke, **isi)
