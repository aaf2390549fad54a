import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrasi.sebab import Kode
from integrasi.siasn import putusan
from integrasi.siasn.bentuk import buka_bytes
from integrasi.siasn.errors import (
    Ditolak,
    GalatSiasn,
    KirimUlangNanti,
    LihatDulu,
    SudahAda,
    TidakDitemukan,
    TokenDitolak,
)
from tests.integrasi.siasn.test_bentuk import mirip_amplop

ID = "3f0c1c7e-5a70-4c52-9b0e-0b6a2c9e1d11"
HENTI = {"code": "303001", "message": "Runtime Error", "description": "SUSPENDED"}
SIBUK = {"code": "900800", "message": "Message throttled out"}
TOKEN = {"code": "900901", "message": "Invalid Credentials"}


def nilai(status, badan, *, tulis=True, retry_after=None, boleh_kosong=False):
    mentah = badan if isinstance(badan, bytes) else json.dumps(badan).encode()
    jawaban = putusan.Jawaban(status, putusan.baca_retry_after(retry_after), buka_bytes(mentah))
    return putusan.nilai(jawaban, tulis=tulis, boleh_kosong=boleh_kosong)


def galat(status, badan, **lain):
    with pytest.raises(GalatSiasn) as tangkapan:
        nilai(status, badan, **lain)
    return tangkapan.value


@pytest.mark.parametrize(
    ("status", "badan", "kelas", "kode"),
    [
        (429, {}, KirimUlangNanti, Kode.TERLALU_SERING),
        (503, b"<html>", KirimUlangNanti, Kode.TIDAK_TERSEDIA),
        (503, {"code": "101503", "message": "Error connecting"}, KirimUlangNanti, Kode.TIDAK_TERSEDIA),
        (425, {}, KirimUlangNanti, Kode.TERLALU_DINI),
        (200, HENTI, KirimUlangNanti, Kode.GERBANG_HENTI),
        (500, HENTI, KirimUlangNanti, Kode.GERBANG_HENTI),
        (200, SIBUK, KirimUlangNanti, Kode.TERLALU_SERING),
        (500, SIBUK, KirimUlangNanti, Kode.TERLALU_SERING),
        (500, {"code": "900900", "message": "Unclassified"}, KirimUlangNanti, Kode.GERBANG_GANGGUAN),
        (500, {"message": "Internal Server Error"}, LihatDulu, Kode.GALAT_MITRA),
        (500, {"error": "true", "message": "gagal"}, LihatDulu, Kode.GALAT_MITRA),
        (500, {"code": 1, "data": {"id_usulan": ID}}, LihatDulu, Kode.GALAT_MITRA),
        (502, b"<html>502</html>", LihatDulu, Kode.GALAT_MITRA),
        (504, {"code": "101504"}, LihatDulu, Kode.GALAT_MITRA),
        (507, b"", LihatDulu, Kode.GALAT_MITRA),
        (408, b"", LihatDulu, Kode.WAKTU_HABIS_MITRA),
        (302, b"", LihatDulu, Kode.PENGALIHAN),
        (200, b"", LihatDulu, Kode.JAWABAN_KOSONG),
        (204, b"", LihatDulu, Kode.JAWABAN_KOSONG),
        (200, b"<html>ok</html>", LihatDulu, Kode.BUKAN_JSON),
        (200, b'{"code":1,"data":{"id', LihatDulu, Kode.BUKAN_JSON),
        (201, {"status": "ok", "payload": {}}, LihatDulu, Kode.BENTUK_ASING),
        (200, {"error": "true", "message": "Periode ditutup"}, Ditolak, Kode.DITOLAK),
        (200, {"Error": "true", "Message": "Periode ditutup"}, Ditolak, Kode.DITOLAK),
        (406, {"error": "true", "message": "Periode ditutup"}, Ditolak, Kode.DITOLAK),
        (400, b"<html>", Ditolak, Kode.DITOLAK),
        (422, {"status": 422, "detail": "Periode ditutup"}, Ditolak, Kode.DITOLAK),
        (403, {"code": "900908", "message": "Resource forbidden"}, Ditolak, Kode.TANPA_IZIN),
        (404, b"<html>404</html>", Ditolak, Kode.ALAMAT_TIDAK_ADA),
        (404, {"code": 0, "data": "Data tidak ditemukan"}, Ditolak, Kode.TIDAK_DITEMUKAN),
        (200, {"code": 1, "data": "record not found"}, Ditolak, Kode.TIDAK_DITEMUKAN),
        (409, {"code": 0, "message": "sudah ada"}, Ditolak, Kode.DITOLAK),
        (409, {"code": 0, "data": {"id_usulan": ID}}, SudahAda, Kode.SUDAH_ADA),
        (409, {"code": 1, "data": {"id_usulan": ID}}, SudahAda, Kode.SUDAH_ADA),
        (409, {"data": {"IdUsulan": ID}}, SudahAda, Kode.SUDAH_ADA),
        (401, b"", TokenDitolak, Kode.TOKEN_DITOLAK),
        (401, {"message": "unauthorized"}, TokenDitolak, Kode.TOKEN_DITOLAK),
        (200, TOKEN, TokenDitolak, Kode.TOKEN_DITOLAK),
        (500, {"code": "900902"}, TokenDitolak, Kode.TOKEN_DITOLAK),
        (406, {"error": "true", "message": "Token SSO mismatch"}, TokenDitolak, Kode.TOKEN_DITOLAK),
        (403, {"success": False, "message": "invalid or expired jwt"}, TokenDitolak, Kode.TOKEN_DITOLAK),
    ],
)
def test_setiap_kegagalan_kirim_punya_satu_tindakan(status, badan, kelas, kode):
    hasil = galat(status, badan)
    assert (type(hasil), hasil.kode) == (kelas, kode)


@pytest.mark.parametrize(
    ("status", "badan"),
    [(500, b""), (502, b"<html>"), (504, b""), (408, b""), (302, b""), (200, b""), (200, b"<html>"), (200, b'{"x":1}')],
)
def test_bacaan_yang_tidak_terjawab_selalu_boleh_diulang(status, badan):
    assert type(galat(status, badan, tulis=False)) is KirimUlangNanti


@pytest.mark.parametrize(
    ("status", "badan"), [(404, {"code": 0, "data": "Data tidak ditemukan"}), (200, {"code": 1, "data": "not found"})]
)
def test_bacaan_tanpa_data_dikatakan_tidak_ditemukan(status, badan):
    assert type(galat(status, badan, tulis=False)) is TidakDitemukan


def test_404_dari_gerbang_bukan_berarti_data_tidak_ada():
    hasil = galat(404, {"code": "404", "type": "Status report", "message": "No matching resource found"}, tulis=False)
    assert (type(hasil), hasil.kode) == (Ditolak, Kode.ALAMAT_TIDAK_ADA)


@pytest.mark.parametrize(
    "badan",
    [
        {"error": "true", "message": "ASN diblokir"},
        {"error": "true", "message": "Kedudukan hukum PNS = 92"},
        {"code": 0, "message": "gagal", "data": {"kedudukan_hukum_id": "92"}},
        {"code": 0, "message": "gagal", "data": {"Kedudukan": 92}},
    ],
)
@pytest.mark.parametrize("tulis", [True, False])
def test_asn_yang_diblokir_ditolak_dengan_tanda_sendiri(badan, tulis):
    hasil = galat(406, badan, tulis=tulis)
    assert isinstance(hasil, Ditolak)
    assert hasil.asn_diblokir
    assert "diblokir" in hasil.pesan


def test_angka_92_di_tempat_lain_bukan_tanda_blokir():
    assert not galat(406, {"error": "true", "message": "Pasal 92 tidak terpenuhi"}).asn_diblokir


def test_hapus_boleh_dijawab_tanpa_isi():
    assert nilai(204, b"", boleh_kosong=True) is None


def test_gerbang_yang_berhenti_kembali_dalam_30_detik_bila_tidak_dikatakan_lain():
    assert galat(503, HENTI).retry_after == 30
    assert galat(503, HENTI, retry_after="7").retry_after == 7


def test_id_pertama_dibawa_oleh_sudah_ada():
    assert galat(409, {"code": 0, "data": {"id_usulan": ID}}).id_usulan == ID


def test_pesan_bkn_dibawa_dengan_nip_disamarkan_dan_teks_galat_tanpa_data_pribadi():
    hasil = galat(406, {"error": "true", "message": "PNS Wiratmoko 199001012015011001 ditolak " + "x" * 900})
    assert hasil.pesan_bkn.startswith("PNS Wiratmoko ••• ditolak")
    assert len(hasil.pesan_bkn) <= 500
    assert "Wiratmoko" not in str(hasil) + hasil.pesan + repr(hasil)


KINI = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tertulis", "detik"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("99999999999999999999", 3600.0),
        ("Mon, 02 Mar 2026 08:00:30 GMT", 30.0),
        ("Mon, 02 Mar 2026 07:00:00 GMT", 0.0),
        ("Tue, 02 Mar 2027 08:00:00 GMT", 3600.0),
        ("-5", None),
        ("besok", None),
        ("", None),
        (None, None),
        ("٣", None),
    ],
)
def test_retry_after_dibaca_dalam_kedua_bentuknya_dan_dibatasi(tertulis, detik):
    assert putusan.baca_retry_after(tertulis, KINI) == detik


@given(st.text(max_size=40))
def test_retry_after_apa_pun_tidak_menjatuhkan(tertulis):
    jeda = putusan.baca_retry_after(tertulis, KINI + timedelta(0))
    assert jeda is None or 0 <= jeda <= 3600


status_http = st.integers(min_value=200, max_value=599)


@given(status_http, mirip_amplop | st.binary(max_size=60), st.booleans())
def test_jawaban_apa_pun_berakhir_dengan_data_atau_satu_galat_kita(status, badan, tulis):
    hasil = _coba(status, badan, tulis)
    if not isinstance(hasil, GalatSiasn):
        assert 200 <= status < 300
        return
    assert hasil.pesan
    assert not isinstance(hasil, TidakDitemukan) or not tulis
    assert not isinstance(hasil, LihatDulu) or tulis
    if tulis and status >= 500 and status != 503 and isinstance(badan, bytes):
        assert isinstance(hasil, LihatDulu)


def _coba(status, badan, tulis):
    try:
        return nilai(status, badan, tulis=tulis)
    except GalatSiasn as hasil:
        return hasil


def test_hanya_gangguan_mitra_yang_dihitung_pemutus():
    assert LihatDulu(Kode.SAMBUNGAN_PUTUS).gangguan_mitra
    assert KirimUlangNanti(Kode.SAMBUNGAN_DITOLAK).gangguan_mitra
    assert not KirimUlangNanti(Kode.TERLALU_SERING).gangguan_mitra
    assert not KirimUlangNanti(Kode.BERKAS_TIDAK_TERBACA).gangguan_mitra
    assert not Ditolak(Kode.DITOLAK).gangguan_mitra
    assert not TokenDitolak(Kode.TOKEN_DITOLAK).gangguan_mitra
