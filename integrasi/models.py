"""What the partner answers: calls, attempts, the inbox, the breaker, tokens (arsitektur.md 2, janji.md 1–2)."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from integrasi.izin import boleh_melihat
from integrasi.models_kesesuaian import Penyimpangan as Penyimpangan
from integrasi.models_kesesuaian import UjiKontrak as UjiKontrak
from integrasi.models_petugas import Peringatan as Peringatan
from integrasi.models_petugas import UsulPenyelesaian as UsulPenyelesaian
from integrasi.sebab import sebab_untuk
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from usulan.models import Usulan


class Api(models.IntegerChoices):
    """The agreement's numbers of the calls that change something at SIASN."""

    ROLE_PIC = 2, "API 2 – Manage Role PIC Instansi"
    USULAN = 3, "API 3 – Usulan"
    DOKUMEN = 4, "API 4 – Kirim Dokumen Usulan"
    APPROVE = 5, "API 5 – Simpan/Approve oleh PIC"
    VERIFIKASI_BIRO = 10, "API 10 – Notifikasi hasil verifikasi Biro APP"
    SALINAN_KEPPRES = 11, "API 11 – Menerima Data Salinan Keppres"


class Keadaan(models.TextChoices):
    """States of a Pengiriman (janji.md 1)."""

    BARU = "BARU", "Menunggu giliran"
    KIRIM = "KIRIM", "Sedang dikirim"
    SELESAI = "SELESAI", "Terkirim"
    ULANG = "ULANG", "Akan dicoba lagi"
    TIDAK_PASTI = "TIDAK_PASTI", "Tidak pasti sampai"
    DITOLAK = "DITOLAK", "Ditolak SIASN"
    MATI = "MATI", "Percobaan habis"
    BATAL = "BATAL", "Dibatalkan"


TUNTAS = (Keadaan.SELESAI, Keadaan.BATAL)
PERLU_ORANG = (Keadaan.DITOLAK, Keadaan.MATI)


class PeristiwaDirencanakan(models.Model):
    """Marks a Peristiwa whose calls were planned, so that the relay finds the others by anti-join."""

    peristiwa = models.OneToOneField(Peristiwa, models.PROTECT, primary_key=True, related_name="direncanakan")
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "peristiwa yang direncanakan"

    def __str__(self) -> str:
        return str(self.peristiwa_id)


class PengirimanQuerySet(models.QuerySet["Pengiriman"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """All for those who watch the exchange; for others those of the usulan that they may see."""
        milik = Q() if boleh_melihat(pengguna) else Q(usulan__in=Usulan.objects.untuk(pengguna))
        return self.filter(milik)


class Pengiriman(models.Model):
    """One call to SIASN that must be made exactly once. Its id is the Idempotency-Key of every try.

    Order within `aliran` follows `gelombang`: a row is due only when every row of a smaller gelombang is finished.
    `giliran` remembers that this is so, because asking it of thousands of waiting rows at each claim costs too much.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peristiwa = models.ForeignKey(Peristiwa, models.PROTECT, related_name="pengiriman")
    api = models.PositiveSmallIntegerField(choices=Api)
    aliran = models.CharField(max_length=64)
    gelombang = models.PositiveIntegerField()
    giliran = models.BooleanField(default=False)
    usulan = models.ForeignKey(Usulan, models.PROTECT, null=True, blank=True, related_name="pengiriman")
    # What the call is about within its Peristiwa, such as the id of a VersiDokumen; blank when there is one only.
    sasaran = models.CharField(max_length=64, blank=True)
    muatan = models.JSONField(default=dict)

    keadaan = models.CharField(max_length=12, choices=Keadaan, default=Keadaan.BARU)
    sebab = models.CharField(max_length=40, blank=True)
    pesan = models.CharField(max_length=500, blank=True)
    kode_http = models.PositiveSmallIntegerField(null=True, blank=True)
    hasil = models.JSONField(default=dict, blank=True)
    percobaan_ke = models.PositiveIntegerField(default=0)
    # The first try since the last decision of a person: the 75 hours of trying count from here.
    dicoba_sejak = models.DateTimeField(null=True, blank=True)
    jatuh_tempo = models.DateTimeField()
    # While KIRIM: who holds it and until when; the finishing write is fenced by `sewa`.
    sewa = models.UUIDField(null=True, blank=True)
    sewa_sampai = models.DateTimeField(null=True, blank=True)
    # Since when the outcome of a call is unknown; a look before `SIASN_MASA_TENANG` has passed proves nothing.
    tidak_pasti_sejak = models.DateTimeField(null=True, blank=True)
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)
    # Set when a person settled it: how, and the letter's number if it was delivered by letter.
    diselesaikan_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    catatan_penyelesaian = models.CharField(max_length=255, blank=True)

    objects = PengirimanQuerySet.as_manager()

    class Meta:
        verbose_name = "pengiriman"
        verbose_name_plural = "pengiriman"
        constraints = [
            models.UniqueConstraint("peristiwa", "api", "sasaran", name="pengiriman_sekali_per_peristiwa"),
            models.CheckConstraint(
                name="pengiriman_sewa_hanya_saat_kirim",
                condition=Q(keadaan=Keadaan.KIRIM, sewa__isnull=False, sewa_sampai__isnull=False)
                | ~Q(keadaan=Keadaan.KIRIM) & Q(sewa__isnull=True, sewa_sampai__isnull=True),
            ),
            models.CheckConstraint(
                name="pengiriman_tidak_pasti_bertanggal",
                condition=~Q(keadaan=Keadaan.TIDAK_PASTI) | Q(tidak_pasti_sejak__isnull=False),
            ),
            models.CheckConstraint(
                name="pengiriman_selesai_bertanggal",
                condition=~Q(keadaan=Keadaan.SELESAI) | Q(selesai_pada__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                "jatuh_tempo",
                "id",
                name="pengiriman_jatuh_tempo",
                condition=Q(giliran=True, keadaan__in=[Keadaan.BARU, Keadaan.ULANG, Keadaan.TIDAK_PASTI]),
            ),
            models.Index(fields=["sewa_sampai"], name="pengiriman_sewa", condition=Q(keadaan=Keadaan.KIRIM)),
            models.Index(
                "aliran",
                "gelombang",
                name="pengiriman_urutan",
                condition=~Q(keadaan__in=[Keadaan.SELESAI, Keadaan.BATAL]),
            ),
            models.Index(fields=["usulan", "gelombang"], name="pengiriman_usulan"),
            models.Index(fields=["keadaan", "sebab", "dibuat_pada", "id"], name="pengiriman_pantauan"),
            models.Index(fields=["-dibuat_pada", "-id"], name="pengiriman_terbaru"),
            models.Index(
                fields=["api", "-selesai_pada"], name="pengiriman_terkirim", condition=Q(keadaan=Keadaan.SELESAI)
            ),
        ]

    def __str__(self) -> str:
        return f"API {self.api} {self.keadaan}"

    @property
    def kalimat_sebab(self) -> str:
        return sebab_untuk(self.sebab).kalimat if self.sebab else ""


class Percobaan(models.Model):
    """One try of a Pengiriman, or one decision of a person about it. Bodies are kept masked."""

    pengiriman = models.ForeignKey(Pengiriman, models.CASCADE, related_name="percobaan")
    mulai = models.DateTimeField()
    selesai = models.DateTimeField(null=True, blank=True)
    keadaan = models.CharField(max_length=12, choices=Keadaan)
    sebab = models.CharField(max_length=40, blank=True)
    pesan = models.CharField(max_length=500, blank=True)
    kode_http = models.PositiveSmallIntegerField(null=True, blank=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "percobaan"
        verbose_name_plural = "percobaan"
        indexes = [models.Index(fields=["mulai"], name="percobaan_mulai")]

    def __str__(self) -> str:
        return f"{self.pengiriman} {self.keadaan}"


class UsulanSiasn(models.Model):
    """The ID Usulan that SIASN gave to one of our usulan; the key of everything BKN asks or tells."""

    usulan = models.OneToOneField(Usulan, models.PROTECT, primary_key=True, related_name="siasn")
    id_usulan = models.CharField("ID Usulan SIASN", max_length=64)
    diterima_pada = models.DateTimeField(auto_now_add=True)
    # Polling of APIs 6 and 7: when it is asked next.
    pantau_berikut = models.DateTimeField(null=True, blank=True, db_index=True)
    pantau_terakhir = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "ID usulan SIASN"
        constraints = [
            # Ids come back in mixed case; `__iexact` compares in upper case and finds this index.
            models.UniqueConstraint(
                Upper("id_usulan"),
                name="usulan_siasn_id_unik",
                violation_error_message="ID Usulan ini sudah dipakai usulan lain.",
            )
        ]

    def __str__(self) -> str:
        return self.id_usulan


class PanggilanBaca(models.Model):
    """Counts of the reading calls (APIs 1, 6, 7, 13) and of what BKN called (8, 9, 12), per day and outcome."""

    api = models.PositiveSmallIntegerField()
    hari = models.DateField()
    berhasil = models.PositiveIntegerField(default=0)
    gagal = models.PositiveIntegerField(default=0)
    terakhir_berhasil = models.DateTimeField(null=True, blank=True)
    terakhir_gagal = models.DateTimeField(null=True, blank=True)
    sebab = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "hitungan panggilan"
        constraints = [models.UniqueConstraint("api", "hari", name="panggilan_baca_per_hari")]

    def __str__(self) -> str:
        return f"API {self.api} {self.hari}"


class KeadaanMasuk(models.TextChoices):
    BARU = "BARU", "Baru"
    MENUNGGU = "MENUNGGU", "Menunggu usulannya dikenal"
    DITERAPKAN = "DITERAPKAN", "Diterapkan"
    BASI = "BASI", "Disimpan, sudah ada putusan yang lebih baru"
    TANPA_USULAN = "TANPA_USULAN", "Usulan tidak dikenal"
    TIDAK_TERBACA = "TIDAK_TERBACA", "Tidak terbaca"
    BERTENTANGAN = "BERTENTANGAN", "Bertentangan, perlu dilihat"
    DITUTUP = "DITUTUP", "Ditutup petugas"


class KejadianMasukQuerySet(models.QuerySet["KejadianMasuk"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """The inbox for those who watch the exchange, nothing for others."""
        return self if boleh_melihat(pengguna) else self.none()


class KejadianMasuk(models.Model):
    """One notice of BKN (API 9), stored raw before anything else. Its id is the receipt we answer with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kunci = models.CharField(max_length=64, unique=True)
    id_usulan = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=20, blank=True)
    tanggal = models.DateField(null=True, blank=True)
    keterangan = models.CharField(max_length=255, blank=True)
    mentah = models.TextField()
    klien = models.CharField(max_length=100, blank=True)
    diterima_pada = models.DateTimeField()
    keadaan = models.CharField(max_length=16, choices=KeadaanMasuk, default=KeadaanMasuk.BARU)
    catatan = models.CharField(max_length=500, blank=True)
    usulan = models.ForeignKey(Usulan, models.PROTECT, null=True, blank=True, related_name="kejadian_masuk")
    percobaan_ke = models.PositiveIntegerField(default=0)
    jatuh_tempo = models.DateTimeField()
    ditutup_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = KejadianMasukQuerySet.as_manager()

    class Meta:
        verbose_name = "kejadian masuk"
        verbose_name_plural = "kejadian masuk"
        indexes = [
            models.Index(
                Upper("id_usulan"),
                "diterima_pada",
                name="kejadian_masuk_kerja",
                condition=Q(keadaan__in=[KeadaanMasuk.BARU, KeadaanMasuk.MENUNGGU]),
            ),
            models.Index(fields=["id_usulan", "diterima_pada"], name="kejadian_masuk_id_usulan"),
            models.Index(fields=["keadaan", "-diterima_pada", "-id"], name="kejadian_masuk_keadaan"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.keadaan}"


class KeadaanMitra(models.Model):
    """The breaker of one host, shared by all workers."""

    host = models.CharField(primary_key=True, max_length=255)
    terbuka_sejak = models.DateTimeField(null=True, blank=True)
    coba_lagi_pada = models.DateTimeField(null=True, blank=True)
    sebab = models.CharField(max_length=40, blank=True)
    # Outcomes of the last 60 s: list of [unix seconds, 1 for a failure or 0].
    jendela = models.JSONField(default=list)
    berhasil_terakhir = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "keadaan mitra"

    def __str__(self) -> str:
        return self.host


class TokenSiasn(models.Model):
    """A token of SIASN, shared by all workers; the row is the lock of its refresh. Encrypted at rest."""

    jenis = models.CharField(primary_key=True, max_length=8)
    isi = models.TextField(blank=True)
    kedaluwarsa = models.DateTimeField(null=True, blank=True)
    diambil_pada = models.DateTimeField(null=True, blank=True)
    # A refused credential is not tried again before this: hundreds of calls would lock the account at BKN.
    ditolak_sampai = models.DateTimeField(null=True, blank=True)
    sebab = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "token SIASN"

    def __str__(self) -> str:
        return self.jenis


class HakKlien(models.Model):
    """What an OAuth2 client of BKN may ask for; the toolkit's own application knows no scopes of its own."""

    klien = models.OneToOneField("oauth2_provider.Application", models.CASCADE, primary_key=True, related_name="hak")
    lingkup = models.JSONField("lingkup", default=list)

    class Meta:
        verbose_name = "hak klien API"

    def __str__(self) -> str:
        return " ".join(self.lingkup)


class JatahLaju(models.Model):
    """How many calls of the running minute are given out to the web processes, per client or group of addresses."""

    kunci = models.CharField(primary_key=True, max_length=80)
    menit = models.BigIntegerField("menit sejak 1970")
    terpakai = models.PositiveIntegerField()

    class Meta:
        verbose_name = "jatah laju"

    def __str__(self) -> str:
        return self.kunci


class PengumumanQuerySet(models.QuerySet["Pengumuman"]):
    def berlaku(self, saat: datetime) -> Self:
        """What the partner should read at `saat`: all that is not over yet, the soonest first."""
        return self.filter(Q(selesai=None) | Q(selesai__gt=saat)).order_by("mulai", "id")


class Pengumuman(models.Model):
    """Maintenance or a change of the interface, told to the partner beforehand (Pasal 4 ayat (2) huruf e)."""

    class Jenis(models.TextChoices):
        PEMELIHARAAN = "PEMELIHARAAN", "Pemeliharaan"
        PERUBAHAN = "PERUBAHAN", "Perubahan antarmuka"

    jenis = models.CharField(max_length=12, choices=Jenis)
    mulai = models.DateTimeField()
    selesai = models.DateTimeField(null=True, blank=True)
    teks = models.CharField(max_length=1000)

    objects = PengumumanQuerySet.as_manager()

    class Meta:
        verbose_name = "pengumuman"
        verbose_name_plural = "pengumuman"
        constraints = [
            models.CheckConstraint(
                name="pengumuman_selesai_sesudah_mulai",
                condition=Q(selesai=None) | Q(selesai__gt=models.F("mulai")),
                violation_error_message="Pengumuman harus selesai sesudah mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.mulai:%d-%m-%Y}"
