"""Pictures of figures, made on the server as SVG inside the page (keputusan/0099).

pygal places bars and axes; its own style and script are taken out, which our Content-Security-Policy would refuse, and
role, title and description are put in. The colours of `static/css/statistik.css` follow the page's light and dark.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pygal
from django.utils.safestring import SafeString
from lxml import etree

# pygal hooks itself into all imports, for packages of maps, by a door that Python has closed: each import would warn.
sys.meta_path[:] = [satu for satu in sys.meta_path if type(satu).__module__ != pygal.__name__]

# What pygal reckons the places of texts with; static/css/statistik.css draws them so.
HURUF = 13
LEBAR, TINGGI, TINGGI_BARIS = 720, 260, 30
# A longer name would leave no room for its bar; the table beside has all of it.
NAMA_TERPANJANG = 34
_DIBUANG = {"defs", "style", "script"}


def batang(judul: str, uraian: str, label: Sequence[str], seri: Mapping[str, Sequence[float | None]]) -> SafeString:
    """Draw columns side by side, a group for each of `label`; `seri`: {name: a value for each label}.

    `uraian` says in words what is to be seen; a table with the same numbers stands beside.
    """
    bagan = pygal.Bar(_setelan(TINGGI), x_label_rotation=0 if len(label) <= 13 else 45)
    bagan.x_labels = [*label]
    return _gambar(bagan, judul, uraian, seri)


def batang_mendatar(
    judul: str, uraian: str, label: Sequence[str], seri: Mapping[str, Sequence[float | None]]
) -> SafeString:
    """Draw bars below each other, the first of `label` on top; for long names."""
    bagan = pygal.HorizontalBar(_setelan(70 + TINGGI_BARIS * max(1, len(label)) * max(1, len(seri))))
    bagan.x_labels = [_pendek(satu) for satu in reversed(label)]
    return _gambar(bagan, judul, uraian, {nama: [*reversed(isi)] for nama, isi in seri.items()})


def _pendek(nama: str) -> str:
    return nama if len(nama) <= NAMA_TERPANJANG else f"{nama[: NAMA_TERPANJANG - 1].rstrip()}…"


def _setelan(tinggi: int) -> Any:
    setelan = pygal.Config(css=[], js=[], width=LEBAR, height=tinggi, margin=8, legend_at_bottom=True)
    setelan.style = pygal.style.Style(
        label_font_size=HURUF, major_label_font_size=HURUF, legend_font_size=HURUF, font_family="sans-serif"
    )
    setelan.legend_box_size, setelan.show_x_guides, setelan.spacing = 12, False, 12
    setelan.max_scale, setelan.include_x_axis = 8, True
    setelan.truncate_label, setelan.truncate_legend = -1, -1
    return setelan


def _gambar(bagan: Any, judul: str, uraian: str, seri: Mapping[str, Sequence[float | None]]) -> SafeString:
    for nama, isi in seri.items():
        bagan.add(nama, [*isi])
    bagan.show_legend = len(seri) > 1
    bagan.add_xml_filter(lambda akar: _rapikan(akar, judul, uraian))
    return SafeString(bagan.render(is_unicode=True, disable_xml_declaration=True))


def _rapikan(akar: Any, judul: str, uraian: str) -> Any:
    """Leave of pygal's tree what draws; say what it shows. One picture for who listens, its parts are not read out."""
    for satu in [*akar.iter()]:
        nama = etree.QName(satu).localname if isinstance(satu.tag, str) else ""
        if not nama or nama in _DIBUANG or nama in {"title", "desc"}:
            induk = satu.getparent()
            if induk is not None:
                induk.remove(satu)
        satu.attrib.pop("style", None) if nama else None
    akar.attrib.pop("id", None)
    akar.set("role", "img")
    akar.set("aria-label", f"{judul}. {uraian}")
    for urut, (tag, isi) in enumerate((("title", judul), ("desc", uraian))):
        baru = etree.Element(tag)
        baru.text = isi
        akar.insert(urut, baru)
    return akar
