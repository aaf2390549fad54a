"""The proof of files: its hashes are those that anybody can compute, and it does not hide one that differs."""

import re
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from siapp.akun.models import Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.berkas.penyimpanan import buka_terperiksa
from tests.dunia import Dunia, buat_draf, buat_pengguna, keppres_terbit
from usulan.models import Usulan, VersiDokumen

pytestmark = pytest.mark.django_db


@pytest.fixture
def usulan(dunia: Dunia) -> Usulan:
    usulan = keppres_terbit(dunia)
    rencanakan_tertunda()
    kirim = Pengiriman.objects.filter(usulan=usulan, api=Api.DOKUMEN)
    assert kirim.update(keadaan=Keadaan.SELESAI, selesai_pada=timezone.now()) > 0
    return usulan


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(buat_pengguna("Anggun Contoh", Peran(jenis=JenisPeran.AUDITOR)))
    return client


def _versi(usulan: Usulan) -> VersiDokumen:
    versi = VersiDokumen.objects.filter(dokumen__usulan=usulan).select_related("berkas").first()
    assert versi is not None
    return versi


def _halaman(klien: Client, usulan: Usulan) -> str:
    jawaban = klien.get(reverse("integrasi:bukti", args=[usulan.pk]))
    assert jawaban.status_code == 200
    return re.sub(r"\s+", " ", jawaban.content.decode())


def test_sidik_pada_bukti_sama_dengan_hitungan_sha256sum(auditor: Client, usulan: Usulan, tmp_path: Path) -> None:
    berkas = _versi(usulan).berkas
    simpanan = tmp_path / "unduhan"
    with buka_terperiksa(berkas) as isi:
        simpanan.write_bytes(isi.read())
    sidik = subprocess.check_output(["sha256sum", str(simpanan)], text=True).split()[0]
    halaman = _halaman(auditor, usulan)
    assert f'<code class="sidik">{sidik}</code>' in halaman
    assert "sha256sum BERKAS" in halaman
    assert "sidik lain" not in halaman


def test_bukti_menyebut_unggahan_kiriman_dan_unduhan_bkn(auditor: Client, dunia: Dunia, usulan: Usulan) -> None:
    catat_akses(Akses.Tindakan.UNDUH, _versi(usulan).berkas.aliran, oleh=Mesin.BKN, lewat="tautan pendek")
    halaman = _halaman(auditor, usulan)
    assert f"Diunggah {_versi(usulan).diunggah_oleh}: sidik sama" in halaman
    assert "Diterima BKN (API 4): sidik sama" in halaman
    assert "Diunduh BKN lewat tautan pendek: sidik sama" in halaman
    terakhir = Akses.objects.latest("id")
    assert (terakhir.tindakan, terakhir.objek) == ("EKSPOR", f"usulan:{usulan.pk}")


def test_berkas_yang_ditukar_di_basis_data_tampak_pada_bukti(auditor: Client, usulan: Usulan) -> None:
    """The row of the file says another hash than the signed event of its upload."""
    berkas = _versi(usulan).berkas
    with connection.cursor() as kursor:
        kursor.execute("UPDATE berkas_berkas SET sha256 = %s WHERE id = %s", ["0" * 64, berkas.pk])
    halaman = _halaman(auditor, usulan)
    assert f'<strong>sidik lain</strong> <code class="sidik">{berkas.sha256}</code>' in halaman
    assert "Berkas ini bukan lagi yang tercatat" in halaman


def test_bukti_hanya_bagi_pembaca_jejak_dan_bukan_tentang_draf(auditor: Client, dunia: Dunia, usulan: Usulan) -> None:
    draf = buat_draf(dunia)
    assert auditor.get(reverse("integrasi:bukti", args=[draf.pk])).status_code == 404
    pic = Client()
    pic.force_login(dunia.pic)
    assert pic.get(reverse("integrasi:bukti", args=[usulan.pk])).status_code == 403


def test_kueri_bukti_tetap_berapa_pun_unduhannya(
    auditor: Client, usulan: Usulan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _halaman(auditor, usulan)
    for _ in range(5):
        catat_akses(Akses.Tindakan.UNDUH, _versi(usulan).berkas.aliran, oleh=Mesin.BKN)
    with django_assert_num_queries(16):
        _halaman(auditor, usulan)
