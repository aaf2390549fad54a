"""The caller: some kept connections that ask again as soon as they are answered. A process of its own.

Its arguments come as JSON on standard input: `port`, `kepala` (the request up to its body), `isi` (the body, in which
%d becomes the number of the call), `sambungan`, `lama` (seconds). It answers with JSON: calls a second, the
ninety-ninth hundredth of how long one took (seconds), and how many were answered. Any answer but 200 ends it.
"""

import json
import select
import socket
import sys
import time


def _utuh(jawaban: bytes) -> bool:
    """Whether an answer has come to its end, with a length or in chunks."""
    kepala, ada, badan = jawaban.partition(b"\r\n\r\n")
    if not ada:
        return False
    kepala = kepala.lower()
    mulai = kepala.find(b"content-length: ")
    if mulai < 0:
        return badan.endswith(b"0\r\n\r\n")
    return len(badan) >= int(kepala[mulai + 16 :].partition(b"\r\n")[0])


class Beban:
    """One run of calls."""

    def __init__(self, port: int, kepala: str, isi: str, sambungan: int, awal: int) -> None:
        self.kepala, self.isi, self.nomor = kepala, isi, awal
        self.sejak: dict[int, float] = {}
        self.lama: list[float] = []
        self.soket: dict[int, socket.socket] = {}
        self.sebagian: dict[int, bytes] = {}
        self.epoll = select.epoll()
        for _ in range(sambungan):
            satu = socket.create_connection(("127.0.0.1", port))
            satu.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.soket[satu.fileno()], self.sebagian[satu.fileno()] = satu, b""
            self.epoll.register(satu.fileno(), select.EPOLLIN)

    def _tanya(self, fd: int) -> None:
        self.nomor += 1
        isi = self.isi.replace("%d", str(self.nomor)).encode()
        panjang = f"Content-Length: {len(isi)}\r\n" if isi else ""
        self.sejak[fd] = time.perf_counter()
        self.soket[fd].sendall(f"{self.kepala}{panjang}\r\n".encode() + isi)

    def _baca(self, fd: int) -> None:
        """Take what came of an answer; when it is whole, ask again."""
        self.sebagian[fd] += self.soket[fd].recv(65536)
        jawaban = self.sebagian[fd]
        if not _utuh(jawaban):
            return
        self.lama.append(time.perf_counter() - self.sejak[fd])
        if not jawaban.startswith(b"HTTP/1.1 200"):
            raise SystemExit(jawaban.decode(errors="replace"))
        self.sebagian[fd] = b""
        self._tanya(fd)

    def jalan(self, lama: float) -> dict[str, float]:
        """Call for `lama` seconds."""
        mulai = time.perf_counter()
        for fd in self.soket:
            self._tanya(fd)
        while time.perf_counter() - mulai < lama:
            for fd, _ in self.epoll.poll():
                self._baca(fd)
        laju = len(self.lama) / (time.perf_counter() - mulai)
        p99 = sorted(self.lama)[len(self.lama) * 99 // 100]
        return {"laju": laju, "p99": p99, "banyak": len(self.lama)}


if __name__ == "__main__":
    atur = json.load(sys.stdin)
    lama = atur.pop("lama")
    sys.stdout.write(json.dumps(Beban(**atur).jalan(lama)))
