"""What was uploaded and the PDF that was made of it: both are kept, the PDF is what is sent (keputusan/0083, 0095).

A PDF that only its surroundings spoil is written anew; photos become one PDF (foto_pdf.py).

The row that others refer to gets the new bytes before it is released for the first time; what was uploaded goes, with
its key, to a row of its own that stays refused and can only be fetched.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import catat
from siapp.berkas.anak import Batas, jalankan_anak
from siapp.berkas.keadaan import GerakBerkas
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.penyimpanan import kunci_asli, salin_terhitung, simpan
from siapp.pindah import pindah

PROGRAM = "bedah_perbaiki.py"
BISA = "RUSAK"
"""The only refusal that a repair may lift."""


@dataclass(frozen=True)
class Perbaikan:
    """A PDF in storage: the id of the row that the original will get, key, bytes, SHA-256.

    `sebab`: why the original is not used itself, a code of sebab.py; `peristiwa`: what the trail calls it.
    """

    id_asli: UUID
    kunci: str
    ukuran: int
    sha256: str
    sebab: str = BISA
    peristiwa: str = "berkas_diperbaiki"


@contextmanager
def diperbaiki(isi: BinaryIO, berkas: Berkas, batas: Batas) -> Iterator[BinaryIO | None]:
    """Open the repaired copy of a PDF, None when there is none. Raises AnakHabisWaktu."""
    if berkas.jenis != JenisBerkas.PDF:
        yield None
        return
    kode, baru = jalankan_anak(PROGRAM, isi, {}, batas)
    if kode or not baru:
        yield None
        return
    with tempfile.TemporaryFile() as salinan:
        salinan.write(baru)
        salinan.seek(0)
        yield cast(BinaryIO, salinan)


def simpan_perbaikan(isi: BinaryIO) -> Perbaikan:
    """Store the open PDF that takes the original's place."""
    isi.seek(0)
    ukuran, sha256 = salin_terhitung(isi, None)
    isi.seek(0)
    id_asli = uuid4()
    return Perbaikan(id_asli, simpan(kunci_asli(id_asli.hex), isi), ukuran, sha256)


def pisahkan_asli(berkas: Berkas, perbaikan: Perbaikan, simpan_baris: Callable[[Berkas], None]) -> None:
    """Give what was uploaded a row of its own and `berkas` the PDF's bytes; within the transaction of its finding.

    `simpan_baris` writes `berkas`: its key must be free before the other row takes it.
    """
    asli = Berkas(
        pk=perbaikan.id_asli,
        **{nama: getattr(berkas, nama) for nama in (
            "kunci", "sha256", "ukuran", "jenis", "nama_asli", "diunggah_oleh_id", "mesin", "dibuat_pada",
        )},
        sebab_tolak=perbaikan.sebab,
        diperiksa_pada=timezone.now(),
        digosok_pada=timezone.now(),
    )  # fmt: skip
    pindah(asli, GerakBerkas.TIDAK_LOLOS)
    berkas.kunci, berkas.ukuran, berkas.sha256 = perbaikan.kunci, perbaikan.ukuran, perbaikan.sha256
    berkas.jenis = JenisBerkas.PDF
    simpan_baris(berkas)
    asli.save(force_insert=True)
    berkas.asli = asli
    berkas.save(update_fields=["asli"])
    data = {"sha256": berkas.sha256, "ukuran": berkas.ukuran, "sha256_asli": asli.sha256, "asli": str(asli.pk)}
    catat(berkas.aliran, perbaikan.peristiwa, oleh=Mesin.SISTEM, data=data)
