"""Notices by mail: what is due of one person in one mail, without any third person's name or NIP (keputusan/0081)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.surel import surel_diatur
from usulan.kabar.baca import tujuan
from usulan.models import Kabar

log = structlog.get_logger(__name__)

# Persons in one run, so that a slow mail server holds its worker for minutes at the most.
ORANG = 50
# Lines in one mail; the list in the product holds all.
BARIS = 50
# A try that fails is made again after 2, 4, 8 … minutes, six hours at the most.
JEDA_TERLAMA = timedelta(hours=6)
# What could not be mailed for so long is old news: it stands under the bell only.
BASI = timedelta(days=3)


def kirim_surel() -> int:
    """Mail what is due; return how many mails a server took. Without EMAIL_URL nothing is taken and nothing counted."""
    if not surel_diatur():
        return 0
    return sum(_kirim_kepada(penerima, baris) for penerima, baris in _ambil())


@transaction.atomic(durable=True)
def _ambil() -> list[tuple[Pengguna, list[Kabar]]]:
    """Take the due notices of some persons; until their next try is due nobody else gets them.

    The time of the next try is written before the first one: a worker that dies while it sends leaves them to it.
    """
    kini = timezone.now()
    tempo = Kabar.objects.filter(surel_pada__lte=kini, tersurel_pada=None)
    tempo.filter(pada__lt=kini - BASI).update(surel_pada=None)
    tempo.filter(dibaca_pada__isnull=False).update(surel_pada=None)
    orang = list(tempo.order_by("penerima").values_list("penerima", flat=True).distinct()[:ORANG])
    baris = list(
        tempo.filter(penerima__in=orang)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("penerima", "usulan")
        .order_by("penerima", "pada", "pk")
    )
    for satu in baris:
        satu.percobaan += 1
        satu.surel_pada = kini + _jeda(satu.percobaan)
    Kabar.objects.bulk_update(baris, ["percobaan", "surel_pada"])
    return [(penerima, list(milik)) for penerima, milik in groupby(baris, key=lambda satu: satu.penerima)]


def _jeda(percobaan: int) -> timedelta:
    return min(timedelta(minutes=2 ** min(percobaan, 12)), JEDA_TERLAMA)


def _kirim_kepada(penerima: Pengguna, baris: list[Kabar]) -> int:
    """Send one mail about what the person may still know, and note it once the server has taken it."""
    boleh = set(Kabar.objects.untuk(penerima).filter(pk__in=[satu.pk for satu in baris]).values_list("pk", flat=True))
    terkirim = [satu for satu in baris if satu.pk in boleh]
    if not (penerima.is_active and penerima.surel):
        terkirim = []
    try:
        if terkirim:
            surel(penerima, terkirim).send()
    except (SMTPException, OSError) as galat:
        log.warning("surel_kabar_gagal", galat=type(galat).__name__, percobaan=baris[0].percobaan)
        return 0
    _catat(baris, terkirim, timezone.now())
    return bool(terkirim)


def _catat(baris: Iterable[Kabar], terkirim: Iterable[Kabar], saat: datetime) -> None:
    dikirim = [satu.pk for satu in terkirim]
    Kabar.objects.filter(pk__in=dikirim).update(tersurel_pada=saat)
    # Who may not know of it any more is mailed nothing, later neither.
    Kabar.objects.filter(pk__in={satu.pk for satu in baris} - set(dikirim)).update(surel_pada=None)


def surel(penerima: Pengguna, baris: list[Kabar]) -> EmailMessage:
    """Return the mail that tells `baris`: number of the usulan, kind and link of each, and nothing else of it.

    Its Message-ID follows from what it tells, so that a mail server knows one that is sent again after a crash.
    """
    satu = baris[0]
    nomor = f": usulan {satu.usulan.nomor}" if satu.usulan else ""
    judul = f"{satu.get_jenis_display()}{nomor}" if len(baris) == 1 else f"{len(baris)} kabar untuk Anda"
    isi = [_baris(kabar) for kabar in baris[:BARIS]]
    if lebih := len(baris) - BARIS:
        isi += [f"dan {lebih} lagi"] if lebih > 0 else []
    penutup = f"Semua kabar: {settings.BASE_URL}{reverse('usulan:kabar')}"
    atur = f"Atur surel ini: {settings.BASE_URL}{reverse('usulan:kabar_surel')}"
    tanda = f"<kabar-{satu.pk}-{baris[-1].pk}-{len(baris)}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
    teks = "\n\n".join([*isi, penutup, atur])
    return EmailMessage(f"[SIAPP] {judul}", teks, to=[penerima.surel], headers={"Message-ID": tanda})


def _baris(kabar: Kabar) -> str:
    nomor = f"Usulan {kabar.usulan.nomor}: " if kabar.usulan else ""
    return f"{nomor}{kabar.get_jenis_display()}\n{settings.BASE_URL}{tujuan(kabar)}"
