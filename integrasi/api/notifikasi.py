"""Lampiran API 9: BKN tells the verdict of its technical team. Stored raw and committed, answered, worked later."""

from datetime import date

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError

from integrasi.api import galat, uraian
from integrasi.api.bentuk import (
    ID_USULAN,
    TANPA_NUL,
    Keluaran,
    Masukan,
    Nilai,
    Pilihan,
    Saat,
    Tanggal,
    Teks,
    TidakTerbaca,
    amplop,
    objek_json,
)
from integrasi.api.dasar import TampilanMitra, baca_badan, sukses
from integrasi.api.otentikasi import PermintaanApi
from integrasi.enums import Api
from integrasi.masuk.penerima import SEARTI, simpan_mentah
from siapp.bangun import bangunkan
from siapp.hari import hari_terakhir
from siapp.web.akses import mesin
from usulan.models import StatusPutusan

TAHUN_PERTAMA = 1900
TUGAS = "integrasi.tasks.masuk"
_CONTOH = {
    "id_usulan": "3f2b8c1e-5a64-4c8e-9d07-1b2c3d4e5f60",
    "status": "BTL",
    "tanggal_verifikasi": "14-03-2025",
    "keterangan": "SK PAK tidak terbaca.",
}
_TANDA_TERIMA = {
    "id_tanda_terima": "0d7f6f0e-6f0b-4a52-8f0f-3c1c5a2b9d11",
    "diterima_pada": "2025-03-14T09:30:00.123456+07:00",
}


class Notifikasi(Masukan):
    """What BKN tells (Lampiran API 9). An id has 36 characters there, real ones 32 or 36; stored as text of 64."""

    id_usulan = Teks(
        64, ID_USULAN, salah="Hanya huruf, angka, dan tanda baca ASCII tanpa spasi.", help_text="ID Usulan SIASN."
    )
    status = Pilihan(
        {satu: satu for satu in StatusPutusan.values} | SEARTI,
        salah="Harus salah satu dari APPROVED, BTL (atau BTS), TMS, dengan huruf besar.",
        help_text="Huruf besar. BTS dibaca sebagai BTL.",
    )
    tanggal_verifikasi = Tanggal(
        help_text="DD-MM-YYYY, tanggal yang ada dan tidak sesudah hari ini (WIT). Dibaca juga: YYYY-MM-DD, RFC 3339, "
        "dan `YYYY-MM-DD HH:MM:SS`."
    )
    keterangan = Teks(255, TANPA_NUL, wajib=False, allow_null=True, help_text="Catatan dari tim verifikasi.")

    def validate_tanggal_verifikasi(self, hari: date) -> date:
        """Nobody decides tomorrow. Raises ValidationError."""
        if hari.year < TAHUN_PERTAMA or hari > hari_terakhir():
            raise ValidationError("Tanggal tidak masuk akal: sebelum tahun 1900 atau sesudah hari ini.")
        return hari


class DataTandaTerima(Keluaran):
    """Our receipt: the row that holds the notice."""

    id_tanda_terima = Nilai({"type": "string", "format": "uuid"}, source="pk", help_text="Nomor bukti penerimaan kami.")
    diterima_pada = Saat()


JAWABAN = amplop("TandaTerima", DataTandaTerima())


@mesin
class NotifikasiVerifikasi(TampilanMitra):
    """POST /api/v1/notifikasi-verifikasi."""

    nomor_api = Api.NOTIFIKASI_BKN

    @extend_schema(
        operation_id="kirim_notifikasi_verifikasi",
        tags=["API perjanjian"],
        summary="API 9 – Notifikasi hasil verifikasi tim teknis BKN",
        description=(
            "Dijawab sesudah tersimpan; penerapannya menyusul, urut per ID Usulan. Kiriman yang sama (ID Usulan, "
            "status, tanggal, keterangan) dalam putaran yang sama mendapat tanda terima yang pertama; sesudah "
            "perbaikan sampai di SIASN (API 5) isi yang sama adalah putusan baru. ID Usulan yang belum kami kenal "
            "diterima juga. Paling besar 64 KiB."
        ),
        request={"application/json": Notifikasi},
        examples=[OpenApiExample("Berkas tidak lengkap", _CONTOH, request_only=True)],
        parameters=uraian.kepala_galat(),
        responses={
            200: uraian.jawaban(
                JAWABAN, "Tersimpan", {"code": 1, "message": "Notifikasi diterima.", "data": _TANDA_TERIMA}
            ),
            **uraian.galat_mungkin(
                galat.PERMINTAAN_SALAH,
                galat.TANPA_TOKEN,
                galat.TOKEN_TIDAK_BERLAKU,
                galat.LINGKUP_KURANG,
                galat.DIHENTIKAN,
                galat.TERLALU_BESAR,
                galat.JENIS_ISI_SALAH,
                id_tanda_terima=_TANDA_TERIMA["id_tanda_terima"],
            ),
        },
    )
    def post(self, request: PermintaanApi) -> HttpResponse:
        badan = baca_badan(request, "application/json")
        nama = request.klien.nama
        try:
            isi = Notifikasi.baca(objek_json(badan))
        except TidakTerbaca as salah:
            kejadian, _ = simpan_mentah(badan, None, nama)
            raise galat.GalatApi(
                galat.PERMINTAAN_SALAH, daftar=salah.daftar, id_tanda_terima=str(kejadian.pk)
            ) from salah
        kejadian, baru = simpan_mentah(badan, isi, nama)
        if baru:
            bangunkan(TUGAS)
        return sukses(
            DataTandaTerima.tulis(kejadian), "Notifikasi diterima." if baru else "Notifikasi ini sudah pernah diterima."
        )
