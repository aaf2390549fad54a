"""What the screens say of electronic signatures: one sentence a signature."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from siapp.berkas.models import Berkas
from siapp.berkas.tte_bentuk import GagalTte, IsiTte, JenisTanda, Pencabutan, Perubahan, Rantai, TandaTangan
from siapp.web.templatetags.siapp import tanggal


class NadaTte(StrEnum):
    """How a sentence is shown."""

    BAIK = "BAIK"
    RAGU = "RAGU"
    BURUK = "BURUK"


@dataclass(frozen=True, slots=True)
class KalimatTte:
    """A sentence about a signature, or about all in the file."""

    teks: str
    nada: NadaTte


GAGAL: dict[GagalTte, str] = {
    GagalTte.RUSAK: "Tanda tangan elektroniknya rusak, jadi tidak membuktikan apa pun. Minta berkas aslinya.",
    GagalTte.JENIS_LAMA: "Tanda tangan elektroniknya dari jenis lama yang tidak dapat diperiksa di sini.",
    GagalTte.TIDAK_TERBACA: "Tanda tangan elektroniknya tidak dapat dibaca.",
    GagalTte.TERLALU_BERAT: "Tanda tangan elektroniknya tidak dapat diperiksa: berkas terlalu berat.",
    GagalTte.TERLALU_BANYAK: "Tanda tangan elektroniknya terlalu banyak untuk diperiksa.",
}
SISA = "Berkas ini pernah ditandatangani elektronik, tetapi tanda tangannya sudah dilepas. Minta berkas aslinya."
PERUBAHAN: dict[Perubahan, str] = {
    Perubahan.TIDAK_ADA: "dokumen utuh",
    Perubahan.TANDA_TANGAN: "dokumen utuh, sesudahnya hanya ditandatangani lagi",
    Perubahan.ISIAN: "sesudahnya hanya isian yang diizinkan yang berubah",
    Perubahan.DIUBAH: "diubah setelah ditandatangani",
}
PENERBIT: dict[Rantai, str] = {
    Rantai.DIPERCAYA: "penerbit dipercaya",
    Rantai.TAK_DIKENAL: "penerbit belum dikenal",
    Rantai.DICABUT: "sertifikat penanda tangan sudah dicabut",
    Rantai.TIDAK_SAH: "sertifikatnya tidak sah untuk tanda tangan",
    Rantai.TAK_DINILAI: "",
}
PENCABUTAN: dict[Pencabutan, str] = {
    Pencabutan.TIDAK_DIPERIKSA: "pencabutan tidak diperiksa",
    Pencabutan.BERLAKU: "tidak dicabut menurut keterangan di dalam berkas",
    Pencabutan.DICABUT: "",
}


def kalimat_berkas(berkas: Berkas | None) -> list[KalimatTte]:
    """Return what is said at a file; nothing of one without signatures, or not looked at yet.

    A list asks with `select_related("…berkas__tte")`; without it each file costs a query.
    """
    pemeriksaan = getattr(berkas, "tte", None)
    isi = pemeriksaan.isi if pemeriksaan else None
    return list(kalimat_isi(isi)) if isi else []


def kalimat_isi(isi: IsiTte) -> Iterator[KalimatTte]:
    """Yield a sentence for each signature, or one for what lies in the way."""
    if isi.gagal:
        yield KalimatTte(GAGAL[isi.gagal], NadaTte.RAGU)
    if isi.sisa:
        yield KalimatTte(SISA, NadaTte.BURUK)
    for satu in isi.tanda:
        # A time stamp of its own that holds is no news.
        if satu.jenis is JenisTanda.ORANG or satu.gagal or satu.diubah:
            yield KalimatTte(kalimat(satu), _nada(satu))


def kalimat(satu: TandaTangan) -> str:
    """Return who signed, when, and whether it holds, in a sentence."""
    if satu.gagal:
        return GAGAL[satu.gagal]
    oleh = f" oleh {satu.penanda}" if satu.penanda else ""
    bagian = [f"{_kata_kerja(satu)}{oleh}{_kapan(satu)}", _keutuhan(satu)]
    # Who answers for a signature that does not hold would only hide that.
    return "; ".join(filter(None, [*bagian, "" if satu.diubah else _penerbit(satu)])) + "."


def _kata_kerja(satu: TandaTangan) -> str:
    return "Ditandatangani elektronik" if satu.jenis is JenisTanda.ORANG else "Diberi stempel waktu"


def _kapan(satu: TandaTangan) -> str:
    if satu.waktu is None:
        return ""
    menurut = "" if satu.waktu_terbukti else " (menurut penanda tangan)"
    return f" pada {tanggal(satu.waktu, 'waktu')}{menurut}"


def _keutuhan(satu: TandaTangan) -> str:
    return PERUBAHAN[satu.perubahan] if satu.utuh else "isi berkas bukan lagi yang ditandatangani"


def _penerbit(satu: TandaTangan) -> str:
    if satu.rantai is Rantai.KEDALUWARSA:
        kata = _masa(satu)
    elif satu.rantai is Rantai.TAK_DIKENAL and satu.penerbit:
        kata = f"{PENERBIT[satu.rantai]} ({satu.penerbit})"
    else:
        kata = PENERBIT[satu.rantai]
    dikenal = satu.rantai in {Rantai.DIPERCAYA, Rantai.KEDALUWARSA}
    return "; ".join(filter(None, [kata, PENCABUTAN[satu.pencabutan] if dikenal else ""]))


def _masa(satu: TandaTangan) -> str:
    sampai = satu.berlaku_sampai
    if sampai and sampai < timezone.now():
        return f"sertifikat penanda tangan berlaku sampai {tanggal(sampai)}, jadi sudah lewat"
    return "sertifikat penanda tangan di luar masa berlakunya"


def _nada(satu: TandaTangan) -> NadaTte:
    if satu.diubah or satu.gagal is GagalTte.RUSAK or satu.rantai is Rantai.DICABUT:
        return NadaTte.BURUK
    return NadaTte.BAIK if satu.sah else NadaTte.RAGU
