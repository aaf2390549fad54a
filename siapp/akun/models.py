"""People and what each may do (alur.md 1)."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from siapp.akun.peran import LABEL_PERAN, PERAN_BIRO, PERAN_MENYELURUH, PERAN_POKJA, JenisPeran


class Kategori(models.TextChoices):
    """The three groups of the agreement; also the pokja of Biro APP and the group access of API 2."""

    KP = "KP", "Kenaikan Pangkat"
    PEMBERHENTIAN = "PEMBERHENTIAN", "Pemberhentian"
    JFKU = "JFKU", "Jabatan Fungsional Keahlian Utama"


validasi_nip_18_angka = RegexValidator(r"^\d{18}$", "NIP terdiri atas tepat 18 angka.")


class PenggunaManager(BaseUserManager["Pengguna"]):
    def create_user(self, nip: str, password: str | None = None, **isian: Any) -> "Pengguna":
        """Create a person by NIP (18 digits); without a password nobody can sign in as them."""
        pengguna = self.model(nip=nip, **isian)
        pengguna.set_password(password)
        pengguna.full_clean(exclude=["password"])
        pengguna.save(using=self._db)
        return pengguna


class Pengguna(AbstractBaseUser):
    """A person who signs in with the NIP."""

    nip = models.CharField("NIP", max_length=18, unique=True, validators=[validasi_nip_18_angka])
    nama = models.CharField(max_length=100)
    surel = models.EmailField("surel", blank=True)
    is_active = models.BooleanField("aktif", default=True)
    perlu_ganti_sandi = models.BooleanField("wajib mengganti kata sandi", default=False)
    # None: the password is the person's own, or was handed over before it had an end.
    sandi_sementara_sampai = models.DateTimeField(null=True, blank=True, editable=False)
    dibuat_pada = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "nip"
    EMAIL_FIELD = "surel"
    REQUIRED_FIELDS = ["nama"]

    objects = PenggunaManager()

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"

    def __str__(self) -> str:
        return self.nama

    @property
    def sandi_kedaluwarsa(self) -> bool:
        """Whether the password is a temporary one that nobody changed in time."""
        sampai = self.sandi_sementara_sampai
        return self.perlu_ganti_sandi and sampai is not None and sampai <= timezone.now()

    @cached_property
    def peran_aktif(self) -> tuple["Peran", ...]:
        """The person's roles in force, read once per request (a changed role counts on the next one)."""
        return tuple(self.peran.filter(aktif=True).select_related("instansi").order_by("id"))

    def berperan(self, *jenis: str, kategori: str | None = None, instansi_id: str | None = None) -> bool:
        """Whether the person holds one of `jenis`, in `kategori` and `instansi_id` when these are given.

        A role that is not bound to a kategori or instansi (see `PERAN_MENYELURUH`) counts in all of them.
        """
        return any(p.mencakup(jenis, kategori, instansi_id) for p in self.peran_aktif)

    def kategori_peran(self, *jenis: str) -> set[str]:
        """The kategori in which the person holds one of `jenis`; all of them for roles not bound to one."""
        milik = [p.kategori for p in self.peran_aktif if p.jenis in jenis]
        return set(Kategori.values) if "" in milik else set(milik)

    @property
    def pic(self) -> bool:
        return self.berperan(JenisPeran.PIC)

    @property
    def penanda_tangan(self) -> bool:
        """Whether the person may sign (teken) somewhere."""
        return any(p.boleh_teken for p in self.peran_aktif)

    @property
    def biro(self) -> bool:
        return self.berperan(*PERAN_BIRO)


class Peran(models.Model):
    """One role of one person: a PIC per instansi and group, a pokja member per group, the others everywhere."""

    pengguna = models.ForeignKey(Pengguna, models.CASCADE, related_name="peran")
    jenis = models.CharField(max_length=16, choices=list(LABEL_PERAN.items()))
    instansi = models.ForeignKey("referensi.Instansi", models.PROTECT, null=True, blank=True, related_name="peran")
    kategori = models.CharField("kelompok", max_length=16, choices=Kategori, blank=True)
    boleh_teken = models.BooleanField("boleh teken", default=False)
    aktif = models.BooleanField(default=True)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    diakhiri_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "peran"
        verbose_name_plural = "peran"
        constraints = [
            models.CheckConstraint(
                name="peran_cakupan_sesuai_jenis",
                condition=(
                    Q(jenis=JenisPeran.PIC, instansi__isnull=False) & ~Q(kategori="")
                    | Q(jenis__in=PERAN_POKJA, instansi__isnull=True) & ~Q(kategori="")
                    | Q(jenis__in=PERAN_MENYELURUH, instansi__isnull=True, kategori="")
                ),
                violation_error_message=(
                    "PIC membutuhkan instansi dan kelompok, anggota pokja membutuhkan kelompok, "
                    "peran lain tidak memakai keduanya."
                ),
            ),
            models.CheckConstraint(
                name="peran_teken_hanya_pic",
                condition=Q(boleh_teken=False) | Q(jenis=JenisPeran.PIC),
                violation_error_message="Hak teken hanya untuk PIC instansi.",
            ),
            models.UniqueConstraint(
                "pengguna",
                "jenis",
                "instansi",
                "kategori",
                name="peran_aktif_satu_kali",
                condition=Q(aktif=True),
                nulls_distinct=False,
                violation_error_message="Peran ini sudah dimiliki.",
            ),
        ]
        indexes = [
            models.Index(fields=["instansi", "kategori"], name="peran_instansi_kategori", condition=Q(aktif=True))
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.get_jenis_display(), self.get_kategori_display()]))

    def mencakup(self, jenis: Iterable[str], kategori: str | None, instansi_id: str | None) -> bool:
        """Whether this role is one of `jenis` and reaches `kategori` and `instansi_id` (None = any)."""
        return (
            self.jenis in jenis
            and (kategori is None or self.kategori in {"", kategori})
            and (instansi_id is None or self.instansi_id in {None, instansi_id})
        )


class AturanMasuk(models.Model):
    """What the sign-in asks of people here, set by an administrator: one row, none before the first was set."""

    nomor = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    # None: PICs choose whether they have a second step.
    penanda_tangan_sejak = models.DateField("langkah kedua penanda tangan sejak", null=True, blank=True)

    class Meta:
        verbose_name = "aturan masuk"
        verbose_name_plural = "aturan masuk"
        constraints = [models.CheckConstraint(name="aturan_masuk_satu_baris", condition=Q(nomor=1))]

    def __str__(self) -> str:
        return str(self.penanda_tangan_sejak or "")


class PernyataanKerahasiaan(models.Model):
    """That a person confirmed the duty of secrecy, in which version of the text and when (Pasal 11 ayat (5))."""

    pengguna = models.ForeignKey(Pengguna, models.PROTECT, related_name="pernyataan_kerahasiaan")
    versi = models.PositiveIntegerField("versi naskah")
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pernyataan kerahasiaan"
        verbose_name_plural = "pernyataan kerahasiaan"
        indexes = [models.Index(fields=["pengguna", "versi", "-pada"], name="pernyataan_terbaru")]

    def __str__(self) -> str:
        return f"{self.pengguna_id} versi {self.versi}"
