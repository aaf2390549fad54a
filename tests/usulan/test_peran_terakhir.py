"""While work needs a role, somebody holds it: the last one is refused with what to do (docs/alur.md 1)."""

import pytest
from django.test import Client

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak
from usulan.actions import pic
from usulan.actions.pic import PicDitolak
from usulan.actions.serah_terima import Tujuan


def _peran(orang: Pengguna, kategori: str = "") -> Peran:
    return Peran.objects.get(pengguna=orang, kategori=kategori, aktif=True)


def _cabut(dunia: d.Dunia, peran: Peran) -> None:
    """Withdraw `peran`, and see that it is gone."""
    pic.cabut_peran(peran.pk, oleh=dunia.administrator, alasan="Mutasi", tujuan=Tujuan())
    assert not Peran.objects.get(pk=peran.pk).aktif


@pytest.mark.parametrize(
    ("siapa", "kategori", "nama"),
    [
        ("kepala_biro", "", "Kepala Biro"),
        ("dukungan", "", "Dukungan administrasi"),
        ("koordinator", "KP", "Koordinator pokja Kenaikan Pangkat"),
    ],
)
def test_pemegang_terakhir_tidak_dicabut_selagi_ada_usulan_yang_berjalan(
    dunia: d.Dunia, siapa: str, kategori: str, nama: str
) -> None:
    peran = _peran(getattr(dunia, siapa), kategori)
    d.diajukan(dunia)
    pesan = f"Ini satu-satunya {nama}, dan 1 usulan yang berjalan membutuhkannya. Beri peran itu kepada orang lain"
    with ditolak(PicDitolak, pesan):
        _cabut(dunia, peran)
    peran.refresh_from_db()
    assert peran.aktif
    d.buat_pengguna("Pengganti Contoh", Peran(jenis=peran.jenis, kategori=kategori))
    _cabut(dunia, peran)


def test_pengganti_yang_akunnya_ditutup_tidak_dihitung(dunia: d.Dunia) -> None:
    d.diajukan(dunia)
    pengganti = d.buat_pengguna("Pengganti Contoh", Peran(jenis=JenisPeran.KEPALA_BIRO))
    Pengguna.objects.filter(pk=pengganti.pk).update(is_active=False)
    with ditolak(PicDitolak, "Ini satu-satunya Kepala Biro"):
        _cabut(dunia, _peran(dunia.kepala_biro))


def test_verifikator_terakhir_pokja_tidak_dicabut_meski_usulannya_dikembalikan(dunia: d.Dunia) -> None:
    d.diverifikasi(dunia)
    _cabut(dunia, _peran(dunia.verifikator_lain, "KP"))
    with ditolak(PicDitolak, "Ini satu-satunya Verifikator Kenaikan Pangkat"):
        _cabut(dunia, _peran(dunia.verifikator, "KP"))
    _cabut(dunia, _peran(dunia.verifikator_lain, "JFKU"))


def test_pemegang_terakhir_dapat_dicabut_bila_tidak_ada_yang_membutuhkannya(dunia: d.Dunia) -> None:
    d.buat_draf(dunia)
    d.diajukan(dunia, "BERHENTI-BUP")
    _cabut(dunia, _peran(dunia.koordinator, "KP"))
    d.disetujui_biro(dunia, "BERHENTI-BUP")
    _cabut(dunia, _peran(dunia.auditor))


def test_layar_menyebut_apa_yang_dilakukan_dahulu(dunia: d.Dunia) -> None:
    d.diajukan(dunia)
    client = Client()
    client.post("/akun/login/", {"login": dunia.administrator.nip, "password": d.SANDI, "next": "/akun/profil/"})
    alamat = f"/pic/peran/{_peran(dunia.kepala_biro).pk}/cabut/"
    halaman = client.get(alamat)
    assert halaman.status_code == 200
    assert "Ini satu-satunya Kepala Biro" in halaman.content.decode()
    assert "/pic/biro/tambah/" in halaman.content.decode()
    assert client.post(alamat, {"alasan": "Mutasi"}).status_code == 422
    assert _peran(dunia.kepala_biro).aktif
