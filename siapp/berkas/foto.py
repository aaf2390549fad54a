"""Photos on their way in: packed together in their order, each byte as it came (keputusan/0095).

The package is stored like any upload; the inspection makes a PDF of it (foto_pdf.py). To put photos into another order
is to pack them anew.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import BinaryIO, cast

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from siapp.audit.catat import Pelaku
from siapp.berkas.kenali import PANJANG_AWAL, bentuk
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.penyimpanan import POTONGAN, buka_asli, buka_terperiksa, salin_terhitung
from siapp.berkas.terima import Tampungan, Terbaca, masukkan, nama_bersih, terima
from siapp.berkas.terimaan import FOTO, Terimaan
from siapp.berkas.unggahan import KELIPATAN
from siapp.web.galat import GalatPengguna

SUSUNAN = "susunan.json"
"""The part of a package that tells the order."""
FOTO_MAKS = 20
"""Photos of one document."""
UKURAN_MAKS = 30 * 1024 * 1024
"""Bytes of a photo: the largest that cameras of phones write."""
WAKTU = (1980, 1, 1, 0, 0, 0)
"""Of all parts of a package, so that the same photos are the same package."""
JUDUL = "Jenis berkas tidak diterima"


@dataclass(frozen=True, slots=True)
class Foto:
    """One photo of a package: its part, the name it came with, and by how much a person turned it to the right."""

    isi: str
    nama: str
    putar: int = 0


@dataclass(frozen=True, slots=True)
class Susunan:
    """The photos of a package in their order, and how large their PDF may be (bytes)."""

    maks: int
    foto: tuple[Foto, ...]


@dataclass(frozen=True, slots=True)
class Kiriman:
    """A file that came in with others: its name and its bytes, at their start."""

    nama: str
    isi: Terbaca


def terima_dokumen(
    kiriman: Sequence[Kiriman], *, oleh: Pelaku, terimaan: Terimaan, ukuran_maks: int | None = None
) -> Berkas:
    """Take in one file, or several photos as one document; the result waits for its inspection.

    Arguments: `terimaan`, what the door takes; `ukuran_maks`, the limit of the document in bytes (default
    `BERKAS_UKURAN_MAKS`), which for photos is that of their PDF. Raises GalatPengguna with a sentence.
    """
    maks = ukuran_maks or settings.BERKAS_UKURAN_MAKS
    awal = [_awal(satu) for satu in kiriman]
    rupa = [bentuk(satu) for satu, _ in awal]
    if len(kiriman) == 1 and not (terimaan.foto and rupa[0] in FOTO and rupa[0] not in terimaan.langsung):
        satu = awal[0][1]
        boleh, kata = terimaan.langsung, terimaan.kata
        return terima(satu.isi, oleh=oleh, nama=satu.nama, boleh=boleh, ukuran_maks=maks, diminta=kata)
    if not terimaan.foto or not set(rupa) <= set(FOTO):
        raise GalatPengguna(_kalimat_campur(kiriman, rupa, terimaan), JUDUL)
    return terima_foto([satu for _, satu in awal], oleh=oleh, maks=maks)


def _kalimat_campur(kiriman: Sequence[Kiriman], rupa: Sequence[str], terimaan: Terimaan) -> str:
    if not terimaan.foto:
        return f"Pilih satu berkas saja ({terimaan.kata})."
    bukan = next(satu.nama for satu, nama in zip(kiriman, rupa, strict=True) if nama not in FOTO)
    return f"“{nama_bersih(bukan)}” bukan foto. Pilih satu PDF, atau beberapa foto saja (digabung menjadi satu PDF)."


class _Disambung:
    """What was read of a stream to see what it is, and the rest of it."""

    def __init__(self, awal: bytes, sisa: Terbaca) -> None:
        self._awal, self._sisa = awal, sisa
        self.size = getattr(sisa, "size", None)

    def read(self, n: int, /) -> bytes:
        awal, self._awal = self._awal[:n], self._awal[n:]
        return awal or self._sisa.read(n)


def _awal(kiriman: Kiriman) -> tuple[bytes, Kiriman]:
    awal = b""
    while len(awal) < PANJANG_AWAL and (potong := kiriman.isi.read(PANJANG_AWAL - len(awal))):
        awal += potong
    return awal, replace(kiriman, isi=_Disambung(awal, kiriman.isi))


def terima_foto(kiriman: Sequence[Kiriman], *, oleh: Pelaku, maks: int) -> Berkas:
    """Take in photos, in this order, as one document whose PDF has at most `maks` bytes. Raises GalatPengguna."""
    foto = tuple(
        Foto(f"{nomor:03}", nama_bersih(satu.nama)) for nomor, satu in enumerate(_tak_terlalu_banyak(kiriman), start=1)
    )
    aliran = {satu.isi: kirim.isi for satu, kirim in zip(foto, kiriman, strict=True)}
    return _bungkus(Susunan(maks, foto), aliran, oleh)


def _foto_saja(kiriman: Sequence[Kiriman]) -> list[Kiriman]:
    awal = [_awal(satu) for satu in kiriman]
    if bukan := next((satu.nama for isi, satu in awal if bentuk(isi) not in FOTO), ""):
        raise GalatPengguna(f"“{nama_bersih(bukan)}” bukan foto (JPEG, PNG, HEIC). Yang lain belum ditambahkan.", JUDUL)
    return [satu for _, satu in awal]


def _tak_terlalu_banyak(kiriman: Sequence[Kiriman]) -> Sequence[Kiriman]:
    if len(kiriman) > FOTO_MAKS:
        raise GalatPengguna(
            f"Satu dokumen paling banyak {FOTO_MAKS} foto, ini {len(kiriman)}. Dokumen setebal itu pindailah sebagai "
            "PDF, atau unggah fotonya ke baris masing-masing.",
            "Terlalu banyak foto",
        )
    return kiriman


def _bungkus(susunan: Susunan, aliran: dict[str, Terbaca], oleh: Pelaku) -> Berkas:
    """Store the photos of `susunan`, which are read from `aliran`, in a package."""
    with tempfile.TemporaryFile() as isi:
        with zipfile.ZipFile(isi, "w", zipfile.ZIP_STORED) as bungkus:
            bungkus.writestr(zipfile.ZipInfo(SUSUNAN, WAKTU), json.dumps(asdict(susunan)))
            for satu in susunan.foto:
                _tulis(bungkus, satu, aliran[satu.isi])
        ukuran = isi.tell()
        if ukuran > settings.BERKAS_UKURAN_MAKS * KELIPATAN:
            batas = filesizeformat(settings.BERKAS_UKURAN_MAKS * KELIPATAN)
            raise GalatPengguna(f"Foto-foto ini bersama-sama melebihi {batas}. Unggah lebih sedikit.", "Terlalu besar")
        isi.seek(0)
        _, sidik = salin_terhitung(cast(BinaryIO, isi), None)
        isi.seek(0)
        tampungan = Tampungan(cast(BinaryIO, isi), ukuran, sidik, b"")
        return masukkan(tampungan, JenisBerkas.FOTO, oleh=oleh, nama=nama_gabungan(susunan))


def _tulis(bungkus: zipfile.ZipFile, foto: Foto, sumber: Terbaca) -> None:
    ukuran = 0
    with bungkus.open(zipfile.ZipInfo(foto.isi, WAKTU), "w", force_zip64=True) as tujuan:
        while potong := sumber.read(POTONGAN):
            ukuran += len(potong)
            if ukuran > UKURAN_MAKS:
                break
            tujuan.write(potong)
    if not 0 < ukuran <= UKURAN_MAKS:
        apa = "kosong (0 bita)" if not ukuran else f"lebih dari {filesizeformat(UKURAN_MAKS)}"
        raise GalatPengguna(f"Foto “{foto.nama}” {apa}. Potret lagi, lalu unggah lagi.", "Foto tidak diterima")


def nama_gabungan(susunan: Susunan) -> str:
    """Return the name of the PDF of these photos."""
    lain = len(susunan.foto) - 1
    pokok = PurePath(susunan.foto[0].nama).stem[:100]
    return f"{pokok} dan {lain} foto lain.pdf" if lain else f"{pokok}.pdf"


# --- what was packed ------------------------------------------------------------------------------------------------
def asal_foto(berkas: Berkas) -> Berkas | None:
    """Return the row that keeps the photos of `berkas`; None when it was not made of photos."""
    return next((satu for satu in (berkas, berkas.asli) if satu and satu.dari_foto), None)


def susunan_foto(asal: Berkas) -> Susunan:
    """Return the photos of a package. Raises BerkasRusak when it is gone."""
    with buka_asli(asal) as isi, zipfile.ZipFile(isi) as bungkus:
        return _susunan(bungkus)


def _susunan(bungkus: zipfile.ZipFile) -> Susunan:
    isi = json.loads(bungkus.read(SUSUNAN))
    return Susunan(isi["maks"], tuple(Foto(**satu) for satu in isi["foto"]))


@contextmanager
def foto_tunggal(asal: Berkas) -> Iterator[Kiriman]:
    """Open the first photo of a package, which holds no other. Raises BerkasRusak."""
    with buka_terperiksa(asal) as isi, zipfile.ZipFile(isi) as bungkus:
        foto = _susunan(bungkus).foto[0]
        with bungkus.open(foto.isi) as satu:
            yield Kiriman(foto.nama, satu)


def susun_ulang(
    asal: Sequence[Berkas],
    *,
    oleh: Pelaku,
    urutan: Sequence[tuple[int, int]] | None = None,
    tambahan: Sequence[Kiriman] = (),
    maks: int | None = None,
) -> Berkas:
    """Pack the photos of packages anew, one package after the other, `tambahan` behind them.

    `urutan`: (number from 0, degrees to the right) of each photo that stays, in the new order; all of them as they are
    when None. `maks`: bytes of the PDF, as before when None. The packages stay as they are. Raises GalatPengguna,
    BerkasRusak, IndexError for a number that is none.
    """
    with ExitStack() as tumpukan:
        sumber = [
            (bungkus, foto, satu.maks)
            for bungkus, satu in (_terbuka(tumpukan, paket) for paket in asal)
            for foto in satu.foto
        ]
        dipilih = [(*sumber[n][:2], putar) for n, putar in urutan] if urutan is not None else [
            (bungkus, foto, foto.putar) for bungkus, foto, _ in sumber
        ]  # fmt: skip
        lama = [(foto.nama, putar, tumpukan.enter_context(bungkus.open(foto.isi))) for bungkus, foto, putar in dipilih]
        baru = [(nama_bersih(satu.nama), 0, satu.isi) for satu in _foto_saja(tambahan)]
        semua = [*lama, *baru]
        _tak_terlalu_banyak([Kiriman(nama, isi) for nama, _, isi in semua])
        foto = tuple(Foto(f"{n:03}", nama, putar) for n, (nama, putar, _) in enumerate(semua, start=1))
        aliran = {satu.isi: isi for satu, (_, _, isi) in zip(foto, semua, strict=True)}
        return _bungkus(Susunan(maks or min(batas for _, _, batas in sumber), foto), aliran, oleh)


def _terbuka(tumpukan: ExitStack, paket: Berkas) -> tuple[zipfile.ZipFile, Susunan]:
    bungkus = tumpukan.enter_context(zipfile.ZipFile(tumpukan.enter_context(buka_terperiksa(paket))))
    return bungkus, _susunan(bungkus)
