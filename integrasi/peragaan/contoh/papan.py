"""The board of those who make samples: how many are made, what each maker waits for, told in lines."""

import threading
import time
from collections.abc import Callable

# A line at least every so many seconds while something is waited for.
JEDA_KABAR = 15.0


class Papan:
    """Counts and waits of several threads; every line begins with "Contoh", by which `make run` knows it.

    Arguments: `cetak` prints one line, `jumlah` samples there are, `jadi` of them are made.
    """

    def __init__(self, cetak: Callable[[str], None], *, jumlah: int, jadi: int) -> None:
        self._cetak, self._jumlah, self._jadi = cetak, jumlah, jadi
        self._kunci = threading.Lock()
        self._ditunggu: dict[str, tuple[str, float]] = {}
        self._terakhir = time.monotonic()

    @property
    def maju(self) -> str:
        """How far it is."""
        return f"{self._jadi} dari {self._jumlah} usulan"

    def menunggu(self, siapa: str, apa: str) -> None:
        """Note that the maker `siapa` waits for `apa` from now on; "" for nothing."""
        with self._kunci:
            self._ditunggu.pop(siapa, None)
            if apa:
                self._ditunggu[siapa] = (apa, time.monotonic())

    def selesai(self) -> None:
        """Count one more sample, and say so."""
        with self._kunci:
            self._jadi += 1
            self._katakan(self.maju)

    def gagal(self, contoh: str, sebab: str) -> None:
        """Say why one sample is not made."""
        with self._kunci:
            self._katakan(f"{contoh} belum jadi: {sebab}")

    def denyut(self) -> None:
        """Say what is waited for if nothing has been said for `JEDA_KABAR` seconds."""
        with self._kunci:
            kini = time.monotonic()
            if kini - self._terakhir < JEDA_KABAR:
                return
            tunggu = [f"{apa} ({kini - sejak:.0f} detik)" for apa, sejak in self._ditunggu.values()]
            self._katakan("; menunggu ".join([self.maju, ", ".join(tunggu)]) if tunggu else self.maju)

    def _katakan(self, kalimat: str) -> None:
        self._cetak(f"Contoh: {kalimat}")
        self._terakhir = time.monotonic()
