"""Is it possible in this state? Each rule as `check_x`, which raises with the reason, and `x`, which answers."""

from siapp.web.galat import GalatPengguna
from usulan import tahap as alur
from usulan.models import Dokumen, StatusPutusan, Usulan
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


def siap_keppres(usulan: Usulan) -> bool:
    """Both tracks APPROVED and a Pertek is here (alur.md 2)."""
    return (
        usulan.status_biro == StatusPutusan.APPROVED
        and usulan.status_bkn == StatusPutusan.APPROVED
        and usulan.pertek.filter(berlaku=True).exists()
    )


def check_masuk_rkp(usulan: Usulan) -> None:
    """Raise TidakMungkin with the reason why the usulan may not enter a Keppres draft."""
    alasan = alasan_belum_siap_keppres(usulan)
    if alasan:
        raise TidakMungkin(alasan)


def alasan_belum_siap_keppres(usulan: Usulan) -> str:
    """Return in words why `usulan` may not enter a Keppres draft now, "" if it may."""
    if usulan.ditahan:
        return f"Usulan {usulan.nomor} ditahan: {usulan.ditahan}"
    if usulan.tahap_kini in {Tahap.RKP, Tahap.KEPPRES_MAJU, Tahap.KEPPRES_TERBIT, Tahap.SELESAI}:
        return f"Usulan {usulan.nomor} sudah ada dalam Keppres lain."
    if usulan.tahap_kini is not Tahap.SIAP_KEPPRES:
        return f"Usulan {usulan.nomor} masih pada tahap “{alur.LABEL[usulan.tahap_kini]}”."
    return ""
