"""APIs 1, 6, 7 and 13 in the shapes of the real services."""

from __future__ import annotations

import json
from typing import Any

import pytest

from integrasi.peragaan.simulator.data import Baris, semua_asn
from integrasi.peragaan.simulator.referensi import daftar
from tests.integrasi.peragaan.simulator.conftest import Sim, buat_usulan


def test_data_asn_satu_orang_lengkap_dengan_keluarga(sim: Sim, orang: Baris) -> None:
    isi = sim.ambil(f"/siapp/asn/{orang['nip']}").json()
    assert isi["code"] == 1
    assert {**isi["data"], "tmt_meninggal": ""} == dict(orang)
    assert isi["data"]["tmt_meninggal"] == "0001-01-01"


def test_data_asn_di_bawah_ivb_tetap_dijawab_bila_ditanya_satu(sim: Sim) -> None:
    bawah = next(a for a in semua_asn() if a["golongan_id"] == "34")
    assert sim.ambil(f"/siapp/asn/{bawah['nip']}").json()["data"]["gol_ruang_baru"] == "III/d"


def test_asn_diblokir_ditolak_dengan_kata_kata(sim: Sim) -> None:
    blokir = next(a for a in semua_asn() if a["kedudukan_hukum_id"] == "92")
    jawaban = sim.ambil(f"/siapp/asn/{blokir['nip']}")
    assert jawaban.status_code == 406
    assert "diblokir" in jawaban.json()["message"]


def test_nip_tak_dikenal_dijawab_404(sim: Sim) -> None:
    jawaban = sim.ambil("/siapp/asn/199001012015011009")
    assert (jawaban.status_code, jawaban.json()) == (404, {"code": 0, "data": "Data tidak ditemukan"})


def test_daftar_asn_berhalaman_sampai_kosong_dan_hanya_ivb_ke_atas(sim: Sim) -> None:
    semua: list[dict[str, Any]] = []
    while halaman := sim.ambil(f"/siapp/asn?limit=100&offset={len(semua)}").json()["data"]:
        semua += halaman
    assert {a["golongan_id"] for a in semua} == {"42", "43", "44", "45"}
    assert len({a["nip"] for a in semua}) == len(semua) >= 200


def test_limit_yang_bukan_angka_ditolak(sim: Sim) -> None:
    assert sim.ambil("/siapp/asn?limit=banyak").status_code == 406


def _isi_referensi(sim: Sim, nama: str) -> list[dict[str, Any]]:
    isi = sim.ambil(f"/siapp/referensi/{nama}?limit=1000").json()
    if isinstance(isi, dict):
        isi = isi.get("results", isi.get("data"))
    if isinstance(isi, str):
        isi = json.loads(isi)
    return [{k.lower(): v for k, v in baris.items()} for baris in isi]


@pytest.mark.parametrize("nama", sorted(daftar()))
def test_setiap_daftar_referensi_sampai_utuh_dalam_bentuknya_sendiri(sim: Sim, nama: str) -> None:
    assert _isi_referensi(sim, nama) == daftar()[nama]


def test_bentuk_amplop_referensi_berbeda_beda(sim: Sim) -> None:
    bentuk = {n: sim.ambil(f"/siapp/referensi/{n}?limit=2").json() for n in daftar()}
    assert isinstance(bentuk["jenis-dokumen"], list)
    assert set(bentuk["jenis-layanan"]) == {"results"}
    assert isinstance(bentuk["jabatan"]["data"], str)
    assert bentuk["golongan"]["code"] == "1"
    assert "Instansi_Id" in bentuk["unor"][0]


def test_halaman_lewat_akhir_kosong(sim: Sim) -> None:
    assert sim.ambil("/siapp/referensi/eselon?limit=5&offset=500").json() == {"results": []}


def test_status_usulan_mengikuti_tahapan(sim: Sim, orang: Baris) -> None:
    id_usulan = buat_usulan(sim, orang)
    isi = sim.ambil(f"/siapp/usulan/status?id_usulan={id_usulan.upper()}").json()["data"]
    assert (isi["Id_Usulan"], isi["Status_Tahapan"], isi["Tahapan_Nama"]) == (id_usulan, 1, "Input Berkas")
    assert isi["Tanggal"].endswith("+07:00")


def test_status_usulan_tak_dikenal_dijawab_200_dengan_teks(sim: Sim) -> None:
    jawaban = sim.ambil("/siapp/usulan/status?id_usulan=entah")
    assert (jawaban.status_code, jawaban.json()["data"]) == (200, "Data tidak ditemukan")


def test_pertek_belum_ada_kosong_dan_usulan_tak_dikenal_record_not_found(sim: Sim, orang: Baris) -> None:
    id_usulan = buat_usulan(sim, orang)
    assert sim.ambil(f"/siapp/usulan/pertek?id_usulan={id_usulan}").json() == {"results": []}
    assert sim.ambil("/siapp/usulan/pertek?id_usulan=entah").json()["data"] == "record not found"


@pytest.mark.parametrize("jalur", ["../sim.sqlite3", "/etc/hostname", "", "pertek-1.pdf"])
def test_unduh_hanya_membuka_berkas_pertek(sim: Sim, jalur: str) -> None:
    assert sim.ambil("/siapp/unduh", params={"path": jalur}).status_code == 404
