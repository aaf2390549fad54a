"""Rights are written once: every door takes its roles from its room's table, and the tables are complete."""

import tomllib
from collections.abc import Mapping, Set
from enum import StrEnum
from itertools import chain
from pathlib import Path

import pytest

import integrasi.izin
import referensi.izin
import siapp.audit.izin
import siapp.berkas.izin
import siapp.narahubung.izin
import usulan.hak
import usulan.izin
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import LABEL_MESIN, LABEL_PERAN, PERAN_BIRO, PERAN_MENYELURUH, PERAN_POKJA, JenisPeran, Mesin
from siapp.web.akses import Aturan, Macam, aturan_akses
from siapp.web.hak import TabelHak, TidakBerwenang
from tests import dunia as d
from tests.test_pintu import SEMUA, _aturan
from usulan.tahap import KETENTUAN, Kerja

RUANG: dict[str, TabelHak[StrEnum]] = {
    "audit": siapp.audit.izin.hak,
    "berkas": siapp.berkas.izin.hak,
    "narahubung": siapp.narahubung.izin.hak,
    "referensi": referensi.izin.hak,
    "usulan": usulan.izin.hak,
    "integrasi": integrasi.izin.hak,
}
HAK: Mapping[StrEnum, Set[JenisPeran]] = {apa: siapa for ruang in RUANG.values() for apa, siapa in ruang.isi.items()}
PINTU: list[tuple[str, Aturan]] = [
    (pintu.nama, aturan)
    for pintu in SEMUA
    if (aturan := aturan_akses(pintu.view)) is not None and aturan.macam is Macam.PERAN
]
URUSAN = (
    siapp.audit.izin.Urusan,
    siapp.berkas.izin.Urusan,
    siapp.narahubung.izin.Urusan,
    referensi.izin.Urusan,
    usulan.hak.Urusan,
    integrasi.izin.Urusan,
)


@pytest.mark.parametrize(("nama", "aturan"), PINTU, ids=[nama for nama, _ in PINTU])
def test_pintu_mengambil_perannya_dari_tabel(nama: str, aturan: Aturan) -> None:
    assert aturan.untuk, f"{nama} lists roles by itself: declare it with hak.akses(...)"
    assert set(aturan.peran) == set(chain.from_iterable(HAK[apa] for apa in aturan.untuk))


def _pintu(aturan: Aturan) -> list[str] | str:
    return [str(apa) for apa in aturan.untuk] if aturan.macam is Macam.PERAN else str(aturan.macam)


def test_setiap_url_berpintu_seperti_ditulis_di_daftar() -> None:
    daftar = tomllib.loads((Path(__file__).parent / "pintu.toml").read_text())
    assert {pintu.nama: _pintu(_aturan(pintu)) for pintu in SEMUA} == daftar
    assert len(SEMUA) == len(daftar)


def test_setiap_urusan_ada_pintunya() -> None:
    dipakai = {apa for _, aturan in PINTU for apa in aturan.untuk}
    assert set(chain.from_iterable(URUSAN)) - dipakai == set()


def test_setiap_kata_kerja_dan_urusan_ada_dalam_tabel_dan_tidak_ada_nama_yang_sama() -> None:
    assert set(usulan.hak.HAK) == set(Kerja) | set(usulan.hak.Urusan)
    for satu in (siapp.audit.izin, siapp.berkas.izin, siapp.narahubung.izin, referensi.izin, integrasi.izin):
        assert set(satu.HAK) == set(satu.Urusan)
    assert len(HAK) == sum(len(ruang.isi) for ruang in RUANG.values())


def test_hanya_kata_kerja_mesin_yang_tanpa_peran() -> None:
    tanpa = {apa for apa, siapa in HAK.items() if not siapa}
    assert tanpa == {Kerja.BKN_BTL, Kerja.BKN_TMS, Kerja.BKN_LENGKAP}
    assert all(KETENTUAN[Kerja(apa)].pelaku <= set(Mesin) for apa in tanpa)


def test_setiap_peran_punya_kata_cakupan_dan_kegunaan() -> None:
    assert list(LABEL_PERAN) == list(JenisPeran)
    assert list(LABEL_MESIN) == list(Mesin)
    assert {JenisPeran.PIC, *PERAN_POKJA, *PERAN_MENYELURUH} == set(JenisPeran)
    assert PERAN_BIRO == PERAN_POKJA + PERAN_MENYELURUH
    assert set().union(*HAK.values()) == set(JenisPeran)


def test_peran_dan_mesin_tidak_berebut_nama() -> None:
    assert not set(JenisPeran) & set(Mesin)
    assert Peran._meta.get_field("jenis").choices == list(LABEL_PERAN.items())


def test_penolakan_menyebut_siapa_yang_boleh(dunia: d.Dunia) -> None:
    hak = usulan.izin.hak
    hak.check(dunia.dukungan, Kerja.KELUAR_RKP)
    hak.check(dunia.kepala_biro, Kerja.KELUAR_RKP)
    with pytest.raises(TidakBerwenang) as galat:
        hak.check(dunia.pic, Kerja.KELUAR_RKP)
    assert galat.value.pesan == "Hanya Dukungan administrasi atau Kepala Biro yang dapat melakukan ini."
    assert galat.value.kode == 403


def test_akun_yang_ditutup_tidak_boleh_apa_pun_walau_masih_berperan(dunia: d.Dunia) -> None:
    orang: Pengguna = dunia.administrator
    assert usulan.izin.hak.boleh(orang, usulan.hak.Urusan.ATUR_PIC)
    orang.is_active = False
    assert not usulan.izin.hak.boleh(orang, usulan.hak.Urusan.ATUR_PIC)


def test_kategori_hanya_dari_peran_yang_boleh(dunia: d.Dunia) -> None:
    orang = d.buat_pengguna(
        "Jati Contoh",
        Peran(jenis=JenisPeran.VERIFIKATOR, kategori="JFKU"),
        Peran(jenis=JenisPeran.KOORDINATOR, kategori="KP"),
    )
    hak = usulan.izin.hak
    assert hak.kategori(orang, Kerja.AMBIL) == {"JFKU"}
    assert hak.kategori(orang, Kerja.BAGI) == {"KP"}
    assert hak.kategori(orang, Kerja.AMBIL, Kerja.BAGI) == {"KP", "JFKU"}
    assert hak.kategori(dunia.kepala_biro, Kerja.BAGI) == {"KP", "PEMBERHENTIAN", "JFKU"}
