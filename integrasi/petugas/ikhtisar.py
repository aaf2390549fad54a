"""The state of the exchange in figures: what the delivery monitor shows (layar.md 2.10). Reads only, few queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from integrasi.enums import FAKTA, KELUAR, fakta
from integrasi.keadaan import BERJALAN, PERLU_ORANG, TUNTAS, Keadaan
from integrasi.keluar.antrean import bisa_dikerjakan
from integrasi.mitra.setelan import host
from integrasi.models import KeadaanMitra, PanggilanBaca, Pengiriman, Percobaan
from integrasi.sebab import Sebab, sebab_untuk

SEHARI = timedelta(days=1)


@dataclass(slots=True)
class BarisApi:
    """One line of the table. `umur_tertua`: how long the oldest call whose turn it is has been due."""

    api: int
    nama: str
    arah: str
    berhasil_terakhir: datetime | None = None
    umur_tertua: timedelta | None = None
    panggilan: int = 0
    gagal: int = 0
    keadaan: Counter[str] = field(default_factory=Counter)

    @property
    def mengirim(self) -> bool:
        return fakta(self.api).mengirim

    @property
    def persen_gagal(self) -> str:
        """Failed calls of the last day in percent, one digit; "–" when there was none."""
        return f"{100 * self.gagal / self.panggilan:.1f}".replace(".", ",") + " %" if self.panggilan else "–"

    @property
    def menunggu(self) -> int:
        return sum(self.keadaan[satu] for satu in BERJALAN)

    @property
    def tidak_pasti(self) -> int:
        return self.keadaan[Keadaan.TIDAK_PASTI]

    @property
    def ditolak(self) -> int:
        return self.keadaan[Keadaan.DITOLAK]

    @property
    def mati(self) -> int:
        return self.keadaan[Keadaan.MATI]


@dataclass(slots=True)
class BarisSebab:
    """The open calls of one cause. `bisa_ulang`: refused and dead ones, which a person may have sent again; `ragu`:
    uncertain ones, which a person may settle."""

    kode: str
    sebab: Sebab
    jumlah: int = 0
    bisa_ulang: int = 0
    ragu: int = 0
    sejak: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ikhtisar:
    """All figures of the monitor's upper half."""

    api: list[BarisApi]
    sebab: list[BarisSebab]
    mitra: KeadaanMitra | None

    @property
    def kata_mitra(self) -> str:
        return sebab_untuk(self.mitra.sebab).kalimat if self.mitra and self.mitra.sebab else ""


def ikhtisar() -> Ikhtisar:
    """Read the state of all 13 APIs, the causes of what is stuck and the breaker, in six queries."""
    kini = timezone.now()
    baris = {int(api): BarisApi(api, satu.nama, satu.arah) for api, satu in FAKTA.items()}
    terbuka = _terbuka()
    for satu in terbuka:
        baris[satu["api"]].keadaan[satu["keadaan"]] += satu["jumlah"]
    for api, tempo in bisa_dikerjakan().order_by().values_list("api").annotate(Min("jatuh_tempo")):
        baris[api].umur_tertua = kini - tempo
    for api, pada in _terakhir_terkirim():
        baris[api].berhasil_terakhir = pada
    _isi_percobaan(baris, kini)
    _isi_panggilan(baris, kini)
    return Ikhtisar(list(baris.values()), _sebab(terbuka), KeadaanMitra.objects.filter(pk=host()).first())


def _terbuka() -> list[dict[str, Any]]:
    semua = Pengiriman.objects.filter(~Q(keadaan__in=TUNTAS)).order_by()
    kelompok = semua.values("api", "keadaan", "sebab").annotate(jumlah=Count("pk"), sejak=Min("dibuat_pada"))
    return [dict(satu) for satu in kelompok]


def _terakhir_terkirim() -> Iterable[tuple[int, datetime | None]]:
    """The last success of each API: one row from the index each, since a maximum over all would read them all."""
    tuntas = Pengiriman.objects.filter(keadaan=Keadaan.SELESAI)
    satu = [tuntas.filter(api=api).order_by("-selesai_pada").values_list("api", "selesai_pada")[:1] for api in KELUAR]
    return satu[0].union(*satu[1:], all=True)


def _isi_percobaan(baris: dict[int, BarisApi], kini: datetime) -> None:
    """Tries of the last 24 hours; what a person decided is no call."""
    coba = Percobaan.objects.filter(mulai__gt=kini - SEHARI, oleh=None).order_by()
    gagal = Count("pk", filter=~Q(keadaan=Keadaan.SELESAI))
    for api, semua, salah in coba.values_list("pengiriman__api").annotate(semua=Count("pk"), salah=gagal):
        baris[api].panggilan, baris[api].gagal = semua, salah


def _isi_panggilan(baris: dict[int, BarisApi], kini: datetime) -> None:
    """Calls that are only counted per day: the last 24 hours are today and yesterday."""
    sejak = Q(hari__gte=timezone.localdate(kini - SEHARI))
    hitung = PanggilanBaca.objects.order_by().values_list("api")
    for api, pada, ya, tidak in hitung.annotate(
        pada=Max("terakhir_berhasil"), ya=Sum("berhasil", filter=sejak), tidak=Sum("gagal", filter=sejak)
    ):
        satu = baris[api]
        satu.berhasil_terakhir, satu.panggilan, satu.gagal = pada, (ya or 0) + (tidak or 0), tidak or 0


def _sebab(terbuka: list[dict[str, Any]]) -> list[BarisSebab]:
    hasil: dict[str, BarisSebab] = {}
    kelompok = defaultdict(list)
    for satu in terbuka:
        if satu["sebab"]:
            kelompok[satu["sebab"]].append(satu)
    for kode, isi in kelompok.items():
        ulang = sum(satu["jumlah"] for satu in isi if satu["keadaan"] in PERLU_ORANG)
        jumlah = sum(satu["jumlah"] for satu in isi)
        ragu = sum(satu["jumlah"] for satu in isi if satu["keadaan"] == Keadaan.TIDAK_PASTI)
        hasil[kode] = BarisSebab(kode, sebab_untuk(kode), jumlah, ulang, ragu, min(satu["sejak"] for satu in isi))
    return sorted(hasil.values(), key=lambda satu: (-satu.bisa_ulang, -satu.jumlah, satu.kode))
