"""Saved views and columns of the queue."""

import pytest

from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak
from usulan.actions import tampilan
from usulan.models import KolomAntrean, TampilanTersimpan
from usulan.peristiwa import Jenis


def _simpan(dunia: d.Dunia, nama: str, kueri: str = "tahap=DRAF", bersama: bool = False) -> TampilanTersimpan:
    return tampilan.simpan_tampilan(nama=nama, kueri=kueri, bersama=bersama, oleh=dunia.verifikator)


def _terakhir(dunia: d.Dunia) -> Peristiwa:
    return Peristiwa.objects.filter(aliran=f"tampilan:{dunia.verifikator.pk}").latest("urutan")


def test_tampilan_disimpan_dan_nama_yang_sama_menggantikan(dunia: d.Dunia) -> None:
    _simpan(dunia, "Milik saya")
    satu = _simpan(dunia, "Milik saya", "tahap=RKP", bersama=True)
    assert list(TampilanTersimpan.objects.values_list("nama", "kueri", "bersama", "pemilik")) == [
        ("Milik saya", "tahap=RKP", True, dunia.verifikator.pk)
    ]
    tercatat = _terakhir(dunia)
    assert (tercatat.jenis, tercatat.oleh) == (Jenis.TAMPILAN_DISIMPAN, dunia.verifikator)
    assert tercatat.data | {"nama": "Milik saya", "kueri": "tahap=RKP", "bersama": True} == tercatat.data
    assert satu.pk == TampilanTersimpan.objects.get().pk


def test_paling_banyak_dua_puluh_tampilan_tetapi_yang_ada_boleh_diganti(dunia: d.Dunia) -> None:
    tampilan.simpan_tampilan(nama="orang lain", kueri="", bersama=False, oleh=dunia.koordinator)
    for nomor in range(20):
        _simpan(dunia, f"ke-{nomor}")
    with ditolak(GalatPengguna, "Paling banyak 20 tampilan. Hapus satu dahulu.", "nama"):
        _simpan(dunia, "ke-20")
    _simpan(dunia, "ke-19", "tahap=RKP")
    tampilan.hapus_tampilan(TampilanTersimpan.objects.get(nama="ke-0").pk, oleh=dunia.verifikator)
    _simpan(dunia, "ke-20")


def test_hanya_tampilan_sendiri_yang_dihapus(dunia: d.Dunia) -> None:
    satu = _simpan(dunia, "Milik saya", bersama=True)
    with pytest.raises(TampilanTersimpan.DoesNotExist):
        tampilan.hapus_tampilan(satu.pk, oleh=dunia.koordinator)
    tampilan.hapus_tampilan(satu.pk, oleh=dunia.verifikator)
    assert not TampilanTersimpan.objects.exists()
    tercatat = _terakhir(dunia)
    assert (tercatat.jenis, tercatat.oleh, tercatat.data["nama"]) == (
        Jenis.TAMPILAN_DIHAPUS,
        dunia.verifikator,
        "Milik saya",
    )


def test_kolom_diatur_per_orang(dunia: d.Dunia) -> None:
    tampilan.atur_kolom(kolom=("nomor",), oleh=dunia.koordinator)
    for kolom in (["nomor", "nama"], ["tahap"]):
        tampilan.atur_kolom(kolom=kolom, oleh=dunia.verifikator)
    assert KolomAntrean.objects.get(pengguna=dunia.verifikator).kolom == ["tahap"]
    assert KolomAntrean.objects.get(pengguna=dunia.koordinator).kolom == ["nomor"]
    tercatat = _terakhir(dunia)
    assert (tercatat.jenis, tercatat.oleh, tercatat.data["kolom"]) == (
        Jenis.KOLOM_DIATUR,
        dunia.verifikator,
        ["tahap"],
    )
