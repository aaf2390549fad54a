"""Lampiran API 1: Data ASN, golongan IV/b and above, of every instansi, with families."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from integrasi.siasn.bentuk import angka, baca, tanggal, teks
from integrasi.siasn.errors import TidakDitemukan
from integrasi.siasn.halaman import Baris, susuri, wajib_daftar
from integrasi.siasn.transport import Permintaan, Transport

KEDUDUKAN_DIBLOKIR = "92"


@dataclass(frozen=True)
class DataAsn:
    """One civil servant as SIASN tells it: the fields of Lampiran API 1 under the contract's names.

    Texts are "" when absent, dates and numbers None. `kedudukan` is not in the Lampiran; "92" is blocked.
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

    @property
    def diblokir(self) -> bool:
        """Blocked at BKN: no usulan can be made for this person."""
        return self.kedudukan == KEDUDUKAN_DIBLOKIR


def satu(transport: Transport, nip: str) -> DataAsn:
    """The civil servant with this NIP (18 digits), source Lampiran API 1.

    Raises `TidakDitemukan`, `Ditolak` (with `asn_diblokir` when BKN has blocked the person), `KirimUlangNanti`.
    """
    data = transport.panggil(Permintaan("asn", "GET", isian={"nip": nip}))
    asn = next((_asn(isi) for isi in wajib_daftar(data) if teks(isi, "nip") == nip), None)
    if asn is None:
        raise TidakDitemukan()
    return asn


def halaman(transport: Transport, ukuran: int = 500) -> Iterator[tuple[DataAsn, ...]]:
    """All civil servants, page by page, each NIP once. Errors and meaning of `ukuran` as in `halaman.susuri`."""
    for baris in susuri(transport, "asn_daftar", ukuran=ukuran, kunci=lambda isi: teks(isi, "nip")):
        yield tuple(_asn(isi) for isi in baris)


def _nama(data: object) -> tuple[str, ...]:
    """Names of family members: objects with `nama`, or bare strings from older services."""
    if not isinstance(data, list):
        return ()
    nama = (isi.strip() if isinstance(isi, str) else teks(isi, "nama") for isi in data if isinstance(isi, str | dict))
    return tuple(satu for satu in nama if satu)


_PEMBACA: Mapping[object, Callable[..., object]] = {str: teks, date | None: tanggal, int | None: angka}
_ALIAS = {
    "unit_kerja": ("unit_kerja", "unit_organisasi", "unit_kerja_unit_organisasi"),
    "kedudukan": ("kedudukan", "kedudukan_hukum_id", "kedudukan_id"),
}


def _asn(isi: Baris) -> DataAsn:
    """Each field is read by its type, so that the class above stays the one list of fields."""
    nilai: dict[str, Any] = {nama: _nama(baca(isi, nama)) for nama in ("pasangan", "anak")}
    for bidang in fields(DataAsn):
        if bidang.name not in nilai:
            nilai[bidang.name] = _PEMBACA[bidang.type](isi, *_ALIAS.get(bidang.name, (bidang.name,)))
    return DataAsn(**nilai)
