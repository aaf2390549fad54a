"""Lists that people upload as XLSX or CSV, read behind the fence like every other file from outside (janji.md 3)."""

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, cast

from siapp.berkas.anak import AnakHabisWaktu, Batas, jalankan_anak
from siapp.web.galat import GalatPengguna

UKURAN_MAKS = 2 * 1024 * 1024
"""Bytes of the file as it is uploaded."""
BATAS = Batas(memori=512 * 1024 * 1024, cpu=5, dinding=30.0)


@dataclass(frozen=True)
class BatasLembar:
    """What a list may hold: rows and columns of a sheet, filled cells and letters in all, bytes unpacked, parts.

    `sel_tertulis`: cells with and without content, those too that a row skips; `tanda`: XML tags of the whole package,
    `tanda_lain` those among them that are no rows, cells or texts.
    """

    baris: int = 5_000
    kolom: int = 100
    sel: int = 20_000
    sel_tertulis: int = 200_000
    tanda: int = 300_000
    tanda_lain: int = 50_000
    huruf: int = 2 * 1024 * 1024
    terbuka: int = 50 * 1024 * 1024
    bagian: int = 500


@dataclass(frozen=True, slots=True)
class Sel:
    """One filled cell: its sheet ("" for CSV), its address such as B7, its text."""

    lembar: str
    alamat: str
    teks: str

    @property
    def tempat(self) -> str:
        """Where it stands, in words."""
        return f"sel {self.alamat}" + (f" lembar “{self.lembar}”" if self.lembar else "")


BATAS_LEMBAR = BatasLembar()
KALIMAT = {
    "BUKAN_LEMBAR": "Berkas ini tidak dapat dibaca sebagai XLSX atau CSV. Simpan ulang dari aplikasi lembar kerja.",
    "TERLALU_BESAR": "Isi berkas ini terlalu besar setelah dibuka. Salin kolom NIP saja ke berkas baru, lalu ulangi.",
    "TERLALU_BANYAK_BARIS": f"Lembar berisi lebih dari {BATAS_LEMBAR.baris} baris. Bagi menjadi beberapa berkas.",
    "TERLALU_BANYAK_KOLOM": f"Lembar berisi lebih dari {BATAS_LEMBAR.kolom} kolom. Hapus kolom selain NIP.",
    "TERLALU_BANYAK_SEL": f"Lembar berisi lebih dari {BATAS_LEMBAR.sel} sel terisi. Hapus kolom selain NIP.",
    "TERLALU_BANYAK_SEL_KOSONG": (
        "Lembar berisi terlalu banyak sel kosong yang berformat. Salin kolom NIP saja ke berkas baru, lalu ulangi."
    ),
    "TERLALU_BERAT": "Berkas ini terlalu berat untuk dibaca. Salin kolom NIP saja ke berkas baru, lalu coba lagi.",
}


def baca_daftar(berkas: BinaryIO, *, nama: str, ukuran: int, bidang: str) -> list[Sel]:
    """Return the filled cells of an uploaded list, of all its sheets, in their order.

    `nama`: the file's name, whose ending tells CSV from XLSX; `ukuran` in bytes; `bidang`: the field that is at fault.
    Raises GalatPengguna with a sentence for each limit.
    """
    if ukuran > UKURAN_MAKS:
        raise GalatPengguna("Berkas lebih besar dari 2 MB. Hapus kolom selain NIP, lalu coba lagi.", bidang=bidang)
    jenis = "csv" if nama.lower().endswith((".csv", ".txt")) else "xlsx"
    hasil = _jalankan(berkas, {"jenis": jenis, "ukuran": asdict(BATAS_LEMBAR)})
    if hasil["kode"]:
        raise GalatPengguna(KALIMAT[hasil["kode"]], bidang=bidang)
    return [Sel(*satu) for satu in hasil["sel"]]


def _jalankan(berkas: BinaryIO, perintah: dict[str, Any]) -> dict[str, Any]:
    # A child reads a file of its own: small uploads are in memory only.
    with tempfile.TemporaryFile() as isi:
        shutil.copyfileobj(berkas, isi)
        isi.flush()
        isi.seek(0)
        try:
            kode, keluaran = jalankan_anak("lembar.py", cast(BinaryIO, isi), perintah, BATAS)
        except AnakHabisWaktu:
            return {"kode": "TERLALU_BERAT"}
    if kode:
        return {"kode": "TERLALU_BERAT"}
    jawaban: dict[str, Any] = json.loads(keluaran)
    return jawaban
