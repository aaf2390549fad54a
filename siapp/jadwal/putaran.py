"""The timer process: asks for each job when it is due; any number may run, none keeps anything (keputusan/0044).

A database or a broker that is away ends it never; what was due meanwhile is asked for when they are back.
"""

import signal
import time
from threading import Event, Thread

import structlog
from django.db import DatabaseError
from django.utils import timezone
from kombu import Connection

from siapp.celery import DI_TIMER, HARIAN, JADWAL, app
from siapp.jadwal.giliran import MASA_PEGANG, ambil, kembalikan, lengkapi
from siapp.jadwal.layanan import layanan
from siapp.jadwal.models import Jadwal, TandaHidup
from siapp.jadwal.tanda import BATAS_DIAM, JEDA_TANDA, beri_tanda
from siapp.koneksi import koneksi_sebentar, lepas_koneksi

log = structlog.get_logger(__name__)

# Seconds: the shortest and the longest pause between two looks, and the pause after something was away.
JEDA_TERPENDEK, JEDA_TERLAMA, JEDA_GAGAL = 0.2, 5.0, 2.0
# A wake-up that nobody took for so long is dropped: the next one is due anyway. Longer than clocks may differ.
UMUR_PESAN_TERPENDEK = 300.0
BATAS_BROKER = 2.0


class Timer:
    """One timer process. `henti` ends it after the round that runs."""

    def __init__(self) -> None:
        self.henti = Event()
        self._di_sini: dict[str, Thread] = {}
        self._tenang_sampai = 0.0
        # Kept: a new one for each message cost more than the message.
        self._broker: Connection | None = None

    def jalankan(self) -> None:
        """Go round until `henti` is set."""
        self._tenang()
        tanda = Thread(target=beri_tanda, args=([TandaHidup.TIMER], self.henti), daemon=True)
        tanda.start()
        log.info("timer_mulai", jadwal=len(JADWAL), jeda_tanda=JEDA_TANDA)
        while not self.henti.wait(self._putar()):
            pass
        log.info("timer_selesai")

    def _tenang(self) -> None:
        """Raise no alarm yet after a pause of everything: who has just started with us had no time to give a sign.

        Where a timer lived until now this is no such pause: one that dies again and again keeps no alarm back.
        """
        try:
            if TandaHidup.TIMER not in layanan().diam():
                return
        except DatabaseError:
            pass  # nor is there a sign that could be old
        finally:
            lepas_koneksi()
        self._tenang_sampai = time.monotonic() + BATAS_DIAM

    def _putar(self) -> float:
        """One round; return the seconds to the next one."""
        try:
            return JEDA_GAGAL if not self.putaran() else self._jeda()
        except DatabaseError as galat:
            log.warning("timer_tanpa_basis_data", galat=type(galat).__name__)
            return JEDA_GAGAL
        finally:
            lepas_koneksi()

    def putaran(self) -> bool:
        """Ask for what is due; False when the broker is away: what could not be asked for stays due."""
        lengkapi()
        terbangun = True
        for nama in ambil():
            terbangun = (terbangun or nama in DI_TIMER) and self._bangunkan(nama)
            if not terbangun:
                kembalikan(nama)
        return terbangun

    def _jeda(self) -> float:
        tempo = Jadwal.objects.filter(nama__in=JADWAL, dipegang_sampai=None).order_by("jatuh_tempo")
        dekat = tempo.values_list("jatuh_tempo", flat=True).first()
        sisa = (dekat - timezone.now()).total_seconds() if dekat else JEDA_TERLAMA
        return min(max(sisa, JEDA_TERPENDEK), JEDA_TERLAMA)

    def _bangunkan(self, nama: str) -> bool:
        if nama in DI_TIMER:
            self._kerjakan(nama)
            return True
        lama = self._broker is not None
        galat = self._kirim(nama)
        if galat and lama:
            # The broker may have closed the kept one long ago.
            galat = self._kirim(nama)
        if galat:
            log.warning("timer_tanpa_broker", jadwal=nama, galat=type(galat).__name__)
        return galat is None

    def _kirim(self, nama: str) -> Exception | None:
        """Ask for the job; return what went wrong, and let the next one make a new connection then."""
        umur = MASA_PEGANG.total_seconds() if nama in HARIAN else max(UMUR_PESAN_TERPENDEK, JADWAL[nama][1])
        self._broker = self._broker or app.connection_for_write(
            connect_timeout=BATAS_BROKER, transport_options=_PILIHAN
        )
        try:
            app.send_task(JADWAL[nama][0], connection=self._broker, retry=False, expires=umur)
        except Exception as galat:  # each transport has errors of its own
            sambungan, self._broker = self._broker, None
            sambungan.release()
            return galat
        return None

    def _kerjakan(self, nama: str) -> None:
        """In a thread: a mail server that hangs must not stop the other jobs. One run at a time."""
        if time.monotonic() < self._tenang_sampai:
            return
        lama = self._di_sini.get(nama)
        if lama is None or not lama.is_alive():
            self._di_sini[nama] = Thread(target=_kerja_di_sini, args=(nama,), daemon=True)
            self._di_sini[nama].start()


_PILIHAN = {
    "socket_timeout": BATAS_BROKER,
    "socket_connect_timeout": BATAS_BROKER,
    "retry_on_timeout": False,
    "max_retries": 0,
}


def _kerja_di_sini(nama: str) -> None:
    try:
        with koneksi_sebentar():
            app.tasks[JADWAL[nama][0]].run()
    except Exception as galat:
        log.error("timer_kerja_gagal", jadwal=nama, galat=type(galat).__name__)


def jalankan() -> None:
    """Be a timer process until SIGTERM or SIGINT."""
    app.loader.import_default_modules()
    timer = Timer()
    for sinyal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sinyal, lambda *_: timer.henti.set())
    timer.jalankan()
