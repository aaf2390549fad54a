"""Who holds the web's port in `make kembang`: a request that comes while the web starts again waits for it.

A relay, not a listening socket handed on: Granian binds its own by any public way, and a socket that nobody reads would
let a request wait for ever where a fault keeps the web from starting.
"""

import asyncio
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

# Seconds between two looks whether the web listens again.
JEDA = 0.05
_MATI = (
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
    "Web berhenti karena kesalahan di berkas yang diubah; terminal `make kembang` menyebutnya. Sesudah diperbaiki, "
    "muat ulang halaman ini.\n"
)


class Gerbang:
    """Listens on `port` of this machine and hands each connection on to `port_web`.

    `ditahan`: connections wait although somebody may still take them; `mati`: they wait no more for who does not.
    """

    def __init__(self, port: int, port_web: int) -> None:
        """Take the two ports; nothing listens before the context is entered."""
        self.port, self.port_web = port, port_web
        self.ditahan = self.mati = False
        self._siap = Event()
        self._galat: OSError | None = None
        self._utas = Thread(target=self._jalankan, daemon=True)

    def __enter__(self) -> Self:
        """Listen. Raises OSError when the port is taken."""
        self._utas.start()
        self._siap.wait()
        if self._galat:
            raise self._galat
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Let go of the port and of all connections."""
        with suppress(RuntimeError):
            self._putaran.call_soon_threadsafe(self._usai.set)
        self._utas.join()

    def _jalankan(self) -> None:
        with suppress(OSError):
            asyncio.run(self._dengarkan())
        self._siap.set()

    async def _dengarkan(self) -> None:
        self._putaran, self._usai = asyncio.get_running_loop(), asyncio.Event()
        try:
            server = await asyncio.start_server(self._layani, "127.0.0.1", self.port)
        except OSError as galat:
            self._galat = galat
            raise
        self._siap.set()
        await self._usai.wait()
        server.close()

    async def _layani(self, baca: asyncio.StreamReader, tulis: asyncio.StreamWriter) -> None:
        # Cancelled only at the very end; Python 3.11 would complain about each connection that is.
        with suppress(asyncio.CancelledError, OSError):
            if web := await self._hubungi():
                await asyncio.gather(_alirkan(baca, web[1]), _alirkan(web[0], tulis))
            else:
                await baca.readuntil(b"\r\n\r\n")
                tulis.write(_MATI.encode())
                await tulis.drain()
        tulis.close()

    async def _hubungi(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Reach the web as soon as it listens; None when it has died."""
        while True:
            if not self.ditahan:
                with suppress(OSError):
                    return await asyncio.open_connection("127.0.0.1", self.port_web)
                if self.mati:
                    return None
            await asyncio.sleep(JEDA)


async def _alirkan(dari: asyncio.StreamReader, ke: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while isi := await dari.read(65_536):
            ke.write(isi)
            await ke.drain()
    ke.close()
