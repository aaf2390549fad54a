"""Data ASN have an age: it is told where decisions are made, and SIASN is asked again before it grows too high."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from integrasi.mitra import pemutus
from integrasi.mitra.setelan import buka_transport, host
from integrasi.petugas.pertukaran import hentikan
from integrasi.tanya import sinkron, umur
from referensi.models import ASN
from tests import dunia as d
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, asn_siasn
from usulan.actions.draf import hapus_draf
from usulan.models import Usulan
from usulan.perbedaan import perbedaan

KEMARIN = timedelta(hours=30)


@pytest.fixture
def draf(selaras: Dunia) -> Usulan:
    """A draft about a person of SIASN whose data nobody saw there for thirty hours."""
    usulan = d.buat_draf(selaras, asn=asn_siasn(selaras))
    tua(usulan)
    return d.segar(usulan)


def tua(usulan: Usulan) -> datetime:
    saat = timezone.now() - KEMARIN
    ASN.objects.filter(pk=usulan.asn_id).update(dilihat_pada=saat, diubah_pada=saat, ditanya_pada=None)
    return saat


def draf_lain(dunia: Dunia, draf: Usulan) -> Usulan:
    """One more draft, about another person."""
    milik = ASN.objects.filter(instansi_kerja_id=dunia.instansi.pk, golongan_baru="IV/c", tanggal_meninggal=None)
    orang = milik.exclude(pk=draf.asn_id).exclude(kedudukan_hukum_id="92").order_by("nip")[0]
    usulan = d.buat_draf(dunia, asn=orang)
    tua(usulan)
    return usulan


def asn(usulan: Usulan) -> ASN:
    return ASN.objects.get(pk=usulan.asn_id)


@pytest.mark.parametrize("pintu", ["daftar", "satu"])
def test_yang_tidak_berubah_pun_dicatat_kapan_dilihat(draf: Usulan, pintu: str) -> None:
    dulu = asn(draf)
    if pintu == "daftar":
        with buka_transport() as transport:
            sinkron.sinkronkan(transport, "asn")
    else:
        sinkron.segarkan_asn(dulu.nip)
    kini = asn(draf)
    assert kini.diubah_pada == dulu.diubah_pada, "nothing changed"
    assert kini.dilihat > dulu.dilihat + KEMARIN - timedelta(hours=1)


def test_baris_sebelum_umur_dicatat_memakai_saat_berubah(draf: Usulan) -> None:
    ASN.objects.filter(pk=draf.asn_id).update(dilihat_pada=None)
    assert asn(draf).dilihat == draf.asn.diubah_pada
    assert list(umur.usang()) == [draf.asn]


def test_layar_keputusan_menyebut_kapan_data_dilihat(selaras: Dunia, draf: Usulan) -> None:
    dua_jam = timezone.now() - timedelta(hours=2)
    ASN.objects.filter(pk=draf.asn_id).update(nama="Nama Lain, S.H.", dilihat_pada=dua_jam)
    klien = Client()
    klien.force_login(selaras.pic)
    assert [p.dilihat for p in perbedaan(d.segar(draf))] == [dua_jam]
    assert "dilihat di SIASN 2\xa0jam lalu" in klien.get(reverse("usulan:teken", args=[draf.pk])).text
    assert "Dilihat di SIASN 2\xa0jam lalu" in klien.get(reverse("usulan:data_asn", args=[draf.pk])).text


def test_orang_draf_yang_datanya_lama_ditanyakan_lagi_dan_perbedaannya_tampak(siasn: Siasn, draf: Usulan) -> None:
    siasn.ubahan({"daftar": "asn", "kunci": draf.nip, "isi": {"nama": "Nama Baru, S.H."}})
    sebelum = siasn.hitungan(1)["tiba"]
    assert umur.segarkan_usang() == 1
    assert [(p.kode, p.baru) for p in perbedaan(d.segar(draf))] == [("nama", "Nama Baru, S.H.")]
    assert umur.segarkan_usang() == 0, "fresh now"
    assert siasn.hitungan(1)["tiba"] == sebelum + 1


def test_yang_segar_dan_yang_usulannya_berakhir_tidak_ditanyakan(selaras: Dunia, draf: Usulan) -> None:
    ASN.objects.exclude(pk=draf.asn_id).update(dilihat_pada=timezone.now() - KEMARIN)
    assert list(umur.usang()) == [draf.asn], "others have no usulan"
    hapus_draf(draf.pk, oleh=selaras.pic)
    assert umur.segarkan_usang() == 0


@pytest.mark.parametrize("sebab", ["dihentikan", "pemutus", "setelan"])
def test_sakelar_pemutus_dan_setelan_dihormati(
    siasn: Siasn, selaras: Dunia, draf: Usulan, settings: Settings, sebab: str
) -> None:
    if sebab == "dihentikan":
        hentikan("Serangan pada jalur pertukaran.", oleh=selaras.kepala_biro)
    elif sebab == "pemutus":
        for _ in range(pemutus.BATAS_GAGAL):
            pemutus.catat_hasil(host(), gagal=True)
    else:
        settings.SIASN_UMUR_DATA_ASN = timedelta()
    sebelum = siasn.hitungan(1)["tiba"]
    assert umur.segarkan_usang() == 0
    assert siasn.hitungan(1)["tiba"] == sebelum
    assert asn(draf).ditanya_pada is None


def test_siasn_sakit_ditanya_sekali_lalu_ditunggu(siasn: Siasn, selaras: Dunia, draf: Usulan) -> None:
    lain = draf_lain(selaras, draf)
    siasn.gangguan({"api": "1", "jenis": "503"})
    assert umur.segarkan_usang() == 1, "the first failure ends the run"
    belum = ASN.objects.filter(pk__in=[draf.asn_id, lain.asn_id], ditanya_pada=None)
    assert belum.count() == 1, "who was not asked about is due at once"
    siasn.gangguan()
    assert umur.segarkan_usang() == 1, "who was asked about waits"


def test_yang_tidak_terbaca_tidak_menahan_yang_lain(siasn: Siasn, selaras: Dunia, draf: Usulan) -> None:
    lain = draf_lain(selaras, draf)
    siasn.ubahan({"daftar": "asn", "kunci": draf.nip, "isi": {"tahun_masa_kerja_pns": "banyak"}})
    saat = asn(draf).dilihat
    assert umur.segarkan_usang() == 2
    assert asn(draf).dilihat == saat, "what could not be read was not seen"
    assert asn(lain).dilihat > saat + timedelta(hours=1)
    assert umur.segarkan_usang() == 0


def test_sekali_jalan_terbatas(selaras: Dunia, draf: Usulan, monkeypatch: pytest.MonkeyPatch) -> None:
    draf_lain(selaras, draf)
    monkeypatch.setattr(umur, "SEKALI", 1)
    assert [umur.segarkan_usang() for _ in range(3)] == [1, 1, 0]
