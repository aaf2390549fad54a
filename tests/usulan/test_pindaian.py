"""A bad scan, from its upload to the question on the result page; without tesseract."""

import pytest

from siapp.berkas.models import HalamanBacaan
from tests import dunia as d
from tests.berkas import korpus_pindaian as k
from tests.berkas.test_mutu import jadi_pdf
from tests.usulan.layar import masuk
from tests.usulan.test_layar_bacaan import baca, isi, url
from usulan.actions.dokumen import lampirkan
from usulan.aturan import periksa
from usulan.bacaan.mutu import KATA, fakta_cacat
from usulan.models import Dokumen, Usulan

TERBACA = [[["kata", 0, 0, 10, 10, 90]] * 5]


@pytest.fixture(autouse=True)
def tanpa_tesseract(settings: pytest.FixtureRequest) -> None:
    settings.TESSERACT = "tidak-ada"  # type: ignore[attr-defined]


def dipindai(dunia: d.Dunia, *kode: str) -> tuple[Usulan, Dokumen]:
    """A draft whose letter was scanned, a page of each kind of flaw ("" for a good one)."""
    halaman = [k.halaman(satu, k.BURUK[satu][0], 2) if satu else k.halaman("surat", k.surat, 2) for satu in kode]
    usulan = d.buat_draf(dunia)
    dokumen = usulan.dokumen.get(persyaratan__jenis="surat-pengantar")
    berkas = d.berkas_siap(dunia.pic, isi=jadi_pdf(*halaman).getvalue())
    lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=berkas, oleh=dunia.pic)
    baca(dokumen)
    return d.segar(usulan), dokumen


def test_pindaian_buruk_ditanyakan_pada_halamannya(dunia: d.Dunia) -> None:
    usulan, dokumen = dipindai(dunia, "GELAP", "KOSONG", "TERPOTONG", "GELAP")
    temuan = {t.kode: t for t in periksa(usulan) if t.kode.startswith("pindaian-")}
    assert set(temuan) == {"pindaian-gelap", "pindaian-kosong", "pindaian-terpotong"}
    assert all(t.ragu and t.tingkat == "peringatan" for t in temuan.values())
    assert "hlm. 1, 4: tampak terlalu gelap. Periksa gambarnya; bila benar," in temuan["pindaian-gelap"].pesan
    halaman = isi(masuk(dunia.pic).get(url("periksa", usulan)))
    assert "hlm. 2: tampak kosong, atau bagian belakang kertas." in halaman
    assert f'href="{url("gambar_versi", usulan, dokumen.versi.get().pk, 3)}?lebar=1000"' in halaman
    assert "Potongan halaman 3 yang dibaca mesin" in halaman


def test_pindaian_baik_tidak_ditanyakan(dunia: d.Dunia) -> None:
    usulan, dokumen = dipindai(dunia, "")
    assert not [t for t in periksa(usulan) if t.kode.startswith("pindaian-")]
    assert HalamanBacaan.objects.get(bacaan__berkas=dokumen.versi.get().berkas).cacat == []


def test_halaman_yang_terbaca_tidak_kosong_dan_arahnya_dari_pembaca() -> None:
    kosong = [["KOSONG", 0, 0, 1000, 1000], ["LAIN", 0, 0, 1, 1]]
    assert [f.nilai for f in fakta_cacat(1, kosong, 0, [])] == ["KOSONG"]
    assert not list(fakta_cacat(1, kosong, 0, TERBACA))
    assert [f.nilai for f in fakta_cacat(1, [], 180, TERBACA)] == ["TERBALIK"]
    assert [f.nilai for f in fakta_cacat(1, [], 90, TERBACA)] == ["REBAH"]
    assert not list(fakta_cacat(1, [], 90, []))
    rebah = [[["kata", 100, 100 * n, 115, 100 * n + 60]] for n in range(5)]
    assert [f.nilai for f in fakta_cacat(1, [], 0, rebah)] == ["REBAH"]
    assert not list(fakta_cacat(1, [], 0, [[["kata", 100, 100, 160, 112]], *rebah[:2]]))
    assert {f.teks for f in fakta_cacat(1, [["RENDAH", 0, 0, 9, 9]], 270, TERBACA)} == {KATA["RENDAH"], KATA["REBAH"]}
