"""What goes out: calls, their attempts, and the ids that SIASN gave our usulan."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from integrasi.enums import FAKTA, KELUAR
from integrasi.izin import boleh_melihat
from integrasi.keadaan import KIRIMAN, TUNTAS, GerakKiriman, Keadaan
from integrasi.sebab import sebab_untuk
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from usulan.models import Usulan

# Only what changes something at SIASN becomes a row.
PILIHAN_API = [(int(api), FAKTA[api].label) for api in KELUAR]


def _pilihan_api() -> list[tuple[int, str]]:
    """A function, so that an API more is no migration."""
    return PILIHAN_API


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
    """One call to SIASN that must be made exactly once. Its `kunci` is the Idempotency-Key of every try.

    Order within `aliran` follows `gelombang`: a row is due only when every row of a smaller gelombang is finished.
    `giliran` remembers that this is so, because asking it of thousands of waiting rows at each claim costs too much.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Its key once it went out under a wrong ID Usulan: with the first SIASN would take it for a repetition.
    kunci_lain = models.UUIDField(null=True, blank=True, editable=False)
    peristiwa = models.ForeignKey(Peristiwa, models.PROTECT, related_name="pengiriman")
    api = models.PositiveSmallIntegerField(choices=_pilihan_api)
    aliran = models.CharField(max_length=64)
    gelombang = models.PositiveIntegerField()
    giliran = models.BooleanField(default=False)
    usulan = models.ForeignKey(Usulan, models.PROTECT, null=True, blank=True, related_name="pengiriman")
    # What the call is about within its Peristiwa, such as the id of a VersiDokumen; blank when there is one only.
    sasaran = models.CharField(max_length=64, blank=True)
    muatan = models.JSONField(default=dict)

    keadaan = models.CharField(max_length=12, choices=KIRIMAN.pilihan, default=Keadaan.BARU)
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

    TABEL: ClassVar = KIRIMAN
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
                condition=Q(giliran=True, keadaan__in=list(KIRIMAN.dari(GerakKiriman.DIAMBIL))),
            ),
            models.Index(fields=["sewa_sampai"], name="pengiriman_sewa", condition=Q(keadaan=Keadaan.KIRIM)),
            models.Index(
                "aliran",
                "gelombang",
                name="pengiriman_urutan",
                condition=~Q(keadaan__in=list(TUNTAS)),
            ),
            models.Index(fields=["usulan", "gelombang"], name="pengiriman_usulan"),
            models.Index(fields=["keadaan", "sebab", "dibuat_pada", "id"], name="pengiriman_pantauan"),
            models.Index(fields=["-dibuat_pada", "-id"], name="pengiriman_terbaru"),
            # One per filter of the monitor, each ending in its sort key; what is open is few among millions.
            models.Index(
                fields=["-dibuat_pada", "-id"], name="pengiriman_terbuka", condition=~Q(keadaan__in=list(TUNTAS))
            ),
            models.Index(fields=["api", "-dibuat_pada", "-id"], name="pengiriman_api_terbaru"),
            models.Index(fields=["sebab", "-dibuat_pada", "-id"], name="pengiriman_bersebab", condition=~Q(sebab="")),
            models.Index(
                fields=["api", "-selesai_pada"], name="pengiriman_terkirim", condition=Q(keadaan=Keadaan.SELESAI)
            ),
        ]

    def __str__(self) -> str:
        return f"API {self.api} {self.keadaan}"

    @property
    def kunci(self) -> str:
        """The Idempotency-Key of every try: its id, until it must be told from a try under a wrong ID Usulan."""
        return str(self.kunci_lain or self.pk)

    @property
    def kalimat_sebab(self) -> str:
        return sebab_untuk(self.sebab).kalimat if self.sebab else ""


class Percobaan(models.Model):
    """One try of a Pengiriman, or one decision of a person about it. Bodies are kept masked."""

    pengiriman = models.ForeignKey(Pengiriman, models.CASCADE, related_name="percobaan")
    mulai = models.DateTimeField()
    selesai = models.DateTimeField(null=True, blank=True)
    keadaan = models.CharField(max_length=12, choices=KIRIMAN.pilihan)
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
    """The ID Usulan that SIASN gave to one of our usulan; the key of all BKN asks or tells (keputusan/0006)."""

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
