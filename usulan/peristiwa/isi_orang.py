"""What the Peristiwa about people and their settings say: PICs, roles, accounts, saved views. See `isi.py`."""

from dataclasses import dataclass
from datetime import date

from usulan.peristiwa.isi import Isi, Perubahan


@dataclass(frozen=True, slots=True)
class AksesPic(Isi):
    """What a person may do as PIC, all instansi taken together.

    `id` is the one under which the person is known outside, `kelompok` the Kategori held, `instansi` where it changed.
    """

    id: str
    nip: str
    kelompok: tuple[str, ...]
    instansi: str
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class PicDidaftarkan(AksesPic):
    pass


@dataclass(frozen=True, slots=True)
class PicDiubah(AksesPic):
    pass


@dataclass(frozen=True, slots=True)
class PicDicabut(AksesPic):
    """No kelompok is left anywhere."""


@dataclass(frozen=True, slots=True)
class PeranDiubah(Isi):
    nip: str
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class PenggunaDiubah(Isi):
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class SandiDiaturUlang(Isi):
    pass


@dataclass(frozen=True, slots=True)
class DuaLangkahDilepas(Isi):
    pass


@dataclass(frozen=True, slots=True)
class LangkahKeduaDiatur(Isi):
    """From which day signers need a second step: `perubahan["sejak"]`, "" for none."""

    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class EmpatMataDiubah(Isi):
    instansi: str
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class InstansiBeralih(Isi):
    """`lama` went over to `baru`, all of it or in part; told in the streams of both, with how much went along."""

    lama: str
    baru: str
    tanggal: date
    seluruhnya: bool
    unit: tuple[str, ...]
    jumlah_usulan: int
    jumlah_pic: int


@dataclass(frozen=True, slots=True)
class UsulanDioper(Isi):
    """One usulan followed its person from `lama` to `baru`; told in the streams of both."""

    nomor: str
    lama: str
    baru: str


@dataclass(frozen=True, slots=True)
class TampilanDisimpan(Isi):
    nama: str
    kueri: str
    bersama: bool


@dataclass(frozen=True, slots=True)
class TampilanDihapus(Isi):
    nama: str


@dataclass(frozen=True, slots=True)
class KolomDiatur(Isi):
    kolom: tuple[str, ...]
