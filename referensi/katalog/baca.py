"""Reading and checking the catalogue.

A mistake in it would reach PICs as a missing or an invented demand. So loading refuses what is odd instead of guessing,
and says in which entry and how to put it right.

The `baca_*` functions read a file given to them and serve tests; everybody else uses the cached `muat_*`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from referensi.katalog.bentuk import (
    ASAL,
    JENIS_BERKAS,
    KATEGORI,
    KONDISI,
    TIPE_BIDANG,
    AlasanKatalog,
    BidangKatalog,
    DokumenKatalog,
    JenisKatalog,
    KatalogError,
    LayananKatalog,
)
from referensi.katalog.entri import Entri, buka

BATAS_ALASAN = 100
"""Characters of a refusal reason: two or more must fit into the 255 of a keterangan (Lampiran API 10)."""

_FOLDER = Path(__file__).parent
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KODE_LAYANAN = re.compile(r"[A-Z]+(-[A-Z]+)+")
_KOLOM = re.compile(r"[a-z]+(_[a-z]+)*")
_SEMUA = "semua"
_SEBUTAN = re.compile(r"\(Jabatan ([^)]+)\)")
# Signs that come from scanning, not from the agreement.
_SISA_PINDAI = re.compile(r"[*®™|_]|ljasah|limiah|\(PIt\)|\s\s|^\s|\s$|\s/")

T = TypeVar("T")


def _unik(daftar: Iterable[T], kunci: Callable[[T], object], tempat: str) -> tuple[T, ...]:
    """Return the entries as a tuple. Raises KatalogError when two share a key."""
    ada: dict[object, T] = {}
    for entri in daftar:
        if kunci(entri) in ada:
            raise KatalogError(f"{tempat}: {kunci(entri)!r} stands there twice; remove or rename one")
        ada[kunci(entri)] = entri
    return tuple(ada.values())


def _pola(entri: Entri, nilai: str, pola: re.Pattern[str], contoh: str) -> str:
    if not pola.fullmatch(nilai):
        raise entri.rusak(f"kode {nilai!r} is malformed; write it like {contoh!r}")
    return nilai


def _jenis(kode: str, entri: Entri) -> JenisKatalog:
    berkas = entri.daftar("berkas", JENIS_BERKAS)
    if not berkas:
        raise entri.rusak(f"berkas is empty; name at least one of {', '.join(sorted(JENIS_BERKAS))}")
    hasil = JenisKatalog(_pola(entri, kode, _SLUG, "sk-pak"), entri.harus("nama", str), berkas)
    entri.selesai()
    return hasil


def _kondisi(entri: Entri, nama: str) -> str:
    """Return the position a row is bound to; it must be the one that its name gives in parentheses."""
    kondisi, sebutan = entri.boleh("kondisi", str) or "", _SEBUTAN.search(nama)
    seharusnya = sebutan[1] if sebutan else ""
    if kondisi != seharusnya:
        raise entri.rusak(f"kondisi is {kondisi!r}, but nama says {seharusnya!r}; make them agree")
    if kondisi not in KONDISI:
        raise entri.rusak(f"kondisi {kondisi!r} is unknown; add it to KONDISI if the agreement has it")
    return kondisi


def _dokumen(urutan: int, entri: Entri, jenis: Mapping[str, JenisKatalog]) -> DokumenKatalog:
    nama = entri.harus("nama", str)
    if sisa := _SISA_PINDAI.search(nama):
        raise entri.rusak(f"nama {nama!r} holds {sisa[0]!r}, left over from scanning; write the word itself")
    tipe = jenis[entri.kode("jenis", jenis.keys())]
    hasil = DokumenKatalog(
        urutan=urutan,
        jenis=tipe.kode,
        nama=nama,
        wajib=entri.harus("wajib", bool),
        kondisi=_kondisi(entri, nama),
        berkas=tipe.berkas,
    )
    entri.selesai()
    return hasil


def _layanan(urutan: int, entri: Entri, jenis: Mapping[str, JenisKatalog]) -> LayananKatalog:
    kode = _pola(entri, entri.harus("kode", str), _KODE_LAYANAN, "KP-STRUKTURAL")
    baris = (_dokumen(nomor, isi, jenis) for nomor, isi in enumerate(entri.anak("dokumen"), start=1))
    jumlah = entri.harus("baris", int), entri.harus("wajib", int)
    hasil = LayananKatalog(
        urutan=urutan,
        kategori=entri.kode("kategori", KATEGORI.keys()),
        kode=kode,
        nama=entri.harus("nama", str),
        dokumen=_unik(baris, lambda dokumen: dokumen.jenis, f"{entri.tempat} ({kode}), jenis"),
    )
    ada = len(hasil.dokumen), hasil.jumlah_wajib
    if jumlah != ada:
        raise entri.rusak(f"{kode} states (baris, wajib) = {jumlah}, but has {ada}; count them in the source again")
    entri.selesai()
    return hasil


def baca_katalog(berkas: Path) -> tuple[tuple[JenisKatalog, ...], tuple[LayananKatalog, ...]]:
    """Read document types and services from `berkas`. Raises KatalogError."""
    akar = buka(berkas)
    jenis = {kode: _jenis(kode, isi) for kode, isi in akar.bernama("jenis")}
    baris = (_layanan(nomor, isi, jenis) for nomor, isi in enumerate(akar.anak("layanan"), start=1))
    layanan = _unik(baris, lambda entri: entri.kode, f"{berkas.name}, layanan")
    akar.selesai()
    if sisa := jenis.keys() - {dokumen.jenis for entri in layanan for dokumen in entri.dokumen}:
        raise KatalogError(f"{berkas.name}: no service asks for jenis {sorted(sisa)}; remove or use it")
    return tuple(jenis.values()), layanan


def _ukuran(entri: Entri, tipe: str, pilihan: tuple[str, ...]) -> tuple[int | None, int | None]:
    """Return `maks` and `terbesar`, which must suit the type of the field."""
    maks, terbesar = entri.boleh("maks", int), entri.boleh("terbesar", int)
    if (maks is None) != (tipe == "tanggal") or (maks is not None and maks < 1):
        raise entri.rusak("maks must be given in characters, at least 1, and only a tanggal goes without")
    if terbesar is not None and tipe != "bulat":
        raise entri.rusak(f"terbesar bounds a bulat, not a {tipe}; remove it")
    if bool(pilihan) != (tipe == "pilihan"):
        raise entri.rusak("pilihan must list the values of a field of tipe 'pilihan', and of no other")
    if maks is not None and (panjang := [teks for teks in pilihan if len(teks) > maks]):
        raise entri.rusak(f"pilihan {panjang} exceed maks = {maks}; shorten them or raise maks")
    return maks, terbesar


def _pemakai(entri: Entri, kelompok: Mapping[str, tuple[str, ...]]) -> tuple[str, dict[str, bool]]:
    """Return the kategori, and which of its services use the field: code of the service → mandatory or not."""
    kategori = entri.kode("kategori", KATEGORI.keys())
    dikenal = kelompok.get(kategori, ())
    pemakai: dict[str, bool] = {}
    for kunci in ("wajib", "opsional"):
        sebutan = entri.daftar(kunci, {*dikenal, _SEMUA})
        for layanan in dikenal if sebutan == (_SEMUA,) else sebutan:
            if layanan in pemakai or layanan == _SEMUA:
                raise entri.rusak(f"{layanan!r} is both wajib and opsional, or stands beside 'semua'; say it once")
            pemakai[layanan] = kunci == "wajib"
    if not pemakai:
        raise entri.rusak("no service uses the field; name some in wajib or opsional, or remove it")
    return kategori, pemakai


def _bidang(entri: Entri, kelompok: Mapping[str, tuple[str, ...]]) -> tuple[str, dict[str, BidangKatalog]]:
    """Return the kategori and, per service that asks for the field, the field as it asks for it."""
    kategori, pemakai = _pemakai(entri, kelompok)
    kode = _pola(entri, entri.harus("kode", str), _KOLOM, "nomor_pak")
    label, bantuan = entri.harus("label", str), entri.harus("bantuan", str)
    tipe, pilihan = entri.kode("tipe", TIPE_BIDANG), entri.daftar("pilihan")
    asal = entri.boleh("asal", str) or ""
    if asal and asal not in ASAL:
        raise entri.rusak(f"asal = {asal!r} is no field of Data ASN; use one of {', '.join(sorted(ASAL))}")
    maks, terbesar = _ukuran(entri, tipe, pilihan)
    entri.selesai()
    return kategori, {
        layanan: BidangKatalog(kode, label, tipe, wajib, maks, terbesar, asal, pilihan, bantuan)
        for layanan, wajib in pemakai.items()
    }


def baca_bidang(berkas: Path, layanan: tuple[LayananKatalog, ...]) -> dict[str, tuple[BidangKatalog, ...]]:
    """Read the data fields of `layanan` from `berkas`: code of the service → fields in the form's order.

    Raises KatalogError, also when two services of one kategori give one column different lengths.
    """
    kelompok = {k: tuple(entri.kode for entri in layanan if entri.kategori == k) for k in KATEGORI}
    hasil: dict[str, list[BidangKatalog]] = {entri.kode: [] for entri in layanan}
    maks: dict[tuple[str, str], int | None] = {}
    akar = buka(berkas)
    for isi in akar.anak("bidang"):
        kategori, pemakai = _bidang(isi, kelompok)
        for kode, bidang in pemakai.items():
            if maks.setdefault((kategori, bidang.kode), bidang.maks) != bidang.maks:
                raise isi.rusak(f"maks of {bidang.kode!r} differs from an earlier entry; one column has one length")
            hasil[kode].append(bidang)
    akar.selesai()
    return {kode: _unik(daftar, lambda bidang: bidang.kode, f"{berkas.name}, {kode}") for kode, daftar in hasil.items()}


def _alasan(entri: Entri, jenis: Collection[str]) -> AlasanKatalog:
    kode = _pola(entri, entri.harus("kode", str), _SLUG, "halaman-kurang")
    teks = entri.harus("teks", str)
    if len(teks) > BATAS_ALASAN:
        raise entri.rusak(f"teks has {len(teks)} characters, {BATAS_ALASAN} at the most; shorten it")
    hasil = AlasanKatalog(kode, teks, entri.daftar("jenis", jenis))
    entri.selesai()
    return hasil


def baca_alasan(berkas: Path, jenis: Collection[str]) -> tuple[AlasanKatalog, ...]:
    """Read the refusal reasons from `berkas`; `jenis` holds the known document types. Raises KatalogError."""
    akar = buka(berkas)
    baris = (_alasan(isi, jenis) for isi in akar.anak("alasan"))
    hasil = _unik(baris, lambda entri: entri.kode, f"{berkas.name}, alasan")
    akar.selesai()
    return hasil


@cache
def _katalog() -> tuple[tuple[JenisKatalog, ...], tuple[LayananKatalog, ...]]:
    return baca_katalog(_FOLDER / "katalog.toml")


@cache
def _bidang_semua() -> dict[str, tuple[BidangKatalog, ...]]:
    return baca_bidang(_FOLDER / "bidang.toml", muat_katalog())


def muat_katalog() -> tuple[LayananKatalog, ...]:
    """Return the services with their document rows, in the agreement's order. Raises KatalogError."""
    return _katalog()[1]


def muat_jenis() -> tuple[JenisKatalog, ...]:
    """Return the document types that the rows refer to. Raises KatalogError."""
    return _katalog()[0]


def bidang_layanan(kode: str) -> tuple[BidangKatalog, ...]:
    """Return the data fields of the service `kode`, in the form's order.

    Raises KeyError for an unknown service and KatalogError for a broken file.
    """
    return _bidang_semua()[kode]


def untuk_meninggal(kode: str) -> bool:
    """Whether the service `kode` is for somebody who died: it asks for the date of death. Raises as `bidang_layanan`.

    Every other service is for the living.
    """
    return any(bidang.kode == "tanggal_meninggal" for bidang in bidang_layanan(kode))


@cache
def muat_alasan() -> tuple[AlasanKatalog, ...]:
    """Return the reasons a verifier may pick when refusing a document. Raises KatalogError."""
    return baca_alasan(_FOLDER / "alasan.toml", {jenis.kode for jenis in muat_jenis()})
