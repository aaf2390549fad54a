"""A person asks for a list to be brought up to date now; the worker does it (`sinkron.jalankan_disetujui`).

The request is a row, so a lost wake-up loses nothing. It may lose no rows: a list that shrinks waits for approval.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from integrasi.izin import check_administrator
from referensi.models import Sinkronisasi
from referensi.pemuatan import DAFTAR
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.bangun import bangunkan
from siapp.web.galat import GalatPengguna

DIMINTA = "sinkron.diminta"
TUGAS = "integrasi.tasks.sinkron_disetujui"
# A run that has gone on for longer has died with its worker.
MASA_JALAN = timedelta(minutes=30)


@transaction.atomic(durable=True)
def minta_sinkron(daftar: str, *, oleh: Pengguna) -> Sinkronisasi:
    """Ask for the list `daftar` (a key of DAFTAR); asked again while one is under way, it is that one.

    Raises TidakBerwenang, GalatPengguna for a list that there is not.
    """
    check_administrator(oleh)
    if daftar not in DAFTAR:
        raise GalatPengguna("Daftar ini tidak ada.", kode=404)
    kini = timezone.now()
    terakhir = Sinkronisasi.objects.select_for_update().filter(daftar=daftar).order_by("-mulai", "-id").first()
    jalan = terakhir and terakhir.keadaan == Sinkronisasi.Keadaan.BERJALAN and terakhir.mulai > kini - MASA_JALAN
    if terakhir and jalan:
        return terakhir
    # `selesai` is set: so the worker tells what was asked for from what is being done.
    baru = Sinkronisasi.objects.create(daftar=daftar, mulai=kini, selesai=kini, pesan="Menunggu pekerja.")
    catat(f"sinkron:{daftar}", DIMINTA, oleh=oleh, data={"sinkronisasi": baru.pk})
    transaction.on_commit(lambda: bangunkan(TUGAS))
    return baru
