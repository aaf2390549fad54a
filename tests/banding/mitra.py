"""The thinnest partner: answers every call with what SIASN says on success, after a pause. A process of its own.

It has no logic that could be slow: what is measured is who calls it.
"""

import asyncio
import json
import sys
from collections.abc import Mapping

PANJANG = b"content-length:"


def _jawaban(isi: Mapping[str, object]) -> bytes:
    badan = json.dumps(isi).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(badan), badan)


class Mitra(asyncio.Protocol):
    """One kept connection; the body is counted and thrown away."""

    def __init__(self, jeda: float) -> None:
        self.jeda, self.kepala, self.sisa, self.nomor = jeda, b"", 0, 0
        self.ke: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.ke = transport

    def data_received(self, data: bytes) -> None:
        if self.sisa:
            self._badan(data)
            return
        self.kepala += data
        ujung = self.kepala.find(b"\r\n\r\n")
        if ujung < 0:
            return
        kepala, badan, self.kepala = self.kepala[:ujung].lower(), self.kepala[ujung + 4 :], b""
        self.token = b"token" in kepala.split(b"\r\n", 1)[0]
        mulai = kepala.find(PANJANG)
        self.sisa = int(kepala[mulai + len(PANJANG) :].split(b"\r\n", 1)[0]) if mulai >= 0 else 0
        self._badan(badan)

    def _badan(self, data: bytes) -> None:
        self.sisa -= len(data)
        if self.sisa <= 0:
            self.sisa = 0
            if self.jeda and not self.token:
                asyncio.get_running_loop().call_later(self.jeda, self._jawab)
            else:
                self._jawab()

    def _jawab(self) -> None:
        if self.ke.is_closing():
            return
        self.nomor += 1
        isi: dict[str, object] = {"success": True, "mapData": {"id_usulan": f"uji-{id(self)}-{self.nomor}"}}
        if self.token:
            isi = {"access_token": "a.b.c", "expires_in": 3600, "token_type": "Bearer"}
        self.ke.write(_jawaban(isi))


async def layani(port: int, jeda: float) -> None:
    """Serve on loopback until killed."""
    peladen = await asyncio.get_running_loop().create_server(lambda: Mitra(jeda), "127.0.0.1", port)
    sys.stdout.write("siap\n")
    sys.stdout.flush()
    await peladen.serve_forever()


if __name__ == "__main__":
    asyncio.run(layani(int(sys.argv[1]), float(sys.argv[2])))
