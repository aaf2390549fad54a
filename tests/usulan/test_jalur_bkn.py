"""BKN's track runs beside ours: what its machine says must not spoil the page on which a person is deciding."""

from datetime import date

import pytest
from django.utils import timezone

from siapp.audit.models import Peristiwa
from tests import dunia as d
from usulan import kebijakan
from usulan.actions import bkn, verifikasi
from usulan.models import Usulan
from usulan.peristiwa.baca import baca_peristiwa
from usulan.peristiwa.isi import TahapBknBerubah


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


def _catat(usulan: Usulan, tahap: str, nama: str = "", keterangan: str = "", tanggal: date | None = None) -> bool:
    return bkn.catat_tahap(usulan.pk, status_tahapan=tahap, nama=nama, tanggal=tanggal, keterangan=keterangan)


@pytest.mark.parametrize("tahap", ["24", "26", "75"])
def test_tahap_yang_menarik_persetujuan_menahan_keppres(dunia: d.Dunia, tahap: str) -> None:
    usulan = d.siap_keppres(dunia)
    assert _catat(usulan, tahap, "Perbaikan Pertek")
    usulan = d.segar(usulan)
    assert usulan.ditahan == "BKN membuka kembali usulan ini: Perbaikan Pertek."
    with pytest.raises(kebijakan.TidakMungkin, match="ditahan: BKN membuka kembali"):
        kebijakan.check_masuk_rkp(usulan)
    assert Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}", jenis="usulan.ditahan").count() == 1


@pytest.mark.parametrize("tahap", ["12", "23", "25", "27", "74", "76"])
def test_tahap_lain_tidak_menahan_keppres(dunia: d.Dunia, tahap: str) -> None:
    usulan = d.siap_keppres(dunia)
    assert _catat(usulan, tahap)
    usulan = d.segar(usulan)
    assert (usulan.ditahan, usulan.tahap_bkn) == ("", f"Tahap {tahap}")


def test_tahap_yang_menarik_persetujuan_sebelum_keppres_hanya_dicatat(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    assert _catat(usulan, "26", "Pembatalan Pertek")
    usulan = d.segar(usulan)
    assert (usulan.ditahan, usulan.tahap_bkn) == ("", "Pembatalan Pertek")


def test_tahap_yang_sama_persis_tidak_dicatat_dua_kali(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    hari = date(2026, 11, 20)
    assert _catat(usulan, "12", "Terima", "a", hari)
    assert not _catat(usulan, "12", "Terima", "a", hari)
    assert _catat(usulan, "13", "Terima", "a", hari)
    assert _catat(usulan, "13", "Lain", "a", hari)
    assert _catat(usulan, "13", "Lain", "b", hari)
    assert _catat(usulan, "13", "Lain", "b", date(2026, 11, 21))
    assert usulan.riwayat_bkn.count() == 5
    terakhir = usulan.riwayat_bkn.first()
    assert terakhir is not None
    assert (terakhir.status_tahapan, terakhir.nama, terakhir.keterangan) == ("13", "Lain", "b")
    kejadian = (
        Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}", jenis="usulan.tahap_bkn").order_by("urutan").last()
    )
    assert kejadian is not None
    assert baca_peristiwa(kejadian) == TahapBknBerubah("13", "Lain", date(2026, 11, 21), "b")
    assert kejadian.mesin == "BKN"
