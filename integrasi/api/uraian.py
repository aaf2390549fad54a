"""How the document tells operations: errors, headers, examples, parameters, and the shapes that RFCs lay down."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from integrasi.api import galat
from integrasi.api.bentuk import Keluaran, Skema
from integrasi.api.galat import Macam

_DAFTAR_CONTOH = (("id_usulan", "Wajib diisi."),)


def _objek(isi: dict[str, Skema], **lain: Any) -> Skema:
    return {"type": "object", "required": list(isi), "properties": isi, **lain}


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

# Beside what the serializers add.
KOMPONEN: dict[str, Skema] = {
    "Galat": GALAT,
    "PermintaanToken": PERMINTAAN_TOKEN,
    "Token": TOKEN,
    "GalatToken": GALAT_TOKEN,
}


def rujuk(nama: str) -> Skema:
    """Return a reference to the component `nama`; raises KeyError for one that does not exist."""
    KOMPONEN[nama]
    return {"$ref": f"#/components/schemas/{nama}"}


def jawaban(bentuk: type[Keluaran], keterangan: str, contoh: Any) -> OpenApiResponse:
    """Describe a good answer of the shape `bentuk` with one example."""
    return OpenApiResponse(bentuk, keterangan, [OpenApiExample("Contoh", contoh, response_only=True)])


def galat_mungkin(*macam: Macam, **tambahan: str) -> dict[tuple[int, str], OpenApiResponse]:
    """Describe the errors an operation may answer with, each with an example; those that any may meet are added.

    `tambahan`: what an answer of 400 of this operation holds besides.
    """
    semua: dict[int, list[Macam]] = {}
    for satu in (*macam, galat.TERLALU_CEPAT, galat.KESALAHAN_KAMI, galat.PENYIMPANAN_PENUH, galat.SIBUK):
        semua.setdefault(satu.status, []).append(satu)
    return {(status, galat.JENIS_ISI): _satu_status(daftar, tambahan) for status, daftar in semua.items()}


def _contoh(macam: Macam, tambahan: Mapping[str, str]) -> Any:
    """The body of one error, with every member that it really has."""
    if macam is not galat.PERMINTAAN_SALAH:
        return galat.tubuh(galat.GalatApi(macam))
    return {**galat.tubuh(galat.GalatApi(macam, daftar=_DAFTAR_CONTOH)), **tambahan}


def _satu_status(daftar: list[Macam], tambahan: Mapping[str, str]) -> OpenApiResponse:
    contoh = [OpenApiExample(macam.judul, _contoh(macam, tambahan), response_only=True) for macam in daftar]
    return OpenApiResponse(rujuk("Galat"), " / ".join(macam.judul for macam in daftar), contoh)


def kepala_galat() -> list[OpenApiParameter]:
    """Describe the headers that come with 401, 403, 429 and 503."""
    tantangan = "Tantangan RFC 6750."
    jeda = "Detik sampai boleh mencoba lagi."
    return [
        OpenApiParameter("WWW-Authenticate", str, "header", response=[401, 403], description=tantangan),
        OpenApiParameter("Retry-After", int, "header", response=[429, 503], description=jeda),
    ]


def dalam_alamat(nama: str, pola: str, keterangan: str, contoh: str) -> OpenApiParameter:
    """Describe a parameter in the path."""
    skema = {"type": "string", "pattern": f"^(?:{pola})$"}
    contohnya = [OpenApiExample("Contoh", contoh)]
    return OpenApiParameter(nama, skema, "path", required=True, description=keterangan, examples=contohnya)
