"""What the partner should know about us: version, whom to call, what is announced (Pasal 4 ayat (2) huruf e and f)."""

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from integrasi.api import uraian
from integrasi.api.bentuk import Keluaran, Nilai, Saat, amplop
from integrasi.api.dasar import TampilanTerbuka, sukses
from integrasi.api.laju import LajuAlamat
from integrasi.models import Pengumuman
from siapp.web.akses import mesin

VERSI_API = "1.0.0"
# Pasal 16: offices, not persons.
NARAHUBUNG = (
    {
        "pihak": "Kementerian Sekretariat Negara",
        "unit": "Biro Administrasi Pejabat Pemerintahan, Deputi Bidang Administrasi Aparatur",
        "alamat": "Jalan Veteran No. 17-18, Jakarta Pusat 10110",
        "telepon": "(021) 3847203",
        "surel": "biro_app@setneg.go.id",
    },
    {
        "pihak": "Badan Kepegawaian Negara",
        "unit": (
            "Direktorat Pengelolaan Data dan Penyajian Informasi Kepegawaian, Deputi Bidang Sistem Informasi "
            "Kepegawaian"
        ),
        "alamat": "Jalan Mayjend. Sutoyo No. 12, Cililitan, Kramat Jati, Jakarta Timur 13620",
        "telepon": "(021) 8093008 ext. 2101",
        "surel": "pdpik@bkn.go.id",
    },
)
_CONTOH = {
    "nama": "SIAPP NV",
    "versi": "0.1.0",
    "versi_api": VERSI_API,
    "waktu": "2025-03-14T09:30:00+07:00",
    "narahubung": [NARAHUBUNG[0]],
    "pengumuman": [
        {
            "jenis": "PEMELIHARAAN",
            "mulai": "2025-04-05T22:00:00+07:00",
            "selesai": "2025-04-06T02:00:00+07:00",
            "teks": "Pemeliharaan basis data; API tidak melayani.",
        }
    ],
}


_TEKS = {"type": "string"}


class Narahubung(Keluaran):
    """An office that answers."""

    pihak = Nilai(_TEKS)
    unit = Nilai(_TEKS)
    alamat = Nilai(_TEKS)
    telepon = Nilai(_TEKS)
    surel = Nilai({"type": "string", "format": "email"})


class PengumumanApi(Keluaran):
    """Maintenance or a change of the interface."""

    jenis = Nilai({"type": "string", "enum": Pengumuman.Jenis.values})
    mulai = Saat()
    selesai = Saat(allow_null=True)
    teks = Nilai({"type": "string", "maxLength": 1000})


class DataInfo(Keluaran):
    """What the partner should know about us."""

    nama = Nilai(_TEKS)
    versi = Nilai(_TEKS)
    versi_api = Nilai(_TEKS)
    waktu = Saat()
    narahubung = Narahubung(many=True)
    pengumuman = PengumumanApi(many=True)


JAWABAN = amplop("Info", DataInfo())


@mesin
class Info(TampilanTerbuka):
    """GET /api/v1/info."""

    throttle_classes = [LajuAlamat]

    @extend_schema(
        operation_id="info",
        tags=["Umum"],
        summary="Versi, narahubung, dan pengumuman",
        parameters=uraian.kepala_galat(),
        responses={
            200: uraian.jawaban(JAWABAN, "Info", {"code": 1, "message": "Info SIAPP NV.", "data": _CONTOH}),
            **uraian.galat_mungkin(),
        },
        auth=[],
    )
    def get(self, _request: Request) -> Response:
        kini = timezone.now()
        info = {
            "nama": "SIAPP NV",
            "versi": settings.VERSI_APLIKASI,
            "versi_api": VERSI_API,
            "waktu": kini,
            "narahubung": NARAHUBUNG,
            "pengumuman": Pengumuman.objects.berlaku(kini),
        }
        return sukses(DataInfo.tulis(info), "Info SIAPP NV.")
