"""What the partner promises about a call that is sent twice, and whether it was seen to keep it (janji.md 1).

A promise is named per API in SIASN_MODE_GANDA and proven by `uji_kontrak`, which keeps what it found per host, API and
mode (keputusan/0036). One that was not proven counts as not given: then a person settles what is uncertain.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q, QuerySet

from integrasi.enums import Api, FaktaApi, fakta
from integrasi.mitra.setelan import host
from integrasi.models import JanjiMitra
from siapp.mode_ganda import API_GANDA, CARI, KUNCI, TOLAK_GANDA, Janji, urai_mode_ganda

KATA = {
    KUNCI: "Idempotency-Key yang sama mendapat jawaban pertama",
    TOLAK_GANDA: "Kiriman kedua ditolak sebagai ganda",
    CARI: "Dapat dicari dengan referensi kita",
}


def dijanjikan() -> Janji:
    """Return API → ways, as the setting names them; an API without a promise is absent."""
    return urai_mode_ganda(settings.SIASN_MODE_GANDA)


def _terbukti() -> QuerySet[JanjiMitra]:
    """The promises of the configured partner that are both named and proven."""
    disebut = [Q(api=api, mode=mode) for api, cara in dijanjikan().items() for mode in cara]
    if not disebut:
        return JanjiMitra.objects.none()
    return JanjiMitra.objects.filter(reduce(or_, disebut), host=host(), terbukti=True)


def cara_memastikan(api: int) -> frozenset[str]:
    """Return the ways in which an uncertain call of `api` may be settled now; empty: a person settles it."""
    return frozenset(_terbukti().filter(api=api).values_list("mode", flat=True))


def api_dipastikan() -> frozenset[int]:
    """Return the APIs whose uncertain calls machines settle."""
    return frozenset(_terbukti().values_list("api", flat=True))


def dapat_dipastikan() -> Q:
    """Calls of these APIs, as a condition on Pengiriman that costs no query of its own."""
    return Q(api__in=_terbukti().order_by().values("api"))


@dataclass(frozen=True, slots=True)
class KeadaanJanji:
    """One promise as the page tells it. `terbukti` None: never tried. Without `mode` nothing is promised."""

    fakta: FaktaApi
    mode: str = ""
    terbukti: bool | None = None
    diuji_pada: datetime | None = None

    @property
    def kata(self) -> str:
        """What is promised, for people."""
        return KATA.get(self.mode, "Tidak ada")


def keadaan_janji() -> list[KeadaanJanji]:
    """Return what is promised and proven of every API that must not be called twice."""
    tersimpan = {(satu.api, satu.mode): satu for satu in JanjiMitra.objects.filter(host=host())}
    hasil = []
    for api in API_GANDA:
        for mode in sorted(dijanjikan().get(api, {""})):
            uji = tersimpan.get((api, mode))
            isi = (
                KeadaanJanji(fakta(api), mode, uji.terbukti, uji.diuji_pada) if uji else KeadaanJanji(fakta(api), mode)
            )
            hasil.append(isi)
    return hasil


def semua_terbukti() -> bool:
    """Whether nothing that is promised is left to be proven."""
    return all(satu.terbukti for satu in keadaan_janji() if satu.mode)


def simpan_bukti(host_uji: str, bukti: Iterable[tuple[Api, str, bool]], pada: datetime) -> None:
    """Keep what a run found: (API, mode, kept or not) of the partner at `host_uji`."""
    JanjiMitra.objects.bulk_create(
        [
            JanjiMitra(host=host_uji, api=api, mode=mode, terbukti=terbukti, diuji_pada=pada)
            for api, mode, terbukti in bukti
        ],
        update_conflicts=True,
        unique_fields=["host", "api", "mode"],
        update_fields=["terbukti", "diuji_pada"],
    )
