"""What was read in a document, beside its pages: the facts as a short list, and a search in its text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, pairwise
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from siapp.berkas.keadaan import KeadaanBacaan
from siapp.berkas.models import Berkas, CaraBaca, HalamanBacaan
from siapp.berkas.tte_kalimat import KalimatTte, kalimat_berkas
from siapp.teks import bersih
from siapp.web.templatetags.siapp import nip, tanggal
from usulan.bacaan.bentuk import BERTANGGAL, LABEL, Fakta, FaktaDokumen, JenisFakta
from usulan.bacaan.rupa import semua_rupa
from usulan.bacaan.simpan import fakta_bacaan
from usulan.models import Usulan
from usulan.tampilan.verifikasi import BarisPeriksa

DITAMPILKAN = 30
"""Places of a word that are shown; more are told by their number."""
SEKITAR = 45
"""Characters shown before and behind it."""
TIDAK_PERLU = {JenisFakta.PANGKAT, JenisFakta.NIP_PENANDA_TANGAN, JenisFakta.NIP_LAIN}
"""Kinds that stand in the list with others' words, or that only rules need."""

KALIMAT: dict[KeadaanBacaan | None, str] = {
    None: "Isi berkas ini belum dibaca.",
    KeadaanBacaan.MENUNGGU: "Isi berkas ini menunggu dibaca.",
    KeadaanBacaan.PINDAIAN: "Berkas ini memuat pindaian yang belum dibaca mesin.",
    KeadaanBacaan.GAGAL: "Isi berkas ini tidak dapat dibaca mesin.",
    KeadaanBacaan.SELESAI: "",
}


@dataclass(frozen=True, slots=True)
class Kena:
    """One place of the word: the page, the text around it with the word marked, and where it stands on the page.

    `kotak`: "left,top,right,bottom" of each word in thousandths of the page's picture, with blanks between.
    """

    halaman: int
    potongan: SafeString
    kotak: str = ""


@dataclass(frozen=True, slots=True)
class HasilCari:
    """The places that are shown, how many there are, and whether pages could not be searched."""

    kena: list[Kena] = field(default_factory=list)
    jumlah: int = 0
    tak_terbaca: int = 0


@dataclass(frozen=True, slots=True)
class PanelBacaan:
    """The panel: a sentence where something is missing, rows for `_ringkasan.html`, and where to search."""

    kalimat: str
    baris: list[dict[str, Any]]
    url_cari: str
    tte: list[KalimatTte]


def panel_bacaan(usulan: Usulan, kini: BarisPeriksa | None) -> PanelBacaan | None:
    """Return what was read of the row that is looked at; None without a file. No query: the rows brought it along."""
    if kini is None or kini.versi is None:
        return None
    url = reverse("usulan:cari_dokumen", args=[usulan.pk, kini.dokumen.pk])
    bacaan, tte = getattr(kini.versi.berkas, "bacaan", None), kalimat_berkas(kini.versi.berkas)
    if bacaan is None:
        return PanelBacaan(KALIMAT[None], [], "", tte)
    fakta, kalimat = fakta_bacaan(bacaan), KALIMAT[KeadaanBacaan(bacaan.keadaan)]
    if not kalimat and not fakta.isi:
        kalimat = "Tidak ada fakta yang dikenali di berkas ini."
    dapat_dicari = bacaan.keadaan in {KeadaanBacaan.SELESAI, KeadaanBacaan.PINDAIAN}
    return PanelBacaan(kalimat, list(baris_fakta(fakta)), url if dapat_dicari else "", tte)


def baris_fakta(fakta: FaktaDokumen) -> Iterator[dict[str, Any]]:
    """Yield the likeliest fact of each kind as a row of a summary list, with its page as a link."""
    for jenis in JenisFakta:
        satu = fakta.satu(jenis)
        if satu is None or jenis in TIDAK_PERLU:
            continue
        yield {
            "kunci": LABEL[jenis],
            "nilai": kata_fakta(satu, fakta),
            "url": f"#hlm-{satu.tempat.halaman}",
            "label": f"hlm. {satu.tempat.halaman}",
            "berubah": "" if satu.pasti else "dibaca mesin dari gambar, cocokkan",
        }


def kata_fakta(satu: Fakta, fakta: FaktaDokumen) -> str:
    """Return a fact as people write it."""
    if satu.jenis in BERTANGGAL:
        return tanggal(date.fromisoformat(satu.nilai))
    if satu.jenis is JenisFakta.NIP:
        return nip(satu.nilai)
    if satu.jenis is JenisFakta.RUPA:
        rupa = semua_rupa().get(satu.nilai)
        return rupa.nama if rupa else satu.nilai
    if satu.jenis is JenisFakta.GOLONGAN and (pangkat := fakta.satu(JenisFakta.PANGKAT)):
        return f"{pangkat.nilai}, {satu.nilai}"
    if satu.jenis is JenisFakta.MASA_KERJA_PENSIUN:
        tahun, bulan = satu.nilai.split("/")
        return f"{tahun} tahun {bulan} bulan"
    if satu.jenis is JenisFakta.HALAMAN:
        return satu.nilai.replace("/", " dari ")
    return satu.teks if satu.jenis in {JenisFakta.ANGKA_KREDIT, JenisFakta.CACAT} else satu.nilai


def cari_di_berkas(berkas: Berkas, teks: str) -> HasilCari:
    """Return where `teks` stands in the words of a file, in one query. Capitals, blanks and line ends do not matter."""
    pola = _pola(teks)
    halaman = list(HalamanBacaan.objects.filter(bacaan_id=berkas.pk))
    semua = [(satu, cocok) for satu in halaman for cocok in pola.finditer(satu.teks)]
    kena = [
        Kena(satu.nomor, _potongan(satu.teks, cocok), " ".join(_kotak(satu, *cocok.span())))
        for satu, cocok in semua[:DITAMPILKAN]
    ]
    return HasilCari(kena, len(semua), _tak_terbaca(satu.cara for satu in halaman))


def _kotak(halaman: HalamanBacaan, mulai: int, akhir: int) -> Iterator[str]:
    """Yield where the words stand that `teks[mulai:akhir]` touches; `teks` is `baris` with blanks and line ends."""
    letak = 0
    for kata in chain.from_iterable(halaman.baris):
        if letak < akhir and mulai < letak + len(kata[0]):
            yield ",".join(map(str, _tegak(kata[1:5], halaman.putar)))
        letak += len(kata[0]) + 1


def _tegak(kotak: list[int], putar: int) -> tuple[int, int, int, int]:
    """The box on the picture as it is shown, of a page that was turned to the right by `putar` degrees to be read."""
    kiri, atas, kanan, bawah = kotak
    match putar:
        case 90:
            return atas, 1000 - kanan, bawah, 1000 - kiri
        case 180:
            return 1000 - kanan, 1000 - bawah, 1000 - kiri, 1000 - atas
        case 270:
            return 1000 - bawah, kiri, 1000 - atas, kanan
    return kiri, atas, kanan, bawah


def _tak_terbaca(cara: Iterable[str]) -> int:
    return sum(satu in {CaraBaca.PINDAIAN, CaraBaca.GAGAL} for satu in cara)


def _pola(teks: str) -> re.Pattern[str]:
    """A pattern of the words in any case, over line ends, and of digits however they are grouped."""
    rata = bersih(teks)
    huruf = [r"\s+" if satu == " " else re.escape(satu) for satu in rata]
    for nomor, pasang in enumerate(pairwise(rata), start=1):
        if all(map(str.isdigit, pasang)):
            huruf[nomor] = r"[\s.\-]?" + huruf[nomor]
    return re.compile("".join(huruf), re.IGNORECASE)


def _potongan(isi: str, cocok: re.Match[str]) -> SafeString:
    sebelum = isi[max(0, cocok.start() - SEKITAR) : cocok.start()]
    sesudah = isi[cocok.end() : cocok.end() + SEKITAR]
    depan = "… " if cocok.start() > SEKITAR else ""
    belakang = " …" if cocok.end() + SEKITAR < len(isi) else ""
    return format_html("{}{}<mark>{}</mark>{}{}", depan, sebelum, cocok[0], sesudah, belakang)
