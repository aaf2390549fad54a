"""What stands in a released PDF is read behind everything else: the text layer, then pages that are pictures."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command
from django.utils import timezone
from fpdf import FPDF
from fpdf.enums import TextMode

from siapp.akun.peran import Mesin
from siapp.berkas import pembaca
from siapp.berkas.anak import AnakHabisWaktu
from siapp.berkas.antre import baca_semua
from siapp.berkas.keadaan import KeadaanBacaan
from siapp.berkas.models import Bacaan, Berkas, CaraBaca, HalamanBacaan
from siapp.berkas.rawat import buang
from siapp.berkas.tasks import sapu
from siapp.berkas.tesseract import program
from tests.berkas.contoh import gambar

pytestmark = pytest.mark.usefixtures("penyimpanan_lokal")

BARIS = [("Nama", "Dr. Siti Contoh, M.Si."), ("NIP", "19680517 199303 2 001"), ("Jabatan", "Peneliti Ahli Madya")]


def surat(halaman: int = 1) -> bytes:
    """A form: labels in one column, all of them before the answers in the other."""
    tulis = FPDF()
    tulis.set_font("helvetica", size=12)
    for nomor in range(1, halaman + 1):
        tulis.add_page()
        for letak, (label, _) in enumerate(BARIS):
            tulis.text(20, 40 + 9 * letak, label)
        for letak, (_, isi) in enumerate(BARIS):
            tulis.text(80, 40 + 9 * letak, f": {isi}")
        tulis.text(80, 100, f"halaman {nomor} dari {halaman}")
        for letak in range(12):
            tulis.text(20, 120 + 8 * letak, "Keterangan ini dibuat dengan sebenarnya untuk digunakan seperlunya.")
    return bytes(tulis.output())


def pindaian(putar: int = 0, halaman: int = 1) -> bytes:
    """The same on paper, through a scanner."""
    foto = [satu.render(scale=150 / 72).to_pil().convert("L") for satu in pypdfium2.PdfDocument(surat(halaman))]
    terputar = [satu.rotate(putar, expand=True) for satu in foto]
    hasil = io.BytesIO()
    terputar[0].save(hasil, "PDF", resolution=150, save_all=True, append_images=terputar[1:])
    return hasil.getvalue()


def baca(berkas: Berkas) -> list[HalamanBacaan]:
    baca_semua()
    return list(HalamanBacaan.objects.filter(bacaan_id=berkas.pk))


def teks_musuh() -> bytes:
    """A file whose letters claim to be NUL, half a pair, signs that turn the line around, and one that is eighteen."""
    arti = {"A": "0000", "B": "202E", "C": "D800", "D": "FDFA", "E": "200B", "F": "2066", "G": "FEFF", "H": "0048"}
    peta = "".join(f"<{ord(huruf):02X}> <{kode}>\n" for huruf, kode in arti.items())
    cmap = (
        f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {len(arti)} beginbfchar {peta} endbfchar endcmap"
    )
    pdf = pikepdf.new()
    pdf.add_blank_page()
    huruf = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        ToUnicode=pdf.make_stream(cmap.encode()),
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=huruf))
    baris = " ".join("(HABHCHDEHFG) Tj 0 -9 Td" for _ in range(60)) + " (" + "H" * 30_000 + ") Tj"
    pdf.pages[0].Contents = pdf.make_stream(f"BT /F1 8 Tf 20 700 Td {baris} ET".encode())
    hasil = io.BytesIO()
    pdf.save(hasil)
    return hasil.getvalue()


def butuh_tesseract() -> None:
    if not program():
        pytest.skip("tesseract dengan bahasa Indonesia tidak terpasang: pindaian tidak dapat diuji di mesin ini.")


def test_lapisan_teks_terbaca_per_halaman_sebaris_seperti_dilihat_orang(tersedia: Callable[..., Berkas]) -> None:
    halaman = baca(tersedia(surat(2)))
    assert [(h.nomor, h.cara, h.yakin) for h in halaman] == [(1, CaraBaca.TEKS, 100), (2, CaraBaca.TEKS, 100)]
    assert "NIP : 19680517 199303 2 001" in halaman[0].teks
    assert "halaman 2 dari 2" in halaman[1].teks
    assert Bacaan.objects.get().keadaan == KeadaanBacaan.SELESAI


def test_tiap_kata_membawa_letaknya_di_halaman(tersedia: Callable[..., Berkas]) -> None:
    halaman = baca(tersedia(surat()))[0]
    kata = {k[0]: k[1:] for b in halaman.baris for k in b}
    kiri, atas, kanan, bawah = kata["19680517"]
    # 80 mm of 210 from the left and 49 mm of 297 from above, in thousandths; a colon stands before it.
    assert 380 < kiri < 400
    assert 145 < atas < 170
    assert kiri < kanan <= 490
    assert atas < bawah <= 175


def test_halaman_yang_diputar_berkasnya_terbaca_tegak(tersedia: Callable[..., Berkas]) -> None:
    dokumen = pypdfium2.PdfDocument(surat())
    dokumen[0].set_rotation(90)
    hasil = io.BytesIO()
    dokumen.save(hasil)
    kata = {k[0]: k[1:] for b in baca(tersedia(hasil.getvalue()))[0].baris for k in b}
    # What was near the top is near the right edge of the page as it is shown.
    assert kata["19680517"][0] > 800


def test_teks_musuh_dijinakkan(tersedia: Callable[..., Berkas]) -> None:
    halaman = baca(tersedia(teks_musuh()))[0]
    assert "H" in halaman.teks
    assert "\x00" not in halaman.teks
    assert not set(halaman.teks) & set("\u202e\u2066\u200b\ufeff")
    assert len(halaman.teks) <= 2 * pembaca.HURUF_HALAMAN
    assert all(len(k[0]) <= 100 for b in halaman.baris for k in b)


def test_teks_yang_tidak_tampak_tidak_terbaca(tersedia: Callable[..., Berkas]) -> None:
    tulis = FPDF()
    tulis.add_page()
    tulis.set_font("helvetica", size=12)
    tulis.text(20, 20, "Yang tampak")
    with tulis.local_context(text_mode=TextMode.INVISIBLE):
        tulis.text(20, 40, "tersembunyi")
    assert baca(tersedia(bytes(tulis.output())))[0].teks == "Yang tampak"


def test_halaman_dan_huruf_dibatasi(tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pembaca, "HALAMAN_MAKS", 2)
    monkeypatch.setattr(pembaca, "HURUF_HALAMAN", 30)
    halaman = baca(tersedia(surat(3)))
    assert len(halaman) == 2
    assert all(len(h.teks.replace(" ", "").replace("\n", "")) <= 30 for h in halaman)


@pytest.mark.parametrize("putar", [0, 90, 180])
def test_pindaian_dibaca_mesin_juga_yang_terbalik(tersedia: Callable[..., Berkas], putar: int) -> None:
    butuh_tesseract()
    halaman = baca(tersedia(pindaian(putar)))[0]
    assert halaman.cara == CaraBaca.MESIN
    assert "19680517 199303 2 001" in halaman.teks
    assert 60 < halaman.yakin <= 100
    assert halaman.putar == putar
    assert Bacaan.objects.get().keadaan == KeadaanBacaan.SELESAI


def test_tanpa_tesseract_pindaian_menunggu_dan_yang_lain_terbaca(
    tersedia: Callable[..., Berkas], settings: Any
) -> None:
    settings.TESSERACT = "/tidak/ada"
    gambar_saja, teks = tersedia(pindaian()), tersedia(surat())
    assert baca(gambar_saja)[0].cara == CaraBaca.PINDAIAN
    assert Bacaan.objects.get(pk=gambar_saja.pk).keadaan == KeadaanBacaan.PINDAIAN
    assert Bacaan.objects.get(pk=teks.pk).keadaan == KeadaanBacaan.SELESAI


def test_halaman_kosong_bukan_pindaian(tersedia: Callable[..., Berkas]) -> None:
    tulis = FPDF()
    tulis.set_font("helvetica", size=12)
    tulis.add_page()
    tulis.text(20, 20, "Satu")
    tulis.add_page()
    assert [h.cara for h in baca(tersedia(bytes(tulis.output())))] == [CaraBaca.TEKS, CaraBaca.TEKS]


def test_pindaian_dibaca_sehalaman_sekali_dan_diteruskan_dari_tempat_berhenti(tersedia: Callable[..., Berkas]) -> None:
    butuh_tesseract()
    berkas = tersedia(pindaian(halaman=2))
    pembaca.baca_teks_berikut()
    pembaca.baca_pindaian_berikut()
    assert [h.cara for h in HalamanBacaan.objects.all()] == [CaraBaca.MESIN, CaraBaca.PINDAIAN]
    assert [h.cara for h in baca(berkas)] == [CaraBaca.MESIN, CaraBaca.MESIN]


def test_pembaca_yang_kehilangan_giliran_tidak_menulis(
    tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch
) -> None:
    berkas, asli = tersedia(surat()), pembaca.jalankan_anak

    def direbut(*isian: Any) -> tuple[int, bytes]:
        Bacaan.objects.update(sewa="00000000-0000-0000-0000-000000000001")
        return asli(*isian)

    monkeypatch.setattr(pembaca, "jalankan_anak", direbut)
    pembaca.baca_teks_berikut()
    assert not HalamanBacaan.objects.filter(bacaan_id=berkas.pk).exists()
    assert Bacaan.objects.get().keadaan == KeadaanBacaan.MENUNGGU


def test_yang_berkali_kali_gagal_dilepas(tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch) -> None:
    tersedia(surat())

    def habis(*_: Any) -> tuple[int, bytes]:
        raise AnakHabisWaktu("baca.py")

    monkeypatch.setattr(pembaca, "jalankan_anak", habis)
    for percobaan in range(1, pembaca.PERCOBAAN_MAKS + 1):
        pembaca.baca_teks_berikut()
        assert Bacaan.objects.get().percobaan in {percobaan, 0}
        Bacaan.objects.update(jatuh_tempo=timezone.now() - timedelta(seconds=1))
    assert Bacaan.objects.get().keadaan == KeadaanBacaan.GAGAL


def test_gambar_tidak_dibaca_dan_berkas_lama_diantrekan_perintah(
    tersedia: Callable[..., Berkas], capsys: pytest.CaptureFixture[str]
) -> None:
    lama = tersedia(surat())
    tersedia(gambar("JPEG"), nama="foto.jpg", boleh=("jpeg",))
    Bacaan.objects.all().delete()
    call_command("baca_berkas")
    assert "1 berkas diantrekan" in capsys.readouterr().out
    assert "Siti" in baca(lama)[0].teks
    call_command("baca_berkas", ulang=True)
    keluar = capsys.readouterr().out
    assert "0 berkas diantrekan" in keluar
    assert "1 berkas akan dibaca ulang" in keluar
    assert Bacaan.objects.get().keadaan == KeadaanBacaan.MENUNGGU


def test_sapuan_membangunkan_pembaca(tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch) -> None:
    dipanggil: list[str] = []
    monkeypatch.setattr("siapp.berkas.tasks.bangunkan", lambda nama, *_: dipanggil.append(nama))
    tersedia(surat())
    sapu()
    assert dipanggil == ["siapp.berkas.tasks.baca"]


def test_bacaan_hilang_bersama_berkasnya_dan_tidak_menahannya(tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia(surat())
    baca(berkas)
    assert buang(berkas.pk, oleh=Mesin.SISTEM)
    assert not HalamanBacaan.objects.exists()


def test_isi_dokumen_tidak_masuk_catatan(
    tersedia: Callable[..., Berkas], caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    baca(tersedia(surat()))
    tertulis = (
        caplog.text + "".join(capsys.readouterr()) + json.dumps([r.__dict__ for r in caplog.records], default=str)
    )
    assert "Siti" not in tertulis
    assert "19680517" not in tertulis


def test_letak_dan_keyakinan_disimpan_untuk_pindaian(tersedia: Callable[..., Berkas], tmp_path: Path) -> None:
    butuh_tesseract()
    kata = [k for b in baca(tersedia(pindaian()))[0].baris for k in b]
    assert all(len(k) == 6 and all(0 <= angka <= 1000 for angka in k[1:5]) and 0 <= k[5] <= 100 for k in kata)
