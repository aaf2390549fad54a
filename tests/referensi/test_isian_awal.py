"""Loading the catalogue and the periods into the database."""

from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from referensi.isian_awal import muat_ke_basis_data, rentang_usulan, tmt_periode
from referensi.katalog import muat_katalog
from referensi.models import AlasanPenolakan, JenisDokumen, Layanan, Periode, Persyaratan
from siapp.audit.models import Peristiwa

pytestmark = pytest.mark.django_db


def _muat() -> str:
    keluaran = StringIO()
    call_command("muat_katalog", stdout=keluaran)
    return keluaran.getvalue()


@pytest.fixture
def kosong() -> None:
    """A new installation: nothing of what tests/conftest.py loaded."""
    for model in (Persyaratan, Layanan, AlasanPenolakan, Periode):
        model._default_manager.all().delete()


@pytest.mark.usefixtures("kosong")
def test_katalog_masuk_seluruhnya_dan_diulang_tidak_menulis_apa_pun() -> None:
    katalog = muat_katalog()
    jumlah = sum(len(layanan.dokumen) for layanan in katalog)
    assert f"{len(katalog)} layanan, {jumlah} persyaratan" in _muat()
    wajib = Persyaratan.objects.filter(wajib=True, aktif=True).count()
    assert wajib == sum(layanan.jumlah_wajib for layanan in katalog)
    assert set(Persyaratan.objects.exclude(kondisi="").values_list("kondisi", flat=True)) == {
        "Widyaiswara",
        "Pengawas Sekolah",
    }
    assert Persyaratan.objects.filter(gambar=True).exists()
    assert _muat() == "Katalog sudah sama dengan basis data.\n"
    assert Peristiwa.objects.filter(aliran="referensi:katalog").count() == 1


@pytest.mark.usefixtures("kosong")
def test_perintah_diam_bila_diminta() -> None:
    keluaran = StringIO()
    call_command("muat_katalog", verbosity=0, stdout=keluaran)
    assert keluaran.getvalue() == ""
    assert Layanan.objects.count() == len(muat_katalog())


def test_baris_yang_keluar_dari_katalog_dinonaktifkan_dan_yang_berubah_dipulihkan() -> None:
    muat_ke_basis_data()
    asing = Persyaratan.objects.create(
        layanan_id="KP-STRUKTURAL", kode="sudah-tidak-ada", urutan=99, nama="Lama", jenis="lama", wajib=True
    )
    Persyaratan.objects.filter(layanan="KP-STRUKTURAL", urutan=1).update(nama="Salah tulis", wajib=False)
    hasil = muat_ke_basis_data()
    asing.refresh_from_db()
    assert not asing.aktif
    assert (hasil.persyaratan, hasil.dinonaktifkan) == (1, 1)
    assert Persyaratan.objects.get(layanan="KP-STRUKTURAL", urutan=1).wajib


def test_layanan_yang_bertukar_tempat_tidak_bertabrakan() -> None:
    muat_ke_basis_data()
    Layanan.objects.filter(urutan=1).update(urutan=100)
    Layanan.objects.filter(urutan=2).update(urutan=1)
    Layanan.objects.filter(urutan=100).update(urutan=2)
    assert muat_ke_basis_data().layanan == 2
    assert list(Layanan.objects.values_list("urutan", flat=True)) == list(range(1, len(muat_katalog()) + 1))


def test_padanan_siasn_dan_suntingan_administrator_tidak_ditimpa() -> None:
    muat_ke_basis_data()
    dokumen = JenisDokumen.objects.create(id="X", id_ref_dokumen="X", nama="X", diubah_pada=timezone.now())
    Persyaratan.objects.filter(layanan="KP-STRUKTURAL", urutan=1).update(nama="Lain", jenis_dokumen=dokumen)
    AlasanPenolakan.objects.filter(kode="buram").update(teks="Tidak terbaca", aktif=False)
    periode = Periode.objects.latest("tmt")
    Periode.objects.filter(pk=periode.pk).update(ditutup=periode.dibuka)
    muat_ke_basis_data()
    assert Persyaratan.objects.get(layanan="KP-STRUKTURAL", urutan=1).jenis_dokumen == dokumen
    assert AlasanPenolakan.objects.get(kode="buram").teks == "Tidak terbaca"
    assert Periode.objects.get(pk=periode.pk).ditutup == periode.dibuka


def test_periode_dua_kali_setahun_lalu_enam_lalu_tiap_bulan() -> None:
    semua = list(tmt_periode(date(2026, 3, 1)))
    assert [t for t in semua if t.year == 2022] == [date(2022, 4, 1), date(2022, 10, 1)]
    assert [t.month for t in semua if t.year == 2024] == [2, 4, 6, 8, 10, 12]
    assert [t.month for t in semua if t.year == 2025] == [2, 4, 6, 8, 10, 11, 12]
    assert [t.month for t in semua if t.year == 2026] == [1, 2, 3]


@time_machine.travel("2026-11-23 10:00+07:00", tick=False)
def test_periode_disemai_setahun_ke_depan_dan_ada_yang_terbuka_hari_ini() -> None:
    muat_ke_basis_data()
    hari = date(2026, 11, 23)
    assert Periode.objects.latest("tmt").tmt == date(2027, 11, 1)
    terbuka = Periode.objects.filter(dibuka__lte=hari, ditutup__gte=hari).values_list("tmt", flat=True)
    assert list(terbuka) == [date(2027, 1, 1)]


def test_jendela_menurut_surat_bkn_dan_tidak_ada_dua_yang_terbuka_bersama() -> None:
    assert rentang_usulan(date(2026, 1, 1)) == (date(2025, 11, 16), date(2025, 12, 15))
    assert rentang_usulan(date(2026, 2, 1)) == (date(2025, 12, 16), date(2026, 1, 15))
    assert rentang_usulan(date(2026, 12, 1)) == (date(2026, 10, 16), date(2026, 11, 15))
    jendela = [rentang_usulan(tmt) for tmt in tmt_periode(date(2027, 12, 1))]
    assert all(lalu[1] < nanti[0] for lalu, nanti in pairwise(jendela))
