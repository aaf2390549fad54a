"""Settings of the SIASN client, as a dataclass so that nothing here has to know Django."""

import ipaddress
import ssl
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from integrasi.enums import FAKTA

# Key → path. Each one can be overridden (SIASN_PATHS).
PATH_BAWAAN: Mapping[str, str] = MappingProxyType(
    {kunci: path for satu in FAKTA.values() for kunci, path in satu.alamat.items()}
)


class KonfigurasiSalah(ValueError):
    """A setting is missing or nonsense; the text names it."""


def _isian(path: str) -> set[str]:
    return {nama for _, nama, _, _ in string.Formatter().parse(path) if nama is not None}


def mesin_ini(host: str) -> bool:
    """Whether `host` is this same machine: a loopback address or localhost."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _periksa_url(nama: str, url: str) -> None:
    """Tokens and personal data travel on these: only https, but for a simulator on this same machine."""
    try:
        bagian = urlsplit(url)
        sah = bagian.scheme in {"http", "https"} and bool(bagian.hostname) and bagian.port != 0
    except ValueError:
        sah = False
    if not sah or bagian.username or bagian.query or bagian.fragment:
        raise KonfigurasiSalah(f"{nama}: bukan alamat http(s) yang sah")
    if bagian.scheme == "http" and not mesin_ini(bagian.hostname or ""):
        raise KonfigurasiSalah(f"{nama}: http tanpa TLS hanya boleh ke mesin ini sendiri; pakai https")


def periksa_ca(tempat: str) -> None:
    """Raise KonfigurasiSalah unless `tempat` is a readable PEM file with at least one certificate."""
    try:
        ssl.create_default_context(cafile=tempat)
    except ssl.SSLError as galat:
        raise KonfigurasiSalah(f"ca_bundle: {tempat} bukan berkas PEM berisi sertifikat") from galat
    except OSError as galat:
        raise KonfigurasiSalah(f"ca_bundle: {tempat} tidak ada atau tidak dapat dibaca") from galat


def periksa_proksi(url: str) -> None:
    """Raise KonfigurasiSalah unless `url` is http(s)://[USER:PASSWORD@]HOST:PORT; the text does not repeat it."""
    try:
        bagian = urlsplit(url)
        sah = bagian.scheme in {"http", "https"} and bool(bagian.hostname) and bool(bagian.port)
    except ValueError:
        sah = False
    if not sah or bagian.path.strip("/") or bagian.query or bagian.fragment:
        raise KonfigurasiSalah("proksi: harus berbentuk http://[PENGGUNA:SANDI@]HOST:PORT")


def periksa_paths(paths: Mapping[str, str]) -> None:
    """Refuse overrides that would call something else than intended.

    Raises `KonfigurasiSalah` naming the key: unknown, not starting with one "/", carrying a query, or with
    other placeholders than the default path.
    """
    for kunci, path in paths.items():
        if kunci not in PATH_BAWAAN:
            raise KonfigurasiSalah(f"paths: '{kunci}' tidak dikenal; yang ada: {', '.join(PATH_BAWAAN)}")
        if not path.startswith("/") or path.startswith("//") or any(c in path for c in "?#\\ "):
            raise KonfigurasiSalah(f"paths: '{kunci}' harus berupa path yang diawali '/' tanpa kueri")
        try:
            isian = _isian(path)
        except ValueError:
            isian = None
        if isian != _isian(PATH_BAWAAN[kunci]):
            raise KonfigurasiSalah(f"paths: '{kunci}' harus memuat isian yang sama dengan {PATH_BAWAAN[kunci]}")


@dataclass(frozen=True)
class Konfigurasi:
    """Everything the client must be told. Times are in seconds; secrets stay out of `repr`.

    `sso_token` is a pasted static token and wins over the password grant, which MFA has made impossible for
    most accounts. `umur_diam` is how long a kept-alive connection may idle before it is thrown away rather
    than reused: a server closing it under our feet leaves a write uncertain. `batas_json` is the largest answer
    taken into memory, in bytes. `ca_bundle` is a PEM file for a partner with its own authority: no other
    is believed then. `proksi` is a forward proxy that all calls over TLS pass. `kepala` are extra
    headers of every call, such as the simulator's fault switch.
    """

    base_url: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    sso_url: str = ""
    sso_client_id: str = ""
    sso_username: str = field(default="", repr=False)
    sso_password: str = field(default="", repr=False)
    sso_token: str = field(default="", repr=False)
    paths: Mapping[str, str] = field(default_factory=dict)
    connect_timeout: float = 5.0
    read_timeout: float = 60.0
    read_timeout_berkas: float = 300.0
    umur_diam: float = 4.0
    pool_size: int = 2
    batas_json: int = 10 * 1024 * 1024
    user_agent: str = "SIAPP-NV"
    ca_bundle: str = ""
    proksi: str = field(default="", repr=False)
    kepala: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for nama in ("base_url", "token_url", "client_id", "client_secret"):
            if not getattr(self, nama):
                raise KonfigurasiSalah(f"{nama}: wajib diisi")
        _periksa_url("base_url", self.base_url)
        _periksa_url("token_url", self.token_url)
        self._periksa_sso()
        self._periksa_jalan()
        if not self.sso_token.isascii() or any(c.isspace() or not c.isprintable() for c in self.sso_token):
            raise KonfigurasiSalah("sso_token: memuat spasi atau karakter asing; tempel tokennya saja")
        periksa_paths(self.paths)
        for nama in ("connect_timeout", "read_timeout", "read_timeout_berkas", "pool_size", "batas_json"):
            if getattr(self, nama) <= 0:
                raise KonfigurasiSalah(f"{nama}: harus lebih dari nol")

    def _periksa_jalan(self) -> None:
        if self.ca_bundle:
            periksa_ca(self.ca_bundle)
        if self.proksi:
            periksa_proksi(self.proksi)

    def _periksa_sso(self) -> None:
        if self.sso_token:
            return
        for nama in ("sso_url", "sso_client_id", "sso_username", "sso_password"):
            if not getattr(self, nama):
                raise KonfigurasiSalah(f"{nama}: wajib diisi bila sso_token kosong")
        _periksa_url("sso_url", self.sso_url)

    def url(self, api: str, **isian: str) -> str:
        """Address of API `api` (a key of `PATH_BAWAAN`), with its placeholders filled and percent-encoded."""
        path = self.paths.get(api) or PATH_BAWAAN[api]
        return self.base_url.rstrip("/") + path.format(**{k: quote(v, safe="") for k, v in isian.items()})
