"""Labels and what stands beside them: "Nama : …", in one column or two, over one line or several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from siapp.berkas.baris import SISI, Kata
from usulan.bacaan.bentuk import Tempat
from usulan.bacaan.naskah import RATA, Baris, Naskah

# Numbers and letters of a list before a label.
BUTIR = r"(?:[0-9]{1,2}\s?[.)]?\s|[a-zA-Z]\s?[.)]\s|[a-z]\s|-\s)?"
LANJUTAN_MAKS = 2


@dataclass(frozen=True, slots=True)
class Isian:
    """One answer: the number of its label's line, and its words."""

    nomor: int
    baris: Baris

    @property
    def teks(self) -> str:
        return self.baris.teks

    @property
    def tempat(self) -> Tempat:
        return self.baris.tempat()


def label(*kata: str) -> re.Pattern[str]:
    """Return a pattern of a label in any of these words, with a number before and a colon behind."""
    pilihan = "|".join(kata)
    return re.compile(rf"(?:^|(?<=\s))(?P<label>{BUTIR}(?:{pilihan}))(?=[\s:.]|$)[\s.:;|\']*", re.IGNORECASE)


def isian(teks: Naskah, pola: re.Pattern[str]) -> Iterator[Isian]:
    """Yield what stands beside each label `pola` that begins a line, or a column of it."""
    for nomor, baris in enumerate(teks.baris):
        cocok = [c for c in pola.finditer(baris.teks) if _awal(baris, c.start("label"))]
        for urut, satu in enumerate(cocok):
            lanjut = cocok[urut + 1] if urut + 1 < len(cocok) else None
            akhir = lanjut.start() if lanjut else len(baris.teks)
            kata = baris.kata_dari(satu.end(), akhir) if satu.end() < akhir else []
            letak = baris.tempat(*satu.span("label"))
            batas = baris.tempat(*lanjut.span("label")).kotak[0] if lanjut else SISI
            if kata:
                kolom = len(cocok) > 1
                bawah = _bawah_kolom(teks, nomor, letak.kotak[0], batas) if kolom else _bawah(teks, nomor, kata)
                yield Isian(nomor, Baris(baris.halaman, (*kata, *bawah)))
            elif kanan := di_kanan(teks, nomor, letak):
                yield Isian(nomor, kanan)


def di_kanan(teks: Naskah, nomor: int, label: Tempat) -> Baris | None:
    """Return the nearest column to the right of a label that stands alone.

    Where an answer takes two lines, forms set its label between them: then both lines belong to it.
    """
    hasil: list[Baris] = []
    tinggi = label.kotak[3] - label.kotak[1]
    for baris in teks.baris[max(0, nomor - 1) : nomor + 2]:
        jauh = abs(baris.atas - label.kotak[1]) > 1.9 * tinggi or baris.halaman != label.halaman
        lain = baris.kata[0].kiri < label.kotak[2] and abs(baris.atas - label.kotak[1]) > tinggi / 3
        if not jauh and not lain:
            hasil += [sel for sel in baris.sel if sel.kiri > label.kotak[2]][:1]
    kiri = min((sel.kiri for sel in hasil), default=0)
    kata = [kata for sel in hasil if sel.kiri - kiri <= RATA for kata in sel.kata]
    return Baris(label.halaman, tuple(kata)) if kata else None


def _awal(baris: Baris, posisi: int) -> bool:
    """Whether a column begins at this character of the line, or nothing but a number stands before it."""
    if not baris.teks[:posisi].strip(" 0123456789.)|[]_—abcdIVX"):
        return True
    panjang = 0
    for sel in baris.sel:
        if not baris.teks[panjang:posisi].strip(" 0123456789."):
            return True
        panjang += len(sel.teks) + 1
    # Two columns of a form, close to each other: "1 NAMA … 1 NAMA …".
    return bool(re.match(r"\d{1,2}\s", baris.teks[posisi:]))


def _bawah(teks: Naskah, nomor: int, kata: list[Kata]) -> list[Kata]:
    """The words of the lines that go on below an answer, farther to the right than its label."""
    hasil, atas = list[Kata](), teks.baris[nomor]
    for urut in range(nomor + 1, min(nomor + 1 + LANJUTAN_MAKS, len(teks.baris))):
        baris = teks.baris[urut]
        if baris.halaman != atas.halaman or baris.kiri < kata[0].kiri - 12 or baris.kiri < teks.baris[nomor].kiri + 40:
            break
        # It may belong to the label below it, which stands in the middle of two lines.
        bawah = teks.baris[urut + 1] if urut + 1 < len(teks.baris) else None
        if bawah and bawah.kiri < kata[0].kiri - 40 and 0 < bawah.atas - baris.atas < 0.75 * (baris.atas - atas.atas):
            break
        hasil += baris.kata
        atas = baris
    return hasil


def _bawah_kolom(teks: Naskah, nomor: int, kiri: int, kanan: int) -> list[Kata]:
    """The words below one of two labels of a line, in its column, where no new row of the form begins."""
    if nomor + 1 >= len(teks.baris):
        return []
    atas, bawah = teks.baris[nomor], teks.baris[nomor + 1]
    if bawah.halaman != atas.halaman or bawah.kiri < atas.kiri + 5:
        return []
    return [k for k in bawah.kata if kiri - RATA <= k.kiri and k.kanan < kanan]
