"""How an answer differs from the declared contract: kinds and shapes only, never a value of a person. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from integrasi.sebab import Kode
from integrasi.siasn.amatan import Amatan
from integrasi.siasn.bentuk import (
    GERBANG_HENTI,
    GERBANG_OTENTIKASI_RUSAK,
    GERBANG_SIBUK,
    GERBANG_TOKEN,
    Asing,
    Gerbang,
    Isi,
    angka,
    baca_tanggal,
    baku,
    benar,
    daftar,
)
from integrasi.siasn.errors import samarkan
from integrasi.siasn.kontrak import JAWABAN, Bidang, Jenis

# Transport faults of the gateway behind HTTP 500–504, besides those that `bentuk` sorts.
GERBANG_DIKENAL = frozenset(
    {GERBANG_HENTI, GERBANG_OTENTIKASI_RUSAK, *GERBANG_SIBUK, *GERBANG_TOKEN, *range(101500, 101512), 700700}
)
PANJANG_KUNCI = 100
_NAMA_WAJAR = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
_KODE_WAJAR = re.compile(r"[0-9A-Za-z_-]{1,20}")
_ANEH = "(nama tidak lazim)"


class Macam(StrEnum):
    """Kinds of difference. BIDANG_BARU and KODE_BARU are read without harm; the others break the contract."""

    BIDANG_BARU = "BIDANG_BARU"
    BIDANG_HILANG = "BIDANG_HILANG"
    JENIS_BERUBAH = "JENIS_BERUBAH"
    TERLALU_PANJANG = "TERLALU_PANJANG"
    KODE_BARU = "KODE_BARU"
    AMPLOP_ASING = "AMPLOP_ASING"


RINGAN = frozenset({Macam.BIDANG_BARU, Macam.KODE_BARU})


@dataclass(frozen=True)
class Selisih:
    """One difference: its kind, the field (or code) it is about, and what was seen in words, without the value."""

    macam: Macam
    kunci: str
    contoh: str


def selisih(amatan: Amatan) -> dict[tuple[Macam, str], Selisih]:
    """All differences of one answer, one per kind and field; failures of the network or the gateway are none."""
    temuan: dict[tuple[Macam, str], Selisih] = {}
    for satu in _semua(amatan):
        temuan.setdefault((satu.macam, satu.kunci), satu)
    return temuan


def _semua(amatan: Amatan) -> Iterator[Selisih]:
    bentuk = amatan.bentuk
    if isinstance(bentuk, Gerbang) and bentuk.kode not in GERBANG_DIKENAL:
        yield Selisih(Macam.KODE_BARU, f"gerbang={bentuk.kode}", f"HTTP {amatan.status}")
    elif isinstance(bentuk, Asing) and bentuk.sebab is Kode.BENTUK_ASING:
        yield Selisih(Macam.AMPLOP_ASING, _kunci_amplop(amatan.badan), f"HTTP {amatan.status}")
    elif isinstance(bentuk, Isi) and amatan.api in JAWABAN and bentuk.data is not None:
        data = _tanpa_baris_kosong(amatan.api, bentuk.data)
        yield from _isi(data, JAWABAN[amatan.api], id_saja=amatan.api in {"usulan", "usulan_cari"})


def _tanpa_baris_kosong(api: str, data: object) -> object:
    """A list without the rows that the client drops for their null id (kontrak.md 2): what they lack harms nobody."""
    kunci = ("id_pns", "nip") if api == "asn_daftar" else ("id",) if api.startswith("referensi_") else ()
    if not kunci or not isinstance(data, list):
        return data
    return [satu for satu in data if not (isinstance(satu, Mapping) and _tanpa_pengenal(satu, kunci))]


def _tanpa_pengenal(baris: Mapping[str, object], kunci: tuple[str, ...]) -> bool:
    """Whether these keys are there and empty. One that is missing is a field renamed, not a row to drop."""
    ada = {baku(nama): nilai for nama, nilai in baris.items()}
    return all(baku(nama) in ada and ada[baku(nama)] in (None, "") for nama in kunci)


def _isi(data: object, tabel: Mapping[str, Bidang], *, id_saja: bool) -> Iterator[Selisih]:
    baris = daftar(data)
    if baris is not None:
        for satu in baris:
            yield from _baris(satu, tabel, "")
    elif not (id_saja and _id_saja(data)):
        yield Selisih(Macam.JENIS_BERUBAH, "data", f"{jenis_json(data)}, semestinya objek atau daftar objek")


def _id_saja(data: object) -> bool:
    """API 3 may answer with the bare id, or a list of ids."""
    return isinstance(data, str) or (isinstance(data, list) and all(isinstance(satu, str) for satu in data))


def _baris(baris: Mapping[str, object], tabel: Mapping[str, Bidang], awalan: str) -> Iterator[Selisih]:
    dikenal = {baku(nama): nama for nama in tabel}
    ada = set()
    for kunci, nilai in baris.items():
        nama = dikenal.get(baku(kunci))
        if nama is None:
            yield Selisih(Macam.BIDANG_BARU, awalan + _nama_wajar(kunci), jenis_json(nilai))
            continue
        ada.add(nama)
        if nilai is not None:
            yield from _nilai(nilai, tabel[nama], awalan + nama)
    for nama, bidang in tabel.items():
        if bidang.wajib and nama not in ada:
            yield Selisih(Macam.BIDANG_HILANG, awalan + nama, f"semestinya ada: {bidang.jenis}")


def _nilai(nilai: object, bidang: Bidang, nama: str) -> Iterator[Selisih]:
    if not _cocok(nilai, bidang.jenis):
        yield Selisih(Macam.JENIS_BERUBAH, nama, f"{jenis_json(nilai)}, semestinya {bidang.jenis}")
    elif isinstance(nilai, list):
        for satu in nilai:
            if isinstance(satu, Mapping):
                yield from _baris(satu, bidang.isi, f"{nama}.")
    elif bidang.batas and (panjang := len(str(nilai).strip())) > bidang.batas:
        yield Selisih(Macam.TERLALU_PANJANG, nama, f"{panjang} karakter, batasnya {bidang.batas}")
    elif bidang.nilai and str(nilai).strip() and str(nilai).strip().lower() not in bidang.nilai:
        kode = str(nilai).strip()
        aman = samarkan(kode) if _KODE_WAJAR.fullmatch(kode) else _ANEH
        yield Selisih(Macam.KODE_BARU, f"{nama}={aman}", jenis_json(nilai))


def _cocok(nilai: object, jenis: Jenis) -> bool:
    """Whether the client reads a value of this kind without loss."""
    angka_json = isinstance(nilai, int | float) and not isinstance(nilai, bool)
    if jenis is Jenis.TEKS:
        return isinstance(nilai, str)
    if jenis is Jenis.KODE:
        return isinstance(nilai, str) or angka_json
    if jenis is Jenis.ANGKA:
        return nilai == "" or (not isinstance(nilai, bool) and angka({"n": nilai}, "n") is not None)
    if jenis is Jenis.TANGGAL:
        return _tanggal(nilai)
    if jenis is Jenis.YA:
        return nilai == "" or benar({"n": nilai}, "n") is not None
    return isinstance(nilai, list)


def _tanggal(nilai: object) -> bool:
    try:
        baca_tanggal(nilai)
    except ValueError:
        return False
    return True


def jenis_json(nilai: object) -> str:
    """The JSON type of a value in words."""
    if nilai is None:
        return "kosong"
    if isinstance(nilai, bool):
        return "ya/tidak"
    if isinstance(nilai, int | float):
        return "angka"
    if isinstance(nilai, str):
        return "teks"
    return "daftar" if isinstance(nilai, list) else "objek"


def _nama_wajar(nama: str) -> str:
    """A name as it may be kept: a service that uses NIPs or names of people as keys must not leave them here."""
    return samarkan(nama)[:PANJANG_KUNCI] if _NAMA_WAJAR.fullmatch(nama) else _ANEH


def _kunci_amplop(badan: object) -> str:
    if not isinstance(badan, Mapping):
        return jenis_json(badan)
    return ", ".join(sorted({_nama_wajar(nama) for nama in badan}))[:PANJANG_KUNCI]
