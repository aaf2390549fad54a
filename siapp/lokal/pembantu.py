"""The process that loads Django for the steps of a start, and goes with all it loaded once they are done.

Migrating and fetching leave 400 MiB in who does them. Who only watches afterwards, for days, never loads Django.
"""

import os
import signal
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr
from multiprocessing import parent_process
from multiprocessing.context import ForkContext
from multiprocessing.managers import BaseManager
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from siapp.lokal import langkah
from siapp.lokal.awas import SINYAL_AKHIR
from siapp.lokal.galat import GagalMulai

P = ParamSpec("P")
T = TypeVar("T")


class _Tangan:
    """What lives in the helper; each thread of the supervisor talks to a thread of it."""

    def kerjakan(self, fungsi: Callable[..., T], isian: tuple[Any, ...], pilihan: dict[str, Any]) -> T:
        return fungsi(*isian, **pilihan)


class _Pengelola(BaseManager):
    """The library's server of objects in another process."""


_Pengelola.register("tangan", _Tangan, exposed=("kerjakan",))


def _muat(lingkungan: Mapping[str, str], catatan: Path) -> None:
    os.environ.update(lingkungan)
    # The log lines of the commands that follow; the handler keeps the stream that it saw first.
    with redirect_stderr(catatan.open("w", buffering=1)):
        try:
            langkah.siapkan_django()
        except Exception as galat:
            raise GagalMulai(f"Aplikasi tidak dapat dimuat: {type(galat).__name__}: {galat}") from galat


def _mulai() -> None:
    """In the helper: it ends when told, when the supervisor wants it, and when the supervisor is no more."""
    for sinyal in SINYAL_AKHIR:
        # Ctrl-C reaches the whole terminal, and is the supervisor's to answer.
        signal.signal(sinyal, signal.SIG_DFL if sinyal == signal.SIGTERM else signal.SIG_IGN)
    Thread(target=_ikut_mati, daemon=True).start()


def _ikut_mati() -> None:
    if induk := parent_process():
        induk.join()
        os._exit(1)


class Pembantu:
    """The helper. It is forked: begin it before there are threads. `selesai` ends it, as the context's end does."""

    def __init__(self) -> None:
        self._pengelola = _Pengelola(ctx=ForkContext())
        self._tangan: Any = None

    def __enter__(self) -> Self:
        self._pengelola.start(_mulai)
        self._tangan = self._pengelola.tangan()  # type: ignore[attr-defined]
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.selesai()

    def muat(self, catatan: Path) -> None:
        """Load Django there, in the environment of this process. Raises GagalMulai."""
        self.minta(_muat, dict(os.environ), catatan)

    def minta(self, fungsi: Callable[P, T], *isian: P.args, **pilihan: P.kwargs) -> T:
        """Call `fungsi` there and return what it returns; it has a name in a module, and so has what it is given.

        Raises what it raises, and GagalMulai when the helper has died.
        """
        try:
            hasil: T = self._tangan.kerjakan(fungsi, isian, pilihan)
        except (EOFError, ConnectionError) as galat:
            raise GagalMulai(
                "Proses yang menyiapkan aplikasi berhenti sendiri; mungkin memori mesin ini habis. Ulangi `make run`."
            ) from galat
        return hasil

    def selesai(self) -> None:
        """End the helper, whatever it does. Calling it twice does no harm."""
        self._tangan = None
        self._pengelola.shutdown()
