"""APIs 2, 3, 4, 5, 10, 11: effects, order and refusals that name the field."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from requests_toolbelt import MultipartEncoder

from integrasi.peragaan.simulator.data import Baris, semua_asn
from tests.integrasi.peragaan.simulator.conftest import (
    Sim,
    buat_usulan,
    dokumen_wajib,
    kirim_dokumen,
    muatan_teken,
    muatan_usulan,
    usulan_diteken,
)
from tests.sarana import SABAR


def _isi(sim: Sim, id_usulan: str) -> dict[str, Any]:
    hasil: dict[str, Any] = sim.ambil(f"/_sim/usulan/{id_usulan}").json()
    return hasil


def test_peran_pic_disimpan_diganti_dan_dihapus(sim: Sim, orang: Baris) -> None:
    isi = {"nip": orang["nip"], "id": "pic-1", "kp": "1", "pemberhentian": "0", "jfku": None}
    assert sim.kirim("/siapp/role-pic", isi).json()["success"] is True
    sim.kirim("/siapp/role-pic", {**isi, "jfku": "1"}).raise_for_status()
    peran = sim.ambil("/_sim/peran").json()
    assert [(p["id"], p["kp"], p["jfku"]) for p in peran] == [("pic-1", "1", "1")]
    assert sim.sesi.delete(sim.url + "/siapp/role-pic/pic-1", timeout=SABAR).status_code == 200
    assert sim.sesi.delete(sim.url + "/siapp/role-pic/pic-1", timeout=SABAR).status_code == 404
    assert sim.ambil("/_sim/peran").json() == []


def test_usulan_dari_awal_sampai_salinan_keppres(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    biro = {"id_usulan": id_usulan, "status": "APPROVED", "tanggal_verifikasi": "01-12-2026", "keterangan": "lengkap"}
    assert sim.kirim("/siapp/usulan/verifikasi-biro", biro).status_code == 200
    salinan = {
        "nomor_keppres": "1/K TAHUN 2026",
        "tanggal_keppres": "10-12-2026",
        "judul_keppres": "Kenaikan Pangkat",
        "download_url": "https://siapp.contoh.invalid/api/v1/unduh/abc",
        "id_usulan": id_usulan,
        "nip": orang["nip"],
    }
    assert sim.kirim("/siapp/salinan-keppres", salinan).status_code == 200
    isi = _isi(sim, id_usulan)
    assert isi["tahap"] == 12
    assert [r["tahap"] for r in isi["riwayat"]] == [1, 2, 3, 4, 12]
    assert len(isi["dokumen"]) == 8
    assert isi["approval"][0]["nama_approval"] == "Penyetuju Rekaan"
    assert isi["biro"][0]["status"] == "APPROVED"
    assert isi["salinan"][0]["nomor_keppres"] == "1/K TAHUN 2026"


@pytest.mark.parametrize(
    ("ubah", "kolom"),
    [
        ({"id_pns": "X" * 65}, "id_pns"),
        ({"id_pns": "TIDAKADA"}, "id_pns"),
        ({"detail_layanan_id": "seratus"}, "detail_layanan_id"),
        ({"detail_layanan_id": 999}, "detail_layanan_id"),
        ({"data_usulan": "{}"}, "data_usulan"),
        ({"data_usulan": {"referensi_siapp": "bukan-uuid"}}, "data_usulan"),
        ({"periode": "2027-04-01"}, "periode"),
        ({"periode": ""}, "periode"),
    ],
)
def test_usulan_yang_salah_ditolak_dengan_nama_kolom(sim: Sim, orang: Baris, ubah: dict[str, Any], kolom: str) -> None:
    jawaban = sim.kirim("/siapp/usulan", {**muatan_usulan(orang), **ubah})
    assert (jawaban.status_code, jawaban.json()["error"], jawaban.json()["field"]) == (406, "true", kolom)
    assert sim.hitungan("3")["efek"] == 0


def test_usulan_untuk_asn_diblokir_ditolak(sim: Sim) -> None:
    blokir = next(a for a in semua_asn() if a["kedudukan_hukum_id"] == "92")
    assert "diblokir" in sim.kirim("/siapp/usulan", muatan_usulan(blokir)).json()["message"]


def test_pemberhentian_tidak_memerlukan_periode(sim: Sim, orang: Baris) -> None:
    assert sim.kirim("/siapp/usulan", {**muatan_usulan(orang, 107), "periode": None}).status_code == 200


def test_dokumen_dihitung_dan_diberi_sidik(sim: Sim, orang: Baris) -> None:
    id_usulan = buat_usulan(sim, orang)
    isi = b"%PDF-1.4" + bytes(range(256)) * 5000
    jawaban = json.loads(kirim_dokumen(sim, id_usulan, 2001, isi).json()["data"])
    assert (jawaban["ukuran"], jawaban["sha256"]) == (len(isi), hashlib.sha256(isi).hexdigest())
    berkas = _isi(sim, id_usulan)["dokumen"][0]["berkas"]
    tersimpan = sim.berkas.with_name(sim.berkas.name + ".berkas") / berkas
    assert tersimpan.read_bytes() == isi
    assert _isi(sim, id_usulan)["tahap"] == 2


def _memori_kib(pid: int) -> int:
    baris = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(b for b in baris if b.startswith("VmRSS")).split()[1])


def test_dokumen_100_mib_mengalir_tanpa_memenuhi_memori(sim: Sim, orang: Baris, tmp_path: Path) -> None:
    id_usulan = buat_usulan(sim, orang)
    besar = tmp_path / "besar.pdf"
    with besar.open("wb") as keluar:
        keluar.write(b"%PDF-1.4")
        keluar.truncate(100 * 1024 * 1024)
    sebelum = _memori_kib(sim.proses.pid)
    with besar.open("rb") as masuk:
        badan = MultipartEncoder({"id_usulan": id_usulan, "id_ref_dokumen": "2001", "file": ("besar.pdf", masuk)})
        jawaban = sim.sesi.post(
            sim.url + "/siapp/usulan/dokumen", data=badan, headers={"Content-Type": badan.content_type}, timeout=SABAR
        )
    assert json.loads(jawaban.json()["data"])["ukuran"] == 100 * 1024 * 1024
    assert _memori_kib(sim.proses.pid) - sebelum < 20 * 1024
    sim.kirim("/_sim/hapus").raise_for_status()


def test_berkas_sebelum_kolom_pun_diterima(sim: Sim, orang: Baris) -> None:
    id_usulan = buat_usulan(sim, orang)
    badan = MultipartEncoder([("file", ("a.pdf", b"%PDF-")), ("id_usulan", id_usulan), ("id_ref_dokumen", "2001")])
    jawaban = sim.sesi.post(
        sim.url + "/siapp/usulan/dokumen", data=badan, headers={"Content-Type": badan.content_type}, timeout=SABAR
    )
    assert json.loads(jawaban.json()["data"])["ukuran"] == 5


def test_dokumen_yang_ditolak_tidak_meninggalkan_berkas(sim: Sim, orang: Baris) -> None:
    id_usulan = buat_usulan(sim, orang)
    lain = kirim_dokumen(sim, id_usulan, 2200)
    assert (lain.status_code, lain.json()["Error"], lain.json()["Field"]) == (200, "true", "id_ref_dokumen")
    kosong = kirim_dokumen(sim, id_usulan, 2001, b"")
    assert kosong.json()["Field"] == "file"
    tanpa = sim.kirim("/siapp/usulan/dokumen", {"id_usulan": id_usulan, "id_ref_dokumen": 2001})
    assert tanpa.json()["Field"] == "file"
    assert list(sim.berkas.with_name(sim.berkas.name + ".berkas").iterdir()) == []


def test_dokumen_sebelum_usulan_dihitung_tak_urut(sim: Sim) -> None:
    jawaban = kirim_dokumen(sim, "11111111-1111-4111-8111-111111111111", 2001)
    assert jawaban.json()["data"] == "Data tidak ditemukan"
    assert sim.hitungan("4")["tak_urut"] == 1


def test_teken_tanpa_dokumen_wajib_ditolak_406(sim: Sim, orang: Baris) -> None:
    id_usulan = buat_usulan(sim, orang)
    jawaban = sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang))
    assert jawaban.status_code == 406
    assert "dokumen wajib belum ada" in jawaban.json()["message"]
    assert sim.hitungan("5")["tak_urut"] == 1


def test_dokumen_bersyarat_hanya_wajib_bagi_jabatannya(sim: Sim) -> None:
    def teken(jabatan: str) -> int:
        orang = next(a for a in semua_asn() if a["nama_jabatan_terakhir"] == jabatan)
        id_usulan = buat_usulan(sim, orang, 102)
        baris = sim.ambil("/siapp/referensi/jenis-dokumen?limit=1000").json()
        for b in baris:
            if b["detail_layanan_id"] == 102 and b["wajib"] and "widyaiswara" not in b["nama"].lower():
                kirim_dokumen(sim, id_usulan, b["id"])
        return sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang)).status_code

    assert teken("Auditor Ahli Madya") == 200
    assert teken("Widyaiswara Ahli Madya") == 406


@pytest.mark.parametrize(
    ("ubah", "kolom"),
    [
        ({"nip_approval": "123"}, "nip_approval"),
        ({"nama_approval": "x" * 101}, "nama_approval"),
        ({"jenis_usulan": "baru"}, "jenis_usulan"),
        ({"catatan": "x" * 256}, "catatan"),
        ({"catatan": "é" * 128}, "catatan"),
        ({"id_usulan": ""}, "id_usulan"),
    ],
)
def test_teken_yang_salah_ditolak_dengan_nama_kolom(sim: Sim, orang: Baris, ubah: dict[str, Any], kolom: str) -> None:
    jawaban = sim.kirim("/siapp/usulan/approve", {**muatan_teken(buat_usulan(sim, orang), orang), **ubah})
    assert (jawaban.status_code, jawaban.json()["field"]) == (406, kolom)


@pytest.mark.parametrize(
    ("ubah", "kolom"),
    [
        ({"status": "BTS"}, "status"),
        ({"tanggal_verifikasi": ""}, "tanggal_verifikasi"),
        ({"keterangan": 5}, "keterangan"),
    ],
)
def test_putusan_biro_yang_salah_ditolak(sim: Sim, orang: Baris, ubah: dict[str, Any], kolom: str) -> None:
    isi = {"id_usulan": buat_usulan(sim, orang), "status": "BTL", "tanggal_verifikasi": "01-12-2026", "keterangan": ""}
    assert sim.kirim("/siapp/usulan/verifikasi-biro", {**isi, **ubah}).json()["field"] == kolom


@pytest.mark.parametrize(
    ("ubah", "kolom"),
    [
        ({"nomor_keppres": "x" * 21}, "nomor_keppres"),
        ({"judul_keppres": "x" * 256}, "judul_keppres"),
        ({"download_url": "ftp://x"}, "download_url"),
        ({"download_url": "https://" + "x" * 250}, "download_url"),
        ({"nip": "1" * 18}, "nip"),
        ({"tanggal_keppres": "31-02-2026"}, "tanggal_keppres"),
    ],
)
def test_salinan_yang_salah_ditolak(sim: Sim, orang: Baris, ubah: dict[str, Any], kolom: str) -> None:
    isi = {
        "nomor_keppres": "1/K",
        "tanggal_keppres": "10-12-2026",
        "judul_keppres": "Judul",
        "download_url": "https://siapp.contoh.invalid/u/1",
        "id_usulan": buat_usulan(sim, orang),
        "nip": orang["nip"],
    }
    assert sim.kirim("/siapp/salinan-keppres", {**isi, **ubah}).json()["field"] == kolom


def test_badan_yang_bukan_json_ditolak(sim: Sim) -> None:
    jawaban = sim.sesi.post(sim.url + "/siapp/usulan", data=b"{rusak", timeout=SABAR)
    assert (jawaban.status_code, jawaban.json()["field"]) == (406, "body")


def test_putaran_baru_dibuka_oleh_btl_biro_dan_dokumennya_bukan_susulan(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    wajib = dokumen_wajib(sim, 101)
    kirim_dokumen(sim, id_usulan, wajib[0], b"%PDF-susulan")
    assert sim.hitungan("4")["susulan"] == 1
    btl = {"id_usulan": id_usulan, "status": "BTL", "tanggal_verifikasi": "01-12-2026", "keterangan": "buram"}
    for _ in range(2):
        sim.kirim("/siapp/usulan/verifikasi-biro", btl).raise_for_status()
    assert _isi(sim, id_usulan)["putaran"] == 2
    kirim_dokumen(sim, id_usulan, wajib[0], b"%PDF-perbaikan")
    sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang, "Perbaikan")).raise_for_status()
    assert sim.hitungan("4")["susulan"] == 1
    assert (sim.hitungan("5")["efek"], sim.hitungan("5")["ganda"]) == (2, 0)
