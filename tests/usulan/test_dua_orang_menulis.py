"""Who wrote a usulan does not sign it, where the instansi asks for two people (keputusan/0085)."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from referensi.katalog import muat_katalog
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from usulan import izin
from usulan.actions import dokumen, draf, pengajuan, pic
from usulan.models import PengaturanInstansi, Usulan
from usulan.penyusun import penyusun_isi
from usulan.tahap import Kerja

SEMUA_LAYANAN = [layanan.kode for layanan in muat_katalog()]


@pytest.fixture(autouse=True)
def _dua_orang(dunia: d.Dunia) -> None:
    PengaturanInstansi.objects.create(instansi=dunia.instansi, empat_mata=True)


@pytest.fixture
def kedua(dunia: d.Dunia) -> Pengguna:
    """A second PIC of the same instansi who may sign."""
    peran = [Peran(jenis=JenisPeran.PIC, instansi=dunia.instansi, kategori=k, boleh_teken=True) for k in Kategori]
    return d.buat_pengguna("Sari Contoh", *peran)


def _ditulis(dunia: d.Dunia, kode: str = "KP-STRUKTURAL") -> Usulan:
    """A draft that `penyetuju` wrote alone and could sign."""
    sendiri = replace(dunia, pic=dunia.penyetuju)
    return d.lengkapi(sendiri, d.buat_draf(sendiri, kode))


def _serahkan(dunia: d.Dunia, kepada: Pengguna) -> None:
    pic.serahkan_draf(
        dunia.penyetuju.pk, kepada=kepada, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Cuti"
    )


def _check_ditolak(usulan: Usulan, oleh: Pengguna) -> None:
    kirim = pengajuan.ajukan if usulan.tahap == "DRAF" else pengajuan.ajukan_perbaikan
    with pytest.raises(TidakBerwenang, match="Anda tulis sendiri sejak teken terakhir"):
        kirim(usulan.pk, oleh=oleh, peringatan_diketahui=True)


@pytest.mark.parametrize("kode", SEMUA_LAYANAN)
def test_penulis_setiap_layanan_tidak_meneken_walau_drafnya_diserahkan(
    dunia: d.Dunia, kedua: Pengguna, kode: str
) -> None:
    sendiri = replace(dunia, pic=dunia.penyetuju)
    usulan = d.buat_draf(sendiri, kode)
    _serahkan(dunia, kedua)
    usulan = d.segar(usulan)
    assert usulan.pembuat == kedua
    assert not izin.boleh(dunia.penyetuju, Kerja.AJUKAN, usulan), "the hand-over wrote nothing"
    assert izin.boleh(kedua, Kerja.AJUKAN, usulan), "who received it has written nothing yet"
    d.lengkapi(replace(dunia, pic=kedua), usulan)
    assert not izin.boleh(kedua, Kerja.AJUKAN, usulan), "now the receiver wrote data and documents"


def test_draf_yang_diserahkan_diteken_penerimanya_di_layar(dunia: d.Dunia, kedua: Pengguna) -> None:
    usulan = _ditulis(dunia)
    _serahkan(dunia, kedua)
    alamat, isi = (
        reverse("usulan:teken", args=[usulan.pk]),
        {"versi": d.segar(usulan).versi, "peringatan_diketahui": "on"},
    )
    penulis, penerima = Client(), Client()
    penulis.force_login(dunia.penyetuju)
    penerima.force_login(kedua)
    halaman = penulis.get(alamat).text
    assert f"<li>{kedua.nama}</li>" in halaman
    assert f"<li>{dunia.penyetuju.nama}</li>" not in halaman
    ditolak = penulis.post(alamat, isi)
    assert ditolak.status_code == 403
    assert "Minta PIC penyetuju lain membaca dan mengirim" in ditolak.text
    assert penerima.post(alamat, isi).status_code == 302
    assert d.segar(usulan).penanda_tangan == kedua


def test_yang_mengubah_data_atau_mengunggah_juga_menulis(dunia: d.Dunia, kedua: Pengguna) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    assert penyusun_isi(usulan) == {dunia.pic.pk}
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-2/2026"}, oleh=dunia.penyetuju)
    _check_ditolak(usulan, dunia.penyetuju)
    assert izin.boleh(kedua, Kerja.AJUKAN, usulan)
    d.unggah(replace(dunia, pic=kedua), usulan, usulan.dokumen.exclude(versi_kini=None).earliest("pk").pk)
    _check_ditolak(usulan, kedua)
    assert penyusun_isi(usulan) == {dunia.pic.pk, dunia.penyetuju.pk, kedua.pk}


def test_yang_dikembalikan_seperti_semula_tidak_ditulis_siapa_pun(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    semula = usulan.nomor_surat_pengantar
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-2/2026"}, oleh=dunia.penyetuju)
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": semula}, oleh=dunia.pic)
    kosong = usulan.dokumen.filter(versi_kini=None).earliest("pk")
    d.unggah(replace(dunia, pic=dunia.penyetuju), usulan, kosong.pk)
    _check_ditolak(usulan, dunia.penyetuju)
    dokumen.lepas_dokumen(usulan.pk, dokumen_id=kosong.pk, oleh=dunia.penyetuju)
    assert izin.boleh(dunia.penyetuju, Kerja.AJUKAN, usulan)


def test_yang_ditulis_ulang_orang_lain_menjadi_tulisannya(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-2/2026"}, oleh=dunia.penyetuju)
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-3/2026"}, oleh=dunia.pic)
    assert penyusun_isi(usulan) == {dunia.pic.pk}
    assert izin.boleh(dunia.penyetuju, Kerja.AJUKAN, usulan)


def test_perbaikan_ditanya_siapa_yang_menulis_perbaikannya(dunia: d.Dunia, kedua: Pengguna) -> None:
    usulan = d.dikembalikan(dunia)
    assert penyusun_isi(usulan) == frozenset(), "what was signed has had its second pair of eyes"
    baris = usulan.dokumen.filter(terbuka=True).exclude(versi_kini=None).earliest("pk")
    d.unggah(replace(dunia, pic=dunia.penyetuju), usulan, baris.pk)
    _check_ditolak(usulan, dunia.penyetuju)
    usulan = pengajuan.ajukan_perbaikan(usulan.pk, oleh=kedua, peringatan_diketahui=True)
    assert usulan.penanda_tangan == kedua
    assert penyusun_isi(usulan) == frozenset()


def test_penyusun_draf_boleh_meneken_perbaikan_yang_ditulis_orang_lain(dunia: d.Dunia, kedua: Pengguna) -> None:
    usulan = pengajuan.ajukan(_ditulis(dunia).pk, oleh=kedua, peringatan_diketahui=True)
    usulan = d.verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    d.nilai_semua(dunia, usulan, tolak=1)
    d.verifikasi.terbitkan(usulan.pk, status="BTL", keterangan="Tidak terbaca", oleh=dunia.verifikator)
    usulan = d.segar(usulan)
    assert usulan.pembuat == dunia.penyetuju
    baris = usulan.dokumen.filter(terbuka=True).exclude(versi_kini=None).earliest("pk")
    d.unggah(dunia, usulan, baris.pk)
    kirim = pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    assert kirim.penanda_tangan == dunia.penyetuju


def test_dokumen_yang_dilepas_sesudah_teken_ditulis_pelepasnya(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    baris = usulan.dokumen.filter(terbuka=True).exclude(versi_kini=None).earliest("pk")
    dokumen.lepas_dokumen(usulan.pk, dokumen_id=baris.pk, oleh=dunia.penyetuju)
    assert penyusun_isi(usulan) == {dunia.penyetuju.pk}
    d.unggah(dunia, usulan, baris.pk)
    assert penyusun_isi(usulan) == {dunia.pic.pk}


def test_tanpa_aturan_dua_orang_penulis_boleh_meneken(dunia: d.Dunia) -> None:
    usulan = _ditulis(dunia)
    PengaturanInstansi.objects.update(empat_mata=False)
    assert pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True).penanda_tangan
