"""The queue: a whole page of it against one statement and an f-string for each of its rows, in one process."""

import io
import time
from collections.abc import Callable
from html import escape
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from siapp.wsgi import application
from tests import dunia as d
from tests.banding.conftest import Banding
from tests.banding.ukuran import KALI, ukuran
from tests.banyak import perbanyak, perbanyak_instansi
from usulan.tampilan.susunan_antrean import UKURAN

pytestmark = [pytest.mark.lambat, pytest.mark.django_db]

USULAN, INSTANSI = ukuran((30, 5), (900, 100))
ULANG = ukuran(2, 30)
_AMBIL = """
SELECT u.id, u.nomor, u.nama, u.nip, i.nama, l.nama, u.tahap, p.nama, u.tenggat, u.status_bkn
FROM usulan_usulan u JOIN referensi_instansi i ON i.id = u.instansi_id JOIN referensi_layanan l ON l.kode = u.layanan_id
LEFT JOIN akun_pengguna p ON p.id = u.verifikator_id
WHERE u.tahap NOT IN ('DRAF', 'DIHAPUS') AND u.kategori = 'KP' ORDER BY u.diubah_pada DESC, u.id DESC LIMIT %s
"""


def _tipis() -> str:
    with connection.cursor() as kursor:
        kursor.execute(_AMBIL, [UKURAN])
        return "".join(f"<tr>{''.join(f'<td>{escape(str(sel))}</td>' for sel in baris)}</tr>" for baris in kursor)


def _kami(sesi: str) -> str:
    lingkungan: dict[str, Any] = {
        "PATH_INFO": "/antrean/",
        "QUERY_STRING": "tab=semua",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={sesi}",
        "HTTP_HOST": settings.ALLOWED_HOSTS[0],
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(lingkungan)
    kepala: list[str] = []
    jawaban = application(lingkungan, lambda status, _: kepala.append(status))
    isi = b"".join(jawaban).decode()
    jawaban.close()  # type: ignore[attr-defined]
    assert kepala == ["200 OK"]
    return isi


def _lama(kerja: Callable[[], str]) -> float:
    mulai = time.perf_counter()
    for _ in range(ULANG):
        kerja()
    return time.perf_counter() - mulai


def test_halaman_antrean_utuh(dunia: d.Dunia, client: Client, banding: Banding) -> None:
    usulan = d.diverifikasi(dunia)
    perbanyak(usulan, USULAN)
    perbanyak_instansi(d.segar(usulan), INSTANSI)
    client.force_login(dunia.koordinator)
    sesi = client.cookies[settings.SESSION_COOKIE_NAME].value
    with connection.cursor() as kursor:
        kursor.execute("ANALYZE usulan_usulan")
    assert _tipis().count("<tr>") == _kami(sesi).count('<th scope="row">') == UKURAN
    nisbah = [_lama(lambda: _kami(sesi)) / _lama(_tipis) for _ in range(KALI)]
    banding(f"halaman antrean utuh, {USULAN + INSTANSI} usulan / SQL dan f-string barisnya", "≤ 30", nisbah)
