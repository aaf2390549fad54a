"""Lists to choose from, drawn in Python: Django's templates render two files for each option (600 agencies)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Butir = Mapping[str, Any]


def _atribut(atribut: Mapping[str, Any]) -> SafeString:
    """Write attributes as Django's `attrs.html` does: True stands alone, False is left out."""
    return format_html_join(
        "",
        "{}",
        ((_satu_atribut(nama, nilai),) for nama, nilai in atribut.items() if nilai is not False),
    )


def _satu_atribut(nama: str, nilai: Any) -> SafeString:
    return format_html(" {}", nama) if nilai is True else format_html(' {}="{}"', nama, nilai)


def _opsi(butir: Iterable[Butir]) -> SafeString:
    isi = ((str(satu["value"]), _atribut(satu["attrs"]), satu["label"]) for satu in butir)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', isi)


def gambar_select(widget: Butir) -> SafeString:
    """Draw a `<select>`; `widget` as Django gives it to `select.html`."""
    kelompok = (
        format_html('<optgroup label="{}">{}</optgroup>', nama, _opsi(butir)) if nama else _opsi(butir)
        for nama, butir, _ in widget["optgroups"]
    )
    isi = format_html_join("\n", "{}", ((satu,) for satu in kelompok))
    return format_html('<select name="{}"{}>\n{}\n</select>', widget["name"], _atribut(widget["attrs"]), isi)


def _kotak(butir: Butir) -> SafeString:
    atribut = _atribut(butir["attrs"])
    isi = format_html(
        '<input type="{}" name="{}" value="{}"{}>', butir["type"], butir["name"], str(butir["value"]), atribut
    )
    if not butir["wrap_label"]:
        return isi
    untuk = _atribut({"for": butir["attrs"].get("id") or False})
    return format_html("<label{}>{} {}</label>", untuk, isi, butir["label"])


def gambar_kotak(widget: Butir) -> SafeString:
    """Draw radio buttons or boxes, one below the other; `widget` as Django gives it to `multiple_input.html`."""
    luar = _atribut({nama: widget["attrs"].get(nama) or False for nama in ("id", "class")})
    kelompok = ((nama, _deret_kotak(butir)) for nama, butir, _ in widget["optgroups"])
    isi = (format_html("<div><label>{}</label>{}</div>", nama, isi) if nama else isi for nama, isi in kelompok)
    return format_html("<div{}>{}</div>", luar, format_html_join("\n", "{}", ((satu,) for satu in isi)))


def _deret_kotak(butir: Iterable[Butir]) -> SafeString:
    return format_html_join("\n", "<div>{}</div>", ((_kotak(satu),) for satu in butir))


GAMBAR = {
    "django/forms/widgets/select.html": gambar_select,
    "django/forms/widgets/radio.html": gambar_kotak,
    "django/forms/widgets/checkbox_select.html": gambar_kotak,
}
