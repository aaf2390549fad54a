"""What papers say of a career: rank, grade, post, TMT, credits, year and predicate of an assessment."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from usulan.bacaan.bentuk import Fakta, JenisFakta
from usulan.bacaan.isian import di_kanan, isian, label
from usulan.bacaan.naskah import Baris, Naskah, gabung
from usulan.bacaan.surat import TANGGAL, fakta_tanggal, semua_tanggal

# A rank's grade is PP 11/2017's; the longer names first, since they hold the shorter.
PANGKAT = {
    "Pembina Utama Madya": "IV/d", "Pembina Utama Muda": "IV/c", "Pembina Utama": "IV/e", "Pembina Tingkat I": "IV/b",
    "Pembina Tk. I": "IV/b", "Pembina": "IV/a", "Penata Tingkat I": "III/d", "Penata Tk. I": "III/d",
    "Penata Muda Tingkat I": "III/b", "Penata Muda Tk. I": "III/b", "Penata Muda": "III/a", "Penata": "III/c",
}  # fmt: skip
NAMA_PANGKAT = re.compile(
    r"\b(?P<pangkat>"
    + "|".join(re.escape(n).replace(r"\ ", r"\s?") for n in sorted(PANGKAT, key=len, reverse=True))
    + r")(?=\b|\s|$)",
    re.IGNORECASE,
)
# "IV/c", "IV / c", "(IV.c)", "IV-c"; a machine takes I for l, 1 or |.
GOLONGAN = re.compile(r"(?<![\w/])(?P<huruf>[I1l|]{1,3}[VY]?|[I1l|]V)\s?[/.\-]\s?(?P<ruang>[a-eA-E])(?![\w/])")
LABEL_PANGKAT = label(
    r"pangkat(?:\s*(?:dan|[/,.&(])?\s*(?:gol(?:ongan)?\.?)?\s*/?\s*(?:ruang)?\)?\s*(?:/\s*tmt)?)?",
    r"golongan\s*(?:/?\s*ruang)?",
)
LABEL_JABATAN = label(r"jabatan(?:\s*/\s*(?:tmt|pekerjaan))?(?:\s+terakhir)?", r"nama\s+jabatan")
DALAM_JABATAN = re.compile(
    r"(?:dalam\s+jabatan|tugas\s+sebagai|dilantik.{0,60}?sebagai|,\s*jabatan)\s+(?P<isi>[A-Z].{3,110}?)"
    r"(?=\s+(?:pada|terhitung|di\s+lingkungan|dengan|untuk|TMT)\b|[.;,]|$)"
)
PADA = re.compile(r"\s(?:pada|terhitung|di\s+lingkungan)\s")
NAIK = re.compile(r"(?:dinaikkan|menjadi|pangkatnya)\b", re.IGNORECASE)
TMT = re.compile(r"(?:terhitung\s+mulai(?:\s+tanggal)?|\bT\.?\s?M\.?\s?T\.?)\s*:?\s*$", re.IGNORECASE)
KREDIT = re.compile(r"(?:jumlah|total)?\s*angka\s*kredit\s*(?:kumulatif)?", re.IGNORECASE)
ANGKA = re.compile(r"(?<![\d.,/])\d{1,3}(?:\.\d{3})*(?:,\d{1,3})?(?![\d/])|(?<![\d.,/])\d{1,4}\.\d{1,3}(?![\d/])")
PERIODE = re.compile(r"periode|masa\s+penilaian|jangka\s+waktu\s+penilaian", re.IGNORECASE)
TAHUN = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
PREDIKAT = ("Sangat Baik", "Baik", "Butuh Perbaikan", "Sangat Kurang", "Kurang", "Cukup")
LABEL_PREDIKAT = re.compile(r"predikat\s+kinerja(?:\s+pegawai)?|nilai\s+prestasi\s+kerja", re.IGNORECASE)
KREDIT_MAKS = 5_000
SEPANJANG = 4
"""Lines after a person's NIP in which what is said of him stands."""


def baca_pangkat(teks: Naskah, dekat: int | None) -> list[Fakta]:
    """Return rank and grade: what one rises to, else beside a label near the line `dekat`, else the first."""
    pangkat_saja: list[Fakta] = []
    for baris in _urutan(teks, dekat):
        hasil = _pangkat(baris)
        if any(fakta.jenis is JenisFakta.GOLONGAN for fakta in hasil):
            return hasil
        pangkat_saja = pangkat_saja or hasil
    # Further away it may be another person's.
    return pangkat_saja or next((hasil for baris in teks.baris if (hasil := _pangkat(baris))), [])


def _urutan(teks: Naskah, dekat: int | None) -> Iterable[Baris]:
    naik = [nomor for nomor, baris in enumerate(teks.baris) if NAIK.search(baris.teks)]
    # The rank, or its grade alone, may stand on the next line.
    yield from (gabung(_ekor(teks.baris[n]), bawah) for n in naik for bawah in teks.baris[n + 1 : n + 2])
    if dekat is not None:
        yield from (satu.baris for satu in isian(teks, LABEL_PANGKAT) if 0 <= satu.nomor - dekat <= SEPANJANG)
        sekitar = teks.baris[dekat : dekat + SEPANJANG + 1]
        yield from (gabung(atas, bawah) for atas, bawah in pairwise(sekitar))


def _ekor(baris: Baris) -> Baris:
    """What stands behind the word that tells a rise."""
    cocok = list(NAIK.finditer(baris.teks))[-1]
    return _sejak(baris, cocok.end())


def _sejak(baris: Baris, posisi: int) -> Baris:
    hasil, awal = [], 0
    for kata in baris.kata:
        if awal >= posisi:
            hasil.append(kata)
        awal += len(kata.teks) + 1
    return Baris(baris.halaman, tuple(hasil)) if hasil else baris


def _pangkat(baris: Baris) -> list[Fakta]:
    hasil = []
    if (cocok := GOLONGAN.search(baris.teks)) and (golongan := baku_golongan(cocok["huruf"], cocok["ruang"])):
        hasil.append(Fakta(JenisFakta.GOLONGAN, golongan, cocok[0], baris.tempat(*cocok.span())))
    if cocok := NAMA_PANGKAT.search(baris.teks):
        nama = next(n for n in PANGKAT if n.replace(" ", "").lower() == re.sub(r"\s", "", cocok["pangkat"]).lower())
        hasil.append(Fakta(JenisFakta.PANGKAT, nama.replace("Tk.", "Tingkat"), cocok[0], baris.tempat(*cocok.span())))
    return hasil


def baku_golongan(huruf: str, ruang: str) -> str:
    """Return a grade as IV/c, "" for what is none; signs that look like an I are one."""
    romawi = re.sub(r"[1l|]", "I", huruf).replace("Y", "V")
    return f"{romawi}/{ruang.lower()}" if romawi in {"I", "II", "III", "IV"} else ""


def baca_jabatan(teks: Naskah, dekat: int | None) -> Fakta | None:
    """Return the post: beside a label near the person, else what the text appoints to."""
    semua = list(isian(teks, LABEL_JABATAN))
    calon = [satu for satu in semua if dekat is not None and 0 <= satu.nomor - dekat <= SEPANJANG + 1]
    for satu in calon or (semua if dekat is None else []):
        isi = PADA.split(TANGGAL.split(satu.teks)[0])[0].strip(" :/,;.-")
        if len(isi) > 3:
            return Fakta(JenisFakta.JABATAN, isi, satu.teks, satu.tempat)
    for nomor, baris in enumerate(teks.baris):
        # A sentence runs over lines.
        lanjut = teks.baris[nomor + 1].teks if nomor + 1 < len(teks.baris) else ""
        if (cocok := DALAM_JABATAN.search(f"{baris.teks} {lanjut}")) and cocok.start() < len(baris.teks):
            return Fakta(JenisFakta.JABATAN, cocok["isi"].strip(" ,"), cocok["isi"], baris.tempat(cocok.start("isi")))
    return None


def baca_tmt(teks: Naskah) -> list[Fakta]:
    """Return every TMT, also one that the line breaks off before."""
    hasil: dict[tuple[str, int], Fakta] = {}
    for nomor, baris, cocok in teks.cari_terlipat(TANGGAL):
        sebelum = teks.baris[nomor - 1].teks if nomor else ""
        saat = next((satu for satu, _ in semua_tanggal(cocok[0])), None)
        if saat and TMT.search(f"{sebelum} {baris.teks[: cocok.start()]}"):
            fakta = fakta_tanggal(JenisFakta.TMT, saat, cocok[0], baris.tempat(*cocok.span()))
            hasil.setdefault((fakta.nilai, fakta.tempat.halaman), fakta)
    return sorted(hasil.values(), key=lambda fakta: (fakta.tempat.halaman, fakta.tempat.kotak[1]))


def baca_angka_kredit(teks: Naskah) -> list[Fakta]:
    """Return the credits of lines that tell them, the cumulated and the sum first."""
    hasil: list[tuple[int, Fakta]] = []
    for nomor, baris, cocok in teks.cari(KREDIT):
        angka = list(ANGKA.finditer(baris.teks, cocok.end()))
        if not angka and (kanan := di_kanan(teks, nomor, baris.tempat(*cocok.span()))):
            baris, angka = kanan, list(ANGKA.finditer(kanan.teks))
        nilai = baku_angka(angka[-1][0]) if angka else None
        if nilai is not None:
            utama = sum(kata in cocok[0].lower() for kata in ("kumulatif", "jumlah", "total"))
            fakta = Fakta(JenisFakta.ANGKA_KREDIT, str(nilai), angka[-1][0], baris.tempat(*angka[-1].span()))
            hasil.append((-utama, fakta))
    return [fakta for _, fakta in sorted(hasil, key=lambda satu: satu[0])]


def baku_angka(teks: str) -> Decimal | None:
    """Return credits written the Indonesian way (1.050,25) or with a point (867.125), None for neither.

    A lone point before three digits parts thousands only where the sum is one that people have (`KREDIT_MAKS`).
    """
    ribuan = teks.replace(".", "")
    if "," in teks or (re.fullmatch(r"\d{1,3}(?:\.\d{3})+", teks) and int(ribuan) <= KREDIT_MAKS):
        teks = ribuan.replace(",", ".")
    try:
        return Decimal(teks)
    except InvalidOperation:
        return None


def baca_tahun(teks: Naskah) -> Fakta | None:
    """Return the year that an assessment is about: the last year of the line that tells its period."""
    for _, baris, cocok in teks.cari(PERIODE):
        tahun = list(TAHUN.finditer(baris.teks, cocok.end()))
        if tahun:
            return Fakta(JenisFakta.TAHUN, tahun[-1][0], baris.teks[cocok.start() :], baris.tempat(*tahun[-1].span()))
    return None


def baca_predikat(teks: Naskah) -> Fakta | None:
    """Return the predicate of an assessment, on the line that names it or on the next."""
    for nomor, baris, cocok in teks.cari(LABEL_PREDIKAT):
        for satu, awal in [(baris, cocok.end()), *[(b, 0) for b in teks.baris[nomor + 1 : nomor + 2]]]:
            for predikat in PREDIKAT:
                if ada := re.search(rf"\b{predikat.replace(' ', chr(92) + 's+')}\b", satu.teks[awal:], re.IGNORECASE):
                    tempat = satu.tempat(awal + ada.start(), awal + ada.end())
                    return Fakta(JenisFakta.PREDIKAT, predikat, ada[0], tempat)
    return None
