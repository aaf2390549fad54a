"""From a stored row of any version to what it says, and from what is said to what is stored (keputusan/0026)."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, asdict, fields
from datetime import date
from typing import Any, TypeVar, cast

from siapp.audit.models import Peristiwa
from usulan.peristiwa.daftar import ISI, JENIS
from usulan.peristiwa.isi import VERSI, Isi
from usulan.peristiwa.jenis import Jenis
from usulan.peristiwa.versi1 import naikkan

T = TypeVar("T", bound=Isi)

# How a field of this type comes back from JSON; the other types come back as they are.
_DARI_JSON: Mapping[object, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    date | None: lambda teks: date.fromisoformat(teks) if teks else None,
    tuple[int, ...]: tuple,
    tuple[str, ...]: tuple,
}


class IsiTidakTerbaca(ValueError):
    """A stored row does not say what its kind has to say; the message names the kind, no data."""


def simpanan(isi: Isi) -> dict[str, Any]:
    """Return what is stored of `isi`: its fields and the version, under "v"."""
    return {"v": VERSI, **asdict(isi)}


def baca(jenis: str, data: Mapping[str, Any]) -> Isi:
    """Return what a row of the kind `jenis` with `data` says, whichever version wrote it.

    Raises IsiTidakTerbaca for a kind of another room, a version of a later program, a missing or malformed field.
    """
    versi = data.get("v", 1)
    if jenis not in Jenis.values or versi not in (1, VERSI):
        raise IsiTidakTerbaca(f"{jenis}, version {versi}")
    kelas = ISI[Jenis(jenis)]
    try:
        kini = naikkan(jenis, data) if versi == 1 else data
        return kelas(**{f.name: _nilai(f, kini) for f in fields(kelas) if f.name in kini or f.default is MISSING})
    except (KeyError, ValueError, TypeError) as galat:
        raise IsiTidakTerbaca(f"{jenis}, version {versi}: {type(galat).__name__}") from galat


def _nilai(bidang: "Field[Any]", data: Mapping[str, Any]) -> Any:
    return _DARI_JSON.get(bidang.type, lambda nilai: nilai)(data[bidang.name])


def baca_sebagai(kelas: type[T], data: Mapping[str, Any]) -> T:
    """Return what a row with `data`, of the kind that `kelas` tells, says; see `baca`."""
    return cast(T, baca(JENIS[kelas], data))


def baca_peristiwa(peristiwa: Peristiwa) -> Isi:
    """Return what a stored `peristiwa` of this room says. Raises IsiTidakTerbaca."""
    return baca(peristiwa.jenis, peristiwa.data)
