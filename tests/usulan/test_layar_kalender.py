"""The calendar's screens through the real door."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from siapp.audit.models import Peristiwa
from tests import dunia as d
from tests.usulan.layar import masuk
from usulan.actions import kalender
from usulan.models import HariKalender, VersiKalender
from usulan.peristiwa import Jenis

KALENDER, TETAPKAN = "/kalender/", "/kalender/tetapkan/"
ISIAN = {
    "tanggal": "20-11-2026",
    "jenis": "CUTI_BERSAMA",
    "nama": "Cuti bersama contoh",
    "dasar": "SKB 3 Menteri 1/2026",
}


@pytest.fixture(autouse=True)
def hari_kamis() -> Iterator[None]:
    with time_machine.travel("2026-11-19 10:00+07:00", tick=False):
        yield


def test_administrator_melihat_akibat_lalu_menetapkan_dan_mengembalikan(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    admin = masuk(dunia.administrator)
    tinjau = admin.post(TETAPKAN, ISIAN)
    assert tinjau.status_code == 200
    assert "1 tenggat yang berjalan mundur" in tinjau.content.decode()
    assert not HariKalender.objects.exists()
    assert admin.post(TETAPKAN, ISIAN | {"pasti": tinjau.context["pasti"]}).status_code == 302
    hari = HariKalender.objects.get()
    assert (hari.nama, hari.oleh) == ("Cuti bersama contoh", dunia.administrator)
    berjalan = admin.get(KALENDER).content.decode()
    assert "Menghitung ulang tenggat: 0 dari 1 usulan diperiksa" in berjalan
    assert "SKB 3 Menteri 1/2026" in berjalan
    kalender.hitung_tenggat()
    selesai = admin.get(KALENDER).content.decode()
    assert "1 tenggat berubah pada penghitungan terakhir" in selesai
    assert "hx-get" not in selesai.split('id="kemajuan-tenggat"')[1].split(">")[0]
    assert "Tenggat dihitung ulang" in admin.get(reverse("usulan:rinci", args=[usulan.pk])).content.decode()
    cabut = reverse("usulan:kalender_cabut", args=[hari.pk])
    assert "1 tenggat yang berjalan maju" in admin.get(cabut).content.decode()
    assert admin.post(cabut, {"alasan": ""}).status_code == 422
    assert HariKalender.objects.exists()
    assert admin.post(cabut, {"alasan": "SKB berubah"}).status_code == 302
    assert not HariKalender.objects.exists()
    # A second administrator, from a page opened before, is told what holds; nothing is counted anew.
    lagi = admin.post(cabut, {"alasan": "SKB berubah sekali lagi"}, follow=True)
    assert "Hari itu sudah dikembalikan ke daftar bawaan" in lagi.content.decode()
    assert Peristiwa.objects.filter(jenis=Jenis.HARI_DICABUT).count() == 1


def test_libur_bawaan_dijadikan_hari_kerja_dari_barisnya(dunia: d.Dunia) -> None:
    admin = masuk(dunia.administrator)
    tautan = f"{TETAPKAN}?tanggal=24-12-2026&amp;jenis=KERJA"
    halaman = admin.get(f"{KALENDER}?tahun=2026").content.decode()
    assert tautan in halaman
    # 21 March 2026 is a Saturday: no working day either way.
    assert "tanggal=21-03-2026" not in halaman
    isian = admin.get(tautan.replace("&amp;", "&")).content.decode()
    assert 'value="24-12-2026"' in isian
    assert re.search(r'value="KERJA"[^>]*checked', isian)
    assert admin.get(f"{TETAPKAN}?tanggal=x&jenis=ENTAH").status_code == 200


def test_hari_yang_diubah_sesudah_akibatnya_dilihat_ditinjau_lagi(dunia: d.Dunia) -> None:
    admin = masuk(dunia.administrator)
    pasti = admin.post(TETAPKAN, ISIAN).context["pasti"]
    lain = admin.post(TETAPKAN, ISIAN | {"tanggal": "23-11-2026", "pasti": pasti})
    assert lain.status_code == 200
    assert not HariKalender.objects.exists()
    assert lain.context["pasti"] != pasti


@pytest.mark.parametrize(
    ("ubah", "pesan"),
    [
        ({"tanggal": "21-11-2026"}, "Sabtu atau Minggu"),
        ({"tanggal": "24-12-2026"}, "sudah libur"),
        ({"dasar": ""}, "id_dasar"),
        ({"nama": "x" * 121}, "121"),
    ],
)
def test_isian_yang_salah_ditolak_di_tempatnya(dunia: d.Dunia, ubah: dict[str, str], pesan: str) -> None:
    jawaban = masuk(dunia.administrator).post(TETAPKAN, ISIAN | ubah)
    assert jawaban.status_code == 422
    assert pesan in jawaban.content.decode()


def test_tahun_yang_belum_diumumkan_dikatakan_dan_tahun_jauh_tidak_ada(dunia: d.Dunia) -> None:
    pembaca = masuk(dunia.verifikator)
    assert "Cuti bersama tahun ini belum ada" not in pembaca.get(KALENDER).content.decode()
    assert "Cuti bersama tahun ini belum ada" in pembaca.get(f"{KALENDER}?tahun=2028").content.decode()
    assert "Belum diumumkan; dapat bergeser" in pembaca.get(f"{KALENDER}?tahun=2027").content.decode()
    for teks in ("2030", "2024", "x"):
        assert pembaca.get(f"{KALENDER}?tahun={teks}").status_code == 404


def test_pembaca_tanpa_tombol_dan_pic_tanpa_kalender(dunia: d.Dunia) -> None:
    assert TETAPKAN not in masuk(dunia.verifikator).get(KALENDER).content.decode()
    assert TETAPKAN in masuk(dunia.administrator).get(KALENDER).content.decode()
    assert masuk(dunia.pic).get(KALENDER).status_code == 403
    assert masuk(dunia.verifikator).post(TETAPKAN, ISIAN).status_code == 403


def test_jumlah_kueri_tetap(dunia: d.Dunia, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    pembaca = masuk(dunia.administrator)
    with django_assert_max_num_queries(18) as sedikit:
        pembaca.get(KALENDER)
    for n in range(5):
        HariKalender.objects.create(
            tanggal=f"2026-11-{n + 23}",
            jenis="LIBUR",
            nama="x",
            dasar="x",
            oleh=dunia.administrator,
            pada="2026-11-19T03:00Z",
        )
    with django_assert_max_num_queries(len(sedikit)):
        pembaca.get(KALENDER)
    assert not VersiKalender.objects.exists()
