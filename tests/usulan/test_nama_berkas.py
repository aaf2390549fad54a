"""Files find their rows by the names that people give them; the names were written before and apart from the rules."""

import tomllib
from pathlib import Path

import pytest

from referensi.katalog.baca import muat_jenis, muat_katalog
from usulan.bacaan import nama_berkas as modul
from usulan.bacaan.nama_berkas import BarisTujuan, cocokkan

SINI = Path(__file__).parent
# The rules were made with the first list at hand, none followed the second.
DAFTAR = {nama: tomllib.loads((SINI / nama).read_text()) for nama in ("nama_berkas.toml", "nama_berkas_lain.toml")}
LAYANAN = {satu.kode: satu for satu in muat_katalog()}
TAHUN = 2026


def baris(kode: str) -> list[BarisTujuan]:
    return [BarisTujuan(n, satu.jenis, satu.nama) for n, satu in enumerate(LAYANAN[kode].dokumen, 1)]


def tebak(kode: str, *nama: str) -> list[str]:
    """The kind of the row of each name; "" where it is asked."""
    tujuan = baris(kode)
    jenis = {satu.pk: satu.jenis for satu in tujuan}
    hasil = cocokkan(nama, tujuan, orang="Ratna Wulandari", tahun=TAHUN)
    return [jenis[satu.satu] if satu.satu else "" for satu in hasil]


@pytest.mark.parametrize("daftar", DAFTAR)
def test_sembilan_dari_sepuluh_nama_sehari_hari_menemukan_barisnya(daftar: str) -> None:
    semua = [(kode, nama, benar) for kode, isi in DAFTAR[daftar].items() for nama, benar in isi.items()]
    didapat = [(kode, nama, benar, tebak(kode, nama)[0]) for kode, nama, benar in semua]
    meleset = [satu for satu in didapat if satu[2] != satu[3]]
    assert len(meleset) <= len(semua) * 0.1, meleset
    # A question costs a choice, a wrong row a refusal.
    assert sum(bool(satu[3]) for satu in meleset) <= len(semua) * 0.02, meleset


@pytest.mark.parametrize("kode", LAYANAN)
def test_nama_dokumen_sendiri_selalu_menemukan_barisnya(kode: str) -> None:
    for satu in LAYANAN[kode].dokumen:
        assert tebak(kode, f"{satu.nama}.pdf") == [satu.jenis]


def test_setiap_jenis_dokumen_katalog_mempunyai_kata() -> None:
    assert set(modul._data()) == {satu.kode for satu in muat_jenis()} | {"umum"}


def test_dua_skp_berurutan_menjadi_tahun_pertama_dan_kedua() -> None:
    jenis = ["skp-tahun-kedua", "skp-tahun-pertama"]
    assert tebak("KP-STRUKTURAL", "SKP 2025.pdf", "SKP 2024.pdf") == jenis
    # At the end of a year these are the two last ones, whatever the calendar says.
    assert tebak("KP-STRUKTURAL", "SKP 2026.pdf", "SKP 2025.pdf") == jenis
    assert tebak("KP-STRUKTURAL", "SKP 2026.pdf") == [""]


def test_dua_berkas_untuk_satu_baris_ditanyakan() -> None:
    dua = cocokkan(["PAK 2024.pdf", "PAK 2025.pdf"], baris("KP-FUNGSIONAL"), orang="", tahun=TAHUN)
    assert [satu.satu for satu in dua] == [None, None]
    assert dua[0].calon == dua[1].calon != ()


def test_nama_pegawai_tidak_menyesatkan() -> None:
    tujuan = baris("KP-LB-STRUKTURAL")
    (tanpa,) = cocokkan(["Foto Piagam.pdf"], tujuan, orang="Piagam Setiawan", tahun=TAHUN)
    assert [satu.jenis for satu in tujuan if satu.pk == tanpa.satu] == ["pas-foto"]
