"""Forms of the sign-in, in the words of this product."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.validators import MaxLengthValidator

from siapp.akun import dua_langkah
from siapp.teks import bersih_pengenal

PANJANG_SANDI = 12  # AUTH_PASSWORD_VALIDATORS
PANJANG_NAMA = 60


def _tulis(bidang: forms.Field, label: str, autocomplete: str, bantuan: str = "") -> None:
    bidang.label, bidang.help_text = label, bantuan
    bidang.widget.attrs.update(autocomplete=autocomplete, placeholder="")


class FormMasuk(LoginForm):  # type: ignore[misc]
    """Sign-in by NIP and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        # Longer than a NIP: it may be written in its four groups.
        self.fields["login"] = forms.CharField(max_length=30, widget=forms.TextInput({"inputmode": "numeric"}))
        self.order_fields(["login", "password"])
        _tulis(self.fields["login"], "NIP", "username")
        _tulis(self.fields["password"], "Kata sandi", "current-password")

    def clean_login(self) -> str:
        """Take the NIP as people write and paste it."""
        return bersih_pengenal(str(super().clean_login()))

    def clean(self) -> dict[str, Any]:
        """Refuse a temporary password whose time is over; only who wrote the right one is told."""
        bersih: dict[str, Any] = super().clean()
        if self.user is not None and self.user.sandi_kedaluwarsa:
            dua_langkah.catat_gagal(context.request, self.user, "sandi sementara kedaluwarsa")
            raise get_adapter().validation_error("sandi_kedaluwarsa")
        return bersih


class FormGantiSandi(ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self.fields["oldpassword"], "Kata sandi sekarang", "current-password")
        syarat = (
            f"Paling sedikit {PANJANG_SANDI} karakter. Beberapa kata yang tidak berhubungan mudah diingat. "
            "Jangan nama, NIP, atau instansi Anda."
        )
        _tulis(self.fields["password1"], "Kata sandi baru", "new-password", syarat)
        _tulis(self.fields["password2"], "Kata sandi baru sekali lagi", "new-password")


class FormPastikan(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a step of official effect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self.fields["password"], "Kata sandi", "current-password")


KODE_APLIKASI = "Enam angka yang sedang tampil di aplikasi autentikator."


def _tulis_kode(bidang: forms.Field, bantuan: str) -> None:
    _tulis(bidang, "Kode", "one-time-code", bantuan)
    bidang.widget.attrs.update(inputmode="numeric")


class FormKode(AuthenticateForm):  # type: ignore[misc]
    """The second step of the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis_kode(self.fields["code"], f"{KODE_APLIKASI} Ponsel tidak ada? Tulis satu kode cadangan.")


class FormPastikanKode(ReauthenticateCodeForm):  # type: ignore[misc]
    """A code instead of the password, before a step of official effect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis_kode(self.fields["code"], KODE_APLIKASI)


class FormPasangDuaLangkah(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a newly scanned seed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis_kode(self.fields["code"], KODE_APLIKASI)


def _tulis_nama(bidang: forms.CharField) -> None:
    _tulis(bidang, "Nama", "off", "Supaya Anda mengenalinya nanti, misalnya “Laptop kantor” atau “Kunci USB”.")
    bidang.max_length = bidang.widget.attrs["maxlength"] = PANJANG_NAMA
    bidang.validators.append(MaxLengthValidator(PANJANG_NAMA))


class FormPasskey(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of the sign-in by a passkey; one that does not fit is recorded like a wrong code."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except forms.ValidationError:
            dua_langkah.catat_gagal(context.request, self.user, "passkey dua langkah")
            raise


class FormTambahPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """The name of a new passkey; what the browser made comes along unseen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis_nama(self.fields["name"])


class FormNamaPasskey(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis_nama(self.fields["name"])
