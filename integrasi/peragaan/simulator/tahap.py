"""SIASN's own stages, as API 7 reports them (kontrak.md 6)."""

from __future__ import annotations

TAHAP: dict[int, str] = {
    1: "Input Berkas",
    2: "Berkas Disimpan",
    3: "Surat Usulan",
    4: "Approval Surat Usulan",
    5: "Perbaikan Dokumen",
    6: "Tidak Memenuhi Syarat (TMS)",
    12: "Terima Usulan",
    13: "Validasi Usulan - Tidak Memenuhi Syarat",
    14: "Validasi Usulan - Perbaikan Dokumen",
    15: "Validasi Usulan - Disetujui",
    16: "Berkas Disetujui",
    17: "Menunggu Paraf - Paraf Pertek",
    18: "Gagal Paraf - Paraf Pertek",
    19: "Sudah Paraf - Paraf Pertek",
    20: "Menunggu TTD - TTD Pertek",
    21: "Gagal TTD - TTD Pertek",
    22: "Sudah TTD - TTD Pertek",
    24: "Perbaikan Pertek",
    26: "Pembatalan Pertek",
    75: "Pembatalan Pertek Disetujui",
    99: "Usulan Dihapus",
}
PUTUSAN: dict[str, int] = {"APPROVED": 16, "BTL": 5, "TMS": 6}
"""Verdict of BKN → stage it moves the usulan to."""
