"""BKN's track runs beside ours: what its machine says must not spoil the page on which a person is deciding."""

from django.utils import timezone

from tests import dunia as d
from usulan.actions import bkn, verifikasi


def test_tahap_dan_persetujuan_bkn_tidak_membuat_halaman_verifikator_basi(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan)
    terlihat = d.segar(usulan).versi
    bkn.catat_tahap(usulan.pk, status_tahapan="12", nama="Terima Usulan", tanggal=timezone.localdate())
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate())
    d.terima_pertek(usulan)
    assert d.segar(usulan).versi == terlihat
    verifikasi.terbitkan(usulan.pk, status="APPROVED", oleh=dunia.verifikator, versi=terlihat)
    assert d.segar(usulan).status_biro == "APPROVED"


def test_pengembalian_oleh_bkn_membuat_halaman_verifikator_basi(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    terlihat = d.segar(usulan).versi
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SK tidak terbaca")
    assert d.segar(usulan).versi > terlihat
