"""Lampiran API 8: the verdict of Biro APP on a usulan, as BKN may know it."""

from dataclasses import dataclass
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from integrasi.api import galat, uraian
from integrasi.api.bentuk import Keluaran, Pilihan, Tanggal, Teks, amplop
from integrasi.api.dasar import TampilanMitra, sukses
from integrasi.api.otentikasi import klien
from integrasi.enums import Api
from integrasi.models import UsulanSiasn
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.akses import mesin
from usulan.models import KeadaanKeppres, Lembaga, Putusan, StatusPutusan
from usulan.peristiwa import aliran_usulan
from usulan.tahap import Tahap

_CONTOH = {
    "id_usulan": "3f2b8c1e-5a64-4c8e-9d07-1b2c3d4e5f60",
    "status": "APPROVED",
    "tanggal_verifikasi": "14-03-2025",
    "keterangan": "Berkas lengkap.",
    "nomor_keppres": None,
}


@dataclass(frozen=True, slots=True)
class StatusBiro:
    """What BKN may know of a usulan: `putusan` the latest published verdict, `nomor_keppres` of a published Keppres."""

    usulan_id: UUID
    id_usulan: str
    putusan: Putusan | None
    nomor_keppres: str | None


class DataStatus(Keluaran):
    """Lampiran API 8."""

    id_usulan = Teks(64, help_text="ID Usulan SIASN.")
    status = Pilihan(
        {satu: satu for satu in StatusPutusan.values},
        source="putusan.status",
        allow_null=True,
        help_text="Putusan Biro APP yang terakhir diterbitkan; null bila belum ada.",
    )
    tanggal_verifikasi = Tanggal(source="putusan.tanggal", allow_null=True, help_text="DD-MM-YYYY.")
    keterangan = Teks(255, source="putusan.keterangan", allow_null=True, help_text="Catatan dari tim verifikasi.")
    nomor_keppres = Teks(20, allow_null=True, help_text="Hanya bila Keppres sudah terbit.")


JAWABAN = amplop("StatusVerifikasi", DataStatus())


def status_biro(id_usulan: str) -> StatusBiro | None:
    """Return what API 8 tells of the usulan that SIASN calls `id_usulan`, None if that names nothing.

    Only what was published counts: a TMS that waits for its second person does not show.
    """
    kolom = (
        "usulan_id",
        "id_usulan",
        "usulan__baris_keppres__keppres__keadaan",
        "usulan__baris_keppres__keppres__nomor",
    )
    dikenal = UsulanSiasn.objects.exclude(usulan__tahap=Tahap.DIHAPUS)
    baris = dikenal.filter(id_usulan__iexact=id_usulan).values_list(*kolom).first()
    if baris is None:
        return None
    usulan_id, id_usulan, keadaan, nomor = baris
    terbit = Putusan.objects.filter(usulan_id=usulan_id, lembaga=Lembaga.BIRO_APP, terbit_pada__isnull=False)
    putusan = terbit.order_by("-putaran", "-terbit_pada").first()
    return StatusBiro(usulan_id, id_usulan, putusan, nomor if keadaan == KeadaanKeppres.TERBIT else None)


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
    def get(self, request: Request, id_usulan: str) -> Response:
        hasil = status_biro(id_usulan) if len(id_usulan) <= 64 and "\x00" not in id_usulan else None
        if hasil is None:
            raise galat.GalatApi(galat.TIDAK_DITEMUKAN, "ID Usulan tidak ditemukan.")
        catat_akses(
            Akses.Tindakan.LIHAT,
            aliran_usulan(hasil.usulan_id),
            oleh=Mesin.BKN,
            klien=klien(request).nama,
            api=self.nomor_api,
        )
        pesan = "Status verifikasi Biro APP." if hasil.putusan else "Belum ada putusan Biro APP yang diterbitkan."
        return sukses(DataStatus.tulis(hasil), pesan)
