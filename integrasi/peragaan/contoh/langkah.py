"""The steps of a road, each through the action that its screen calls; the workers do the rest."""

import io
import time
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from integrasi.keadaan import PERLU_ORANG, TUNTAS
from integrasi.keluar.relai import belum_direncanakan
from integrasi.models import Pengiriman, UsulanSiasn
from integrasi.peragaan.contoh.tunggu import TidakSampai, tunggu
from integrasi.peragaan.isian_contoh import berkas_contoh, isian_contoh, pdf_contoh
from referensi.models import ASN, AlasanPenolakan, Layanan
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.bangun import bangunkan
from siapp.berkas import terima as intake
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.lokal.kunci import pegang
from usulan import tahap as alur
from usulan.actions import dokumen, draf, keppres, pengajuan, salinan, verifikasi
from usulan.keadaan import KeadaanKeppres
from usulan.models import Dokumen, HasilPenilaian, Keppres, StatusPutusan, Usulan
from usulan.peristiwa import aliran_usulan
from usulan.tahap import Tahap


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
    return _dapat_diusulkan(instansi_id).exclude(pk__in=sibuk).order_by("golongan_baru", "pk").first()


def pegawai_bebas(instansi_id: str, banyak: int = 2) -> list[ASN]:
    """Return up to `banyak` people of the instansi without any usulan, for who tries: whom the samples take last.

    Nobody of IV/e, who cannot be promoted.
    """
    calon = _dapat_diusulkan(instansi_id).exclude(golongan_baru="IV/e")
    return list(calon.exclude(pk__in=Usulan.objects.values("asn")).order_by("-golongan_baru", "-pk")[:banyak])


def _dapat_diusulkan(instansi_id: str) -> QuerySet[ASN]:
    calon = ASN.objects.filter(
        instansi_kerja_id=instansi_id,
        aktif=True,
        golongan_baru__in=draf.GOLONGAN_PRESIDEN,
        tanggal_meninggal=None,
    )
    return calon.exclude(kedudukan_hukum_id="92")


def segar(usulan: Usulan) -> Usulan:
    return Usulan.objects.select_related("layanan", "asn").get(pk=usulan.pk)


def tunggu_tahap(usulan: Usulan, tahap: Tahap) -> None:
    tunggu(f"tahap “{alur.LABEL[tahap]}” untuk {usulan.nomor}", lambda: segar(usulan).tahap == tahap)


def _check_tidak_buntu(usulan: Usulan) -> None:
    """Raise TidakSampai when a call of the usulan waits for a person: no time would help."""
    buntu = Pengiriman.objects.filter(usulan=usulan, keadaan__in=PERLU_ORANG).first()
    if buntu is not None:
        raise TidakSampai(
            f"Pengiriman {usulan.nomor} ke SIASN (API {buntu.api}) berhenti: {buntu.get_keadaan_display()}. "
            "Selesaikan di layar pemantauan pengiriman sebagai administrator."
        )


def _terkirim(usulan: Usulan) -> bool:
    _check_tidak_buntu(usulan)
    if belum_direncanakan().filter(aliran=aliran_usulan(usulan.pk)).exists():
        return False
    return not Pengiriman.objects.filter(usulan=usulan).exclude(keadaan__in=TUNTAS).exists()


def tunggu_terkirim(usulan: Usulan) -> None:
    """Wait until nothing of the usulan is on its way to SIASN any more."""
    tunggu(f"pengiriman {usulan.nomor} ke SIASN", lambda: _terkirim(usulan))


def id_siasn(usulan: Usulan) -> str:
    """Return the ID Usulan that SIASN gave, after waiting for it."""

    def dikenal() -> bool:
        _check_tidak_buntu(usulan)
        return UsulanSiasn.objects.filter(usulan=usulan).exists()

    tunggu(f"ID Usulan SIASN untuk {usulan.nomor}", dikenal)
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

    tunggu(f"pemeriksaan berkas {nama}", diperiksa)
    return berkas


def unggah(orang: Orang, usulan: Usulan, baris: Dokumen, tanda: str = "") -> None:
    nama, isi = berkas_contoh(baris, f"{tanda} {time.time_ns()}")
    berkas = intake.terima(io.BytesIO(isi), oleh=orang.penyetuju, nama=nama, boleh=("pdf", "jpeg", "png"))
    dokumen.lampirkan(usulan.pk, dokumen_id=baris.pk, berkas=berkas, oleh=orang.penyetuju)


def tunggu_diperiksa(usulan: Usulan) -> None:
    """Wait until every file of the usulan was inspected. Raises TidakSampai when one was refused."""
    berkas = usulan.dokumen.filter(versi_kini__isnull=False)

    def diperiksa() -> bool:
        if ditolak := berkas.filter(versi_kini__berkas__keadaan=KeadaanBerkas.DITOLAK).first():
            raise TidakSampai(f"Berkas {ditolak} milik {usulan.nomor} ditolak pemeriksaan. Lihat log berkas.")
        return not berkas.filter(versi_kini__berkas__keadaan=KeadaanBerkas.DIPERIKSA).exists()

    tunggu(f"pemeriksaan berkas {usulan.nomor}", diperiksa)


def buat_draf(orang: Orang, layanan: Layanan, usulan_id: UUID | None = None) -> Usulan:
    """Draft a usulan for someone who has none; with `usulan_id` as its id."""
    # One after another: two roads that begin at once would pick the same person.
    with pegang(settings.VAR_DIR / "contoh-pilih.kunci", tunggu=True):
        asn = pilih_asn(orang.instansi_id, orang.kategori)
        if asn is None:
            raise TidakSampai("Tidak ada lagi pegawai yang dapat diusulkan. Jalankan `make bersih` untuk mulai lagi.")
        return draf.buat_draf(layanan=layanan, asn=asn, oleh=orang.penyetuju, usulan_id=usulan_id)


def lengkapi(orang: Orang, usulan: Usulan) -> None:
    """Fill in the data of a draft and upload every mandatory document that has none."""
    draf.ubah_data(usulan.pk, isian=isian_contoh(usulan), oleh=orang.penyetuju)
    kosong = usulan.dokumen.filter(persyaratan__wajib=True, versi_kini=None)
    for baris in kosong.select_related("persyaratan", "usulan"):
        unggah(orang, usulan, baris)
    tunggu_diperiksa(usulan)


def buat(orang: Orang, layanan: Layanan) -> Usulan:
    """Draft a usulan that is ready to be signed."""
    usulan = segar(buat_draf(orang, layanan))
    lengkapi(orang, usulan)
    return segar(usulan)


def kirim(orang: Orang, usulan: Usulan) -> None:
    pengajuan.ajukan(usulan.pk, oleh=orang.penyetuju, catatan="Usulan contoh", peringatan_diketahui=True)


def bagi(orang: Orang, usulan: Usulan) -> None:
    verifikasi.bagi(usulan.pk, verifikator=orang.verifikator, oleh=orang.koordinator)


def nilai(orang: Orang, usulan: Usulan, *, tolak: bool = False) -> None:
    """Judge what is not judged yet in this round; with `tolak` one row is refused."""
    alasan = AlasanPenolakan.objects.first()
    ringkasan = verifikasi.ringkasan_penilaian(segar(usulan))
    for posisi, baris in enumerate(ringkasan["belum"]):
        salah = tolak and posisi == 0 and not ringkasan["ditolak"]
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
    tunggu_diperiksa(usulan)
    pengajuan.ajukan_perbaikan(
        usulan.pk, oleh=orang.penyetuju, catatan="Dokumen sudah diganti", peringatan_diketahui=True
    )


def susun_rkp(orang: Orang, usulan: Usulan) -> Keppres:
    """Put the usulan into a draft of its own; a draft that was begun for it is gone on with."""
    hari_ini = timezone.localdate()
    memo = f"M-{usulan.nomor[-6:]}/CONTOH/{hari_ini.year}"
    rancangan = Keppres.objects.filter(kategori=usulan.kategori, nomor_memo=memo).first() or keppres.buat_keppres(
        kategori=usulan.kategori,
        nomor_memo=memo,
        tanggal_memo=hari_ini,
        perihal=f"Rancangan Keppres contoh {usulan.nomor}",
        oleh=orang.dukungan,
    )
    return keppres.tambah_usulan(rancangan.pk, usulan_ids=[usulan.pk], oleh=orang.dukungan)


def majukan(orang: Orang, rancangan: Keppres) -> None:
    """Release the draft, unless it is, and send it up."""
    if rancangan.keadaan == KeadaanKeppres.DRAF:
        keppres.lepas(rancangan.pk, oleh=orang.kepala_biro)
    keppres.majukan(rancangan.pk, tanggal=timezone.localdate(), oleh=orang.dukungan)


def terbitkan_keppres(orang: Orang, rancangan: Keppres, usulan: Usulan) -> None:
    """Note that the Keppres came down, unless it is, and publish it."""
    hari_ini = timezone.localdate()
    if Keppres.objects.get(pk=rancangan.pk).keadaan == KeadaanKeppres.MAJU:
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
