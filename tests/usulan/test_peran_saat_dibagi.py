"""A verifier's role that ends while work is given out: nothing goes to somebody who is gone (docs/alur.md 4)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from siapp.akun.models import Peran
from tests import dunia as d
from usulan.actions import pic, verifikasi
from usulan.actions.serah_terima import PekerjaanTerbuka, Tujuan
from usulan.pemegang import check_verifikator
from usulan.tahap import Tahap


def _cabut(dunia: d.Dunia, tujuan: Tujuan | None = None) -> None:
    for peran in Peran.objects.filter(pengguna=dunia.verifikator, aktif=True):
        pic.cabut_peran(peran.pk, oleh=dunia.administrator, alasan="Mutasi", tujuan=tujuan)


@pytest.mark.django_db(transaction=True)
def test_peran_yang_berakhir_di_tengah_pembagian_banyak_menghentikan_sisanya(
    dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    semua = [d.diajukan(dunia) for _ in range(3)]
    asli = verifikasi.bagi

    def bagi(*isian: Any, **lain: Any) -> Any:
        hasil = asli(*isian, **lain)
        if Peran.objects.filter(pengguna=dunia.verifikator, aktif=True).exists():
            _cabut(dunia, Tujuan())
        return hasil

    monkeypatch.setattr(verifikasi, "bagi", bagi)
    klien = Client()
    klien.force_login(dunia.koordinator)
    isi = {"verifikator": dunia.verifikator.pk, "pilih": [satu.pk for satu in semua]}
    jawaban = klien.post(f"{reverse('usulan:bagi_banyak')}?tab=baru", isi, follow=True)
    assert [d.segar(satu).verifikator for satu in semua] == [None] * 3
    assert jawaban.text.count("bukan verifikator pokja ini") == 1, "one cause is one line"
    assert all(satu.nomor in jawaban.text for satu in semua[1:])
    assert "1 dari 3 usulan dibagi" in jawaban.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kerja", ["bagi", "alihkan", "ambil"])
def test_peran_tidak_berakhir_di_antara_pemeriksaan_dan_pembagian(
    dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch, kerja: str
) -> None:
    usulan = d.diajukan(dunia)
    if kerja == "alihkan":
        verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator)
    diperiksa, dicabut = Event(), Event()

    def periksa(*isian: Any, **lain: Any) -> None:
        check_verifikator(*isian, **lain)
        diperiksa.set()
        dicabut.wait(1.5)  # whoever ends the role waits for this transaction, so this runs out

    def cabut() -> type[Exception] | None:
        diperiksa.wait(30)
        try:
            _cabut(dunia)
        except PekerjaanTerbuka:
            return PekerjaanTerbuka
        finally:
            dicabut.set()
            connections.close_all()
        return None

    def beri() -> None:
        try:
            if kerja == "ambil":
                verifikasi.ambil(usulan.pk, oleh=dunia.verifikator)
            else:
                getattr(verifikasi, kerja)(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
        finally:
            connections.close_all()

    monkeypatch.setattr(verifikasi, "check_verifikator", periksa)
    with ThreadPoolExecutor(2) as kolam:
        akhir, hasil = kolam.submit(cabut), kolam.submit(beri)
        hasil.result()
        assert akhir.result() is PekerjaanTerbuka, "the one who ends the role is asked where the work goes"
    kini = d.segar(usulan)
    assert (kini.tahap, kini.verifikator) == (Tahap.DIVERIFIKASI, dunia.verifikator)
    assert Peran.objects.filter(pengguna=dunia.verifikator, aktif=True).exists()
