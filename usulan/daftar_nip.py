"""Lists of NIPs as people paste and upload them: every line comes back, taken or with its reason (layar.md 1)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from siapp.berkas.daftar import Sel
from siapp.teks import bersih, bersih_pengenal, isi_apa

PANJANG_NIP = 18
# Digits with at most one separator between two of them; shorter runs are dates, grades, numbers of a list.
_DERET = re.compile(r"(?<!\d)\d(?:[ .\-/'_:]?\d){11,}(?!\d)", re.ASCII)
# As the screens print it: joined before runs are looked for, so that a number of the list before it stays apart.
_BERKELOMPOK = re.compile(r"(?<!\d)(\d{8})[ .\-/_:](\d{6})[ .\-/_:]([12])[ .\-/_:](\d{3})(?!\d)", re.ASCII)
# Less than this in a row is no attempt at a NIP.
PANJANG_SECUIL = PANJANG_NIP // 2
# 1.98703E+17, E+017, or 198703141998031000.0: a spreadsheet holds 15 digits, so the last three are gone.
_ILMIAH = re.compile(r"(?<!\d)(?:\d(?:[.,]\d+)?[eE]\s?\+?\s?0?\d{2}|\d{18}[.,]0{1,2})(?!\d)", re.ASCII)
# A NIP in which a letter stands for the digit that looks like it.
_MIRIP = re.compile(r"(?<![^\W_])(?=\d*[OoIlSB])[\dOoIlSB]{17,19}(?![^\W_])", re.ASCII)
_SERIAL_NOL = "000"
BULAT = (
    "Lembar kerja membulatkan NIP ini, sehingga tiga angka terakhirnya hilang. Ubah format kolomnya menjadi teks, lalu "
    "isi ulang NIP-nya."
)
SUDAH = "NIP ini sudah disebut di atas."
TANPA_NIP = "Tidak ada NIP pada baris ini."
RUMUS = (
    "Sel ini berisi rumus yang hasilnya tidak tersimpan. Buka berkasnya di lembar kerja, simpan, lalu unggah lagi; "
    "atau tempel nilainya saja."
)
CUPLIKAN = 60


@dataclass(frozen=True, slots=True)
class Terbaca:
    """One thing read from a list: a NIP, or what stood there and why it is none."""

    asal: str
    nip: str = ""
    alasan: str = ""


def baca_tempelan(teks: str) -> list[Terbaca]:
    """Read pasted text line by line; blank lines say nothing."""
    return _sekali_saja(satu for baris in teks.splitlines() if baris.strip() for satu in _baca(baris, baris))


def baca_sel(semua: Iterable[Sel]) -> list[Terbaca]:
    """Read the cells of a list row by row: a row without any NIP is named by its first cell."""
    return _sekali_saja(
        satu
        for _, baris in groupby(semua, key=lambda sel: (sel.lembar, re.sub(r"\D", "", sel.alamat)))
        for satu in _baca_baris(list(baris))
    )


def _baca_baris(baris: list[Sel]) -> list[Terbaca]:
    temuan = [satu for sel in baris for satu in _baca(sel.teks, f"{_cuplik(sel.teks)} ({sel.tempat})")]
    # A formula beside a NIP counts the row or names its day.
    lewati = {TANPA_NIP, RUMUS} if any(satu.nip for satu in temuan) else {TANPA_NIP}
    berarti = [satu for satu in temuan if satu.nip or satu.alasan not in lewati]
    return berarti or temuan[:1]


def _baca(teks: str, asal: str) -> list[Terbaca]:
    rata = _BERKELOMPOK.sub(r"\1\2\3\4", bersih(teks))
    asal = _cuplik(asal)
    gagal = [Terbaca(asal, alasan=BULAT) for _ in _ILMIAH.findall(rata)]
    gagal += [Terbaca(asal, alasan=_kenapa(mirip)) for mirip in _MIRIP.findall(rata)]
    sisa = _MIRIP.sub(" ", _ILMIAH.sub(" ", rata))
    hasil = [satu for deret in _DERET.findall(sisa) for satu in _urai(deret, asal)]
    return hasil + gagal or [Terbaca(asal, alasan=_kenapa(rata))]


def _urai(deret: str, asal: str) -> Iterator[Terbaca]:
    """Take a run of digits for one NIP, or for several that stand side by side."""
    angka, bagian = bersih_pengenal(deret), [bersih_pengenal(satu) for satu in deret.split(" ")]
    if len(angka) % PANJANG_NIP and len(bagian) > 1 and any(len(satu) == PANJANG_NIP for satu in bagian):
        for satu in bagian:
            if len(satu) >= PANJANG_SECUIL:
                yield from _urai(satu, asal)
    elif len(angka) % PANJANG_NIP:
        yield Terbaca(asal, alasan=f"NIP terdiri atas {PANJANG_NIP} angka; di sini ada {len(angka)} angka.")
    else:
        semua = (angka[awal : awal + PANJANG_NIP] for awal in range(0, len(angka), PANJANG_NIP))
        yield from (Terbaca(asal, alasan=BULAT) if n.endswith(_SERIAL_NOL) else Terbaca(asal, n) for n in semua)


def _kenapa(rata: str) -> str:
    isi = bersih_pengenal(rata)
    angka = sum(c.isdigit() for c in isi)
    if rata.startswith("="):
        return RUMUS
    if angka < PANJANG_SECUIL or (" " in rata and angka < PANJANG_NIP - 2):
        return TANPA_NIP
    return f"NIP terdiri atas {PANJANG_NIP} angka; di sini ada {isi_apa(isi)}."


def _cuplik(teks: str) -> str:
    rata = bersih(teks)
    return rata if len(rata) <= CUPLIKAN else rata[: CUPLIKAN - 1] + "…"


def _sekali_saja(semua: Iterable[Terbaca]) -> list[Terbaca]:
    hasil, ada = [], set[str]()
    for satu in semua:
        hasil.append(Terbaca(satu.asal, alasan=SUDAH) if satu.nip in ada else satu)
        ada |= {satu.nip} - {""}
    return hasil
