"""What the confirmation page tells after a signing: what was sent, what follows, until when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from siapp.audit.models import Peristiwa
from usulan.kalender import kalender_kini
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.peristiwa.baca import baca_peristiwa
from usulan.peristiwa.isi import PerbaikanDiajukan, Teken
from usulan.tahap import Tahap

TEKEN = (Jenis.DIAJUKAN, Jenis.PERBAIKAN_DIAJUKAN)


@dataclass(frozen=True, slots=True)
class Langkah:
    """One thing that follows; `paling_lambat` is None where no clock of ours runs."""

    judul: str
    isi: str
    paling_lambat: date | None = None


@dataclass(frozen=True, slots=True)
class Terkirim:
    """The last signing of a usulan, as it was."""

    teken: Teken
    waktu: datetime
    langkah: tuple[Langkah, ...]

    @property
    def perbaikan(self) -> bool:
        return isinstance(self.teken, PerbaikanDiajukan)


def teken_terakhir(usulan: Usulan) -> Terkirim | None:
    """Return the last signing of `usulan` with what follows it; None while it was never signed."""
    aliran = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk))
    peristiwa = aliran.filter(jenis__in=TEKEN).order_by("-urutan").first()
    teken = baca_peristiwa(peristiwa) if peristiwa else None
    if peristiwa is None or not isinstance(teken, Teken):
        return None
    dibagi = aliran.filter(jenis=Jenis.DIBAGI, urutan__lt=peristiwa.urutan).exists()
    langkah = _langkah(timezone.localdate(peristiwa.waktu), langsung=dibagi and usulan.verifikator is not None)
    return Terkirim(teken, peristiwa.waktu, langkah)


def _langkah(hari: date, *, langsung: bool) -> tuple[Langkah, ...]:
    """What follows a signing of `hari`; `langsung`: corrections go to who verified before."""
    kalender = kalender_kini()
    dibagi = hari if langsung else kalender.tenggat(Tahap.DIAJUKAN, hari)
    diverifikasi = kalender.tenggat(Tahap.DIVERIFIKASI, dibagi) if dibagi else None
    bagi = Langkah("Dibagi kepada verifikator", "Koordinator pokja Biro APP menunjuk siapa yang memeriksa.", dibagi)
    periksa = Langkah(
        "Diverifikasi Biro APP",
        "Dokumen dan data diperiksa satu per satu. Bila ada yang belum lengkap, usulan kembali kepada Anda beserta "
        "alasannya.",
        diverifikasi,
    )
    bkn = Langkah(
        "Diverifikasi BKN",
        "BKN memeriksa usulan yang sama di SIASN pada waktunya sendiri, lalu menerbitkan Pertek.",
    )
    return (*(() if langsung else (bagi,)), periksa, bkn)
