"""Every sentence that says whom to ask says it in words that lead to the contacts."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.utils.safestring import SafeString

from siapp.narahubung.sebutan import POLA, SEBUTAN
from siapp.web.templatetags.siapp import hubungi
from tests.sarana import AKAR

KAMAR = ("siapp", "referensi", "usulan", "integrasi")
# "dihubungi" and "menghubungi" ask nobody.
MEMINTA = re.compile(r"(?i)\bhubungi\b")
# Shown when nothing works: no address is made there.
TANPA_TAUTAN = {"500.html"}


def _kalimat() -> Iterator[tuple[str, str]]:
    for kamar in KAMAR:
        for berkas in (AKAR / kamar).rglob("*.py"):
            if {"peragaan", "migrations"} & set(berkas.parts) or berkas.parent.name == "narahubung":
                continue
            for simpul in ast.walk(ast.parse(berkas.read_text())):
                if isinstance(simpul, ast.Constant | ast.JoinedStr) and (teks := _teks(simpul)):
                    yield str(berkas.relative_to(AKAR)), teks


def _teks(simpul: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(simpul, ast.JoinedStr):
        return "".join(_teks(satu) for satu in simpul.values if isinstance(satu, ast.Constant))
    return simpul.value if isinstance(simpul.value, str) and " " in simpul.value else ""


def test_setiap_kalimat_yang_menyuruh_menghubungi_menyebut_narahubung_yang_dikenal() -> None:
    meminta = [(letak, teks) for letak, teks in _kalimat() if MEMINTA.search(teks) and "\n" not in teks]
    assert len(meminta) >= 8
    assert [satu for satu in meminta if not POLA.search(satu[1])] == []


def test_setiap_halaman_yang_menyebut_narahubung_menautkannya() -> None:
    for berkas in (AKAR / "templates").rglob("*.html"):
        isi = " ".join(berkas.read_text().split())
        if berkas.name in TANPA_TAUTAN or berkas.parent.name == "narahubung":
            continue
        for cocok in POLA.finditer(isi):
            if cocok[0] == "Administrator SIAPP" and "Akun dibuat oleh " in isi[: cocok.start()][-20:]:
                continue  # who did it, not whom to ask
            bertaut = isi[: cocok.start()].endswith(f'#{SEBUTAN[cocok[0]]}">')
            assert bertaut or "|hubungi" in isi[cocok.end() : cocok.end() + 60], (berkas.name, cocok[0])


@pytest.mark.parametrize(("kata", "bagian"), SEBUTAN.items())
def test_sebutan_menjadi_tautan(kata: str, bagian: str) -> None:
    harus = f'Hubungi <a href="/bantuan/narahubung/#{bagian}">{kata}</a> segera.'
    assert hubungi(f"Hubungi {kata} segera.") == harus


def test_yang_bukan_milik_kami_tetap_diloloskan_sebagai_teks() -> None:
    assert hubungi("<b>Hubungi</b> siapa saja") == "&lt;b&gt;Hubungi&lt;/b&gt; siapa saja"
    assert hubungi(SafeString("<b>Tebal</b>")) == "<b>Tebal</b>"
