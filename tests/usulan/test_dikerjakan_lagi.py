"""What somebody has ended already, pressed again from another device or by another person: told, not refused."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import reverse

from referensi.models import Periode
from siapp.akun.models import Pengguna
from siapp.narahubung.models import Narahubung
from tests import dunia as d
from tests.usulan.layar import masuk
from usulan.actions.tampilan import simpan_tampilan
from usulan.models import Keppres


@pytest.fixture
def dunia(transactional_db: None) -> Iterator[d.Dunia]:
    return d.bangun_dunia()


def _lagi(oleh: Pengguna, alamat: str) -> str:
    """Press twice, each time from a page of its own; return what the second press reads."""
    klien = masuk(oleh)
    isi = {"alasan": "Salah dibuat", "versi": "1"}
    assert klien.post(alamat, isi | {"kunci_form": "a"}).status_code == 302
    klien.get("/")
    kedua = klien.post(alamat, isi | {"kunci_form": "b"}, follow=True)
    assert kedua.status_code == 200
    return kedua.content.decode()


def test_draf_yang_dihapus_dari_dua_perangkat(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    alamat = reverse("usulan:hapus", args=[usulan.pk])
    assert f"Draf {usulan.nomor} sudah dihapus." in _lagi(dunia.pic, alamat)
    assert masuk(dunia.pic_lain).post(alamat).status_code == 404


def test_rancangan_yang_diakhiri_dari_dua_perangkat(dunia: d.Dunia) -> None:
    rancangan = d.rkp(dunia)
    isi = _lagi(dunia.dukungan, reverse("usulan:keppres_hapus", args=[rancangan.pk]))
    assert "Rancangan itu sudah diakhiri." in isi
    assert not Keppres.objects.exists()


def test_usulan_yang_dikeluarkan_dari_dua_perangkat(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    isi = _lagi(dunia.dukungan, reverse("usulan:keppres_keluarkan", args=[rancangan.pk, usulan.pk]))
    assert "Usulan itu sudah tidak ada dalam rancangan ini." in isi


def test_periode_yang_dihapus_dari_dua_perangkat(dunia: d.Dunia) -> None:
    periode = Periode.objects.create(tmt=date(2030, 5, 1), dibuka=date(2030, 1, 1), ditutup=date(2030, 1, 15))
    assert "Periode itu sudah dihapus." in _lagi(
        dunia.administrator, reverse("usulan:periode_hapus", args=[periode.pk])
    )


def test_narahubung_yang_dihapus_dari_dua_perangkat(dunia: d.Dunia) -> None:
    satu = Narahubung.objects.create(
        pihak=Narahubung.Pihak.BKN, perihal=Narahubung.Perihal.INTEGRASI, fungsi="Biro contoh", telepon="021"
    )
    assert "Narahubung itu sudah dihapus." in _lagi(dunia.administrator, reverse("narahubung_hapus", args=[satu.pk]))


def test_tampilan_yang_dihapus_dari_dua_tab(dunia: d.Dunia) -> None:
    satu = simpan_tampilan(nama="Terlambat", kueri="tab=semua", bersama=False, oleh=dunia.koordinator)
    alamat = reverse("usulan:tampilan_hapus", args=[satu.pk])
    assert "Tampilan itu sudah dihapus." in _lagi(dunia.koordinator, alamat)
