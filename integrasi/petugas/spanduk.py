"""Banners above every page: the exchange is stopped or SIASN away, announcements, something waits for an operator.

The end of the agreement is told on the start page and the delivery monitor of those who must see to it.

Asked on each page of each person, so the answers are kept in the process for a few seconds.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from integrasi.izin import Urusan, boleh_kirim_ulang, hak
from integrasi.mitra import pemutus, sakelar
from integrasi.mitra.perjanjian import Masa, masa
from integrasi.mitra.setelan import host
from integrasi.models import PenghentianPertukaran, Pengumuman, Peringatan
from integrasi.petugas.kesehatan import umur_tertua
from integrasi.petugas.peringatan import BATAS_MANDEK, BERSPANDUK, belum_tercatat
from integrasi.petugas.siaran import mendatang, spanduk_pengumuman
from siapp.akun.models import Pengguna
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
    """How many troubles are not over (outage and stop have their own banners), and whether sending stands still."""
    terbuka = list(Peringatan.objects.terbuka().exclude(sebab__in=BERSPANDUK))
    return len(terbuka) + len(belum_tercatat(terbuka)), umur_tertua() > BATAS_MANDEK


mitra_pergi: Ingatan[datetime | None] = Ingatan(lambda: pemutus.terbuka_sejak(host()))
pertukaran_henti: Ingatan[PenghentianPertukaran | None] = Ingatan(sakelar.penghentian)
masa_perjanjian: Ingatan[Masa] = Ingatan(masa)
perlu_operator: Ingatan[tuple[int, bool]] = Ingatan(_perlu_operator)
pengumuman: Ingatan[list[Pengumuman]] = Ingatan(mendatang)
SEMUA = (mitra_pergi, pertukaran_henti, masa_perjanjian, perlu_operator, pengumuman)
# Pages where this is decided: whoever decided reads there what holds now, not what held some seconds ago.
TANPA_INGATAN: dict[str, tuple[Ingatan[Any], ...]] = {
    "integrasi:pertukaran": (pertukaran_henti, masa_perjanjian),
    "integrasi:pengumuman": (pengumuman,),
}
# Where the end of the agreement is told.
HALAMAN_PERJANJIAN = ("beranda", "integrasi:pengiriman")


def _sejak(saat: datetime) -> str:
    lokal = timezone.localtime(saat)
    return f"{lokal:%H.%M}" if lokal.date() == timezone.localdate() else tanggal(saat, "waktu")


def spanduk_siasn(request: HttpRequest) -> list[Spanduk]:
    """The banners of this room for the signed-in person of `request`."""
    if not request.user.is_authenticated:
        return []
    cocok = request.resolver_match
    for ingatan in TANPA_INGATAN.get(cocok.view_name, ()) if cocok else ():
        ingatan.lupakan()
    return [
        *_keadaan_siasn(),
        *spanduk_pengumuman(request, request.user, pengumuman.ambil()),
        *_untuk_operator(request, request.user),
        *_perjanjian(request, request.user),
    ]


def _keadaan_siasn() -> Iterator[Spanduk]:
    henti, sejak = pertukaran_henti.ambil(), mitra_pergi.ambil()
    isi = "Anda dapat terus bekerja; kiriman menunggu dan terkirim sendiri."
    if henti is not None:
        yield Spanduk(f"Pertukaran dengan SIASN dihentikan sejak {_sejak(henti.mulai)}.", f"{henti.alasan} {isi}")
    elif sejak is not None:
        yield Spanduk(f"SIASN sedang tidak terjangkau sejak {_sejak(sejak)}.", isi)


def _untuk_operator(request: HttpRequest, pengguna: Pengguna) -> Iterator[Spanduk]:
    if not boleh_kirim_ulang(pengguna):
        return
    jumlah, mandek = perlu_operator.ambil()
    url = reverse("integrasi:pengiriman")
    if mandek and mitra_pergi.ambil() is None:
        isi = "Ada kiriman yang tidak diambil pekerja. Minta pengelola server memeriksa proses pekerja."
        yield Spanduk("Pengiriman berhenti.", isi, "galat", url, "Buka Pengiriman")
    elif jumlah and request.path != url:
        yield Spanduk("", f"{jumlah} hal pada pengiriman perlu ditangani.", "info", url, "Lihat daftarnya")


def _perjanjian(request: HttpRequest, pengguna: Pengguna) -> Iterator[Spanduk]:
    """From a year before the end on, in a tone that rises at each threshold."""
    cocok = request.resolver_match
    if cocok is None or cocok.view_name not in HALAMAN_PERJANJIAN or not hak.boleh(pengguna, Urusan.HENTIKAN):
        return
    satu, hari = masa_perjanjian.ambil(), timezone.localdate()
    ambang = satu.ambang(hari)
    if ambang is None:
        return
    akhir, url = tanggal(satu.berakhir), reverse("integrasi:pertukaran")
    if ambang == 0:
        judul, isi = f"Perjanjian dengan BKN berakhir {akhir}.", "Catat perpanjangannya, atau hentikan pertukaran."
    else:
        judul = f"Perjanjian dengan BKN berakhir {akhir}, {(satu.berakhir - hari).days} hari lagi."
        isi = f"Perpanjangan diminta tertulis paling lambat {tanggal(satu.minta_sebelum)}."
    yield Spanduk(judul, isi, TINGKAT[ambang], url, "Lihat perjanjian")


TINGKAT = {0: "galat", 2: "galat", 3: "peringatan", 6: "peringatan", 12: "info"}
