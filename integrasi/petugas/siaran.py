"""Announcements as people see them: above every page, dismissible for the session, and as a list."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from integrasi.models import Pengumuman
from siapp.akun.models import Pengguna
from siapp.akun.peran import PERAN_BIRO, JenisPeran
from siapp.web.spanduk import Spanduk
from siapp.web.templatetags.siapp import tanggal

# So long before it begins a banner tells of it; the page and /api/v1/info tell at once.
DI_MUKA = timedelta(days=3)
# Banners on one page; more stand on the page of announcements.
PALING_BANYAK = 3
# In the session: the versions that the person closed. A new version is shown again.
DITUTUP = "pengumuman_ditutup"


def mendatang() -> list[Pengumuman]:
    """Return what a banner may tell within the next minutes; read once in seconds (`spanduk.pengumuman`)."""
    kini = timezone.now()
    semua = Pengumuman.objects.berlaku(kini).filter(Q(untuk_biro=True) | Q(untuk_pic=True))
    return list(semua.filter(mulai__lte=kini + DI_MUKA + timedelta(minutes=1)))


def pembaca(pengguna: Pengguna) -> Q:
    """Return the condition for what is meant for `pengguna`."""
    q = Q(pk=None)
    if pengguna.berperan(*PERAN_BIRO):
        q |= Q(untuk_biro=True)
    return q | Q(untuk_pic=True) if pengguna.berperan(JenisPeran.PIC) else q


def spanduk_pengumuman(request: HttpRequest, pengguna: Pengguna, semua: list[Pengumuman]) -> Iterator[Spanduk]:
    """Yield a banner for each of `semua` that is meant for `pengguna`, is due, and was not closed in this session."""
    if not semua:
        return
    kini, ditutup = timezone.now(), set(request.session.get(DITUTUP, ()))
    biro, pic = pengguna.berperan(*PERAN_BIRO), pengguna.berperan(JenisPeran.PIC)
    tampil = [satu for satu in semua if _jatuh(satu, kini) and satu.pk not in ditutup]
    milik = [satu for satu in tampil if (satu.untuk_biro and biro) or (satu.untuk_pic and pic)]
    for satu in milik[:PALING_BANYAK]:
        jenis = "peringatan" if satu.jenis == Pengumuman.Jenis.KENDALA else "info"
        url, tutup = reverse("integrasi:pengumuman"), reverse("integrasi:pengumuman_tutup", args=[satu.pk])
        yield Spanduk(f"{satu.get_jenis_display()}: {rentang(satu)}.", satu.teks, jenis, url, "Pengumuman", tutup)


def _jatuh(satu: Pengumuman, kini: datetime) -> bool:
    return satu.mulai <= kini + DI_MUKA and (satu.selesai is None or satu.selesai > kini)


def rentang(satu: Pengumuman) -> str:
    """Say from when until when, in WIB: the day of the end only where it is another one."""
    if satu.selesai is None:
        return f"sejak {tanggal(satu.mulai, 'waktu')}"
    awal, akhir = timezone.localtime(satu.mulai), timezone.localtime(satu.selesai)
    sampai = f"{akhir:%H.%M}" if awal.date() == akhir.date() else tanggal(akhir, "waktu")
    return f"{tanggal(awal, 'waktu')} sampai {sampai}"


def tutup(sesi: SessionBase, pengumuman_id: int) -> None:
    """Show the announcement no more above pages of this session; forget those that are over."""
    masih = {satu.pk for satu in mendatang()}
    sesi[DITUTUP] = sorted(({*sesi.get(DITUTUP, ()), pengumuman_id}) & masih)
