"""What the sign-in asks of people here: set by an administrator, told in the audit trail (keputusan/0105)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import AturanMasuk, Pengguna
from siapp.audit.catat import Pelaku
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.peristiwa import ALIRAN_ATURAN_MASUK
from usulan.peristiwa.isi_orang import LangkahKeduaDiatur
from usulan.peristiwa.tulis import catat_isi


class AturanDitolak(GalatPengguna):
    """The rule cannot be set so; the message says why."""


@transaction.atomic(durable=True)
def atur_langkah_kedua(sejak: date | None, *, oleh: Pelaku, alasan: str) -> bool:
    """Set from which day signers need a second step, None for never; return whether that changed anything.

    Raises AturanDitolak for a day that is over: nobody could have prepared for it.
    """
    if not isinstance(oleh, Pengguna) or not hak.boleh(oleh, Urusan.ATUR_PIC):
        raise TidakBerwenang("Hanya administrator yang mengatur cara masuk.")
    AturanMasuk.objects.bulk_create([AturanMasuk()], ignore_conflicts=True)
    aturan = AturanMasuk.objects.select_for_update().get()
    if aturan.penanda_tangan_sejak == sejak:
        return False
    if sejak is not None and sejak < timezone.localdate():
        raise AturanDitolak("Tanggal ini sudah lewat. Tulis hari ini atau sesudahnya.", bidang="sejak")
    perubahan = {"sejak": [_teks(aturan.penanda_tangan_sejak), _teks(sejak)]}
    aturan.penanda_tangan_sejak = sejak
    aturan.save(update_fields=["penanda_tangan_sejak"])
    catat_isi(ALIRAN_ATURAN_MASUK, LangkahKeduaDiatur(perubahan), oleh=oleh, alasan=alasan)
    return True


def _teks(sejak: date | None) -> str:
    return sejak.isoformat() if sejak else ""
