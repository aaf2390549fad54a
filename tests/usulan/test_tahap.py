"""The workflow table, whole: from × to × role (arsitektur.md 3.2)."""

from itertools import product

import pytest

from siapp.akun.peran import Mesin
from tests import dunia as d
from usulan import izin, kebijakan
from usulan import tahap as alur
from usulan.actions.dasar import pindah
from usulan.models import Usulan
from usulan.tahap import Kerja, Pelaku, Tahap

# The road of alur.md 2, written here a second time on purpose: (from, to) → who may.
BOLEH: dict[tuple[str, str], set[str]] = {
    ("DRAF", "DIAJUKAN"): {"PENYETUJU"},
    ("DRAF", "DIHAPUS"): {"PIC", "PENYETUJU"},
    ("DIAJUKAN", "DIVERIFIKASI"): {"KOORDINATOR", "KEPALA_BIRO", "VERIFIKATOR"},
    ("DIAJUKAN", "PERBAIKAN"): {"BKN"},
    ("DIAJUKAN", "TMS"): {"BKN"},
    ("DIVERIFIKASI", "MENUNGGU_PERTEK"): {"VERIFIKATOR"},
    ("DIVERIFIKASI", "SIAP_KEPPRES"): {"VERIFIKATOR"},
    ("DIVERIFIKASI", "PERBAIKAN"): {"VERIFIKATOR", "BKN"},
    ("DIVERIFIKASI", "TMS"): {"KOORDINATOR", "KEPALA_BIRO", "BKN"},
    ("PERBAIKAN", "DIVERIFIKASI"): {"PENYETUJU"},
    ("PERBAIKAN", "DIAJUKAN"): {"PENYETUJU"},
    ("PERBAIKAN", "TMS"): {"BKN"},
    ("MENUNGGU_PERTEK", "SIAP_KEPPRES"): {"BKN"},
    ("MENUNGGU_PERTEK", "PERBAIKAN"): {"BKN"},
    ("MENUNGGU_PERTEK", "TMS"): {"BKN"},
    ("SIAP_KEPPRES", "RKP"): {"DUKUNGAN"},
    ("SIAP_KEPPRES", "PERBAIKAN"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("SIAP_KEPPRES", "TMS"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("RKP", "SIAP_KEPPRES"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("RKP", "KEPPRES_MAJU"): {"DUKUNGAN"},
    ("RKP", "PERBAIKAN"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("RKP", "TMS"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("KEPPRES_MAJU", "KEPPRES_TERBIT"): {"DUKUNGAN"},
    ("KEPPRES_MAJU", "PERBAIKAN"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("KEPPRES_MAJU", "TMS"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("KEPPRES_TERBIT", "SELESAI"): {"PIC", "PENYETUJU", "DUKUNGAN"},
}


@pytest.mark.parametrize(("dari", "ke"), list(product(Tahap, Tahap)))
def test_siapa_boleh_berpindah_dari_setiap_tahap_ke_setiap_tahap(dari: Tahap, ke: Tahap) -> None:
    boleh = {p.value for t in alur.TRANSISI.values() if dari in t.dari and ke in t.ke for p in t.pelaku}
    assert boleh == BOLEH.get((dari.value, ke.value), set())


def _pengguna(dunia: d.Dunia, pelaku: Pelaku) -> object:
    orang = {
        Pelaku.PIC: dunia.pic,
        Pelaku.PENYETUJU: dunia.penyetuju,
        Pelaku.KOORDINATOR: dunia.koordinator,
        Pelaku.VERIFIKATOR: dunia.verifikator,
        Pelaku.DUKUNGAN: dunia.dukungan,
        Pelaku.KEPALA_BIRO: dunia.kepala_biro,
        Pelaku.ADMINISTRATOR: dunia.administrator,
        Pelaku.AUDITOR: dunia.auditor,
        Pelaku.BKN: Mesin.BKN,
        Pelaku.SISTEM: Mesin.SISTEM,
    }
    return orang[pelaku]


def test_pindah_menolak_setiap_pasangan_yang_tidak_ada_dalam_tabel(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    usulan.verifikator = dunia.verifikator
    for transisi, dari, pelaku in product(alur.TRANSISI.values(), Tahap, Pelaku):
        usulan.tahap = dari
        oleh = _pengguna(dunia, pelaku)
        # A signer is a PIC too: the person stands for both.
        sebagai = izin.pelaku(oleh, usulan)  # type: ignore[arg-type]
        boleh = dari in transisi.dari and bool(sebagai & transisi.pelaku)
        ke = min(transisi.ke)
        if boleh:
            pindah(usulan, transisi.nama, ke, oleh=oleh)  # type: ignore[arg-type]
            assert usulan.tahap == ke
        else:
            with pytest.raises((kebijakan.TidakMungkin, izin.TidakBerwenang)):
                pindah(usulan, transisi.nama, ke, oleh=oleh)  # type: ignore[arg-type]
            assert usulan.tahap == dari


def test_setiap_tahap_punya_label_dan_pemilik() -> None:
    assert set(alur.LABEL) == set(alur.GILIRAN) == set(Tahap)


def test_setiap_tahap_dapat_dicapai_dan_ditinggalkan() -> None:
    tujuan = {ke for t in alur.TRANSISI.values() for ke in t.ke}
    asal = {dari for t in alur.TRANSISI.values() for dari in t.dari}
    assert tujuan | {Tahap.DRAF} == set(Tahap)
    assert asal | alur.AKHIR == set(Tahap)


def test_pic_instansi_lain_tidak_menjadi_pelaku(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    assert izin.pelaku(dunia.pic_lain, usulan) == frozenset()
    assert not Usulan.objects.untuk(dunia.pic_lain).filter(pk=usulan.pk).exists()


def test_verifikator_lain_membaca_tetapi_tidak_menilai(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    assert Usulan.objects.untuk(dunia.verifikator_lain).filter(pk=usulan.pk).exists()
    with pytest.raises(izin.TidakBerwenang, match="Vino Contoh"):
        izin.check_boleh(dunia.verifikator_lain, Kerja.NILAI, usulan)
