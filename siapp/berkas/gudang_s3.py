"""S3 for processes with many threads (keputusan/0019)."""

import threading
from typing import Any

import boto3
from storages.backends.s3 import S3Storage


class GudangS3(S3Storage):  # type: ignore[misc]
    """S3Storage whose threads share one session.

    The library opens a connection for each thread, as boto3's resources ask for, but each out of a session of its own.
    A session reads the description of the service anew: 60 to 200 ms of CPU for every thread. The sender starts new
    threads with each task. From a shared session it takes 3. Sessions are not safe for threads: one at a time.
    """

    _kunci = threading.Lock()
    _sesi: boto3.Session | None = None

    @property
    def connection(self) -> Any:
        """The connection of this thread."""
        if getattr(self._connections, "connection", None) is None:
            with self._kunci:
                return super().connection
        return super().connection

    def _create_session(self) -> boto3.Session:
        if self._sesi is None:
            self._sesi = super()._create_session()
        return self._sesi
