"""The client's address: one notion of it for the sign-in, the limits of the APIs, the audit trail and the log.

Behind a proxy the connection's address is the proxy's. What a proxy writes about the client is believed only as far as
`PROKSI_TEPERCAYA` says, because whoever asks can write such a header as well (janji.md 4).
"""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def alamat_klien(request: HttpRequest) -> str:
    """Return the address of who asks, "" if it has none (a socket file).

    With `PROKSI_TEPERCAYA` n it is the n-th from the right of X-Forwarded-For: each of our proxies appends the one that
    it was asked by, and what stands further left was written by strangers. `KEPALA_ALAMAT` names another header that
    the proxy sets by itself. A request that did not come along our proxies counts by its connection.
    """
    calon = _menurut_proksi(request) if settings.PROKSI_TEPERCAYA else ""
    return _bersih(calon) or _bersih(request.META.get("REMOTE_ADDR") or "")


def _menurut_proksi(request: HttpRequest) -> str:
    if settings.KEPALA_ALAMAT:
        return request.headers.get(settings.KEPALA_ALAMAT, "")
    rantai = request.headers.get("X-Forwarded-For", "").split(",")
    banyak: int = settings.PROKSI_TEPERCAYA
    return rantai[-banyak] if len(rantai) >= banyak else ""


def _bersih(teks: str) -> str:
    """The address in its one spelling, without a port; "" for what is none."""
    isi = teks.strip()
    if isi.startswith("["):
        isi = isi[1:].partition("]")[0]
    elif isi.count(":") == 1:
        isi = isi.partition(":")[0]
    try:
        alamat = ipaddress.ip_address(isi)
    except ValueError:
        return ""
    asli = getattr(alamat, "ipv4_mapped", None)
    return str(asli or alamat)
