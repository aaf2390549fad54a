"""Two roles of PostgreSQL: the owner changes the schema, the application only works in it (keputusan/0052).

The application's role can neither change a table nor take anything back from the audit trail. The triggers of
`siapp.audit` say the same, but whoever owns a table may switch its triggers off.
"""

from django.db import connection, transaction
from psycopg import sql

from siapp.audit.models import Akses, Jangkar, KepalaAliran, Peristiwa, Segel

HANYA_BERTAMBAH = tuple(model._meta.db_table for model in (Peristiwa, Akses, Segel, Jangkar))
"""Tables to which the application may add, and no more."""

_KEPALA = KepalaAliran._meta.db_table
_TERBATAS = {
    **dict.fromkeys(HANYA_BERTAMBAH, "SELECT, INSERT"),
    # A head moves on; that it moves by one and never back is its trigger's to say.
    _KEPALA: "SELECT, INSERT, UPDATE (urutan, sidik)",
    # Readiness reads it.
    "django_migrations": "SELECT",
}
KERJA = "siapp_kerja"
"""The schema of working tables (`referensi.tabel_muatan`): there the application may make and drop what it needs."""
_UMUM = "SELECT, INSERT, UPDATE, DELETE"
_NOMOR = "USAGE, SELECT"


class PeranSama(Exception):
    """The application's role is the one that owns the schema."""


def berikan(aplikasi: str, sandi: str = "") -> None:
    """Give the role `aplikasi` what the application needs, in one transaction; make the role where it is missing.

    To be run by the owner of the schema after each change of it. Tables that come later are readable and writable at
    once (default privileges), so that old and new code serve meanwhile. `sandi`: the password it shall have; ""
    leaves it. Raises PeranSama, and DatabaseError where we may not make roles.
    """
    with transaction.atomic():
        if aplikasi == _satu("SELECT current_user"):
            raise PeranSama(aplikasi)
        if not _satu("SELECT count(*) FROM pg_roles WHERE rolname = %s", aplikasi):
            _jalankan("CREATE ROLE {} LOGIN", aplikasi)
        if sandi:
            with connection.cursor() as kursor:
                ubah = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(aplikasi), sql.Literal(sandi))
                kursor.execute(ubah.as_string(connection.connection))
        _beri_skema(aplikasi)
        for tabel, hak in _TERBATAS.items():
            _jalankan("REVOKE ALL ON {} FROM {}", tabel, aplikasi)
            _jalankan(f"GRANT {hak} ON {{}} TO {{}}", tabel, aplikasi)


def _beri_skema(aplikasi: str) -> None:
    _jalankan("GRANT CONNECT ON DATABASE {} TO {}", str(_satu("SELECT current_database()")), aplikasi)
    _jalankan("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}", aplikasi)
    _jalankan("GRANT USAGE ON SCHEMA public TO {}", aplikasi)
    _jalankan("CREATE SCHEMA IF NOT EXISTS {}", KERJA)
    _jalankan("GRANT USAGE, CREATE ON SCHEMA {} TO {}", KERJA, aplikasi)
    for hak, apa in ((_UMUM, "TABLES"), (_NOMOR, "SEQUENCES")):
        _jalankan(f"GRANT {hak} ON ALL {apa} IN SCHEMA public TO {{}}", aplikasi)
        _jalankan(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {hak} ON {apa} TO {{}}", aplikasi)


_TANYA = """
SELECT peran.rolsuper OR peran.rolcreaterole OR peran.rolcreatedb,
       has_schema_privilege('public', 'CREATE'),
       EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
               AND pg_has_role(relowner, 'USAGE')),
       EXISTS (SELECT FROM unnest(%s::text[]) AS nama
               WHERE has_table_privilege(to_regclass(nama), 'UPDATE, DELETE, TRUNCATE'))
FROM pg_roles AS peran WHERE peran.rolname = current_user
"""
_ARTI = (
    "dapat membuat peran atau basis data",
    "dapat membuat tabel",
    "memiliki tabel",
    "dapat mengubah jejak audit",
)


def hak_berlebih() -> list[str]:
    """Return what our role may do beyond its work, in words; nothing when it is as it should be.

    Raises DatabaseError without the database.
    """
    with connection.cursor() as kursor:
        kursor.execute(_TANYA, [list(HANYA_BERTAMBAH)])
        return [arti for arti, benar in zip(_ARTI, kursor.fetchone(), strict=True) if benar]


def _satu(tanya: str, *isi: str) -> object:
    with connection.cursor() as kursor:
        kursor.execute(tanya, list(isi))
        return kursor.fetchone()[0]


def _jalankan(perintah: str, *nama: str) -> None:
    with connection.cursor() as kursor:
        # Names only: no text of anybody's stands in these commands.
        kursor.execute(sql.SQL(perintah).format(*map(sql.Identifier, nama)).as_string(connection.connection))
