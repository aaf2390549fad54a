"""Every error of the API in one shape: RFC 9457, which also carries BKN's `code` and `message` (kontrak.md 3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError

from integrasi.sebab import KodeApi
from siapp.web.disk import disk_penuh, penyimpanan_gagal
from siapp.web.galat import GalatPengguna

log = structlog.get_logger(__name__)

# Made once. Ids of ours are the only values of our answers that JSON has no form of its own for.
_tulis_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
JENIS_ISI = "application/problem+json"
JEDA_BILA_SIBUK = 5
# Seconds. A stop lasts until people end it; asking once an hour is enough.
JEDA_BILA_DIHENTIKAN = 3600


@dataclass(frozen=True, slots=True)
class Macam:
    """One kind of error: HTTP status, machine name, title and the sentence said if there is no better one."""

    status: int
    kode: KodeApi
    judul: str
    pesan: str


PERMINTAAN_SALAH = Macam(
    400, KodeApi.PERMINTAAN_SALAH, "Permintaan tidak dapat dibaca", "Isi permintaan tidak sesuai; lihat daftar galat."
)
TANPA_TOKEN = Macam(401, KodeApi.TANPA_TOKEN, "Token diperlukan", "Sertakan tajuk Authorization: Bearer <token>.")
TOKEN_TIDAK_BERLAKU = Macam(
    401, KodeApi.TOKEN_TIDAK_BERLAKU, "Token tidak berlaku", "Token salah, dicabut, atau kedaluwarsa; ambil token baru."
)
LINGKUP_KURANG = Macam(
    403, KodeApi.LINGKUP_KURANG, "Lingkup token tidak mencakup API ini", "Minta token dengan lingkup API ini."
)
TIDAK_DITEMUKAN = Macam(404, KodeApi.TIDAK_DITEMUKAN, "Data tidak ditemukan", "Data atau alamat ini tidak ditemukan.")
METODE_SALAH = Macam(405, KodeApi.METODE_SALAH, "Metode tidak dilayani", "Alamat ini tidak melayani metode tersebut.")
TAUTAN_BERAKHIR = Macam(
    410,
    KodeApi.TAUTAN_BERAKHIR,
    "Tautan sudah berakhir",
    "Berkas di balik tautan ini sudah diganti. Ambil tautan yang berlaku lewat API 12.",
)
BELUM_TERSEDIA = Macam(409, KodeApi.BELUM_TERSEDIA, "Berkas belum dapat diberikan", "Berkas belum dapat diberikan.")
TERLALU_BESAR = Macam(413, KodeApi.TERLALU_BESAR, "Permintaan terlalu besar", "Isi permintaan paling besar 64 KiB.")
JENIS_ISI_SALAH = Macam(
    415, KodeApi.JENIS_ISI_SALAH, "Jenis isi tidak dilayani", "Kirim isi dengan Content-Type yang disebut dokumentasi."
)
TERLALU_CEPAT = Macam(
    429,
    KodeApi.TERLALU_CEPAT,
    "Terlalu banyak permintaan",
    "Batas permintaan per menit tercapai; coba lagi sesudah jeda.",
)
KESALAHAN_KAMI = Macam(
    500,
    KodeApi.KESALAHAN_KAMI,
    "Terjadi kesalahan di SIAPP",
    "Permintaan belum dapat diproses; kesalahan sudah dicatat.",
)
PENYIMPANAN_PENUH = Macam(
    507,
    KodeApi.PENYIMPANAN_PENUH,
    "Ruang penyimpanan SIAPP habis",
    "Permintaan belum tersimpan; kirim lagi setelah jeda pada tajuk Retry-After.",
)
SIBUK = Macam(503, KodeApi.SIBUK, "SIAPP sedang tidak dapat melayani", "Coba lagi setelah jeda pada tajuk Retry-After.")
DIHENTIKAN = Macam(
    503,
    KodeApi.DIHENTIKAN,
    "Pertukaran data dihentikan",
    "Pertukaran data SIAPP NV dan SIASN sedang dihentikan; tidak ada yang diterima atau diberikan. Kirim lagi nanti.",
)

SEMUA = (
    PERMINTAAN_SALAH,
    TANPA_TOKEN,
    TOKEN_TIDAK_BERLAKU,
    LINGKUP_KURANG,
    TIDAK_DITEMUKAN,
    TAUTAN_BERAKHIR,
    METODE_SALAH,
    BELUM_TERSEDIA,
    TERLALU_BESAR,
    JENIS_ISI_SALAH,
    TERLALU_CEPAT,
    KESALAHAN_KAMI,
    PENYIMPANAN_PENUH,
    SIBUK,
    DIHENTIKAN,
)


class GalatApi(Exception):
    """An error we answer with on purpose: its kind, a sentence, faults per field and headers."""

    def __init__(
        self,
        macam: Macam,
        pesan: str = "",
        *,
        daftar: tuple[tuple[str, str], ...] = (),
        kepala: Mapping[str, str] | None = None,
        **tambahan: str,
    ) -> None:
        super().__init__(macam.kode)
        self.macam = macam
        self.pesan = pesan or macam.pesan
        self.daftar = daftar
        self.kepala = dict(kepala or {})
        self.tambahan = tambahan


SEMENTARA = (PENYIMPANAN_PENUH, SIBUK)

_DJANGO: tuple[tuple[type[Exception], Macam], ...] = (
    (Http404, TIDAK_DITEMUKAN),
    (PermissionDenied, LINGKUP_KURANG),
    (RequestDataTooBig, TERLALU_BESAR),
    (SuspiciousOperation, PERMINTAAN_SALAH),
    (BadRequest, PERMINTAAN_SALAH),
    (UnreadablePostError, PERMINTAAN_SALAH),
    (OperationalError, SIBUK),
)


def kenali(galat: Exception) -> GalatApi:
    """Return what is answered to any exception of an API view; what is our fault is written into the log."""
    if isinstance(galat, GalatApi):
        return galat
    if isinstance(galat, GalatPengguna):
        return GalatApi(BELUM_TERSEDIA, galat.pesan)
    macam = next((macam for jenis, macam in _DJANGO if isinstance(galat, jenis)), KESALAHAN_KAMI)
    macam = PENYIMPANAN_PENUH if disk_penuh(galat) else SIBUK if penyimpanan_gagal(galat) else macam
    if macam in (KESALAHAN_KAMI, PENYIMPANAN_PENUH, SIBUK):
        # No path and no message to the caller: both may hold personal data. The log masks what it is given.
        log.error("api_gagal", kode=macam.kode, exc_info=galat)
    return GalatApi(macam, kepala={"Retry-After": str(JEDA_BILA_SIBUK)} if macam in SEMENTARA else None)


def tubuh(galat: GalatApi) -> dict[str, Any]:
    """Return the members of the problem document for `galat`."""
    macam = galat.macam
    isi: dict[str, Any] = {
        "type": f"urn:siapp:galat:{macam.kode}",
        "title": macam.judul,
        "status": macam.status,
        "detail": galat.pesan,
        "code": 0,
        "message": galat.pesan,
        **galat.tambahan,
    }
    if galat.daftar:
        isi["galat"] = [{"bidang": bidang, "pesan": pesan} for bidang, pesan in galat.daftar]
    return isi


def jawab_json(isi: Any, status: int = 200, jenis: str = "application/json") -> HttpResponse:
    """Answer with `isi` as JSON of the media type `jenis`."""
    return HttpResponse(_tulis_json(isi).encode(), status=status, content_type=jenis)


def jawab_galat(galat: GalatApi) -> HttpResponse:
    """Answer with the problem document of `galat`: never a stack, SQL or a path."""
    jawaban = jawab_json(tubuh(galat), galat.macam.status, JENIS_ISI)
    for nama, isi in galat.kepala.items():
        jawaban.headers[nama] = isi
    # Django would log the path, which may hold the token of a file link.
    jawaban._has_been_logged = True  # type: ignore[attr-defined]
    return jawaban
