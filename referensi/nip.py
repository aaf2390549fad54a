"""NIP: 18 digits with a meaning (kontrak.md 6)."""

from dataclasses import dataclass
from datetime import date

from siapp.hari import hari_terakhir
from siapp.teks import isi_apa

# Years: the oldest civil servant about whom a usulan is still made (survivors come long after the retirement).
UMUR_TERTUA = 110


class NipTidakSah(ValueError):
    """The text is no NIP; the message says in Indonesian which part is wrong."""


@dataclass(frozen=True, slots=True)
class BagianNip:
    """`jenis_kelamin`: 1 man, 2 woman; `cpns` is the first of the month in which the service began."""

    tanggal_lahir: date
    cpns: date
    jenis_kelamin: int
    urutan: int


def _tanggal(teks: str, apa: str) -> date:
    try:
        return date(int(teks[:4]), int(teks[4:6]), int(teks[6:8]))
    except ValueError:
        raise NipTidakSah(f"NIP tidak sah: {apa} di dalamnya bukan tanggal. Periksa penulisannya.") from None


def check_18_angka(teks: str) -> None:
    """Raise NipTidakSah that says what `teks` holds unless it is 18 digits."""
    if not (teks.isascii() and teks.isdigit() and len(teks) == 18):
        raise NipTidakSah(f"NIP terdiri atas 18 angka; yang diisi {isi_apa(teks)}.")


def urai_nip(teks: str) -> BagianNip:
    """Take a NIP apart: birth date YYYYMMDD, CPNS month YYYYMM, sex 1/2, serial 3. Raises NipTidakSah."""
    check_18_angka(teks)
    lahir = _tanggal(teks[:8], "delapan angka pertama (tanggal lahir)")
    cpns = _tanggal(teks[8:14] + "01", "angka ke-9 sampai ke-14 (bulan CPNS)")
    if teks[14] not in "12":
        raise NipTidakSah("NIP tidak sah: angka ke-15 harus 1 (pria) atau 2 (wanita).")
    kini = hari_terakhir().year
    if not kini - UMUR_TERTUA <= lahir.year <= kini:
        raise NipTidakSah(f"NIP tidak sah: tahun lahir {lahir.year} di dalamnya tidak mungkin. Periksa penulisannya.")
    if cpns.year > kini + 1:
        raise NipTidakSah(f"NIP tidak sah: tahun CPNS {cpns.year} di dalamnya belum tiba. Periksa penulisannya.")
    if cpns.year - lahir.year < 15:
        raise NipTidakSah("NIP tidak sah: bulan CPNS terlalu dekat dengan tanggal lahir. Periksa penulisannya.")
    return BagianNip(lahir, cpns, int(teks[14]), int(teks[15:]))
