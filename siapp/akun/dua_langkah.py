"""The second step of the sign-in: a passkey, a code from an app on the phone (TOTP), or a spare code.

keputusan/0086, in place of keputusan/0018. Required of Biro APP staff, offered to PICs (janji.md 4). Seeds stand
encrypted in the database: a copy of it alone opens nothing. Who lost the phone and the spare codes is let in again by
an administrator, who takes the step away.
"""

import base64
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import structlog
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from siapp.akun import perangkat
from siapp.akun.adapter import aliran_akun
from siapp.akun.models import AturanMasuk, Pengguna
from siapp.akun.segar import punya_langkah_kedua
from siapp.audit.catat import catat, catat_akses
from siapp.audit.models import Akses
from siapp.sandi import Sandian, penyandi, sandikan_ulang
from siapp.web.alamat import alamat_klien
from siapp.web.spanduk import Spanduk
from siapp.web.templatetags.siapp import tanggal

log = structlog.get_logger(__name__)

TUJUAN_SANDI = "siapp.akun.dua_langkah"
# Where the library keeps a seed: of the app on the phone, of the spare codes.
BENIH = ("secret", "seed")
# In the session of who must have a second step: whether it was found.
TANDA_SESI = "dua_langkah"
# In every session: from when signers must have one, as it was when the session began.
TANDA_SEJAK = "langkah_kedua_sejak"
DIPASANG = "akun.dua_langkah_dipasang"
DILEPAS = "akun.dua_langkah_dilepas"
KODE_CADANGAN_DIBUAT = "akun.kode_cadangan_dibuat"
SEBAB_BERUBAH = "langkah kedua diubah"
PASSKEY_DIPASANG = "akun.passkey_dipasang"
PASSKEY_DILEPAS = "akun.passkey_dilepas"
JENIS_DIBUAT = {
    Authenticator.Type.TOTP: DIPASANG,
    Authenticator.Type.WEBAUTHN: PASSKEY_DIPASANG,
    Authenticator.Type.RECOVERY_CODES: KODE_CADANGAN_DIBUAT,
}
JENIS_DILEPAS = {Authenticator.Type.TOTP: DILEPAS, Authenticator.Type.WEBAUTHN: PASSKEY_DILEPAS}


class AdapterDuaLangkah(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": (
            "Kode tidak cocok. Tulis kode yang sedang tampil di aplikasi; bila baru saja berganti, pakai yang baru. "
            "Passkey: pakai yang Anda pasang di sini, lalu coba lagi."
        ),
        "cannot_generate_recovery_codes": "Pasang verifikasi dua langkah dahulu, baru kode cadangan dapat dibuat.",
    }

    def encrypt(self, text: str) -> str:
        return penyandi(TUJUAN_SANDI).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a seed. One that SECRET_KEY no longer opens becomes a random one: then no code fits, as it should be."""
        try:
            return penyandi(TUJUAN_SANDI).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error("benih_dua_langkah_tak_terbaca")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_label(self, user: Pengguna) -> str:
        """What the app on the phone shows beside the code: the name, for a NIP is nobody else's business."""
        return user.nama

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whose passkey it is, in the browser's own window."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: Pengguna) -> dict[str, Any]:
        """Who the passkey is for: the name, for the NIP would be kept by whoever keeps the passkeys."""
        return {**super().get_public_key_credential_user_entity(user), "name": user.nama, "display_name": user.nama}

    def generate_authenticator_name(self, user: Pengguna, type: Authenticator.Type) -> str:
        """A name to begin with."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, as an element that can stand in a page."""
        gambar: str = super().build_totp_svg(url)
        return gambar[gambar.index("<svg") :]


def aktif(pengguna: Pengguna) -> bool:
    """Whether a second step is asked of `pengguna` at the sign-in."""
    return punya_langkah_kedua(pengguna)


def penanda_tangan_sejak() -> date | None:
    """Since or from when who may sign must have a second step; None where PICs choose (keputusan/0105)."""
    return AturanMasuk.objects.values_list("penanda_tangan_sejak", flat=True).first()


def ingat_aturan(sesi: SessionBase) -> None:
    """Note in a new session from when signers need a second step, so that no page asks the database for it."""
    if sejak := penanda_tangan_sejak():
        sesi[TANDA_SEJAK] = sejak.isoformat()


def _sejak(sesi: SessionBase) -> date | None:
    teks = sesi.get(TANDA_SEJAK)
    return date.fromisoformat(teks) if teks else None


def wajib(pengguna: Pengguna, sesi: SessionBase) -> bool:
    """Whether `pengguna` must have a second step now: Biro APP's staff, and signers from the day that was set."""
    if settings.DUA_LANGKAH_WAJIB and pengguna.biro:
        return True
    sejak = _sejak(sesi)
    return sejak is not None and sejak <= timezone.localdate() and pengguna.penanda_tangan


def spanduk(request: HttpRequest) -> Iterator[Spanduk]:
    """Tell a signer without a second step, on every page, from which day one is needed."""
    orang, sejak = request.user, _sejak(request.session)
    if sejak is None or sejak <= timezone.localdate() or not orang.is_authenticated:
        return
    if not orang.penanda_tangan or aktif(orang):
        return
    yield Spanduk(
        f"Mulai {tanggal(sejak)} penanda tangan masuk dengan dua langkah",
        "Siapkan passkey atau aplikasi autentikator sekarang, supaya hari itu Anda tetap dapat meneken.",
        url=reverse("mfa_index"),
        label="Pasang langkah kedua",
    )


def lepas(pengguna: Pengguna) -> bool:
    """Take the second step of `pengguna` away, spare codes included; return whether there was one.

    A building block for actions: it writes no Peristiwa.
    """
    dihapus, _ = Authenticator.objects.filter(user=pengguna).delete()
    return bool(dihapus)


@transaction.atomic
def sandikan_benih_ulang() -> Sandian:
    """Encrypt every seed that a former SECRET_KEY encrypted under the one in force; see `siapp.sandi`."""
    diubah = gagal = 0
    for baris in Authenticator.objects.select_for_update().order_by("pk"):
        tersandi = {nama: baris.data[nama] for nama in BENIH if nama in baris.data}
        try:
            baru = {nama: isi for nama, teks in tersandi.items() if (isi := sandikan_ulang(TUJUAN_SANDI, teks))}
        except InvalidToken:
            gagal += 1
            continue
        if baru:
            baris.data |= baru
            baris.save(update_fields=["data"])
            diubah += 1
    return Sandian(diubah, gagal)


@transaction.atomic
def _catat(user: Pengguna, jenis: str) -> None:
    catat(aliran_akun(user.pk), jenis, oleh=user)


def _akhiri_sesi_lain(request: HttpRequest, user: Pengguna) -> None:
    perangkat.akhiri(user, nomor=None, kunci_ini=request.session.session_key, sebab=SEBAB_BERUBAH)


def saat_disimpan(instance: Authenticator, created: bool, **_: Any) -> None:
    """Record what was set up, in the transaction that sets it up; only its owner can.

    It counts as given, for it was proven; sessions elsewhere, which knew nothing of it, end.
    """
    if not created:
        return
    _catat(instance.user, JENIS_DIBUAT[instance.type])
    if instance.type in JENIS_DILEPAS and context.request is not None:
        record_authentication(context.request, instance.user, "mfa", id=instance.pk, type=instance.type)
        _akhiri_sesi_lain(context.request, instance.user)


def saat_dilepas(request: HttpRequest, user: Pengguna, authenticator: Authenticator, **_: Any) -> None:
    """Record what the owner took away; the spare codes go with the last step and are not told by themselves."""
    request.session.pop(TANDA_SESI, None)
    if authenticator.type in JENIS_DILEPAS:
        _catat(user, JENIS_DILEPAS[authenticator.type])
        _akhiri_sesi_lain(request, user)


def catat_gagal(request: HttpRequest, user: Pengguna, sebab: str) -> None:
    """Record a sign-in that failed although the password was right: somebody may know it."""
    alamat = alamat_klien(request)
    catat_akses(Akses.Tindakan.GAGAL, aliran_akun(user.pk), oleh=None, alamat=alamat, sebab=sebab)


def saat_kode_salah(request: HttpRequest, user: Pengguna, **_: Any) -> None:
    """Record a code that did not fit."""
    catat_gagal(request, user, "kode dua langkah")


def saat_masuk(request: HttpRequest, **_: Any) -> None:
    """Note in the new session what is asked of it."""
    ingat_aturan(request.session)


def dengarkan() -> None:
    """Connect the records to what the library tells; called once, when the apps are ready."""
    user_logged_in.connect(saat_masuk, dispatch_uid="aturan-masuk-diingat")
    post_save.connect(saat_disimpan, sender=Authenticator, dispatch_uid="dua-langkah-disimpan")
    signals.authenticator_removed.connect(saat_dilepas, dispatch_uid="dua-langkah-dilepas")
    signals.authentication_failed.connect(saat_kode_salah, dispatch_uid="kode-dua-langkah-salah")
