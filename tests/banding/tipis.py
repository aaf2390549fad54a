"""The thinnest programs that do what APIs 9 and 8 do: the same server, the same pool, one statement, a JSON answer."""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from psycopg_pool import ConnectionPool

kolam = ConnectionPool(os.environ["DATABASE_URL"], kwargs={"autocommit": True}, min_size=1, max_size=12, open=True)
_SISIP = """
INSERT INTO integrasi_kejadianmasuk (id, kunci, id_usulan, status, tanggal, keterangan, mentah, klien, diterima_pada,
    keadaan, catatan, percobaan_ke, jatuh_tempo)
VALUES (gen_random_uuid(), gen_random_uuid(), %s, %s, current_date, %s, %s, 'tipis', now(), 'DITERAPKAN', '', 0, now())
RETURNING id
"""
_AMBIL = """
SELECT s.id_usulan, p.status, p.tanggal, p.keterangan
FROM integrasi_usulansiasn s JOIN usulan_putusan p ON p.usulan_id = s.usulan_id WHERE upper(s.id_usulan) = upper(%s)
"""


def _jawab(isi: Any, mulai: Callable[..., Any]) -> Iterable[bytes]:
    badan = json.dumps(isi).encode()
    mulai("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(badan)))])
    return [badan]


def api9(lingkungan: dict[str, Any], mulai: Callable[..., Any]) -> Iterable[bytes]:
    """Read the body, store it, commit, answer with its id."""
    mentah = lingkungan["wsgi.input"].read()
    isi = json.loads(mentah)
    nilai = [isi["id_usulan"], isi["status"], isi["keterangan"], mentah.decode()]
    with kolam.connection() as koneksi:
        baris = koneksi.execute(_SISIP, nilai).fetchone()
    assert baris
    return _jawab({"id": str(baris[0])}, mulai)


def api8(lingkungan: dict[str, Any], mulai: Callable[..., Any]) -> Iterable[bytes]:
    """Read one row by the id in the address."""
    with kolam.connection() as koneksi:
        baris = koneksi.execute(_AMBIL, [lingkungan["PATH_INFO"].split("/")[4]]).fetchone()
    assert baris
    return _jawab({"id": baris[0], "status": baris[1], "tanggal": str(baris[2]), "keterangan": baris[3]}, mulai)
