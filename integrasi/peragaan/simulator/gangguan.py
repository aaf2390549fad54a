"""Faults on demand: by request header for one call, by rules for many.

A fault strikes before the effect is stored ("sebelum") or after it ("sesudah"). That difference is the whole point:
after, the partner has the data and the sender does not know.

Grammar of one fault: `name`, `name:argument`, with `_sebelum` or `_sesudah` behind the name to choose the side.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from starlette.responses import Response

from integrasi.peragaan.simulator.amplop import gerbang, jawab_json
from integrasi.peragaan.simulator.keadaan import Keadaan
from integrasi.peragaan.simulator.sambungan import JawabanPutus

SEBELUM = "sebelum"
SESUDAH = "sesudah"
BAWAAN: dict[str, str] = {
    "reset": SESUDAH,
    "tunda": SEBELUM,
    "diam": SEBELUM,
    "401": SEBELUM,
    "401_sso": SEBELUM,
    "429": SEBELUM,
    "429_tanggal": SEBELUM,
    "500": SESUDAH,
    "502_html": SEBELUM,
    "503": SEBELUM,
    "504": SESUDAH,
    "suspended": SEBELUM,
    "kosong": SESUDAH,
    "amplop_salah": SESUDAH,
    "json_rusak": SESUDAH,
    "daftar_kosong": SESUDAH,
    "daftar_setengah": SESUDAH,
    "daftar_ganda": SESUDAH,
    "daftar_ganti_nama": SESUDAH,
}
"""Every fault and the side it strikes on when nothing else is said."""
KETERANGAN: dict[str, str] = {
    "reset": "sambungan diputus (RST)",
    "tunda": "menunggu n detik, lalu berjalan biasa",
    "diam": "diam n detik (bawaan 120), lalu memutus",
    "401": "gerbang: token salah (900901)",
    "401_sso": "invalid or expired jwt",
    "429": "gerbang: terlalu cepat, Retry-After n detik",
    "429_tanggal": "sama, Retry-After sebagai tanggal",
    "500": "galat peladen",
    "502_html": "halaman HTML dari gerbang",
    "503": "layanan tidak tersedia",
    "504": "gerbang: waktu habis",
    "suspended": "303001 Runtime Error SUSPENDED",
    "kosong": "jawaban tanpa isi",
    "amplop_salah": "JSON dengan bentuk yang tidak dikenal",
    "json_rusak": "JSON yang terpotong",
    "daftar_kosong": "daftar tanpa baris",
    "daftar_setengah": "separuh baris hilang",
    "daftar_ganda": "setiap baris dua kali",
    "daftar_ganti_nama": "setiap nama diberi akhiran",
}
_HTML = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"


class GangguanTidakDikenal(ValueError):
    """The words do not name a fault."""


@dataclass(frozen=True, slots=True)
class Gangguan:
    """One fault to happen once: `jenis` from `BAWAAN`, `saat` sebelum/sesudah, `nilai` the argument (seconds)."""

    jenis: str
    saat: str
    nilai: float | None = None

    @property
    def nama(self) -> str:
        """Name with its side, as counted and shown."""
        return f"{self.jenis}_{self.saat}"


def urai(kata: str) -> Gangguan:
    """Read one fault from words such as `tunda:2.5`, `reset_sesudah`, `502_html_sesudah`.

    Raises:
        GangguanTidakDikenal: for an unknown name or an argument that is not a number.
    """
    nama, _, argumen = kata.strip().partition(":")
    saat = next((s for s in (SEBELUM, SESUDAH) if nama.endswith("_" + s)), "")
    jenis = nama.removesuffix("_" + saat) if saat else nama
    if jenis not in BAWAAN:
        raise GangguanTidakDikenal(f"gangguan tidak dikenal: {kata}")
    try:
        return Gangguan(jenis, saat or BAWAAN[jenis], float(argumen) if argumen else None)
    except ValueError as galat:
        raise GangguanTidakDikenal(f"nilai gangguan bukan angka: {kata}") from galat


@dataclass(slots=True)
class Aturan:
    """A standing fault: which API ("*" all), chance 0–1, how often still (`sisa`), calls to let by first."""

    api: str
    jenis: str
    peluang: float = 1.0
    sisa: int | None = None
    lewati: int = 0
    kena: int = 0
    gangguan: Gangguan = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.gangguan = urai(self.jenis)
        if not 0 <= self.peluang <= 1:
            raise GangguanTidakDikenal("peluang harus antara 0 dan 1")

    def kenai(self, api: str, acak: random.Random) -> bool:
        """Does it strike this call? Uses up `lewati`, then chance, then `sisa`."""
        if self.api not in ("*", api, api.partition("/")[0]) or self.sisa == 0:
            return False
        if self.lewati > 0:
            self.lewati -= 1
            return False
        if acak.random() >= self.peluang:
            return False
        self.sisa = None if self.sisa is None else self.sisa - 1
        self.kena += 1
        return True

    def tampil(self) -> dict[str, Any]:
        """As JSON."""
        isi = asdict(self)
        del isi["gangguan"]
        return isi


def baca_aturan(isi: Mapping[str, Any]) -> Aturan:
    """A rule from JSON or form values.

    Raises:
        GangguanTidakDikenal: with a sentence.
    """
    try:
        sisa = isi.get("sisa")
        return Aturan(
            api=str(isi.get("api") or "*"),
            jenis=str(isi["jenis"]),
            peluang=float(isi.get("peluang") or 1),
            sisa=None if sisa in (None, "") else int(sisa),
            lewati=int(isi.get("lewati") or 0),
        )
    except (KeyError, TypeError) as galat:
        raise GangguanTidakDikenal(f"aturan tidak lengkap: {galat}") from galat


class PapanGangguan:
    """The standing rules. They survive a restart; their counters start anew."""

    def __init__(self, keadaan: Keadaan) -> None:
        self._keadaan = keadaan
        tersimpan = keadaan.setelan("gangguan", {"benih": 1, "aturan": []})
        self.pasang(tersimpan["aturan"], tersimpan["benih"], simpan=False)

    def pasang(self, aturan: list[Mapping[str, Any]], benih: int = 1, *, simpan: bool = True) -> None:
        """Replace all rules; the same seed gives the same draws.

        Raises:
            GangguanTidakDikenal: nothing is changed then.
        """
        self.aturan = [baca_aturan(a) for a in aturan]
        self.benih = benih
        self._acak = random.Random(benih)  # noqa: S311  (faults must repeat)
        if simpan:
            self._keadaan.setel("gangguan", {"benih": benih, "aturan": [a.tampil() for a in self.aturan]})

    def pilih(self, api: str, kepala: str | None) -> Gangguan | None:
        """The fault of this call: the header's, else the first rule that strikes.

        Raises:
            GangguanTidakDikenal: the header names none.
        """
        if kepala:
            return urai(kepala)
        for aturan in self.aturan:
            if aturan.kenai(api, self._acak):
                return aturan.gangguan
        return None

    def tampil(self) -> dict[str, Any]:
        """Rules and how often each struck, as JSON."""
        return {"benih": self.benih, "aturan": [a.tampil() for a in self.aturan]}


def _retry_after(g: Gangguan) -> str:
    detik = int(g.nilai or 1)
    if g.jenis == "429_tanggal":
        return format_datetime(datetime.now(UTC) + timedelta(seconds=detik), usegmt=True)
    return str(detik)


def _terlalu_cepat(g: Gangguan) -> Response:
    uraian = "You have exceeded your quota"
    return gerbang(429, 900800, "Message throttled out", uraian, {"Retry-After": _retry_after(g)})


def _daftar(jawaban: Response, jenis: str) -> Response:
    """The list of an answer, damaged; an answer without a list passes unchanged."""
    isi = json.loads(bytes(jawaban.body))
    wadah, kunci = _cari_daftar(isi)
    if kunci is None:
        return jawaban
    teks = isinstance(wadah[kunci], str)
    baris = json.loads(wadah[kunci]) if teks else wadah[kunci]
    rusak = _rusak_daftar(baris, jenis)
    wadah[kunci] = json.dumps(rusak) if teks else rusak
    return jawab_json(wadah["isi"] if wadah.keys() == {"isi"} else isi, jawaban.status_code)


def _cari_daftar(isi: Any) -> tuple[dict[str, Any], str | None]:
    if isinstance(isi, list):
        return {"isi": isi}, "isi"
    for kunci in ("data", "results"):
        nilai = isi.get(kunci)
        if isinstance(nilai, list) or (isinstance(nilai, str) and nilai.startswith("[")):
            return isi, kunci
    return isi, None


def _rusak_daftar(baris: list[Any], jenis: str) -> list[Any]:
    if jenis == "daftar_kosong":
        return []
    if jenis == "daftar_setengah":
        return baris[::2]
    if jenis == "daftar_ganda":
        return [b for b in baris for _ in range(2)]
    return [{k: f"{v} (baru)" if k.lower() == "nama" else v for k, v in b.items()} for b in baris]


def _ganti_jawaban(g: Gangguan, jawaban: Response | None) -> Response | None:
    """The answer that stands in for the real one."""
    if g.jenis.startswith("daftar_"):
        return _daftar(jawaban, g.jenis) if jawaban is not None else None
    pabrik = {
        "401": lambda: gerbang(401, 900901, "Invalid Credentials", "Access failure"),
        "401_sso": lambda: jawab_json({"success": False, "message": "invalid or expired jwt"}, 401),
        "429": lambda: _terlalu_cepat(g),
        "429_tanggal": lambda: _terlalu_cepat(g),
        "500": lambda: jawab_json({"message": "Internal Server Error"}, 500),
        "502_html": lambda: Response(_HTML, 502, media_type="text/html"),
        "503": lambda: gerbang(503, 101503, "Service Unavailable", "Error connecting to the back end"),
        "504": lambda: gerbang(504, 101504, "Gateway Timeout", "The back end did not answer in time"),
        "suspended": lambda: gerbang(503, 303001, "Runtime Error", "Address endpoint [ State ] : SUSPENDED"),
        "kosong": lambda: Response(b"", 200),
        "amplop_salah": lambda: jawab_json({"status": "ok", "payload": {"hasil": "diterima"}}),
        "json_rusak": lambda: Response(b'{"code":1,"data":{"id_usu', 200, media_type="application/json"),
    }.get(g.jenis)
    return pabrik() if pabrik else None


async def terjadi(g: Gangguan | None, saat: str, jawaban: Response | None = None) -> Response | None:
    """Let the fault happen if this is its side.

    Returns:
        The answer to give instead (`JawabanPutus` cuts the connection), or None to go on.
    """
    if g is None or g.saat != saat:
        return None
    if g.jenis in ("tunda", "diam"):
        await asyncio.sleep(g.nilai if g.nilai is not None else {"tunda": 1.0, "diam": 120.0}[g.jenis])
    if g.jenis in ("reset", "diam"):
        return JawabanPutus()
    return _ganti_jawaban(g, jawaban)
