"""Usulan: one proposal of one person for one service."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from referensi.models import ASN, PANJANG_NAMA, Instansi, Layanan, Periode
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.teks import kunci_cari
from usulan import tahap as alur
from usulan.tahap import Tahap


class StatusPutusan(models.TextChoices):
    """The agreement's words, exact and upper case (Lampiran APIs 8, 9, 10)."""

    APPROVED = "APPROVED", "Disetujui"
    BTL = "BTL", "Berkas tidak lengkap (BTL)"
    TMS = "TMS", "Tidak memenuhi syarat (TMS)"


class Lembaga(models.TextChoices):
    """The two verdict tracks."""

    BIRO_APP = "BIRO_APP", "Biro APP"
    BKN = "BKN", "BKN"


def _pilihan_tahap() -> list[tuple[str, str]]:
    return [(t.value, alur.LABEL[t]) for t in Tahap]


# Finished ones whose Keppres was corrected since, without the agency's receipt for the new version.
RALAT_BELUM_DITERIMA = Q(
    tahap=Tahap.SELESAI, baris_keppres__terbit_pada__isnull=False, baris_keppres__diterima_pada=None
)

# More than these no instansi has waiting. A limit makes PostgreSQL find the rows before it sorts them.
BATAS_RALAT = 10_000


def _milik_instansi(peran: Iterable[Peran]) -> Q:
    """What these roles open as PIC: a condition per instansi and not per group, so that one index serves it."""
    kategori: dict[str | None, set[str]] = {}
    for p in peran:
        if p.jenis == JenisPeran.PIC:
            kategori.setdefault(p.instansi_id, set()).add(p.kategori)
    boleh = Q(pk__in=[])
    for instansi, isi in kategori.items():
        boleh |= Q(instansi_id=instansi) & _kategori(isi) & ~Q(tahap=Tahap.DIHAPUS)
    return boleh


def _milik_biro(peran: Iterable[Peran]) -> Q:
    """What these roles open at Biro APP: what was submitted, of the pokja or of all."""
    kategori = {p.kategori for p in peran if p.jenis != JenisPeran.PIC}
    if not kategori:
        return Q(pk__in=[])
    return _kategori(set(Kategori.values) if "" in kategori else kategori) & ~Q(tahap__in=[Tahap.DRAF, Tahap.DIHAPUS])


def _kategori(isi: set[str]) -> Q:
    # Who sees all of them asks for none: a list in the order of time then needs no look at each kategori.
    return Q() if isi >= set(Kategori.values) else Q(kategori__in=sorted(isi))


class UsulanQuerySet(models.QuerySet["Usulan"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """The usulan that `pengguna` may see: the door of every read.

        A PIC sees those of the own instansi and group; a pokja member those of the pokja once submitted; the other
        roles of Biro APP every submitted one. Deleted ones are seen by the auditor only.
        """
        milik = pengguna.peran_aktif
        if any(p.jenis == JenisPeran.AUDITOR for p in milik):
            return self
        return self.filter(_milik_instansi(milik) | _milik_biro(milik))

    def dengan_rujukan(self) -> Self:
        """With what a row of a list shows, so that a list costs one query."""
        return self.select_related("layanan", "instansi", "verifikator", "pembuat")

    def ralat_belum_diterima(self) -> Self:
        """Those whose corrected copy waits for its receipt, to be shown in any order.

        Found first and sorted after: in the order of a list all that was ever finished would be passed for them.
        """
        ralat = self.filter(RALAT_BELUM_DITERIMA).select_related(None).order_by()
        return self.filter(pk__in=ralat.values("pk")[:BATAS_RALAT])


class Usulan(models.Model):
    """A proposal. `tahap` is changed by `usulan.actions` only; the two `status_*` are the tracks' current verdicts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nomor = models.CharField(max_length=24, unique=True)
    layanan = models.ForeignKey(Layanan, models.PROTECT, related_name="usulan")
    kategori = models.CharField(max_length=16, choices=Kategori)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="usulan")
    asn = models.ForeignKey(ASN, models.PROTECT, related_name="usulan")
    nip = models.CharField("NIP", max_length=18)
    nama = models.CharField(max_length=PANJANG_NAMA)
    # The person as Data ASN had them at the last signing, of a draft at its beginning (usulan.perbedaan).
    potret = models.JSONField(default=dict, blank=True, db_default={}, editable=False)
    periode = models.ForeignKey(Periode, models.PROTECT, null=True, blank=True, related_name="usulan")

    nomor_surat_pengantar = models.CharField("nomor surat pengantar", max_length=100, blank=True)
    tanggal_surat_pengantar = models.DateField("tanggal surat pengantar", null=True, blank=True)
    pejabat_penanda_tangan = models.CharField("pejabat penanda tangan", max_length=100, blank=True)

    tahap = models.CharField(max_length=16, choices=_pilihan_tahap, default=Tahap.DRAF)
    putaran = models.PositiveSmallIntegerField(default=1)
    status_biro = models.CharField(max_length=10, choices=StatusPutusan, blank=True)
    status_bkn = models.CharField(max_length=10, choices=StatusPutusan, blank=True)
    tahap_bkn = models.TextField(blank=True)
    ditahan = models.CharField("alasan ditahan", max_length=255, blank=True)
    # False when BKN's BTL opened the whole file and no verifier has named the rows yet.
    perbaikan_ditandai = models.BooleanField(default=False)

    pembuat = models.ForeignKey(Pengguna, models.PROTECT, related_name="usulan_dibuat")
    penanda_tangan = models.ForeignKey(Pengguna, models.PROTECT, null=True, blank=True, related_name="usulan_diteken")
    verifikator = models.ForeignKey(Pengguna, models.PROTECT, null=True, blank=True, related_name="usulan_diverifikasi")
    asal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="turunan")

    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diubah_pada = models.DateTimeField()
    diajukan_pada = models.DateTimeField(null=True, blank=True)
    tahap_sejak = models.DateTimeField()
    tenggat = models.DateField(null=True, blank=True)
    versi = models.PositiveIntegerField(default=1)
    cari = models.TextField(default="", editable=False)
    # True: whether the person is still at `instansi` has to be compared. Kept by triggers (keputusan/0073).
    tempat_diragukan = models.BooleanField(default=False, db_default=False, editable=False)

    objects = UsulanQuerySet.as_manager()

    class Meta:
        verbose_name = "usulan"
        verbose_name_plural = "usulan"
        constraints = [
            models.CheckConstraint(name="usulan_tahap_dikenal", condition=Q(tahap__in=[t.value for t in Tahap])),
            models.CheckConstraint(
                name="usulan_diverifikasi_ada_verifikator",
                condition=~Q(tahap=Tahap.DIVERIFIKASI) | Q(verifikator__isnull=False),
                violation_error_message="Usulan yang diverifikasi harus mempunyai verifikator.",
            ),
            models.CheckConstraint(
                name="usulan_diajukan_ada_penanda_tangan",
                condition=Q(tahap__in=[Tahap.DRAF, Tahap.DIHAPUS])
                | Q(penanda_tangan__isnull=False, diajukan_pada__isnull=False),
                violation_error_message="Usulan yang diajukan harus diteken.",
            ),
            models.CheckConstraint(
                name="usulan_keppres_butuh_dua_persetujuan",
                condition=~Q(
                    tahap__in=[
                        Tahap.SIAP_KEPPRES,
                        Tahap.RKP,
                        Tahap.KEPPRES_MAJU,
                        Tahap.KEPPRES_TERBIT,
                        Tahap.SELESAI,
                    ]
                )
                | Q(status_biro=StatusPutusan.APPROVED, status_bkn=StatusPutusan.APPROVED)
                | ~Q(ditahan=""),
                violation_error_message="Keppres memerlukan persetujuan Biro APP dan BKN.",
            ),
            models.CheckConstraint(name="usulan_putaran_mulai_satu", condition=Q(putaran__gte=1)),
            models.UniqueConstraint(
                "asn",
                "kategori",
                name="usulan_aktif_satu_per_orang_dan_kategori",
                condition=Q(tahap__in=sorted(alur.AKTIF)),
                violation_error_message=(
                    "Orang ini sudah mempunyai usulan lain yang masih berjalan dalam kategori yang sama."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["kategori", "tahap", "tahap_sejak", "id"], name="usulan_antrean"),
            models.Index(fields=["verifikator", "tahap", "tahap_sejak", "id"], name="usulan_tugas"),
            models.Index(fields=["-diubah_pada", "-id"], name="usulan_diubah"),
            # Each list of one thing in the order of time: where it is long ago or far away, nothing else is read.
            models.Index(fields=["instansi", "-diubah_pada", "-id"], name="usulan_instansi_diubah"),
            models.Index(fields=["instansi", "tahap", "-diubah_pada", "-id"], name="usulan_instansi_tahap"),
            models.Index(fields=["tahap", "-diubah_pada", "-id"], name="usulan_tahap_diubah"),
            models.Index(fields=["layanan", "-diubah_pada", "-id"], name="usulan_layanan_diubah"),
            models.Index(fields=["verifikator", "-diubah_pada", "-id"], name="usulan_verifikator_diubah"),
            models.Index(fields=["-diajukan_pada", "-id"], name="usulan_diajukan"),
            # What is open, the longest waiting first, for those who see every pokja.
            models.Index(
                fields=["tahap", "tahap_sejak", "id"],
                name="usulan_terbuka",
                condition=Q(tahap__in=sorted(alur.TERBUKA)),
            ),
            models.Index(
                fields=["tahap_sejak", "id"],
                name="usulan_tempat_diragukan",
                condition=Q(tempat_diragukan=True, tahap__in=sorted(alur.TERBUKA)),
            ),
            # What verifiers hold: counted per person on every page of the queue, out of the index alone.
            models.Index(
                fields=["tahap", "kategori", "verifikator"],
                include=["tenggat", "perbaikan_ditandai", "putaran", "id"],
                name="usulan_dipegang",
                condition=Q(tahap__in=[Tahap.DIVERIFIKASI, Tahap.PERBAIKAN]),
            ),
            # What an instansi has to do, the longest waiting first.
            models.Index(
                fields=["instansi", "tahap_sejak", "id"],
                name="usulan_tindakan",
                condition=Q(tahap__in=[Tahap.DRAF, Tahap.KEPPRES_TERBIT, Tahap.PERBAIKAN]),
            ),
            # What is rare among a million: a deadline, a hold, a verdict that is no approval.
            models.Index(fields=["tenggat"], name="usulan_bertenggat", condition=Q(tenggat__isnull=False)),
            models.Index(fields=["-diubah_pada", "-id"], name="usulan_ditahan", condition=~Q(ditahan="")),
            models.Index(
                fields=["status_biro", "-diubah_pada", "-id"],
                name="usulan_biro_lain",
                condition=Q(status_biro__in=["", StatusPutusan.BTL, StatusPutusan.TMS]),
            ),
            models.Index(
                fields=["status_bkn", "-diubah_pada", "-id"],
                name="usulan_bkn_lain",
                condition=Q(status_bkn__in=["", StatusPutusan.BTL, StatusPutusan.TMS]),
            ),
            GinIndex(OpClass("cari", name="gin_trgm_ops"), name="usulan_cari"),
        ]

    def __str__(self) -> str:
        return self.nomor

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.cari = kunci_cari(f"{self.nomor} {self.nama} {self.nip}")
        super().save(*args, **kwargs)

    @property
    def tahap_kini(self) -> Tahap:
        return Tahap(self.tahap)

    @property
    def giliran(self) -> str:
        return alur.GILIRAN[self.tahap_kini]

    @property
    def sedang_jalan(self) -> bool:
        return self.tahap_kini not in alur.AKHIR


class PengaturanInstansi(models.Model):
    """What an instansi asks of itself. `empat_mata` (keputusan/0005): who wrote a usulan does not sign it."""

    instansi = models.OneToOneField(Instansi, models.PROTECT, primary_key=True, related_name="pengaturan")
    empat_mata = models.BooleanField(default=False)

    class Meta:
        verbose_name = "pengaturan instansi"

    def __str__(self) -> str:
        return str(self.instansi)


class NomorTahun(models.Model):
    """The last number of a year. Locked at the end of the transaction that makes a draft, and by nothing else."""

    tahun = models.PositiveSmallIntegerField(primary_key=True)
    terakhir = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "nomor tahun"
        verbose_name_plural = "nomor tahun"

    def __str__(self) -> str:
        return str(self.tahun)
