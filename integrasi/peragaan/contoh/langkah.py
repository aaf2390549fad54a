"""The steps of a road, each through the action that its screen calls; the workers do the rest."""

import io
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman, UsulanSiasn
from integrasi.peragaan.isian_contoh import berkas_contoh, isian_contoh, pdf_contoh
from referensi.models import ASN, AlasanPenolakan, Layanan
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.bangun import bangunkan
from siapp.berkas import terima as intake
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from usulan import tahap as alur
from usulan.actions import dokumen, draf, keppres, pengajuan, salinan, verifikasi
from usulan.models import Dokumen, HasilPenilaian, Keppres, StatusPutusan, Usulan
from usulan.tahap import Tahap

BATAS_TUNGGU = timedelta(seconds=90)
# Set when whoever walks the road wants to end; a step that waits gives up then.
berhenti = threading.Event()


class TidakSampai(Exception):
    """A step did not arrive in time, or was told to stop waiting; the message names it."""


def tunggu(apa: str, selesai: Callable[[], bool], batas: timedelta = BATAS_TUNGGU) -> None:
    """Wait until `selesai()` is true. Raises TidakSampai naming `apa` after `batas`, or when `berhenti` is set."""
    akhir = time.monotonic() + batas.total_seconds()
    while not selesai():
        if time.monotonic() > akhir:
            raise TidakSampai(f"{apa} belum terjadi setelah {batas.total_seconds():.0f} detik.")
        if berhenti.wait(0.2):
            raise TidakSampai(f"{apa} tidak ditunggu lagi.")


@dataclass(frozen=True)
class Orang:
    """Who acts on a road of one kategori at one instansi."""

    kategori: str
    instansi_id: str

    def _peran(self, jenis: JenisPeran, **saring: object) -> Pengguna:
        peran = Peran.objects.filter(jenis=jenis, aktif=True, pengguna__is_active=True, **saring)
        baris = peran.select_related("pengguna").order_by("pengguna_id").first()
        if baris is None:
            raise TidakSampai(f"Tidak ada {jenis.label} {self.kategori}. Jalankan `akun_contoh` dahulu.")
        return baris.pengguna

    @cached_property
    def penyetuju(self) -> Pengguna:
        return self._peran(JenisPeran.PIC, kategori=self.kategori, instansi=self.instansi_id, boleh_teken=True)

    @cached_property
    def koordinator(self) -> Pengguna:
        return self._peran(JenisPeran.KOORDINATOR, kategori=self.kategori)

    @cached_property
    def verifikator(self) -> Pengguna:
        return self._peran(JenisPeran.VERIFIKATOR, kategori=self.kategori)

    @cached_property
    def dukungan(self) -> Pengguna:
        return self._peran(JenisPeran.DUKUNGAN)

    @cached_property
    def kepala_biro(self) -> Pengguna:
        return self._peran(JenisPeran.KEPALA_BIRO)


def orang_untuk(kategori: str) -> Orang:
    """Return the people of `kategori` at the first instansi that has a signing PIC and staff to propose."""
    berpenyetuju = Peran.objects.filter(jenis=JenisPeran.PIC, kategori=kategori, boleh_teken=True, aktif=True)
    for instansi_id in berpenyetuju.order_by("pengguna_id").values_list("instansi_id", flat=True):
        if instansi_id and pilih_asn(instansi_id, kategori) is not None:
            return Orang(kategori, instansi_id)
    raise TidakSampai(f"Tidak ada PIC penyetuju {kategori} dengan pegawai yang dapat diusulkan.")


def pilih_asn(instansi_id: str, kategori: str) -> ASN | None:
    """Return someone of the instansi who can be proposed now: IV/b and above, alive, not blocked, nothing running."""
    sibuk = Usulan.objects.filter(kategori=kategori).exclude(tahap=Tahap.DIHAPUS).values("asn")
    calon = ASN.objects.filter(
        instansi_kerja_id=instansi_id,
        aktif=True,
        golongan_baru__in=draf.GOLONGAN_PRESIDEN,
        tanggal_meninggal=None,
    )
    return calon.exclude(kedudukan_hukum_id="92").exclude(pk__in=sibuk).order_by("golongan_baru", "pk").first()


def segar(usulan: Usulan) -> Usulan:
    return Usulan.objects.select_related("layanan", "asn").get(pk=usulan.pk)


def tunggu_tahap(usulan: Usulan, tahap: Tahap) -> None:
    tunggu(f"Tahap “{alur.LABEL[tahap]}” untuk {usulan.nomor}", lambda: segar(usulan).tahap == tahap)


def tunggu_terkirim(usulan: Usulan) -> None:
    """Wait until nothing of the usulan is on its way to SIASN any more."""

    def habis() -> bool:
        baris = Pengiriman.objects.filter(usulan=usulan)
        return baris.exists() and not baris.exclude(keadaan=Keadaan.SELESAI).exists()

    # The relay may not have planned the newest Peristiwa yet: look twice, a moment apart.
    tunggu(f"Pengiriman {usulan.nomor} ke SIASN", habis)
    time.sleep(0.5)
    tunggu(f"Pengiriman {usulan.nomor} ke SIASN", habis)


def id_siasn(usulan: Usulan) -> str:
    """Return the ID Usulan that SIASN gave, after waiting for it."""
    tunggu(f"ID Usulan SIASN untuk {usulan.nomor}", lambda: UsulanSiasn.objects.filter(usulan=usulan).exists())
    return UsulanSiasn.objects.get(usulan=usulan).id_usulan


def pantau_sekarang(usulan: Usulan) -> None:
    """Have APIs 6 and 7 asked at the next turn instead of after the usual pause."""
    UsulanSiasn.objects.filter(usulan=usulan).update(pantau_berikut=timezone.now())
    bangunkan("integrasi.tasks.pantau")


def _berkas(oleh: Pengguna, nama: str, isi: bytes) -> Berkas:
    boleh = ("pdf",) if nama.endswith(".pdf") else ("pdf", "jpeg", "png")
    berkas = intake.terima(io.BytesIO(isi), oleh=oleh, nama=nama, boleh=boleh)

    def diperiksa() -> bool:
        berkas.refresh_from_db()
        return berkas.keadaan != KeadaanBerkas.DIPERIKSA

    tunggu(f"Pemeriksaan berkas {nama}", diperiksa)
    return berkas


def unggah(orang: Orang, usulan: Usulan, baris: Dokumen, tanda: str = "") -> None:
    nama, isi = berkas_contoh(baris, f"{tanda} {time.time_ns()}")
    berkas = intake.terima(io.BytesIO(isi), oleh=orang.penyetuju, nama=nama, boleh=("pdf", "jpeg", "png"))
    dokumen.lampirkan(usulan.pk, dokumen_id=baris.pk, berkas=berkas, oleh=orang.penyetuju)


def _berkas_diperiksa(usulan: Usulan) -> bool:
    return not usulan.dokumen.filter(versi_kini__berkas__keadaan=KeadaanBerkas.DIPERIKSA).exists()


def buat(orang: Orang, layanan: Layanan, *, isi: bool = True) -> Usulan:
    """Draft a usulan; with `isi` fill in its data and upload every mandatory document."""
    asn = pilih_asn(orang.instansi_id, orang.kategori)
    if asn is None:
        raise TidakSampai("Tidak ada lagi pegawai yang dapat diusulkan. Jalankan `make bersih` untuk mulai lagi.")
    usulan = segar(draf.buat_draf(layanan=layanan, asn=asn, oleh=orang.penyetuju))
    if not isi:
        return usulan
    draf.ubah_data(usulan.pk, isian=isian_contoh(usulan), oleh=orang.penyetuju)
    for baris in usulan.dokumen.filter(persyaratan__wajib=True).select_related("persyaratan", "usulan"):
        unggah(orang, usulan, baris)
    tunggu(f"Pemeriksaan berkas {usulan.nomor}", lambda: _berkas_diperiksa(usulan))
    return segar(usulan)


def kirim(orang: Orang, usulan: Usulan) -> None:
    pengajuan.ajukan(usulan.pk, oleh=orang.penyetuju, catatan="Usulan contoh", peringatan_diketahui=True)


def bagi(orang: Orang, usulan: Usulan) -> None:
    verifikasi.bagi(usulan.pk, verifikator=orang.verifikator, oleh=orang.koordinator)


def nilai(orang: Orang, usulan: Usulan, *, tolak: bool = False) -> None:
    """Judge what is not judged yet in this round; with `tolak` the first row is refused."""
    alasan = AlasanPenolakan.objects.first()
    for posisi, baris in enumerate(verifikasi.ringkasan_penilaian(segar(usulan))["belum"]):
        salah = tolak and posisi == 0
        hasil = HasilPenilaian.TIDAK_SESUAI if salah else HasilPenilaian.SESUAI
        verifikasi.nilai(
            usulan.pk, dokumen_id=baris.pk, hasil=hasil, alasan=alasan if salah else None, oleh=orang.verifikator
        )


def terbitkan(orang: Orang, usulan: Usulan, status: StatusPutusan) -> None:
    ringkasan = verifikasi.ringkasan_penilaian(segar(usulan))
    keterangan = verifikasi.usulkan_keterangan(ringkasan["ditolak"]) or "Berkas lengkap dan sesuai"
    verifikasi.terbitkan(usulan.pk, status=status, keterangan=keterangan, oleh=orang.verifikator)


def perbaiki(orang: Orang, usulan: Usulan) -> None:
    """Replace what was refused and send the corrections."""
    for baris in usulan.dokumen.filter(terbuka=True, versi_kini__isnull=False).select_related("persyaratan", "usulan"):
        unggah(orang, usulan, baris, "perbaikan")
    tunggu(f"Pemeriksaan berkas {usulan.nomor}", lambda: _berkas_diperiksa(usulan))
    pengajuan.ajukan_perbaikan(
        usulan.pk, oleh=orang.penyetuju, catatan="Dokumen sudah diganti", peringatan_diketahui=True
    )


def susun_rkp(orang: Orang, usulan: Usulan) -> Keppres:
    hari_ini = timezone.localdate()
    rancangan = keppres.buat_keppres(
        kategori=usulan.kategori,
        nomor_memo=f"M-{usulan.nomor[-6:]}/CONTOH/{hari_ini.year}",
        tanggal_memo=hari_ini,
        perihal=f"Rancangan Keppres contoh {usulan.nomor}",
        oleh=orang.dukungan,
    )
    return keppres.tambah_usulan(rancangan.pk, usulan_ids=[usulan.pk], oleh=orang.dukungan)


def majukan(orang: Orang, rancangan: Keppres) -> None:
    keppres.lepas(rancangan.pk, oleh=orang.kepala_biro)
    keppres.majukan(rancangan.pk, tanggal=timezone.localdate(), oleh=orang.dukungan)


def terbitkan_keppres(orang: Orang, rancangan: Keppres, usulan: Usulan) -> None:
    hari_ini = timezone.localdate()
    keppres.turunkan(rancangan.pk, tanggal=hari_ini, oleh=orang.dukungan)
    berkas = _berkas(orang.dukungan, "keppres-contoh.pdf", pdf_contoh("Keputusan Presiden contoh", usulan.nomor))
    salinan.terbitkan_keppres(
        rancangan.pk,
        nomor=f"{usulan.nomor[-6:]}/K/{hari_ini.year}",
        tanggal=hari_ini,
        judul=f"Keputusan Presiden contoh untuk {usulan.layanan.nama}",
        berkas=berkas,
        oleh=orang.dukungan,
    )


def akui_salinan(orang: Orang, usulan: Usulan) -> None:
    salinan.terima_salinan(usulan.pk, oleh=orang.penyetuju)
