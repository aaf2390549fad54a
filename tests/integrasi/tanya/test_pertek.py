"""Pertek as BKN really lists them: cancelled, vanished, reordered, announced, broken, corrected under one number."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from integrasi.models import UsulanSiasn
from integrasi.petugas.peringatan import keadaan_kini
from integrasi.sebab import Kode
from integrasi.tanya.pantau import pantau
from siapp.audit.models import Peristiwa
from tests import dunia as d
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from usulan.actions import bkn, keppres, verifikasi
from usulan.kebijakan import TidakMungkin
from usulan.models import Keppres, Pertek, Usulan
from usulan.tahap import Tahap


@pytest.fixture
def dikirim(siasn: Siasn, selaras: d.Dunia) -> Usulan:
    usulan = ajukan(selaras)
    jalankan()
    return usulan


def _id(usulan: Usulan) -> str:
    return UsulanSiasn.objects.get(usulan=usulan).id_usulan


def tanya() -> None:
    UsulanSiasn.objects.filter(pantau_berikut__isnull=False).update(pantau_berikut=timezone.now())
    assert pantau()


def keadaan(usulan: Usulan) -> dict[str, str]:
    return {p.nomor: p.keadaan for p in Pertek.objects.filter(usulan=usulan)}


def hari(geser: int) -> str:
    return f"{timezone.localdate() + timedelta(days=geser):%d-%m-%Y}"


# --- the worst case, over HTTP ----------------------------------------------------------------------------------------


@pytest.fixture
def siap(siasn: Siasn, dikirim: Usulan, selaras: d.Dunia) -> Usulan:
    """Ready for a Keppres, by BKN's own lists and notice."""
    verifikasi.bagi(dikirim.pk, verifikator=selaras.verifikator, oleh=selaras.koordinator)
    d.setujui_biro(selaras, dikirim)
    bkn.terima_putusan(dikirim.pk, status="APPROVED", tanggal=timezone.localdate() - timedelta(days=3))
    siasn.pertek(_id(dikirim), tanggal=hari(-2))
    tanya()
    assert d.segar(dikirim).tahap == Tahap.SIAP_KEPPRES
    return dikirim


def _rkp(dunia: d.Dunia, usulan: Usulan) -> Keppres:
    return d.rkp(dunia, usulan)


def _maju(dunia: d.Dunia, usulan: Usulan) -> Keppres:
    return d.maju(dunia, d.rkp(dunia, usulan))


def _turun(dunia: d.Dunia, usulan: Usulan) -> Keppres:
    return keppres.turunkan(_maju(dunia, usulan).pk, tanggal=timezone.localdate(), oleh=dunia.dukungan)


def _terbitkan(dunia: d.Dunia, usulan: Usulan, rancangan: Keppres | None) -> None:
    if rancangan is None:
        rancangan = d.rkp(dunia, usulan)
    if Keppres.objects.get(pk=rancangan.pk).keadaan == "DRAF":
        d.maju(dunia, rancangan)
    d.terbit(dunia, rancangan, turun=Keppres.objects.get(pk=rancangan.pk).keadaan == "TURUN")


@pytest.mark.parametrize("sampai", [None, _rkp, _maju, _turun], ids=["siap", "rkp", "maju", "turun"])
def test_keppres_tidak_terbit_atas_pertek_yang_dibatalkan_bkn(
    siasn: Siasn, siap: Usulan, selaras: d.Dunia, sampai: Callable[[d.Dunia, Usulan], Keppres] | None
) -> None:
    rancangan = sampai(selaras, siap) if sampai else None
    siasn.batalkan_pertek(_id(siap))
    tanya()
    assert set(keadaan(siap).values()) == {"DIBATALKAN"}
    assert d.segar(siap).ditahan
    with pytest.raises(TidakMungkin):
        _terbitkan(selaras, siap, rancangan)
    assert d.segar(siap).tahap != Tahap.KEPPRES_TERBIT


def test_pembatalan_sesudah_terbit_diketahui(siasn: Siasn, siap: Usulan, selaras: d.Dunia) -> None:
    _terbitkan(selaras, siap, None)
    siasn.batalkan_pertek(_id(siap))
    tanya()
    assert {t.sebab for t in siap.tahanan.terbuka()} == {"TAHAP", "PERTEK"}


# --- what the list may look like --------------------------------------------------------------------------------------


@pytest.mark.parametrize("balik", [False, True])
def test_yang_berlaku_tidak_bergantung_pada_urutan_daftar(siasn: Siasn, dikirim: Usulan, balik: bool) -> None:
    kunci = _id(dikirim)
    siasn.pertek(kunci, nomor="PH-1", tanggal=hari(-5))
    siasn.pertek(kunci, "Perbaikan", nomor="PH-2", tanggal=hari(-2))
    siasn.sakelar_pertek(kunci, balik=balik, kata_jenis={"PH-2": "Ralat"})
    tanya()
    assert keadaan(dikirim) == {"PH-1": "DIGANTIKAN", "PH-2": "BERLAKU"}
    assert Pertek.objects.get(nomor="PH-2").jenis == "Perbaikan"


def test_yang_hilang_lalu_didaftar_lagi(siasn: Siasn, siap: Usulan, selaras: d.Dunia) -> None:
    d.rkp(selaras, siap)
    (nomor,) = keadaan(siap)
    siasn.sakelar_pertek(_id(siap), hilang=[nomor])
    tanya()
    assert keadaan(siap) == {nomor: "DIBATALKAN"}
    assert "tidak lagi didaftar" in d.segar(siap).ditahan
    siasn.sakelar_pertek(_id(siap))
    tanya()
    assert keadaan(siap) == {nomor: "BERLAKU"}
    assert d.segar(siap).ditahan == ""


def test_yang_diumumkan_tampak_sebelum_bernomor_dan_berberkas(siasn: Siasn, dikirim: Usulan) -> None:
    kunci = _id(dikirim)
    nomor = siasn.pertek(kunci)
    siasn.sakelar_pertek(kunci, tanpa_nomor=[nomor])
    tanya()
    assert keadaan(dikirim) == {"": "DITUNGGU"}
    siasn.sakelar_pertek(kunci, tanpa_berkas=[nomor])
    tanya()
    assert keadaan(dikirim) == {nomor: "DITUNGGU"}
    siasn.sakelar_pertek(kunci)
    tanya()
    assert keadaan(dikirim) == {nomor: "BERLAKU"}


def test_berkas_yang_ditolak_diminta_lagi_sampai_baik_dan_petugas_diberi_tahu(siasn: Siasn, dikirim: Usulan) -> None:
    nomor = siasn.pertek(_id(dikirim), rusak=True)
    jeda = []
    for _ in range(3):
        tanya()
        pertek = Pertek.objects.get(nomor=nomor)
        assert pertek.keadaan == "BERKAS_DITOLAK"
        assert pertek.minta_lagi_pada is not None
        jeda.append(round((pertek.minta_lagi_pada - timezone.now()).total_seconds() / 60))
        Pertek.objects.update(minta_lagi_pada=timezone.now())
    assert jeda == [15, 30, 60]
    assert keadaan_kini()[Kode.PERTEK_DITOLAK] == 1
    siasn.perbaiki_pertek(_id(dikirim), nomor)
    tanya()
    assert keadaan(dikirim) == {nomor: "BERLAKU"}
    assert Kode.PERTEK_DITOLAK not in keadaan_kini()


def test_ralat_kedua_bernomor_sama_terlihat(siasn: Siasn, dikirim: Usulan) -> None:
    kunci = _id(dikirim)
    siasn.pertek(kunci, nomor="PH-1", tanggal=hari(-5))
    for _ in range(2):
        siasn.pertek(kunci, "Perbaikan", nomor="PH-R", tanggal=hari(-1))
        tanya()
    ralat = Pertek.objects.filter(usulan=dikirim, nomor="PH-R").order_by("pk")
    assert [p.keadaan for p in ralat] == ["DIGANTIKAN", "BERLAKU"]
    assert len({p.sidik for p in ralat}) == 2


def test_daftar_tahap_yang_diulang_tidak_ditulis_lagi(siasn: Siasn, dikirim: Usulan) -> None:
    kunci = _id(dikirim)
    siasn.tahap(kunci, 13)
    siasn.tahap(kunci, 16)
    siasn.sakelar_pertek(kunci, daftar_tahap=True)
    tanya()
    jumlah = dikirim.riwayat_bkn.count(), Peristiwa.objects.count()
    for _ in range(4):
        tanya()
    assert (dikirim.riwayat_bkn.count(), Peristiwa.objects.count()) == jumlah
    assert jumlah[0] == dikirim.riwayat_bkn.values("status_tahapan", "tanggal").distinct().count() > 3
