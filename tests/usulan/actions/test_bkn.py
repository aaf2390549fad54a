"""BKN's track, stage by stage: what a verdict, a stage and a Pertek do, however they reached us (docs/alur.md 2)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from tests import dunia as d
from tests.usulan.actions.pembantu import kejadian, tak_berubah
from usulan.actions import bkn, verifikasi
from usulan.actions.bkn import HasilPutusan
from usulan.actions.pertek import BarisPertek, terima_daftar_pertek
from usulan.actions.tahap_bkn import BarisTahap, catat_tahapan
from usulan.models import Putusan, Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

HARI = date(2026, 11, 20)


def _putus(usulan: Usulan, status: str, hari: date = HARI, keterangan: str = "k") -> HasilPutusan:
    return bkn.terima_putusan(usulan.pk, status=status, tanggal=hari, keterangan=keterangan)


def _bkn(usulan: Usulan, jenis: Jenis, alasan: str = "", /, **data: Any) -> None:
    """The newest Peristiwa of the kind `jenis` was written by BKN and says all of `data`."""
    satu = [k for k in kejadian(usulan) if k.jenis == jenis][-1]
    assert (satu.mesin, satu.oleh_id, satu.alasan) == (Mesin.BKN, None, alasan)
    assert {kunci: satu.data.get(kunci) for kunci in data} == data


@pytest.fixture
def usulan(dunia: d.Dunia) -> Usulan:
    return d.diajukan(dunia)


# --- verdicts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "tahap"), [("APPROVED", Tahap.DIAJUKAN), ("BTL", Tahap.PERBAIKAN), ("TMS", Tahap.TMS)]
)
def test_putusan_diterapkan_selama_giliran_verifikasi(usulan: Usulan, status: str, tahap: Tahap) -> None:
    assert _putus(usulan, status) is HasilPutusan.DITERAPKAN
    kini, putusan = d.segar(usulan), Putusan.objects.get(usulan=usulan)
    assert (kini.tahap, kini.status_bkn) == (tahap, status)
    assert (putusan.lembaga, putusan.putaran, putusan.status, putusan.tanggal) == ("BKN", 1, status, HARI)
    assert (putusan.keterangan, putusan.berlaku, putusan.oleh) == ("k", True, None)
    assert putusan.terbit_pada is not None
    isi = {"status": status, "tanggal": HARI.isoformat(), "keterangan": "k", "basi": False, "putaran": 1}
    _bkn(usulan, Jenis.PUTUSAN_BKN, **isi)


def test_putusan_yang_sama_persis_tidak_mengubah_apa_pun(usulan: Usulan) -> None:
    _putus(usulan, "APPROVED")
    with tak_berubah(usulan):
        assert _putus(usulan, "APPROVED") is HasilPutusan.SAMA
    assert _putus(usulan, "APPROVED", keterangan="lain") is HasilPutusan.DITERAPKAN
    assert _putus(usulan, "APPROVED", HARI + timedelta(days=1)) is HasilPutusan.DITERAPKAN
    assert Putusan.objects.filter(usulan=usulan).count() == 3
    assert Putusan.objects.get(usulan=usulan, berlaku=True).tanggal == HARI + timedelta(days=1)


def test_putusan_yang_lebih_lama_disimpan_tanpa_diterapkan(usulan: Usulan) -> None:
    _putus(usulan, "APPROVED")
    versi, diubah = d.segar(usulan).versi, d.segar(usulan).diubah_pada
    assert _putus(usulan, "TMS", HARI - timedelta(days=1)) is HasilPutusan.BASI
    kini = d.segar(usulan)
    assert kini.diubah_pada > diubah
    assert (kini.tahap, kini.status_bkn, kini.versi) == (Tahap.DIAJUKAN, "APPROVED", versi)
    assert {(p.status, p.berlaku) for p in Putusan.objects.filter(usulan=usulan)} == {
        ("APPROVED", True),
        ("TMS", False),
    }
    _bkn(usulan, Jenis.PUTUSAN_BKN, status="TMS", basi=True)


def test_putusan_lain_pada_hari_yang_sama_bertentangan_tetapi_berlaku(usulan: Usulan) -> None:
    _putus(usulan, "APPROVED")
    assert _putus(usulan, "APPROVED", keterangan="lain") is HasilPutusan.DITERAPKAN
    assert _putus(usulan, "BTL") is HasilPutusan.BERTENTANGAN
    assert (d.segar(usulan).tahap, d.segar(usulan).status_bkn) == (Tahap.PERBAIKAN, "BTL")
    assert Putusan.objects.get(usulan=usulan, berlaku=True).status == "BTL"


def test_putusan_lain_pada_hari_lain_atau_putaran_lain_bukan_pertentangan(usulan: Usulan) -> None:
    _putus(usulan, "APPROVED")
    assert _putus(usulan, "BTL", HARI + timedelta(days=1)) is HasilPutusan.DITERAPKAN
    Usulan.objects.filter(pk=usulan.pk).update(putaran=2)
    assert _putus(usulan, "APPROVED", HARI + timedelta(days=1)) is HasilPutusan.DITERAPKAN


def test_btl_membuka_semua_baris_tanpa_tanda(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    Usulan.objects.filter(pk=usulan.pk).update(perbaikan_ditandai=True)
    _putus(usulan, "BTL")
    kini = d.segar(usulan)
    assert (kini.tahap, kini.perbaikan_ditandai, kini.tenggat) == (Tahap.PERBAIKAN, False, None)
    assert kini.dokumen.count() == kini.dokumen.filter(terbuka=True).count() > 0


def test_btl_dalam_perbaikan_membuka_semua_baris_lagi(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    assert usulan.dokumen.filter(terbuka=False).exists()
    assert _putus(usulan, "BTL") is HasilPutusan.DITERAPKAN
    kini = d.segar(usulan)
    assert (kini.tahap, kini.perbaikan_ditandai, kini.versi) == (Tahap.PERBAIKAN, False, usulan.versi + 1)
    assert not kini.dokumen.filter(terbuka=False).exists()


@pytest.mark.parametrize("urutan", ["putusan dahulu", "Pertek dahulu"])
def test_dua_persetujuan_dan_pertek_membawa_ke_keppres(dunia: d.Dunia, urutan: str) -> None:
    usulan = d.disetujui_biro(dunia)
    langkah = [lambda: _putus(usulan, "APPROVED"), lambda: d.terima_pertek(usulan)]
    for satu in langkah if urutan == "putusan dahulu" else reversed(langkah):
        assert d.segar(usulan).tahap == Tahap.MENUNGGU_PERTEK
        satu()
    kini = d.segar(usulan)
    assert (kini.tahap, kini.versi) == (Tahap.SIAP_KEPPRES, usulan.versi + 1)
    assert kini.tenggat is not None
    assert kini.tahap_sejak > usulan.tahap_sejak


@pytest.mark.parametrize(
    ("status", "kata"), [("BTL", "Berkas tidak lengkap (BTL)"), ("TMS", "Tidak memenuhi syarat (TMS)")]
)
def test_putusan_yang_berubah_menahan_keppres(dunia: d.Dunia, status: str, kata: str) -> None:
    usulan = d.siap_keppres(dunia)
    versi = d.segar(usulan).versi
    assert _putus(usulan, status, timezone.localdate() + timedelta(days=1)) is HasilPutusan.BERTENTANGAN
    kini = d.segar(usulan)
    alasan = f"BKN mengubah putusannya menjadi {kata}."
    assert (kini.tahap, kini.status_bkn, kini.ditahan) == (Tahap.SIAP_KEPPRES, status, alasan)
    assert kini.versi > versi, "the page on which somebody gathers a Keppres is stale now"
    _bkn(usulan, Jenis.DITAHAN, alasan)


def test_persetujuan_ulang_tidak_menahan_keppres(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    assert _putus(usulan, "APPROVED", timezone.localdate() + timedelta(days=1)) is HasilPutusan.DITERAPKAN
    assert d.segar(usulan).ditahan == ""


@pytest.mark.parametrize("akhir", ["terbit", "tms"])
def test_sesudah_terbit_atau_berakhir_putusan_hanya_dicatat(dunia: d.Dunia, akhir: str) -> None:
    if akhir == "terbit":
        usulan = d.keppres_terbit(dunia)
    else:
        usulan = d.diverifikasi(dunia)
        verifikasi.terbitkan(
            usulan.pk, status="TMS", keterangan="x", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
        )
        verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)
    sebelum = d.segar(usulan)
    assert _putus(usulan, "BTL", timezone.localdate() + timedelta(days=1)) is HasilPutusan.BERTENTANGAN
    kini = d.segar(usulan)
    assert (kini.tahap, kini.status_bkn, kini.ditahan) == (sebelum.tahap, sebelum.status_bkn, "")
    assert kini.versi == sebelum.versi
    assert Putusan.objects.filter(usulan=usulan, lembaga="BKN", status="BTL", berlaku=True).exists()


# --- stages and Pertek ------------------------------------------------------------------------------------------------


def test_tahap_bkn_ditulis_dan_tidak_membuat_halaman_basi(usulan: Usulan) -> None:
    assert d.tahap_bkn(usulan, "12", "Terima", HARI, "k")
    kini = d.segar(usulan)
    assert (kini.tahap_bkn, kini.versi, kini.ditahan) == ("Terima", usulan.versi, "")
    satu = usulan.riwayat_bkn.get()
    assert (satu.status_tahapan, satu.nama, satu.tanggal, satu.keterangan) == ("12", "Terima", HARI, "k")
    assert satu.diterima_pada is not None
    isi = {"status_tahapan": "12", "nama": "Terima", "tanggal": HARI.isoformat(), "keterangan": "k"}
    _bkn(usulan, Jenis.TAHAP_BKN, **isi)


def test_alasan_penahanan_muat_dalam_kolomnya(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.tahap_bkn(usulan, "24", "n" * 255)
    assert usulan.riwayat_bkn.get(nama="n" * 255).keterangan == ""
    ditahan = d.segar(usulan).ditahan
    assert len(ditahan) == 255
    assert ditahan.startswith("BKN membuka kembali usulan ini: nnn")


def test_ralat_pertek_menahan_rancangan_yang_sudah_memuatnya(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.terima_pertek(usulan, "Perbaikan", "PH-9")
    assert d.segar(usulan).ditahan == "", "in no draft yet"
    rancangan = d.rkp(dunia, usulan)
    versi = d.segar(usulan).versi
    d.terima_pertek(usulan, "Perbaikan", "PH-10")
    alasan = "Rancangan bersandar pada Ralat Pertek PH-9; yang berlaku sekarang Ralat Pertek PH-10."
    assert (d.segar(usulan).ditahan, d.segar(usulan).versi) == (alasan, versi + 1)
    _bkn(usulan, Jenis.DITAHAN, alasan, sebab="RALAT")
    d.lepas_tahanan(dunia, usulan)
    d.terbit(dunia, d.maju(dunia, rancangan))
    d.terima_pertek(usulan, "Perbaikan", "PH-11")
    assert d.segar(usulan).ditahan == "", "published already: a person is told, nothing can be held"
    assert usulan.tahanan.terbuka().get().sebab == "RALAT"


def test_siapa_yang_menyampaikan_tercatat(usulan: Usulan) -> None:
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=HARI, oleh=Mesin.SISTEM)
    catat_tahapan(usulan.pk, [BarisTahap("12", "x", None)], oleh=Mesin.SISTEM)
    terima_daftar_pertek(usulan.pk, [BarisPertek("1", None, "Baru")], oleh=Mesin.SISTEM)
    tiga = Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}").order_by("-urutan")[:3]
    assert [p.mesin for p in tiga] == ["SISTEM"] * 3
