"""Files as people have them on their disks: written to a folder, with names that say which document they are."""

import re
from dataclasses import dataclass
from pathlib import Path

from integrasi.peragaan.isian_contoh import gambar_contoh, pdf_contoh
from referensi.katalog import muat_katalog


@dataclass(frozen=True)
class Dokumen:
    """One row of the checklist as the catalogue has it."""

    nama: str
    wajib: bool
    gambar: bool


def dokumen_layanan(kode: str, kondisi: frozenset[str] = frozenset()) -> list[Dokumen]:
    """The rows of the service `kode`; those for one position only (`kondisi`) just where it is named."""
    layanan = next(satu for satu in muat_katalog() if satu.kode == kode)
    return [
        Dokumen(d.nama, d.wajib, d.jenis == "pas-foto")
        for d in layanan.dokumen
        if not d.kondisi or d.kondisi in kondisi
    ]


def tulis(folder: Path, dokumen: Dokumen, tanda: str = "") -> Path:
    """Write a valid file for `dokumen`; `tanda` makes its bytes differ from an earlier one."""
    nama = re.sub(r"[^\w ()-]+", "-", dokumen.nama)
    if dokumen.gambar:
        berkas, isi = folder / f"{nama}{tanda}.jpg", gambar_contoh(nama + tanda)
    else:
        berkas, isi = folder / f"{nama}{tanda}.pdf", pdf_contoh(dokumen.nama, f"{nama} {tanda}", halaman=2)
    berkas.write_bytes(isi)
    return berkas
