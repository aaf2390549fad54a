"""Machines that are not there: a network namespace each, joined by a bridge, with cables that can be cut.

What runs in one reaches the others by their addresses and by nothing else; they share this machine's processors and,
as nodes of an installation do, the storage of documents. A cut drops packets and tells nobody, as a broken switch does.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from tests.kekacauan.arena import Arena, Proses, lingkungan

JARINGAN = "10.213.77"
AWALAN = "siapp"


def halangan() -> str:
    """Say in a sentence why this machine cannot have namespaces; "" where it can."""
    if os.geteuid() != 0:
        return "ruang jaringan memerlukan root"
    hilang = [nama for nama in ("ip", "iptables", "setpriv", "sysctl") if shutil.which(nama) is None]
    if hilang:
        return f"ruang jaringan memerlukan {', '.join(hilang)}"
    nama = f"{AWALAN}{os.getpid()}coba"
    if subprocess.run(["ip", "netns", "add", nama], capture_output=True, check=False).returncode:
        return "kernel mesin ini tidak memberi ruang jaringan"
    _jalankan("ip", "netns", "del", nama)
    return ""


def _jalankan(*perintah: str) -> None:
    subprocess.run(perintah, check=True, capture_output=True, timeout=60)


@dataclass
class Simpul:
    """One machine: its name, its address, what it runs."""

    nama: str
    alamat: str
    ruang: str
    arena: Arena
    proses: list[Proses] = field(default_factory=list)

    def mulai(self, *perintah: str, pengguna: str = "", **env: str) -> Proses:
        """Start a process here, as `pengguna` where root is refused."""
        milik = ["setpriv", f"--reuid={pengguna}", f"--regid={pengguna}", "--clear-groups"] if pengguna else []
        masuk = ["ip", "netns", "exec", self.ruang, *milik]
        satu = self.arena.mulai(*masuk, *perintah, env=lingkungan(**env))
        self.proses.append(satu)
        return satu

    def jalankan(self, *perintah: str) -> None:
        """Run a command here and wait for its end. Raises CalledProcessError."""
        _jalankan("ip", "netns", "exec", self.ruang, *perintah)

    def mati(self) -> None:
        """The power goes: nobody says goodbye, and nobody answers any more."""
        self.jalankan("ip", "link", "set", "eth0", "down")
        for satu in self.proses:
            satu.bunuh()
        self.proses.clear()

    def hidup(self) -> None:
        """The machine is there again, and empty."""
        self.jalankan("ip", "link", "set", "eth0", "up")

    def putus(self, *lain: "Simpul") -> None:
        """Cut the cable to `lain`: what is sent either way is lost without a word."""
        for satu in lain:
            self.jalankan("iptables", "-A", "OUTPUT", "-d", satu.alamat, "-j", "DROP")
            self.jalankan("iptables", "-A", "INPUT", "-s", satu.alamat, "-j", "DROP")

    def sambung(self) -> None:
        """Mend all cables."""
        self.jalankan("iptables", "-F")


@dataclass
class Jaringan:
    """The bridge and the machines on it."""

    arena: Arena
    jembatan: str = field(default_factory=lambda: f"{AWALAN[:2]}{os.getpid() % 1_000_000}")
    simpul: list[Simpul] = field(default_factory=list)

    def tambah(self, nama: str) -> Simpul:
        """Put one more machine on the bridge."""
        nomor = len(self.simpul) + 2
        satu = Simpul(nama, f"{JARINGAN}.{nomor}", f"{AWALAN}{os.getpid()}{nama}", self.arena)
        _jalankan("ip", "netns", "add", satu.ruang)
        self.simpul.append(satu)
        luar = f"{self.jembatan}n{nomor}"
        _jalankan("ip", "link", "add", luar, "type", "veth", "peer", "name", "eth0", "netns", satu.ruang)
        _jalankan("ip", "link", "set", luar, "master", self.jembatan, "up")
        satu.jalankan("ip", "addr", "add", f"{satu.alamat}/24", "dev", "eth0")
        for kabel in ("lo", "eth0"):
            satu.jalankan("ip", "link", "set", kabel, "up")
        return satu

    def bongkar(self) -> None:
        """Take everything down, also what is half built."""
        for nomor, satu in enumerate(self.simpul, 2):
            # A namespace lives on while the kernel says goodbye to the connections of the dead.
            for perintah in (["link", "del", f"{self.jembatan}n{nomor}"], ["netns", "del", satu.ruang]):
                subprocess.run(["ip", *perintah], capture_output=True, check=False)
        subprocess.run(["ip", "link", "del", self.jembatan], capture_output=True, check=False)


def _buang_yatim() -> None:
    """Namespaces of runs that were killed carry the ids of their processes."""
    ada = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=False).stdout
    for ruang in (baris.split()[0] for baris in ada.splitlines() if baris.startswith(AWALAN)):
        pid = "".join(huruf for huruf in ruang.removeprefix(AWALAN) if huruf.isdigit())
        if pid and not psutil.pid_exists(int(pid)):
            subprocess.run(["ip", "netns", "del", ruang], capture_output=True, check=False)


@contextmanager
def jaringan(tempat: Arena) -> Iterator[Jaringan]:
    """A bridge, on which this process has an address, too; all of it is gone afterwards."""
    _buang_yatim()
    satu = Jaringan(tempat)
    try:
        _jalankan("ip", "link", "add", satu.jembatan, "type", "bridge")
        _jalankan("ip", "addr", "add", f"{JARINGAN}.1/24", "dev", satu.jembatan)
        _jalankan("ip", "link", "set", satu.jembatan, "up")
        yield satu
    finally:
        satu.bongkar()
