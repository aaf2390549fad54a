"""The only writer of Peristiwa and Akses; what API 8 tells is recorded by the statement that reads it, too.

That one is the function `integrasi_status_biro` of PostgreSQL (keputusan/0072).
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.kunci_jejak import kunci_kini, tanda
from siapp.audit.models import Akses, KepalaAliran, Peristiwa

log = structlog.get_logger(__name__)

# Who acts: a person, or one of the machines.
Pelaku = Pengguna | Mesin


def _pelaku(oleh: Pelaku) -> dict[str, Any]:
    return {"mesin": oleh} if isinstance(oleh, Mesin) else {"oleh_id": oleh.pk}


def sidik_peristiwa(peristiwa: Peristiwa) -> str:
    """Return the hash (64 hex digits) over all that `peristiwa` says and the hash of the one before it.

    It is an HMAC under the key that `peristiwa.kunci` names, "" when nobody has that key any more. Rows from before
    there were keys have none, and a plain SHA-256.
    """
    isi = [
        peristiwa.aliran,
        peristiwa.urutan,
        peristiwa.jenis,
        peristiwa.oleh_id,
        peristiwa.mesin,
        peristiwa.waktu.astimezone(timezone.get_default_timezone()).isoformat(),
        peristiwa.data,
        peristiwa.alasan,
        peristiwa.sidik_sebelum,
    ]
    if peristiwa.kunci:
        return tanda(peristiwa.kunci, teks_baku([*isi, peristiwa.kunci]))
    return hashlib.sha256(teks_baku(isi).encode()).hexdigest()


def teks_baku(isi: Any) -> str:
    """Return the one text that stands for `isi` wherever it is hashed: JSON, sorted and without spaces."""
    return json.dumps(isi, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)


def _bilangan(teks: str) -> int | float:
    # PostgreSQL's numeric knows no negative zero and writes large whole numbers without an exponent.
    nilai = float(teks)
    return int(nilai) if nilai.is_integer() and abs(nilai) >= 1e16 else nilai + 0.0


def _seperti_disimpan(data: dict[str, Any]) -> dict[str, Any]:
    """Return `data` just as jsonb will give it back: the hash must be the same before and after."""
    hasil: dict[str, Any] = json.loads(json.dumps(data, cls=DjangoJSONEncoder), parse_float=_bilangan)
    return hasil


def catat(aliran: str, jenis: str, *, oleh: Pelaku, data: dict[str, Any] | None = None, alasan: str = "") -> Peristiwa:
    """Append one Peristiwa to `aliran` (at most 64 characters, such as "usulan:<id>") and return it.

    Must be called inside the transaction of the change it tells. `data` is anything JSON can hold (dates and
    decimals included); `alasan` is free text. The head row of the stream is locked until the commit, so that two
    writers of a stream follow one another. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("catat() belongs in the transaction of the change it records")
    KepalaAliran.objects.bulk_create([KepalaAliran(aliran=aliran)], ignore_conflicts=True)
    kepala = KepalaAliran.objects.select_for_update().get(aliran=aliran)
    peristiwa = Peristiwa(
        aliran=aliran,
        urutan=kepala.urutan + 1,
        jenis=jenis,
        waktu=timezone.now(),
        data=_seperti_disimpan(data or {}),
        alasan=alasan,
        sidik_sebelum=kepala.sidik,
        kunci=kunci_kini(),
        **_pelaku(oleh),
    )
    peristiwa.sidik = sidik_peristiwa(peristiwa)
    peristiwa.save(force_insert=True)
    kepala.urutan, kepala.sidik = peristiwa.urutan, peristiwa.sidik
    kepala.save(update_fields=["urutan", "sidik"])
    transaction.on_commit(lambda: log.info("peristiwa", aliran=aliran, jenis=jenis, nomor=peristiwa.pk), robust=True)
    return peristiwa


def catat_akses(tindakan: str, objek: str, *, oleh: Pelaku | None, **rincian: Any) -> None:
    """Record that `oleh` read, downloaded or exported `objek` ("usulan:<id>", "berkas:<id>", …; ≤ 80 characters).

    Sign-ins are told the same way, with `objek` "akun:<id>"; `oleh` is None for one that failed: who it was is unknown.
    """
    Akses.objects.create(tindakan=tindakan, objek=objek, rincian=rincian, **_pembaca(oleh))


def catat_akses_banyak(tindakan: str, objek: Iterable[str], *, oleh: Pelaku | None, **rincian: Any) -> None:
    """Record the same reading of many objects in one statement, as `catat_akses` does for one."""
    pembaca = _pembaca(oleh)
    Akses.objects.bulk_create(Akses(tindakan=tindakan, objek=satu, rincian=rincian, **pembaca) for satu in objek)


def _pembaca(oleh: Pelaku | None) -> dict[str, Any]:
    if isinstance(oleh, Mesin):
        return {"mesin": oleh}
    return {"pengguna": oleh}
