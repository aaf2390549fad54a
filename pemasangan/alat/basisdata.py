"""PostgreSQL of this server: role, database, dump and restore."""

from pathlib import Path

from pemasangan.alat.sistem import Gagal, jalankan
from pemasangan.alat.tempat import PEMILIK, PENGGUNA

ADMIN = "postgres"
KERJA = "siapp_kerja"
"""The schema of working tables; `peran_basis_data` makes it anew."""


def psql(perintah: str, *, basis: str = "postgres", sebagai: str = ADMIN) -> str:
    """Run one SQL command and return its bare rows."""
    return jalankan(
        ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", basis, "-c", perintah], sebagai=sebagai
    ).strip()


def siapkan(basis: str = PENGGUNA) -> None:
    """Make the two roles and the database, where they are not yet. Raises Gagal without a server.

    A database that the services still own, of a release before there were two roles, is handed over while they serve.
    """
    try:
        psql("SELECT 1")
    except Gagal as galat:
        raise Gagal(f"PostgreSQL tidak menjawab. Periksa `systemctl status postgresql`.\n{galat}") from galat
    for peran in (PENGGUNA, PEMILIK):
        if not psql(f"SELECT 1 FROM pg_roles WHERE rolname = '{peran}'"):
            psql(f"CREATE ROLE {peran} LOGIN")
    buat(basis)
    if psql(f"SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '{basis}'") == PENGGUNA:
        _serahkan(basis)


def _serahkan(basis: str) -> None:
    # One transaction: the services must not be without rights for a moment. `peran_basis_data` then narrows them.
    psql(
        f"SET lock_timeout = '5s'; REASSIGN OWNED BY {PENGGUNA} TO {PEMILIK}; "
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {PENGGUNA}; "
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {PENGGUNA}",
        basis=basis,
    )


def ada(basis: str) -> bool:
    """True if there is a database of that name."""
    return bool(psql(f"SELECT 1 FROM pg_database WHERE datname = '{basis}'"))


def buat(basis: str) -> None:
    """Make the database `basis` of the owner of the schema unless it is there."""
    if not ada(basis):
        psql(f"CREATE DATABASE {basis} OWNER {PEMILIK} ENCODING 'UTF8' TEMPLATE template0")


def hapus(basis: str) -> None:
    """Remove the database `basis`, if it is there."""
    psql(f"DROP DATABASE IF EXISTS {basis} WITH (FORCE)")


def tukar(baru: str, kini: str, lama: str) -> None:
    """Let `baru` take the name of `kini`, which is kept as `lama`."""
    akhiri = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{}', '{}')"
    psql(akhiri.format(baru, kini))
    if ada(kini):
        psql(f"ALTER DATABASE {kini} RENAME TO {lama}")
    psql(f"ALTER DATABASE {baru} RENAME TO {kini}")


def cadangkan(ke: Path, *, url: str) -> None:
    """Write a dump of the database at `url` to `ke`, as the services' user; working tables are not worth keeping."""
    jalankan(["pg_dump", "-Fc", "-Z", "0", "-N", KERJA, "-f", ke, url], sebagai=PENGGUNA)


def pulihkan(dari: Path, *, basis: str, serempak: int = 1) -> None:
    """Fill the empty database `basis` of this server from the dump `dari`, as the owner of the schema.

    `serempak`: tables and indexes at a time; more than one only where nobody is being served.
    """
    dasar = ["pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", "--role", PEMILIK, f"--jobs={serempak}"]
    jalankan([*dasar, "-d", basis, dari], sebagai=PEMILIK)


def banyak_baris(url: str) -> dict[str, int]:
    """Return the number of rows of each table at `url`, counted."""
    tanya = (
        "SELECT format('SELECT %L, count(*) FROM %I', relname, relname) FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    )
    dasar = ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", url]
    hitung = " UNION ALL ".join(jalankan([*dasar, "-c", tanya], sebagai=PENGGUNA).splitlines())
    baris = jalankan([*dasar, "-c", hitung], sebagai=PENGGUNA).splitlines() if hitung else []
    return {nama: int(angka) for nama, _, angka in (satu.partition("\t") for satu in baris)}
