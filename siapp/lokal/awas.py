"""Children of `make run`: started in groups of their own, watched, and ended by their process ids."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil

from siapp.lokal.galat import GagalMulai
from siapp.lokal.kelahiran import Lahirkan, Proses, jadikan_proses, sudah_mati
from siapp.lokal.susunan import AKAR

# By these a terminal, a person or a supervisor ends the stack.
SINYAL_AKHIR = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long a child may take to end in peace (seconds); a worker finishes the call it is in.
MASA_BERHENTI = 10.0


@dataclass
class Anak:
    """One started process and the log that it writes. `fondasi` and `sambilan` as in `Pengawas.mulai`."""

    nama: str
    perintah: Sequence[str]
    lingkungan: Mapping[str, str]
    folder: Path
    proses: Proses
    catatan: Path
    fondasi: bool = False
    sambilan: bool = False
    terbaca: int = 0

    @property
    def mati(self) -> bool:
        """True when it has ended."""
        # Not by `poll()`: a Ctrl-C in it can leave its lock taken, and whoever waits for the child waits for ever.
        return sudah_mati(self.proses.pid)

    def baris_akhir(self, banyak: int = 12) -> list[str]:
        """Return the last lines of its log."""
        return self.catatan.read_text(errors="replace").splitlines()[-banyak:]

    def baris_baru(self) -> list[str]:
        """Return the whole lines that it wrote since the last call."""
        with self.catatan.open("rb") as berkas:
            berkas.seek(self.terbaca)
            baru = berkas.read()
        utuh = baru[: baru.rfind(b"\n") + 1]
        self.terbaca += len(utuh)
        return utuh.decode(errors="replace").splitlines()

    def peringatan_baru(self) -> Iterator[str]:
        """Yield what it logged at warning or above since the last call, one line each."""
        for baris in self.baris_baru():
            if teks := _peringatan(baris):
                yield teks


# What every line has, or what is told in another way.
_BUKAN_RINCI = {"event", "level", "logger", "timestamp", "exception"}


def _peringatan(baris: str) -> str:
    try:
        kejadian = json.loads(baris)
        penting = kejadian["level"] in {"warning", "error", "critical"}
    except (ValueError, KeyError, TypeError):
        return ""
    if not penting:
        return ""
    # Libraries log essays; the first line tells which, the file has the rest.
    inti = str(kejadian.get("event", "")).partition("\n")[0][:200]
    rinci = "".join(f" {nama}={str(isi)[:80]}" for nama, isi in kejadian.items() if nama not in _BUKAN_RINCI)
    return f"{kejadian['level']}: {inti}{rinci}{_sebab(str(kejadian.get('exception', '')))}"


def _sebab(jejak: str) -> str:
    """What was raised, and where in our files, from a traceback."""
    if not jejak:
        return ""
    kita = re.findall(rf'File "{re.escape(str(AKAR))}/((?!\.venv)[^"]+)", line (\d+)', jejak)
    di_sini = f" ({kita[-1][0]}:{kita[-1][1]})" if kita else ""
    return f" · {jejak.strip().rpartition(chr(10))[2][:200]}{di_sini}"


@dataclass
class Pengawas:
    """Starts children, notices when one dies, ends all of them.

    `daftar` is the file with their process ids, so that the next start can end what a `kill -9` of the supervisor
    left behind.
    """

    folder_catatan: Path
    daftar: Path
    anak: list[Anak] = field(default_factory=list)
    akhir_diminta: bool = False

    def minta_akhir(self, _sinyal: int, _bingkai: FrameType | None) -> None:
        """Handle a signal that ends the stack: at once, or at the next `periksa`.

        Python swallows what is raised while it tidies up an object, and a signal may come just then.
        """
        self.akhir_diminta = True
        raise KeyboardInterrupt

    def mulai(
        self,
        nama: str,
        perintah: Sequence[str],
        *,
        lingkungan: Mapping[str, str],
        folder: Path,
        fondasi: bool = False,
        sambilan: bool = False,
        lahirkan: Lahirkan = jadikan_proses,
    ) -> Anak:
        """Start `perintah` in `folder` with its output in `<nama>.log`; the log of the last start is kept beside it.

        Arguments: `fondasi`, the others stand on this one, so it ends last; `sambilan`, it does something by the way
        and may end, well or badly, without the others (`ambil_usai`); `lahirkan`, how the process comes to be.
        """
        self.folder_catatan.mkdir(parents=True, exist_ok=True)
        catatan = self.folder_catatan / f"{nama}.log"
        if catatan.exists():
            catatan.replace(catatan.with_suffix(".log.lama"))
        with tanpa_sela():
            proses = lahirkan(perintah, lingkungan, folder, catatan)
            self.anak.append(Anak(nama, perintah, lingkungan, folder, proses, catatan, fondasi, sambilan))
            self._tulis_daftar()
        return self.anak[-1]

    def mulai_ulang(self, nama: Collection[str]) -> None:
        """End the children called `nama`, dead ones too, and start them again as they were started."""
        lama = [anak for anak in self.anak if anak.nama in nama]
        _akhiri(lama)
        for anak in lama:
            self.anak.remove(anak)
            self.mulai(anak.nama, anak.perintah, lingkungan=anak.lingkungan, folder=anak.folder)

    def yang_mati(self) -> list[Anak]:
        """Return the children that have died and should not have."""
        return [anak for anak in self.anak if not anak.sambilan and anak.mati]

    def periksa(self, *, hanya_fondasi: bool = False) -> None:
        """Raise GagalMulai with the last log lines if a child has died; `hanya_fondasi`: only one that others need.

        Raises KeyboardInterrupt when somebody wanted the end and nobody heard.
        """
        if self.akhir_diminta:
            raise KeyboardInterrupt
        for anak in self.yang_mati():
            if anak.fondasi or not hanya_fondasi:
                kode = anak.proses.wait()
                kutipan = "\n".join(f"    {baris}" for baris in anak.baris_akhir())
                raise GagalMulai(
                    f"Proses `{anak.nama}` berhenti sendiri (kode {kode}), jadi semuanya dihentikan. "
                    f"Catatan lengkapnya ada di {anak.catatan}; baris terakhirnya:\n{kutipan}"
                )

    def ambil_usai(self) -> list[Anak]:
        """Take those `sambilan` off the list that have ended, and return them."""
        usai = [anak for anak in self.anak if anak.sambilan and anak.mati]
        if usai:
            self.anak = [anak for anak in self.anak if anak not in usai]
            self._tulis_daftar()
        for anak in usai:
            anak.proses.wait()
        return usai

    def hentikan(self) -> None:
        """End all children; who does not go in `MASA_BERHENTI` seconds is killed together with its group."""
        _akhiri([anak for anak in self.anak if not anak.fondasi])
        _akhiri([anak for anak in self.anak if anak.fondasi])
        self.anak.clear()
        self.daftar.unlink(missing_ok=True)

    def _tulis_daftar(self) -> None:
        isi = [{"pid": a.proses.pid, "lahir": _lahir(a.proses.pid), "nama": a.nama} for a in self.anak]
        # Whole or not at all: a killed supervisor must not leave half a list.
        baru = self.daftar.with_suffix(".baru")
        baru.write_text(json.dumps(isi))
        baru.replace(self.daftar)


def _akhiri(anak: Sequence[Anak]) -> None:
    # The leader only: Celery's children would drop their tasks if they got the signal, too.
    for satu in anak:
        satu.proses.terminate()
    batas = time.monotonic() + MASA_BERHENTI
    for satu in anak:
        with suppress(subprocess.TimeoutExpired):
            satu.proses.wait(timeout=max(0.0, batas - time.monotonic()))
        _bunuh_kelompok(satu.proses.pid)
        satu.proses.wait()


@contextmanager
def tanpa_sela() -> Iterator[None]:
    """Let a signal that comes within the block end the stack after it.

    A start cut short loses a child, and what is raised while Python tidies up is lost itself.
    """
    datang: list[int] = []
    lama = {sinyal: signal.signal(sinyal, lambda nomor, _: datang.append(nomor)) for sinyal in SINYAL_AKHIR}
    try:
        yield
    finally:
        for sinyal, penangan in lama.items():
            signal.signal(sinyal, penangan)
    if datang:
        raise KeyboardInterrupt


def bereskan_sisa(daftar: Path) -> list[str]:
    """End the children that a killed supervisor left, by the list it kept; return their names.

    A process id counts only together with its time of birth: numbers are used again.
    """
    try:
        sisa = json.loads(daftar.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    selesai = []
    for anak in sisa:
        if anak["lahir"] is not None and _lahir(anak["pid"]) == anak["lahir"]:
            kelompok = _anggota(anak["pid"])
            _bunuh_kelompok(anak["pid"])
            _tunggu_mati(kelompok)
            selesai.append(anak["nama"])
    daftar.unlink()
    return selesai


def _lahir(pid: int) -> float | None:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def _anggota(kelompok: int) -> list[psutil.Process]:
    """Return the processes of a process group."""
    hasil = []
    for proses in psutil.process_iter():
        with suppress(ProcessLookupError):
            if os.getpgid(proses.pid) == kelompok:
                hasil.append(proses)
    return hasil


def _tunggu_mati(anggota: Sequence[psutil.Process]) -> None:
    """Wait until the killed have let go of their ports; nobody may be there to collect the dead."""
    batas = time.monotonic() + MASA_BERHENTI
    while time.monotonic() < batas and not all(sudah_mati(satu.pid) for satu in anggota):
        time.sleep(0.05)


def _bunuh_kelompok(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
