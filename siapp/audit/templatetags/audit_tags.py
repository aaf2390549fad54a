"""Peristiwa in words, for the audit screen and for every room's timeline."""

from typing import Any

from django import template

from siapp.audit import kata
from siapp.audit.models import Peristiwa

register = template.Library()


@register.inclusion_tag("audit/_perubahan.html")
def perubahan(peristiwa: Peristiwa, teknis: bool = False) -> dict[str, Any]:
    """Show what a Peristiwa changed, old beside new, as a list; `teknis` shows ids and hashes too."""
    return {"baris": kata.baris_perubahan(peristiwa.data, teknis=teknis), "alasan": peristiwa.alasan}


@register.filter
def kata_jenis(kode: str) -> str:
    """Say a kind of Peristiwa in words."""
    return kata.kata_jenis(kode)


@register.filter
def pelaku(peristiwa: Any) -> str:
    """Name who did it: the person, the machine, or nobody known (a failed sign-in)."""
    orang = getattr(peristiwa, "oleh", None) or getattr(peristiwa, "pengguna", None)
    if orang:
        return str(orang)
    return str(peristiwa.get_mesin_display()) if peristiwa.mesin else "Tidak dikenal"


@register.filter
def kata_nilai(nilai: Any) -> str:
    """Say a stored value in words; nothing for an empty one."""
    return kata.kata_nilai(nilai) if nilai else ""
