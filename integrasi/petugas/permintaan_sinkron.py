"""A person asks for a list to be brought up to date now, or lets one shrink; `sinkron.jalankan_disetujui` does it.

The request is a row, so a lost wake-up loses nothing. It may lose no rows: a list that shrinks waits for approval.
"""

from django.db import transaction
from django.utils import timezone

from integrasi.izin import check_administrator
from integrasi.tanya.sinkron_mati import tutup_yang_mati
from referensi.keadaan import SINKRON, GerakSinkron, KeadaanSinkron
from referensi.models import Sinkronisasi
from referensi.pemuatan import DAFTAR
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.bangun import bangunkan
from siapp.pindah import pindah
from siapp.web.galat import GalatPengguna

DIMINTA = "sinkron.diminta"
DISETUJUI = "sinkron.disetujui"
TUGAS = "integrasi.tasks.sinkron_disetujui"


@transaction.atomic(durable=True)
def minta_sinkron(daftar: str, *, oleh: Pengguna) -> Sinkronisasi:
    """Ask for the list `daftar` (a key of DAFTAR); asked again while one is under way, it is that one.

    Raises TidakBerwenang, GalatPengguna for a list that there is not.
    """
    check_administrator(oleh)
    if daftar not in DAFTAR:
        raise GalatPengguna("Daftar ini tidak ada.", kode=404)
    tutup_yang_mati()
    kini = timezone.now()
    terakhir = Sinkronisasi.objects.select_for_update().filter(daftar=daftar).order_by("-mulai", "-id").first()
    if terakhir and terakhir.keadaan == KeadaanSinkron.BERJALAN:
        return terakhir
    # `selesai` is set: so the worker tells what was asked for from what is being done.
    baru = Sinkronisasi.objects.create(daftar=daftar, mulai=kini, selesai=kini, pesan="Menunggu pekerja.")
    catat(f"sinkron:{daftar}", DIMINTA, oleh=oleh, data={"sinkronisasi": baru.pk})
    transaction.on_commit(lambda: bangunkan(TUGAS))
    return baru


@transaction.atomic(durable=True)
def setujui_sinkron(sinkron_id: int, *, oleh: Pengguna) -> Sinkronisasi:
    """Let a list shrink that waits for a person; the worker fetches it anew and merges it.

    Pressed again it changes nothing. Raises TidakBerwenang, and GalatPengguna when a later run has replaced it.
    """
    check_administrator(oleh)
    catatan = Sinkronisasi.objects.select_for_update().get(pk=sinkron_id)
    if not SINKRON.bisa(GerakSinkron.DISETUJUI, catatan.keadaan):
        return catatan
    if Sinkronisasi.objects.filter(daftar=catatan.daftar, pk__gt=catatan.pk).exists():
        raise GalatPengguna("Sudah ada sinkronisasi yang lebih baru untuk daftar ini. Lihat yang terbaru.", kode=409)
    pindah(catatan, GerakSinkron.DISETUJUI)
    catatan.maju_pada = None
    catatan.save(update_fields=["keadaan", "maju_pada"])
    data = {"sinkronisasi": catatan.pk, "hilang": catatan.hilang}
    catat(f"sinkron:{catatan.daftar}", DISETUJUI, oleh=oleh, data=data)
    transaction.on_commit(lambda: bangunkan(TUGAS))
    return catatan
