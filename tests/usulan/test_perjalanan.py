"""The road of every service, step by step, through the actions (alur.md 2)."""

import pytest
from django.utils import timezone

from referensi.katalog import muat_katalog
from siapp.audit.models import Peristiwa
from tests import dunia as d
from usulan.actions import bkn, pengajuan, salinan, verifikasi
from usulan.aturan import periksa
from usulan.models import Putusan
from usulan.tahap import Tahap

SEMUA_LAYANAN = [layanan.kode for layanan in muat_katalog()]


@pytest.mark.parametrize("kode", SEMUA_LAYANAN)
def test_setiap_layanan_sampai_selesai(dunia: d.Dunia, kode: str) -> None:
    usulan = d.keppres_terbit(dunia, kode)
    salinan.terima_salinan(usulan.pk, oleh=dunia.pic)
    assert d.segar(usulan).tahap == Tahap.SELESAI
    riwayat = Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}").order_by("urutan")
    jenis = list(riwayat.values_list("jenis", flat=True))
    assert jenis[0] == "usulan.dibuat"
    assert jenis[-1] == "usulan.selesai"


@pytest.mark.parametrize("kode", SEMUA_LAYANAN)
def test_putaran_perbaikan_hanya_mengirim_yang_berubah(dunia: d.Dunia, kode: str) -> None:
    usulan = d.dikembalikan(dunia, kode)
    assert usulan.tahap == Tahap.PERBAIKAN
    terbuka = list(usulan.dokumen.filter(terbuka=True))
    assert len(terbuka) == 1
    d.unggah(dunia, usulan, terbuka[0].pk)
    usulan = pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    assert (usulan.tahap, usulan.putaran, usulan.verifikator) == (Tahap.DIVERIFIKASI, 2, dunia.verifikator)
    kejadian = Peristiwa.objects.get(aliran=f"usulan:{usulan.pk}", jenis="usulan.perbaikan_diajukan")
    terbuka[0].refresh_from_db()
    assert kejadian.data["dokumen"] == [terbuka[0].versi_kini_id]
    assert kejadian.data["nip_penanda_tangan"] == dunia.penyetuju.nip
    assert [row.pk for row in verifikasi.ringkasan_penilaian(usulan)["belum"]] == [terbuka[0].pk]


@pytest.mark.parametrize("kode", SEMUA_LAYANAN)
def test_draf_kosong_menyebut_setiap_dokumen_wajib(dunia: d.Dunia, kode: str) -> None:
    usulan = d.buat_draf(dunia, kode)
    wajib = usulan.dokumen.filter(persyaratan__wajib=True).count()
    assert len([t for t in periksa(usulan) if t.kode == "dokumen-wajib"]) == wajib
    with pytest.raises(pengajuan.BelumLengkap):
        pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju)


def test_bkn_selesai_lebih_dahulu_usulan_langsung_siap_keppres(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate())
    d.terima_pertek(usulan)
    d.nilai_semua(dunia, usulan)
    usulan = verifikasi.terbitkan(usulan.pk, status="APPROVED", oleh=dunia.verifikator)
    assert usulan.tahap == Tahap.SIAP_KEPPRES


def test_btl_bkn_membuka_semua_baris_sampai_verifikator_menandai(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SKP tidak terbaca")
    usulan = d.segar(usulan)
    assert usulan.tahap == Tahap.PERBAIKAN
    assert not usulan.dokumen.filter(terbuka=False).exists()
    baris = usulan.dokumen.exclude(versi_kini=None).first()
    assert baris is not None
    verifikasi.tandai_perbaikan(usulan.pk, dokumen=[baris.pk], oleh=dunia.verifikator)
    assert list(usulan.dokumen.filter(terbuka=True)) == [baris]


def test_menandai_lagi_menggantikan_data_yang_diminta(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="TMT keliru")
    for bidang in ("tmt_golongan_baru", "nama_jabatan"):
        verifikasi.tandai_perbaikan(usulan.pk, dokumen=[], bidang={bidang: "periksa"}, oleh=dunia.verifikator)
    assert list(usulan.bidang_diminta.values_list("bidang", flat=True)) == ["nama_jabatan"]


def test_tms_biro_butuh_orang_kedua(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        usulan.pk,
        status="TMS",
        keterangan="Belum memenuhi masa jabatan",
        tak_dilihat="Nyata dari datanya",
        oleh=dunia.verifikator,
    )
    assert d.segar(usulan).tahap == Tahap.DIVERIFIKASI
    assert not Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}", jenis="usulan.putusan_biro").exists()
    verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)
    assert d.segar(usulan).tahap == Tahap.TMS
    putusan = Putusan.objects.get(usulan=usulan)
    assert putusan.dikonfirmasi_oleh == dunia.koordinator


def test_ralat_pertek_menahan_rancangan_sampai_dikonfirmasi(dunia: d.Dunia) -> None:
    from usulan.actions import keppres
    from usulan.kebijakan import TidakMungkin

    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    d.terima_pertek(usulan, jenis="Perbaikan")
    assert d.segar(usulan).ditahan
    with pytest.raises(TidakMungkin):
        keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    d.lepas_tahanan(dunia, usulan, "Ralat hanya mengubah penulisan nama")
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    assert rancangan.baris.get().pertek.jenis == "Perbaikan"
    assert usulan.pertek.count() == 2
