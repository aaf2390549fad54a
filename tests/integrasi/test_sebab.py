"""Every cause that a call can have is told to people in words, with what to do next."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from integrasi.sebab import SEBAB, sebab_untuk
from integrasi.siasn.errors import Kode

# Where the engine writes a cause of its own: second argument of Hasil and BelumSiap, or `sebab=`/`.sebab, .pesan =`.
_POLA = (
    re.compile(r"Hasil\(Keadaan\.\w+, \"(\w+)\""),
    re.compile(r"BelumSiap\(\"(\w+)\""),
    re.compile(r"sebab=\"(\w+)\""),
    re.compile(r"\.pesan = Keadaan\.\w+, \"(\w+)\""),
    re.compile(r"^        \"(\w+)\",\n        (?:lambda baris|ubah)", re.MULTILINE),
    re.compile(r"_putuskan\(pengiriman_id, \"(\w+)\""),
)


def sebab_dalam_mesin() -> set[str]:
    dasar = Path(settings.BASE_DIR) / "integrasi"
    berkas = [*(dasar / "pengirim").glob("*.py"), dasar / "relai.py", dasar / "penyelesaian.py"]
    return {temu for satu in berkas for pola in _POLA for temu in pola.findall(satu.read_text())}


@pytest.mark.parametrize("kode", [str(kode) for kode in Kode])
def test_setiap_kode_galat_punya_kalimat_dan_langkah(kode: str) -> None:
    assert kode in SEBAB


def test_setiap_sebab_yang_ditulis_mesin_pengirim_punya_kalimat() -> None:
    ditemukan = sebab_dalam_mesin()
    assert {"data", "sewa_habis", "galat_aplikasi", "id_bentrok", "tanpa_id_usulan", "kirim_ulang"} <= ditemukan
    assert ditemukan - set(SEBAB) == set()


@pytest.mark.parametrize("kode", sorted(SEBAB))
def test_kalimat_diakhiri_titik_dan_bukan_kata_sandi_program(kode: str) -> None:
    for teks in (SEBAB[kode].kalimat, SEBAB[kode].langkah):
        assert teks[0].isupper()
        assert teks.endswith(".")
        assert "_" not in teks.replace("STORAGE_URL", "").replace("SIASN_BASE_URL", "").replace("SIASN_PATHS", "")


def test_sebab_yang_tidak_dikenal_tetap_mendapat_kalimat() -> None:
    assert "tidak dikenal" in sebab_untuk("entah_apa").kalimat
