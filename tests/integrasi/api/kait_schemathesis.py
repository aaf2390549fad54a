"""Hooks of schemathesis, run in its own process: known ids in half of the calls, no dates after today.

"Not after today" is a rule that JSON Schema cannot say; the document says it in words.
"""

import os
import re
from datetime import date

import schemathesis

ID_USULAN = os.environ["UJI_ID_USULAN"]
TOKEN_UNDUH = os.environ["UJI_TOKEN_UNDUH"]


@schemathesis.hook
def map_path_parameters(context, path_parameters):  # type: ignore[no-untyped-def]
    """Reach what exists: an id or link that begins with an even character becomes a known one."""
    for nama, dikenal in (("id_usulan", ID_USULAN), ("token", TOKEN_UNDUH)):
        nilai = (path_parameters or {}).get(nama)
        if isinstance(nilai, str) and re.fullmatch(r"[A-Za-z0-9_-]+", nilai) and ord(nilai[0]) % 2 == 0:
            path_parameters[nama] = dikenal
    return path_parameters


def _di_masa_depan(nilai: object) -> bool:
    cocok = re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", nilai) if isinstance(nilai, str) else None
    if cocok is None:
        return False
    hari, bulan, tahun = map(int, cocok.groups())
    return (tahun, bulan, hari) > date.today().timetuple()[:3]  # noqa: DTZ011 - the machine's own day will do


@schemathesis.hook
def map_body(context, body):  # type: ignore[no-untyped-def]
    """Move a date of the future into the past."""
    if isinstance(body, dict) and _di_masa_depan(body.get("tanggal_verifikasi")):
        return {**body, "tanggal_verifikasi": body["tanggal_verifikasi"][:6] + "2000"}
    return body
