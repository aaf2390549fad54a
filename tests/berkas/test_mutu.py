"""Bad scans are seen, good ones are left alone: measured on pages that were made before the detector."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from siapp.berkas import baca_pindaian, bedah_mutu
from siapp.berkas.anak import jalankan_anak
from siapp.berkas.pembaca import BATAS_MUTU
from siapp.berkas.tesseract import BAHASA, program
from tests.berkas import korpus_pindaian as k
from usulan.bacaan.mutu import berdiri

SELANG = 4
"""Every how many pages of a kind are tried here; all of them: `python -m tests.berkas.ukur_mutu`."""
TERUKUR = ["KOSONG", "KOSONG-BELAKANG", "TERPOTONG", "GELAP"]


def jadi_pdf(*gambar: Image.Image, dpi: float = 100) -> BytesIO:
    isi = BytesIO()
    gambar[0].save(isi, "PDF", save_all=True, append_images=gambar[1:], resolution=dpi)
    isi.seek(0)
    return isi


@pytest.mark.parametrize("nama", k.BAIK)
def test_pindaian_yang_baik_tidak_dicela(nama: str) -> None:
    pembuat, banyak = k.BAIK[nama]
    dicela = {n: cacat for n in range(0, banyak, SELANG) if (cacat := bedah_mutu.nilai(k.halaman(nama, pembuat, n)))}
    assert not dicela


def test_korpus_pindaian_cukup_besar() -> None:
    assert sum(banyak for _, banyak in k.BAIK.values()) >= 100
    assert min(banyak for _, banyak in k.BURUK.values()) >= 20
    assert len(k.DPI_RENDAH) >= 20


@pytest.mark.parametrize("nama", TERUKUR)
def test_pindaian_yang_buruk_dikenali(nama: str) -> None:
    pembuat, banyak = k.BURUK[nama]
    for n in range(0, banyak, SELANG):
        kode = {satu[0] for satu in bedah_mutu.nilai(k.halaman(nama, pembuat, n))}
        assert kode == {nama.partition("-")[0]}, n


@pytest.mark.skipif(not program(), reason="tesseract tidak terpasang")
@pytest.mark.parametrize(("nama", "putar"), [("TERBALIK", {180}), ("REBAH", {90, 270})])
def test_halaman_yang_terbalik_dan_rebah_dikenali_saat_dibaca(nama: str, putar: set[int]) -> None:
    perintah = {"program": program(), "bahasa": BAHASA, "huruf": 20_000}
    gambar = k.halaman(nama, k.BURUK[nama][0], 7)
    besar = gambar.resize((gambar.width * 3, gambar.height * 3), Image.Resampling.LANCZOS)
    baris, diputar = baca_pindaian.baca(besar, perintah)
    # tesseract reads some pages that lie on their side as they lie: then their words are high.
    assert diputar in putar or (nama == "REBAH" and berdiri([[[*kata] for kata in satu] for satu in baris]))


@pytest.mark.parametrize(("semua", "rendah"), [(k.DPI_RENDAH, True), (k.DPI_CUKUP, False)])
def test_ketajaman_diukur_menurut_a4(semua: range, rendah: bool) -> None:
    for dpi in semua[::SELANG]:
        gambar = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 240)
        for halaman_dpi in (dpi, 72):
            # The second is how programs wrap a photo: a point per pixel, a page of a metre or of a stamp.
            if halaman_dpi == 72 and dpi < 72:
                continue
            dokumen = pypdfium2.PdfDocument(jadi_pdf(gambar, dpi=halaman_dpi))
            assert (0 < bedah_mutu.ketajaman(dokumen[0]) < bedah_mutu.RENDAH) == rendah, (dpi, halaman_dpi)
            dokumen.close()


def test_anak_menyerahkan_temuan_per_halaman(tmp_path: Path) -> None:
    halaman = [k.halaman("GELAP", k.gelap, 1), k.halaman("surat", k.surat, 1), k.halaman("KOSONG", k.kosong, 1)]
    (tmp_path / "a.pdf").write_bytes(jadi_pdf(*halaman).getvalue())
    with (tmp_path / "a.pdf").open("rb") as isi:
        kode, keluaran = jalankan_anak("bedah_mutu.py", isi, {"halaman": [1, 2, 3]}, BATAS_MUTU)
    assert kode == 0
    assert [satu.count(b"GELAP") + 2 * satu.count(b"KOSONG") for satu in keluaran.splitlines()] == [1, 0, 2]
