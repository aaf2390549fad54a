"""Two persons decide about a scrub that stopped: one proposes to move what it found, another agrees.

Why: keputusan/0070.
"""

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.bangun import bangunkan
from siapp.berkas.izin import Urusan, hak
from siapp.berkas.keadaan import TERTAHAN, GerakTertahan
from siapp.berkas.models import PerapianTertahan
from siapp.jadwal.giliran import kembalikan as jatuhkan_tempo
from siapp.pindah import pindah
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang

DIUSULKAN, DITOLAK, DISETUJUI = "perapian.diusulkan", "perapian.ditolak", "perapian.disetujui"
JADWAL, TUGAS = "bersihkan-berkas", "siapp.berkas.tasks.bersihkan"
BERUBAH = "Keadaannya berubah sejak halaman ini dibuka. Lihat angka yang terbaru, lalu putuskan lagi."


def _catat(baris: PerapianTertahan, jenis: str, oleh: Pengguna, alasan: str = "") -> None:
    data = {"yatim": baris.yatim, "tersimpan": baris.tersimpan}
    catat(baris.aliran, jenis, oleh=oleh, data=data, alasan=alasan)


def _kunci(perapian_id: int, yatim: int, gerak: GerakTertahan) -> PerapianTertahan:
    """The locked row as the person saw it. Raises GalatPengguna (409) when it is another, or cannot move so."""
    baris = PerapianTertahan.objects.select_for_update().filter(pk=perapian_id, yatim=yatim).first()
    if baris is None or not TERTAHAN.bisa(gerak, baris.keadaan):
        raise GalatPengguna(BERUBAH, "Sudah berubah", 409)
    return baris


@transaction.atomic(durable=True)
def usulkan(perapian_id: int, alasan: str, *, yatim: int, oleh: Pengguna) -> None:
    """Propose to move what the scrub stopped at; `yatim`: how many files the person saw.

    Raises TidakBerwenang, GalatPengguna (409) when it is no longer so.
    """
    hak.check(oleh, Urusan.ATUR_KARANTINA)
    baris = _kunci(perapian_id, yatim, GerakTertahan.PINDAH_DIUSULKAN)
    pindah(baris, GerakTertahan.PINDAH_DIUSULKAN)
    baris.alasan, baris.diusulkan_oleh, baris.diusulkan_pada = alasan, oleh, timezone.now()
    baris.save(update_fields=["keadaan", "alasan", "diusulkan_oleh", "diusulkan_pada"])
    _catat(baris, DIUSULKAN, oleh, alasan)


@transaction.atomic(durable=True)
def setujui(perapian_id: int, *, yatim: int, oleh: Pengguna) -> None:
    """Be the second person: the scrub runs at once, and moves. Raises TidakBerwenang, GalatPengguna (409)."""
    hak.check(oleh, Urusan.TEGASKAN_KARANTINA)
    baris = _kunci(perapian_id, yatim, GerakTertahan.PINDAH_DISETUJUI)
    if baris.diusulkan_oleh_id == oleh.pk:
        raise TidakBerwenang("Pemindahan disetujui orang lain dari yang mengusulkannya.")
    pindah(baris, GerakTertahan.PINDAH_DISETUJUI)
    baris.disetujui_oleh, baris.disetujui_pada = oleh, timezone.now()
    baris.save(update_fields=["keadaan", "disetujui_oleh", "disetujui_pada"])
    _catat(baris, DISETUJUI, oleh)
    # A lost wake-up loses nothing: the timer finds the job due.
    jatuhkan_tempo(JADWAL)
    transaction.on_commit(lambda: bangunkan(TUGAS))


@transaction.atomic(durable=True)
def tolak(perapian_id: int, alasan: str, *, yatim: int, oleh: Pengguna) -> None:
    """Refuse the proposal, or take an own one back: the scrub stays stopped. Raises as `setujui` does."""
    hak.check(oleh, Urusan.TEGASKAN_KARANTINA)
    baris = _kunci(perapian_id, yatim, GerakTertahan.PINDAH_DITOLAK)
    pindah(baris, GerakTertahan.PINDAH_DITOLAK)
    baris.lupakan_usul()
    baris.save()
    _catat(baris, DITOLAK, oleh, alasan)
