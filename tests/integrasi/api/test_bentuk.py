"""Reading what BKN sends: any spelling, every fault named, nothing that breaks it."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from integrasi.api.bentuk import TidakTerbaca, objek_json
from integrasi.api.notifikasi import Notifikasi

BAIK = {
    "id_usulan": "3f2b8c1e-5a64-4c8e-9d07-1b2c3d4e5f60",
    "status": "BTL",
    "tanggal_verifikasi": "14-03-2025",
    "keterangan": "SK PAK tidak terbaca.",
}


def baca_badan(badan: bytes) -> dict[str, Any]:
    return Notifikasi.baca(objek_json(badan))


def baca(**ubahan: Any) -> dict[str, Any]:
    return baca_badan(json.dumps({**BAIK, **ubahan}).encode())


def galat(badan: bytes) -> dict[str, str]:
    with pytest.raises(TidakTerbaca) as ditangkap:
        baca_badan(badan)
    return dict(ditangkap.value.daftar)


@pytest.mark.parametrize(
    "tanggal",
    [
        "14-03-2025",
        "2025-03-14",
        "2025-03-14T00:00:00+07:00",
        "2025-03-13T17:00:00Z",
        "2025-03-14 08:15:00",
        "2025-03-14T08:15:00.123456789+07:00",
    ],
)
def test_semua_bentuk_tanggal_kontrak_terbaca(tanggal: str) -> None:
    assert baca(tanggal_verifikasi=tanggal)["tanggal_verifikasi"] == date(2025, 3, 14)


@pytest.mark.parametrize(("tulis", "arti"), [("APPROVED", "APPROVED"), ("BTL", "BTL"), ("BTS", "BTL"), ("TMS", "TMS")])
def test_kata_status_dibaca_dan_bts_berarti_btl(tulis: str, arti: str) -> None:
    assert baca(status=tulis)["status"] == arti


def test_nama_bidang_dibaca_apa_pun_ejaannya_dan_yang_lain_diabaikan() -> None:
    isi = {"IdUsulan": "abc-12345", "STATUS": "TMS", "Tanggal-Verifikasi": "01-01-2025", "baru": {"x": [1]}}
    assert baca_badan(json.dumps(isi).encode()) == {
        "id_usulan": "abc-12345",
        "status": "TMS",
        "tanggal_verifikasi": date(2025, 1, 1),
        "keterangan": "",
    }


def test_ejaan_yang_tepat_menang_atas_yang_mirip() -> None:
    assert baca(STATUS="TMS")["status"] == "BTL"


def test_isi_berawalan_bom_terbaca() -> None:
    assert baca_badan(b"\xef\xbb\xbf" + json.dumps(BAIK).encode())["status"] == "BTL"


@pytest.mark.parametrize("kosong", [None, ""])
def test_keterangan_boleh_kosong(kosong: str | None) -> None:
    assert baca(keterangan=kosong)["keterangan"] == ""


def test_semua_kesalahan_disebut_sekaligus() -> None:
    assert set(galat(b"{}")) == {"id_usulan", "status", "tanggal_verifikasi"}
    salah = {"id_usulan": "x" * 65, "status": "approved", "tanggal_verifikasi": "31-02-2025", "keterangan": "x" * 256}
    pesan = galat(json.dumps(salah).encode())
    assert set(pesan) == set(salah)
    assert "64" in pesan["id_usulan"]
    assert "65" in pesan["id_usulan"]
    assert "255" in pesan["keterangan"]
    assert "256" in pesan["keterangan"]


@pytest.mark.parametrize("panjang", [254, 255])
def test_keterangan_sampai_255_karakter_diterima(panjang: int) -> None:
    assert len(baca(keterangan="é" * panjang)["keterangan"]) == panjang


@pytest.mark.parametrize("nilai", [None, "", 7, 1e308, True, [], {}, ["BTL"], "x" * 65, "\x00", "\ud800", "ada spasi"])
def test_id_usulan_yang_tidak_masuk_akal_disebut(nilai: Any) -> None:
    assert set(galat(json.dumps({**BAIK, "id_usulan": nilai}).encode())) == {"id_usulan"}


@pytest.mark.parametrize(
    "nilai",
    [
        None,
        "",
        0,
        [],
        {},
        "kemarin",
        "2025",
        "31-02-2025",
        "2025-13-01",
        "0001-01-01",
        "01-01-1899",
        "9999-12-31T23:59:59-12:00",
        "0001-01-02T00:00:00+14:00",
        "\x00",
        "\ud800",
        "١٤-٠٣-٢٠٢٥",
        "9" * 5000,
    ],
)
def test_tanggal_yang_tidak_masuk_akal_disebut(nilai: Any) -> None:
    assert set(galat(json.dumps({**BAIK, "tanggal_verifikasi": nilai}).encode())) == {"tanggal_verifikasi"}


@pytest.mark.parametrize("saat", [(22, 15, 30), (22, 17, 30), (23, 14, 59)])
def test_hari_ini_di_mana_pun_di_indonesia_diterima_dan_besok_tidak(saat: tuple[int, int, int]) -> None:
    """00.30 in Jayapura (22.30 in Jakarta), 00.30 in Jakarta, and the last minute of the day in Jayapura."""
    with time_machine.travel(datetime(2026, 11, *saat, tzinfo=UTC), tick=False):
        assert baca(tanggal_verifikasi="23-11-2026")["tanggal_verifikasi"] == date(2026, 11, 23)
        assert set(galat(json.dumps({**BAIK, "tanggal_verifikasi": "24-11-2026"}).encode())) == {"tanggal_verifikasi"}


@pytest.mark.parametrize("nilai", ["a\x00b", "a\ud800b", 5, [], {}])
def test_keterangan_yang_tidak_dapat_disimpan_disebut(nilai: Any) -> None:
    assert set(galat(json.dumps({**BAIK, "keterangan": nilai}).encode())) == {"keterangan"}


@pytest.mark.parametrize(
    "badan",
    [
        b"",
        b"null",
        b"[]",
        b'"teks"',
        b"1" * 5000,
        b'{"id_usulan": NaN}',
        b"\xff\xfe{",
        b"[" * 20_000,
        b'{"a":' * 20_000,
        b'{"id_usulan": "a\x00b"}',
        b"id_usulan=abc&status=BTL",
        json.dumps([BAIK]).encode(),
    ],
)
def test_bukan_objek_json_disebut_satu_kali(badan: bytes) -> None:
    assert set(galat(badan)) == {""}


_nilai = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda isi: st.lists(isi, max_size=3)
)


@given(st.dictionaries(st.sampled_from([*BAIK, "x"]) | st.text(max_size=5), _nilai))
def test_isi_apa_pun_terbaca_atau_ditolak_dengan_sebab(isi: dict[str, Any]) -> None:
    badan = json.dumps(isi).encode()
    try:
        hasil = baca_badan(badan)
    except TidakTerbaca:
        assert galat(badan)
    else:
        assert hasil["status"] in {"APPROVED", "BTL", "TMS"}


@given(st.binary(max_size=200))
def test_bita_apa_pun_tidak_menjatuhkan_pembacaan(badan: bytes) -> None:
    assert galat(badan)
