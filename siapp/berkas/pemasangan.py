"""Whether storage and database belong together: both bear the id of the installation, and the database knows itself.

A copy of the database that is restored elsewhere bears the same id and may point at the same storage. So beside the id
stands which database wrote it: PostgreSQL's system_identifier and the database's oid, which no dump carries along
(keputusan/0054).
"""

import json
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from siapp.audit.catat import Pelaku, catat
from siapp.berkas.models import Pemasangan

KUNCI = "pemasangan.json"
DINYATAKAN = "pemasangan.dinyatakan"
_LANGKAH = (
    "Perapian berkas berhenti. Bila inilah pemasangan yang kini memakai penyimpanan itu, jalankan "
    "`manage.py pemasangan --nyatakan --alasan …`; bila ini salinan, ganti STORAGE_URL."
)


class PemasanganBerbeda(Exception):
    """Storage and database do not belong together; the text says how it is known and what to do."""


def pastikan_pemasangan() -> None:
    """Raise PemasanganBerbeda unless this database is the one whose installation owns the storage.

    Where neither of both bears an id yet (a first start), both get one.
    """
    if keluhan := keluhan_pemasangan():
        raise PemasanganBerbeda(keluhan)
    if not Pemasangan.objects.exists():
        _tulis(None)


def keluhan_pemasangan() -> str:
    """Return why the two do not belong together, in sentences that end in what to do; "" if they do. Writes nothing."""
    baris, tersimpan = Pemasangan.objects.first(), _di_penyimpanan()
    if baris is None:
        return f"Penyimpanan milik pemasangan lain. {_LANGKAH}" if tersimpan else ""
    if (baris.sistem, baris.basis_data) != _basis_data_ini():
        return f"Basis data ini salinan: pemasangannya berjalan di basis data lain. {_LANGKAH}"
    if tersimpan is None:
        return f"Penyimpanan tidak memuat tanda pemasangan ini. {_LANGKAH}"
    return "" if tersimpan == baris.nomor else f"Penyimpanan milik pemasangan lain. {_LANGKAH}"


@transaction.atomic
def nyatakan(*, oleh: Pelaku, alasan: str) -> None:
    """Declare this database and this storage one installation, under a new id: other copies are refused from now on."""
    _tulis(Pemasangan.objects.select_for_update().first())
    catat("pemasangan", DINYATAKAN, oleh=oleh, alasan=alasan)


@transaction.atomic
def _tulis(baris: Pemasangan | None) -> None:
    baris = baris or Pemasangan()
    baris.nomor = uuid4()
    baris.sistem, baris.basis_data = _basis_data_ini()
    baris.save()
    # Last: what fails here leaves the row as it was, and the clean-ups refused.
    default_storage.delete(KUNCI)
    default_storage.save(KUNCI, ContentFile(json.dumps({"pemasangan": str(baris.nomor)}).encode()))


def _basis_data_ini() -> tuple[str, int]:
    with connection.cursor() as kursor:
        kursor.execute(
            "SELECT (SELECT system_identifier::text FROM pg_control_system()), oid::bigint"
            " FROM pg_database WHERE datname = current_database()"
        )
        sistem, basis_data = kursor.fetchone()
    return sistem, basis_data


def _di_penyimpanan() -> UUID | None:
    """Return the id that the storage bears; one that cannot be read is nobody's, so it fits nothing."""
    try:
        with default_storage.open(KUNCI, "rb") as isi:
            tertulis: Any = json.loads(isi.read())
        return UUID(tertulis["pemasangan"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return UUID(int=0)
