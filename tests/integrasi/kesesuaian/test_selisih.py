"""What differs from the contract is told by kind and type, never by value."""

import json
from dataclasses import fields
from typing import Any

import pytest

from integrasi.enums import FAKTA
from integrasi.siasn.amatan import Amatan, nama_amplop
from integrasi.siasn.asn import DataAsn
from integrasi.siasn.bentuk import buka_bytes
from integrasi.siasn.konfigurasi import PATH_BAWAAN
from integrasi.siasn.kontrak import ASN, JAWABAN, nomor_api
from integrasi.siasn.referensi import BarisReferensi
from integrasi.siasn.selisih import Macam, selisih

ID = "5b1f0c1e-0000-4000-8000-000000000001"
STATUS = {"id_usulan": ID, "status_tahapan": 12, "tahapan_nama": "Terima", "tanggal": "01-02-2027", "keterangan": None}


def amatan(api: str, badan: Any, status: int = 200) -> Amatan:
    isi = badan if isinstance(badan, bytes) else json.dumps(badan).encode()
    return Amatan(api, "GET", status, {}, buka_bytes(isi), isi)


def sukses(api: str, data: Any) -> Amatan:
    return amatan(api, {"code": 1, "data": data})


def temuan(satu: Amatan) -> dict[tuple[str, str], str]:
    return {(str(isi.macam), isi.kunci): isi.contoh for isi in selisih(satu).values()}


def test_jawaban_menurut_kontrak_tidak_menyimpang() -> None:
    assert temuan(sukses("status", STATUS)) == {}
    assert temuan(sukses("status", [{**STATUS, "StatusTahapan": 16, "status_tahapan": "22"}])) == {}
    assert temuan(sukses("status", [])) == {}
    assert temuan(sukses("usulan", {"id_usulan": ID})) == {}
    assert temuan(sukses("usulan", ID)) == {}


@pytest.mark.parametrize(
    ("ubah", "kunci", "macam"),
    [
        ({"kode_unik": "x"}, "kode_unik", Macam.BIDANG_BARU),
        ({"tanggal": "kemarin"}, "tanggal", Macam.JENIS_BERUBAH),
        ({"tanggal": 20270201}, "tanggal", Macam.JENIS_BERUBAH),
        ({"keterangan": {"isi": "x"}}, "keterangan", Macam.JENIS_BERUBAH),
        ({"keterangan": "x" * 256}, "keterangan", Macam.TERLALU_PANJANG),
        ({"status_tahapan": 31}, "status_tahapan=31", Macam.KODE_BARU),
        ({"status_tahapan": True}, "status_tahapan", Macam.JENIS_BERUBAH),
    ],
)
def test_yang_berbeda_disebut_menurut_jenisnya(ubah: dict[str, Any], kunci: str, macam: Macam) -> None:
    assert list(temuan(sukses("status", {**STATUS, **ubah}))) == [(macam, kunci)]


def test_bidang_wajib_yang_hilang_disebut_dan_yang_null_tidak() -> None:
    tanpa = {kunci: isi for kunci, isi in STATUS.items() if kunci != "status_tahapan"}
    assert temuan(sukses("status", tanpa)) == {("BIDANG_HILANG", "status_tahapan"): "semestinya ada: teks atau angka"}
    assert temuan(sukses("status", {**STATUS, "status_tahapan": None})) == {}


def test_keluarga_diperiksa_sampai_ke_dalam() -> None:
    orang = dict.fromkeys(ASN) | {"pasangan": [{"nama": "Sari Rekaan", "nik": "1"}], "anak": ["Budi Rekaan"]}
    assert temuan(sukses("asn", orang)) == {("BIDANG_BARU", "pasangan.nik"): "teks"}


def test_nilai_orang_tidak_pernah_tersimpan() -> None:
    orang = dict.fromkeys(ASN)
    rahasia = {"199001012015011001": "Budi Rekaan", "Budi Rekaan": 1, "nip": 199001012015011001, "nama": "B" * 101}
    hasil = repr(temuan(sukses("asn", orang | rahasia)))
    assert "19900101" not in hasil
    assert "Budi" not in hasil
    assert "BBB" not in hasil
    assert "(nama tidak lazim)" in hasil
    tahap = repr(temuan(sukses("status", {**STATUS, "status_tahapan": "199001012015011001"})))
    assert "19900101" not in tahap


def test_amplop_dan_kode_gerbang_yang_asing_disebut() -> None:
    assert list(temuan(amatan("status", {"payload": [], "ok": 1}))) == [("AMPLOP_ASING", "ok, payload")]
    assert list(temuan(amatan("status", {"code": "900999", "message": "?"}, 500))) == [("KODE_BARU", "gerbang=900999")]
    assert list(temuan(sukses("status", "mohon tunggu"))) == [("JENIS_BERUBAH", "data")]


@pytest.mark.parametrize(
    ("badan", "status"),
    [
        (b"", 200),
        (b"<html>502 Bad Gateway</html>", 502),
        ({"code": "900902", "message": "Missing"}, 401),
        ({"code": "303001", "message": "SUSPENDED"}, 503),
        ({"code": 0, "data": "Data tidak ditemukan"}, 404),
        ({"code": 1, "data": "record not found"}, 200),
        ({"error": "true", "message": "tidak boleh"}, 406),
    ],
)
def test_gangguan_dan_penolakan_yang_dikenal_bukan_penyimpangan(badan: Any, status: int) -> None:
    assert temuan(amatan("status", badan, status)) == {}


@pytest.mark.parametrize(
    ("badan", "status", "nama"),
    [
        ({"code": "1", "data": []}, 200, "code/data"),
        ({"code": 1, "data": "[]"}, 200, "code/data (JSON dalam teks)"),
        ({"success": True, "mapData": {"a": 1}}, 200, "success/mapData"),
        ({"results": []}, 200, "results"),
        ([], 200, "daftar tanpa amplop"),
        ({"code": 0, "data": "Data tidak ditemukan"}, 404, "tidak ditemukan (404)"),
        ({"Error": "true", "Message": "x"}, 200, "penolakan (200)"),
        ({"code": "900901"}, 401, "gerbang 900901"),
        (b"", 200, "kosong"),
        (b"<html>", 502, "bukan JSON"),
        ({"ok": 1}, 200, "tidak dikenal"),
    ],
)
def test_amplop_disebut_dengan_namanya(badan: Any, status: int, nama: str) -> None:
    assert nama_amplop(amatan("status", badan, status)) == nama


def test_tabel_memuat_semua_bidang_yang_dibaca_klien() -> None:
    # `hadir` says which keys came; it is no field of the partner.
    assert {bidang.name for bidang in fields(DataAsn)} - {"hadir"} <= set(ASN)
    referensi = {nama for api, tabel in JAWABAN.items() if api.startswith("referensi_") for nama in tabel}
    assert referensi == {bidang.name for bidang in fields(BarisReferensi)} - {"hadir"}
    assert set(JAWABAN) <= set(PATH_BAWAAN)
    assert {nomor_api(api) for api in PATH_BAWAAN} == {satu.api for satu in FAKTA.values() if satu.alamat}


def test_baris_tanpa_id_dinilai_seperti_klien_menilainya() -> None:
    """The client drops a row with a null id, so what else it lacks is no break; a key that is missing is one."""
    utuh = {"id": "1", "nama": "Kementerian Contoh", "jenis": ""}
    assert temuan(sukses("referensi_instansi", [utuh, {"id": None}, {"ID": "", "nama": 5}])) == {}
    assert ("BIDANG_HILANG", "id") in temuan(sukses("referensi_instansi", [utuh, {"nama": "Tanpa kunci"}]))
    kosong = {"id_pns": None, "nip": ""}
    assert temuan(sukses("asn_daftar", [kosong])) == {}
    assert ("BIDANG_HILANG", "nama") in temuan(sukses("asn_daftar", [{"id_pns": None, "nip": "1" * 18}]))
    assert ("BIDANG_HILANG", "nama") in temuan(sukses("asn", kosong)), "only lists are thinned out"
