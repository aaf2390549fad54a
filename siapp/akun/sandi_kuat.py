"""Which passwords are refused because somebody would guess them (keputusan/0087).

No rules of composition: length, and not being among what is tried first. The list of passwords that leaked most often
comes with Django (20,000 of them); it is looked through also without the digits and signs that people put around, and
for words said twice, for hardly one of the list is as long as a password here must be.
"""

import re
from collections.abc import Iterator

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from siapp.akun.models import Pengguna

# Words of this product and of the houses that use it.
KATA_SINI = [
    "siapp",
    "siasn",
    "setneg",
    "kemensetneg",
    "sekretariat",
    "negara",
    "kementerian",
    "bkn",
    "biro",
    "asn",
    "bup",
    "keppres",
    "pertek",
    "usulan",
    "pegawai",
    "instansi",
    "indonesia",
    "jakarta",
    "katasandi",
    "rahasia",
    "admin",
]
SISA_PALING_SEDIKIT = 8
PANJANG_KATA = 3
_SUSUNAN = re.compile(r"(.+?)\1+")

TERTEBAK = (
    "Kata sandi ini terlalu umum: orang mencobanya lebih dulu. "
    "Tulis yang lain, misalnya empat kata yang tidak berhubungan."
)
TENTANG_ANDA = (
    "Tanpa nama, NIP, instansi, dan nama aplikasi ini, kata sandi ini tinggal terlalu pendek. "
    "Tambahkan kata yang tidak ada hubungannya dengan Anda atau pekerjaan ini."
)


def _inti(teks: str) -> str:
    """Only letters and digits, small: how the rest is written makes nothing harder to guess."""
    return "".join(huruf for huruf in teks.casefold() if huruf.isalnum())


def _kata(teks: str) -> list[str]:
    return [kata for bagian in re.split(r"\W+", teks) if len(kata := _inti(bagian)) >= PANJANG_KATA]


def kata_konteks(pengguna: Pengguna | None) -> set[str]:
    """Return what a stranger knows of `pengguna` and of this product, as words."""
    kata = set(KATA_SINI)
    if pengguna is None or pengguna.pk is None:
        return kata
    lahir = pengguna.nip[:8]
    kata |= {pengguna.nip, lahir, lahir[6:] + lahir[4:6] + lahir[:4], *_kata(pengguna.nama), *_kata(pengguna.surel)}
    tempat = pengguna.peran.exclude(instansi=None).values_list("instansi__nama", flat=True)
    return kata.union(*(_kata(nama) for nama in tempat))


def _tanpa(inti: str, kata: set[str]) -> str:
    for satu in sorted(kata, key=len, reverse=True):
        inti = inti.replace(satu, "")
    return inti


def _dasar(sandi: str) -> Iterator[str]:
    """What a password is made of: itself, without what stands around it, and one of what is said several times."""
    tepi = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", sandi.casefold())
    for satu in (sandi.casefold().strip(), _inti(sandi), tepi, _inti(tepi)):
        yield satu
        if ulang := _SUSUNAN.fullmatch(satu):
            yield ulang[1]


class SandiTertebak:
    """Refuse what leaked often, and what is little more than the person's own data or this product's words."""

    def __init__(self) -> None:
        self._sering = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Pengguna | None = None) -> None:
        """Raise ValidationError with what to do."""
        if any(satu in self._sering or len(set(satu)) == 1 for satu in _dasar(password)):
            raise ValidationError(TERTEBAK, code="sandi_tertebak")
        if len(_tanpa(_inti(password), kata_konteks(user))) < SISA_PALING_SEDIKIT:
            raise ValidationError(TENTANG_ANDA, code="sandi_tentang_anda")

    def get_help_text(self) -> str:
        """Say what is refused."""
        return "Bukan kata sandi yang sering dipakai orang, dan bukan nama, NIP, atau instansi Anda."
