"""Advisory locks: one registry, and nobody locks around it."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import transaction

from siapp.koneksi import lepas_koneksi
from siapp.kunci import Kunci, kunci_transaksi, kunci_tunggal

AKAR = Path(__file__).resolve().parents[2]
RUMAH = ("siapp", "referensi", "usulan", "integrasi")


def test_kunci_hanya_dipegang_lewat_daftarnya() -> None:
    berkas = [satu for rumah in RUMAH for satu in (AKAR / rumah).rglob("*.py")]
    pemakai = [satu.relative_to(AKAR).as_posix() for satu in berkas if re.search(r"pg_\w*advisory", satu.read_text())]
    assert pemakai == ["siapp/kunci.py"]


def test_nomor_kunci_muat_dalam_dua_bilangan_postgresql() -> None:
    """A lock with a part is a pair of int4."""
    assert len(Kunci.__members__) == len(set(Kunci))
    assert all(0 < kunci < 2**31 for kunci in Kunci)


def _coba(kunci: Kunci, bagian: str = "") -> bool:
    try:
        with kunci_tunggal(kunci, bagian) as dapat:
            return dapat
    finally:
        lepas_koneksi()


@pytest.mark.django_db(transaction=True)
def test_bagian_lain_dan_kunci_lain_tetap_bebas() -> None:
    with ThreadPoolExecutor(1) as kolam, kunci_tunggal(Kunci.USUL, "1") as dapat:
        assert dapat
        assert not kolam.submit(_coba, Kunci.USUL, "1").result()
        assert kolam.submit(_coba, Kunci.USUL, "2").result()
        assert kolam.submit(_coba, Kunci.MASUK, "1").result()
        assert kolam.submit(_coba, Kunci.USUL).result()


@pytest.mark.django_db(transaction=True)
def test_kunci_transaksi_lepas_bersama_transaksinya() -> None:
    with ThreadPoolExecutor(1) as kolam:
        with transaction.atomic():
            kunci_transaksi(Kunci.ALIRAN, "usulan:1")
            assert not kolam.submit(_coba, Kunci.ALIRAN, "usulan:1").result()
        assert kolam.submit(_coba, Kunci.ALIRAN, "usulan:1").result()


@pytest.mark.django_db(transaction=True)
def test_kunci_kembali_walau_isinya_gagal() -> None:
    with pytest.raises(ZeroDivisionError), kunci_tunggal(Kunci.PERINGATAN):
        raise ZeroDivisionError
    with ThreadPoolExecutor(1) as kolam:
        assert kolam.submit(_coba, Kunci.PERINGATAN).result()


@pytest.mark.django_db(transaction=True)
def test_pemegang_yang_hidup_tidak_kehilangan_kuncinya(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its work takes longer than a frozen process may keep a lock."""
    monkeypatch.setattr("siapp.kunci.BEKU", "1s")
    monkeypatch.setattr("siapp.kunci.TANDA_HIDUP", 0.1)
    with ThreadPoolExecutor(1) as kolam, kunci_tunggal(Kunci.USUL, "1") as dapat:
        assert dapat
        time.sleep(2)
        assert not kolam.submit(_coba, Kunci.USUL, "1").result()


def test_tidak_ada_yang_berpegang_pada_sesi_basis_data() -> None:
    """Behind a pooler in transaction mode a session belongs to nobody (keputusan/0039)."""
    sesi = re.compile(
        r"pg_(try_)?advisory_lock|pg_advisory_unlock|CREATE TEMP|\bLISTEN \w|, false\)\"|\.iterator\(", re.IGNORECASE
    )
    berkas = [satu for rumah in RUMAH for satu in (AKAR / rumah).rglob("*.py") if satu.parent.name != "migrations"]
    pemakai = [satu.relative_to(AKAR).as_posix() for satu in berkas if sesi.search(satu.read_text())]
    assert pemakai == ["siapp/koneksi.py"]
