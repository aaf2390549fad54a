"""A worker's pool of database connections lives as long as the worker.

Celery's own care for Django closes the pool before and after each task: two new connections for each wake-up, which
cost an idle installation more of PostgreSQL than everything that was asked over them, and in a worker of threads the
pool is closed under the others. Here a task gives its connections back, and the pool looks at each before it lends it:
one that the server closed meanwhile costs nobody a task.
"""

import sys
from typing import TYPE_CHECKING, Any

from celery.fixups import django

if TYPE_CHECKING:
    from celery import Celery

# Their types are those of an older Celery.
_asli: Any = django


class _Pekerja(_asli.DjangoWorkerFixup):  # type: ignore[misc]
    def install(self) -> Any:
        """As Celery's, with a pool that looks before it lends."""
        for satu in self._db.connections.all():
            satu.settings_dict["CONN_HEALTH_CHECKS"] = True
        return super().install()

    def close_database(self, **_: Any) -> None:
        """Give back what this thread holds."""
        from siapp.koneksi import lepas_koneksi

        lepas_koneksi()


class _Perbaikan(_asli.DjangoFixup):  # type: ignore[misc]
    _worker_fixup: Any

    @property
    def worker_fixup(self) -> Any:
        """Made when first asked for: the app has no settings before."""
        if self._worker_fixup is None:
            self._worker_fixup = _Pekerja(self.app)
        return self._worker_fixup


def pasang(app: "Celery") -> Any:
    """Let `app` look after Django; named in `siapp.celery`.

    Celery would put the folder that the process was started from before all others on Python's path: whoever calls a
    command from a folder with another release in it would run that one's code, or anybody's.
    """
    jalan = sys.path.copy()
    try:
        return _Perbaikan(app).install()
    finally:
        sys.path[:] = jalan
