"""Pages of long lists that are as fast at the end as at the start (janji.md 5): no OFFSET, no COUNT.

Cursors are encrypted, because they hold values of a row (keputusan/0008).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Generic, TypeVar

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, F, Field, Model, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.http import HttpRequest

from siapp.sandi import penyandi

M = TypeVar("M", bound=Model)
B = TypeVar("B")

PARAMETER = "kursor"
# A cursor holds values of a row and stands in the URL, where no name may be read: so it is encrypted.
TUJUAN_SANDI = "kursor"
MAJU, MUNDUR = "maju", "mundur"


@dataclass(frozen=True)
class HalamanKeyset(Generic[B]):
    """One page: its rows, and the query strings ("?…" with the filters kept) of its neighbours, "" if there is none."""

    baris: list[B]
    berikut: str
    sebelum: str


@dataclass(frozen=True)
class _Kursor:
    arah: str
    nilai: list[Any]


class _PenyandiUtuh(DjangoJSONEncoder):
    """Django's encoder cuts a time to milliseconds: a cursor would point beside its row, and rows would go missing."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _tulis_kursor(arah: str, nilai: list[Any]) -> str:
    return penyandi(TUJUAN_SANDI).encrypt(json.dumps([arah, nilai], cls=_PenyandiUtuh).encode()).decode().rstrip("=")


def _baca_kursor(teks: str, bidang: "list[Field[Any, Any]]") -> _Kursor | None:
    """Read a cursor; None for one that is absent, forged, from another list or from before a change of the key."""
    try:
        arah, nilai = json.loads(penyandi(TUJUAN_SANDI).decrypt(teks + "=" * (-len(teks) % 4)))
        return _Kursor(arah, [b.to_python(n) for b, n in zip(bidang, nilai, strict=True)])
    except (InvalidToken, ValueError, ValidationError):
        return None


def _bidang(queryset: QuerySet[Any], nama: str) -> "Field[Any, Any]":
    anotasi = queryset.query.annotations.get(nama)
    bidang: Any = anotasi.output_field if anotasi is not None else queryset.model._meta.get_field(nama)
    return bidang  # type: ignore[no-any-return]


def _alamat(request: HttpRequest, kursor: str) -> str:
    parameter = request.GET.copy()
    parameter[PARAMETER] = kursor
    return f"?{parameter.urlencode()}"


def halaman_keyset(
    queryset: QuerySet[M], request: HttpRequest, urut: Sequence[str] = ("-diubah_pada", "-id"), ukuran: int = 25
) -> HalamanKeyset[M]:
    """Return the page of `queryset` that the cursor in `request` asks for, in one query.

    Arguments: `urut`, the sort keys: fields or annotations of the model, never null, all in one direction (a row
    value is compared), the last one unique; an index on them keeps every page equally fast. `ukuran`, rows a page.
    A cursor that cannot be read gives the first page. Raises ValueError when the directions of `urut` differ.
    """
    turun = urut[0].startswith("-")
    if any(kunci.startswith("-") is not turun for kunci in urut):
        raise ValueError("all sort keys must have one direction")
    nama = [kunci.removeprefix("-") for kunci in urut]
    kursor = _baca_kursor(request.GET.get(PARAMETER, ""), [_bidang(queryset, n) for n in nama])
    mundur = kursor is not None and kursor.arah == MUNDUR
    if kursor:
        banding = TupleLessThan if turun is not mundur else TupleGreaterThan
        queryset = queryset.filter(banding(tuple(F(n) for n in nama), kursor.nilai))
    awalan = "-" if turun is not mundur else ""
    baris = list(queryset.order_by(*(awalan + n for n in nama))[: ukuran + 1])
    return _halaman(request, baris, kursor, ukuran, lambda satu: [getattr(satu, n) for n in nama])


def halaman_jalur(
    ambil: Callable[[str, bool], Iterator[str]], request: HttpRequest, ukuran: int = 25
) -> HalamanKeyset[str]:
    """Return the page of a list that no table holds, such as keys in a storage; no more of it is read than is shown.

    Arguments: `ambil`, which yields what comes after a given one ("" from the start), in order, or before it when its
    second argument is true; `ukuran`, how many a page.
    """
    kursor = _baca_kursor(request.GET.get(PARAMETER, ""), [CharField()])
    mundur = kursor is not None and kursor.arah == MUNDUR
    baris = list(islice(ambil(kursor.nilai[0] if kursor else "", mundur), ukuran + 1))
    return _halaman(request, baris, kursor, ukuran, lambda satu: [satu])


def _halaman(
    request: HttpRequest, baris: list[B], kursor: _Kursor | None, ukuran: int, nilai: Callable[[B], list[Any]]
) -> HalamanKeyset[B]:
    """The page of what was found in the cursor's direction, one row more than a page if there is one."""
    mundur, lebih = kursor is not None and kursor.arah == MUNDUR, len(baris) > ukuran
    baris = baris[:ukuran][:: -1 if mundur else 1]

    def tepi(arah: str, ada: bool) -> str:
        # A neighbour exists where we came from, and where one row more than a page was found.
        if not (baris and ada):
            return ""
        return _alamat(request, _tulis_kursor(arah, nilai(baris[-1 if arah == MAJU else 0])))

    return HalamanKeyset(baris, tepi(MAJU, lebih or mundur), tepi(MUNDUR, lebih if mundur else kursor is not None))
