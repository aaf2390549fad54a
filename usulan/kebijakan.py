"""Is it possible in this state? Each rule as `check_x`, which raises with the reason, and `x`, which answers."""

from siapp.web.galat import GalatPengguna
from usulan import tahap as alur
from usulan.models import Dokumen, Usulan
from usulan.tahap import Kerja, Tahap


class TidakMungkin(GalatPengguna):
    """The usulan is not in a state that permits this; the message says what it waits for."""


class SudahBerubah(GalatPengguna):
    """Somebody else was faster: the page that was pressed shows an older state (HTTP 409)."""

    def __init__(self, pesan: str = "") -> None:
        super().__init__(
            pesan
            or "Usulan ini baru saja diubah orang lain, jadi perubahan Anda belum disimpan. "
            "Muat ulang halaman, periksa isinya, lalu ulangi.",
            "Halaman sudah tidak mutakhir",
            409,
        )


def mungkin(usulan: Usulan, kerja: Kerja) -> bool:
    """Whether `kerja` may be done in the present stage, whoever asks."""
    return usulan.tahap_kini in alur.KETENTUAN[kerja].dari


def check_mungkin(usulan: Usulan, kerja: Kerja) -> None:
    """Raise TidakMungkin, with whose turn it is, unless `kerja` may be done in the present stage."""
    if not mungkin(usulan, kerja):
        raise TidakMungkin(_pesan_tahap(usulan))


def _pesan_tahap(usulan: Usulan) -> str:
    tahap = usulan.tahap_kini
    giliran = alur.GILIRAN[tahap]
    akhir = "Tidak ada tindakan lagi yang diperlukan." if tahap in alur.AKHIR else f"Sekarang giliran {giliran}."
    return f"Tindakan ini tidak dapat dilakukan pada tahap “{alur.LABEL[tahap]}”. {akhir}"


def check_versi(usulan: Usulan, versi: int | None) -> None:
    """Raise SudahBerubah if the page knew another `versi`; None asks for no check."""
    if versi is not None and versi != usulan.versi:
        raise SudahBerubah


def check_dokumen_terbuka(usulan: Usulan, dokumen: Dokumen) -> None:
    """Raise TidakMungkin if a correction round leaves this row locked (alur.md 4)."""
    if usulan.tahap_kini is Tahap.PERBAIKAN and not dokumen.terbuka:
        raise TidakMungkin(
            f"Dokumen “{dokumen.persyaratan.nama}” sudah diterima pada putaran sebelumnya dan terkunci. "
            "Ganti hanya dokumen yang diminta diperbaiki."
        )
