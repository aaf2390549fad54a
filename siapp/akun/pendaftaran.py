"""Making an account. There is no sign-up: an administrator makes it and hands over a password that holds once.

Building blocks for actions: call them inside the action's transaction.
"""

import secrets
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.web.galat import GalatPengguna

# Without the letters and digits that are mistaken for one another on paper.
HURUF_SANDI = "abcdefghjkmnpqrstuvwxyz23456789"
KELOMPOK_SANDI, PANJANG_KELOMPOK = 4, 4


def sandi_sementara() -> str:
    """Return a random password that can be read out and typed: four groups of four, 79 bits."""
    kelompok = ("".join(secrets.choice(HURUF_SANDI) for _ in range(PANJANG_KELOMPOK)) for _ in range(KELOMPOK_SANDI))
    return "-".join(kelompok)


def _sampai() -> datetime:
    """Until when a temporary password that is made now holds."""
    return timezone.now() + settings.MASA_SANDI_SEMENTARA


def beri_sandi_sementara(pengguna: Pengguna) -> str:
    """Give `pengguna` a new password that must be changed at the next sign-in; return it. All sessions end.

    It holds for `MASA_SANDI_SEMENTARA`.
    """
    sandi = sandi_sementara()
    pengguna.set_password(sandi)
    pengguna.perlu_ganti_sandi, pengguna.sandi_sementara_sampai = True, _sampai()
    pengguna.save(update_fields=["password", "perlu_ganti_sandi", "sandi_sementara_sampai"])
    return sandi


def akun_untuk(nip: str, nama: str, surel: str) -> tuple[Pengguna, str]:
    """Return the account of `nip`, its row locked, and its temporary password: "" if one existed already.

    Raises GalatPengguna when the NIP belongs to somebody of another name (a slip of the pen would give that person
    the role), or when the data have a wrong shape.
    """
    ada = Pengguna.objects.select_for_update().filter(nip=nip).first()
    if ada is None:
        return _akun_baru(nip, nama, surel)
    if ada.nama.casefold() != nama.casefold():
        raise GalatPengguna(
            f"NIP ini sudah terdaftar atas nama {ada.nama}. Periksa NIP-nya; bila memang orang yang sama, "
            "tulis nama persis seperti itu.",
            bidang="nama",
        )
    return ada, ""


def _akun_baru(nip: str, nama: str, surel: str) -> tuple[Pengguna, str]:
    sandi = sandi_sementara()
    sementara = {"perlu_ganti_sandi": True, "sandi_sementara_sampai": _sampai()}
    try:
        return Pengguna.objects.create_user(nip, sandi, nama=nama, surel=surel, **sementara), sandi
    except ValidationError as galat:
        bidang, pesan = next(iter(galat.message_dict.items()))
        raise GalatPengguna(" ".join(pesan), bidang=bidang) from galat


def selaraskan_keaktifan(pengguna: Pengguna) -> str:
    """Let only people with a role in force sign in; return the temporary password of one who comes back, else ""."""
    aktif = pengguna.peran.filter(aktif=True).exists()
    if aktif == pengguna.is_active:
        return ""
    pengguna.is_active = aktif
    pengguna.save(update_fields=["is_active"])
    return beri_sandi_sementara(pengguna) if aktif else ""
