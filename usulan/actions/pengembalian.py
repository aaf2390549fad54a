"""Between who writes a draft and who signs it: given back with a note, handed over to be signed once more."""

from uuid import UUID

from django.db import transaction

from siapp.akun.models import Pengguna
from siapp.web.galat import GalatPengguna
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, simpan
from usulan.models import Usulan
from usulan.pengembalian import pengembalian
from usulan.peristiwa.isi_draf import DrafDikembalikan, DrafDiserahkan
from usulan.tahap import Kerja


@transaction.atomic(durable=True)
def kembalikan_draf(usulan_id: UUID, *, oleh: Pengguna, catatan: str, versi: int | None = None) -> Usulan:
    """Give a draft, or a correction, back to who wrote it: `catatan` says what has to change before it is signed.

    Its stage stays, and so may the signer change their mind. Raises GalatPengguna (no note), TidakBerwenang,
    TidakMungkin, SudahBerubah.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.KEMBALIKAN_DRAF, oleh=oleh, versi=versi)
    if not catatan.strip():
        raise GalatPengguna("Tulis apa yang harus diperbaiki sebelum Anda meneken.", bidang="catatan_penyusun")
    simpan(usulan)
    catat_usulan(usulan, DrafDikembalikan(), oleh=oleh, alasan=catatan.strip())
    return usulan


@transaction.atomic(durable=True)
def serahkan_draf(usulan_id: UUID, *, oleh: Pengguna) -> Usulan:
    """Hand a draft that was given back over to be signed. Raises GalatPengguna when it is not given back (any more)."""
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.SERAHKAN_DRAF, oleh=oleh)
    if pengembalian(usulan) is None:
        raise GalatPengguna("Draf ini tidak sedang dikembalikan: penyetuju sudah dapat menekennya.")
    simpan(usulan)
    catat_usulan(usulan, DrafDiserahkan(), oleh=oleh)
    return usulan
