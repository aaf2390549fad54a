"""Photos become one PDF, made in a child process; what was uploaded stays beside it, untouched (keputusan/0095)."""

import json
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, cast

from siapp.berkas.anak import AnakHabisWaktu, Batas, jalankan_anak
from siapp.berkas.foto import SUSUNAN
from siapp.berkas.perbaikan import Perbaikan, simpan_perbaikan

PROGRAM = "bedah_foto.py"
# Twenty photos of twelve megapixels take 20 s of CPU. Ends within the lease of an inspection (periksa.SEWA).
BATAS = Batas(cpu=90, dinding=170.0, mengalah=10)


@contextmanager
def dijadikan_pdf(isi: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Open the PDF of the photos in `isi`; (code of sebab.py, an empty file) when there is none.

    Raises AnakHabisWaktu when the child's end proves nothing.
    """
    kode, keluaran = jalankan_anak(PROGRAM, isi, {"susunan": SUSUNAN}, BATAS)
    if kode == -signal.SIGKILL:
        raise AnakHabisWaktu(PROGRAM)
    kepala, _, pdf = keluaran.partition(b"\n")
    # Out of time or memory, or the decoder fell over: the photos did that and would do it again.
    sebab = json.loads(kepala)["sebab"] if kode == 0 else "FOTO_TERLALU_BESAR"
    with tempfile.TemporaryFile() as berkas:
        berkas.write(pdf)
        berkas.seek(0)
        yield sebab, cast(BinaryIO, berkas)


def simpan_foto(isi: BinaryIO) -> Perbaikan:
    """Store the PDF of photos."""
    return replace(simpan_perbaikan(isi), sebab="FOTO_ASLI", peristiwa="berkas_dari_foto")
