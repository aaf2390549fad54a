"""`make run` as a stranger meets it: a copy of the checkout, started, used, interrupted, started again.

Runs before the walks (pytest takes the files by name), which then use the stack that was started again.
"""

import signal

import pytest
import requests

from tests.browser.tumpukan import Tumpukan

pytestmark = [pytest.mark.browser, pytest.mark.lambat]


def test_make_run_mencetak_alamat_dan_melayaninya(tumpukan: Tumpukan) -> None:
    assert tumpukan.url in (tumpukan.folder / "var" / "mulai.log").read_text()
    assert requests.get(f"{tumpukan.url}/sehat", timeout=10).status_code == 200


def test_perintah_lain_menemukan_basis_data_yang_menyala(tumpukan: Tumpukan) -> None:
    tabel = tumpukan.perintah("manage.py", "akun_contoh", "--daftar")
    assert (tabel.returncode, tabel.stderr) == (0, "")


def test_make_run_kedua_di_folder_yang_sama_menolak_dengan_sebabnya(tumpukan: Tumpukan) -> None:
    kedua = tumpukan.perintah("-m", "siapp.lokal", "jalan")
    assert kedua.returncode == 1
    assert kedua.stderr.startswith("`make run` sudah berjalan dari folder ini")


def test_ctrl_c_tidak_menyisakan_apa_pun_dan_mulai_lagi_menemukan_datanya(tumpukan: Tumpukan) -> None:
    assert tumpukan.hentikan(signal.SIGINT) == 0
    assert tumpukan.proses_tersisa() == []
    tercetak = tumpukan.nyalakan()
    assert "– Mengumpulkan berkas statis sudah" in tercetak
