"""Where an installation keeps what: code, settings, data and backups, each apart from the others."""

from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path

PENGGUNA = "siapp"
"""The system user of every process; it may write data, never code or settings."""

PEMILIK = "siapp_pemilik"
"""The system user, and role of PostgreSQL, that owns the schema; no service runs as it."""

WIB = timezone(timedelta(hours=7), "WIB")
"""The time of people here; the machine's own may be another one."""

UNIT = ("siapp-web", "siapp-pekerja", "siapp-berkas", "siapp-timer", "siapp-metrik")
"""The services, in the order in which they start."""

TIMER = ("siapp-cadangan", "siapp-arsip", "siapp-uji-pulih")
"""What systemd starts by the clock."""


@dataclass(frozen=True)
class Tempat:
    """The folders below `akar` ("/" but in tests)."""

    akar: Path = Path("/")

    @property
    def rilis(self) -> Path:
        """One folder per release: code and libraries."""
        return self.akar / "opt/siapp/rilis"

    @property
    def kini(self) -> Path:
        """The link to the release in use."""
        return self.akar / "opt/siapp/kini"

    @property
    def setelan(self) -> Path:
        """The variables of `.env.example`, readable by root and the services only."""
        return self.akar / "etc/siapp/siapp.env"

    @property
    def kunci_cadangan(self) -> Path:
        """The passphrase of the backups; without it they cannot be read."""
        return self.akar / "etc/siapp/kunci-cadangan"

    @property
    def sertifikat(self) -> Path:
        """Certificate of the domain, PEM with its chain; the key beside it ends in .key."""
        return self.akar / "etc/siapp/tls.crt"

    @property
    def data(self) -> Path:
        """Documents and what processes write."""
        return self.akar / "var/lib/siapp"

    @property
    def berkas(self) -> Path:
        """The documents, unless STORAGE_URL names S3."""
        return self.data / "berkas"

    @property
    def cadangan(self) -> Path:
        """The repository of backups; best a disk of its own."""
        return self.akar / "var/backups/siapp"

    @property
    def arsip(self) -> Path:
        """PostgreSQL's log since the oldest copy of the server; PostgreSQL's own, so outside of ours."""
        return self.akar / "var/lib/siapp-arsip"

    @property
    def perintah(self) -> Path:
        """The command `siapp`."""
        return self.akar / "usr/local/bin/siapp"

    @property
    def systemd(self) -> Path:
        """Unit files of ours."""
        return self.akar / "etc/systemd/system"

    @property
    def nginx(self) -> Path:
        """The site."""
        return self.akar / "etc/nginx/sites-available/siapp"
