"""The one partner, as the settings name it: client configuration, transport, host."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings

from integrasi.mitra.gudang_token import GudangTokenBasisData
from integrasi.mitra.penyimpangan import amati
from integrasi.mitra.sakelar import pastikan_berjalan
from integrasi.siasn.konfigurasi import Konfigurasi
from integrasi.siasn.transport import Transport
from siapp.laporan.rentang import rentang

# An upload may take this many times the time-out of a small call.
KALI_BERKAS = 5
BATAS_SAMBUNG = 5.0


def konfigurasi() -> Konfigurasi:
    """Return the client's configuration out of the settings. Raises KonfigurasiSalah naming what is wrong."""
    return Konfigurasi(
        base_url=settings.SIASN_BASE_URL,
        token_url=settings.SIASN_TOKEN_URL,
        client_id=settings.SIASN_CLIENT_ID,
        client_secret=settings.SIASN_CLIENT_SECRET,
        sso_url=settings.SIASN_SSO_URL,
        sso_client_id=settings.SIASN_SSO_CLIENT_ID,
        sso_username=settings.SIASN_SSO_USERNAME,
        sso_password=settings.SIASN_SSO_PASSWORD,
        sso_token=settings.SIASN_SSO_TOKEN,
        paths=dict(settings.SIASN_PATHS),
        connect_timeout=BATAS_SAMBUNG,
        read_timeout=settings.SIASN_BATAS_WAKTU,
        read_timeout_berkas=settings.SIASN_BATAS_WAKTU * KALI_BERKAS,
        ca_bundle=settings.SIASN_CA,
        proksi=settings.SIASN_PROKSI,
        user_agent=f"SIAPP-NV/{settings.VERSI_APLIKASI}",
    )


def buka_transport(gerbang: Callable[[], None] = pastikan_berjalan) -> Transport:
    """Return a transport with the shared token store; the caller closes it. Threads may share it.

    What its answers show to differ from the contract is noted (`penyimpangan`). While the exchange is stopped every
    call raises `Dihentikan` (`sakelar`); `gerbang` asks that before each.
    """
    return Transport(konfigurasi(), GudangTokenBasisData(), amati, gerbang, rentang)


def host() -> str:
    """The partner's host and port: the key of its breaker."""
    return urlsplit(settings.SIASN_BASE_URL).netloc


def batas_panggilan(*, berkas: bool) -> float:
    """The longest that one call may take, in seconds: tokens fetched anew, the call made twice (after a 401)."""
    satu: float = settings.SIASN_BATAS_WAKTU
    return 2 * (BATAS_SAMBUNG + satu) + 2 * (BATAS_SAMBUNG + satu * (KALI_BERKAS if berkas else 1))
