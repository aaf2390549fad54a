"""What screen 12 shows: the eight lists, the tree of units, and how fresh and how well matched they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from referensi.keadaan import KeadaanSinkron
from referensi.models import (
    Eselon,
    Golongan,
    Instansi,
    Jabatan,
    JabatanFungsional,
    JenisDokumen,
    JenisLayanan,
    Layanan,
    Periode,
    Persyaratan,
    Rujukan,
    Sinkronisasi,
    Unor,
)
from referensi.pemetaan import DOKUMEN_LEPAS, LAYANAN_LEPAS


@dataclass(frozen=True, slots=True)
class Lihat:
    """How one list is shown: its title, its table, and the columns besides id and name as (heading, field)."""

    judul: str
    model: type[Rujukan]
    kolom: tuple[tuple[str, str], ...] = ()


# By the names of API 13, which are those of the sync.
LIHAT: Mapping[str, Lihat] = {
    "instansi": Lihat("Instansi", Instansi, (("Jenis", "jenis"),)),
    "unor": Lihat("Unit organisasi", Unor, (("ID instansi", "instansi_id"), ("Eselon", "eselon_id"))),
    "jabatan": Lihat("Jabatan", Jabatan, (("Jenis jabatan", "jenis_jabatan_id"), ("BUP", "bup"))),
    "jabatan-fungsional": Lihat("Jabatan fungsional", JabatanFungsional, (("Jenjang", "jenjang"), ("BUP", "bup"))),
    "golongan": Lihat("Golongan", Golongan, (("Pangkat", "pangkat"),)),
    "eselon": Lihat("Eselon", Eselon, (("Jabatan", "jabatan"),)),
    "jenis-layanan": Lihat("Jenis layanan SIASN", JenisLayanan, (("Layanan", "layanan"),)),
    "jenis-dokumen": Lihat(
        "Jenis dokumen SIASN",
        JenisDokumen,
        (("ID dokumen", "id_ref_dokumen"), ("Detail layanan", "detail_layanan_id"), ("Wajib", "wajib")),
    ),
}


@dataclass(frozen=True, slots=True)
class Ringkasan:
    """One list on the overview: the last sync that was merged and the latest of any outcome."""

    kode: str
    judul: str
    berhasil: Sinkronisasi | None
    terakhir: Sinkronisasi | None

    @property
    def menunggu(self) -> bool:
        return self.terakhir is not None and self.terakhir.keadaan == KeadaanSinkron.MENUNGGU

    @property
    def gagal(self) -> bool:
        return self.terakhir is not None and self.terakhir.keadaan == KeadaanSinkron.GAGAL


def remah(*lanjut: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the breadcrumb below the overview."""
    return [("Referensi", reverse("referensi:indeks")), *lanjut]


def ringkasan_daftar() -> list[Ringkasan]:
    """Return the eight lists and Data ASN, each with its syncs, in two queries; no table is counted."""
    urut = Sinkronisasi.objects.order_by("daftar", "-mulai", "-id").distinct("daftar")
    terakhir = {satu.daftar: satu for satu in urut}
    berhasil = {satu.daftar: satu for satu in urut.filter(keadaan=KeadaanSinkron.SELESAI)}
    judul = {kode: lihat.judul for kode, lihat in LIHAT.items()} | {"asn": "Data ASN"}
    return [Ringkasan(kode, kata, berhasil.get(kode), terakhir.get(kode)) for kode, kata in judul.items()]


def isi_daftar(lihat: Lihat, cari: str, lama: bool) -> QuerySet[Any]:
    """Return the rows of a list by a part of the name; `lama` includes those that SIASN no longer has."""
    semua: QuerySet[Any] = lihat.model._default_manager.all()
    if cari:
        semua = semua.filter(nama__icontains=cari)
    return semua if lama else semua.filter(aktif=True)


@dataclass(frozen=True, slots=True)
class BarisTampil:
    """A row as plain texts."""

    id: str
    nama: str
    aktif: bool
    sel: tuple[tuple[str, str], ...]


def baris_tampil(lihat: Lihat, baris: Any) -> BarisTampil:
    """Return a row of a list with its cells in words."""
    sel = tuple((judul, _kata(getattr(baris, bidang))) for judul, bidang in lihat.kolom)
    return BarisTampil(str(baris.pk), baris.nama, baris.aktif, sel)


def _kata(nilai: Any) -> str:
    if isinstance(nilai, bool):
        return "ya" if nilai else "tidak"
    return "–" if nilai in (None, "") else str(nilai)


def anak_unor(instansi_id: str, induk_id: str) -> QuerySet[Unor]:
    """Return the units below `induk_id`, or the topmost of `instansi_id` when it is ""; with `punya_anak`.

    Topmost is also a unit whose parent SIASN does not list, or it would be nowhere.
    """
    anak = Unor.objects.filter(atasan_id=OuterRef("id"), aktif=True)
    semua = Unor.objects.filter(aktif=True).annotate(punya_anak=Exists(anak))
    if induk_id:
        return semua.filter(atasan_id=induk_id)
    ada_induk = Exists(Unor.objects.filter(id=OuterRef("atasan_id"), aktif=True))
    return semua.filter(Q(atasan_id="") | ~ada_induk, instansi_id=instansi_id)


def jalur_unor(unor_id: str, paling_dalam: int = 12) -> list[Unor]:
    """Return a unit's ancestors from the top down to itself; a circle in SIASN's list ends it."""
    jalur: list[Unor] = []
    while unor_id and len(jalur) < paling_dalam and unor_id not in {u.pk for u in jalur}:
        unor = Unor.objects.filter(pk=unor_id).first()
        if unor is None:
            break
        jalur.append(unor)
        unor_id = unor.atasan_id
    return jalur[::-1]


def layanan_dan_padanan() -> QuerySet[Layanan]:
    """Return the services with `dokumen` (rows in force) and `cocok` (those matched with SIASN)."""
    aktif = Q(persyaratan__aktif=True)
    return (
        Layanan.objects.select_related("jenis_layanan")
        .annotate(
            dokumen=Count("persyaratan", filter=aktif),
            cocok=Count("persyaratan", filter=aktif & Q(persyaratan__jenis_dokumen__aktif=True)),
        )
        .order_by("urutan")
    )  # who counts is not ordered by Meta


def belum_cocok() -> tuple[int, int]:
    """Return how many services and how many document rows have no counterpart in force at SIASN."""
    dokumen = Persyaratan.objects.filter(DOKUMEN_LEPAS, aktif=True).count()
    return Layanan.objects.filter(LAYANAN_LEPAS).count(), dokumen


def padanan_ditarik() -> int:
    """Return how many services and document rows had a counterpart that SIASN has withdrawn."""
    dokumen = Persyaratan.objects.filter(aktif=True, jenis_dokumen__aktif=False).count()
    return Layanan.objects.filter(jenis_layanan__aktif=False).count() + dokumen


@dataclass(frozen=True, slots=True)
class BarisPeriode:
    """A period and where it stands today."""

    periode: Periode
    keadaan: str
    kata: str


def daftar_periode(hari: date) -> list[BarisPeriode]:
    """Return all periods, the latest first, each with its state on `hari`."""
    return [_periode(periode, hari) for periode in Periode.objects.order_by("-tmt")]


def _periode(periode: Periode, hari: date) -> BarisPeriode:
    if hari < periode.dibuka:
        return BarisPeriode(periode, "BELUM_MULAI", "Belum dibuka")
    if hari > periode.ditutup:
        return BarisPeriode(periode, "NONAKTIF", "Ditutup")
    return BarisPeriode(periode, "AKTIF", "Terbuka")
