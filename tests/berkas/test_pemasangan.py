"""Storage and database belong together, or nothing is cleaned up; and what quarantine keeps, gives back and ends."""

import os
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from integrasi.pengamatan.kalimat import berkas as hal_berkas
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas import karantina, rawat
from siapp.berkas.gudang_folder import SEBAGIAN
from siapp.berkas.models import Berkas, Pemasangan
from siapp.berkas.pemasangan import KUNCI, PemasanganBerbeda, keluhan_pemasangan, nyatakan, pastikan_pemasangan
from siapp.berkas.rawat import bersihkan
from tests.berkas.contoh import pdf, semua_kunci
from tests.berkas.test_rawat import tuakan

YATIM = f"asli/ab/ab{'0' * 30}"


def _salinan_dipulihkan() -> None:
    """What a dump restored elsewhere looks like: the same rows in a database of another oid."""
    Pemasangan.objects.update(basis_data=1)


def _tanpa_tanda() -> None:
    default_storage.delete(KUNCI)


def _penyimpanan_lain() -> None:
    default_storage.delete(KUNCI)
    default_storage.save(KUNCI, ContentFile(b'{"pemasangan": "00000000-0000-4000-8000-000000000001"}'))


def _basis_data_baru() -> None:
    Pemasangan.objects.all().delete()


def _tanda_rusak() -> None:
    default_storage.delete(KUNCI)
    default_storage.save(KUNCI, ContentFile(b"bukan JSON"))


@pytest.mark.parametrize(
    "berbeda", [_salinan_dipulihkan, _tanpa_tanda, _penyimpanan_lain, _basis_data_baru, _tanda_rusak]
)
def test_perapian_tidak_menyentuh_apa_pun_sampai_orang_menyatakan(
    penyimpanan: str, tersedia: Callable[..., Berkas], berbeda: Callable[[], None]
) -> None:
    pastikan_pemasangan()
    berkas = tersedia()
    tuakan(berkas)
    berbeda()
    with pytest.raises(PemasanganBerbeda):
        bersihkan(disetujui=True)
    with pytest.raises(CommandError, match="--nyatakan"):
        call_command("karantina", pindahkan=True)
    with pytest.raises(CommandError, match="--nyatakan"):
        call_command("pemasangan")
    assert semua_kunci() == [berkas.kunci]
    assert Berkas.objects.filter(pk=berkas.pk).exists()
    assert [hal.baik for hal in hal_berkas() if "--nyatakan" in hal.kalimat] == [False]
    assert "siapp.W003" in {satu.id for satu in run_checks(databases=["default"], tags=["database"])}
    call_command("pemasangan", nyatakan=True, alasan="Pindah server")
    call_command("pemasangan")
    assert bersihkan() == (1, 0)
    assert Peristiwa.objects.get(jenis="pemasangan.dinyatakan").alasan == "Pindah server"


@pytest.mark.usefixtures("penyimpanan_lokal", "db")
def test_pernyataan_wajib_beralasan_dan_menolak_salinan_yang_lama() -> None:
    pastikan_pemasangan()
    lama = Pemasangan.objects.get().nomor
    with pytest.raises(CommandError, match="--alasan"):
        call_command("pemasangan", nyatakan=True, alasan=" ")
    nyatakan(oleh=Mesin.SISTEM, alasan="uji")
    assert keluhan_pemasangan() == ""
    Pemasangan.objects.update(nomor=lama)
    assert "milik pemasangan lain" in keluhan_pemasangan()


@pytest.mark.usefixtures("penyimpanan_lokal", "db")
def test_peran_tanpa_hak_khusus_mengenal_basis_datanya() -> None:
    with connection.cursor() as kursor:
        kursor.execute("SELECT has_function_privilege('public', 'pg_control_system()', 'EXECUTE')")
        assert kursor.fetchone() == (True,)


def _karantinakan(monkeypatch: pytest.MonkeyPatch) -> None:
    default_storage.save(YATIM, ContentFile(pdf()))
    monkeypatch.setattr(rawat, "MASA_TUNGGU", timedelta(seconds=-60))
    assert bersihkan(disetujui=True)[1] == 1
    monkeypatch.undo()


@pytest.mark.usefixtures("db")
def test_sesudah_90_hari_dihapus_bila_jejaknya_ada_di_basis_data_ini(
    penyimpanan_lokal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _karantinakan(monkeypatch)
    tidak_tercatat = f"karantina/2020-01-01/asli/cd/cd{'0' * 30}"
    default_storage.save(tidak_tercatat, ContentFile(pdf()))
    teks = StringIO()
    call_command("karantina", stdout=teks)
    assert "tidak dikenal basis data; dihapus sesudah" in teks.getvalue()
    assert "tidak tercatat di basis data ini; tidak dihapus" in teks.getvalue()
    for hari, sisa in ((89, 2), (92, 1)):
        with time_machine.travel(timezone.now() + timedelta(days=hari)):
            bersihkan()
        assert len(list(karantina.isi_karantina())) == sisa
    assert list(karantina.isi_karantina()) == [tidak_tercatat]
    assert Peristiwa.objects.filter(jenis="berkas_dihapus_tetap").count() == 1


def test_yang_dikenal_lagi_kembali_sendiri_ke_tempatnya(
    penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]
) -> None:
    berkas = tersedia()
    karantina.karantinakan(berkas.kunci)
    assert semua_kunci() == []
    Berkas.objects.update(dibuat_pada=timezone.now())
    bersihkan()
    assert semua_kunci() == [berkas.kunci]
    assert list(karantina.isi_karantina()) == []
    assert Peristiwa.objects.filter(aliran=berkas.aliran).latest("urutan").jenis == "berkas_dikembalikan"


@pytest.mark.usefixtures("db")
def test_potongan_proses_yang_terbunuh_dibuang_sesudah_sehari(penyimpanan_lokal: Path) -> None:
    lama, baru = (penyimpanan_lokal / SEBAGIAN / nama for nama in ("a" * 32, "b" * 32))
    for satu in (lama, baru):
        satu.parent.mkdir(parents=True, exist_ok=True)
        satu.write_bytes(b"separuh")
    kemarin = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(lama, (kemarin, kemarin))
    bersihkan()
    assert (lama.exists(), baru.exists()) == (False, True)
