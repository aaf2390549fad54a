"""What stands in the database before anybody signs in: the catalogue, the refusal reasons, the periods of KP.

Loading again changes only what changed in the catalogue. What an administrator may edit (reasons, periods) is filled
in where it is missing and never overwritten.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from referensi.katalog import LayananKatalog, muat_alasan, muat_katalog
from referensi.models import AlasanPenolakan, Layanan, Periode, Persyaratan
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat

ALIRAN_KATALOG = "referensi:katalog"
KATALOG_DIMUAT = "referensi.katalog_dimuat"

TAHUN_PERTAMA = 2020
# The months of TMT, from the day named on (kontrak.md 5). A table: the next change at BKN is one more row.
POLA_PERIODE: tuple[tuple[date, tuple[int, ...]], ...] = (
    (date(TAHUN_PERTAMA, 1, 1), (4, 10)),
    (date(2023, 1, 1), (2, 4, 6, 8, 10, 12)),
    (date(2025, 10, 1), tuple(range(1, 13))),
)
BULAN_KE_DEPAN = 12
# BKN takes usulan from the 16th two months before the TMT to the 15th of the month before it (letter
# 13749/B-MP.01.01/SD/D/2025), until an administrator says otherwise. So no two periods take usulan at once.
HARI_DIBUKA, HARI_DITUTUP = 16, 15

_BIDANG_LAYANAN = ("kategori", "nama", "urutan")
_BIDANG_PERSYARATAN = ("urutan", "nama", "jenis", "wajib", "kondisi", "gambar", "aktif")


@dataclass(frozen=True, slots=True)
class HasilMuat:
    """How many rows were written: new or changed ones of each table, and document rows that left the catalogue."""

    layanan: int
    persyaratan: int
    dinonaktifkan: int
    alasan: int
    periode: int

    @property
    def ada(self) -> bool:
        return any(asdict(self).values())


@transaction.atomic(durable=True)
def muat_ke_basis_data() -> HasilMuat:
    """Bring the tables in step with the catalogue and add missing reasons and periods; return what was written.

    Running it twice writes nothing the second time.
    """
    katalog = muat_katalog()
    hasil = HasilMuat(
        layanan=_muat_layanan(katalog),
        persyaratan=_muat_persyaratan(katalog),
        dinonaktifkan=_nonaktifkan_yang_keluar(katalog),
        alasan=_muat_alasan(),
        periode=_semai_periode(timezone.localdate()),
    )
    if hasil.ada:
        catat(ALIRAN_KATALOG, KATALOG_DIMUAT, oleh=Mesin.SISTEM, data=asdict(hasil))
    return hasil


def _muat_layanan(katalog: tuple[LayananKatalog, ...]) -> int:
    lama = {isi[0]: isi[1:] for isi in Layanan.objects.values_list("kode", *_BIDANG_LAYANAN)}
    baru = [Layanan(kode=la.kode, kategori=la.kategori, nama=la.nama, urutan=la.urutan) for la in katalog]
    beda = [la for la in baru if lama.get(la.kode) != (la.kategori, la.nama, la.urutan)]
    if beda and lama:
        # `urutan` is unique: make room first, or two services that change places would collide halfway.
        Layanan.objects.filter(kode__in=[la.kode for la in beda]).update(urutan=F("urutan") + 10_000)
    Layanan.objects.bulk_create(
        beda, update_conflicts=True, unique_fields=["kode"], update_fields=list(_BIDANG_LAYANAN)
    )
    return len(beda)


def _persyaratan(katalog: tuple[LayananKatalog, ...]) -> Iterator[Persyaratan]:
    for layanan in katalog:
        for dokumen in layanan.dokumen:
            yield Persyaratan(
                layanan_id=layanan.kode,
                kode=dokumen.kode,
                urutan=dokumen.urutan,
                nama=dokumen.nama,
                jenis=dokumen.jenis,
                wajib=dokumen.wajib,
                kondisi=dokumen.kondisi,
                gambar="jpeg" in dokumen.berkas,
            )


def _muat_persyaratan(katalog: tuple[LayananKatalog, ...]) -> int:
    lama = {isi[:2]: isi[2:] for isi in Persyaratan.objects.values_list("layanan_id", "kode", *_BIDANG_PERSYARATAN)}
    beda = [
        p
        for p in _persyaratan(katalog)
        if lama.get((p.layanan_id, p.kode)) != tuple(getattr(p, nama) for nama in _BIDANG_PERSYARATAN)
    ]
    Persyaratan.objects.bulk_create(
        beda, update_conflicts=True, unique_fields=["layanan", "kode"], update_fields=list(_BIDANG_PERSYARATAN)
    )
    return len(beda)


def _nonaktifkan_yang_keluar(katalog: tuple[LayananKatalog, ...]) -> int:
    # Never deleted: usulan hold files for them.
    berlaku = {(p.layanan_id, p.kode) for p in _persyaratan(katalog)}
    aktif = Persyaratan.objects.filter(aktif=True).values_list("pk", "layanan_id", "kode")
    keluar = [pk for pk, layanan, kode in aktif if (layanan, kode) not in berlaku]
    return Persyaratan.objects.filter(pk__in=keluar).update(aktif=False) if keluar else 0


def _muat_alasan() -> int:
    ada = set(AlasanPenolakan.objects.values_list("kode", flat=True))
    baru = [
        AlasanPenolakan(kode=alasan.kode, teks=alasan.teks, urutan=urutan)
        for urutan, alasan in enumerate(muat_alasan(), start=1)
        if alasan.kode not in ada
    ]
    AlasanPenolakan.objects.bulk_create(baru)
    return len(baru)


def geser_bulan(tanggal: date, bulan: int) -> date:
    """Return the first of the month that lies `bulan` months after (or before) that of `tanggal`."""
    urutan = tanggal.year * 12 + tanggal.month - 1 + bulan
    return date(urutan // 12, urutan % 12 + 1, 1)


def rentang_usulan(tmt: date) -> tuple[date, date]:
    """Return from when to when usulan for a period of `tmt` are taken unless an administrator says otherwise."""
    return geser_bulan(tmt, -2).replace(day=HARI_DIBUKA), geser_bulan(tmt, -1).replace(day=HARI_DITUTUP)


def tmt_periode(sampai: date) -> Iterator[date]:
    """Yield the TMT of every period from `TAHUN_PERTAMA` up to `sampai`, by `POLA_PERIODE`."""
    tmt = POLA_PERIODE[0][0]
    while tmt <= sampai:
        bulan = [pola for mulai, pola in POLA_PERIODE if mulai <= tmt][-1]
        if tmt.month in bulan:
            yield tmt
        tmt = geser_bulan(tmt, 1)


def _semai_periode(hari: date) -> int:
    ada = set(Periode.objects.values_list("tmt", flat=True))
    baru = [
        Periode(tmt=tmt, dibuka=rentang_usulan(tmt)[0], ditutup=rentang_usulan(tmt)[1])
        for tmt in tmt_periode(geser_bulan(hari, BULAN_KE_DEPAN))
        if tmt not in ada
    ]
    Periode.objects.bulk_create(baru)
    return len(baru)
