"""`make kembang`: who changes a file sees it at the next request; a fault in it is shown, and mending it is enough.

Runs last (pytest takes the files by name), in the copy of the checkout that the walks have used.
"""

import json
import re
import signal
from pathlib import Path

import pytest
import requests

from tests.browser.tumpukan import Tumpukan
from tests.sarana import SABAR, tunggu

pytestmark = [pytest.mark.browser, pytest.mark.lambat]

MASUK = "/akun/login/"


@pytest.fixture(scope="module")
def kembang(tumpukan: Tumpukan) -> Tumpukan:
    tumpukan.hentikan(signal.SIGINT)
    tumpukan.nyalakan("kembang")
    return tumpukan


def ubah(tumpukan: Tumpukan, berkas: str, lama: str, baru: str) -> None:
    """Save `berkas` of the copy with `baru` in the place of `lama`, as an editor does."""
    tempat = tumpukan.folder / berkas
    isi = tempat.read_text()
    assert lama in isi
    Path(f"{tempat}~").write_text(isi.replace(lama, baru, 1))
    Path(f"{tempat}~").replace(tempat)


def isi(tumpukan: Tumpukan, jalan: str) -> str:
    """What the address answers; somebody always does, also while the web starts again."""
    return requests.get(tumpukan.url + jalan, timeout=SABAR).text


def nomor_proses(tumpukan: Tumpukan) -> dict[str, int]:
    daftar = json.loads((tumpukan.folder / "var" / "proses.json").read_text())
    return {satu["nama"]: satu["pid"] for satu in daftar}


@pytest.mark.parametrize(
    ("berkas", "lama", "baru", "jalan"),
    [
        ("templates/account/login.html", "<h1>Masuk</h1>", "<h1>Masuk yang diubah</h1>", MASUK),
        ("static/css/siapp.css", ":root", "/* Masuk yang diubah */ :root", "/static/css/siapp.css"),
        ("static/js/siapp.js", "const ", "/* Masuk yang diubah */ const ", "/static/js/siapp.js"),
    ],
    ids=["templat", "gaya", "skrip"],
)
def test_templat_gaya_dan_skrip_terlihat_pada_permintaan_berikutnya(
    kembang: Tumpukan, berkas: str, lama: str, baru: str, jalan: str
) -> None:
    assert "Masuk yang diubah" not in isi(kembang, jalan)
    ubah(kembang, berkas, lama, baru)
    assert "Masuk yang diubah" in isi(kembang, jalan)


def test_python_terlihat_di_web_dan_pekerja_tanpa_mengganggu_yang_lain(kembang: Tumpukan) -> None:
    semula = nomor_proses(kembang)
    ubah(kembang, "siapp/akun/forms.py", '"NIP", "username"', '"NIP yang diubah", "username"')
    tunggu(lambda: "NIP yang diubah" in isi(kembang, MASUK))
    tunggu(lambda: nomor_proses(kembang).keys() == semula.keys() and nomor_proses(kembang)["timer"] != semula["timer"])
    tunggu(lambda: "NIP yang diubah" in isi(kembang, MASUK))  # the new web has loaded the file by now
    tetap = {nama for nama, nomor in nomor_proses(kembang).items() if semula[nama] == nomor}
    assert tetap == {"valkey", "simulator"}


def test_salah_tulis_disebut_dan_tidak_menghentikan_apa_pun(kembang: Tumpukan) -> None:
    semula = nomor_proses(kembang)
    ubah(kembang, "siapp/akun/forms.py", "class FormMasuk(", "class FormMasuk((")
    tunggu(lambda: "SyntaxError" in kembang.tercetak)
    assert "siapp/akun/forms.py" in kembang.tercetak.partition("SyntaxError")[0].rpartition("✗")[2]
    tunggu(lambda: "NIP yang diubah" in isi(kembang, MASUK))
    assert nomor_proses(kembang) == semula
    ubah(kembang, "siapp/akun/forms.py", "class FormMasuk((", "class FormMasuk(")
    tunggu(lambda: nomor_proses(kembang).get("timer") not in {None, semula["timer"]})
    tunggu(lambda: "NIP yang diubah" in isi(kembang, MASUK))


def test_yang_mati_karena_kesalahan_menyala_lagi_setelah_diperbaiki(kembang: Tumpukan) -> None:
    ubah(kembang, "siapp/web/middleware.py", "import re\n", "import re\nraise RuntimeError('sengaja rusak')\n")
    tunggu(lambda: "✗ web berhenti" in kembang.tercetak and "RuntimeError: sengaja rusak" in kembang.tercetak)
    assert "Web berhenti karena kesalahan" in isi(kembang, MASUK)
    ubah(kembang, "siapp/web/middleware.py", "raise RuntimeError('sengaja rusak')\n", "")
    tunggu(lambda: "NIP yang diubah" in isi(kembang, MASUK))


def test_ctrl_c_tidak_menyisakan_proses_dan_make_run_melayani_berkas_bersidik_lagi(kembang: Tumpukan) -> None:
    assert kembang.hentikan(signal.SIGINT) == 0
    assert kembang.proses_tersisa() == []
    kembang.nyalakan()
    assert re.search(r"/static/css/siapp\.[0-9a-f]{12}\.css", isi(kembang, MASUK))
