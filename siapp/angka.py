"""Numbers as people type and paste them: what has one meaning is taken, what has two is asked.

Pure and without Django. Here a comma parts decimals and points part thousands; Excel, BKN's answers and calculators
write it the other way round. "4.500.000", "Rp 4.500.000,00", "4,500,000.00" and "4500000" mean one number each;
"850.125" credit points are 850,125 or 850125, and only the one who typed it knows.
"""

import re
import unicodedata
from decimal import Decimal

from siapp.teks import bersih, isi_apa, kutip

_SINI = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII)
_SANA = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_RUPIAH = re.compile(r"^(?:rp|idr)\s?\.?\s?", re.IGNORECASE)
# "4.500.000,-" and its like: no sen.
_TANPA_SEN = re.compile(r"[.,]\s?[-=]{1,2}$")
_RIBUAN_SPASI = re.compile(r"(?<=\d) (?=\d{3}(?!\d))", re.ASCII)


class BukanAngka(ValueError):
    """The text is no number of this kind; the message says in Indonesian what was found."""


class DuaMakna(BukanAngka):
    """The text can be read as two numbers; `pilihan` are they, as they must be typed to have one meaning."""

    def __init__(self, tertulis: str, pilihan: tuple[str, str]) -> None:
        self.pilihan = pilihan
        super().__init__(
            f"{kutip(tertulis)} dapat dibaca dua cara. Maksud Anda {pilihan[0]} atau {pilihan[1]}? "
            "Ketik salah satu, persis seperti itu."
        )


def tulis_angka(nilai: Decimal | int) -> str:
    """Write a number so that it has one meaning: a comma for decimals, without idle zeros and points for thousands."""
    bulat, _, pecahan = f"{nilai:f}".partition(".")
    pecahan = pecahan.rstrip("0")
    return bulat + (f",{pecahan}" if pecahan else "")


def tulis_desimal(nilai: Decimal) -> str:
    """Write a decimal for the eye: points between thousands where a comma follows, none where they might be one.

    1850.5 is "1.850,5"; 850125 is "850125", for "850.125" could be 850,125.
    """
    if nilai == nilai.to_integral_value():
        return tulis_angka(nilai)
    bulat, _, pecahan = f"{nilai:,f}".partition(".")
    return f"{bulat.replace(',', '.')},{pecahan.rstrip('0')}"


def baca_angka(teks: str, *, bulat: bool = False) -> Decimal | None:
    """Return the number that `teks` means, None when nothing is written; `bulat`: only a whole number can be meant.

    A whole number that is written with points is read as it is printed here ("4.500" is 4500), for nothing else can be
    meant by people who part decimals with a comma. Raises DuaMakna, BukanAngka.
    """
    rata = bersih(teks)
    if not rata:
        return None
    tanda, angka = _inti(rata)
    if any(unicodedata.category(satu) == "No" for satu in teks):
        raise BukanAngka(f"{kutip(rata)} ditulis dengan pangkat atau pecahan. Tulis angkanya saja.")
    sini, sana = (_nilai(angka, pola, ribuan) for pola, ribuan in ((_SINI, "."), (_SANA, ",")))
    mungkin = [satu for satu in dict.fromkeys((sini, sana)) if satu is not None]
    if not mungkin:
        raise BukanAngka(f"yang diisi {kutip(rata)}: {isi_apa(rata)}")
    if bulat:
        mungkin = _yang_bulat(mungkin, rata)
    if len(mungkin) > 1 and sini is not None and ("." in angka) is not bulat:
        raise DuaMakna(rata, (tulis_angka(min(mungkin)), tulis_angka(max(mungkin))))
    return mungkin[0] if tanda == "" else -mungkin[0]


def _inti(rata: str) -> tuple[str, str]:
    """Part sign and digits from what people write around them."""
    isi = _TANPA_SEN.sub("", _RUPIAH.sub("", rata.lstrip("'’`")))
    tanda = "-" if isi.startswith("-") else ""
    return tanda, _RIBUAN_SPASI.sub("", isi.removeprefix("-").strip())


def _nilai(angka: str, pola: re.Pattern[str], ribuan: str) -> Decimal | None:
    if not pola.fullmatch(angka):
        return None
    return Decimal(angka.replace(ribuan, "").replace(",", "."))


def _yang_bulat(mungkin: list[Decimal], rata: str) -> list[Decimal]:
    utuh = [satu.to_integral_value() for satu in mungkin if satu == satu.to_integral_value()]
    if not utuh:
        raise BukanAngka(f"{kutip(rata)} mempunyai pecahan")
    return utuh
