"""The trail as its reader asks: who read this person's data, what went out of the house, and what an object is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from referensi.models import ASN
from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.models import Akses
from siapp.teks import bersih_pengenal
from usulan.antrean import cari_usulan
from usulan.insiden import milik
from usulan.models import KeppresUsulan, Pertek, RiwayatSalinan, Usulan, VersiDokumen
from usulan.tahap import Tahap

BATAS_ORANG = 20
KELUAR = frozenset({Akses.Tindakan.UNDUH, Akses.Tindakan.EKSPOR})
"""What leaves the house; whatever BKN takes does so, too."""


@dataclass(frozen=True, slots=True)
class Pembacaan:
    """What one reader did with one kind of data of a person. `orang_id` is the reader's account, None for a machine."""

    oleh: str
    orang_id: int | None
    tindakan: str
    data: str
    kali: int
    pertama: datetime
    terakhir: datetime
    keluar: bool

    def ditambah(self, lain: "Pembacaan") -> "Pembacaan":
        """The two as one line."""
        return replace(
            self,
            kali=self.kali + lain.kali,
            pertama=min(self.pertama, lain.pertama),
            terakhir=max(self.terakhir, lain.terakhir),
        )


def pembacaan(asn: ASN) -> list[Pembacaan]:
    """Return who read, downloaded or exported anything of this person, the newest first; the queries are constant."""
    objek = objek_orang(asn)
    baris = Akses.objects.filter(objek__in=list(objek)).order_by()
    kelompok = list(
        baris.values("objek", "tindakan", "pengguna_id", "mesin").annotate(
            pertama=Min("waktu"), terakhir=Max("waktu"), kali=Count("pk")
        )
    )
    nama = dict(Pengguna.objects.filter(pk__in={satu["pengguna_id"] for satu in kelompok}).values_list("pk", "nama"))
    hasil: dict[tuple[object, ...], Pembacaan] = {}
    for satu in kelompok:
        ini = _pembacaan(satu, objek[satu["objek"]], nama)
        kunci = (ini.orang_id, ini.oleh, ini.tindakan, ini.data)
        hasil[kunci] = hasil[kunci].ditambah(ini) if kunci in hasil else ini
    return sorted(hasil.values(), key=lambda satu: satu.terakhir, reverse=True)


def _pembacaan(satu: Mapping[str, Any], data: str, nama: Mapping[int, str]) -> Pembacaan:
    mesin = Mesin(satu["mesin"]) if satu["mesin"] else None
    return Pembacaan(
        mesin.label if mesin else nama.get(satu["pengguna_id"], "Tidak dikenal"),
        satu["pengguna_id"],
        Akses.Tindakan(satu["tindakan"]).label,
        data,
        satu["kali"],
        satu["pertama"],
        satu["terakhir"],
        keluar=satu["tindakan"] in KELUAR or mesin == Mesin.BKN,
    )


def bukan_draf() -> QuerySet[Usulan]:
    """Return the usulan whose nomor and page may be named to Biro APP: a draft is its agency's own."""
    return Usulan.objects.exclude(tahap__in=(Tahap.DRAF, Tahap.DIHAPUS))


def objek_orang(asn: ASN) -> dict[str, str]:
    """Return every object of the trail that tells of this person, each with what it is."""
    usulan = dict(Usulan.objects.filter(asn=asn).values_list("pk", "nomor"))
    terlihat = set(bukan_draf().filter(asn=asn).values_list("pk", flat=True))
    return {
        f"asn:{asn.pk}": "Data ASN dan keluarga",
        **{f"usulan:{pk}": f"Data usulan {n}" if pk in terlihat else "Draf usulan" for pk, n in usulan.items()},
        **{f"berkas:{pk}": kata for pk, kata in _berkas(list(usulan)) if pk},
        **{f"keppres:{pk}": kata for pk, kata in _keppres(list(usulan))},
    }


def _berkas(usulan: list[UUID]) -> Iterator[tuple[UUID | None, str]]:
    versi = VersiDokumen.objects.filter(dokumen__usulan__in=usulan)
    yield from versi.values_list("berkas_id", "dokumen__persyaratan__nama")
    for pertek in Pertek.objects.filter(usulan__in=usulan):
        yield pertek.berkas_id, f"Pertek {pertek.nomor}"
    for satu in RiwayatSalinan.objects.filter(usulan__in=usulan).select_related("keppres"):
        for pk in (satu.salinan_id, satu.petikan_id, satu.berkas_tanda_terima_id):
            yield pk, f"Berkas Keppres {satu.keppres}, versi {satu.versi}"
    for baris in KeppresUsulan.objects.filter(usulan__in=usulan).select_related("keppres"):
        for pk in (baris.salinan_id, baris.petikan_id, baris.berkas_tanda_terima_id, baris.keppres.berkas_id):
            yield pk, f"Berkas Keppres {baris.keppres}"


def _keppres(usulan: list[UUID]) -> Iterator[tuple[UUID, str]]:
    for baris in KeppresUsulan.objects.filter(usulan__in=usulan).select_related("keppres"):
        yield baris.keppres_id, f"Rancangan atau Keppres {baris.keppres}"


def cari_orang_data(kata: str) -> list[ASN]:
    """Return whose data `kata` means: a NIP, a part of the name, or the nomor of a usulan; at most `BATAS_ORANG`.

    Each has `usulan_terbaru`, the id of the newest usulan, None where there is none; by name only those who have one.
    Raises GalatPengguna when the search takes too long.
    """
    angka = bersih_pengenal(kata)
    cocok = Q(pk__in=Usulan.objects.filter(pk__in=cari_usulan(Usulan.objects.all(), kata).ids).values("asn"))
    if angka.isdigit():
        cocok |= Q(nip=angka)
    terbaru = bukan_draf().filter(asn=OuterRef("pk")).order_by("-dibuat_pada").values("pk")[:1]
    return list(
        ASN.objects.filter(cocok).annotate(usulan_terbaru=Subquery(terbaru)).order_by("nama", "pk")[:BATAS_ORANG]
    )


def kata_objek(objek: Iterable[str]) -> Mapping[str, str]:
    """Return the objects that this room knows, each with what it is and whose: the first person, and how many more."""
    hasil = {}
    for satu, pemilik in milik(objek).items():
        subjek, data = pemilik[0]
        if subjek.nama:
            lain = f" dan {len(pemilik) - 1} orang lain" if len(pemilik) > 1 else ""
            hasil[satu] = f"{data} ({subjek.nama}{lain})"
    return hasil
