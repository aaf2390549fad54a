"""What a person in front of the terminal reads while something takes its time.

Whole lines only, so that it reads the same in a file; a terminal gets a spinner besides.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from rich.console import Console

# A line at least every so many seconds while a step runs.
JEDA_KABAR = 15.0

konsol = Console(highlight=False)


@contextmanager
def langkah(judul: str, *, bercerita: bool = False) -> Iterator[Callable[[str], None]]:
    """Show the step `judul` while it runs, and its seconds when it is done.

    Yields a function by which the step names what it waits for ("" for nothing). `bercerita`: the step shows its own
    progress; on a terminal nothing is written into it.
    """
    awal = time.monotonic()
    ditunggu = [""]
    with nullcontext() if bercerita else konsol.status(f"{judul} …"):
        try:
            with nullcontext() if bercerita and konsol.is_terminal else _berdenyut(judul, ditunggu):
                yield lambda apa: ditunggu.__setitem__(0, apa)
        except BaseException:
            konsol.print(f"[red]✗[/] {judul}")
            raise
    konsol.print(f"[green]✓[/] {judul} [dim]{time.monotonic() - awal:.1f} detik[/]")


@contextmanager
def _berdenyut(judul: str, ditunggu: list[str]) -> Iterator[None]:
    usai = threading.Event()
    utas = threading.Thread(target=_kabarkan, args=(judul, ditunggu, usai), daemon=True)
    utas.start()
    try:
        yield
    finally:
        usai.set()


def _kabarkan(judul: str, ditunggu: list[str], usai: threading.Event) -> None:
    awal = time.monotonic()
    while not usai.wait(JEDA_KABAR):
        apa = f", menunggu {ditunggu[0]}" if ditunggu[0] else ""
        lama = time.monotonic() - awal
        konsol.print(f"… {judul}{apa} ({lama:.0f} detik)", markup=False, style="dim", soft_wrap=True)
