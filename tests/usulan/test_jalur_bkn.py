"""BKN's track runs beside ours: what its machine says must not spoil the page on which a person is deciding."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from siapp.audit.models import Peristiwa
from tests import dunia as d
from usulan.actions import bkn, verifikasi
from usulan.actions.tahap_bkn import BarisTahap, catat_tahapan
from usulan.kesiapan import alasan_belum_siap
from usulan.peristiwa.baca import baca_peristiwa
from usulan.peristiwa.isi import TahapBknBerubah


def test_tahap_dan_persetujuan_bkn_tidak_membuat_halaman_verifikator_basi(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan)
    terlihat = d.segar(usulan).versi
    d.tahap_bkn(usulan, "12", "Terima Usulan")
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


@pytest.mark.parametrize("tahap", ["24", "26", "75", "99"])
def test_tahap_yang_menarik_persetujuan_menahan_keppres(dunia: d.Dunia, tahap: str) -> None:
    usulan = d.siap_keppres(dunia)
    assert d.tahap_bkn(usulan, tahap, "Perbaikan Pertek")
    usulan = d.segar(usulan)
    assert usulan.ditahan.startswith("BKN membuka kembali usulan ini: Perbaikan Pertek.")
    assert "BKN membuka kembali" in alasan_belum_siap(usulan)
    tahanan = usulan.tahanan.terbuka().get(sebab="TAHAP")
    assert (tahanan.tanggal, tahanan.cara) == (timezone.localdate(), "")


@pytest.mark.parametrize("tahap", ["12", "23", "25", "27", "74", "76", "98"])
def test_tahap_lain_tidak_menahan_keppres(dunia: d.Dunia, tahap: str) -> None:
    usulan = d.siap_keppres(dunia)
    assert d.tahap_bkn(usulan, tahap)
    usulan = d.segar(usulan)
    assert (usulan.ditahan, usulan.tahap_bkn) == ("", f"Tahap {tahap}")


def test_tahap_yang_menarik_persetujuan_terhitung_sebelum_putusan_biro(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    versi = usulan.versi
    assert d.tahap_bkn(usulan, "26", "Pembatalan Pertek")
    usulan = d.segar(usulan)
    assert (usulan.ditahan, usulan.tahap_bkn) == (
        "BKN membuka kembali usulan ini: Pembatalan Pertek.",
        "Pembatalan Pertek",
    )
    assert usulan.versi == versi, "the verifier goes on: only a Keppres must wait"


HARI = date(2026, 11, 20)


def _baris(*isi: tuple[str, int]) -> list[BarisTahap]:
    return [BarisTahap(kode, f"Tahap {kode}", HARI + timedelta(days=geser)) for kode, geser in isi]


@pytest.mark.parametrize("urutan", list(permutations([("12", 0), ("16", 2), ("22", 5)])))
def test_daftar_tahap_ditulis_sekali_dan_yang_terbaru_menurut_tanggal(
    dunia: d.Dunia, urutan: tuple[tuple[str, int], ...]
) -> None:
    usulan = d.diajukan(dunia)
    assert len(catat_tahapan(usulan.pk, _baris(*urutan))) == 3
    peristiwa = Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}").count()
    for _ in range(5):
        assert catat_tahapan(usulan.pk, _baris(*reversed(urutan))) == []
    assert Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}").count() == peristiwa
    assert [t.status_tahapan for t in usulan.riwayat_bkn.all()] == ["22", "16", "12"]
    assert d.segar(usulan).tahap_bkn == "Tahap 22"


def test_tahap_yang_kembali_ditulis_lagi(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    for kode in ("12", "12", "5", "12", "12"):
        d.tahap_bkn(usulan, kode, f"Tahap {kode}", HARI)
    assert [t.status_tahapan for t in usulan.riwayat_bkn.order_by("id")] == ["12", "5", "12"]
    assert d.segar(usulan).tahap_bkn == "Tahap 12"


def test_tahap_yang_sama_persis_tidak_dicatat_dua_kali(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    assert d.tahap_bkn(usulan, "12", "Terima", HARI, "a")
    assert not d.tahap_bkn(usulan, "12", "Terima", HARI, "a")
    assert d.tahap_bkn(usulan, "13", "Terima", HARI, "a")
    assert d.tahap_bkn(usulan, "13", "Lain", HARI, "a")
    assert d.tahap_bkn(usulan, "13", "Lain", HARI, "b")
    assert d.tahap_bkn(usulan, "13", "Lain", date(2026, 11, 21), "b")
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


def test_satu_tahap_bertanggal_lama_tidak_ditulis_lagi_pada_setiap_tanya(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    assert d.tahap_bkn(usulan, "16", "Berkas disetujui", HARI)
    assert d.tahap_bkn(usulan, "5", "Perbaikan dokumen", HARI - timedelta(days=5))
    for _ in range(3):
        assert not d.tahap_bkn(usulan, "5", "Perbaikan dokumen", HARI - timedelta(days=5))
    assert usulan.riwayat_bkn.count() == 2


@pytest.mark.parametrize("penarikan", ["24", "26", "75"])
def test_tanda_tangan_bertanggal_tahun_depan_tidak_meniadakan_penarikan(dunia: d.Dunia, penarikan: str) -> None:
    usulan = d.siap_keppres(dunia)
    d.tahap_bkn(usulan, "22", "Sudah TTD Pertek", timezone.localdate() + timedelta(days=400))
    d.tahap_bkn(usulan, penarikan, "Ditarik", timezone.localdate())
    assert "BKN membuka kembali usulan ini: Ditarik." in alasan_belum_siap(d.segar(usulan))
    assert d.segar(usulan).tahap_bkn == "Ditarik"
    d.tahap_bkn(usulan, "22", "Sudah TTD Pertek", timezone.localdate() + timedelta(days=400))
    assert "BKN membuka kembali usulan ini: Ditarik." in alasan_belum_siap(d.segar(usulan))
