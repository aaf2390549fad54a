"""Lampiran API 8: the verdict of Biro APP on a usulan, as BKN may know it."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from integrasi.api import galat, uraian
from integrasi.api.bentuk import Keluaran, Pilihan, Tanggal, Teks, amplop
from integrasi.api.dasar import TampilanMitra, sukses
from integrasi.api.otentikasi import PermintaanApi
from integrasi.enums import Api
from siapp.web.akses import mesin
from usulan.models import StatusPutusan

_CONTOH = {
    "id_usulan": "3f2b8c1e-5a64-4c8e-9d07-1b2c3d4e5f60",
    "status": "APPROVED",
    "tanggal_verifikasi": "14-03-2025",
    "keterangan": "Berkas lengkap.",
    "nomor_keppres": None,
}


@dataclass(frozen=True, slots=True)
class StatusBiro:
    """What BKN may know of a usulan: the latest published verdict, and the number of a published Keppres."""

    id_usulan: str
    status: str | None
    tanggal_verifikasi: date | None
    keterangan: str | None
    nomor_keppres: str | None


class DataStatus(Keluaran):
    """Lampiran API 8."""

    id_usulan = Teks(64, help_text="ID Usulan SIASN.")
    status = Pilihan(
        {satu: satu for satu in StatusPutusan.values},
        allow_null=True,
        help_text="Putusan Biro APP yang terakhir diterbitkan; null bila belum ada.",
    )
    tanggal_verifikasi = Tanggal(allow_null=True, help_text="DD-MM-YYYY.")
    keterangan = Teks(255, allow_null=True, help_text="Catatan dari tim verifikasi.")
    nomor_keppres = Teks(20, allow_null=True, help_text="Hanya bila Keppres sudah terbit.")


JAWABAN = amplop("StatusVerifikasi", DataStatus())


# Reads and records in one statement, so with one commit, by a plan that the session keeps (migration 0012;
# keputusan/0072). What may be told (the newest published verdict, the number of a published Keppres) and what is
# written down stand there.
_BACA = "SELECT id_usulan, status, tanggal, keterangan, nomor_keppres FROM integrasi_status_biro(%s, %s)"


def status_biro(id_usulan: str, klien: str) -> StatusBiro | None:
    """Return what API 8 tells `klien` of the usulan that SIASN calls `id_usulan`, None if that names nothing.

    Only what was published counts: a TMS that waits for its second person does not show. That it was told is recorded.
    """
    with connection.cursor() as kursor:
        kursor.execute(_BACA, [id_usulan, klien])
        baris = kursor.fetchone()
    return StatusBiro(*baris) if baris[0] else None


@mesin
class StatusVerifikasi(TampilanMitra):
    """GET /api/v1/usulan/{id_usulan}/status-verifikasi."""

    nomor_api = Api.STATUS_BIRO

    @extend_schema(
        operation_id="cek_status_verifikasi",
        tags=["API perjanjian"],
        summary="API 8 – Cek status verifikasi usulan di Biro APP",
        description="Belum ada putusan yang diterbitkan: 200 dengan `status` null.",
        parameters=[
            uraian.dalam_alamat("id_usulan", "[!-.0-~]{1,64}", "ID Usulan SIASN.", _CONTOH["id_usulan"] or ""),
            *uraian.kepala_galat(),
        ],
        responses={
            200: uraian.jawaban(JAWABAN, "Status verifikasi", {"code": 1, "message": "…", "data": _CONTOH}),
            **uraian.galat_mungkin(
                galat.PERMINTAAN_SALAH,
                galat.TANPA_TOKEN,
                galat.TOKEN_TIDAK_BERLAKU,
                galat.LINGKUP_KURANG,
                galat.DIHENTIKAN,
                galat.TIDAK_DITEMUKAN,
            ),
        },
    )
    def get(self, request: PermintaanApi, id_usulan: str) -> HttpResponse:
        wajar = len(id_usulan) <= 64 and "\x00" not in id_usulan
        hasil = status_biro(id_usulan, request.klien.nama) if wajar else None
        if hasil is None:
            raise galat.GalatApi(galat.TIDAK_DITEMUKAN, "ID Usulan tidak ditemukan.")
        pesan = "Status verifikasi Biro APP." if hasil.status else "Belum ada putusan Biro APP yang diterbitkan."
        return sukses(DataStatus.tulis(hasil), pesan)
