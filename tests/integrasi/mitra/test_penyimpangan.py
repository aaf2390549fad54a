"""Drift in daily traffic is noted once per kind, and never harms the call that showed it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from integrasi.mitra import penyimpangan
from integrasi.mitra.setelan import konfigurasi
from integrasi.models import Penyimpangan, UsulanSiasn
from integrasi.siasn import referensi, status
from integrasi.siasn.amatan import Amatan
from integrasi.siasn.errors import KirimUlangNanti
from integrasi.siasn.token import GudangMemori
from integrasi.siasn.transport import Transport
from integrasi.tanya.pantau import pantau
from integrasi.tanya.sinkron import buka_transport, sinkron_semua
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from tests.integrasi.siasn.mitra import SSO, TOKEN, Mitra, sukses

ID = "5b1f0c1e-0000-4000-8000-000000000001"
BARIS = {"id_usulan": ID, "status_tahapan": 12, "tahapan_nama": "Terima", "tanggal": "01-02-2027", "keterangan": ""}


@pytest.fixture(autouse=True)
def proses_baru() -> Iterator[None]:
    penyimpangan.pencatat.lupakan()
    yield
    penyimpangan.pencatat.lupakan()


@pytest.fixture
def transport(mitra: Mitra, transactional_db: None) -> Iterator[Transport]:
    alamat = replace(konfigurasi(), base_url=mitra.url, token_url=mitra.url + TOKEN, sso_url=mitra.url + SSO)
    with Transport(alamat, GudangMemori(), penyimpangan.amati) as satu:
        yield satu


def test_bidang_baru_dicatat_sekali_dan_dihitung(mitra: Mitra, transport: Transport) -> None:
    mitra.jawab(sukses({**BARIS, "kode_unik": "rahasia-orang"}))
    for _ in range(5):
        status.baris(transport, ID)
    satu = Penyimpangan.objects.get()
    assert (satu.api, satu.jenis, satu.kunci, satu.contoh, satu.jumlah) == (
        "status",
        "BIDANG_BARU",
        "kode_unik",
        "teks",
        1,
    )
    assert satu.nomor_api == 7
    assert satu.ringan


def test_yang_belum_ditulis_ikut_terhitung_pada_menit_berikutnya(
    mitra: Mitra, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    mitra.jawab(sukses({**BARIS, "status_tahapan": 31}))
    for _ in range(4):
        status.baris(transport, ID)
    monkeypatch.setattr(penyimpangan, "JEDA_TULIS", 0.0)
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        status.baris(transport, ID)
    satu = Penyimpangan.objects.get()
    assert satu.kunci == "status_tahapan=31"
    assert satu.jumlah == 5
    assert satu.terakhir - satu.pertama > timedelta(minutes=1)


def test_proses_lain_menambah_hitungan_baris_yang_sama(mitra: Mitra, transport: Transport) -> None:
    mitra.jawab(sukses({**BARIS, "kode_unik": 1}))
    status.baris(transport, ID)
    penyimpangan.pencatat.lupakan()
    status.baris(transport, ID)
    assert Penyimpangan.objects.get().jumlah == 2


def test_kunci_yang_berganti_ganti_tidak_membanjiri_tabel(
    mitra: Mitra, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(penyimpangan, "JENIS_TERBANYAK", 3)
    mitra.jawab(sukses({**BARIS, **{f"b{n}": n for n in range(20)}}))
    status.baris(transport, ID)
    assert Penyimpangan.objects.count() == 3


def test_pengamat_yang_gagal_tidak_merusak_panggilan(mitra: Mitra, transport: Transport) -> None:
    dilihat: list[str] = []

    def rusak(amatan: Amatan) -> None:
        dilihat.append(amatan.api)
        raise RuntimeError("pengamat")

    mitra.jawab(sukses(BARIS))
    with Transport(transport.konfigurasi, GudangMemori(), rusak) as satu:
        assert status.baris(satu, ID)[0].tahapan_nama == "Terima"
    assert dilihat == ["status"]


def test_pengamat_tidak_melihat_rahasia(mitra: Mitra, transport: Transport) -> None:
    dilihat: list[Amatan] = []
    mitra.jawab(sukses(BARIS))
    with Transport(transport.konfigurasi, GudangMemori(), dilihat.append) as satu:
        status.baris(satu, ID)
    (amatan,) = dilihat
    assert amatan.badan == {"code": 1, "count": 1, "data": BARIS, "message": "success"}
    assert not {nama.lower() for nama in amatan.kepala} & {"authorization", "auth", "set-cookie"}
    assert "Terima" not in repr(amatan.kepala)


def test_lalu_lintas_harian_dengan_simulator_tidak_menyimpang(siasn: Siasn, selaras: Dunia) -> None:
    sinkron_semua()
    usulan = ajukan(selaras)
    jalankan()
    milik = UsulanSiasn.objects.get(usulan=usulan)
    siasn.tahap(milik.id_usulan, 22)
    siasn.pertek(milik.id_usulan)
    UsulanSiasn.objects.update(pantau_berikut=timezone.now())
    assert pantau() == 1
    assert list(Penyimpangan.objects.values_list("api", "jenis", "kunci", "contoh")) == []


def test_amplop_asing_dari_lalu_lintas_harian_dicatat(siasn: Siasn, dunia: Dunia) -> None:
    siasn.gangguan({"api": "13", "jenis": "amplop_salah"})
    with buka_transport() as transport, pytest.raises(KirimUlangNanti):
        next(referensi.halaman(transport, "golongan", 10), None)
    assert Penyimpangan.objects.get().jenis == "AMPLOP_ASING"
