"""Ask ClamAV about a file over its socket (INSTREAM). What is not a clear "OK" or "FOUND" releases nothing."""

import socket
from typing import BinaryIO
from urllib.parse import urlsplit

POTONGAN = 64 * 1024
BATAS_WAKTU = 60.0


class PemindaiTidakSiap(Exception):
    """ClamAV could not be reached, or gave an answer that settles nothing."""


def alamat_pemindai(alamat: str) -> tuple[str, int] | str:
    """Read CLAMAV_ALAMAT: `tcp://host:port` as (host, port), `unix:/path` as the path. Raises ValueError."""
    bagian = urlsplit(alamat)
    if bagian.scheme == "tcp" and bagian.hostname and bagian.port:
        return bagian.hostname, bagian.port
    if bagian.scheme == "unix" and bagian.path.startswith("/"):
        return bagian.path
    raise ValueError("CLAMAV_ALAMAT harus berbentuk tcp://host:port atau unix:/jalur")


def pindai(isi: BinaryIO, alamat: str) -> str | None:
    """Send the open file to ClamAV at `alamat`; return the name of what it found, None if it is clean.

    Waits at most `BATAS_WAKTU` seconds for each answer. Raises PemindaiTidakSiap for anything but a verdict.
    """
    isi.seek(0)
    try:
        with _sambung(alamat_pemindai(alamat)) as soket:
            soket.sendall(b"zINSTREAM\0")
            while potongan := isi.read(POTONGAN):
                soket.sendall(len(potongan).to_bytes(4, "big") + potongan)
            soket.sendall(bytes(4))
            return _putusan(_baca(soket))
    except OSError as galat:
        raise PemindaiTidakSiap(type(galat).__name__) from galat


def _sambung(tujuan: tuple[str, int] | str) -> socket.socket:
    if isinstance(tujuan, tuple):
        return socket.create_connection(tujuan, timeout=BATAS_WAKTU)
    soket = socket.socket(socket.AF_UNIX)
    soket.settimeout(BATAS_WAKTU)
    try:
        soket.connect(tujuan)
    except OSError:
        soket.close()
        raise
    return soket


def _baca(soket: socket.socket) -> bytes:
    jawaban = b""
    while b"\0" not in jawaban and len(jawaban) < 4096:
        potongan = soket.recv(1024)
        if not potongan:
            break
        jawaban += potongan
    return jawaban


def _putusan(jawaban: bytes) -> str | None:
    teks = jawaban.removesuffix(b"\0").decode(errors="replace").strip()
    if teks == "stream: OK":
        return None
    if teks.startswith("stream: ") and teks.endswith(" FOUND"):
        return teks[len("stream: ") : -len(" FOUND")]
    raise PemindaiTidakSiap("unclear answer")
