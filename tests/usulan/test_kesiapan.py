"""No Keppres rests on what BKN took back, at whatever stage (docs/alur.md 2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak
from usulan.actions import bkn, keppres, pertek, tahanan_berdua
from usulan.kebijakan import SudahBerubah, TidakMungkin
from usulan.kesiapan import kesiapan
from usulan.models import Keppres, KeppresUsulan, Usulan
from usulan.tahap import Tahap


def hari(geser: int = 0) -> date:
    return timezone.localdate() + timedelta(days=geser)


# --- the worst case, and everything like it ---------------------------------------------------------------------------


def _siap(dunia: d.Dunia) -> tuple[Usulan, Keppres | None]:
    return d.siap_keppres(dunia), None


def _rkp(dunia: d.Dunia) -> tuple[Usulan, Keppres | None]:
    usulan = d.siap_keppres(dunia)
    return usulan, d.rkp(dunia, usulan)


def _dilepas(dunia: d.Dunia) -> tuple[Usulan, Keppres | None]:
    usulan, rancangan = _rkp(dunia)
    assert rancangan is not None
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    return usulan, rancangan


def _maju(dunia: d.Dunia) -> tuple[Usulan, Keppres | None]:
    usulan, rancangan = _dilepas(dunia)
    assert rancangan is not None
    keppres.majukan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)
    return usulan, rancangan


def _turun(dunia: d.Dunia) -> tuple[Usulan, Keppres | None]:
    usulan, rancangan = _maju(dunia)
    assert rancangan is not None
    keppres.turunkan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)
    return usulan, rancangan


KEADAAN: dict[str, Callable[[d.Dunia], tuple[Usulan, Keppres | None]]] = {
    "siap": _siap,
    "rkp": _rkp,
    "dilepas": _dilepas,
    "maju": _maju,
    "turun": _turun,
}


def _tahap(kode: str) -> Callable[[d.Dunia, Usulan], object]:
    return lambda _, usulan: d.tahap_bkn(usulan, kode, "Tahap yang menarik")


def _hilang(_: d.Dunia, usulan: Usulan) -> None:
    pertek.terima_daftar_pertek(usulan.pk, [])


def _putusan(status: str) -> Callable[[d.Dunia, Usulan], object]:
    return lambda _, usulan: bkn.terima_putusan(usulan.pk, status=status, tanggal=hari(), keterangan="Ditarik")


PENARIKAN: dict[str, Callable[[d.Dunia, Usulan], object]] = {
    **{f"tahap {kode}": _tahap(kode) for kode in ("24", "26", "75", "99")},
    "pertek hilang": _hilang,
    "BTL": _putusan("BTL"),
    "TMS": _putusan("TMS"),
}


def _lanjutkan(dunia: d.Dunia, usulan: Usulan, rancangan: Keppres | None) -> None:
    """Press every button that leads on to the publication."""
    if rancangan is None:
        rancangan = d.rkp(dunia)
        keppres.tambah_usulan(rancangan.pk, usulan_ids=[usulan.pk], oleh=dunia.dukungan)
    keadaan = Keppres.objects.get(pk=rancangan.pk).keadaan
    if keadaan == "DRAF":
        keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    if keadaan in ("DRAF", "DILEPAS"):
        keppres.majukan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)
    d.terbit(dunia, rancangan, turun=keadaan == "TURUN")


@pytest.mark.parametrize(("keadaan", "penarikan"), list(product(KEADAAN, PENARIKAN)))
def test_keppres_tidak_terbit_atas_yang_ditarik_bkn(dunia: d.Dunia, keadaan: str, penarikan: str) -> None:
    usulan, rancangan = KEADAAN[keadaan](dunia)
    PENARIKAN[penarikan](dunia, usulan)
    kini = d.segar(usulan)
    assert kini.ditahan
    assert not kesiapan(kini).siap
    with pytest.raises(TidakMungkin):
        _lanjutkan(dunia, usulan, rancangan)
    assert d.segar(usulan).tahap not in (Tahap.KEPPRES_TERBIT, Tahap.SELESAI)


@pytest.mark.parametrize("penarikan", [p for p in PENARIKAN if p != "tahap 24"])
def test_dua_orang_pun_tidak_melepas_yang_tanpa_pertek_atau_persetujuan(dunia: d.Dunia, penarikan: str) -> None:
    usulan, _ = _turun(dunia)
    PENARIKAN[penarikan](dunia, usulan)
    with ditolak(TidakMungkin, "Penahanan tidak dapat dilepas."):
        tahanan_berdua.usulkan(usulan.pk, pilihan="LEPAS", alasan="menunggu kepastian", oleh=dunia.dukungan)
    assert d.segar(usulan).ditahan


def test_satu_orang_tidak_melepas_penahanan(dunia: d.Dunia) -> None:
    usulan, rancangan = _turun(dunia)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    tahanan_berdua.usulkan(usulan.pk, pilihan="LEPAS", alasan="menunggu kepastian", oleh=dunia.dukungan)
    assert d.segar(usulan).ditahan
    with ditolak(TidakBerwenang, "harus dikonfirmasi orang lain"):
        tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.dukungan)
    with pytest.raises(TidakMungkin):
        _lanjutkan(dunia, usulan, rancangan)
    tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)
    _lanjutkan(dunia, usulan, rancangan)
    assert d.segar(usulan).tahap == Tahap.KEPPRES_TERBIT


def test_basis_data_menolak_terbit_atas_pertek_yang_tidak_berlaku(dunia: d.Dunia) -> None:
    usulan, _ = _turun(dunia)
    _hilang(dunia, usulan)
    usulan.tahanan.update(selesai_pada=timezone.now(), cara="DIPUTUSKAN")
    with pytest.raises(IntegrityError, match="rests on a Pertek in force"), transaction.atomic():
        Usulan.objects.filter(pk=usulan.pk).update(tahap=Tahap.KEPPRES_TERBIT)


# --- before Biro APP's verdict ----------------------------------------------------------------------------------------

AWAL: dict[str, Callable[[d.Dunia], Usulan]] = {
    "diajukan": d.diajukan,
    "diverifikasi": d.diverifikasi,
    "perbaikan": d.dikembalikan,
    "menunggu pertek": d.disetujui_biro,
}


@pytest.mark.parametrize(("awal", "kode"), list(product(AWAL, ["24", "26", "75", "99"])))
def test_penarikan_menghalangi_pada_setiap_tahap_sampai_bkn_menyetujui_lagi(
    dunia: d.Dunia, awal: str, kode: str
) -> None:
    usulan = AWAL[awal](dunia)
    d.tahap_bkn(usulan, kode, "Ditarik", hari(-3))
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-4), keterangan="lebih dahulu")
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-3), keterangan="sehari")
    assert "Ditarik" in d.segar(usulan).ditahan, "an approval that is not later undoes nothing"
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-2), keterangan="sesudahnya")
    assert d.segar(usulan).ditahan == ""


def test_yang_ditarik_tidak_menjadi_siap_oleh_persetujuan_biro(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-2))
    d.terima_pertek(usulan, tanggal=hari(-2))
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek", hari(-1))
    d.setujui_biro(dunia, usulan)
    assert d.segar(usulan).tahap == Tahap.MENUNGGU_PERTEK
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(), keterangan="lagi")
    assert d.segar(usulan).tahap == Tahap.SIAP_KEPPRES


def test_pertek_baru_sesudah_pembatalan_membuat_siap_lagi(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-4))
    d.tahap_bkn(usulan, "26", "Pembatalan", hari(-3))
    d.terima_pertek(usulan, tanggal=hari(-4), nomor="PH-LAMA")
    assert usulan.pertek.get().keadaan == "DIBATALKAN"
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-1), keterangan="lagi")
    assert d.segar(usulan).tahap == Tahap.MENUNGGU_PERTEK, "the cancelled one stays cancelled"
    d.terima_pertek(usulan, tanggal=hari(-1), nomor="PH-BARU")
    assert d.segar(usulan).tahap == Tahap.SIAP_KEPPRES
    hasil = kesiapan(d.segar(usulan))
    assert hasil.pertek is not None
    assert hasil.pertek.nomor == "PH-BARU"


# --- after the publication --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tahap", "penarikan"), list(product(["KEPPRES_TERBIT", "SELESAI"], PENARIKAN)))
def test_penarikan_sesudah_terbit_disampaikan_kepada_orang(dunia: d.Dunia, tahap: str, penarikan: str) -> None:
    usulan = d.keppres_terbit(dunia)
    if tahap == "SELESAI":
        d.terima_salinan(dunia, usulan)
    PENARIKAN[penarikan](dunia, usulan)
    kini = d.segar(usulan)
    assert (kini.tahap, kini.ditahan) == (tahap, "")
    assert kini.tahanan.terbuka().exists()
    with ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
        tahanan_berdua.ketahui(usulan.pk, oleh=dunia.verifikator, alasan="x")
    tahanan_berdua.ketahui(usulan.pk, oleh=dunia.dukungan, alasan="Dilaporkan kepada pimpinan")
    assert not kini.tahanan.terbuka().exists()


# --- a Pertek from before the BTL -------------------------------------------------------------------------------------


def _sesudah_btl(dunia: d.Dunia) -> Usulan:
    """BKN gave a Pertek, then a BTL; the PIC corrected, and both approved again. No new Pertek came."""
    usulan = d.disetujui_biro(dunia)
    d.terima_pertek(usulan, tanggal=hari(-9), nomor="PH-LAMA")
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=hari(-8), keterangan="SKP keliru")
    d.perbaiki(dunia, usulan)
    d.setujui_biro(dunia, usulan)
    return d.segar(usulan)


def test_pertek_dari_sebelum_btl_tidak_cukup(dunia: d.Dunia) -> None:
    usulan = _sesudah_btl(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-2))
    kini = d.segar(usulan)
    assert kini.tahap == Tahap.MENUNGGU_PERTEK
    assert "terbit sebelum BKN menyatakan BTL" in kini.ditahan


def test_bkn_menegaskan_pertek_lama_dengan_menyebut_nomornya(dunia: d.Dunia) -> None:
    usulan = _sesudah_btl(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-2), keterangan="Pertek ph-lama tetap berlaku")
    assert d.segar(usulan).tahap == Tahap.SIAP_KEPPRES


def test_pertek_baru_sesudah_btl_cukup(dunia: d.Dunia) -> None:
    usulan = _sesudah_btl(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-2))
    d.terima_pertek(usulan, tanggal=hari(-1), nomor="PH-BARU")
    assert (d.segar(usulan).tahap, d.segar(usulan).ditahan) == (Tahap.SIAP_KEPPRES, "")


def test_dua_orang_menegaskan_pertek_lama(dunia: d.Dunia) -> None:
    usulan = _sesudah_btl(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-2))
    d.lepas_tahanan(dunia, usulan)
    kini = d.segar(usulan)
    assert (kini.tahap, kini.ditahan) == (Tahap.SIAP_KEPPRES, "")
    pertek.periksa_ulang_pertek(usulan.pk)
    assert d.segar(usulan).ditahan == "", "people's word stays"
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=hari(), keterangan="lagi")
    assert not kesiapan(d.segar(usulan)).siap, "but not beyond the next BTL"


def test_penegasan_sebelum_btl_hari_itu_tidak_menegaskan_apa_pun(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(), keterangan="PH-LAMA")
    d.terima_pertek(usulan, nomor="PH-LAMA")
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=hari(), keterangan="SKP keliru")
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(), keterangan="Sudah benar")
    assert "terbit sebelum BKN menyatakan BTL" in d.segar(usulan).ditahan
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(), keterangan="PH-LAMA berlaku")
    assert "terbit sebelum BKN menyatakan BTL" not in d.segar(usulan).ditahan


# --- files and dates that BKN exchanges -------------------------------------------------------------------------------


def _keadaan(usulan: Usulan) -> list[tuple[str, str]]:
    return [(p.nomor, p.keadaan) for p in usulan.pertek.order_by("pk")]


def test_berkas_yang_ditukar_di_bawah_nama_yang_sama_tetap_yang_berlaku(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    lama = usulan.pertek.get()
    baris = pertek.BarisPertek(lama.nomor, lama.tanggal, lama.jenis, lama.rujukan)
    pertek.terima_daftar_pertek(usulan.pk, [replace(baris, berkas=d.berkas_bkn("ditukar"))])
    for _ in range(2):
        assert pertek.perlu_berkas(usulan.pk, [baris]) == [False]
        pertek.terima_daftar_pertek(usulan.pk, [baris])
        assert _keadaan(usulan) == [(lama.nomor, "DIBATALKAN"), (lama.nomor, "BERLAKU")]
    pertek.terima_daftar_pertek(usulan.pk, [replace(baris, sidik=lama.sidik)])
    pertek.terima_daftar_pertek(usulan.pk, [baris])
    assert _keadaan(usulan) == [(lama.nomor, "BERLAKU"), (lama.nomor, "DIBATALKAN")], "BKN exchanged it back"


def test_pertek_yang_diberi_nomor_baru_dengan_berkas_yang_sama_berlaku(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    lama = usulan.pertek.get()
    baris = pertek.BarisPertek("PH-NOMOR-BARU", lama.tanggal, lama.jenis, "pertek/lain", sidik=lama.sidik)
    pertek.terima_daftar_pertek(usulan.pk, [baris])
    assert _keadaan(usulan) == [(lama.nomor, "DIBATALKAN"), ("PH-NOMOR-BARU", "BERLAKU")]
    assert kesiapan(d.segar(usulan)).siap


@pytest.mark.parametrize("jam", [3, 15])
def test_pertek_bertanggal_besok_belum_berlaku_dan_tidak_mengalahkan_ralatnya(dunia: d.Dunia, jam: int) -> None:
    # At 15 UTC it is tomorrow in Papua already.
    with time_machine.travel(datetime(2026, 11, 27, jam, 30, tzinfo=UTC)):
        _pertek_besok_dan_ralatnya(dunia)


def _pertek_besok_dan_ralatnya(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.terima_pertek(usulan, nomor="PH-BESOK", tanggal=hari(9000))
    assert "PH-BESOK sudah diumumkan BKN" in d.segar(usulan).ditahan
    assert not kesiapan(d.segar(usulan)).siap
    d.terima_pertek(usulan, "Perbaikan", nomor="PH-BESOK", tanggal=hari())
    assert [k for _, k in _keadaan(usulan)] == ["DIGANTIKAN", "DIGANTIKAN", "BERLAKU"]
    assert kesiapan(d.segar(usulan)).siap


@pytest.mark.parametrize("keadaan", ["BERLAKU", "DIPERIKSA", "BERKAS_DITOLAK"])
def test_tanggal_yang_belum_tiba_menunggu_dari_keadaan_apa_pun(dunia: d.Dunia, keadaan: str) -> None:
    usulan = d.siap_keppres(dunia)
    usulan.pertek.update(keadaan=keadaan, tanggal=hari(9000))
    pertek.periksa_ulang_pertek(usulan.pk)
    assert [k for _, k in _keadaan(usulan)] == ["DITUNGGU"]


# --- one person out of a decree ---------------------------------------------------------------------------------------


def test_satu_orang_dikeluarkan_sesudah_maju_oleh_dua_orang(dunia: d.Dunia) -> None:
    satu, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    rancangan = d.maju(dunia, d.rkp(dunia, satu, lain))
    _tahap("26")(dunia, satu)
    tahanan_berdua.usulkan(satu.pk, pilihan="KELUAR", alasan="Pertek dibatalkan", oleh=dunia.dukungan)
    assert KeppresUsulan.objects.filter(usulan=satu).exists()
    tahanan_berdua.konfirmasi(satu.pk, oleh=dunia.kepala_biro)
    kini = d.segar(satu)
    assert kini.tahap == Tahap.SIAP_KEPPRES
    assert kini.ditahan, "what held it goes on holding it"
    d.terbit(dunia, rancangan)
    assert d.segar(lain).tahap == Tahap.KEPPRES_TERBIT
    assert d.segar(satu).tahap == Tahap.SIAP_KEPPRES


def test_usul_gugur_bila_keadaannya_berubah(dunia: d.Dunia) -> None:
    usulan, _ = _maju(dunia)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    tahanan_berdua.usulkan(usulan.pk, pilihan="LEPAS", alasan="Sudah ditanyakan", oleh=dunia.dukungan)
    d.tahap_bkn(usulan, "26", "Pembatalan Pertek")
    with ditolak(SudahBerubah, "Tidak ada usul yang menunggu"):
        tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)
    assert usulan.usul_tahanan.get().hasil == "GUGUR"
