"""Lampiran API 1: Data ASN, golongan IV/b and above, of every instansi, with families."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from integrasi.siasn import nilai
from integrasi.siasn.baris import BarisAneh, Pembaca, Sisihkan, abaikan, aneh, baca_baris
from integrasi.siasn.errors import TidakDitemukan
from integrasi.siasn.halaman import Baris, susuri, wajib_daftar
from integrasi.siasn.transport import Permintaan, Transport

KEDUDUKAN_DIBLOKIR = "92"


@dataclass(frozen=True)
class DataAsn:
    """One civil servant as SIASN tells it: the fields of Lampiran API 1 under the contract's names.

    Texts are "" when absent, dates and numbers None; `hadir` names the fields that were there at all, for an absent
    one does not blank what is known. `kedudukan` is not in the Lampiran; "92" is blocked.
    `pensiun_pokok` and its rounding are rupiah per month; years and months of service are counts.
    """

    id_pns: str
    nip: str
    nama: str
    tempat_lahir: str
    tanggal_lahir: date | None
    id_pendidikan_terakhir: str
    id_instansi_induk: str
    id_instansi_kerja: str
    unit_kerja: str
    pangkat_lama: str
    gol_ruang_lama: str
    tmt_gol_ruang_lama: date | None
    tahun_masa_kerja_lama: int | None
    bulan_masa_kerja_lama: int | None
    nama_jabatan_lama: str
    tmt_jabatan_lama: date | None
    pangkat_baru: str
    gol_ruang_baru: str
    tmt_gol_ruang_baru: date | None
    tahun_masa_kerja_baru: int | None
    bulan_masa_kerja_baru: int | None
    nama_jabatan_terakhir: str
    tmt_jabatan_terakhir: date | None
    tmt_berhenti: date | None
    tahun_masa_kerja_pns: int | None
    bulan_masa_kerja_pns: int | None
    tmt_pensiun: date | None
    tahun_masa_kerja_pensiun: int | None
    bulan_masa_kerja_pensiun: int | None
    tmt_meninggal: date | None
    pensiun_pokok_janda_duda: int | None
    pembulatan_pensiun_pokok_janda_duda: int | None
    nama_kantor_wilayah_taspen: str
    alamat_setelah_pensiun: str
    pasangan: tuple[str, ...]
    anak: tuple[str, ...]
    kedudukan: str
    hadir: frozenset[str]

    @property
    def diblokir(self) -> bool:
        """Blocked at BKN: no usulan can be made for this person."""
        return self.kedudukan == KEDUDUKAN_DIBLOKIR


class BarisTidakTerbaca(Exception):
    """SIASN answered with a row that cannot be read; `baris` says what is odd."""

    def __init__(self, baris: BarisAneh) -> None:
        self.baris = baris
        super().__init__("baris tidak terbaca")


def satu(transport: Transport, nip: str, id_pns: str = "") -> DataAsn:
    """The civil servant with this NIP (18 digits), source Lampiran API 1.

    `id_pns`: the id known for this NIP; a row of that id counts too, for NIPs are corrected. Raises `TidakDitemukan`,
    `BarisTidakTerbaca`, `Ditolak` (with `asn_diblokir` when BKN has blocked the person), `KirimUlangNanti`.
    """
    data = transport.panggil(Permintaan("asn", "GET", isian={"nip": nip}))
    orang = [satu for satu in map(_asn, wajib_daftar(data)) if _dia(satu, nip, id_pns)]
    if not orang:
        raise TidakDitemukan()
    if isinstance(orang[0], BarisAneh):
        raise BarisTidakTerbaca(orang[0])
    return orang[0]


def _dia(orang: DataAsn | BarisAneh, nip: str, id_pns: str) -> bool:
    kunci = orang.kunci if isinstance(orang, BarisAneh) else orang.id_pns
    return orang.nip == nip or bool(id_pns and nilai.baku_id(kunci) == nilai.baku_id(id_pns))


def halaman(transport: Transport, ukuran: int = 500, sisihkan: Sisihkan = abaikan) -> Iterator[tuple[DataAsn, ...]]:
    """All civil servants, page by page, each pair of id and NIP once; `sisihkan` is told of rows that do not fit.

    Errors and meaning of `ukuran` as in `halaman.susuri`.
    """
    for baris in susuri(transport, "asn_daftar", ukuran=ukuran, kunci=_kunci, sisihkan=sisihkan):
        orang = []
        for satu in map(_asn, baris):
            if isinstance(satu, BarisAneh):
                sisihkan(satu)
            else:
                orang.append(satu)
        yield tuple(orang)


_ALIAS = {
    "unit_kerja": ("unit_kerja", "unit_organisasi", "unit_kerja_unit_organisasi"),
    "kedudukan": ("kedudukan", "kedudukan_hukum_id", "kedudukan_id"),
}
RUPIAH_TERBESAR = 10**12
_MENURUT_JENIS: dict[object, Callable[[object], Any]] = {
    str: nilai.teks,
    date | None: nilai.tanggal,
    tuple[str, ...]: nilai.nama_keluarga,
}


def _pembaca(nama: str, jenis: object) -> Callable[[object], Any]:
    """How a field is read: by its type, and by its name where that says more."""
    if jenis == int | None:
        terbesar = {"tahun": 99, "bulan": 11}.get(nama.partition("_")[0], RUPIAH_TERBESAR)
        return partial(nilai.bilangan, terkecil=0, terbesar=terbesar)
    if nama.startswith("gol_ruang"):
        return nilai.golongan
    if nama == "nip":
        return nilai.nip
    return nilai.pengenal if nama.startswith("id_") else _MENURUT_JENIS[jenis]


_PEMBACA: Pembaca = {
    bidang.name: (_ALIAS.get(bidang.name, (bidang.name,)), _pembaca(bidang.name, bidang.type))
    for bidang in fields(DataAsn)
    if bidang.name != "hadir"
}
_PEMBACA_KUNCI: Pembaca = {nama: _PEMBACA[nama] for nama in ("id_pns", "nip")}


def _kunci(isi: Baris) -> str:
    """What makes a row the same as another; "" for a row of nobody. Odd ones are all kept, to be named."""
    bacaan = baca_baris(isi, _PEMBACA_KUNCI)
    if bacaan.cacat:
        return f"aneh {isi!r}"
    id_pns, nip = nilai.baku_id(bacaan.nilai["id_pns"]), bacaan.nilai["nip"]
    return f"{id_pns} {nip}" if id_pns or nip else ""


def _asn(isi: Baris) -> DataAsn | BarisAneh:
    bacaan = baca_baris(isi, _PEMBACA)
    if bacaan.cacat:
        return aneh(bacaan, "id_pns")
    return DataAsn(**bacaan.nilai, hadir=frozenset(bacaan.hadir))
