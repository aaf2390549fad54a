"""The typed detail of a usulan per kategori (kontrak.md 5). Which field a service asks for is in the catalogue.

Everything may be empty while the usulan is a draft; pemeriksaan awal holds what must be there.
"""

from django.db import models
from django.db.models import Q

from referensi.models import PANJANG_NAMA, PANJANG_TEKS
from usulan.models.usulan import Usulan

TEKS = 255


class RincianKP(models.Model):
    usulan = models.OneToOneField(Usulan, models.CASCADE, primary_key=True, related_name="rincian_kp")
    golongan_lama = models.CharField(max_length=10, blank=True)
    pangkat_lama = models.CharField(max_length=PANJANG_NAMA, blank=True)
    tmt_golongan_lama = models.DateField(null=True, blank=True)
    golongan_baru = models.CharField(max_length=10, blank=True)
    pangkat_baru = models.CharField(max_length=PANJANG_NAMA, blank=True)
    tmt_golongan_baru = models.DateField(null=True, blank=True)
    masa_kerja_tahun = models.PositiveSmallIntegerField(null=True, blank=True)
    masa_kerja_bulan = models.PositiveSmallIntegerField(null=True, blank=True)
    nama_jabatan = models.CharField(max_length=PANJANG_TEKS, blank=True)
    tmt_jabatan = models.DateField(null=True, blank=True)
    nama_unor = models.CharField(max_length=PANJANG_TEKS, blank=True)
    eselon = models.CharField(max_length=64, blank=True)
    nomor_pak = models.CharField(max_length=255, blank=True)
    tanggal_pak = models.DateField(null=True, blank=True)
    angka_kredit = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    periode_penilaian_mulai = models.DateField(null=True, blank=True)
    periode_penilaian_selesai = models.DateField(null=True, blank=True)
    nomor_sk_prestasi = models.CharField(max_length=255, blank=True)
    tanggal_sk_prestasi = models.DateField(null=True, blank=True)
    nomor_keppres_penemuan = models.CharField(max_length=255, blank=True)
    nomor_rekomendasi_brin = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = "rincian KP"
        constraints = [
            models.CheckConstraint(
                name="rincian_kp_bulan_0_11",
                condition=Q(masa_kerja_bulan__isnull=True) | Q(masa_kerja_bulan__lte=11),
                violation_error_message="Masa kerja bulan antara 0 dan 11.",
            )
        ]

    def __str__(self) -> str:
        return f"KP {self.usulan_id}"


class RincianPemberhentian(models.Model):
    usulan = models.OneToOneField(Usulan, models.CASCADE, primary_key=True, related_name="rincian_pemberhentian")
    tmt_berhenti = models.DateField(null=True, blank=True)
    tmt_pensiun = models.DateField(null=True, blank=True)
    masa_kerja_pensiun_tahun = models.PositiveSmallIntegerField(null=True, blank=True)
    masa_kerja_pensiun_bulan = models.PositiveSmallIntegerField(null=True, blank=True)
    alamat_pensiun = models.CharField(max_length=PANJANG_TEKS, blank=True)
    kantor_taspen = models.CharField(max_length=PANJANG_NAMA, blank=True)
    pangkat_terakhir = models.CharField(max_length=PANJANG_NAMA, blank=True)
    golongan_terakhir = models.CharField(max_length=10, blank=True)
    pangkat_pengabdian = models.CharField(max_length=PANJANG_NAMA, blank=True)
    golongan_pengabdian = models.CharField(max_length=10, blank=True)
    tmt_pangkat_pengabdian = models.DateField(null=True, blank=True)
    tanggal_meninggal = models.DateField(null=True, blank=True)
    ahli_waris_pasangan = models.TextField(blank=True)
    ahli_waris_anak = models.TextField(blank=True)
    pensiun_pokok = models.BigIntegerField(null=True, blank=True)
    pembulatan_pensiun_pokok = models.BigIntegerField(null=True, blank=True)
    nomor_surat_tim_penguji = models.CharField(max_length=255, blank=True)
    tanggal_surat_tim_penguji = models.DateField(null=True, blank=True)
    nomor_permohonan = models.CharField(max_length=255, blank=True)
    tanggal_permohonan = models.DateField(null=True, blank=True)
    nomor_usul_ppk = models.CharField(max_length=255, blank=True)
    tanggal_usul_ppk = models.DateField(null=True, blank=True)
    nomor_sk_penjatuhan = models.CharField(max_length=255, blank=True)
    tanggal_sk_penjatuhan = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "rincian Pemberhentian"
        constraints = [
            models.CheckConstraint(
                name="rincian_pemberhentian_bulan_0_11",
                condition=Q(masa_kerja_pensiun_bulan__isnull=True) | Q(masa_kerja_pensiun_bulan__lte=11),
                violation_error_message="Masa kerja bulan antara 0 dan 11.",
            ),
            models.CheckConstraint(
                name="rincian_pemberhentian_rupiah_positif",
                condition=(Q(pensiun_pokok__isnull=True) | Q(pensiun_pokok__gte=0))
                & (Q(pembulatan_pensiun_pokok__isnull=True) | Q(pembulatan_pensiun_pokok__gte=0)),
                violation_error_message="Pensiun pokok tidak boleh kurang dari nol.",
            ),
        ]

    def __str__(self) -> str:
        return f"Pemberhentian {self.usulan_id}"


class RincianJFKU(models.Model):
    usulan = models.OneToOneField(Usulan, models.CASCADE, primary_key=True, related_name="rincian_jfku")
    jabatan_lama = models.CharField(max_length=PANJANG_TEKS, blank=True)
    jenjang_lama = models.CharField(max_length=PANJANG_NAMA, blank=True)
    jabatan_baru = models.CharField(max_length=PANJANG_TEKS, blank=True)
    jenjang_baru = models.CharField(max_length=255, blank=True)
    tmt_jabatan = models.DateField(null=True, blank=True)
    nama_unor = models.CharField(max_length=PANJANG_TEKS, blank=True)
    nomor_pak = models.CharField(max_length=255, blank=True)
    tanggal_pak = models.DateField(null=True, blank=True)
    angka_kredit = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    formasi_jumlah = models.PositiveIntegerField(null=True, blank=True)
    formasi_terisi = models.PositiveIntegerField(null=True, blank=True)
    formasi_sisa = models.PositiveIntegerField(null=True, blank=True)
    nomor_sertifikat_ukom = models.CharField(max_length=255, blank=True)
    tanggal_sertifikat_ukom = models.DateField(null=True, blank=True)
    jabatan_asal = models.CharField(max_length=PANJANG_TEKS, blank=True)
    nomor_keppres_pemberhentian = models.CharField(max_length=255, blank=True)
    tanggal_keppres_pemberhentian = models.DateField(null=True, blank=True)
    alasan_pemberhentian = models.CharField(max_length=TEKS, blank=True)

    class Meta:
        verbose_name = "rincian JFKU"

    def __str__(self) -> str:
        return f"JFKU {self.usulan_id}"


Rincian = RincianKP | RincianPemberhentian | RincianJFKU

MODEL_RINCIAN: dict[str, type[RincianKP] | type[RincianPemberhentian] | type[RincianJFKU]] = {
    "KP": RincianKP,
    "PEMBERHENTIAN": RincianPemberhentian,
    "JFKU": RincianJFKU,
}
NAMA_RINCIAN = {"KP": "rincian_kp", "PEMBERHENTIAN": "rincian_pemberhentian", "JFKU": "rincian_jfku"}


def rincian(usulan: Usulan) -> Rincian:
    """Return the detail row of `usulan`; it is made together with the usulan."""
    baris: Rincian = getattr(usulan, NAMA_RINCIAN[usulan.kategori])
    return baris
