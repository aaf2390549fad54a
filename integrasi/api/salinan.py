"""Lampiran API 12: copies of published Keppres, in the order of their publication.

Pages by key, not by number: `kursor` is the publication time and row of the last one given. The link of each row is
the one that API 11 tells, said again (siapp.berkas.tautan), so asking often makes no further links.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from integrasi.api import bentuk, galat
from integrasi.api.dasar import TampilanMitra, sukses
from integrasi.api.otentikasi import KlienApi, klien
from integrasi.enums import Api
from integrasi.keluar.relai import TUJUAN_TAUTAN
from integrasi.siasn.bentuk import baca_tanggal, tulis_tanggal
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat_akses_banyak
from siapp.audit.models import Akses
from siapp.berkas.tautan import token_tautan
from siapp.web.akses import mesin
from usulan.models import KeadaanKeppres, KeppresUsulan
from usulan.peristiwa import aliran_usulan

HALAMAN = 100
_AWAL_WAKTU = datetime(1970, 1, 1, tzinfo=UTC)
_NIP = re.compile(r"[0-9]{18}")
_ID = re.compile(r"[!-~]{1,64}")
_KURSOR = re.compile(r"([0-9]{1,16})-([0-9]{1,18})")
_CONTOH = {
    "nomor_keppres": "12/K TAHUN 2025",
    "tanggal_keppres": "20-05-2025",
    "judul_keppres": "Pemberian Kenaikan Pangkat Pegawai Negeri Sipil",
    "download_url": "https://siapp.contoh.go.id/api/v1/unduh/" + "A" * 43,
    "id_usulan": "3f2b8c1e-5a64-4c8e-9d07-1b2c3d4e5f60",
    "nip": "197001011995011999",
}


@dataclass(frozen=True, slots=True)
class Saringan:
    """What the caller asks for; empty fields do not restrict."""

    id_usulan: str = ""
    nip: str = ""
    sejak: datetime | None = None
    kursor: tuple[datetime, int] | None = None


def _cocok(pola: re.Pattern[str], nilai: str, pesan: str) -> str:
    if nilai and not pola.fullmatch(nilai):
        raise ValueError(pesan)
    return nilai


def _sejak(nilai: str) -> datetime | None:
    """Midnight in Jakarta for a day; "+" of an offset arrives as a space when it was not escaped."""
    if not nilai:
        return None
    try:
        if len(nilai) <= 10:
            hari = baca_tanggal(nilai)
            saat = datetime.combine(hari, time.min) if hari else None
        else:
            saat = datetime.fromisoformat(re.sub(r" (\d\d:\d\d)$", r"+\1", nilai, flags=re.ASCII))
        if saat is None or saat.year < 1900:
            raise ValueError
        return timezone.make_aware(saat) if timezone.is_naive(saat) else saat.astimezone(UTC)
    except (ValueError, OverflowError) as salah:
        raise ValueError("Tulis DD-MM-YYYY atau RFC 3339, misalnya 2025-05-20T08:00:00+07:00.") from salah


def _kursor(nilai: str) -> tuple[datetime, int] | None:
    cocok = _KURSOR.fullmatch(nilai)
    if nilai and not cocok:
        raise ValueError("Kursor tidak dikenal; pakai `kursor_berikut` dari jawaban sebelumnya.")
    return (_AWAL_WAKTU + timedelta(microseconds=int(cocok[1])), int(cocok[2])) if cocok else None


def tulis_kursor(baris: KeppresUsulan) -> str:
    """Return the cursor that stands right after `baris`."""
    waktu = cast(datetime, baris.terbit_pada)
    return f"{(waktu - _AWAL_WAKTU) // timedelta(microseconds=1)}-{baris.pk}"


_ISIAN = {
    "id_usulan": lambda nilai: _cocok(_ID, nilai, "Paling panjang 64 karakter ASCII tanpa spasi."),
    "nip": lambda nilai: _cocok(_NIP, nilai, "NIP terdiri atas 18 angka."),
    "sejak": _sejak,
    "kursor": _kursor,
}


def baca_saringan(kueri: Any) -> Saringan:
    """Read the query string; raises GalatApi (400) that names every fault."""
    hasil: dict[str, Any] = {}
    daftar: list[tuple[str, str]] = []
    for nama, baca in _ISIAN.items():
        try:
            hasil[nama] = baca(kueri.get(nama, ""))
        except ValueError as salah:
            daftar.append((nama, str(salah)))
    if daftar:
        raise galat.GalatApi(galat.PERMINTAAN_SALAH, daftar=tuple(daftar))
    return Saringan(**hasil)


def salinan_terbit(saringan: Saringan) -> QuerySet[KeppresUsulan]:
    """Return the copies of published Keppres that `saringan` lets through, the oldest publication first."""
    terbit = KeppresUsulan.objects.filter(
        keppres__keadaan=KeadaanKeppres.TERBIT, terbit_pada__isnull=False, usulan__siasn__isnull=False
    )
    if saringan.id_usulan:
        terbit = terbit.filter(usulan__siasn__id_usulan__iexact=saringan.id_usulan)
    if saringan.nip:
        terbit = terbit.filter(usulan__nip=saringan.nip)
    if saringan.sejak:
        terbit = terbit.filter(terbit_pada__gte=saringan.sejak)
    if saringan.kursor:
        waktu, nomor = saringan.kursor
        terbit = terbit.filter(Q(terbit_pada__gt=waktu) | Q(terbit_pada=waktu, id__gt=nomor), terbit_pada__gte=waktu)
    return terbit.select_related("keppres", "usulan__siasn").order_by("terbit_pada", "id")


def _baris(baris: KeppresUsulan, token: dict[UUID, str]) -> dict[str, Any]:
    keppres, isi = baris.keppres, token.get(baris.berkas_salinan_id)
    return {
        "nomor_keppres": keppres.nomor,
        "tanggal_keppres": tulis_tanggal(cast(date, keppres.tanggal)),
        "judul_keppres": keppres.judul,
        "download_url": settings.BASE_URL + reverse("api:unduh", args=[isi]) if isi else None,
        "id_usulan": baris.usulan.siasn.id_usulan,
        "nip": baris.usulan.nip,
    }


def _catat(baris: Sequence[KeppresUsulan], pemanggil: KlienApi) -> None:
    objek = [aliran_usulan(satu.usulan_id) for satu in baris]
    catat_akses_banyak(Akses.Tindakan.LIHAT, objek, oleh=Mesin.BKN, klien=pemanggil.nama, api=SalinanKeppres.nomor_api)


@mesin
class SalinanKeppres(TampilanMitra):
    """GET /api/v1/salinan-keppres."""

    nomor_api = Api.AMBIL_SALINAN

    @extend_schema(
        operation_id="ambil_salinan_keppres",
        tags=["API perjanjian"],
        summary="API 12 – Ambil data salinan Keppres",
        description=(
            "Urut menurut waktu terbit, 100 baris per halaman. Untuk mengambil yang baru saja, simpan waktu permintaan "
            "terakhir dan pakai sebagai `sejak` dikurangi beberapa menit; baris yang sama boleh datang lagi. "
            "Keppres yang diralat muncul lagi dengan waktu terbit yang baru."
        ),
        parameters=[
            bentuk.isian("id_usulan", "[!-~]{1,64}", "Hanya usulan ini.", _CONTOH["id_usulan"]),
            bentuk.isian("nip", "[0-9]{18}", "Hanya pegawai ini.", _CONTOH["nip"]),
            bentuk.isian("sejak", bentuk.POLA_SEJAK, "Terbit pada atau sesudah saat ini.", "2025-05-20T08:00:00Z"),
            bentuk.isian("kursor", _KURSOR.pattern, "Halaman berikutnya.", "1747702800000000-42"),
            *bentuk.kepala_galat(),
        ],
        responses={
            200: bentuk.jawaban(
                "SalinanKeppres",
                "Satu halaman",
                {"code": 1, "message": "1 salinan Keppres.", "data": [_CONTOH], "kursor_berikut": None},
            ),
            **bentuk.galat_mungkin(
                galat.PERMINTAAN_SALAH, galat.TANPA_TOKEN, galat.TOKEN_TIDAK_BERLAKU, galat.LINGKUP_KURANG
            ),
        },
    )
    def get(self, request: Request) -> Response:
        dapat = list(salinan_terbit(baca_saringan(request.query_params))[: HALAMAN + 1])
        halaman = dapat[:HALAMAN]
        token = token_tautan({baris.berkas_salinan_id for baris in halaman}, TUJUAN_TAUTAN)
        _catat(halaman, klien(request))
        return sukses(
            [_baris(baris, token) for baris in halaman],
            f"{len(halaman)} salinan Keppres.",
            kursor_berikut=tulis_kursor(halaman[-1]) if len(dapat) > HALAMAN else None,
        )
