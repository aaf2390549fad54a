"""What the partner should know about us: version, whom to call, what is announced (Pasal 4 ayat (2) huruf e and f)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema

from integrasi.api import uraian
from integrasi.api.bentuk import Keluaran, Nilai, Saat, amplop
from integrasi.api.dasar import TampilanTerbuka, sukses
from integrasi.mitra import sakelar
from integrasi.models import PenghentianPertukaran, Pengumuman
from siapp.narahubung.models import Narahubung
from siapp.web.akses import mesin

VERSI_API = "1.0.0"
_CONTOH = {
    "nama": "SIAPP NV",
    "versi": "0.1.0",
    "versi_api": VERSI_API,
    "waktu": "2025-03-14T09:30:00+07:00",
    "narahubung": [
        {
            "pihak": "Kementerian Sekretariat Negara (SIAPP NV)",
            "perihal": "Pertukaran data dan API",
            "unit": "Biro Administrasi Pejabat Pemerintahan, Deputi Bidang Administrasi Aparatur",
            "alamat": "Jalan Veteran No. 17-18, Jakarta Pusat 10110",
            "telepon": "(021) 3847203",
            "surel": "biro_app@setneg.go.id",
            "jam": "Senin–Jumat 08.00–16.00 WIB",
            "cara": "",
        }
    ],
    "pertukaran": {
        "berjalan": False,
        "dihentikan_sejak": "2025-03-14T08:05:00+07:00",
        "alasan": "Serangan pada jaringan kantor sedang ditangani.",
    },
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


class NarahubungApi(Keluaran):
    """An office that answers; "" where there is nothing to say."""

    pihak = Nilai(_TEKS)
    perihal = Nilai(_TEKS)
    unit = Nilai(_TEKS)
    alamat = Nilai(_TEKS)
    telepon = Nilai(_TEKS)
    surel = Nilai(_TEKS)
    jam = Nilai(_TEKS)
    cara = Nilai(_TEKS)

    @staticmethod
    def isi(satu: Narahubung) -> dict[str, str]:
        """Return what BKN and strangers read of an office: never who sits there (Pasal 16 names offices)."""
        sama = {nama: getattr(satu, nama) for nama in ("alamat", "telepon", "surel", "jam", "cara")}
        return {
            "pihak": satu.get_pihak_display(),
            "perihal": satu.get_perihal_display(),
            "unit": satu.fungsi,
            **sama,
        }


class PengumumanApi(Keluaran):
    """Trouble, repair, change or maintenance; `selesai` null: the end is not known yet."""

    jenis = Nilai({"type": "string", "enum": Pengumuman.Jenis.values})
    mulai = Saat()
    selesai = Saat(allow_null=True)
    teks = Nilai({"type": "string", "maxLength": 1000})


class PertukaranApi(Keluaran):
    """Whether the exchange is on (Pasal 8); without a stop there is neither a moment nor a reason."""

    berjalan = Nilai({"type": "boolean"})
    dihentikan_sejak = Saat(allow_null=True)
    alasan = Nilai({"type": "string", "maxLength": 500}, allow_null=True)

    @staticmethod
    def isi(henti: PenghentianPertukaran | None) -> dict[str, Any]:
        """Return what is told of the stop in force."""
        sejak, alasan = (henti.mulai, henti.alasan) if henti else (None, None)
        return {"berjalan": henti is None, "dihentikan_sejak": sejak, "alasan": alasan}


class DataInfo(Keluaran):
    """What the partner should know about us."""

    nama = Nilai(_TEKS)
    versi = Nilai(_TEKS)
    versi_api = Nilai(_TEKS)
    waktu = Saat()
    narahubung = NarahubungApi(many=True)
    pertukaran = PertukaranApi()
    pengumuman = PengumumanApi(many=True)


JAWABAN = amplop("Info", DataInfo())


@mesin
class Info(TampilanTerbuka):
    """GET /api/v1/info."""

    @extend_schema(
        operation_id="info",
        tags=["Umum"],
        summary="Versi, narahubung, keadaan pertukaran, dan pengumuman",
        parameters=uraian.kepala_galat(),
        responses={
            200: uraian.jawaban(JAWABAN, "Info", {"code": 1, "message": "Info SIAPP NV.", "data": _CONTOH}),
            **uraian.galat_mungkin(),
        },
        auth=[],
    )
    def get(self, _request: HttpRequest) -> HttpResponse:
        kini = timezone.now()
        info = {
            "nama": "SIAPP NV",
            "versi": settings.VERSI_APLIKASI,
            "versi_api": VERSI_API,
            "waktu": kini,
            "narahubung": [NarahubungApi.isi(satu) for satu in Narahubung.objects.terbuka().order_by("-pihak", "pk")],
            "pertukaran": PertukaranApi.isi(sakelar.penghentian()),
            "pengumuman": Pengumuman.objects.berlaku(kini).filter(untuk_bkn=True),
        }
        return sukses(DataInfo.tulis(info), "Info SIAPP NV.")
