"""Start checks of the way to SIASN: what is set but cannot work is named before the first call."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from integrasi.siasn.konfigurasi import KonfigurasiSalah, periksa_ca, periksa_proksi


def periksa_jalan_siasn(**_: Any) -> list[CheckMessage]:
    """siapp.E006: SIASN_CA is a PEM file that this user can read; siapp.E007: SIASN_PROKSI is a proxy's address."""
    hasil: list[CheckMessage] = []
    for nama, periksa, kode in (("SIASN_CA", periksa_ca, "siapp.E006"), ("SIASN_PROKSI", periksa_proksi, "siapp.E007")):
        try:
            if nilai := getattr(settings, nama):
                periksa(nilai)
        except KonfigurasiSalah as galat:
            hasil.append(Error(f"{nama}: {str(galat).partition(': ')[2]}.", hint="Lihat .env.example.", id=kode))
    return hasil
