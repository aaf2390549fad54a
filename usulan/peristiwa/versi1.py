"""Rows of version 1, written until November 2026: untyped, some in the Lampiran's words. Readable for ever.

The only place in this room where those words stand. Nothing writes them any more.
"""

from collections.abc import Callable, Mapping
from typing import Any

from usulan.peristiwa.jenis import Jenis

Data = Mapping[str, Any]

_KELOMPOK = {"kp": "KP", "pemberhentian": "PEMBERHENTIAN", "jfku": "JFKU"}


def _bernama(**nama: str) -> Callable[[Data], Data]:
    """Return a reading that gives fields their present names: {new: old}; the others keep theirs."""

    def baca(data: Data) -> Data:
        return {**data, **{baru: data[lama] for baru, lama in nama.items()}}

    return baca


def _akses_pic(data: Data) -> Data:
    return {**data, "kelompok": [kelompok for kunci, kelompok in _KELOMPOK.items() if data[kunci] == "ya"]}


_teken = _bernama(nip_penanda_tangan="nip_approval", nama_penanda_tangan="nama_approval")
_salinan = _bernama(nomor="nomor_keppres", tanggal="tanggal_keppres", judul="judul_keppres")

_NAIK: Mapping[str, Callable[[Data], Data]] = {
    Jenis.DIAJUKAN: _teken,
    Jenis.PERBAIKAN_DIAJUKAN: _teken,
    Jenis.PUTUSAN_BIRO: _bernama(tanggal="tanggal_verifikasi"),
    Jenis.KEPPRES_TERBIT: _salinan,
    Jenis.KEPPRES_DIRALAT: _salinan,
    Jenis.PIC_DIDAFTARKAN: _akses_pic,
    Jenis.PIC_DIUBAH: _akses_pic,
    Jenis.PIC_DICABUT: _akses_pic,
}


def naikkan(jenis: str, data: Data) -> Data:
    """Return the `data` of a row of version 1 with the names of version 2. Raises KeyError when a field is missing."""
    naik = _NAIK.get(jenis)
    return naik(data) if naik else data
