"""The page: what a person who plays BKN sees and presses, without JavaScript."""

from __future__ import annotations

import re

import pytest
import requests

from integrasi.peragaan.simulator.data import Baris
from tests.integrasi.peragaan.simulator.conftest import Sim, usulan_diteken
from tests.sarana import SABAR


def _tekan(sim: Sim, jalur: str, **isi: str) -> str:
    jawaban = requests.post(sim.url + jalur, data=isi, timeout=SABAR)
    assert jawaban.history[0].status_code == 303
    assert jawaban.status_code == 200
    return jawaban.text


def test_halaman_kosong_mengatakan_apa_yang_harus_dilakukan(sim: Sim) -> None:
    halaman = requests.get(sim.url, timeout=SABAR)
    assert "Simulator SIASN" in halaman.text
    assert "bukan sistem BKN" in halaman.text
    assert "Kirim satu dari SIAPP NV" in halaman.text
    assert "default-src 'none'" in halaman.headers["Content-Security-Policy"]
    assert "<script" not in halaman.text
    assert 'style="' not in halaman.text


def test_daftar_dapat_dicari_dan_disaring(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    for cari in (orang["nip"], orang["nama"][:6], id_usulan):
        assert id_usulan in requests.get(sim.url, params={"cari": cari}, timeout=SABAR).text
    assert "Tidak ada usulan yang cocok" in requests.get(sim.url, params={"cari": "zzz"}, timeout=SABAR).text
    assert id_usulan in requests.get(sim.url, params={"tahap": "12"}, timeout=SABAR).text
    assert id_usulan not in requests.get(sim.url, params={"tahap": "5"}, timeout=SABAR).text


def test_halaman_usulan_menunjukkan_dokumen_dengan_sidiknya(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    halaman = requests.get(f"{sim.url}/usulan/{id_usulan}", timeout=SABAR).text
    dokumen = sim.ambil(f"/_sim/usulan/{id_usulan}").json()["dokumen"][0]
    assert dokumen["sha256"] in halaman
    assert "Penyetuju Rekaan" in halaman
    unduhan = requests.get(f"{sim.url}/berkas/dokumen/{dokumen['id']}", timeout=SABAR)
    assert unduhan.content == b"%PDF-1.4 percobaan"
    assert unduhan.headers["Content-Disposition"].startswith("attachment")


def test_tombol_putusan_pertek_dan_tahapan(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    jalur = f"/usulan/{id_usulan}"
    btl = _tekan(sim, jalur + "/putusan", status="BTL", keterangan="pindaian buram", tanggal="2026-12-01")
    assert "pindaian buram" in btl
    assert "tertanggal 01-12-2026" in btl
    assert "Pertek PH-" in _tekan(sim, jalur + "/pertek", jenis="Baru", nomor="")
    assert "24 Perbaikan Pertek" in _tekan(sim, jalur + "/tahap", status_tahapan="24", keterangan="")
    nomor = sim.ambil(f"/_sim/usulan/{id_usulan}").json()["putusan"][0]["id"]
    assert "dikirim ulang" in _tekan(sim, jalur + "/kirim-ulang", nomor=str(nomor))
    assert "Tidak dilakukan: keterangan" in _tekan(sim, jalur + "/putusan", status="BTL", keterangan="x" * 256)


def test_kendali_mengatur_mode_gangguan_token_dan_otomatis(sim: Sim) -> None:
    assert re.search(r'value="tolak_ganda" checked', _tekan(sim, "/kendali/mode", mode_ganda="tolak_ganda"))
    assert 'value="tolak_ganda:3,cari:3"' in _tekan(
        sim, "/kendali/mode", mode_ganda="tolak_ganda", mode_per_api="tolak_ganda:3,cari:3"
    )
    pasang = _tekan(
        sim, "/kendali/gangguan", api="7", jenis="tunda", saat="sesudah", nilai="0,1", persen="50", sisa="3"
    )
    assert "tunda_sesudah:0.1" in pasang
    assert "1 gangguan sedang terpasang" in pasang
    assert sim.ambil("/_sim/gangguan").json()["aturan"][0] | {"kena": 0} == {
        "api": "7",
        "jenis": "tunda_sesudah:0.1",
        "peluang": 0.5,
        "sisa": 3,
        "lewati": 0,
        "kena": 0,
    }
    assert "Tidak ada gangguan terpasang" in _tekan(sim, "/kendali/tenang")
    assert "token dimatikan" in _tekan(sim, "/kendali/token", jenis="")
    assert sim.ambil("/siapp/asn").status_code == 401
    assert "Mode otomatis diubah" in _tekan(sim, "/kendali/otomatis", nyala="ya", jeda="2,5")
    assert "Tidak dilakukan" in _tekan(sim, "/kendali/otomatis", jeda="lama")
    assert "Belum ada usulan" in _tekan(sim, "/kendali/hapus") or sim.ambil("/_sim/usulan").json() == []


def test_jurnal_tidak_memuat_nip(sim: Sim, orang: Baris) -> None:
    sim.ambil(f"/siapp/asn/{orang['nip']}").raise_for_status()
    halaman = requests.get(f"{sim.url}/kendali", timeout=SABAR).text
    assert orang["nip"] not in halaman
    assert sim.ambil("/_sim/panggilan").json()[0]["titik"] == "1"


@pytest.mark.parametrize("jalur", ["/usulan/entah", "/berkas/dokumen/99999", "/berkas/token/1"])
def test_yang_tidak_ada_dijawab_dengan_halaman(sim: Sim, jalur: str) -> None:
    jawaban = requests.get(sim.url + jalur, timeout=SABAR)
    assert jawaban.status_code == 404
    assert "mungkin sudah dihapus" in jawaban.text


def test_formulir_dari_situs_lain_ditolak(sim: Sim) -> None:
    kepala = {"Origin": "https://lain.contoh.invalid"}
    assert requests.post(f"{sim.url}/kendali/hapus", headers=kepala, timeout=SABAR).status_code == 403
    sama = {"Origin": sim.url}
    assert requests.post(f"{sim.url}/kendali/tenang", headers=sama, timeout=SABAR).status_code == 200
