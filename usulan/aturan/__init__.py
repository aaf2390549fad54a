"""Pemeriksaan awal: what is checked before Biro APP and BKN see the usulan (alur.md 3)."""

from usulan.aturan import berkas, data, orang
from usulan.aturan.dasar import ATURAN, Aturan, Konteks, Temuan, Tingkat, periksa

__all__ = ["ATURAN", "Aturan", "Konteks", "Temuan", "Tingkat", "berkas", "data", "orang", "periksa"]
