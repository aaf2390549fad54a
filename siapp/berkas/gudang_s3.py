"""S3 for processes with many threads (keputusan/0019), and what it answers when it cannot take a file."""

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from siapp.berkas.ruang import PenyimpananGagal, menolak_dicatat

PENUH = {
    "QuotaExceeded", "QuotaExceededException", "InsufficientStorage", "InsufficientCapacity", "EntityTooLarge",
    "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded",
}  # fmt: skip
"""How servers of S3 say that there is no room: in the bucket, of the account, or for a file of this size."""
KODE_PENUH = 507
SABAR = Config(connect_timeout=5, read_timeout=30, retries={"total_max_attempts": 3, "mode": "standard"})


class GudangS3(S3Storage):  # type: ignore[misc]
    """S3Storage whose threads share one session, and whose errors are those of a disk.

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

    def get_default_settings(self) -> dict[str, Any]:
        """The library's, but who uploads does not wait five minutes for a server that is silent or out of order."""
        bawaan: dict[str, Any] = super().get_default_settings()
        return bawaan | {"client_config": bawaan["client_config"] or SABAR}

    def _save(self, name: str, content: Any) -> str:
        with menolak_dicatat(), galat_disk():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> Any:
        with galat_disk():
            return super()._open(name, mode)

    def exists(self, name: str) -> bool:
        """Whether something is stored under `name`. Raises PenyimpananGagal when that cannot be known."""
        with galat_disk():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Remove what is stored under `name`. Raises PenyimpananGagal."""
        with galat_disk():
            super().delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and files directly below `path`. Raises PenyimpananGagal."""
        with galat_disk():
            folder, berkas = super().listdir(path)
            return folder, berkas


@contextmanager
def galat_disk() -> Iterator[None]:
    """Turn S3's errors into those of a disk: OSError(ENOSPC) where there is no room, PenyimpananGagal where it fails.

    What it refuses for another reason (a wrong key, no such bucket) goes through: that is a fault of the settings.
    """
    try:
        yield
    except ClientError as galat:
        if (sebab := _sebab(galat)) is not None:
            raise sebab from galat
        raise
    except BotoCoreError as galat:
        raise PenyimpananGagal(type(galat).__name__) from galat


def _sebab(galat: ClientError) -> OSError | None:
    kode = galat.response.get("Error", {}).get("Code", "")
    status = galat.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if kode in PENUH or status == KODE_PENUH:
        return OSError(errno.ENOSPC, f"S3: {kode}")
    return PenyimpananGagal(f"S3: {status} {kode}") if status >= 500 else None
