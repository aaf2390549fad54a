"""One answer of SIASN as an observer of the wire sees it, and the name of the envelope it came in. No Django."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from integrasi.siasn.bentuk import Asing, Bentuk, Gerbang, Isi, Tolakan, baca, benar, teks

# What an observer is not shown: cookies and challenges are half a credential.
KEPALA_RAHASIA = frozenset({"set-cookie", "authorization", "auth", "www-authenticate", "proxy-authenticate"})


@dataclass(frozen=True)
class Amatan:
    """An answer: `api` (a key of PATH_BAWAAN), `metode`, HTTP `status`, `kepala` without secrets, its body unwrapped.

    The body may hold personal data: whoever keeps something of it keeps shapes, never values.
    """

    api: str
    metode: str
    status: int
    kepala: Mapping[str, str]
    bentuk: Bentuk
    isi: bytes = field(repr=False)

    @property
    def badan(self) -> object:
        """The decoded body, envelope included; None when it is no JSON."""
        try:
            hasil: object = json.loads(self.isi)
        except (ValueError, RecursionError):
            return None
        return hasil


# Called once per answer, in the thread of the call. What it raises is logged and forgotten: a write that arrived must
# not look lost because somebody watched.
Pengamat = Callable[[Amatan], None]


def tanpa_rahasia(kepala: Mapping[str, str]) -> dict[str, str]:
    """Headers that an observer may see."""
    return {nama: nilai for nama, nilai in kepala.items() if nama.lower() not in KEPALA_RAHASIA}


def nama_amplop(amatan: Amatan) -> str:
    """Name the envelope in words (kontrak.md 2, "How SIASN answers"); "tidak dikenal" for one that is none of them."""
    bentuk = amatan.bentuk
    if isinstance(bentuk, Gerbang):
        return f"gerbang {bentuk.kode}"
    if isinstance(bentuk, Asing):
        return {"jawaban_kosong": "kosong", "bukan_json": "bukan JSON"}.get(bentuk.sebab, "tidak dikenal")
    return _nama(amatan.badan, bentuk, amatan.status)


def _nama(badan: object, bentuk: Isi | Tolakan, status: int) -> str:
    if isinstance(bentuk, Tolakan):
        return f"{'tidak ditemukan' if bentuk.tidak_ada else 'penolakan'} ({status})"
    if not isinstance(badan, Mapping):
        return "daftar tanpa amplop"
    if benar(badan, "success"):
        return "success/mapData" if baca(badan, "mapData") is not None else "success/data"
    if teks(badan, "code") == "1":
        teks_json = isinstance(baca(badan, "data"), str) and not isinstance(bentuk.data, str)
        return "code/data (JSON dalam teks)" if teks_json else "code/data"
    return "results"
