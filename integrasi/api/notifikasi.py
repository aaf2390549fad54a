"""Lampiran API 9: BKN tells the verdict of its technical team. Stored raw and committed, answered, worked later."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from integrasi.api import bentuk, galat
from integrasi.api.baca_notifikasi import TidakTerbacaError, baca_notifikasi
from integrasi.api.dasar import TampilanMitra, baca_badan, sukses
from integrasi.api.otentikasi import klien
from integrasi.enums import Api
from integrasi.masuk.penerima import simpan_mentah
from siapp.bangun import bangunkan
from siapp.web.akses import mesin

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
            "status, tanggal, keterangan) mendapat tanda terima yang pertama. ID Usulan yang belum kami kenal diterima "
            "juga. Paling besar 64 KiB."
        ),
        request={"application/json": bentuk.rujuk("Notifikasi")},
        examples=[OpenApiExample("Berkas tidak lengkap", _CONTOH, request_only=True)],
        parameters=bentuk.kepala_galat(),
        responses={
            200: bentuk.jawaban(
                "TandaTerima", "Tersimpan", {"code": 1, "message": "Notifikasi diterima.", "data": _TANDA_TERIMA}
            ),
            **bentuk.galat_mungkin(
                galat.PERMINTAAN_SALAH,
                galat.TANPA_TOKEN,
                galat.TOKEN_TIDAK_BERLAKU,
                galat.LINGKUP_KURANG,
                galat.TERLALU_BESAR,
                galat.JENIS_ISI_SALAH,
            ),
        },
    )
    def post(self, request: Request) -> Response:
        badan = baca_badan(request, "application/json")
        nama = klien(request).nama
        try:
            isi = baca_notifikasi(badan, timezone.localdate())
        except TidakTerbacaError as salah:
            kejadian, _ = simpan_mentah(badan, None, nama)
            raise galat.GalatApi(
                galat.PERMINTAAN_SALAH, daftar=salah.daftar, id_tanda_terima=str(kejadian.pk)
            ) from salah
        kejadian, baru = simpan_mentah(badan, isi, nama)
        if baru:
            bangunkan(TUGAS)
        data = {
            "id_tanda_terima": str(kejadian.pk),
            "diterima_pada": timezone.localtime(kejadian.diterima_pada).isoformat(),
        }
        return sukses(data, "Notifikasi diterima." if baru else "Notifikasi ini sudah pernah diterima.")
