"""What an incident touched: whose data, which, by whom and when.

UU 27/2022 Pasal 46 wants those concerned and the authority told within 3 × 24 hours. The trail names objects; here they
become people. Reading and changing count alike.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from referensi.models import ASN, Instansi
from siapp.akun.models import Pengguna
from siapp.akun.peran import LABEL_MESIN
from siapp.audit.kata import kata_jenis
from siapp.audit.models import Akses, Peristiwa
from siapp.web.templatetags.siapp import nip, tanggal
from usulan.models import KeppresUsulan, Pertek, RiwayatSalinan, Usulan, VersiDokumen

KEPALA = ("Nama", "NIP", "Instansi", "Data", "Perbuatan", "Oleh", "Alamat", "Pertama", "Terakhir", "Kali")
SEKALI_BACA = 2_000
# Somebody else's row may say anything; what names no object of ours is shown as it stands.
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Subjek:
    """Whose data it is; empty where an object is nobody's in particular."""

    nama: str = ""
    nip: str = ""
    instansi: str = ""


@dataclass(frozen=True, slots=True)
class Sentuhan:
    """One kind of act by one actor upon one kind of data of one person."""

    subjek: Subjek
    data: str
    perbuatan: str
    oleh: str
    alamat: str
    pertama: datetime
    terakhir: datetime
    kali: int

    def baris(self) -> list[str]:
        """The row under KEPALA."""
        siapa = (self.subjek.nama, nip(self.subjek.nip) if self.subjek.nip else "", self.subjek.instansi)
        saat = (tanggal(self.pertama, "waktu"), tanggal(self.terakhir, "waktu"))
        return [*siapa, self.data, self.perbuatan, self.oleh, self.alamat, *saat, str(self.kali)]


Milik = Mapping[str, list[tuple[Subjek, str]]]


def sentuhan(dari: datetime, sampai: datetime, oleh: Pengguna | None = None) -> list[Sentuhan]:
    """Return all that was read or changed from `dari` up to `sampai`, or only what `oleh` did, by person and time."""
    perbuatan = [*_dibaca(dari, sampai, oleh), *_diubah(dari, sampai, oleh)]
    dimiliki = milik(satu["objek"] for satu in perbuatan)
    nama = dict(Pengguna.objects.filter(pk__in={satu["orang"] for satu in perbuatan}).values_list("pk", "nama"))
    hasil = [
        Sentuhan(
            subjek,
            data,
            satu["kata"],
            nama.get(satu["orang"]) or LABEL_MESIN.get(satu["mesin"], "tidak dikenal"),
            satu["alamat"] or "",
            satu["pertama"],
            satu["terakhir"],
            satu["kali"],
        )
        for satu in perbuatan
        for subjek, data in dimiliki[satu["objek"]]
    ]
    return sorted(hasil, key=lambda satu: (satu.subjek.nip, satu.data, satu.pertama))


def _dibaca(dari: datetime, sampai: datetime, oleh: Pengguna | None) -> Iterator[dict[str, Any]]:
    semua = Akses.objects.filter(waktu__gte=dari, waktu__lt=sampai, **({"pengguna": oleh} if oleh else {}))
    alamat = semua.annotate(alamat=KeyTextTransform("alamat", "rincian")).order_by()
    kelompok = alamat.values("objek", "tindakan", "pengguna_id", "mesin", "alamat")
    for satu in _hitung(kelompok):
        kata = Akses.Tindakan(satu["tindakan"]).label
        yield {**satu, "orang": satu["pengguna_id"], "kata": kata}


def _diubah(dari: datetime, sampai: datetime, oleh: Pengguna | None) -> Iterator[dict[str, Any]]:
    semua = Peristiwa.objects.filter(waktu__gte=dari, waktu__lt=sampai, **({"oleh": oleh} if oleh else {}))
    for satu in _hitung(semua.order_by().values("aliran", "jenis", "oleh_id", "mesin")):
        kata = kata_jenis(satu["jenis"])
        yield {**satu, "objek": satu["aliran"], "orang": satu["oleh_id"], "kata": kata, "alamat": ""}


def _hitung(kelompok: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    hitung: QuerySet[Any, Any] = kelompok.annotate(pertama=Min("waktu"), terakhir=Max("waktu"), kali=Count("pk"))
    return hitung


# --- from objects to people -----------------------------------------------------------------------------------------
def milik(objek: Iterable[str]) -> Milik:
    """Return {object of the trail: the people whose data it is, each with the kind of data}."""
    per_ruang: dict[str, dict[str, str]] = defaultdict(dict)
    for satu in objek:
        ruang, _, kunci = satu.partition(":")
        per_ruang[ruang][kunci] = satu
    hasil: dict[str, list[tuple[Subjek, str]]] = {}
    for ruang, isi in per_ruang.items():
        ditemukan: Milik = _cari(ruang, list(isi))
        for kunci, satu in isi.items():
            hasil[satu] = ditemukan.get(kunci) or [(Subjek(), _kata_ruang(ruang, kunci))]
    return hasil


def _cari(ruang: str, kunci: Sequence[str]) -> Milik:
    cari = PENCARI.get(ruang)
    hasil: dict[str, list[tuple[Subjek, str]]] = defaultdict(list)
    semua = iter(kunci if cari else ())
    while potongan := list(islice(semua, SEKALI_BACA)):
        for satu, subjek, data in cari(potongan) if cari else ():
            hasil[str(satu)].append((subjek, data))
    return hasil


def _kata_ruang(ruang: str, kunci: str) -> str:
    return " ".join(filter(None, (ruang.replace("_", " ").capitalize(), kunci)))


Temuan = Iterator[tuple[object, Subjek, str]]


def _subjek(usulan: Usulan) -> Subjek:
    return Subjek(usulan.nama, usulan.nip, str(usulan.instansi))


def _uuid(kunci: Sequence[str]) -> list[UUID]:
    return [UUID(satu) for satu in kunci if _UUID.fullmatch(satu)]


def _cari_usulan(kunci: Sequence[str]) -> Temuan:
    for usulan in Usulan.objects.filter(pk__in=_uuid(kunci)).select_related("instansi"):
        yield usulan.pk, _subjek(usulan), f"Data usulan {usulan.nomor}"


def _cari_keppres(kunci: Sequence[str]) -> Temuan:
    for baris in KeppresUsulan.objects.filter(keppres__in=_uuid(kunci)).select_related("keppres", "usulan__instansi"):
        yield baris.keppres_id, _subjek(baris.usulan), f"Rancangan atau Keppres {baris.keppres}"


def _cari_berkas(kunci: Sequence[str]) -> Temuan:
    versi = VersiDokumen.objects.filter(berkas__in=_uuid(kunci))
    for satu in versi.select_related("dokumen__persyaratan", "dokumen__usulan__instansi"):
        yield satu.berkas_id, _subjek(satu.dokumen.usulan), f"Dokumen: {satu.dokumen.persyaratan.nama}"
    for pertek in Pertek.objects.filter(berkas__in=_uuid(kunci)).select_related("usulan__instansi"):
        yield pertek.berkas_id, _subjek(pertek.usulan), f"Pertek {pertek.nomor}"
    yield from _cari_berkas_keppres(kunci)
    yield from _cari_berkas_versi_lama(kunci)


def _cari_berkas_keppres(kunci: Sequence[str]) -> Temuan:
    """Files of a Keppres: those of one person, and the whole one, which names everybody in it."""
    kunci = list(map(str, _uuid(kunci)))
    dicari = set(kunci)
    satu_orang = Q(salinan__in=kunci) | Q(petikan__in=kunci) | Q(berkas_tanda_terima__in=kunci)
    semua_orang = Q(keppres__berkas__in=kunci) | Q(keppres__riwayat__berkas__in=kunci)
    baris = KeppresUsulan.objects.filter(satu_orang | semua_orang).select_related("keppres", "usulan__instansi")
    for satu in baris.prefetch_related("keppres__riwayat").distinct():
        lama = {riwayat.berkas_id for riwayat in satu.keppres.riwayat.all()}
        berkas = {satu.salinan_id, satu.petikan_id, satu.berkas_tanda_terima_id, satu.keppres.berkas_id, *lama}
        for pk in berkas - {None}:
            if str(pk) in dicari:
                yield pk, _subjek(satu.usulan), f"Berkas Keppres {satu.keppres}"


def _cari_berkas_versi_lama(kunci: Sequence[str]) -> Temuan:
    """Files of one person that belonged to a version before a correction."""
    kunci = list(map(str, _uuid(kunci)))
    dicari = Q(salinan__in=kunci) | Q(petikan__in=kunci) | Q(berkas_tanda_terima__in=kunci)
    for satu in RiwayatSalinan.objects.filter(dicari).select_related("keppres", "usulan__instansi"):
        for pk in {satu.salinan_id, satu.petikan_id, satu.berkas_tanda_terima_id} - {None}:
            if str(pk) in kunci:
                yield pk, _subjek(satu.usulan), f"Berkas Keppres {satu.keppres}, versi {satu.versi}"


def _cari_asn(kunci: Sequence[str]) -> Temuan:
    semua = list(ASN.objects.filter(pk__in=kunci))
    instansi = dict(Instansi.objects.filter(pk__in={a.instansi_kerja_id for a in semua}).values_list("pk", "nama"))
    for asn in semua:
        yield asn.pk, Subjek(asn.nama, asn.nip, instansi.get(asn.instansi_kerja_id, "")), "Data ASN dan keluarga"


def _cari_akun(kunci: Sequence[str]) -> Temuan:
    for orang in Pengguna.objects.filter(pk__in=[satu for satu in kunci if satu.isdecimal()]):
        yield orang.pk, Subjek(orang.nama, orang.nip), "Akun"


PENCARI: Mapping[str, Callable[[Sequence[str]], Temuan]] = {
    "usulan": _cari_usulan,
    "keppres": _cari_keppres,
    "berkas": _cari_berkas,
    "asn": _cari_asn,
    "akun": _cari_akun,
    "pic": _cari_akun,
}
