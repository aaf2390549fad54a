"""Formats and small pieces for templates: plain text made once in Python (Django's date filter is slow in lists)."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxSelectMultiple, RadioSelect, Textarea, TextInput
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from heroicons.templatetags.heroicons import heroicon_mini, heroicon_outline

from siapp.narahubung.sebutan import POLA, SEBUTAN
from siapp.tanggal import BULAN
from siapp.web.lencana import langkah_untuk, lencana_untuk

register = template.Library()


@register.filter
def tanggal(nilai: date | datetime | None, bentuk: str = "panjang") -> str:
    """Write a date: panjang "23 November 2026", pendek "23 Nov 2026", angka "23-11-2026", waktu "23 Nov 2026 10.32".

    A datetime is told in the product's time zone (WIB). None gives an en dash.
    """
    if nilai is None:
        return "–"
    if isinstance(nilai, datetime) and timezone.is_aware(nilai):
        nilai = timezone.localtime(nilai)
    if bentuk == "angka":
        return f"{nilai.day:02}-{nilai.month:02}-{nilai.year}"
    bulan = BULAN[nilai.month - 1]
    teks = f"{nilai.day} {bulan if bentuk == 'panjang' else bulan[:3]} {nilai.year}"
    return f"{teks} {nilai:%H.%M}" if bentuk == "waktu" and isinstance(nilai, datetime) else teks


@register.filter
def hubungi(teks: Any) -> str:
    """Make the one whom a sentence says to ask a link to the contacts; what is not safe is escaped."""
    return SafeString(POLA.sub(_tautan_narahubung, str(conditional_escape(teks)), count=1))


def _tautan_narahubung(sebutan: re.Match[str]) -> str:
    return f'<a href="{reverse("narahubung")}#{SEBUTAN[sebutan[0]]}">{sebutan[0]}</a>'


@register.filter
def nip(nilai: str | None) -> str:
    """Group the 18 digits of a NIP for the eye: "19700101 199503 1 001"; anything else stays as it is."""
    teks = nilai or ""
    return re.sub(r"^(\d{8})(\d{6})(\d)(\d{3})$", r"\1 \2 \3 \4", teks)


@register.filter
def angka(nilai: float | None) -> str:
    """Write a number the Indonesian way: 1.234 or 0,5."""
    if nilai is None:
        return "–"
    return f"{nilai:,}".translate(str.maketrans(",.", ".,"))


@register.filter
def lama(nilai: int | timedelta | None) -> str:
    """Write a duration: an int is working days ("3 hari kerja"), a timedelta its largest unit ("2 jam")."""
    if nilai is None:
        return "–"
    if isinstance(nilai, int):
        return f"{nilai} hari kerja"
    detik = int(nilai.total_seconds())
    for satuan, panjang in (("hari", 86_400), ("jam", 3_600), ("menit", 60)):
        if detik >= panjang:
            return f"{detik // panjang} {satuan}"
    return f"{detik} detik"


@register.filter
def ukuran(bita: int | None) -> str:
    """Write a file size: "812 KB", "1,4 MB" (powers of 1,024, as file managers show them)."""
    if bita is None:
        return "–"
    if bita < 1024 * 1024:
        return f"{angka(max(1, round(bita / 1024)))} KB"
    return f"{angka(round(bita / (1024 * 1024), 1))} MB"


@lru_cache(maxsize=256)
def _ikon(nama: str, gaya: str, kelas: str) -> str:
    gambar = heroicon_outline if gaya == "garis" else heroicon_mini
    return str(gambar(nama, size=24 if gaya == "garis" else 20, **{"class": f"ikon {kelas}".strip()}))


@register.simple_tag
def ikon(nama: str, gaya: str = "isi", kelas: str = "") -> str:
    """Draw a heroicon by name, hidden from screen readers (words say the same): gaya "isi" 20 px or "garis" 24 px."""
    return SafeString(_ikon(str(nama), str(gaya), str(kelas)))


@register.simple_tag
def ikon_langkah(keadaan: str) -> str:
    """Draw the icon of a step's state: selesai, kini, ragu, gagal, nanti (`siapp/web/lencana.py`)."""
    return ikon(langkah_untuk(keadaan).ikon)


@register.filter
def kata_langkah(keadaan: str) -> str:
    """Say a step's state in words, for those who do not see its icon."""
    return langkah_untuk(keadaan).kata


@register.simple_tag
def status(kode: Any, kata: str = "") -> str:
    """Show a status as a badge with word, colour and icon; `kata` replaces the usual word of `kode`."""
    return _lencana(lencana_untuk(str(kode), str(kata)))


@register.simple_tag
def lencana(kata: str, warna: str, ikon: str) -> str:
    """Draw a badge that stands for no code: own word, colour (abu, biru, hijau, kuning, merah) and icon."""
    return _lencana({"kata": kata, "warna": warna, "ikon": ikon})


def _lencana(isi: dict[str, Any]) -> str:
    # Lists show one in every other cell: a template would take half of their time.
    gambar = ikon(isi["ikon"])
    return format_html('<span class="lencana lencana-{}">{}{}</span>', isi["warna"], gambar, isi["kata"])


# Django's own levels, as `messages` gives them, in our words.
JENIS_PERINGATAN = {"success": "sukses", "warning": "peringatan", "error": "galat"}
IKON_PERINGATAN = {"sukses": "check-circle", "galat": "x-circle", "peringatan": "exclamation-triangle"}


@register.simple_block_tag
def peringatan(content: str, jenis: str, judul: str = "", url: str = "", label: str = "") -> str:
    """Show a notice around its words: `{% peringatan "info" judul="…" url=… label="…" %}words{% endperingatan %}`.

    `jenis` is info, sukses, peringatan or galat, or a level of Django's messages; `url` and `label`: what to do next.
    """
    jenis = JENIS_PERINGATAN.get(jenis, jenis)
    ikon = IKON_PERINGATAN.get(jenis, "information-circle")
    return render_to_string(
        "komponen/_peringatan.html",
        {"jenis": jenis, "ikon": ikon, "judul": judul, "isi": _kalimat(content), "url": url, "label": label},
    )


@register.simple_block_tag
def kosong(content: str, judul: str, url: str = "", label: str = "") -> str:
    """Show an empty list that says what to do: `{% kosong "judul" url=… label="…" %}words{% endkosong %}`."""
    return render_to_string(
        "komponen/_tabel_kosong.html", {"judul": judul, "isi": _kalimat(content), "url": url, "label": label}
    )


def _kalimat(isi: str) -> str:
    """Take out the line breaks that only the template's width asked for."""
    return SafeString(" ".join(isi.split()))


@register.simple_tag
def kontrol(bidang: BoundField) -> str:
    """Draw a form field's input, described by hint, counter and error; no `maxlength`: it cuts pasted text silently."""
    atribut: dict[str, Any] = {}
    widget = bidang.field.widget
    if isinstance(widget, (TextInput, Textarea)):
        atribut["maxlength"] = False
    penjelas = [bidang.aria_describedby or ""]
    if batas_hitung(bidang):
        penjelas.append(f"{bidang.auto_id}_hitung")
    if not bidang.use_fieldset and any(penjelas):
        atribut["aria-describedby"] = " ".join(filter(None, penjelas))
    return bidang.as_widget(attrs=atribut)


@register.filter
def sebut_boleh_kosong(bidang: BoundField) -> bool:
    """Whether a field has to say that it may stay empty: not where "none" is among the options, or no tick at all.

    A form with `salah_satu` says once that one of its fields is enough.
    """
    widget = bidang.field.widget
    if bidang.field.required or getattr(bidang.form, "salah_satu", False):
        return False
    pilihan_kosong = isinstance(widget, RadioSelect) and "" in dict(widget.choices)
    return not (pilihan_kosong or isinstance(widget, CheckboxSelectMultiple))


@register.filter
def batas_hitung(bidang: BoundField) -> int:
    """Return the limit that the field's counter shows: for long texts and for fields marked `data-hitung`; 0 = none."""
    widget = bidang.field.widget
    dihitung = isinstance(widget, Textarea) or "data-hitung" in widget.attrs
    return getattr(bidang.field, "max_length", None) or 0 if dihitung else 0
