"""Anchors: what the trail was at an hour, written where the database's administrator does not reach (keputusan/0078).

An anchor is one line of JSON of constant size: the last seal of each table, counts and the time, signed, and the hash
of the line before. A seal covers all seals before it, so an anchor pins all rows up to that hour.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Sum
from django.utils import timezone

from siapp.audit.catat import teks_baku
from siapp.audit.kunci_jejak import dikenal, kunci_kini, tanda
from siapp.audit.models import Jangkar, JenisJejak, KepalaAliran, Peristiwa, Segel
from siapp.audit.rantai import Temuan

log = structlog.get_logger(__name__)

NAMA_BERKAS = "jangkar-audit.jsonl"
JEDA = timedelta(minutes=59)
"""Between two anchors in one place; the timer comes by more often."""
JEDA_SUREL = timedelta(hours=23, minutes=59)
ALIRAN = "jangkar"


class JangkarRusak(ValueError):
    """A line is no anchor; the message names it."""


def berkas_jangkar() -> Path | None:
    """Return the file of anchors, None where none is wanted (AUDIT_JANGKAR_FOLDER)."""
    return Path(settings.AUDIT_JANGKAR_FOLDER) / NAMA_BERKAS if settings.AUDIT_JANGKAR_FOLDER else None


def isi_jangkar(sebelum: str) -> str:
    """Return an anchor of this moment as a line without its end; `sebelum` is the line before it in its place."""
    kunci = kunci_kini()
    isi = {
        "waktu": timezone.localtime().isoformat(timespec="seconds"),
        "segel": {jejak: _segel_akhir(jejak) for jejak in JenisJejak.values},
        "aliran": KepalaAliran.objects.count(),
        "sebelum": _sidik_baris(sebelum),
        "kunci": kunci,
    }
    return teks_baku(isi | {"tanda": tanda(kunci, teks_baku(isi))})


def _segel_akhir(jejak: str) -> list[Any]:
    """Number of the last seal, rows under all seals, and its hash."""
    semua = Segel.objects.filter(jejak=jejak)
    akhir = semua.order_by("-nomor").first()
    return [akhir.nomor, semua.aggregate(s=Sum("jumlah"))["s"], akhir.sidik] if akhir else [0, 0, ""]


def _sidik_baris(baris: str) -> str:
    return hashlib.sha256(baris.encode()).hexdigest() if baris else ""


def tujuan_jangkar() -> list[Jangkar.Tujuan]:
    """Return the places that this installation writes anchors to."""
    return [tujuan for tujuan, (diatur, _) in _TUJUAN.items() if diatur()]


def jeda(tujuan: Jangkar.Tujuan) -> timedelta:
    """Return the time between two anchors in one place."""
    return JEDA_SUREL if tujuan == Jangkar.Tujuan.SUREL else JEDA


def terakhir(tujuan: Jangkar.Tujuan) -> datetime | None:
    """Return when the last anchor went there."""
    return Jangkar.objects.filter(tujuan=tujuan).order_by("-waktu").values_list("waktu", flat=True).first()


def tulis_yang_jatuh_tempo() -> int:
    """Write an anchor to each place that is due, and return to how many.

    One that refuses does not keep the others from theirs; the first error is raised when all had their turn.
    """
    banyak, galat = 0, None
    for tujuan in tujuan_jangkar():
        saat = terakhir(tujuan)
        if saat and timezone.now() - saat < jeda(tujuan):
            continue
        try:
            isi = _TUJUAN[tujuan][1]()
        except Exception as satu:  # a disk and a mail server have errors of their own
            log.error("jangkar_gagal", tujuan=tujuan, galat=type(satu).__name__)
            galat = galat or satu
        else:
            Jangkar.objects.create(waktu=timezone.now(), tujuan=tujuan, isi=isi)
            banyak += 1
    if galat:
        raise galat
    return banyak


def _ke_folder() -> str:
    return tambah_ke_berkas(Path(settings.AUDIT_JANGKAR_FOLDER) / NAMA_BERKAS)


def _surel_diatur() -> bool:
    return bool(settings.AUDIT_JANGKAR_SUREL) and not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def _ke_surel() -> str:
    lalu = Jangkar.objects.filter(tujuan=Jangkar.Tujuan.SUREL).order_by("-waktu").first()
    baris = isi_jangkar(lalu.isi if lalu else "")
    hari = timezone.localdate()
    judul = f"[SIAPP] Jangkar jejak audit {hari:%d-%m-%Y}"
    pesan = EmailMessage(judul, PENGANTAR, bcc=settings.AUDIT_JANGKAR_SUREL)
    pesan.attach(f"jangkar-audit-{hari:%Y%m%d}.jsonl", f"{baris}\n", "application/json")
    pesan.send()
    return baris


PENGANTAR = (
    "Simpan surel ini di luar jangkauan pengelola SIAPP. Lampirannya menyatakan keadaan jejak audit saat ini; tidak "
    "ada data pribadi di dalamnya.\n\nBila kelak keutuhan jejak audit dipertanyakan, serahkan lampiran ini: "
    "`manage.py verifikasi_audit --jangkar BERKAS` membandingkannya dengan jejak yang ada."
)

_TUJUAN: dict[Jangkar.Tujuan, tuple[Callable[[], bool], Callable[[], str]]] = {
    Jangkar.Tujuan.FOLDER: (lambda: bool(settings.AUDIT_JANGKAR_FOLDER), _ke_folder),
    Jangkar.Tujuan.SUREL: (_surel_diatur, _ke_surel),
}


def tambah_ke_berkas(berkas: Path) -> str:
    """Append an anchor of this moment to `berkas`, on the disk before we go on, and return its line."""
    berkas.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    lama = berkas.read_text(encoding="utf-8").splitlines() if berkas.exists() else []
    baris = isi_jangkar(lama[-1] if lama else "")
    penanda = os.open(berkas, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(penanda, f"{baris}\n".encode())
        os.fsync(penanda)
    finally:
        os.close(penanda)
    return baris


def periksa_berkas() -> Iterator[Temuan]:
    """Yield what does not agree between the file of anchors and the trail, the loss of the file itself included.

    Raises JangkarRusak, and OSError when it cannot be read.
    """
    berkas = berkas_jangkar()
    if berkas is None:
        return
    # Before the file: an anchor that is written meanwhile must not look like one that was lost.
    akhir = Jangkar.objects.filter(tujuan=Jangkar.Tujuan.FOLDER).order_by("-waktu", "-id").first()
    baris = berkas.read_text(encoding="utf-8").splitlines() if berkas.exists() else []
    yield from periksa_jangkar(baris)
    if akhir and akhir.isi not in baris:
        yield Temuan(ALIRAN, len(baris), "berkas jangkar hilang, terpotong, atau bukan lanjutannya")


def periksa_jangkar(baris: Iterable[str]) -> Iterator[Temuan]:
    """Yield each anchor of one place, oldest first, that does not fit the trail of now. Raises JangkarRusak."""
    segel, aliran, lalu = _segel(), KepalaAliran.objects.count(), ""
    for nomor, satu in enumerate(baris, start=1):
        isi = _urai(nomor, satu)
        if "kepala" in isi:
            yield from _periksa_kepala(*isi["kepala"])
            continue
        if lalu and isi["sebelum"] != _sidik_baris(lalu):
            yield Temuan(ALIRAN, nomor, "baris jangkar sebelum ini hilang atau sudah lain")
        yield from _periksa_isi(nomor, isi, segel, aliran)
        lalu = satu


_BAGIAN = ("waktu", "segel", "aliran", "sebelum", "kunci", "tanda")


def _segel() -> dict[tuple[str, int], str]:
    return {(jejak, nomor): sidik for jejak, nomor, sidik in Segel.objects.values_list("jejak", "nomor", "sidik")}


def _urai(nomor: int, baris: str) -> dict[str, Any]:
    try:
        isi = json.loads(baris)
        if isinstance(isi, list):
            aliran, urutan, sidik = isi
            return {"kepala": (aliran, urutan, sidik)}
        return {
            **{nama: isi[nama] for nama in _BAGIAN},
            "segel": {j: tuple(isi["segel"][j]) for j in JenisJejak.values},
        }
    except (ValueError, KeyError, TypeError) as galat:
        raise JangkarRusak(f"Baris {nomor} berkas jangkar tidak dapat dibaca.") from galat


def _periksa_kepala(aliran: str, urutan: int, sidik: str) -> Iterator[Temuan]:
    """A line as releases before seals wrote them: the head of one stream."""
    if not Peristiwa.objects.filter(aliran=aliran, urutan=urutan, sidik=sidik).exists():
        yield Temuan(aliran, urutan, "yang tercatat pada jangkar tidak ada lagi atau sudah lain")


def _periksa_isi(nomor: int, isi: dict[str, Any], segel: dict[tuple[str, int], str], aliran: int) -> Iterator[Temuan]:
    polos = {kunci: nilai for kunci, nilai in isi.items() if kunci != "tanda"}
    if not dikenal(isi["kunci"]):
        yield Temuan(ALIRAN, nomor, f"kunci {isi['kunci']} tidak ada lagi di AUDIT_KUNCI")
    elif tanda(isi["kunci"], teks_baku(polos)) != isi["tanda"]:
        yield Temuan(ALIRAN, nomor, "jangkar ini tidak ditandatangani aplikasi")
    for jejak, (nomor_segel, _, sidik) in isi["segel"].items():
        if nomor_segel and segel.get((jejak, nomor_segel)) != sidik:
            arti = f"segel {jejak} nomor {nomor_segel} pada {isi['waktu']} tidak ada lagi atau sudah lain"
            yield Temuan(ALIRAN, nomor, arti)
    if aliran < isi["aliran"]:
        yield Temuan(ALIRAN, nomor, f"{isi['aliran']} aliran pada {isi['waktu']}, kini {aliran}")
