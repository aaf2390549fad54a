"""What an upload may cost before anybody looks at it."""

from django.conf import settings
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
            super().receive_data_chunk(raw_data, start)
        return None
