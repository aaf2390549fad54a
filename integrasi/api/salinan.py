"""Lampiran API 12: copies of published Keppres, in the order of their publication.

Pages by key, not by number: `kursor` is the publication time and row of the last one given. The link of each row is
the one that API 11 tells, said again (siapp.berkas.tautan), so asking often makes no further links.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from integrasi.api import galat, uraian
from integrasi.api.bentuk import (
    HARI_ISO,
    HARI_LAMPIRAN,
    ID_USULAN,
    Keluaran,
    Masukan,
    Nilai,
    Tanggal,
    Teks,
    TidakTerbaca,
    Tulisan,
    amplop,
)
from integrasi.api.dasar import TampilanMitra, sukses
from integrasi.api.otentikasi import KlienApi, PermintaanApi
from integrasi.enums import Api
from integrasi.siasn.bentuk import baca_tanggal
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat_akses_banyak
from siapp.audit.models import Akses
from siapp.berkas.tautan import token_tautan
from siapp.web.akses import mesin
from usulan.keadaan import KeadaanKeppres
from usulan.models import KeppresUsulan
from usulan.models.keppres import TUJUAN_TAUTAN
from usulan.peristiwa import aliran_usulan

HALAMAN = 100
_AWAL_WAKTU = datetime(1970, 1, 1, tzinfo=UTC)
_JAM = "[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?(?:Z|[+ -](?:0[0-9]|1[0-4]):[0-5][0-9])?"
POLA_SEJAK = f"{HARI_LAMPIRAN}|{HARI_ISO}|{HARI_ISO}{_JAM}"
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


class Sejak(Tulisan):
    """From when on: a day, which is its midnight in Jakarta, or a moment."""

    pola = POLA_SEJAK

    def baca(self, teks: str) -> datetime:
        try:
            return _sejak(teks)
        except (ValueError, OverflowError) as salah:
            raise ValidationError("Tulis DD-MM-YYYY atau RFC 3339, misalnya 2025-05-20T08:00:00+07:00.") from salah


class Kursor(Tulisan):
    """Where the page before ended: microseconds since 1970 of the publication, and the row."""

    pola = "([0-9]{1,16})-([0-9]{1,18})"

    def baca(self, teks: str) -> tuple[datetime, int]:
        cocok = re.fullmatch(self.pola, teks)
        if not cocok:
            raise ValidationError("Kursor tidak dikenal; pakai `kursor_berikut` dari jawaban sebelumnya.")
        return _AWAL_WAKTU + timedelta(microseconds=int(cocok[1])), int(cocok[2])


class KueriSalinan(Masukan):
    """What the caller asks for."""

    id_usulan = Teks(
        64,
        ID_USULAN,
        salah="Paling panjang 64 karakter ASCII tanpa spasi.",
        wajib=False,
        contoh=_CONTOH["id_usulan"],
        help_text="Hanya usulan ini.",
    )
    nip = Teks(
        18,
        "[0-9]{18}",
        salah="NIP terdiri atas 18 angka.",
        wajib=False,
        contoh=_CONTOH["nip"],
        help_text="Hanya pegawai ini.",
    )
    sejak = Sejak(wajib=False, contoh="2025-05-20T08:00:00Z", help_text="Terbit pada atau sesudah saat ini.")
    kursor = Kursor(wajib=False, contoh="1747702800000000-42", help_text="Halaman berikutnya.")


class DataSalinan(Keluaran):
    """One copy (Lampiran API 12)."""

    nomor_keppres = Teks(20, source="keppres.nomor", help_text="Nomor Keppres.")
    tanggal_keppres = Tanggal(source="keppres.tanggal", help_text="DD-MM-YYYY.")
    judul_keppres = Teks(255, source="keppres.judul", help_text="Judul Keppres.")
    download_url = Nilai(
        {"type": "string", "format": "uri", "maxLength": 255},
        allow_null=True,
        help_text="Tautan unduh PDF. Null selama tautannya disiapkan, beberapa detik sesudah terbit.",
    )
    id_usulan = Teks(64, source="usulan.siasn.id_usulan", help_text="ID Usulan SIASN.")
    nip = Teks(18, "[0-9]{18}", source="usulan.nip", help_text="NIP.")


JAWABAN = amplop(
    "SalinanKeppres",
    DataSalinan(many=True),
    kursor_berikut=Nilai(
        {"type": "string"},
        allow_null=True,
        help_text="Nilai `kursor` untuk halaman berikutnya; null bila ini halaman terakhir.",
    ),
)


def _sejak(nilai: str) -> datetime:
    """ "+" of an offset arrives as a space when it was not escaped. Raises ValueError, OverflowError."""
    if len(nilai) <= 10:
        hari = baca_tanggal(nilai)
        saat = datetime.combine(hari, time.min) if hari else None
    else:
        saat = datetime.fromisoformat(re.sub(r" (\d\d:\d\d)$", r"+\1", nilai, flags=re.ASCII))
    if saat is None or saat.year < 1900:
        raise ValueError("before anything was published")
    return timezone.make_aware(saat) if timezone.is_naive(saat) else saat.astimezone(UTC)


def tulis_kursor(baris: KeppresUsulan) -> str:
    """Return the cursor that stands right after `baris`."""
    waktu = cast(datetime, baris.terbit_pada)
    return f"{(waktu - _AWAL_WAKTU) // timedelta(microseconds=1)}-{baris.pk}"


def baca_saringan(kueri: Mapping[str, Any]) -> Saringan:
    """Read the query string; raises GalatApi (400) that names every fault."""
    try:
        isi = KueriSalinan.baca({nama: kueri[nama] for nama in kueri})
    except TidakTerbaca as salah:
        raise galat.GalatApi(galat.PERMINTAAN_SALAH, daftar=salah.daftar) from salah
    return Saringan(**{nama: nilai for nama, nilai in isi.items() if nilai})


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


def _bertautan(baris: Sequence[KeppresUsulan]) -> Iterator[KeppresUsulan]:
    """Hang onto each row the address of its file, None while the link is being made."""
    token = token_tautan({satu.berkas_salinan_id for satu in baris}, TUJUAN_TAUTAN)
    for satu in baris:
        isi = token.get(satu.berkas_salinan_id)
        satu.download_url = settings.BASE_URL + reverse("api:unduh", args=[isi]) if isi else None  # type: ignore[attr-defined]
        yield satu


def _catat(baris: Sequence[KeppresUsulan], pemanggil: KlienApi) -> None:
    objek = [aliran_usulan(satu.usulan_id) for satu in baris]
    catat_akses_banyak(Akses.Tindakan.LIHAT, objek, oleh=Mesin.BKN, klien=pemanggil.nama, api=SalinanKeppres.nomor_api)


@mesin
class SalinanKeppres(TampilanMitra):
    """GET /api/v1/salinan-keppres."""

    nomor_api = Api.AMBIL_SALINAN
    parameter = ("id_usulan", "nip", "sejak", "kursor")

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
            KueriSalinan,
            *uraian.kepala_galat(),
        ],
        responses={
            200: uraian.jawaban(
                JAWABAN,
                "Satu halaman",
                {"code": 1, "message": "1 salinan Keppres.", "data": [_CONTOH], "kursor_berikut": None},
            ),
            **uraian.galat_mungkin(
                galat.PERMINTAAN_SALAH,
                galat.TANPA_TOKEN,
                galat.TOKEN_TIDAK_BERLAKU,
                galat.LINGKUP_KURANG,
                galat.DIHENTIKAN,
            ),
        },
    )
    def get(self, request: PermintaanApi) -> HttpResponse:
        dapat = list(salinan_terbit(baca_saringan(request.GET))[: HALAMAN + 1])
        halaman = dapat[:HALAMAN]
        _catat(halaman, request.klien)
        return sukses(
            [DataSalinan.tulis(baris) for baris in _bertautan(halaman)],
            f"{len(halaman)} salinan Keppres.",
            kursor_berikut=tulis_kursor(halaman[-1]) if len(dapat) > HALAMAN else None,
        )
