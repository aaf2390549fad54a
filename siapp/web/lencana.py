"""The words, colours and icons of every status, in one table (colour never speaks alone)."""

from typing import NamedTuple


class Lencana(NamedTuple):
    """How one status is shown: `warna` is abu, biru, hijau, kuning or merah; `ikon` a heroicon's name."""

    kata: str
    warna: str
    ikon: str


_JAM = "clock"
_CENTANG = "check-circle"
_SILANG = "x-circle"
_AWAS = "exclamation-triangle"
_PANAH = "arrow-path"

LENCANA: dict[str, Lencana] = {
    # stages of a usulan (alur.md 2)
    "DRAF": Lencana("Draf", "abu", "pencil-square"),
    "DIAJUKAN": Lencana("Diajukan", "biru", "paper-airplane"),
    "DIVERIFIKASI": Lencana("Diverifikasi", "biru", "magnifying-glass"),
    "PERBAIKAN": Lencana("Perlu perbaikan", "kuning", "wrench"),
    "MENUNGGU_PERTEK": Lencana("Menunggu Pertek", "biru", _JAM),
    "SIAP_KEPPRES": Lencana("Siap Keppres", "biru", "document-check"),
    "RKP": Lencana("Dalam RKP", "biru", "document-duplicate"),
    "KEPPRES_MAJU": Lencana("Keppres maju", "biru", "arrow-up-circle"),
    "KEPPRES_TERBIT": Lencana("Keppres terbit", "hijau", "document-check"),
    "SELESAI": Lencana("Selesai", "hijau", _CENTANG),
    # a Keppres on its way (DRAF as above)
    "DILEPAS": Lencana("Dilepas Kepala Biro", "biru", "lock-open"),
    "MAJU": Lencana("Maju ke Presiden", "biru", "arrow-up-circle"),
    "TURUN": Lencana("Turun dari Presiden", "biru", "arrow-down-circle"),
    "TERBIT": Lencana("Terbit", "hijau", "document-check"),
    "DITAHAN": Lencana("Ditahan", "kuning", _AWAS),
    # verdicts
    "APPROVED": Lencana("Disetujui (APPROVED)", "hijau", _CENTANG),
    "BTL": Lencana("Berkas tidak lengkap (BTL)", "kuning", _AWAS),
    "TMS": Lencana("Tidak memenuhi syarat (TMS)", "merah", _SILANG),
    "SESUAI": Lencana("Sesuai", "hijau", _CENTANG),
    "TIDAK_SESUAI": Lencana("Tidak sesuai", "merah", _SILANG),
    "BELUM": Lencana("Belum diperiksa", "abu", _JAM),
    # files
    "DIPERIKSA": Lencana("Sedang diperiksa", "biru", _PANAH),
    "TERSEDIA": Lencana("Tersedia", "hijau", _CENTANG),
    "KOSONG": Lencana("Belum ada berkas", "abu", "minus-circle"),
    "TERKUNCI": Lencana("Terkunci", "abu", "lock-closed"),
    # deliveries (janji.md 1)
    "BARU": Lencana("Menunggu giliran", "abu", _JAM),
    "KIRIM": Lencana("Sedang dikirim", "biru", "paper-airplane"),
    "ULANG": Lencana("Akan dicoba lagi", "kuning", _PANAH),
    "TIDAK_PASTI": Lencana("Tidak pasti sampai", "kuning", "question-mark-circle"),
    "DITOLAK": Lencana("Ditolak", "merah", _SILANG),
    "MATI": Lencana("Berhenti dicoba", "merah", _AWAS),
    "BATAL": Lencana("Dibatalkan", "abu", "no-symbol"),
    # task lists
    "LENGKAP": Lencana("Lengkap", "hijau", _CENTANG),
    "BELUM_LENGKAP": Lencana("Belum lengkap", "biru", "pencil-square"),
    "BELUM_MULAI": Lencana("Belum dimulai", "abu", "minus-circle"),
    "BELUM_BISA": Lencana("Belum bisa dikerjakan", "abu", "lock-closed"),
    "ADA_GALAT": Lencana("Ada yang perlu diperbaiki", "merah", _AWAS),
    "PERLU_DILIHAT": Lencana("Pastikan", "kuning", _AWAS),
    # time
    "TERLAMBAT": Lencana("Terlambat", "merah", _AWAS),
    "SEGERA": Lencana("Segera jatuh tempo", "kuning", _JAM),
    "AKTIF": Lencana("Aktif", "hijau", _CENTANG),
    "NONAKTIF": Lencana("Tidak aktif", "abu", "minus-circle"),
    # the audit chain
    "UTUH": Lencana("Utuh", "hijau", "link"),
    "TIDAK_UTUH": Lencana("Tidak cocok", "merah", _AWAS),
}


class Langkah(NamedTuple):
    """How one step of a road is shown: a heroicon's name, and the state in words for screen readers."""

    ikon: str
    kata: str


_NANTI = Langkah("ellipsis-horizontal-circle", "belum")
LANGKAH: dict[str, Langkah] = {
    "selesai": Langkah(_CENTANG, "selesai"),
    "kini": Langkah("arrow-right-circle", "sedang berjalan"),
    "ragu": Langkah(_AWAS, "tidak pasti"),
    "gagal": Langkah(_SILANG, "berhenti di sini"),
    "nanti": _NANTI,
}


def langkah_untuk(keadaan: str) -> Langkah:
    """Return icon and word of a step's state for `komponen/_jalur.html`; an unknown one has not begun."""
    return LANGKAH.get(keadaan, _NANTI)


def lencana_untuk(kode: str, kata: str = "") -> dict[str, str]:
    """Return word, colour and icon of `kode` for a badge; an unknown code is shown as it is, grey."""
    lencana = LENCANA.get(kode, Lencana(kode, "abu", "information-circle"))
    return {**lencana._asdict(), "kata": kata or lencana.kata}
