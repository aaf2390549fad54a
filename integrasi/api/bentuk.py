"""What every shape of the API is made of: fields, what we take in, what we give out.

Each shape of APIs 8, 9 and 12 is written once (keputusan/0031), as a serializer beside its view; drf-spectacular reads
the same one for `skema.json`. A shape keeps nothing of a call, so one of each kind is made per process and shared:
making it anew would cost more than reading a notice with it.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, ClassVar, cast

from django.utils import timezone
from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import empty

from integrasi.siasn.bentuk import baca_tanggal, tulis_tanggal

Skema = dict[str, Any]
Daftar = tuple[tuple[str, str], ...]

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
ID_USULAN = "[!-~]{1,64}"
# Varchar(n) of the Lampiran; NUL cannot be stored.
TANPA_NUL = r"[^\u0000]*"
_TERSIMPAN = re.compile("[^\x00\ud800-\udfff]*")
_TAK_TERSIMPAN = "Berisi karakter yang tidak dapat disimpan (NUL atau pasangan pengganti yang terpisah)."


class TidakTerbaca(ValueError):
    """What came cannot be read; `daftar` names every fault as (field, sentence), "" for the whole."""

    def __init__(self, daftar: Daftar) -> None:
        super().__init__("unreadable")
        self.daftar = daftar


class Bidang(serializers.Field[Any, Any, Any, Any], ABC):
    """A field that says itself what it looks like (`skema`). As it comes in, so it goes out."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Wajib diisi.", "null": "Wajib diisi."}

    @abstractmethod
    def skema(self) -> Skema:
        """JSON Schema 2020-12 of the value, without null and description."""

    def to_representation(self, nilai: Any) -> Any:
        return nilai


class Nilai(Bidang):
    """A value that we only give out, described by `skema`."""

    def __init__(self, skema: Skema, **lain: Any) -> None:
        super().__init__(**lain)
        self._skema = skema

    def skema(self) -> Skema:
        return dict(self._skema)


class Tulisan(Bidang):
    """A text that is read: never a number taken for one, nothing trimmed. One that is not `wajib` may be empty."""

    pola = ""

    def __init__(self, *, wajib: bool = True, contoh: str = "", **lain: Any) -> None:
        super().__init__(**lain if wajib else {"default": str, **lain})
        self.contoh = contoh

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        """Nothing, null and "" are the same."""
        return super().validate_empty_values(empty if data in (None, "") else data)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            raise ValidationError("Harus berupa teks.")
        return self.baca(data)

    @abstractmethod
    def baca(self, teks: str) -> Any:
        """Read a text that is not empty. Raises ValidationError with a sentence."""

    def skema(self) -> Skema:
        isi = {"type": "string", "pattern": f"^{self.pola}$" if self.required else f"^(?:{self.pola})?$"}
        return {**isi, "examples": [self.contoh]} if self.contoh else isi


class Teks(Tulisan):
    """A text of at most `maks` characters that fits `pola` whole; `salah` says so when it does not."""

    def __init__(self, maks: int, pola: str = "", *, salah: str = _TAK_TERSIMPAN, **lain: Any) -> None:
        super().__init__(**lain)
        self.maks, self.pola, self.salah = maks, pola, salah
        self._cocok = re.compile(pola or ".*", re.DOTALL).fullmatch

    def baca(self, teks: str) -> str:
        if len(teks) > self.maks:
            raise ValidationError(f"Paling panjang {self.maks} karakter; yang diterima {len(teks)}.")
        if not self._cocok(teks):
            raise ValidationError(self.salah)
        if not _TERSIMPAN.fullmatch(teks):
            raise ValidationError(_TAK_TERSIMPAN)
        return teks

    def skema(self) -> Skema:
        isi = super().skema()
        return {**(isi if self.pola else {"type": "string"}), "maxLength": self.maks}


class Pilihan(Tulisan):
    """One of a few words, told by their meaning: `arti` {word: what it is read as}."""

    def __init__(self, arti: Mapping[str, str], *, salah: str = "", **lain: Any) -> None:
        super().__init__(**lain)
        self.arti, self.salah = arti, salah

    def baca(self, teks: str) -> str:
        if teks not in self.arti:
            raise ValidationError(self.salah)
        return self.arti[teks]

    def skema(self) -> Skema:
        return {"type": "string", "enum": [*self.arti, *([None] if self.allow_null else [])]}


class Tanggal(Tulisan):
    """A day: written DD-MM-YYYY (Lampiran API 1), read in every form of the contract."""

    pola = HARI_LAMPIRAN

    def baca(self, teks: str) -> date:
        try:
            hari = baca_tanggal(teks)
        except ValueError as galat:
            raise ValidationError("Bukan tanggal; tulis DD-MM-YYYY, misalnya 31-12-2025.") from galat
        if hari is None:
            raise ValidationError("Wajib diisi.")
        return hari

    def to_representation(self, nilai: date) -> str:
        return tulis_tanggal(nilai)


class Saat(Bidang):
    """A moment, with the offset of Jakarta."""

    def skema(self) -> Skema:
        return {"type": "string", "format": "date-time"}

    def to_representation(self, nilai: datetime) -> str:
        return timezone.localtime(nilai).isoformat()


class Masukan(serializers.Serializer[Any]):
    """What we take in: keys in any spelling, unknown ones ignored, every fault told at once (kontrak.md 1 and 3)."""

    def to_internal_value(self, data: Mapping[str, Any]) -> Any:
        longgar = {baku(kunci): nilai for kunci, nilai in data.items()}
        # The exact spelling wins over its look-alikes.
        tepat = {nama: data.get(nama, longgar.get(baku)) for nama, baku in self._ejaan.items()}
        return super().to_internal_value(tepat)

    @cached_property
    def _ejaan(self) -> dict[str, str]:
        return {nama: baku(nama) for nama, _ in self.fields.items()}

    @classmethod
    def baca(cls, isi: Mapping[str, Any]) -> dict[str, Any]:
        """Read `isi` and return its fields. Raises TidakTerbaca."""
        try:
            return cast(dict[str, Any], _bersama(cls).run_validation(dict(isi)))
        except ValidationError as galat:
            salah = cast(Mapping[str, list[str]], galat.detail)
            raise TidakTerbaca(tuple((nama, str(pesan[0])) for nama, pesan in salah.items())) from galat


class Keluaran(serializers.Serializer[Any]):
    """What we give out: these keys and no others."""

    @classmethod
    def tulis(cls, sumber: object) -> dict[str, Any]:
        """Return the object that tells `sumber` (an object or a mapping with what the fields name)."""
        return cast(dict[str, Any], _bersama(cls).to_representation(sumber))


@cache
def _bersama(kelas: Callable[[], Any]) -> Any:
    return kelas()


def amplop(nama: str, data: serializers.BaseSerializer[Any], **tambahan: Bidang) -> type[Keluaran]:
    """The shape of an answer of ours in BKN's envelope, called `nama` in the document (kontrak.md 3)."""
    kepala = {
        "code": Nilai({"type": "integer", "const": 1}),
        "message": Nilai({"type": "string"}, help_text="Kalimat dalam bahasa Indonesia."),
    }
    return cast(type[Keluaran], type(nama, (Keluaran,), {**kepala, "data": data, **tambahan}))


def baku(kunci: str) -> str:
    """A name as it is compared: letters and digits without regard to case."""
    return "".join(huruf for huruf in kunci[:64].lower() if huruf.isalnum())


def _tolak_tetapan(nama: str) -> None:
    raise ValueError(nama)


def objek_json(badan: bytes) -> dict[str, Any]:
    """Read a body that must be one JSON object in UTF-8. Raises TidakTerbaca, whatever the bytes are."""
    try:
        isi = json.loads(badan.decode("utf-8-sig"), parse_constant=_tolak_tetapan)
    except (ValueError, RecursionError) as galat:
        raise TidakTerbaca((("", "Isi bukan JSON yang sah dalam UTF-8."),)) from galat
    if not isinstance(isi, dict):
        raise TidakTerbaca((("", "Isi harus berupa satu objek JSON."),))
    return isi


class _SkemaBidang(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = Bidang
    match_subclasses = True

    def map_serializer_field(self, _auto_schema: Any, _direction: Any) -> Skema:
        return cast(Bidang, self.target).skema()


class _SkemaKeluaran(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    target_class = Keluaran
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Skema:
        return {**auto_schema._map_basic_serializer(self.target, direction), "additionalProperties": False}


class _SkemaMasukan(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    target_class = Masukan
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Skema:
        isi: Skema = auto_schema._map_basic_serializer(self.target, direction)
        ejaan = "Nama bidang dibaca tanpa membedakan huruf besar dan kecil; bidang lain diabaikan."
        return {**isi, "description": ejaan}
