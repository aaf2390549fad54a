"""The whole proof of the trail: the chains, the seals over both tables, and the anchors outside the database."""

from collections.abc import Callable, Iterator

from siapp.audit.jangkar import periksa_berkas
from siapp.audit.rantai import Temuan, periksa_rantai
from siapp.audit.segel import periksa_segel


class JejakTidakUtuh(Exception):
    """The trail is not what was written."""


def periksa_semua(hitung: Callable[[], object] = lambda: None) -> Iterator[Temuan]:
    """Yield every fault; `hitung` is called once per row. Raises JangkarRusak, OSError (anchors)."""
    yield from periksa_rantai(hitung=hitung)
    yield from periksa_segel(hitung)
    yield from periksa_berkas()
