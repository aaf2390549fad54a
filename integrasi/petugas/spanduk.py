"""Banners above every page: SIASN is away (for all), something waits for an operator (for operators).

Asked on each page of each person, so the answers are kept in the process for a few seconds.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from integrasi.izin import boleh_kirim_ulang
from integrasi.mitra import pemutus
from integrasi.mitra.setelan import host
from integrasi.models import Peringatan
from integrasi.petugas.kesehatan import umur_tertua
from integrasi.petugas.peringatan import BATAS_MANDEK
from integrasi.sebab import Kode
from siapp.web.spanduk import Spanduk
from siapp.web.templatetags.siapp import tanggal

UMUR_INGATAN = 10.0
T = TypeVar("T")


@dataclass
class Ingatan(Generic[T]):
    """The last answer of `tanya`, asked again when it is older than UMUR_INGATAN seconds."""

    tanya: Callable[[], T]
    _isi: list[T] = field(default_factory=list)
    _sampai: float = 0.0
    _kunci: threading.Lock = field(default_factory=threading.Lock)

    def ambil(self) -> T:
        with self._kunci:
            if not self._isi or time.monotonic() > self._sampai:
                self._isi = [self.tanya()]
                self._sampai = time.monotonic() + UMUR_INGATAN
            return self._isi[0]

    def lupakan(self) -> None:
        with self._kunci:
            self._isi = []


def _perlu_operator() -> tuple[int, bool]:
    """How many troubles are not over (the outage has its own banner), and whether sending stands still."""
    terbuka = Peringatan.objects.terbuka().exclude(sebab=Kode.SIASN_PUTUS).count()
    return terbuka, umur_tertua() > BATAS_MANDEK


mitra_pergi: Ingatan[datetime | None] = Ingatan(lambda: pemutus.terbuka_sejak(host()))
perlu_operator: Ingatan[tuple[int, bool]] = Ingatan(_perlu_operator)


def _sejak(saat: datetime) -> str:
    lokal = timezone.localtime(saat)
    return f"{lokal:%H.%M}" if lokal.date() == timezone.localdate() else tanggal(saat, "waktu")


def spanduk_siasn(request: HttpRequest) -> list[Spanduk]:
    """The banners of this room for the signed-in person of `request`."""
    hasil = []
    sejak = mitra_pergi.ambil()
    if sejak is not None:
        judul = f"SIASN sedang tidak terjangkau sejak {_sejak(sejak)}."
        isi = "Anda dapat terus bekerja; kiriman menunggu dan terkirim sendiri."
        hasil.append(Spanduk(judul, isi))
    if request.user.is_authenticated and boleh_kirim_ulang(request.user):
        jumlah, mandek = perlu_operator.ambil()
        url = reverse("integrasi:pengiriman")
        if mandek and sejak is None:
            isi = "Ada kiriman yang tidak diambil pekerja. Minta pengelola server memeriksa proses pekerja."
            hasil.append(Spanduk("Pengiriman berhenti.", isi, "galat", url, "Buka Pengiriman"))
        elif jumlah and request.path != url:
            isi = f"{jumlah} hal pada pengiriman perlu ditangani."
            hasil.append(Spanduk("", isi, "info", url, "Lihat daftarnya"))
    return hasil
