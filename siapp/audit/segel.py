"""Seals over the trail: batches of both tables, each signed and chained to the one before (keputusan/0078).

A timer seals; who writes a row does nothing for it. A row is in the first seal whose `sampai_id` reaches its id, so
one that is changed, taken away or put in later no longer fits its seal.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from siapp.audit.catat import teks_baku
from siapp.audit.kunci_jejak import dikenal, kunci_kini, tanda
from siapp.audit.models import Akses, JenisJejak, Peristiwa, Segel
from siapp.audit.rantai import SEKALI_BACA, Temuan
from siapp.koneksi import alirkan
from siapp.kunci import Kunci, kunci_tunggal

ISI_SEGEL = 5_000
"""Rows under one seal at most."""
SEGEL_SEKALI = 200
"""Seals of one run: an installation that comes from before seals catches up in several."""
TENANG = timedelta(seconds=60)
"""How far clocks of our machines may differ, and a row may take from its time to its number."""
MASA_PERALIHAN = timedelta(days=1)
"""So long after the first seal machines of a release without keys may still write."""

_KOLOM: dict[str, tuple[type[Peristiwa | Akses], tuple[str, ...]]] = {
    # Its own hash covers the rest of a Peristiwa.
    JenisJejak.PERISTIWA: (Peristiwa, ("id", "aliran", "urutan", "sidik", "kunci")),
    JenisJejak.AKSES: (Akses, ("id", "waktu", "pengguna_id", "mesin", "tindakan", "objek", "rincian")),
}

# A transaction that runs may have taken numbers whose rows nobody sees yet. One that has written nothing so far, and
# does nothing at this moment, will take later ones.
_TERTUA = """
    SELECT min(CASE WHEN backend_xid IS NULL THEN query_start ELSE xact_start END) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
      AND (backend_xid IS NOT NULL OR state = 'active')
"""


def segel_semua(tenang: timedelta = TENANG) -> int:
    """Seal what is ripe in both tables and return how many seals that made; one process at a time."""
    with kunci_tunggal(Kunci.SEGEL) as dapat:
        return sum(_segel_jejak(jejak, tenang) for jejak in JenisJejak.values) if dapat else 0


def _segel_jejak(jejak: str, tenang: timedelta) -> int:
    batas = _batas(jejak, tenang)
    for banyak in range(SEGEL_SEKALI):
        if not _segel_satu(jejak, batas):
            return banyak
    return SEGEL_SEKALI


def _batas(jejak: str, tenang: timedelta) -> int:
    """The id up to which no row will come any more; 0 when there is nothing."""
    kini = timezone.now()
    with connection.cursor() as kursor:
        kursor.execute(_TERTUA)
        tertua = kursor.fetchone()[0] or kini
    matang = _KOLOM[jejak][0]._default_manager.filter(waktu__lt=min(tertua, kini) - tenang)
    return matang.order_by("-waktu", "-id").values_list("id", flat=True).first() or 0


@transaction.atomic
def _segel_satu(jejak: str, batas: int) -> bool:
    lalu = Segel.objects.filter(jejak=jejak).order_by("-nomor").first()
    dari = lalu.sampai_id if lalu else 0
    baris = list(_baris(jejak).filter(id__gt=dari, id__lte=batas)[:ISI_SEGEL])
    if not baris:
        return False
    satu = Segel(
        jejak=jejak,
        nomor=lalu.nomor + 1 if lalu else 1,
        sampai_id=baris[-1][0],
        jumlah=len(baris),
        waktu=timezone.now(),
        sidik_sebelum=lalu.sidik if lalu else "",
        kunci=kunci_kini(),
    )
    satu.sidik = _sidik(satu, baris)
    satu.save(force_insert=True)
    return True


def _baris(jejak: str) -> "QuerySet[Any, tuple[Any, ...]]":
    model, kolom = _KOLOM[jejak]
    return model._default_manager.order_by("id").values_list(*kolom)


def _sidik(satu: Segel, baris: Iterable[tuple[Any, ...]]) -> str:
    isi = hashlib.sha256()
    for kolom in baris:
        isi.update(teks_baku([_baku(nilai) for nilai in kolom]).encode() + b"\n")
    kepala = [satu.jejak, satu.nomor, satu.sampai_id, satu.jumlah, _baku(satu.waktu), satu.sidik_sebelum, satu.kunci]
    return tanda(satu.kunci, teks_baku([*kepala, isi.hexdigest()]))


def _baku(nilai: Any) -> Any:
    return nilai.astimezone(timezone.get_default_timezone()).isoformat() if isinstance(nilai, datetime) else nilai


def periksa_segel(hitung: Callable[[], object] = lambda: None) -> Iterator[Temuan]:
    """Yield every fault of the seals and of the rows under them, in both tables; `hitung` is called once per row."""
    for jejak in JenisJejak.values:
        yield from _periksa_jejak(jejak, list(Segel.objects.filter(jejak=jejak).order_by("nomor")), hitung)
    yield from _tanpa_kunci()


def _periksa_jejak(jejak: str, segel: list[Segel], hitung: Callable[[], object]) -> Iterator[Temuan]:
    if not segel:
        return
    sisa = iter(segel)
    kini = next(sisa)

    def milik(baris: tuple[Any, ...]) -> int:
        nonlocal kini
        while baris[0] > kini.sampai_id:
            kini = next(sisa)
        return kini.nomor

    kelompok = groupby(alirkan(_baris(jejak).filter(id__lte=segel[-1].sampai_id), SEKALI_BACA), key=milik)
    punya = next(kelompok, None)
    lalu = Segel(nomor=0, sidik="")
    for satu in segel:
        baris: list[tuple[Any, ...]] = []
        if punya and punya[0] == satu.nomor:
            baris = list(punya[1])
            punya = next(kelompok, None)
        for _ in baris:
            hitung()
        yield from _periksa_satu(satu, lalu, baris)
        lalu = satu


def _periksa_satu(satu: Segel, lalu: Segel, baris: list[tuple[Any, ...]]) -> Iterator[Temuan]:
    nama = f"segel:{satu.jejak}"
    if satu.nomor != lalu.nomor + 1 or satu.sidik_sebelum != lalu.sidik:
        yield Temuan(nama, satu.nomor, "segel sebelum ini hilang atau sudah lain")
    if not dikenal(satu.kunci):
        arti = f"kunci {satu.kunci} tidak ada lagi di AUDIT_KUNCI, jadi segel ini tidak terbukti"
        yield Temuan(nama, satu.nomor, arti)
    elif len(baris) != satu.jumlah:
        yield Temuan(nama, satu.nomor, f"{satu.jumlah} baris disegel {_saat(satu)}, kini {len(baris)}")
    elif _sidik(satu, baris) != satu.sidik:
        yield Temuan(nama, satu.nomor, f"isi baris, atau segelnya, bukan yang disegel {_saat(satu)}")


def _saat(satu: Segel) -> str:
    return f"{timezone.localtime(satu.waktu):%d-%m-%Y %H.%M}"


def _tanpa_kunci() -> Iterator[Temuan]:
    """Rows without a key that came when no release without keys could write any more: somebody else wrote them."""
    pertama = Segel.objects.order_by("waktu").first()
    if pertama is None:
        return
    akhir = pertama.waktu + MASA_PERALIHAN
    peralihan = Segel.objects.filter(jejak=JenisJejak.PERISTIWA, waktu__lte=akhir).order_by("-nomor").first()
    sampai = peralihan.sampai_id if peralihan else 0
    asing = Peristiwa.objects.filter(kunci="", id__gt=sampai)
    for satu in alirkan(asing if timezone.now() > akhir else asing.none(), SEKALI_BACA):
        yield Temuan(satu.aliran, satu.urutan, "ditulis tanpa kunci: bukan oleh aplikasi, atau oleh rilis lama")
