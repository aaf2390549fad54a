"""The shapes of requests and answers as JSON Schema 2020-12: what `skema.json` shows and schemathesis holds us to."""

from typing import Any, Literal

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from integrasi.api import galat
from integrasi.api.galat import Macam

Skema = dict[str, Any]

# Real calendar days from 1900 to 2099, leap days included.
_TAHUN = "(?:19|20)[0-9]{2}"
_KABISAT = "(?:19(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))"
_HARI = (
    ("(?:0[1-9]|1[0-9]|2[0-8])", "(?:0[1-9]|1[0-2])", _TAHUN),
    ("(?:29|30)", "(?:0[13-9]|1[0-2])", _TAHUN),
    ("31", "(?:0[13578]|1[02])", _TAHUN),
    ("29", "02", _KABISAT),
)
HARI_LAMPIRAN = "(?:" + "|".join(f"{hari}-{bulan}-{tahun}" for hari, bulan, tahun in _HARI) + ")"
HARI_ISO = "(?:" + "|".join(f"{tahun}-{bulan}-{hari}" for hari, bulan, tahun in _HARI) + ")"
_JAM = "[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?(?:Z|[+ -](?:0[0-9]|1[0-4]):[0-5][0-9])?"

ID_USULAN: Skema = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$"}
# Varchar(n) of the Lampiran; NUL cannot be stored.
TANPA_NUL = "^[^\\u0000]*$"


def _teks(panjang: int, keterangan: str, **lain: Any) -> Skema:
    return {"type": "string", "maxLength": panjang, "description": keterangan, **lain}


def _tanggal(keterangan: str) -> Skema:
    return {"type": "string", "pattern": f"^{HARI_LAMPIRAN}$", "description": keterangan}


def _objek(isi: dict[str, Skema], **lain: Any) -> Skema:
    return {"type": "object", "required": list(isi), "properties": isi, **lain}


def _boleh_kosong(skema: Skema) -> Skema:
    return {**skema, "type": [skema["type"], "null"]}


def _amplop(data: Skema, **tambahan: Skema) -> Skema:
    kepala: dict[str, Skema] = {
        "code": {"type": "integer", "const": 1},
        "message": {"type": "string", "description": "Kalimat dalam bahasa Indonesia."},
    }
    return _objek({**kepala, "data": data, **tambahan}, additionalProperties=False)


STATUS_VERIFIKASI = _objek(
    {
        "id_usulan": _teks(64, "ID Usulan SIASN."),
        "status": {
            "type": ["string", "null"],
            "enum": ["APPROVED", "BTL", "TMS", None],
            "description": "Putusan Biro APP yang terakhir diterbitkan; null bila belum ada.",
        },
        "tanggal_verifikasi": _boleh_kosong(_tanggal("DD-MM-YYYY.")),
        "keterangan": _boleh_kosong(_teks(255, "Catatan dari tim verifikasi.")),
        "nomor_keppres": _boleh_kosong(_teks(20, "Hanya bila Keppres sudah terbit.")),
    },
    additionalProperties=False,
)
NOTIFIKASI = _objek(
    {
        "id_usulan": {**ID_USULAN, "description": "ID Usulan SIASN."},
        "status": {
            "type": "string",
            "enum": ["APPROVED", "BTL", "BTS", "TMS"],
            "description": "Huruf besar. BTS dibaca sebagai BTL.",
        },
        "tanggal_verifikasi": _tanggal(
            "DD-MM-YYYY, tanggal yang ada dan tidak sesudah hari ini (WIB). Dibaca juga: YYYY-MM-DD, RFC 3339, dan "
            "`YYYY-MM-DD HH:MM:SS`."
        ),
    },
    description="Nama bidang dibaca tanpa membedakan huruf besar dan kecil; bidang lain diabaikan.",
)
NOTIFIKASI["properties"]["keterangan"] = {
    "type": ["string", "null"],
    "maxLength": 255,
    "pattern": TANPA_NUL,
    "description": "Catatan dari tim verifikasi.",
}
TANDA_TERIMA = _objek(
    {
        "id_tanda_terima": {"type": "string", "format": "uuid", "description": "Nomor bukti penerimaan kami."},
        "diterima_pada": {"type": "string", "format": "date-time"},
    },
    additionalProperties=False,
)
SALINAN = _objek(
    {
        "nomor_keppres": _teks(20, "Nomor Keppres."),
        "tanggal_keppres": _tanggal("DD-MM-YYYY."),
        "judul_keppres": _teks(255, "Judul Keppres."),
        "download_url": {
            "type": ["string", "null"],
            "format": "uri",
            "maxLength": 255,
            "description": "Tautan unduh PDF. Null selama tautannya disiapkan, beberapa detik sesudah terbit.",
        },
        "id_usulan": _teks(64, "ID Usulan SIASN."),
        "nip": _teks(18, "NIP.", pattern="^[0-9]{18}$"),
    },
    additionalProperties=False,
)
KURSOR_BERIKUT = {
    "type": ["string", "null"],
    "description": "Nilai `kursor` untuk halaman berikutnya; null bila ini halaman terakhir.",
}
_HUBUNGAN = _objek(
    {
        "pihak": {"type": "string"},
        "unit": {"type": "string"},
        "alamat": {"type": "string"},
        "telepon": {"type": "string"},
        "surel": {"type": "string", "format": "email"},
    },
    additionalProperties=False,
)
_PENGUMUMAN = _objek(
    {
        "jenis": {"type": "string", "enum": ["PEMELIHARAAN", "PERUBAHAN"]},
        "mulai": {"type": "string", "format": "date-time"},
        "selesai": {"type": ["string", "null"], "format": "date-time"},
        "teks": {"type": "string", "maxLength": 1000},
    },
    additionalProperties=False,
)
INFO = _objek(
    {
        "nama": {"type": "string"},
        "versi": {"type": "string"},
        "versi_api": {"type": "string"},
        "waktu": {"type": "string", "format": "date-time"},
        "narahubung": {"type": "array", "items": _HUBUNGAN},
        "pengumuman": {"type": "array", "items": _PENGUMUMAN},
    },
    additionalProperties=False,
)
GALAT = {
    **_objek(
        {
            "type": {"type": "string", "enum": [f"urn:siapp:galat:{macam.kode}" for macam in galat.SEMUA]},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "code": {"type": "integer", "const": 0},
            "message": {"type": "string"},
        }
    ),
    "description": "RFC 9457, dengan `code` dan `message` seperti layanan BKN.",
}
GALAT["properties"]["galat"] = {
    "type": "array",
    "description": "Setiap kesalahan isi; `bidang` kosong bila menyangkut seluruh isi.",
    "items": _objek({"bidang": {"type": "string"}, "pesan": {"type": "string"}}),
}
GALAT["properties"]["id_tanda_terima"] = {
    "type": "string",
    "format": "uuid",
    "description": "Isi yang tidak terbaca pun disimpan; ini nomor buktinya.",
}
PERMINTAAN_TOKEN = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "const": "client_credentials"},
        "scope": {"type": "string", "description": "Dipisah spasi; bila kosong, semua lingkup klien."},
        "client_id": {"type": "string", "description": "Hanya bila tidak memakai HTTP Basic."},
        "client_secret": {"type": "string", "description": "Hanya bila tidak memakai HTTP Basic."},
    },
}
TOKEN = _objek(
    {
        "access_token": {"type": "string"},
        "expires_in": {"type": "integer", "description": "Umur dalam detik."},
        "token_type": {"type": "string", "const": "Bearer"},
        "scope": {"type": "string"},
    }
)
GALAT_TOKEN = _objek(
    {
        "error": {"type": "string", "description": "Kode RFC 6749 bagian 5.2."},
        "code": {"type": "integer", "const": 0},
        "message": {"type": "string"},
    }
)

KOMPONEN: dict[str, Skema] = {
    "StatusVerifikasi": _amplop(STATUS_VERIFIKASI),
    "Notifikasi": NOTIFIKASI,
    "TandaTerima": _amplop(TANDA_TERIMA),
    "SalinanKeppres": _amplop({"type": "array", "items": SALINAN}, kursor_berikut=KURSOR_BERIKUT),
    "Info": _amplop(INFO),
    "Galat": GALAT,
    "PermintaanToken": PERMINTAAN_TOKEN,
    "Token": TOKEN,
    "GalatToken": GALAT_TOKEN,
}


def rujuk(nama: str) -> Skema:
    """Return a reference to the component `nama`; raises KeyError for one that does not exist."""
    KOMPONEN[nama]
    return {"$ref": f"#/components/schemas/{nama}"}


def jawaban(nama: str, keterangan: str, contoh: Any) -> OpenApiResponse:
    """Describe a good answer of the shape `nama` with one example."""
    return OpenApiResponse(rujuk(nama), keterangan, [OpenApiExample("Contoh", contoh, response_only=True)])


def galat_mungkin(*macam: Macam) -> dict[tuple[int, str], OpenApiResponse]:
    """Describe the errors an operation may answer with, each with an example; those that any may meet are added."""
    semua: dict[int, list[Macam]] = {}
    for satu in (*macam, galat.TERLALU_CEPAT, galat.KESALAHAN_KAMI, galat.SIBUK):
        semua.setdefault(satu.status, []).append(satu)
    return {(status, galat.JENIS_ISI): _satu_status(daftar) for status, daftar in semua.items()}


def _satu_status(daftar: list[Macam]) -> OpenApiResponse:
    contoh = [OpenApiExample(macam.judul, galat.tubuh(galat.GalatApi(macam)), response_only=True) for macam in daftar]
    return OpenApiResponse(rujuk("Galat"), " / ".join(macam.judul for macam in daftar), contoh)


def kepala_galat() -> list[OpenApiParameter]:
    """Describe the headers that come with 401, 403, 429 and 503."""
    tantangan = "Tantangan RFC 6750."
    jeda = "Detik sampai boleh mencoba lagi."
    return [
        OpenApiParameter("WWW-Authenticate", str, "header", response=[401, 403], description=tantangan),
        OpenApiParameter("Retry-After", int, "header", response=[429, 503], description=jeda),
    ]


def isian(
    nama: str, pola: str, keterangan: str, contoh: str, *, tempat: Literal["path", "query"] = "query"
) -> OpenApiParameter:
    """Describe a parameter in the path, or an optional one in the query that may be left empty."""
    skema = {"type": "string", "pattern": f"^(?:{pola})$" if tempat == "path" else f"^(?:{pola})?$"}
    return OpenApiParameter(
        nama,
        skema,
        tempat,
        required=tempat == "path",
        description=keterangan,
        examples=[OpenApiExample("Contoh", contoh)],
    )


POLA_SEJAK = f"{HARI_LAMPIRAN}|{HARI_ISO}|{HARI_ISO}{_JAM}"
