"""The one way in for files: from a browser, from SIASN, from a command (janji.md 3)."""

import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku, catat
from siapp.bangun import bangunkan
from siapp.berkas.kenali import PANJANG_AWAL, kenali
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.penyimpanan import hapus, kunci_asli, salin_terhitung, simpan
from siapp.web.galat import GalatPengguna

# A quota over all time would shut out a diligent PIC for good; over a day it stops a run-away script.
MASA_KUOTA = timedelta(hours=24)


class Terbaca(Protocol):
    """What `terima` needs of a file: an upload, an HTTP response's body, an open file."""

    def read(self, n: int, /) -> bytes: ...


@dataclass(frozen=True)
class Tampungan:
    """A received file on its way to storage: a local temporary copy, measured."""

    isi: BinaryIO
    ukuran: int
    sha256: str
    awal: bytes


def terima(
    aliran_berkas: Terbaca,
    *,
    oleh: Pelaku,
    nama: str,
    boleh: tuple[str, ...] = ("pdf",),
    ukuran_maks: int | None = None,
    diminta: str = "",
) -> Berkas:
    """Take in a file and return its Berkas in state DIPERIKSA; the inspection is woken after the commit.

    Arguments: anything with `read(n)`; `oleh`, the person or machine it comes from; `nama`, shown and never used
    as a path; `boleh`, the accepted kinds out of "pdf", "jpeg", "png"; `ukuran_maks`, the limit in bytes (default
    `BERKAS_UKURAN_MAKS`); `diminta`, how a sentence names what is accepted. Memory stays constant. The bytes are stored
    before the row is written, so a row always has its bytes; bytes without a row are swept nightly. Must not be called
    inside a transaction.
    Raises GalatPengguna with a sentence for an empty, too large or unwanted file and for a spent quota.
    """
    with _tertampung(aliran_berkas, ukuran_maks or settings.BERKAS_UKURAN_MAKS) as tampungan:
        return masukkan(tampungan, kenali(tampungan.awal, boleh, diminta), oleh=oleh, nama=nama)


def masukkan(tampungan: Tampungan, jenis: JenisBerkas, *, oleh: Pelaku, nama: str) -> Berkas:
    """Store what was measured and recognised, and have it inspected. Raises GalatPengguna for a spent quota."""
    periksa_kuota(oleh, tampungan.ukuran)
    berkas = Berkas(
        sha256=tampungan.sha256, ukuran=tampungan.ukuran, jenis=jenis, nama_asli=nama_bersih(nama), **_asal(oleh)
    )
    berkas.kunci = simpan(kunci_asli(berkas.pk.hex), tampungan.isi)
    try:
        _tulis(berkas, oleh=oleh)
    except (OperationalError, InterfaceError):
        # The commit may have been reached all the same: then the bytes have a row, else the nightly care finds them.
        raise
    except Exception:
        hapus(berkas.kunci)
        raise
    bangunkan("siapp.berkas.tasks.periksa", str(berkas.pk))
    return berkas


@contextmanager
def _tertampung(aliran: Terbaca, batas: int) -> Iterator[Tampungan]:
    # A local copy first: what is refused never reaches the storage, and S3 needs a file it can seek in.
    with tempfile.TemporaryFile() as isi:
        ukuran, sha256 = salin_terhitung(aliran, isi, batas)  # type: ignore[arg-type]
        if ukuran > batas:
            raise GalatPengguna(_kalimat_terlalu_besar(getattr(aliran, "size", None), batas), "Berkas terlalu besar")
        if ukuran == 0:
            raise GalatPengguna(
                "Berkas ini kosong (0 bita). Periksa berkasnya di komputer Anda, lalu unggah lagi.", "Berkas kosong"
            )
        isi.seek(0)
        awal = isi.read(PANJANG_AWAL)
        isi.seek(0)
        yield Tampungan(isi, ukuran, sha256, awal)


def _kalimat_terlalu_besar(ukuran: int | None, batas: int) -> str:
    # Just above the limit both would read the same.
    terbaca = filesizeformat(ukuran) if ukuran else filesizeformat(batas)
    besar = f"Berkas ini {terbaca}" if terbaca != filesizeformat(batas) else "Berkas ini terlalu besar"
    return (
        f"{besar}; batasnya {filesizeformat(batas)}. Pindai ulang dengan resolusi 150–200 dpi hitam putih, "
        "atau kecilkan PDF-nya, lalu unggah lagi."
    )


def periksa_kuota(oleh: Pelaku, tambahan: int) -> None:
    """Raise GalatPengguna if `tambahan` bytes more would exceed the person's quota of the last 24 hours.

    Machines have none. Only a caller that holds the person's row lock can rely on the answer.
    """
    if isinstance(oleh, Mesin):
        return
    sejak = timezone.now() - MASA_KUOTA
    terpakai = Berkas.objects.filter(diunggah_oleh=oleh, dibuat_pada__gt=sejak).aggregate(n=Sum("ukuran"))["n"] or 0
    if terpakai + tambahan > settings.BERKAS_KUOTA_PENGGUNA:
        raise GalatPengguna(
            f"Dalam 24 jam terakhir Anda sudah mengunggah {filesizeformat(terpakai)} dari batas "
            f"{filesizeformat(settings.BERKAS_KUOTA_PENGGUNA)}. Lanjutkan besok, atau hubungi narahubung Biro APP.",
            "Batas unggahan tercapai",
        )


@transaction.atomic(durable=True)
def _tulis(berkas: Berkas, *, oleh: Pelaku) -> None:
    if isinstance(oleh, Pengguna):
        # Two uploads of one person follow one another here: otherwise both would see the same free quota.
        Pengguna.objects.select_for_update(no_key=True).get(pk=oleh.pk)
        periksa_kuota(oleh, berkas.ukuran)
    berkas.save(force_insert=True)
    catat(
        berkas.aliran,
        "berkas_diterima",
        oleh=oleh,
        data={"jenis": berkas.jenis, "ukuran": berkas.ukuran, "sha256": berkas.sha256},
    )


def _asal(oleh: Pelaku) -> dict[str, Any]:
    return {"mesin": oleh} if isinstance(oleh, Mesin) else {"diunggah_oleh": oleh}


def nama_bersih(nama: str) -> str:
    """Return the last part of `nama` without control and direction characters, at most 150 characters, never empty."""
    terakhir = nama.replace("\\", "/").rsplit("/", 1)[-1]
    terlihat = "".join(h for h in terakhir if unicodedata.category(h) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    rapi = " ".join(terlihat.split()).strip(". ")
    if len(rapi) <= 150:
        return rapi or "berkas"
    pokok, titik, akhiran = rapi.rpartition(".")
    return f"{pokok[: 149 - len(akhiran)]}.{akhiran}" if titik and len(akhiran) <= 10 else rapi[:150]
