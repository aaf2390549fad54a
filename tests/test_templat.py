"""The rules of the house for templates that neither the formatter nor the linter holds (keputusan/0028)."""

import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

AKAR = Path(__file__).resolve().parent.parent
KAMAR = ("siapp", "referensi", "usulan", "integrasi")
# A start tag with all its attributes: it may span lines, and a `>` inside Django's own marks does not end it.
ISI_TAG = r"(?:[^<>{]|{%[^%]*%}|{{[^}]*}}|{)"
TAG_HTMX = re.compile(rf"<{ISI_TAG}*\bhx-(?:get|post)={ISI_TAG}*>")
# Extras that nobody presses: polling, late loading, autosave and preview while typing, what follows it.
SENDIRI = re.compile(r'hx-trigger="[^"]*\b(load|every|revealed|input|siapp)\b')
# A block of data runs nothing, so the CSP lets it stand.
SISIPAN = re.compile(rf"<script(?!{ISI_TAG}*\b(?:src=|type=\"application/json\"))|<style|\sstyle=|\son\w+=")
TUAN_RUMAH_LUAR = re.compile(r"""(?:src|href|action)=["']\s*https?://""")
# What keeps its line breaks on screen: a template must not add any to it.
PECAH_TAMPAK = re.compile(
    rf'<(?:pre|textarea)\b{ISI_TAG}*>\s*\n|<\w+\s{ISI_TAG}*class="(?:[^"]*\s)?kutip(?:\s[^"]*)?"{ISI_TAG}*>\s*\n'
)


def _django() -> list[Path]:
    return sorted((AKAR / "templates").rglob("*.html"))


def _semua() -> list[Path]:
    return [*_django(), *sorted((AKAR / "integrasi/peragaan/simulator/templates").glob("*.jinja"))]


def _nama(templat: Path) -> str:
    return str(templat.relative_to(AKAR))


def _tanpa_komentar(isi: str) -> str:
    return re.sub(r"{% comment %}.*?{% endcomment %}", "", isi, flags=re.S)


def _tanpa_javascript_mati(isi: str) -> Iterator[str]:
    """Tags that ask by htmx and would do nothing without JavaScript."""
    for tag in TAG_HTMX.findall(isi):
        if not SENDIRI.search(tag) and not any(jalan in tag for jalan in ("href=", "action=", "name=")):
            yield tag


def test_setiap_templat_ada_pemakainya() -> None:
    python = [p for kamar in KAMAR for p in (AKAR / kamar).rglob("*.py") if "migrations" not in p.parts]
    naskah = "\n".join(p.read_text() for p in [*python, *_django()])
    # Names that a library or Django looks up by itself, or that an error has by its number.
    sendiri = re.compile(r"^(account|allauth|mfa|forms)/|^(400|403|403_csrf|404|413|429|500)\.html$")
    nama = [str(p.relative_to(AKAR / "templates")) for p in _django()]
    yatim = [n for n in nama if not sendiri.match(n) and n not in naskah and n.split("/", 1)[-1] not in naskah]
    assert yatim == []


def test_kait_memeriksa_setiap_templat() -> None:
    """What `make check` looks at, a hook looks at too, wherever the template stands and however it ends."""
    (lokal,) = yaml.safe_load((AKAR / ".pre-commit-config.yaml").read_text())["repos"]
    kait = {satu["entry"]: satu["files"] for satu in lokal["hooks"] if "djangofmt" in satu["entry"]}
    assert kait.keys() == {".venv/bin/djangofmt --check", ".venv/bin/djangofmt check"}
    uji = sorted((AKAR / "tests").rglob("templates/**/*.html"))
    for pola in kait.values():
        assert [_nama(p) for p in [*_semua(), *uji] if not re.search(pola, _nama(p))] == []


def test_baris_templat_tetap_pendek() -> None:
    baris = [(f"{_nama(p)}:{n}", b) for p in _semua() for n, b in enumerate(p.read_text().splitlines(), start=1)]
    assert [tempat for tempat, b in baris if len(b) > 120] == []
    assert statistics.mean(len(b) for _, b in baris) < 60


@pytest.mark.parametrize("templat", _django(), ids=_nama)
def test_setiap_permintaan_htmx_berjalan_juga_tanpa_javascript(templat: Path) -> None:
    assert list(_tanpa_javascript_mati(templat.read_text())) == []


@pytest.mark.parametrize("templat", _semua(), ids=_nama)
def test_tidak_ada_skrip_gaya_atau_tuan_rumah_luar_dalam_templat(templat: Path) -> None:
    isi = _tanpa_komentar(templat.read_text())
    assert SISIPAN.findall(isi) == []
    assert TUAN_RUMAH_LUAR.findall(isi) == []


@pytest.mark.parametrize("templat", _semua(), ids=_nama)
def test_teks_yang_menjaga_barisnya_ditulis_tanpa_ganti_baris(templat: Path) -> None:
    assert PECAH_TAMPAK.findall(_tanpa_komentar(templat.read_text())) == []


@pytest.mark.parametrize(
    "templat",
    ['<a class="tombol" hx-get="/x">Buka</a>', '<a\n  class="tombol"\n  {% if a > b %}x{% endif %}\n  hx-get="/x"\n>'],
)
def test_aturan_htmx_menangkap_tag_yang_terbagi_baris(templat: str) -> None:
    assert list(_tanpa_javascript_mati(templat))
    assert not list(_tanpa_javascript_mati(templat.replace("hx-get", 'href="/x"\n hx-get')))
    assert not list(_tanpa_javascript_mati(templat.replace("hx-get", 'hx-trigger="load delay:5s"\n hx-get')))


@pytest.mark.parametrize(
    "templat",
    [
        "<script>x</script>",
        "<script\n  type='module'\n>x</script>",
        "<p\n  style='x'\n>",
        "<a\n  href='#'\n  onclick='x'\n>",
    ],
)
def test_aturan_sisipan_menangkap_tag_yang_terbagi_baris(templat: str) -> None:
    assert SISIPAN.search(templat)
    assert not SISIPAN.search("<script\n  type='module'\n  src='{% static x %}'\n></script>")


@pytest.mark.parametrize("templat", ['<a href="https://contoh.id/">', "<img\n  src='http://contoh.id/'\n>"])
def test_aturan_tuan_rumah_luar_menangkap_tag_yang_terbagi_baris(templat: str) -> None:
    assert TUAN_RUMAH_LUAR.search(templat)


@pytest.mark.parametrize(
    "templat", ["<pre>\n  x</pre>", '<p\n  class="kecil kutip"\n>\n  x\n</p>', '<p class="kutip">\nx</p>']
)
def test_aturan_ganti_baris_menangkap_tag_yang_terbagi_baris(templat: str) -> None:
    assert PECAH_TAMPAK.search(templat)
    assert not PECAH_TAMPAK.search('<p\n  class="kutip"\n>{{ x }}</p>')
