"""Holds: begun, renewed and ended by what BKN changes; what is written of each (docs/alur.md 2)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from siapp.akun.peran import Mesin
from tests import dunia as d
from tests.usulan.actions.pembantu import kejadian
from usulan.actions import bkn, tahanan_berdua
from usulan.actions.pertek import BarisPertek, terima_daftar_pertek
from usulan.models import SebabTahan, Tahanan, Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap


def hari(geser: int = 0) -> date:
    return timezone.localdate() + timedelta(days=geser)


def _buka(usulan: Usulan) -> dict[str, Tahanan]:
    return {t.sebab: t for t in usulan.tahanan.terbuka()}


def _kejadian_tahan(usulan: Usulan) -> list[tuple[str, str, str, str]]:
    """Kind, machine, cause or way, reason of each beginning and end, oldest first."""
    return [
        (k.jenis, k.mesin, k.data.get("sebab") or k.data["cara"], k.alasan)
        for k in kejadian(usulan)
        if k.jenis in (Jenis.DITAHAN, Jenis.TAHAN_DILEPAS)
    ]


def _dalam_rkp(dunia: d.Dunia) -> Usulan:
    """In a draft that rests on Pertek PH-1."""
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari())
    d.terima_pertek(usulan, nomor="PH-1")
    d.rkp(dunia, d.segar(usulan))
    return d.segar(usulan)


def _bersandar(baru: str) -> str:
    return f"Rancangan bersandar pada Pertek PH-1; yang berlaku sekarang Ralat Pertek {baru}."


def test_ralat_demi_ralat_memperbarui_penahanan_yang_satu(dunia: d.Dunia) -> None:
    usulan = _dalam_rkp(dunia)
    d.terima_pertek(usulan, "Perbaikan", "PH-2")
    awal = _buka(usulan)["RALAT"]
    ralat = usulan.pertek.get(nomor="PH-2")
    assert (awal.keterangan, awal.pertek, awal.tanggal, awal.cara) == (_bersandar("PH-2"), ralat, hari(), "")
    assert awal.selesai_pada is None
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        esok = hari()
        d.terima_pertek(usulan, "Perbaikan", "PH-3", esok)
        d.terima_pertek(usulan, "Perbaikan", "PH-3", esok)
    terbaru = usulan.pertek.get(keadaan="BERLAKU")
    assert usulan.pertek.filter(nomor="PH-3").count() == 2
    satu = usulan.tahanan.get()
    assert (satu.pk, satu.sejak) == (awal.pk, awal.sejak)
    assert (satu.keterangan, satu.pertek, satu.tanggal) == (_bersandar("PH-3"), terbaru, esok)
    assert d.segar(usulan).ditahan == _bersandar("PH-3")
    ditahan = [(Jenis.DITAHAN, "BKN", "RALAT", _bersandar(n)) for n in ("PH-2", "PH-3", "PH-3")]
    assert _kejadian_tahan(usulan) == ditahan, "the second of a number is another one"
    versi = d.segar(usulan).versi
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        terima_daftar_pertek(usulan.pk, d.daftar_bkn(usulan))
    assert (_kejadian_tahan(usulan), d.segar(usulan).versi) == (ditahan, versi), "the same list says nothing new"


def test_penahanan_selesai_bila_sebabnya_hilang(dunia: d.Dunia) -> None:
    usulan = _dalam_rkp(dunia)
    lama = d.daftar_bkn(usulan)
    d.terima_pertek(usulan, "Perbaikan", "PH-2")
    sebelum = timezone.now()
    terima_daftar_pertek(usulan.pk, lama, oleh=Mesin.SISTEM)
    satu = usulan.tahanan.get()
    assert (satu.cara, d.segar(usulan).ditahan) == ("SEBAB_HILANG", "")
    assert satu.selesai_pada is not None
    assert satu.selesai_pada >= sebelum
    assert _kejadian_tahan(usulan)[-1] == (Jenis.TAHAN_DILEPAS, "SISTEM", "SEBAB_HILANG", "")
    assert kejadian(usulan)[-1].data["ditahan"] == _bersandar("PH-2")


def test_rancangan_tanpa_pertek_ditahan_dengan_dasarnya(dunia: d.Dunia) -> None:
    usulan = _dalam_rkp(dunia)
    lama = d.daftar_bkn(usulan)
    terima_daftar_pertek(usulan.pk, [])
    hilang = "Pertek PH-1: tidak lagi didaftar BKN. Pertek yang baru belum ada."
    satu = _buka(usulan)["PERTEK"]
    assert (satu.keterangan, satu.pertek) == (f"Rancangan bersandar pada Pertek PH-1. {hilang}", usulan.pertek.get())
    terima_daftar_pertek(usulan.pk, lama)
    assert (_buka(usulan), d.segar(usulan).ditahan) == ({}, "")


def test_yang_belum_dalam_rancangan_ditahan_tanpa_dasar(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    terima_daftar_pertek(usulan.pk, [])
    satu = _buka(usulan)["PERTEK"]
    assert (satu.keterangan.startswith("Pertek "), satu.pertek) == (True, None)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    tarik = "BKN membuka kembali usulan ini: Perbaikan Pertek."
    assert set(_buka(usulan)) == {"PERTEK", "TAHAP"}
    assert d.segar(usulan).ditahan == f"{satu.keterangan} {tarik}"
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(1), keterangan="lagi")
    assert set(_buka(usulan)) == {"PERTEK"}, "each ends by its own cause"
    assert d.segar(usulan).ditahan == satu.keterangan
    alasan = f"BKN menyetujui lagi pada {hari(1):%d-%m-%Y}."
    assert _kejadian_tahan(usulan)[-1] == (Jenis.TAHAN_DILEPAS, "BKN", "SEBAB_HILANG", alasan)


@pytest.mark.parametrize("awal", [d.diajukan, d.disetujui_biro])
def test_yang_belum_siap_keppres_tidak_ditahan_karena_pertek(dunia: d.Dunia, awal: object) -> None:
    usulan = awal(dunia)  # type: ignore[operator]
    d.terima_pertek(usulan)
    terima_daftar_pertek(usulan.pk, [])
    assert not usulan.tahanan.exists()


def test_penarikan_lama_tidak_memundurkan_harinya(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    d.tahap_bkn(usulan, "24", "Pertama", hari(-2))
    d.tahap_bkn(usulan, "24", "Terlambat", hari(-5))
    satu = _buka(usulan)["TAHAP"]
    assert (satu.keterangan, satu.tanggal) == ("BKN membuka kembali usulan ini: Terlambat.", hari(-2))
    d.tahap_bkn(usulan, "24", "Lagi", hari(-1))
    assert _buka(usulan)["TAHAP"].tanggal == hari(-1)


def test_putusan_tms_mengakhiri_semua_penahanan(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.tahap_bkn(usulan, "26", "Pembatalan Pertek")
    bkn.terima_putusan(usulan.pk, status="TMS", tanggal=hari(), keterangan="Tidak memenuhi syarat")
    satu = usulan.tahanan.get()
    assert (satu.cara, d.segar(usulan).ditahan) == ("DIIKUTI", "")


def test_keterangan_panjang_muat_dalam_kolomnya(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.tahap_bkn(usulan, "24", "n" * 600)
    penuh = "BKN membuka kembali usulan ini: " + "n" * 600
    assert _buka(usulan)["TAHAP"].keterangan == penuh[:500]
    assert d.segar(usulan).ditahan == penuh[:255]
    assert _kejadian_tahan(usulan)[-1][3] == penuh[:500]
    assert not d.tahap_bkn(usulan, "24", "n" * 600)


def test_usul_gugur_bila_penahanannya_berubah(dunia: d.Dunia) -> None:
    usulan = _dalam_rkp(dunia)
    d.terima_pertek(usulan, "Perbaikan", "PH-2")
    usul = tahanan_berdua.usulkan(usulan.pk, pilihan="LEPAS", alasan="x", oleh=dunia.dukungan)
    sebelum = timezone.now()
    d.terima_pertek(usulan, "Perbaikan", "PH-3")
    usul.refresh_from_db()
    assert (usul.hasil, usul.diputus_oleh) == ("GUGUR", None)
    assert usul.diputus_pada is not None
    assert usul.diputus_pada >= sebelum


def test_sesudah_terbit_tercatat_tanpa_menahan(dunia: d.Dunia) -> None:
    usulan = _dalam_rkp(dunia)
    d.terbit(dunia, d.maju(dunia, usulan.baris_keppres.keppres))
    d.terima_pertek(usulan, "Perbaikan", "PH-2")
    assert _buka(usulan)["RALAT"].keterangan == _bersandar("PH-2").replace("Rancangan", "Keppres")
    terima_daftar_pertek(usulan.pk, [])
    assert set(_buka(usulan)) == {"PERTEK"}
    assert (d.segar(usulan).tahap, d.segar(usulan).ditahan) == (Tahap.KEPPRES_TERBIT, "")


# --- a Pertek from before the BTL -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("biro", "lagi", "ditahan"), [(True, True, True), (True, False, False), (False, True, False)])
def test_pertek_lama_menahan_sesudah_kedua_jalur_menyetujui(
    dunia: d.Dunia, biro: bool, lagi: bool, ditahan: bool
) -> None:
    usulan = d.disetujui_biro(dunia) if biro else d.diverifikasi(dunia)
    d.terima_pertek(usulan, nomor="PH-LAMA", tanggal=hari(-9))
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=hari(-8), keterangan="SKP keliru")
    if lagi:
        bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(-2))
    assert (set(_buka(usulan)) == {SebabTahan.PERTEK_LAMA}, usulan.tahanan.count()) == (ditahan, int(ditahan))
    if ditahan:
        satu = _buka(usulan)["PERTEK_LAMA"]
        assert (satu.pertek, satu.tanggal) == (usulan.pertek.get(), hari())
        d.terima_pertek(usulan, nomor="PH-BARU", tanggal=hari(-1))
        assert _buka(usulan) == {}


def test_daftar_tanpa_berkas_tidak_menahan_yang_berlaku(dunia: d.Dunia) -> None:
    usulan = _dalam_rkp(dunia)
    rujukan = usulan.pertek.get().rujukan
    terima_daftar_pertek(usulan.pk, [BarisPertek("ph-1", hari(), "Baru", rujukan)])
    assert not usulan.tahanan.exists()
