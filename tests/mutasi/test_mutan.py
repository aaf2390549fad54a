"""The mutants: what is spoilt, what is left alone, and that the spoilt body takes the place of the live one."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.mutasi.mutan import mutan
from tests.mutasi.sasaran import SASARAN, setara
from tests.mutasi.sidang import Badan
from tests.sarana import AKAR

TEKS = '''
"""Words."""
from functools import cache

BATAS = {"a": 1, "b": 2}


@cache
def naik(jumlah: int, *, langkah: int = 1) -> int:
    """More words."""
    log.info("naik", jumlah=jumlah)
    if jumlah > BATAS["a"] and langkah:
        raise ValueError("Jumlah ini terlalu besar.")
    return jumlah + langkah
'''


def _tanda(teks: str) -> set[str]:
    return {satu.tanda for satu in mutan(teks)}


def test_fungsi_berhiasan_tabel_dan_nilai_bawaan_pun_dirusak() -> None:
    assert _tanda(TEKS) >= {
        'naik: > BATAS["a"] → >= BATAS["a"]',
        "naik: jumlah + langkah → jumlah - langkah",
        '<modul>: {"a": 1, "b": 2} → {"b": 2}',
        "<modul>: 1 → 2",
        'naik: jumlah > BATAS["a"] and langkah → jumlah > BATAS["a"] or langkah',
    }


def test_catatan_kalimat_dan_keterangan_tipe_tidak_dirusak() -> None:
    assert not [satu for satu in _tanda(TEKS) if "info" in satu or "XXJumlah" in satu or "words" in satu.lower()]


@pytest.mark.parametrize(
    ("teks", "tanda"),
    [
        ("f(a=1, b=2)", "<modul>: f(a=1, b=2) → f(a=1, )"),
        ("f(1, b=2)", "<modul>: f(1, b=2) → f(None, b=2)"),
        ("f(1, b=2)", "<modul>: f(1, b=2) → pass"),
        ("if f(): a()", "<modul>: if f(): a() → if not (f()): a()"),
        ("a = (1, 2)", "<modul>: (1, 2) → (2,)"),
        ("a = {1}", "<modul>: {1} → set()"),
    ],
)
def test_ragam_kerusakan(teks: str, tanda: str) -> None:
    assert tanda in _tanda(teks + "\n")


def test_setiap_mutan_berbeda_nama_dan_berubah_isinya() -> None:
    semua = list(mutan(TEKS))
    assert len({satu.tanda for satu in semua}) == len(semua)
    assert all(satu.sumber != TEKS for satu in semua)


def test_badan_yang_rusak_menggantikan_yang_hidup_walau_dibungkus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    berkas = tmp_path / "modul_rusak.py"
    berkas.write_text(TEKS.replace("    log.info", "    # log.info"))
    monkeypatch.syspath_prepend(tmp_path)
    modul = import_module("modul_rusak")
    try:
        assert modul.naik(1) == 2
        (satu,) = [m for m in mutan(berkas.read_text()) if m.tanda == "naik: jumlah + langkah → jumlah - langkah"]
        assert Badan(berkas).tukar(satu)
        assert modul.naik(1) == 0
    finally:
        del sys.modules["modul_rusak"]


def test_setiap_berkas_dan_pengujinya_ada() -> None:
    for berkas, uji in SASARAN.items():
        assert (AKAR / berkas).is_file(), berkas
        assert uji, berkas
        assert not [satu for satu in uji if not (AKAR / satu).exists()], berkas


def test_setiap_tindakan_dan_aturan_dirusak() -> None:
    for ruang in ("usulan/actions", "usulan/aturan"):
        berkas = {f"{ruang}/{satu.name}" for satu in (AKAR / ruang).glob("*.py")} - {f"{ruang}/__init__.py"}
        assert berkas <= SASARAN.keys()


def test_mutan_yang_dianggap_setara_masih_ada_dan_beralasan() -> None:
    for berkas, daftar in setara().items():
        assert berkas in SASARAN
        assert all(daftar.values()), berkas
        assert daftar.keys() <= _tanda((AKAR / berkas).read_text()), berkas
