"""Reference data: read by all, written by the sync only (API 1, API 13) and by the catalogue."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace, Upper

from referensi.keadaan import SINKRON, KeadaanSinkron
from siapp.akun.models import Kategori, Pengguna

PANJANG_ID = 64  # the Lampiran says 32, real ids are UUIDs of 36
# SIASN's words get more room than the Lampiran gives them: what does not fit is set aside, and that should be rare.
PANJANG_NAMA = 255
PANJANG_TEKS = 1000


class Rujukan(models.Model):
    """What every row of the eight lists has: SIASN's id and a name."""

    id = models.CharField(primary_key=True, max_length=PANJANG_ID)
    nama = models.CharField(max_length=500)
    aktif = models.BooleanField(default=True)
    diubah_pada = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.nama


class Instansi(Rujukan):
    jenis = models.CharField(max_length=PANJANG_NAMA, blank=True)

    class Meta:
        verbose_name = "instansi"
        verbose_name_plural = "instansi"


class Eselon(Rujukan):
    jabatan = models.CharField(max_length=PANJANG_TEKS, blank=True)

    class Meta:
        verbose_name = "eselon"
        verbose_name_plural = "eselon"


class Unor(Rujukan):
    """A unit; its parents are plain ids because BKN's lists name rows that come later or never."""

    instansi_id = models.CharField(max_length=PANJANG_ID, blank=True, db_index=True)
    atasan_id = models.CharField(max_length=PANJANG_ID, blank=True, db_index=True)
    eselon_id = models.CharField(max_length=PANJANG_ID, blank=True)

    class Meta:
        verbose_name = "unit organisasi"
        verbose_name_plural = "unit organisasi"
        indexes = [
            models.Index(fields=["nama", "id"], name="unor_nama"),
            GinIndex(OpClass(Upper("nama"), name="gin_trgm_ops"), name="unor_cari"),
        ]


class Jabatan(Rujukan):
    jenis_jabatan_id = models.CharField(max_length=PANJANG_ID, blank=True)
    bup = models.PositiveSmallIntegerField("batas usia pensiun", null=True)

    class Meta:
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"
        indexes = [
            models.Index(fields=["nama", "id"], name="jabatan_nama"),
            GinIndex(OpClass(Upper("nama"), name="gin_trgm_ops"), name="jabatan_cari"),
        ]


class JabatanFungsional(Rujukan):
    jenjang = models.CharField(max_length=PANJANG_NAMA, blank=True)
    bup = models.PositiveSmallIntegerField("batas usia pensiun", null=True)

    class Meta:
        verbose_name = "jabatan fungsional"
        verbose_name_plural = "jabatan fungsional"


class Golongan(Rujukan):
    pangkat = models.CharField(max_length=PANJANG_NAMA, blank=True)

    class Meta:
        verbose_name = "golongan"
        verbose_name_plural = "golongan"


class JenisLayanan(Rujukan):
    """SIASN's own list of detail layanan; matched with our services in `Layanan.jenis_layanan`."""

    layanan = models.CharField(max_length=PANJANG_NAMA, blank=True)

    class Meta:
        verbose_name = "jenis layanan SIASN"
        verbose_name_plural = "jenis layanan SIASN"


class JenisDokumen(Rujukan):
    """SIASN's own list of document ids per detail layanan; matched in `Persyaratan.jenis_dokumen`.

    SIASN's list is one row per detail layanan and document, so its document id alone may come more than once. The key
    here is both; `id_ref_dokumen` is what API 4 is told.
    """

    id = models.CharField(primary_key=True, max_length=2 * PANJANG_ID + 1)
    id_ref_dokumen = models.CharField(max_length=PANJANG_ID)
    detail_layanan_id = models.CharField(max_length=PANJANG_ID, blank=True, db_index=True)
    wajib = models.BooleanField(default=False)

    class Meta:
        verbose_name = "jenis dokumen SIASN"
        verbose_name_plural = "jenis dokumen SIASN"


class Layanan(models.Model):
    """A service of the agreement."""

    kode = models.CharField(primary_key=True, max_length=32)
    kategori = models.CharField(max_length=16, choices=Kategori)
    nama = models.CharField(max_length=150)
    urutan = models.PositiveSmallIntegerField(unique=True)
    jenis_layanan = models.OneToOneField(
        JenisLayanan, models.PROTECT, null=True, blank=True, related_name="layanan_kami", verbose_name="id di SIASN"
    )

    class Meta:
        ordering = ["urutan"]
        verbose_name = "layanan"
        verbose_name_plural = "layanan"

    def __str__(self) -> str:
        return self.nama


class Persyaratan(models.Model):
    """One document row of a service; `kondisi` names the position that it binds, blank for everybody."""

    layanan = models.ForeignKey(Layanan, models.PROTECT, related_name="persyaratan")
    urutan = models.PositiveSmallIntegerField()
    kode = models.CharField(max_length=80)
    nama = models.CharField(max_length=200)
    jenis = models.CharField("jenis dokumen", max_length=80)
    wajib = models.BooleanField()
    kondisi = models.CharField(max_length=50, blank=True)
    gambar = models.BooleanField("boleh JPEG/PNG", default=False)
    ukuran_maks_mib = models.PositiveSmallIntegerField(null=True, blank=True)
    aktif = models.BooleanField(default=True)
    jenis_dokumen = models.OneToOneField(
        JenisDokumen, models.PROTECT, null=True, blank=True, related_name="persyaratan_kami", verbose_name="id di SIASN"
    )

    class Meta:
        ordering = ["layanan__urutan", "urutan"]
        verbose_name = "persyaratan"
        verbose_name_plural = "persyaratan"
        constraints = [models.UniqueConstraint("layanan", "kode", name="persyaratan_kode_unik")]

    def __str__(self) -> str:
        return self.nama


class AlasanPenolakan(models.Model):
    """A reason a verifier may give for refusing a document."""

    kode = models.CharField(primary_key=True, max_length=40)
    teks = models.CharField(max_length=200)
    urutan = models.PositiveSmallIntegerField()
    aktif = models.BooleanField(default=True)

    class Meta:
        ordering = ["urutan"]
        verbose_name = "alasan penolakan"
        verbose_name_plural = "alasan penolakan"

    def __str__(self) -> str:
        return self.teks


class Periode(models.Model):
    """A period of promotions (KP): the TMT month and when usulan for it are taken."""

    tmt = models.DateField(unique=True)
    dibuka = models.DateField()
    ditutup = models.DateField()

    class Meta:
        ordering = ["tmt"]
        verbose_name = "periode"
        verbose_name_plural = "periode"
        constraints = [
            models.CheckConstraint(
                name="periode_tmt_tanggal_satu",
                condition=Q(tmt__day=1),
                violation_error_message="TMT periode harus tanggal 1.",
            ),
            models.CheckConstraint(
                name="periode_buka_sebelum_tutup",
                condition=Q(dibuka__lte=F("ditutup")),
                violation_error_message="Periode ditutup sebelum dibuka.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tmt:%d-%m-%Y}"


class AsnQuerySet(models.QuerySet["ASN"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """ASN whose data `pengguna` may read: Biro APP all, a PIC those of the own instansi."""
        if pengguna.biro:
            return self
        return self.filter(instansi_kerja_id__in=[p.instansi_id for p in pengguna.peran_aktif if p.instansi_id])


class ASN(models.Model):
    """Data ASN as SIASN gives it (Lampiran API 1): data utama.

    `id_pns` is our key: the id under which the person was first known. SIASN's other one is in `id_siasn` (`id_kini`).
    """

    id_pns = models.CharField(primary_key=True, max_length=PANJANG_ID)
    id_siasn = models.CharField("ID PNS di SIASN", max_length=PANJANG_ID, blank=True, default="", db_default="")
    nip = models.CharField("NIP", max_length=18, unique=True)
    nama = models.CharField(max_length=PANJANG_NAMA)
    tempat_lahir = models.CharField(max_length=PANJANG_NAMA, blank=True)
    tanggal_lahir = models.DateField(null=True)
    pendidikan_id = models.CharField(max_length=PANJANG_ID, blank=True)
    instansi_induk_id = models.CharField(max_length=PANJANG_ID, blank=True)
    instansi_kerja_id = models.CharField(max_length=PANJANG_ID, blank=True, db_index=True)
    unit_kerja = models.CharField(max_length=PANJANG_TEKS, blank=True)
    pangkat_lama = models.CharField(max_length=PANJANG_NAMA, blank=True)
    golongan_lama = models.CharField(max_length=5, blank=True)
    tmt_golongan_lama = models.DateField(null=True)
    masa_kerja_tahun_lama = models.PositiveSmallIntegerField(null=True)
    masa_kerja_bulan_lama = models.PositiveSmallIntegerField(null=True)
    nama_jabatan_lama = models.CharField(max_length=PANJANG_TEKS, blank=True)
    tmt_jabatan_lama = models.DateField(null=True)
    pangkat_baru = models.CharField(max_length=PANJANG_NAMA, blank=True)
    golongan_baru = models.CharField(max_length=5, blank=True)
    tmt_golongan_baru = models.DateField(null=True)
    masa_kerja_tahun_baru = models.PositiveSmallIntegerField(null=True)
    masa_kerja_bulan_baru = models.PositiveSmallIntegerField(null=True)
    nama_jabatan_terakhir = models.CharField(max_length=PANJANG_TEKS, blank=True)
    tmt_jabatan_terakhir = models.DateField(null=True)
    tmt_berhenti = models.DateField(null=True)
    masa_kerja_tahun = models.PositiveSmallIntegerField(null=True)
    masa_kerja_bulan = models.PositiveSmallIntegerField(null=True)
    tmt_pensiun = models.DateField(null=True)
    masa_kerja_pensiun_tahun = models.PositiveSmallIntegerField(null=True)
    masa_kerja_pensiun_bulan = models.PositiveSmallIntegerField(null=True)
    tanggal_meninggal = models.DateField(null=True)
    pensiun_pokok = models.BigIntegerField(null=True)
    pembulatan_pensiun_pokok = models.BigIntegerField(null=True)
    kantor_taspen = models.CharField(max_length=PANJANG_NAMA, blank=True)
    alamat_pensiun = models.CharField(max_length=PANJANG_TEKS, blank=True)
    kedudukan_hukum_id = models.CharField(max_length=PANJANG_ID, blank=True)
    aktif = models.BooleanField(default=True)
    diubah_pada = models.DateTimeField()
    dilihat_pada = models.DateTimeField(null=True, blank=True)
    ditanya_pada = models.DateTimeField(null=True, blank=True)  # about this person alone (tanya.umur)

    objects = AsnQuerySet.as_manager()

    class Meta:
        verbose_name = "ASN"
        verbose_name_plural = "ASN"
        _id_rata = Lower(Replace("id_siasn", Value("-"), Value("")))
        constraints = [models.UniqueConstraint(_id_rata, name="asn_id_siasn_unik", condition=~Q(id_siasn=""))]
        indexes = [models.Index(fields=["id_pns"], name="asn_meninggal", condition=Q(tanggal_meninggal__isnull=False))]

    def __str__(self) -> str:
        return self.nama

    @property
    def dilihat(self) -> datetime:
        """When SIASN last said what is kept of the person: at the latest when it changed here."""
        return self.dilihat_pada or self.diubah_pada

    @property
    def id_kini(self) -> str:
        """The id by which SIASN knows the person now (Lampiran APIs 1, 3)."""
        return self.id_siasn or self.id_pns

    @property
    def diblokir(self) -> bool:
        """Whether SIASN blocks every service for this person (kedudukan hukum 92)."""
        return self.kedudukan_hukum_id == "92"


class Keluarga(models.Model):
    """Data keluarga (Lampiran API 1): names of spouses and children."""

    class Hubungan(models.TextChoices):
        PASANGAN = "PASANGAN", "Suami/istri"
        ANAK = "ANAK", "Anak"

    asn = models.ForeignKey(ASN, models.CASCADE, related_name="keluarga")
    hubungan = models.CharField(max_length=8, choices=Hubungan)
    urutan = models.PositiveSmallIntegerField()
    nama = models.CharField(max_length=PANJANG_NAMA)

    class Meta:
        ordering = ["hubungan", "urutan"]
        verbose_name = "keluarga"
        verbose_name_plural = "keluarga"
        constraints = [models.UniqueConstraint("asn", "hubungan", "urutan", name="keluarga_urutan_unik")]

    def __str__(self) -> str:
        return self.nama


class Sinkronisasi(models.Model):
    """One run of the sync of one list: whole or not at all, a large shrink waits for a person."""

    daftar = models.CharField(max_length=32)
    mulai = models.DateTimeField()
    selesai = models.DateTimeField(null=True)
    maju_pada = models.DateTimeField(null=True)  # last sign of life of its worker; null while none has taken it up
    keadaan = models.CharField(max_length=10, choices=SINKRON.pilihan, default=KeadaanSinkron.BERJALAN)
    baris = models.PositiveIntegerField(default=0)
    baru = models.PositiveIntegerField(default=0)
    berubah = models.PositiveIntegerField(default=0)
    hilang = models.PositiveIntegerField(default=0)
    disisihkan = models.PositiveIntegerField(default=0, db_default=0)
    pesan = models.CharField(max_length=500, blank=True)

    TABEL: ClassVar = SINKRON

    class Meta:
        verbose_name = "sinkronisasi"
        verbose_name_plural = "sinkronisasi"
        indexes = [models.Index(fields=["daftar", "-mulai"], name="sinkronisasi_daftar")]

    def __str__(self) -> str:
        return f"{self.daftar} {self.mulai:%d-%m-%Y %H:%M}"


class BarisDisisihkan(models.Model):
    """One odd field of a row of SIASN's lists that was set aside; what is in force for it stays meanwhile.

    Gone with the next sync that reads the row. Of the row only what is needed to find it at SIASN is kept, and of the
    value its kind.
    """

    daftar = models.CharField(max_length=32)
    kunci = models.CharField(max_length=2 * PANJANG_ID + 1, blank=True)
    nip = models.CharField("NIP", max_length=18, blank=True)
    nama = models.CharField(max_length=PANJANG_NAMA, blank=True)
    bidang = models.CharField(max_length=64, blank=True)
    macam = models.CharField(max_length=100)
    alasan = models.CharField(max_length=255)
    sejak = models.DateTimeField()
    terakhir = models.DateTimeField()
    # A person's word that the row is the known person whose id or NIP it bears.
    disetujui_oleh = models.ForeignKey(Pengguna, models.PROTECT, null=True, blank=True, related_name="+")
    disetujui_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "baris yang disisihkan"
        verbose_name_plural = "baris yang disisihkan"
        constraints = [
            models.UniqueConstraint("daftar", "kunci", "nip", "bidang", name="baris_disisihkan_sekali"),
        ]
        indexes = [models.Index(fields=["-sejak", "-id"], name="baris_disisihkan_sejak")]

    def __str__(self) -> str:
        return f"{self.daftar} {self.bidang}"


class PenyatuanAsn(models.Model):
    """A known person whom SIASN now gives under another id or NIP: what was known goes on under the new ones."""

    asn = models.ForeignKey(ASN, models.CASCADE, related_name="penyatuan")
    id_lama = models.CharField(max_length=PANJANG_ID)
    id_baru = models.CharField(max_length=PANJANG_ID)
    nip_lama = models.CharField(max_length=18)
    nip_baru = models.CharField(max_length=18)
    pada = models.DateTimeField()

    class Meta:
        verbose_name = "penyatuan ASN"
        verbose_name_plural = "penyatuan ASN"
        indexes = [models.Index(fields=["-pada", "-id"], name="penyatuan_asn_pada")]

    def __str__(self) -> str:
        return f"{self.asn_id} {self.pada:%d-%m-%Y}"

    @property
    def nip_berubah(self) -> bool:
        return self.nip_lama != self.nip_baru
