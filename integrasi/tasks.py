"""The doors of the background work: each wakes one function. Runs that overlap are harmless."""

from celery import shared_task

from integrasi.enums import Api
from integrasi.keluar import relai
from integrasi.keluar.antrean import buka_semua_giliran, masa_sewa
from integrasi.keluar.kuras import LAMA_KURAS, kuras, masih_ada
from integrasi.kesesuaian import uji_kontrak as penguji
from integrasi.masuk import penerima
from integrasi.pengamatan.denyut import beri_denyut
from integrasi.petugas import peringatan as pengingat
from integrasi.tanya import pantau as pemantau
from integrasi.tanya import sinkron as penyelaras
from integrasi.tanya import umur
from integrasi.tanya.sinkron_mati import tutup_yang_mati
from referensi.isian_awal import muat_ke_basis_data
from siapp.bangun import bangunkan
from siapp.jadwal.giliran import harian

# Longer than any call that a drain begins, shorter than the lease of the last row it takes.
BATAS_WAKTU = int(LAMA_KURAS + masa_sewa(Api.DOKUMEN).total_seconds() - 15)


def _kuras() -> None:
    if not kuras().henti and masih_ada():
        bangunkan("integrasi.tasks.kirim")


@shared_task(time_limit=BATAS_WAKTU)
def kirim() -> None:
    """Plan what is new and send what is due; wake again when the time was over before the work."""
    relai.rencanakan_tertunda()
    _kuras()


@shared_task(time_limit=BATAS_WAKTU)
def kirim_menyeluruh() -> None:
    """The same with a look at every Peristiwa and every stream there ever was."""
    relai.rencanakan_tertunda(menyeluruh=True)
    buka_semua_giliran()
    _kuras()


@shared_task
def masuk() -> None:
    """Work the inbox."""
    penerima.olah()


@shared_task
def pantau() -> None:
    """Ask SIASN for the usulan that are due."""
    pemantau.pantau()


@shared_task
def segarkan_usang() -> None:
    """Ask SIASN again about people of open usulan whose data have grown old."""
    umur.segarkan_usang()


@shared_task
@harian("sinkron-harian")
def sinkron_harian() -> None:
    """Bring SIASN's lists and Data ASN up to date, and open the KP periods of the coming months."""
    muat_ke_basis_data()
    penyelaras.sinkron_sehari()


@shared_task
def sinkron_disetujui() -> None:
    """End the syncs whose worker died, and run those that people asked for or approved. Found by its sweep too."""
    tutup_yang_mati()
    penyelaras.jalankan_disetujui()


@shared_task
def peringatan() -> None:
    """Tell operators what has begun to go wrong and what is over."""
    pengingat.periksa()


@shared_task
def denyut() -> None:
    """Tell who watches from outside that timers, broker, workers and database work."""
    beri_denyut()


@shared_task
def uji_kontrak() -> None:
    """Check SIASN against the contract where somebody asked for it."""
    penguji.jalankan_diminta()
