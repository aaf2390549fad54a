"""A file that belongs to a form: taken in at the first press, remembered by id, used when its inspection is over."""

import time
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from siapp.akun.models import Pengguna
from siapp.berkas.foto import Kiriman, terima_dokumen
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.terimaan import PDF, Terimaan
from siapp.web.galat import GalatPengguna
from siapp.web.gerbang import lepas_giliran

# Inspection takes a moment in a worker; waiting for it here spares most people a second press (seconds).
TUNGGU = 4.0
JEDA = 0.2


def berkas_formulir(isian: dict[str, Any], pengguna: Pengguna, terimaan: Terimaan = PDF) -> Berkas:
    """Return the inspected file of a form with the fields `berkas` (upload) and `berkas_id` (the press before).

    `terimaan`: what the form takes. A new upload sets `isian["berkas_id"]`, so that the form can be shown again
    without losing the file. Raises GalatPengguna: refused by the inspection, still being inspected, or not one's own.
    """
    unggahan = isian.get("berkas")
    berkas = _unggah(unggahan, pengguna, terimaan) if unggahan else _milik(isian.get("berkas_id"), pengguna)
    isian["berkas_id"] = berkas.pk
    # The file is stored: others may upload while this one waits.
    lepas_giliran()
    batas = time.monotonic() + TUNGGU
    while berkas.keadaan == KeadaanBerkas.DIPERIKSA and time.monotonic() < batas:
        time.sleep(JEDA)
        berkas.refresh_from_db()
    if berkas.keadaan == KeadaanBerkas.DIPERIKSA:
        raise GalatPengguna(
            "Berkas sudah diterima dan masih diperiksa. Tunggu beberapa detik, lalu tekan tombol ini lagi; "
            "berkasnya tidak perlu dipilih ulang.",
            bidang="berkas",
        )
    if berkas.keadaan == KeadaanBerkas.DITOLAK:
        isian["berkas_id"] = None
        raise GalatPengguna(berkas.kalimat_tolak, bidang="berkas")
    return berkas


def _unggah(unggahan: "UploadedFile[bytes]", pengguna: Pengguna, terimaan: Terimaan) -> Berkas:
    try:
        return terima_dokumen([Kiriman(unggahan.name or "berkas.pdf", unggahan)], oleh=pengguna, terimaan=terimaan)
    except GalatPengguna as galat:
        galat.bidang = "berkas"
        raise


def _milik(berkas_id: UUID | None, pengguna: Pengguna) -> Berkas:
    berkas = Berkas.objects.filter(pk=berkas_id, diunggah_oleh=pengguna).first() if berkas_id else None
    if berkas is None:
        raise GalatPengguna("Berkas sebelumnya tidak ditemukan lagi. Pilih berkasnya sekali lagi.", bidang="berkas")
    return berkas
