import json
import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from integrasi.sebab import Kode
from integrasi.siasn import bentuk
from integrasi.siasn.bentuk import Asing, Gerbang, Isi, Tolakan, buka_bytes

json_apa_saja = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda anak: st.lists(anak, max_size=4) | st.dictionaries(st.text(max_size=12), anak, max_size=5),
    max_leaves=12,
)
KUNCI_AMPLOP = ("code", "Code", "data", "Data", "success", "mapData", "results", "error", "message", "fault")
mirip_amplop = st.dictionaries(st.sampled_from(KUNCI_AMPLOP), json_apa_saja, max_size=6)
tanggal_wajar = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
BARIS = [{"id_usulan": "a"}]


def buka(muatan):
    return buka_bytes(json.dumps(muatan).encode())


@pytest.mark.parametrize(
    "muatan",
    [
        {"code": 1, "count": 1, "data": BARIS, "message": "ok"},
        {"code": "1", "data": BARIS},
        {"Code": 1, "Data": BARIS},
        {"success": True, "mapData": BARIS},
        {"success": "true", "data": BARIS},
        {"results": BARIS},
        BARIS,
        {"code": 1, "data": json.dumps(BARIS)},
        {"code": 1, "error": False, "data": BARIS},
        {"code": 1, "error": "false", "data": BARIS},
        {"code": 1, "error": "", "data": BARIS},
    ],
)
def test_setiap_amplop_berhasil_terbuka(muatan):
    assert buka(muatan) == Isi(BARIS)


@pytest.mark.parametrize(
    "muatan",
    [
        {"code": 0, "data": "Data tidak ditemukan"},
        {"code": 1, "data": "Data tidak ditemukan"},
        {"code": "1", "data": "record not found", "message": "success"},
        {"success": True, "mapData": "Data tidak ditemukan"},
    ],
)
def test_kalimat_tidak_ditemukan_dikenali(muatan):
    hasil = buka(muatan)
    assert isinstance(hasil, Tolakan)
    assert hasil.tidak_ada


@pytest.mark.parametrize(
    ("muatan", "pesan"),
    [
        ({"error": "true", "message": "Periode ditutup"}, "Periode ditutup"),
        ({"Error": "true", "Message": "Periode ditutup"}, "Periode ditutup"),
        ({"error": True, "data": "Periode ditutup"}, "Periode ditutup"),
        ({"error": "Periode ditutup"}, "Periode ditutup"),
        ({"success": False, "message": "Periode ditutup"}, "Periode ditutup"),
        ({"code": 0, "message": "Periode ditutup"}, "Periode ditutup"),
    ],
)
def test_badan_galat_dikenali_dengan_pesannya(muatan, pesan):
    hasil = buka(muatan)
    assert isinstance(hasil, Tolakan)
    assert (hasil.pesan, hasil.tidak_ada) == (pesan, False)


@pytest.mark.parametrize(
    ("badan", "kode"),
    [
        (b'{"code":"900901","message":"Invalid Credentials"}', 900901),
        (b'{"code":900800,"message":"Message throttled out"}', 900800),
        (b'{"code":"303001","message":"Runtime Error","description":"SUSPENDED"}', 303001),
        (b'{"fault":{"code":303001,"message":"Runtime Error"}}', 303001),
        (b"<am:fault xmlns:am='x'><am:code>303001</am:code><am:message>Runtime Error</am:message></am:fault>", 303001),
        (b'{"success":false,"message":"invalid or expired jwt"}', 900901),
        (b'{"error":"true","message":"Token SSO mismatch"}', 900901),
    ],
)
def test_gangguan_gerbang_dikenali_dari_badannya(badan, kode):
    assert buka_bytes(badan) == Gerbang(kode)


@pytest.mark.parametrize(
    ("badan", "sebab"),
    [
        (b"", Kode.JAWABAN_KOSONG),
        (b"  \n", Kode.JAWABAN_KOSONG),
        (b"<html>502</html>", Kode.BUKAN_JSON),
        (b'{"code":1,"data":{"id_usu', Kode.BUKAN_JSON),
        (b"[" * 200_000, Kode.BUKAN_JSON),
        (b"\xff\xfe\x00", Kode.BUKAN_JSON),
        (b'{"code":1,"data":"[{broken"}', Kode.BUKAN_JSON),
        (b'{"status":"ok","payload":{"hasil":"diterima"}}', Kode.BENTUK_ASING),
        (b'{"code":7,"data":[]}', Kode.BENTUK_ASING),
        (b"null", Kode.BENTUK_ASING),
        (b'"OK"', Kode.BENTUK_ASING),
        (b"17", Kode.BENTUK_ASING),
    ],
)
def test_yang_bukan_amplop_tidak_dianggap_jawaban(badan, sebab):
    hasil = buka_bytes(badan)
    assert isinstance(hasil, Asing)
    assert hasil.sebab is sebab


@given(json_apa_saja | mirip_amplop)
def test_json_apa_pun_terbuka_tanpa_galat_dan_kegagalan_tidak_pernah_jadi_isi(muatan):
    hasil = buka(muatan)
    assert isinstance(hasil, Isi | Tolakan | Gerbang | Asing)
    bentuk.diblokir(hasil)
    if isinstance(hasil, Isi) and isinstance(muatan, dict):
        assert bentuk.benar(muatan, "success") is not False
        assert bentuk.teks(muatan, "code") != "0"


@given(st.binary(max_size=200))
def test_byte_apa_pun_terbuka_tanpa_galat(badan):
    assert isinstance(buka_bytes(badan), Isi | Tolakan | Gerbang | Asing)


@given(st.sampled_from(["id_usulan", "ID_USULAN", "IdUsulan", "idUsulan", "Id_Usulan", "id-usulan", "ID Usulan"]))
def test_kunci_dibaca_tanpa_pandang_ejaan(kunci):
    assert bentuk.baca({"lain": 1, kunci: "x"}, "id_usulan") == "x"


def test_angka_dan_ya_tidak_dibaca_dari_bentuk_apa_pun():
    baris = {"a": "12", "b": 12, "c": "12x", "d": None, "e": True, "f": "Wajib", "g": "0", "h": [], "i": "entah"}
    assert [bentuk.angka(baris, k) for k in "abcde"] == [12, 12, None, None, None]
    assert [bentuk.benar(baris, k) for k in "efghid"] == [True, True, False, None, None, None]


@given(tanggal_wajar)
def test_tanggal_yang_ditulis_terbaca_lagi(hari):
    assert bentuk.baca_tanggal(bentuk.tulis_tanggal(hari)) == hari


@given(
    tanggal_wajar,
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d 00:00:00", "%Y-%m-%dT00:00:00Z", "%Y-%m-%dT00:00:00+07:00"]),
)
def test_setiap_bentuk_tanggal_siasn_terbaca(hari, pola):
    tertulis = hari.strftime(pola.replace("%Y", f"{hari.year:04d}"))
    assert bentuk.baca_tanggal(tertulis) == hari
    assert bentuk.tulis_tanggal(tertulis) == bentuk.tulis_tanggal(hari)


@pytest.mark.parametrize(
    ("tertulis", "hari"),
    [
        ("2025-03-31T17:00:00Z", date(2025, 4, 1)),
        ("2025-03-31T16:59:59Z", date(2025, 3, 31)),
        ("2025-04-01T00:00:00.123456789+07:00", date(2025, 4, 1)),
        ("2025-04-01T00:00:00+08:00", date(2025, 4, 1)),
        ("2025-04-01T00:00:00+09:00", date(2025, 4, 1)),
        ("2025-03-31T23:30:00+10:00", date(2025, 3, 31)),
        ("2025-04-01 13:45:59", date(2025, 4, 1)),
        (" 01-04-2025 ", date(2025, 4, 1)),
        ("03/04/2025", date(2025, 4, 3)),
    ],
)
def test_saat_dibaca_menurut_kalender_zonanya_atau_jakarta(tertulis, hari):
    assert bentuk.baca_tanggal(tertulis) == hari


@pytest.mark.parametrize(
    "kosong",
    [None, "", "  ", "0001-01-01", "0001-01-01T00:00:00Z", "01-01-0001", "0000-00-00", "01/01/0001", "00/00/0000"],
)
def test_tanggal_kosong_berarti_tidak_ada(kosong):
    assert bentuk.baca_tanggal(kosong) is None


@pytest.mark.parametrize(
    "salah",
    [
        "besok",
        "31-02-2025",
        "2025-13-01",
        "1-4-2025",
        "04/25/2025",
        "01-04/2025",
        "2025/04/01",
        "1/4/2025",
        "01/04/25",
        "2025-04-01x",
        "٠١-٠٤-٢٠٢٥",
        20250401,
    ],
)
def test_yang_bukan_tanggal_ditolak_dan_tidak_merusak_baris(salah):
    with pytest.raises(ValueError):  # noqa: PT011  (its words differ by what is wrong)
        bentuk.baca_tanggal(salah)
    assert bentuk.tanggal({"tanggal": salah}, "tanggal") is None


@given(st.text(max_size=40))
def test_teks_apa_pun_tidak_menjatuhkan_pembaca_tanggal(tertulis):
    hasil = bentuk.tanggal({"t": tertulis}, "t")
    assert hasil is None or re.match(r"\s*([0-9]{2}([-/])[0-9]{2}\\2[0-9]{4}|[0-9]{4}(-[0-9]{2}){2})", tertulis)


@given(st.dates(min_value=date(1, 1, 2), max_value=date.max - timedelta(days=2)))
@example(date(1, 1, 2))
@example(date.max - timedelta(days=2))
def test_saat_berzona_dibaca_menurut_kalender_jakarta(hari):
    for zona, geser in (("+23:59", 0), ("Z", 1), ("-23:59", 2)):
        hasil = bentuk.tanggal({"t": f"{hari.isoformat()}T23:59:59{zona}"}, "t")
        assert hasil == hari + timedelta(days=geser)


@pytest.mark.parametrize(
    "tertulis",
    ["0001-01-01T00:00:00Z", "0001-01-01T23:59:59+23:59", "9999-12-31T23:59:59Z", "9999-12-30T23:59:59-23:59"],
)
def test_tanggal_di_luar_kalender_tidak_menjatuhkan_dan_bukan_tanggal(tertulis):
    assert bentuk.tanggal({"t": tertulis}, "t") is None


def test_menulis_tanggal_kosong_ditolak():
    with pytest.raises(ValueError, match="kosong"):
        bentuk.tulis_tanggal("")


@given(st.uuids())
def test_uuid_dan_32_heksa_adalah_id_wajar(nilai):
    assert all(bentuk.wajar_id(t) for t in (str(nilai), nilai.hex, str(nilai).upper()) if any(c.isdigit() for c in t))


@pytest.mark.parametrize(
    "salah",
    [
        "",
        "Berhasil",
        "tersimpan-dengan-baik",
        "a b 12345678",
        "x" * 65 + "1",
        "1" * 65,
        "1234567",
        "<html>123",
        "ab12345\n",
        "id/123456",
    ],
)
def test_yang_bukan_id_tidak_diterima(salah):
    assert not bentuk.wajar_id(salah)


def test_id_rujukan_dikirim_sebagai_angka_bila_angka():
    assert [bentuk.angka_atau_teks(n) for n in ("12", 12, "0", "012", "a1")] == [12, 12, 0, "012", "a1"]
