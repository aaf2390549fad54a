"""What the ways of trying a mutant share: a forked child and what its end means."""

import os
import select
import signal
from pathlib import Path

MATI, HIDUP, TUNDA = 0, 1, 2
# Not taken from tests.sarana: this process must not have imported anything of ours.
AKAR = Path(__file__).resolve().parents[2]
CATATAN = Path("var/mutasi")


def nama_modul(berkas: str) -> str:
    """The dotted name of a file of ours, given from the root."""
    return berkas.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def ke_catatan(berkas: str) -> None:
    """Let this process write to the log of `berkas` from now on."""
    CATATAN.mkdir(parents=True, exist_ok=True)
    catatan = os.open(CATATAN / f"{nama_modul(berkas)}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(catatan, 1)
    os.dup2(catatan, 2)


def tunggu(pid: int, baca: int, batas: float) -> tuple[int, str]:
    """Wait for the child `pid`, which writes what killed its mutant; one that runs on is ended and counts as killed."""
    siap, _, _ = select.select([baca], [], [], batas)
    if not siap:
        os.kill(pid, signal.SIGKILL)
    oleh = b""
    while siap and (bagian := os.read(baca, 65536)):
        oleh += bagian
    os.close(baca)
    _, status = os.waitpid(pid, 0)
    kode = os.waitstatus_to_exitcode(status)
    return (kode if kode in {HIDUP, TUNDA} else MATI), oleh.decode()
