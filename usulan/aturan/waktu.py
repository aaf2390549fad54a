"""Months and years as the regulations count them."""

from datetime import date


def bulan_sesudah(hari: date, jumlah: int = 1) -> date:
    """The first of the month that lies `jumlah` months after that of `hari`; negative ones lie before."""
    urut = hari.year * 12 + hari.month - 1 + jumlah
    return date(urut // 12, urut % 12 + 1, 1)


def selisih_bulan(awal: date, akhir: date) -> int:
    """Whole months from `awal` to `akhir`."""
    return (akhir.year - awal.year) * 12 + akhir.month - awal.month - (akhir.day < awal.day)


def usia(lahir: date, pada: date) -> int:
    """Whole years of age on `pada`."""
    return pada.year - lahir.year - ((pada.month, pada.day) < (lahir.month, lahir.day))


def tahun_bulan(bulan: int) -> str:
    """ "4 tahun 2 bulan" of a number of months."""
    return f"{bulan // 12} tahun {bulan % 12} bulan"
