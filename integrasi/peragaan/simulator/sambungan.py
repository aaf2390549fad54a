"""TCP connections that can be cut the hard way.

ASGI has no word for "reset the connection", so the HTTP protocol of uvicorn is extended by a register of transports;
`putuskan` then closes with SO_LINGER 0, which makes the kernel send RST instead of FIN.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_TERBUKA: dict[tuple[str, int], asyncio.Transport] = {}


class ProtokolSimulator(H11Protocol):
    """uvicorn's HTTP protocol that remembers its transports by the peer's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Register the connection."""
        super().connection_made(transport)
        if self.client:
            _TERBUKA[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self.client:
            _TERBUKA.pop(self.client, None)
        super().connection_lost(exc)


def putuskan(klien: Any) -> None:
    """Reset the connection of the peer `klien` (host, port)."""
    transport = _TERBUKA.get(tuple(klien))
    if transport is None:
        return
    soket = transport.get_extra_info("socket")
    soket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


class JawabanPutus(Response):
    """In place of an answer: cut the connection and wait until the server has noticed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Cut. `send` is never used: not one byte of an answer leaves."""
        putuskan(scope["client"])
        while (await receive())["type"] != "http.disconnect":
            continue
