"""The tabs of the trail's pages."""

from typing import Any

from django.urls import reverse

DAFTAR = (
    ("audit:jejak", "Perubahan"),
    ("audit:akses", "Pembacaan dan masuk"),
    ("usulan:jejak_cari", "Data seseorang"),
)


def tab_jejak(kini: str) -> list[dict[str, Any]]:
    """Return the tabs for komponen/_tab.html; `kini` names the address in front."""
    return [{"label": label, "url": reverse(nama), "jumlah": None, "aktif": nama == kini} for nama, label in DAFTAR]
