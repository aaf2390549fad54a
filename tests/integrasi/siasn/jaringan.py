"""What stands between a ministry and SIASN, each in a process of its own: a forward proxy, a partner behind TLS.

`python -m tests.integrasi.siasn.jaringan proksi [USER:PASSWORD]` or `… mitra PEM`; the first line it prints is its
port, each further one what was asked of it.
"""

import base64
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tests.integrasi.siasn import mitra as m


def _katakan(*kata: object) -> None:
    sys.stdout.write(" ".join(map(str, kata)) + "\n")
    sys.stdout.flush()


def _pipa(dari: socket.socket, ke: socket.socket) -> None:
    try:
        while isi := dari.recv(65536):
            ke.sendall(isi)
    except OSError:
        pass
    finally:
        ke.close()


def _layani(klien: socket.socket, sandi: str) -> None:
    kepala = b""
    while b"\r\n\r\n" not in kepala and (isi := klien.recv(4096)):
        kepala += isi
    baris = kepala.decode().splitlines()
    cara, _, sisa = baris[0].partition(" ")
    tujuan = sisa.partition(" ")[0]
    harus = f"Proxy-Authorization: Basic {base64.b64encode(sandi.encode()).decode()}".lower()
    boleh = cara == "CONNECT" and (not sandi or harus in (satu.lower() for satu in baris))
    _katakan(cara if boleh else "DITOLAK", tujuan)
    if not boleh:
        klien.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        klien.close()
        return
    host, _, port = tujuan.rpartition(":")
    hulu = socket.create_connection((host, int(port)))
    klien.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    threading.Thread(target=_pipa, args=(hulu, klien), daemon=True).start()
    _pipa(klien, hulu)


def proksi(sandi: str = "") -> None:
    """Serve CONNECT for ever; with `sandi` ("user:password") only to who knows it."""
    with socket.create_server(("127.0.0.1", 0)) as pintu:
        _katakan(pintu.getsockname()[1])
        while True:
            klien, _ = pintu.accept()
            threading.Thread(target=_layani, args=(klien, sandi), daemon=True).start()


def mitra(pem: str) -> None:
    """Serve over TLS for ever: tokens, a PDF where a file is asked for, success to all else."""
    satu, _ = m.nyalakan(Path(pem))

    def jawab(h: m.BaseHTTPRequestHandler) -> None:
        _katakan(h.command, h.path.partition("?")[0])
        aksi = m.isi(b"%PDF-1.7 isi", tipe="application/pdf") if "unduh" in h.path else m.sukses("ya")
        aksi(h)

    satu.jawab(jawab)
    _katakan(satu.url.rpartition(":")[2])
    threading.Event().wait()


if __name__ == "__main__":
    peran: dict[str, Callable[..., None]] = {"proksi": proksi, "mitra": mitra}
    peran[sys.argv[1]](*sys.argv[2:])
