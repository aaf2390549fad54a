"""What all actions share: each is a transaction of its own, writes what it names, and wakes the sender."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from tests import dunia as d
from tests.usulan.actions.pembantu import kejadian
from usulan import actions
from usulan.actions import dasar
from usulan.kebijakan import SudahBerubah
from usulan.models import Usulan
from usulan.peristiwa.isi import Dihapus
from usulan.tahap import Kerja, Tahap


def _tindakan() -> dict[str, Callable[..., Any]]:
    """Every action: a public function wrapped in a transaction."""
    hasil = {}
    for modul in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}."):
        isi = import_module(modul.name)
        for nama, fungsi in vars(isi).items():
            milik = getattr(fungsi, "__module__", "") == modul.name
            if milik and not nama.startswith("_") and hasattr(fungsi, "__wrapped__"):
                hasil[f"{modul.name.rpartition('.')[2]}.{nama}"] = fungsi
    return hasil


@pytest.mark.django_db(transaction=True)
def test_setiap_tindakan_menolak_menjadi_bagian_transaksi_lain() -> None:
    """Told as done means done: no caller can take back what an action has written."""
    semua = _tindakan()
    assert len(semua) > 35
    for fungsi in semua.values():
        with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
            fungsi()


def test_simpan_menulis_yang_disebut_saja(dunia: d.Dunia) -> None:
    usulan = d.segar(d.buat_draf(dunia))
    versi, diubah = usulan.versi, usulan.diubah_pada
    usulan.ditahan, usulan.tahap_bkn, usulan.nama = "Sebab", "tidak disebut", "Nama Baru"
    dasar.simpan(usulan, "ditahan", "nama")
    kini = d.segar(usulan)
    assert (kini.ditahan, kini.tahap_bkn, kini.versi) == ("Sebab", "", versi + 1)
    assert kini.diubah_pada > diubah
    assert "nama baru" in kini.cari
    dasar.simpan(usulan, menua=False)
    assert d.segar(usulan).versi == versi + 1
    assert d.segar(usulan).diubah_pada > kini.diubah_pada


def test_pindah_menghitung_sejak_dan_tenggat(dunia: d.Dunia) -> None:
    usulan = d.segar(d.buat_draf(dunia))
    sebelum = timezone.now()
    bidang = dasar.pindah(usulan, Kerja.AJUKAN, Tahap.DIAJUKAN, oleh=dunia.penyetuju, versi=usulan.versi)
    assert set(bidang) == {"tahap", "tahap_sejak", "tenggat"}
    assert usulan.tahap == Tahap.DIAJUKAN
    assert sebelum <= usulan.tahap_sejak <= timezone.now()
    assert usulan.tenggat is not None
    usulan.tahap = Tahap.DRAF
    with pytest.raises(SudahBerubah):
        dasar.pindah(usulan, Kerja.AJUKAN, Tahap.DIAJUKAN, oleh=dunia.penyetuju, versi=usulan.versi + 1)
    assert usulan.tahap == Tahap.DRAF


def test_pengirim_dibangunkan_sesudah_yang_dicatat_tersimpan(
    dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    dibangunkan: list[str] = []
    monkeypatch.setattr(dasar, "bangunkan", dibangunkan.append)
    usulan = d.buat_draf(dunia)
    with django_capture_on_commit_callbacks(execute=True):
        satu = dasar.catat_usulan(usulan, Dihapus(), oleh=dunia.pic, alasan="Sebab")
        assert dibangunkan == []
    assert dibangunkan == ["integrasi.tasks.kirim"]
    assert kejadian(usulan)[-1] == satu
    assert (satu.oleh, satu.alasan, satu.jenis) == (dunia.pic, "Sebab", "usulan.dihapus")
    assert dasar.catat_usulan(usulan, Dihapus(), oleh=dunia.pic).alasan == ""


@pytest.mark.django_db(transaction=True)
def test_kunci_menahan_baris_sampai_transaksi_berakhir() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from siapp.koneksi import lepas_koneksi

    usulan = d.buat_draf(d.bangun_dunia())

    def bebas() -> bool:
        try:
            with transaction.atomic():
                return Usulan.objects.select_for_update(skip_locked=True).filter(pk=usulan.pk).exists()
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(1) as kolam:
        with transaction.atomic():
            assert dasar.kunci(usulan.pk) == usulan
            assert not kolam.submit(bebas).result()
        assert kolam.submit(bebas).result()
    with pytest.raises(Usulan.DoesNotExist), transaction.atomic():
        dasar.kunci(UUID(int=0))
