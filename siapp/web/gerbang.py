"""The gate before Django: uploads take turns, so that a page does not wait behind fifty of them (janji.md 3).

A form with files is first received whole, by a thread that waits for the network and holds nothing else; only then is
it its turn to be taken apart, hashed and stored. So a slow line holds up nobody, and a crowd of uploads takes a share
of the machine, not all of it (keputusan/0066). Who still waits for an inspection gives the turn back before
(`lepas_giliran`). Pages need no turn but that of the threads there are for Django, each of which may need a connection
of the pool.
"""

import io
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from contextvars import ContextVar
from threading import BoundedSemaphore
from typing import IO, TYPE_CHECKING

from siapp.web.disk import TANDA, disk_penuh

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POTONGAN = 256 * 1024

_lepas: ContextVar[Callable[[], None] | None] = ContextVar("lepas", default=None)


def lepas_giliran() -> None:
    """Give the turn of this request's upload back before its end: its files are stored, and what follows is waiting.

    Nothing happens for a request without such a turn, and a second time.
    """
    if lepas := _lepas.get():
        lepas()


class Gerbang:
    """A WSGI application that lets at most `serentak` requests at once into `dalam`, of them `unggahan` with files.

    `terbesar`: bytes up to which a form is received beforehand; a larger one, or one of unknown length, is read by
    Django itself, which knows what it may cost.
    """

    def __init__(self, dalam: "WSGIApplication", *, serentak: int, unggahan: int, terbesar: int) -> None:
        self._dalam, self._terbesar = dalam, terbesar
        self._serentak, self._unggahan = BoundedSemaphore(serentak), BoundedSemaphore(unggahan)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request when it is its turn."""
        with ExitStack() as tumpukan:
            if str(environ.get("CONTENT_TYPE", "")).lower().startswith("multipart/"):
                self._terima(environ, tumpukan)
                self._gilir(tumpukan)
            tumpukan.enter_context(self._serentak)
            return self._dalam(environ, start_response)

    def _gilir(self, tumpukan: ExitStack) -> None:
        giliran = tumpukan.enter_context(ExitStack())
        giliran.enter_context(self._unggahan)
        tumpukan.callback(_lepas.reset, _lepas.set(giliran.close))

    def _terima(self, environ: "WSGIEnvironment", tumpukan: ExitStack) -> None:
        panjang = str(environ.get("CONTENT_LENGTH") or "")
        if not panjang.isdecimal() or int(panjang) > self._terbesar:
            return
        isi = tumpukan.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        try:
            _salin(environ["wsgi.input"], isi, int(panjang))
        except OSError as galat:
            if not disk_penuh(galat):
                raise
            # Django says it (siapp.web.disk); there is nothing to be read.
            isi.close()
            environ[TANDA], environ["wsgi.input"], environ["CONTENT_LENGTH"] = True, io.BytesIO(), "0"
        else:
            environ["wsgi.input"] = isi


def _salin(sumber: IO[bytes], tujuan: IO[bytes], sisa: int) -> None:
    while sisa and (potongan := sumber.read(min(POTONGAN, sisa))):
        tujuan.write(potongan)
        sisa -= len(potongan)
    tujuan.seek(os.SEEK_SET)
