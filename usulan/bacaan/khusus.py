"""What only some papers say: service years of a pension, the day of a death, by which post a letter is signed."""

import re
from collections.abc import Iterable

from usulan.bacaan.bentuk import Fakta, JenisFakta, Tempat
from usulan.bacaan.isian import isian, label
from usulan.bacaan.naskah import Baris, Naskah
from usulan.bacaan.surat import fakta_tanggal, semua_tanggal

LABEL_MASA = label(r"masa\s*kerja\s*(?:untuk\s*|bagi\s*)?pensiun")
MASA = re.compile(r"(\d{1,2})\s*(?:tahun|thn|th)\.?\D{0,12}?(\d{1,2})\s*(?:bulan|bln|bl)", re.IGNORECASE)
LABEL_TMT = label(
    r"tmt\.?\s*pensiun", r"pensiun\s*tmt\.?", r"terhitung\s*mulai\s*tanggal\s*pensiun", r"mulai\s*pensiun"
)
MENINGGAL = re.compile(r"\b(?:meninggal\s*dunia|wafat|tanggal\s*(?:meninggal|kematian))\b", re.IGNORECASE)
BERLAKU = re.compile(r"\bberlaku\b", re.IGNORECASE)
SAMPAI = re.compile(r"\b(?:sampai|hingga|s\.?\s?/?d)\b\D{0,25}$", re.IGNORECASE)
TANDA = (
    ("elektronik", re.compile(r"ditandatangani\s+secara\s+elektronik|tanda\s*tangan\s+elektronik", re.IGNORECASE)),
    ("ttd", re.compile(r"^\W*(?:cap\s*[/,]?\s*)?(?:t\.?\s?t\.?\s?d|dto|tertanda)\b\W*$", re.IGNORECASE)),
    ("cap", re.compile(r"^\W*(?:cap|stempel)\b", re.IGNORECASE)),
    ("kosong", re.compile(r"^\W*[._\u2026]{6,}\W*$|\bNIP\b[\s.:]*[._\u2026]{4,}")),
)
"""What stands for a signature or a seal in words; dots stand for a name that nobody wrote yet."""
LANJUT = 3
"""Lines after the word of a death among which its day stands."""
TINGGI_JABATAN = 3
"""Lines over which the post of a signatory may run."""


def baca_pensiun(teks: Naskah) -> list[Fakta]:
    """Return the service years that count for the pension ("32/10", years and months) and the day it begins."""
    hasil = []
    for satu in isian(teks, LABEL_MASA):
        if cocok := MASA.search(satu.teks):
            nilai = f"{int(cocok[1])}/{int(cocok[2])}"
            hasil.append(Fakta(JenisFakta.MASA_KERJA_PENSIUN, nilai, cocok[0], satu.tempat))
    for satu in isian(teks, LABEL_TMT):
        hasil += [fakta_tanggal(JenisFakta.TMT_PENSIUN, h, c[0], satu.tempat) for h, c in semua_tanggal(satu.teks)][:1]
    return hasil


def baca_meninggal(teks: Naskah) -> Fakta | None:
    """Return the first day that stands behind the word of a death, before anything is said of a birth."""
    for nomor, _, cocok in teks.cari(MENINGGAL):
        for urut, lanjut in enumerate(teks.baris[nomor : nomor + 1 + LANJUT]):
            ekor = lanjut.teks[cocok.end() :] if urut == 0 else lanjut.teks
            if "lahir" in ekor.lower():
                break
            for saat, tanggal in semua_tanggal(ekor):
                mulai = len(lanjut.teks) - len(ekor) + tanggal.start()
                tempat = lanjut.tempat(mulai, mulai + len(tanggal[0]))
                return fakta_tanggal(JenisFakta.TANGGAL_MENINGGAL, saat, tanggal[0], tempat)
    return None


def baca_jabatan_penanda_tangan(teks: Naskah, penanda: Fakta | None) -> Fakta | None:
    """Return the post over the name of who signed: the lines of its column that end in a comma."""
    if penanda is None:
        return None
    kotak, halaman = penanda.tempat.kotak, penanda.tempat.halaman
    kolom = [
        sel
        for _, sel in teks.sel
        if sel.halaman == halaman and sel.atas < kotak[1] - 2 and abs(sel.kiri - kotak[0]) < 200
    ]
    akhir = next((n for n in range(len(kolom) - 1, -1, -1) if kolom[n].teks.endswith(",")), None)
    if akhir is None or kotak[1] - kolom[akhir].atas > 160:
        return None
    blok = _blok(kolom[: akhir + 1])
    isi = "; ".join(sel.teks.strip(" ,") for sel in blok)
    return Fakta(JenisFakta.JABATAN_PENANDA_TANGAN, isi, isi, _gabungan(blok))


def _blok(kolom: list[Baris]) -> list[Baris]:
    """The last lines that belong together: no date, no gap."""
    hasil = [kolom[-1]]
    for sel in reversed(kolom[-TINGGI_JABATAN:-1]):
        if re.search(r"\d", sel.teks) or hasil[0].atas - sel.atas > 45 or len(sel.teks) > 60:
            break
        hasil.insert(0, sel)
    return hasil


def _gabungan(blok: list[Baris]) -> Tempat:
    tempat = [sel.tempat() for sel in blok]
    kiri, atas = min(t.kotak[0] for t in tempat), min(t.kotak[1] for t in tempat)
    kanan, bawah = max(t.kotak[2] for t in tempat), max(t.kotak[3] for t in tempat)
    return Tempat(blok[0].halaman, (kiri, atas, kanan, bawah), min(t.yakin for t in tempat))


def halaman_kosong(nomor: Iterable[int]) -> list[Fakta]:
    """Return the pages on which nothing stands, as facts."""
    return [Fakta(JenisFakta.KOSONG, str(n), "", Tempat(n, (0, 0, 1000, 1000))) for n in nomor]


def baca_berlaku(teks: Naskah) -> Fakta | None:
    """Return the last day on which a certificate holds, on the line that says so or on the next."""
    for nomor, baris, cocok in teks.cari(BERLAKU):
        sebelum = baris.teks[cocok.end() :]
        for satu, awal in [(baris, cocok.end()), *[(b, 0) for b in teks.baris[nomor + 1 : nomor + 2]]]:
            for saat, c in semua_tanggal(satu.teks):
                muka = satu.teks[awal : c.start()]
                if c.start() >= awal and SAMPAI.search(muka if satu is baris else f"{sebelum} {muka}"):
                    return fakta_tanggal(JenisFakta.BERLAKU_SAMPAI, saat, c[0], satu.tempat(*c.span()))
    return None


def baca_tanda(teks: Naskah) -> Fakta | None:
    """Return what stands for a signature or a seal in the words; nothing does of ink."""
    for kode, pola in TANDA:
        for _, sel in teks.sel:
            if pola.search(sel.teks):
                return Fakta(JenisFakta.TANDA_TANGAN, kode, sel.teks, sel.tempat())
    return None
