"""When the agreement ends, and who must be told how long before (Pasal 7; keputusan/0041)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from integrasi.models import MasaPerjanjian

# Perj-01/KSN/D-3/08/2022 and 27/HM.04.01/2022, signed on 23 August 2022, are in force for five years.
AKHIR_SEMULA = date(2027, 8, 23)
DASAR_SEMULA = "Perj-01/KSN/D-3/08/2022 dan 27/HM.04.01/2022, Pasal 7 ayat (1): lima tahun sejak 23 Agustus 2022"
# Months before the end at which people are warned anew, the nearest first.
AMBANG = (2, 3, 6, 12)
# Who wants an extension asks for it in writing at least a month before the end (Pasal 7 ayat (3)).
BULAN_PERMINTAAN = 1


def bulan_sebelum(hari: date, bulan: int) -> date:
    """Return the same day `bulan` months earlier, or the last one of a month that has no such day."""
    tahun, ke = divmod(hari.year * 12 + hari.month - 1 - bulan, 12)
    return date(tahun, ke + 1, min(hari.day, monthrange(tahun, ke + 1)[1]))


@dataclass(frozen=True, slots=True)
class Masa:
    """The day on which the agreement ends, and the basis of that day."""

    berakhir: date
    dasar: str

    @property
    def minta_sebelum(self) -> date:
        """The last day on which an extension may be asked for."""
        return bulan_sebelum(self.berakhir, BULAN_PERMINTAAN)

    def tenggat(self) -> Iterator[tuple[int, date]]:
        """Yield each threshold in months with the day from which it warns, the nearest to the end first."""
        for bulan in AMBANG:
            yield bulan, bulan_sebelum(self.berakhir, bulan)

    def ambang(self, hari: date) -> int | None:
        """Return the months of the nearest threshold reached on `hari`: 0 after the end, None before any."""
        if hari > self.berakhir:
            return 0
        return next((bulan for bulan, sejak in self.tenggat() if hari >= sejak), None)


def masa() -> Masa:
    """Return the term in force."""
    terakhir = MasaPerjanjian.objects.order_by("-pk").first()
    return Masa(terakhir.berakhir, terakhir.dasar) if terakhir else Masa(AKHIR_SEMULA, DASAR_SEMULA)
