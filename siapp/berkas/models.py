"""Files and the links to them (janji.md 3). A Berkas never changes its bytes: a correction is a new Berkas."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, ForeignObjectRel, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from siapp.akun.peran import LABEL_MESIN
from siapp.berkas.keadaan import BACAAN, BERKAS, KeadaanBacaan, KeadaanBerkas, KesehatanBerkas
from siapp.berkas.models_gudang import Pemasangan as Pemasangan
from siapp.berkas.models_gudang import PerapianTertahan as PerapianTertahan
from siapp.berkas.models_tte import AkarTepercaya as AkarTepercaya
from siapp.berkas.models_tte import PemeriksaanTte as PemeriksaanTte
from siapp.berkas.sebab import kalimat_peringatan, kalimat_tolak


class JenisBerkas(models.TextChoices):
    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    # Photos in their order, as they came; a PDF takes their place before anybody sees them (keputusan/0095).
    FOTO = "application/zip", "Foto"


BAGIAN = 2
"""Files of one person that are inspected at the same time: heavy ones must not keep others waiting."""


class BerkasQuerySet(models.QuerySet["Berkas"]):
    def jatuh_tempo(self) -> "BerkasQuerySet":
        """Files that wait for an inspection and are in nobody's hands, the longest waiting first."""
        menunggu = self.filter(keadaan=KeadaanBerkas.DIPERIKSA, jatuh_tempo__lte=timezone.now())
        return menunggu.order_by("jatuh_tempo")

    def bergiliran(self) -> "BerkasQuerySet":
        """Files whose turn it is: of those with the fewest in hands first, the longest waiting first.

        Whoever has `BAGIAN` in hands waits until one of them is decided.
        """
        semua = Berkas.objects.filter(
            keadaan=KeadaanBerkas.DIPERIKSA, sewa__isnull=False, jatuh_tempo__gt=timezone.now()
        )
        milik = semua.filter(diunggah_oleh=OuterRef("diunggah_oleh")).order_by().values("diunggah_oleh")
        dipegang = Coalesce(Subquery(milik.annotate(n=Count("pk")).values("n")), 0)
        menunggu = self.jatuh_tempo().annotate(dipegang=dipegang).filter(dipegang__lt=BAGIAN)
        return menunggu.order_by("dipegang", "jatuh_tempo")

    def tanpa_gambar(self) -> "BerkasQuerySet":
        """Released files whose first page images have not been made yet, the oldest first."""
        return self.filter(keadaan=KeadaanBerkas.TERSEDIA, gambar_pada=None).order_by("dibuat_pada")

    def tanpa_pemilik(self) -> "BerkasQuerySet":
        """Files that no row of any other table points at; what ends with the file (links, its words) owns nothing.

        The tables are read from the model's own reverse relations, hidden ones too, so an app that begins to own
        files is counted without this one knowing it.
        """
        hasil = self
        for hubungan in Berkas._meta.get_fields(include_hidden=True):
            if isinstance(hubungan, ForeignObjectRel) and hubungan.on_delete is not models.CASCADE:
                penunjuk = hubungan.related_model._base_manager.filter(**{hubungan.field.attname: OuterRef("pk")})
                hasil = hasil.filter(~Exists(penunjuk))
        return hasil


class Berkas(models.Model):
    """One stored file: its key, fingerprint, inspection and health."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kunci = models.CharField(max_length=128, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    ukuran = models.BigIntegerField("ukuran (bita)", editable=False)
    jenis = models.CharField(max_length=32, choices=JenisBerkas)
    nama_asli = models.CharField(max_length=150)
    halaman = models.PositiveIntegerField("jumlah halaman", null=True, blank=True)
    keadaan = models.CharField(max_length=16, choices=BERKAS.pilihan, default=KeadaanBerkas.DIPERIKSA)
    sebab_tolak = models.CharField("sebab ditolak", max_length=32, blank=True)
    peringatan = models.JSONField(default=list, blank=True)
    diunggah_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="berkas_diunggah"
    )
    mesin = models.CharField(max_length=8, choices=list(LABEL_MESIN.items()), blank=True)
    dibuat_pada = models.DateTimeField(default=timezone.now)
    diperiksa_pada = models.DateTimeField(null=True, blank=True)
    # Who inspects holds `sewa` until `jatuh_tempo`; a failed attempt sets `jatuh_tempo` to the time of the next.
    sewa = models.UUIDField(null=True, blank=True)
    jatuh_tempo = models.DateTimeField(default=timezone.now)
    percobaan = models.PositiveSmallIntegerField(default=0)
    gambar_pada = models.DateTimeField(null=True, blank=True)
    digosok_pada = models.DateTimeField(null=True, blank=True)
    rusak_sejak = models.DateTimeField(null=True, blank=True)
    # What was uploaded, where this is its repaired copy or its PDF (siapp/berkas/perbaikan.py).
    asli = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="perbaikan", db_index=False, editable=False
    )

    TABEL: ClassVar = BERKAS
    objects = BerkasQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas"
        verbose_name_plural = "berkas"
        constraints = [
            models.UniqueConstraint("kunci", name="berkas_kunci_unik"),
            models.CheckConstraint(
                name="berkas_ukuran_positif",
                condition=Q(ukuran__gt=0),
                violation_error_message="Berkas tidak boleh kosong.",
            ),
            models.CheckConstraint(
                name="berkas_sha256_bentuk",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Sidik berkas harus SHA-256.",
            ),
            models.CheckConstraint(
                name="berkas_satu_pengirim",
                condition=Q(diunggah_oleh__isnull=False, mesin="") | Q(diunggah_oleh__isnull=True) & ~Q(mesin=""),
                violation_error_message="Berkas berasal dari satu orang atau satu mesin.",
            ),
            models.CheckConstraint(
                name="berkas_keadaan_lengkap",
                # `halaman__gte` alone is unknown where there is none, and what is unknown a CHECK lets pass.
                condition=(
                    Q(keadaan=KeadaanBerkas.DIPERIKSA, sebab_tolak="", diperiksa_pada=None)
                    | Q(keadaan=KeadaanBerkas.TERSEDIA, sebab_tolak="", sewa=None, halaman__gte=1)
                    & Q(diperiksa_pada__isnull=False, halaman__isnull=False)
                    | Q(keadaan=KeadaanBerkas.DITOLAK, sewa=None, diperiksa_pada__isnull=False) & ~Q(sebab_tolak="")
                ),
                violation_error_message="Keadaan berkas tidak cocok dengan hasil pemeriksaannya.",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="berkas_sidik"),
            models.Index("jatuh_tempo", name="berkas_antre", condition=Q(keadaan=KeadaanBerkas.DIPERIKSA)),
            models.Index(
                "dibuat_pada",
                name="berkas_tanpa_gambar",
                condition=Q(keadaan=KeadaanBerkas.TERSEDIA, gambar_pada=None),
            ),
            models.Index(F("digosok_pada").asc(nulls_first=True), name="berkas_gosok"),
            models.Index("diunggah_oleh", "dibuat_pada", name="berkas_kuota"),
            models.Index(fields=["asli"], name="berkas_asli", condition=Q(asli__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.pk}"

    @property
    def aliran(self) -> str:
        """The name of this file's stream of Peristiwa."""
        return f"berkas:{self.pk}"

    @property
    def tersedia(self) -> bool:
        return self.keadaan == KeadaanBerkas.TERSEDIA

    @property
    def ditolak(self) -> bool:
        return self.keadaan == KeadaanBerkas.DITOLAK

    @property
    def dari_foto(self) -> bool:
        """Whether this row keeps photos as they came."""
        return self.jenis == JenisBerkas.FOTO

    @property
    def kesehatan(self) -> KesehatanBerkas:
        return KesehatanBerkas.RUSAK if self.rusak_sejak else KesehatanBerkas.UTUH

    @property
    def kalimat_tolak(self) -> str:
        """Why the file was refused and what to do, in a sentence; empty if it was not."""
        return kalimat_tolak(self.sebab_tolak)

    @property
    def kalimat_peringatan(self) -> list[str]:
        return [kalimat_peringatan(kode) for kode in self.peringatan]


class TautanPendek(models.Model):
    """A link of 256 bits to one file, for one purpose. Only the token's SHA-256 is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sidik = models.CharField(max_length=64, editable=False)
    # The token itself, encrypted: only of a link that is older than SECRET_KEY.
    sandi = models.TextField(blank=True, default="", db_default="", editable=False)
    berkas = models.ForeignKey(Berkas, models.CASCADE, related_name="tautan")
    tujuan = models.CharField(max_length=100)
    dibuat_pada = models.DateTimeField(default=timezone.now)
    kedaluwarsa_pada = models.DateTimeField(null=True, blank=True)
    dicabut_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "tautan pendek"
        verbose_name_plural = "tautan pendek"
        constraints = [
            models.UniqueConstraint("sidik", name="tautan_sidik_unik"),
            models.UniqueConstraint(
                "berkas", "tujuan", name="tautan_berlaku_satu_per_tujuan", condition=Q(dicabut_pada=None)
            ),
            models.CheckConstraint(
                name="tautan_kedaluwarsa_sesudah_dibuat",
                condition=Q(kedaluwarsa_pada=None) | Q(kedaluwarsa_pada__gt=F("dibuat_pada")),
                violation_error_message="Tautan harus berakhir sesudah dibuat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tujuan} {self.pk}"

    @property
    def berlaku(self) -> bool:
        """Whether the link opens its file now."""
        belum_lewat = self.kedaluwarsa_pada is None or self.kedaluwarsa_pada > timezone.now()
        return self.dicabut_pada is None and belum_lewat


class BacaanQuerySet(models.QuerySet["Bacaan"]):
    def jatuh_tempo(self, keadaan: KeadaanBacaan) -> "BacaanQuerySet":
        """Files in this state whose turn it is and that are in nobody's hands, the longest waiting first."""
        return self.filter(keadaan=keadaan, jatuh_tempo__lte=timezone.now()).order_by("jatuh_tempo")

    def belum_ditafsirkan(self, skema: int) -> "BacaanQuerySet":
        """Files that were read, and of whose words nothing was made yet by the rules `skema`."""
        return self.filter(skema_fakta__lt=skema).exclude(keadaan=KeadaanBacaan.MENUNGGU)


class Bacaan(models.Model):
    """How far the words of a released PDF were read, and the facts that were found in them (keputusan/0074).

    `fakta` is written and understood by `usulan.bacaan` alone, whose version `skema_fakta` is; 0: not yet.
    """

    berkas = models.OneToOneField(Berkas, models.CASCADE, primary_key=True, related_name="bacaan")
    keadaan = models.CharField(max_length=16, choices=BACAAN.pilihan, default=KeadaanBacaan.MENUNGGU)
    # Who reads holds `sewa` until `jatuh_tempo`; a failed attempt sets `jatuh_tempo` to the time of the next.
    sewa = models.UUIDField(null=True, blank=True)
    jatuh_tempo = models.DateTimeField(default=timezone.now)
    percobaan = models.PositiveSmallIntegerField(default=0)
    dibaca_pada = models.DateTimeField(null=True, blank=True)
    fakta = models.JSONField(default=dict, blank=True)
    skema_fakta = models.PositiveSmallIntegerField(default=0)

    TABEL: ClassVar = BACAAN
    objects = BacaanQuerySet.as_manager()

    class Meta:
        verbose_name = "bacaan"
        verbose_name_plural = "bacaan"
        indexes = [
            models.Index(
                "keadaan",
                "jatuh_tempo",
                name="bacaan_antre",
                condition=Q(keadaan__in=[KeadaanBacaan.MENUNGGU, KeadaanBacaan.PINDAIAN]),
            ),
            models.Index("skema_fakta", name="bacaan_skema"),
        ]

    def __str__(self) -> str:
        return f"{self.get_keadaan_display()} {self.pk}"


class CaraBaca(models.TextChoices):
    """Where the words of a page come from."""

    TEKS = "TEKS", "Teks di dalam berkas"
    PINDAIAN = "PINDAIAN", "Gambar, belum dibaca mesin"
    MESIN = "MESIN", "Dibaca mesin"
    GAGAL = "GAGAL", "Gambar yang tidak terbaca"


class HalamanBacaan(models.Model):
    """The words of one page. Personal data: shown only to who may see the file, never sent, never logged.

    `baris`: lines of words, each [text, left, top, right, bottom] in thousandths of the page as it is read, and of a
    scan how sure the machine was of the word (percent); `teks` is the same for searching. `putar`: degrees by which
    the page had to be turned to the right to be read.
    """

    bacaan = models.ForeignKey(Bacaan, models.CASCADE, related_name="halaman")
    nomor = models.PositiveIntegerField()
    cara = models.CharField(max_length=8, choices=CaraBaca)
    teks = models.TextField(blank=True)
    baris = models.JSONField(default=list, blank=True)
    yakin = models.PositiveSmallIntegerField(default=100)
    putar = models.PositiveSmallIntegerField(default=0)
    # What makes a scan useless, as bedah_mutu.py tells it: each [code, left, top, right, bottom].
    cacat = models.JSONField(default=list, blank=True, db_default=[])

    class Meta:
        ordering = ["nomor"]
        verbose_name = "halaman bacaan"
        verbose_name_plural = "halaman bacaan"
        constraints = [
            models.UniqueConstraint("bacaan", "nomor", name="halaman_bacaan_satu"),
            models.CheckConstraint(name="halaman_bacaan_mulai_satu", condition=Q(nomor__gte=1)),
            models.CheckConstraint(
                name="halaman_bacaan_yakin_persen",
                condition=Q(yakin__lte=100),
                violation_error_message="Keyakinan bacaan dinyatakan dalam persen.",
            ),
        ]

    def __str__(self) -> str:
        return f"halaman {self.nomor}"
