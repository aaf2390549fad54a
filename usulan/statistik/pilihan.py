"""Which months and whose usulan a page is about, and which kept cells answer that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from siapp.akun.models import Kategori, Pengguna
from siapp.akun.peran import JenisPeran
from usulan.models import HitunganBulan, PosisiTahap
from usulan.statistik.bulan import deret, sebut_rentang


@dataclass(frozen=True, slots=True)
class Pilihan:
    """Months from `dari` to `sampai`, both included, and what is chosen of the rest; "" is all.

    `cakupan`: {instansi: kategori} that a PIC may see; None for Biro APP, who see all.
    """

    dari: date
    sampai: date
    kategori: str = ""
    layanan: str = ""
    instansi: str = ""
    cakupan: Mapping[str, frozenset[str]] | None = field(default=None)

    @property
    def bulan(self) -> list[date]:
        return list(deret(self.dari, self.sampai))

    @property
    def rentang(self) -> str:
        return sebut_rentang(self.dari, self.sampai)

    @property
    def semua_instansi(self) -> bool:
        """Whether it is about all instansi together, as only Biro APP asks."""
        return self.cakupan is None and not self.instansi

    def _siapa(self) -> Q:
        if self.cakupan is None:
            return Q(instansi=self.instansi or None)
        boleh = Q(pk__in=[])
        for instansi, kategori in self.cakupan.items():
            if self.instansi in {"", instansi}:
                boleh |= Q(instansi=instansi) & _kategori(kategori)
        return boleh

    def _apa(self) -> Q:
        apa = Q(layanan=self.layanan) if self.layanan else Q()
        return apa & Q(layanan__kategori=self.kategori) if self.kategori else apa

    def hitungan(self, *ukuran: str) -> QuerySet[HitunganBulan]:
        """The kept cells of `ukuran` in these months."""
        return HitunganBulan.objects.filter(self._siapa() & self._apa(), **self._waktu(*ukuran)).order_by()

    def hitungan_tiap_instansi(self, *ukuran: str) -> QuerySet[HitunganBulan]:
        """The same of each instansi by itself; for Biro APP."""
        return HitunganBulan.objects.filter(self._apa(), instansi__isnull=False, **self._waktu(*ukuran)).order_by()

    def posisi(self) -> QuerySet[PosisiTahap]:
        """What stands where, whatever the months."""
        return PosisiTahap.objects.filter(self._siapa() & self._apa()).order_by()

    def _waktu(self, *ukuran: str) -> dict[str, object]:
        return {"bulan__gte": self.dari, "bulan__lte": self.sampai, "ukuran__in": ukuran}


def _kategori(kategori: frozenset[str]) -> Q:
    return Q() if kategori >= set(Kategori.values) else Q(layanan__kategori__in=sorted(kategori))


def cakupan_statistik(pengguna: Pengguna) -> Mapping[str, frozenset[str]] | None:
    """Return what `pengguna` may see figures of: {instansi: kategori}, None for everything (Biro APP)."""
    if pengguna.biro:
        return None
    hasil: dict[str, frozenset[str]] = {}
    for peran in pengguna.peran_aktif:
        if peran.jenis == JenisPeran.PIC and peran.instansi_id:
            hasil[peran.instansi_id] = hasil.get(peran.instansi_id, frozenset()) | {peran.kategori}
    return hasil
