"""The windows of KP periods: what follows for drafts is seen first, and a wrong period can be removed."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from referensi import suntingan
from referensi.models import Periode
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.layar import masuk
from usulan.actions import draf

SALAH = date(2032, 2, 1)


@pytest.fixture(autouse=True)
def hari_kamis() -> Iterator[None]:
    with time_machine.travel("2026-11-19 10:00+07:00", tick=False):
        yield


@pytest.fixture
def periode(dunia: d.Dunia) -> Periode:
    """The one that takes usulan on that day."""
    return draf.periode_terbuka()[0]


def _draf(dunia: d.Dunia, periode: Periode) -> None:
    usulan = d.buat_draf(dunia)
    type(usulan).objects.filter(pk=usulan.pk).update(periode=periode)


def _ubah(periode: Periode) -> str:
    return reverse("usulan:periode_ubah", args=[periode.pk])


def _isi(dibuka: date, ditutup: date) -> dict[str, str]:
    return {"dibuka": f"{dibuka:%d-%m-%Y}", "ditutup": f"{ditutup:%d-%m-%Y}"}


@pytest.mark.parametrize(
    ("dibuka", "ditutup", "kalimat"),
    [
        (date(2026, 11, 16), date(2026, 11, 18), "Sejak disimpan tidak dapat diteken lagi"),
        (date(2026, 11, 23), date(2026, 12, 15), "baru dapat mulai 23 November 2026"),
        (date(2026, 11, 16), date(2026, 12, 10), "Tetap dapat diteken, paling lambat 10 Desember 2026"),
    ],
)
def test_draf_yang_terkena_dilihat_sebelum_jendela_diubah(
    dunia: d.Dunia, periode: Periode, dibuka: date, ditutup: date, kalimat: str
) -> None:
    _draf(dunia, periode)
    admin, isian = masuk(dunia.administrator), _isi(dibuka, ditutup)
    tinjau = admin.post(_ubah(periode), isian)
    assert tinjau.status_code == 200
    assert "1 draf memakai periode ini" in tinjau.text
    assert kalimat in tinjau.text
    assert f"{dunia.instansi}: 1 draf" in tinjau.text
    assert Periode.objects.get(pk=periode.pk).ditutup == periode.ditutup, "only looked at"
    assert admin.post(_ubah(periode), isian | {"pasti": tinjau.context["pasti"]}).status_code == 302
    kini = Periode.objects.get(pk=periode.pk)
    assert (kini.dibuka, kini.ditutup) == (dibuka, ditutup)


def test_periode_tertutup_yang_dibuka_lagi_dikatakan(dunia: d.Dunia, periode: Periode) -> None:
    Periode.objects.filter(pk=periode.pk).update(ditutup=date(2026, 11, 17))
    _draf(dunia, periode)
    tinjau = masuk(dunia.administrator).post(_ubah(periode), _isi(date(2026, 11, 16), date(2026, 12, 15)))
    assert "Menjadi dapat diteken" in tinjau.text


def test_draf_yang_bertambah_sesudah_dilihat_ditinjau_lagi(dunia: d.Dunia, periode: Periode) -> None:
    _draf(dunia, periode)
    admin, isian = masuk(dunia.administrator), _isi(date(2026, 11, 16), date(2026, 11, 18))
    pasti = admin.post(_ubah(periode), isian).context["pasti"]
    _draf(dunia, periode)
    assert admin.post(_ubah(periode), isian | {"pasti": pasti}).status_code == 200
    assert Periode.objects.get(pk=periode.pk).ditutup == periode.ditutup


def test_jendela_yang_salah_ditolak_tanpa_akibat(dunia: d.Dunia, periode: Periode) -> None:
    _draf(dunia, periode)
    jawaban = masuk(dunia.administrator).post(_ubah(periode), _isi(date(2026, 11, 18), date(2026, 11, 16)))
    assert jawaban.status_code == 422
    assert "ditutup sebelum dibuka" in jawaban.text
    assert 'name="pasti"' not in jawaban.text


def test_periode_yang_salah_dihapus_dengan_alasan_dan_tercatat(dunia: d.Dunia) -> None:
    salah = suntingan.tambah_periode(SALAH, oleh=dunia.administrator)
    admin, alamat = masuk(dunia.administrator), reverse("usulan:periode_hapus", args=[salah.pk])
    assert alamat in admin.get(reverse("referensi:periode")).text
    assert admin.post(alamat, {"alasan": ""}).status_code == 422
    assert admin.post(alamat, {"alasan": "Salah ketik tahun"}).status_code == 302
    assert not Periode.objects.filter(tmt=SALAH).exists()
    catatan = Peristiwa.objects.get(jenis="referensi.periode_dihapus")
    assert (catatan.data["tmt"], catatan.data["alasan"], catatan.oleh_id) == (
        "2032-02-01",
        "Salah ketik tahun",
        dunia.administrator.pk,
    )
    suntingan.hapus_periode(salah.pk, alasan="lagi", oleh=dunia.administrator)
    assert Peristiwa.objects.filter(jenis="referensi.periode_dihapus").count() == 1, "a second press"


def test_periode_yang_dipakai_tidak_dihapus_dan_jalan_lainnya_disebut(dunia: d.Dunia) -> None:
    salah = suntingan.tambah_periode(SALAH, oleh=dunia.administrator)
    _draf(dunia, salah)
    admin, alamat = masuk(dunia.administrator), reverse("usulan:periode_hapus", args=[salah.pk])
    halaman = admin.get(alamat).text
    assert "1 usulan atau draf memakai periode ini" in halaman
    assert _ubah(salah) in halaman
    assert admin.post(alamat, {"alasan": "x"}).status_code == 409
    assert Periode.objects.filter(pk=salah.pk).exists()


def test_periode_pola_bkn_tidak_dihapus_karena_akan_dibuat_lagi(dunia: d.Dunia, periode: Periode) -> None:
    with pytest.raises(GalatPengguna, match="dibuat lagi"):
        suntingan.hapus_periode(periode.pk, alasan="x", oleh=dunia.administrator)


def test_selain_administrator_tidak_mengubah_atau_menghapus(dunia: d.Dunia, periode: Periode) -> None:
    for orang in (dunia.verifikator, dunia.kepala_biro, dunia.pic):
        for alamat in (_ubah(periode), reverse("usulan:periode_hapus", args=[periode.pk])):
            assert masuk(orang).post(alamat, {"alasan": "x"}).status_code in (403, 404)
        with pytest.raises(TidakBerwenang):
            suntingan.hapus_periode(periode.pk, alasan="x", oleh=orang)
