"""The audit trail: the database refuses every change, and the chain finds what was changed all the same."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as setelan
from hypothesis import strategies as st

from siapp.akun.peran import Mesin
from siapp.audit.catat import catat, catat_akses
from siapp.audit.jangkar import periksa_jangkar
from siapp.audit.models import Akses, KepalaAliran, Peristiwa
from siapp.audit.rantai import periksa_rantai
from tests.dunia import buat_pengguna

pytestmark = pytest.mark.django_db


def _sql(perintah: str, *isian: object) -> None:
    with connection.cursor() as kursor:
        kursor.execute(perintah, isian)


@contextmanager
def _tanpa_pelatuk(tabel: str = "audit_peristiwa") -> Iterator[None]:
    """What only somebody with the owner's rights in the database can do."""
    _sql("SET CONSTRAINTS ALL IMMEDIATE")  # or PostgreSQL refuses: earlier rows wait for their check
    _sql(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
    yield
    _sql(f"ALTER TABLE {tabel} ENABLE TRIGGER USER")


def _verifikasi(*isian: str) -> str:
    keluaran = StringIO()
    call_command("verifikasi_audit", *isian, stdout=keluaran)
    return keluaran.getvalue()


def _temuan() -> list[tuple[str, int, str]]:
    return [(t.aliran, t.urutan, t.arti.split(":")[0]) for t in periksa_rantai()]


@pytest.fixture
def jejak() -> None:
    """Three streams of four rows."""
    oleh = buat_pengguna("Saksi Contoh")
    for nomor in range(4):
        for aliran in ("usulan:a", "usulan:b", "usulan:c"):
            catat(aliran, "uji.berubah", oleh=oleh, data={"nomor": nomor, "nilai": [1.5, None, "é"]}, alasan="uji")


@pytest.mark.usefixtures("jejak")
@pytest.mark.parametrize(
    "perintah",
    [
        "UPDATE audit_peristiwa SET alasan = 'lain' WHERE urutan = 2",
        "DELETE FROM audit_peristiwa WHERE urutan = 4",
        "TRUNCATE audit_peristiwa CASCADE",
        "UPDATE audit_akses SET objek = 'lain'",
        "DELETE FROM audit_akses",
        "TRUNCATE audit_akses",
        "DELETE FROM audit_kepalaaliran",
        "UPDATE audit_kepalaaliran SET urutan = urutan - 1",
        "UPDATE audit_kepalaaliran SET urutan = urutan + 2",
        "UPDATE audit_kepalaaliran SET aliran = aliran || 'x', urutan = urutan + 1",
        "TRUNCATE audit_kepalaaliran",
    ],
)
def test_basis_data_menolak_perubahan_jejak_dari_siapa_pun(perintah: str) -> None:
    catat_akses(Akses.Tindakan.LIHAT, "usulan:a", oleh=Mesin.BKN)
    _sql("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as kursor:
        kursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert kursor.fetchone() == (True,), "bahkan superuser"
    with pytest.raises(DatabaseError, match=r"tidak dapat diubah|hanya dapat maju"), transaction.atomic():
        _sql(perintah)


@pytest.mark.usefixtures("jejak")
def test_jejak_yang_tidak_disentuh_utuh() -> None:
    hasil = _verifikasi()
    assert "12 peristiwa diperiksa" in hasil
    assert "Jejak audit utuh." in hasil
    assert list(periksa_rantai("usulan:b")) == []


@pytest.mark.usefixtures("jejak")
@pytest.mark.parametrize(
    "ubahan",
    [
        "alasan = 'dipalsukan'",
        """data = '{"nomor": 9}'""",
        "waktu = waktu + interval '1 microsecond'",
        "jenis = 'uji.lain'",
        "oleh_id = NULL, mesin = 'SISTEM'",
    ],
)
def test_baris_yang_diubah_ditemukan(ubahan: str) -> None:
    with _tanpa_pelatuk():
        _sql(f"UPDATE audit_peristiwa SET {ubahan} WHERE aliran = 'usulan:b' AND urutan = 2")  # noqa: S608 - our own
    assert _temuan() == [("usulan:b", 2, "isi diubah")]
    with pytest.raises(CommandError, match="TIDAK utuh: 1 temuan") as galat:
        _verifikasi()
    assert galat.value.returncode == 1
    assert list(periksa_rantai("usulan:b"))
    assert list(periksa_rantai("usulan:a")) == []


@pytest.mark.usefixtures("jejak")
def test_baris_yang_diubah_bersama_sidiknya_memutus_rantai() -> None:
    from siapp.audit.catat import sidik_peristiwa

    baris = Peristiwa.objects.get(aliran="usulan:b", urutan=2)
    baris.alasan = "dipalsukan"
    with _tanpa_pelatuk():
        sidik = sidik_peristiwa(baris)
        _sql("UPDATE audit_peristiwa SET alasan = 'dipalsukan', sidik = %s WHERE id = %s", sidik, baris.pk)
    assert _temuan() == [("usulan:b", 3, "rantai putus")]


@pytest.mark.usefixtures("jejak")
def test_baris_yang_dihapus_ditemukan() -> None:
    with _tanpa_pelatuk():
        _sql("DELETE FROM audit_peristiwa WHERE aliran = 'usulan:b' AND urutan = 2")
    assert _temuan() == [("usulan:b", 3, "dihapus atau dipindahkan")]


@pytest.mark.usefixtures("jejak")
def test_ekor_yang_dipotong_ditemukan() -> None:
    with _tanpa_pelatuk():
        _sql("DELETE FROM audit_peristiwa WHERE aliran = 'usulan:b' AND urutan >= 3")
    assert _temuan() == [("usulan:b", 4, "ekor terpotong")]


@pytest.mark.usefixtures("jejak")
def test_aliran_yang_hilang_seluruhnya_ditemukan() -> None:
    with _tanpa_pelatuk():
        _sql("DELETE FROM audit_peristiwa WHERE aliran = 'usulan:b'")
    assert _temuan() == [("usulan:b", 4, "seluruh baris aliran ini hilang")]


@pytest.mark.usefixtures("jejak")
def test_baris_yang_disisipkan_ditemukan() -> None:
    _sql(
        "INSERT INTO audit_peristiwa (aliran, urutan, jenis, mesin, waktu, data, alasan, sidik_sebelum, sidik) "
        "SELECT aliran, 5, jenis, 'SISTEM', waktu, data, alasan, sidik, repeat('0', 64) "
        "FROM audit_peristiwa WHERE aliran = 'usulan:b' AND urutan = 4"
    )
    assert _temuan() == [("usulan:b", 5, "isi diubah"), ("usulan:b", 5, "disisipkan")]


@pytest.mark.usefixtures("jejak")
def test_baris_yang_dipindahkan_ditemukan() -> None:
    with _tanpa_pelatuk():
        _sql("UPDATE audit_peristiwa SET urutan = 9 WHERE aliran = 'usulan:b' AND urutan = 2")
        _sql("UPDATE audit_peristiwa SET urutan = 2 WHERE aliran = 'usulan:b' AND urutan = 3")
        _sql("UPDATE audit_peristiwa SET urutan = 3 WHERE aliran = 'usulan:b' AND urutan = 9")
    temuan = _temuan()
    assert ("usulan:b", 2, "isi diubah") in temuan
    assert ("usulan:b", 2, "rantai putus") in temuan
    assert {t[0] for t in temuan} == {"usulan:b"}


@pytest.mark.usefixtures("jejak")
def test_baris_yang_dipindahkan_ke_aliran_lain_ditemukan_di_keduanya() -> None:
    with _tanpa_pelatuk():
        _sql("UPDATE audit_peristiwa SET aliran = 'usulan:c', urutan = 5 WHERE aliran = 'usulan:b' AND urutan = 4")
    assert {t[0] for t in _temuan()} == {"usulan:b", "usulan:c"}


@pytest.mark.usefixtures("jejak")
def test_kepala_yang_hilang_ditemukan() -> None:
    with _tanpa_pelatuk("audit_kepalaaliran"):
        _sql("DELETE FROM audit_kepalaaliran WHERE aliran = 'usulan:b'")
    assert _temuan() == [("usulan:b", 4, "kepala aliran hilang")]


@pytest.mark.usefixtures("jejak")
@pytest.mark.parametrize("ubah", [{"aliran": "usulan:x"}, {"urutan": 3}, {"urutan": 5}, {"sidik": "0" * 64}])
def test_jangkar_membandingkan_aliran_urutan_dan_sidik(ubah: dict[str, Any]) -> None:
    kepala = KepalaAliran.objects.get(aliran="usulan:b")
    isi = {"aliran": kepala.aliran, "urutan": kepala.urutan, "sidik": kepala.sidik}
    assert list(periksa_jangkar([json.dumps(list(isi.values()))])) == []
    lain = isi | ubah
    (temuan,) = periksa_jangkar([json.dumps(list(lain.values()))])
    assert (temuan.aliran, temuan.urutan) == (lain["aliran"], lain["urutan"])


@pytest.mark.usefixtures("jejak")
def test_jangkar_rilis_lama_tetap_cocok_setelah_aliran_bertambah() -> None:
    kepala = KepalaAliran.objects.get(aliran="usulan:b")
    catat("usulan:b", "uji.berubah", oleh=Mesin.SISTEM)
    assert list(periksa_jangkar([json.dumps([kepala.aliran, kepala.urutan, kepala.sidik])])) == []


@pytest.mark.django_db(transaction=True)
def test_di_luar_transaksi_tidak_ada_yang_tercatat() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        catat("usulan:a", "uji", oleh=Mesin.SISTEM)
    assert not KepalaAliran.objects.exists()


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda isi: (
        st.lists(isi, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), isi, max_size=3)
    ),
    max_leaves=8,
)


@setelan(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.dictionaries(st.text("abc", min_size=1), _JSON, max_size=3))
def test_apa_pun_yang_dicatat_terbukti_setelah_dibaca_kembali(db: None, data: dict[str, Any]) -> None:
    catat("uji:apa-pun", "uji", oleh=Mesin.SISTEM, data=data)
    assert list(periksa_rantai("uji:apa-pun")) == []
