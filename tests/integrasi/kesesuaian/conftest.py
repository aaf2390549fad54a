from integrasi.kesesuaian.baca import BarisUji, Hasil


def baris(hasil: Hasil, awal: str) -> BarisUji:
    """The one row whose name begins so."""
    (satu,) = (isi for isi in hasil.baris if isi.nama.startswith(awal))
    return satu
