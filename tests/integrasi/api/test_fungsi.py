"""The functions that APIs 8 and 9 ask (keputusan/0072)."""

import re

import pytest
from django.db import connection

from siapp.web.middleware import TABEL_BOLEH_DITULIS

pytestmark = pytest.mark.django_db

BACA, TULIS = "integrasi_status_biro", "integrasi_simpan_kejadian"


def _fungsi(nama: str) -> tuple[str, bool, str]:
    """Language, whether it takes its owner's rights, and text."""
    tanya = """
        SELECT lanname, prosecdef, prosrc FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
        WHERE proname = %s AND pronamespace = 'public'::regnamespace
    """
    with connection.cursor() as kursor:
        kursor.execute(tanya, [nama])
        [satu] = kursor.fetchall()
    hasil: tuple[str, bool, str] = satu
    return hasil


def test_fungsi_baca_hanya_menulis_yang_boleh_ditulis_permintaan_baca() -> None:
    _, _, isi = _fungsi(BACA)
    ditulis = re.findall(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s+(\w+)", isi, re.IGNORECASE)
    assert ditulis == ["audit_akses"]
    assert set(ditulis) <= TABEL_BOLEH_DITULIS
    assert "EXECUTE" not in isi.upper()


@pytest.mark.parametrize("nama", [BACA, TULIS])
def test_fungsi_berencana_tetap_dan_bekerja_dengan_hak_pemanggil(nama: str) -> None:
    bahasa, hak_pemilik, _ = _fungsi(nama)
    assert bahasa == "plpgsql", "a function in SQL is planned at each call"
    assert not hak_pemilik


@pytest.mark.parametrize("nama", [BACA, TULIS])
def test_peran_terbatas_boleh_memanggil_fungsi(nama: str) -> None:
    with connection.cursor() as kursor:
        kursor.execute("SELECT proacl IS NULL FROM pg_proc WHERE proname = %s", [nama])
        assert kursor.fetchone() == (True,), "everybody may"
