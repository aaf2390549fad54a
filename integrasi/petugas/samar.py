"""What was sent or received, fit to be shown: without names, addresses and whole NIPs. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

TUTUP = "••••"
ANTARA = " · "
_ANGKA_PANJANG = re.compile(r"\d[\d ]{6,}\d")
# Texts of these fields tell nothing about a person; a text of any other field is covered.
_TERBUKA = re.compile(
    r"(tanggal|tmt|nomor|status|jenis|periode|gol|pangkat|masa_kerja|angka_kredit|tindakan|versi|kp$|pemberhentian$|"
    r"jfku$|id_usulan|id_ref_dokumen|detail_layanan_id|referensi_siapp|formasi|pensiun_pokok|pembulatan|code|id$)"
)


def samarkan_angka(teks: str) -> str:
    """Cover runs of eight and more digits (NIPs, also when grouped) but for their last three."""
    return _ANGKA_PANJANG.sub(lambda cocok: TUTUP + cocok[0][-3:], teks)


def _satu(kunci: str, nilai: Any) -> str:
    if nilai is None or nilai == "":
        return "–"
    if isinstance(nilai, bool | int | float):
        return samarkan_angka(str(nilai))
    teks = str(nilai)
    if kunci.startswith("nip") or kunci == "id_pns":
        return TUTUP + teks[-3:]
    if _TERBUKA.match(kunci):
        # A uuid is no person's number, though digits may follow one another in it.
        return teks if "-" in teks and len(teks) == 36 else samarkan_angka(teks)
    return TUTUP


def samarkan_isi(isi: Any, kunci: str = "") -> Iterator[tuple[str, str]]:
    """Yield (field, covered value) for all that `isi` holds, inner fields as "data usulan · tmt baru"."""
    if isinstance(isi, Mapping):
        for nama, nilai in isi.items():
            yield from samarkan_isi(nilai, f"{kunci}{ANTARA}{nama}" if kunci else str(nama))
    elif isinstance(isi, list | tuple):
        for nilai in isi:
            yield from samarkan_isi(nilai, kunci)
    else:
        yield kunci.replace("_", " "), _satu(kunci.rpartition(ANTARA)[2].lower(), isi)


def samarkan_mentah(mentah: str) -> list[tuple[str, str]]:
    """Return the fields of a received body, covered; a body that is no JSON object says only how long it is."""
    try:
        isi = json.loads(mentah)
    except ValueError:
        isi = None
    if isinstance(isi, Mapping):
        return list(samarkan_isi(isi))
    return [("isi", f"Bukan objek JSON, {len(mentah)} karakter")]
