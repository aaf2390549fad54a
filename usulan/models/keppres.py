"""Keppres: the draft (RKP) that gathers usulan, its way to the President and back, and the copies."""

import uuid
from typing import ClassVar, Self, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from referensi.models import PANJANG_NAMA
from siapp.akun.models import Kategori, Pengguna
from siapp.akun.peran import PERAN_BIRO
from siapp.berkas.models import Berkas
from usulan.keadaan import KEPPRES, KeadaanKeppres
from usulan.models.usulan import Usulan


class KeppresQuerySet(models.QuerySet["Keppres"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """Keppres that `pengguna` may see: Biro APP by pokja, a PIC none (a PIC sees the copy on the usulan)."""
        kategori = pengguna.kategori_peran(*PERAN_BIRO)
        return self if kategori >= set(Kategori.values) else self.filter(kategori__in=kategori)


class Keppres(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kategori = models.CharField(max_length=16, choices=Kategori)
    keadaan = models.CharField(max_length=8, choices=KEPPRES.pilihan, default=KeadaanKeppres.DRAF)
    nomor_memo = models.CharField("nomor memo", max_length=100)
    tanggal_memo = models.DateField("tanggal memo")
    # By what two numbers are one for those who read them: siapp.teks.kunci_nomor, set by actions.nomor.
    kunci_memo = models.TextField(default="", db_default="", editable=False)
    perihal = models.CharField(max_length=255)
    dilepas_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    dilepas_pada = models.DateTimeField(null=True, blank=True)
    tanggal_maju = models.DateField("tanggal maju", null=True, blank=True)
    tanggal_turun = models.DateField("tanggal turun", null=True, blank=True)
    # The Lampiran's limits (APIs 11 and 12): nomor 20, judul 255.
    nomor = models.CharField("nomor Keppres", max_length=20, blank=True)
    kunci_nomor = models.TextField(default="", db_default="", editable=False)
    tahun = models.PositiveSmallIntegerField(null=True, blank=True)
    tanggal = models.DateField("tanggal Keppres", null=True, blank=True)
    judul = models.CharField("judul Keppres", max_length=255, blank=True)
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="keppres")
    versi = models.PositiveSmallIntegerField(default=1)
    dibuat_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diubah_pada = models.DateTimeField(auto_now=True)

    objects = KeppresQuerySet.as_manager()
    TABEL: ClassVar = KEPPRES

    class Meta:
        verbose_name = "Keppres"
        verbose_name_plural = "Keppres"
        constraints = [
            models.UniqueConstraint(
                "nomor",
                "tahun",
                name="keppres_nomor_unik_per_tahun",
                condition=~Q(nomor=""),
                violation_error_message="Nomor Keppres ini sudah dipakai pada tahun yang sama.",
            ),
            # As people read them: case, blanks and kinds of dash make no other number. What was there twice before this
            # was known has no key, and neither has what old code writes beside us: the exact words hold for these.
            models.UniqueConstraint(
                "kunci_nomor",
                "tahun",
                name="keppres_nomor_satu_per_tahun",
                condition=~Q(kunci_nomor=""),
                violation_error_message=(
                    "Nomor Keppres ini sudah dipakai pada tahun yang sama, mungkin dengan spasi, huruf besar, atau "
                    "tanda hubung yang lain."
                ),
            ),
            models.UniqueConstraint(
                F("kunci_memo"),
                ExtractYear("tanggal_memo"),
                name="keppres_memo_satu_per_tahun",
                condition=~Q(kunci_memo=""),
                violation_error_message=(
                    "Nomor memo ini sudah dipakai pada tahun yang sama, mungkin dengan spasi, huruf besar, atau tanda "
                    "hubung yang lain."
                ),
            ),
            models.CheckConstraint(
                name="keppres_terbit_lengkap",
                condition=~Q(keadaan=KeadaanKeppres.TERBIT)
                | (~Q(nomor="") & ~Q(judul="") & Q(tanggal__isnull=False, tahun__isnull=False, berkas__isnull=False)),
                violation_error_message="Keppres terbit harus mempunyai nomor, tanggal, judul, dan berkas PDF.",
            ),
            models.CheckConstraint(
                name="keppres_dilepas_ada_orangnya",
                condition=Q(keadaan=KeadaanKeppres.DRAF) | Q(dilepas_oleh__isnull=False, dilepas_pada__isnull=False),
                violation_error_message="Rancangan Keppres harus dilepas Kepala Biro.",
            ),
        ]
        indexes = [
            models.Index(fields=["kategori", "-diubah_pada", "-id"], name="keppres_kategori_diubah"),
            models.Index(fields=["-diubah_pada", "-id"], name="keppres_diubah"),
            models.Index(
                fields=["keadaan", "-diubah_pada", "-id"],
                name="keppres_berjalan",
                condition=~Q(keadaan=KeadaanKeppres.TERBIT),
            ),
        ]

    def __str__(self) -> str:
        return self.nomor or self.nomor_memo

    @property
    def nama_terbuka(self) -> bool:
        """Whether the names on it may still be decided: until it goes up (alur.md 5)."""
        return self.keadaan in (KeadaanKeppres.DRAF, KeadaanKeppres.DILEPAS)


# What a link that BKN downloads a copy by is for (siapp.berkas.tautan): one per file.
TUJUAN_TAUTAN = "salinan-keppres"


class KeppresUsulan(models.Model):
    """One usulan in a Keppres, with its copy, extract and receipt: those of the present version, or none."""

    keppres = models.ForeignKey(Keppres, models.CASCADE, related_name="baris")
    usulan = models.OneToOneField(Usulan, models.PROTECT, related_name="baris_keppres")
    urutan = models.PositiveIntegerField()
    pertek = models.ForeignKey("usulan.Pertek", models.PROTECT, related_name="+")
    # The name with titles as a person decided that it stands on the decree; "" while nobody did.
    nama = models.CharField("nama pada Keppres", max_length=PANJANG_NAMA, blank=True, default="", db_default="")
    # The person as Data ASN had them when somebody last confirmed a difference here (usulan.perbedaan).
    potret = models.JSONField(default=dict, blank=True, db_default={}, editable=False)
    salinan = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    petikan = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    berkas_tanda_terima = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    diterima_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    diterima_pada = models.DateTimeField(null=True, blank=True)
    terbit_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["urutan"]
        verbose_name = "usulan dalam Keppres"
        verbose_name_plural = "usulan dalam Keppres"
        indexes = [
            models.Index(fields=["terbit_pada", "id"], name="keppresusulan_terbit"),
            # The few that wait for a receipt are counted on start pages.
            models.Index(
                fields=["usulan"],
                name="keppresusulan_belum_diterima",
                condition=Q(terbit_pada__isnull=False, diterima_pada=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.keppres} – {self.usulan}"

    @property
    def nama_keppres(self) -> str:
        """The name on the decree: as decided, else as signed."""
        return self.nama or self.usulan.nama

    @property
    def nama_dipilih(self) -> bool:
        """Whether the name on the decree is settled: the one there is, or the one of two that a person chose.

        A choice ends when neither the usulan nor Data ASN bears that name any longer. Asked before maju only.
        """
        ada = {self.usulan.nama, self.usulan.asn.nama}
        return self.nama in ada or (not self.nama and len(ada) == 1)

    @property
    def belum_diterima(self) -> bool:
        """Whether the agency's receipt for the present version is awaited."""
        return self.terbit_pada is not None and self.diterima_pada is None

    @property
    def berkas_salinan_id(self) -> uuid.UUID:
        """The file that is handed out once published: this person's own copy, else that of the whole Keppres."""
        # Never null: the constraint keppres_terbit_lengkap.
        return cast(uuid.UUID, self.salinan_id or self.keppres.berkas_id)


class RiwayatSalinan(models.Model):
    """What one person had of a version of the Keppres that was corrected since: copy, extract and receipt."""

    usulan = models.ForeignKey(Usulan, models.PROTECT, related_name="riwayat_salinan")
    keppres = models.ForeignKey(Keppres, models.CASCADE, related_name="riwayat_salinan")
    versi = models.PositiveSmallIntegerField()
    salinan = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    petikan = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    berkas_tanda_terima = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="+")
    diterima_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    diterima_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-versi"]
        verbose_name = "riwayat salinan"
        verbose_name_plural = "riwayat salinan"
        constraints = [models.UniqueConstraint("usulan", "keppres", "versi", name="riwayat_salinan_versi_unik")]

    def __str__(self) -> str:
        return f"{self.keppres} v{self.versi} – {self.usulan}"


class RiwayatKeppres(models.Model):
    """What a published Keppres said before a correction."""

    keppres = models.ForeignKey(Keppres, models.CASCADE, related_name="riwayat")
    versi = models.PositiveSmallIntegerField()
    nomor = models.CharField(max_length=20)
    tanggal = models.DateField()
    judul = models.CharField(max_length=255)
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="+")
    alasan = models.TextField()
    digantikan_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    digantikan_pada = models.DateTimeField()

    class Meta:
        ordering = ["-versi"]
        verbose_name = "riwayat Keppres"
        verbose_name_plural = "riwayat Keppres"
        constraints = [models.UniqueConstraint("keppres", "versi", name="riwayat_keppres_versi_unik")]

    def __str__(self) -> str:
        return f"{self.nomor} v{self.versi}"
