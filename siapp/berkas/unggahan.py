"""What an upload may cost before anybody looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

# A document type may permit more than the default; nothing may permit more than this times the default.
KELIPATAN = 10


class PenampungTerbatas(TemporaryFileUploadHandler):
    """Writes an upload to disk up to a ceiling and only counts the rest.

    The file that arrives has its true `size` and more bytes than any limit, so `terima` refuses it in words; a disk
    is never filled by one request.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece unless the ceiling is passed. Arguments as Django gives them: the bytes and their offset."""
        if start <= settings.BERKAS_UKURAN_MAKS * KELIPATAN:
            with self._dibuang_bila_gagal():
                super().receive_data_chunk(raw_data, start)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:  # type: ignore[type-arg]
        """Hand the file over; what is still buffered is written now. Arguments and result as Django has them."""
        with self._dibuang_bila_gagal():
            return super().file_complete(file_size)

    @contextmanager
    def _dibuang_bila_gagal(self) -> Iterator[None]:
        # Django closes only files that are complete; this one would keep a full disk full for as long as anybody
        # holds the error.
        try:
            yield
        except OSError:
            with suppress(OSError):
                self.file.close()
            raise
