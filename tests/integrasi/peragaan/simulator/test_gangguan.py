"""Every fault, before and after the effect; the partner's count is the judge."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import pytest
import requests

from integrasi.peragaan.simulator.data import Baris
from tests.integrasi.peragaan.simulator.conftest import Sim, muatan_usulan
from tests.sarana import SABAR


def _kirim(sim: Sim, orang: Baris, gangguan: str) -> requests.Response:
    return sim.kirim("/siapp/usulan", muatan_usulan(orang), gangguan=gangguan)


@pytest.mark.parametrize(("gangguan", "efek"), [("reset_sebelum", 0), ("reset_sesudah", 1), ("reset", 1)])
def test_reset_memutus_sambungan_sebelum_atau_sesudah_disimpan(
    sim: Sim, orang: Baris, gangguan: str, efek: int
) -> None:
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        _kirim(sim, orang, gangguan)
    assert sim.hitungan("3")["efek"] == efek
    assert sum(sim.hitungan("3")["gangguan"].values()) == 1


@pytest.mark.parametrize(
    ("gangguan", "status", "isi", "efek"),
    [
        ("401", 401, "900901", 0),
        ("401_sso", 401, "invalid or expired jwt", 0),
        ("429:3", 429, "900800", 0),
        ("500", 500, "Internal Server Error", 1),
        ("500_sebelum", 500, "Internal Server Error", 0),
        ("502_html", 502, "<html>", 0),
        ("502_html_sesudah", 502, "<html>", 1),
        ("503", 503, "101503", 0),
        ("504", 504, "101504", 1),
        ("suspended", 503, "303001", 0),
        ("kosong", 200, "", 1),
        ("amplop_salah", 200, "payload", 1),
        ("json_rusak", 200, '{"code":1,"data":{"id_usu', 1),
    ],
)
def test_jawaban_pengganti(sim: Sim, orang: Baris, gangguan: str, status: int, isi: str, efek: int) -> None:
    jawaban = _kirim(sim, orang, gangguan)
    assert jawaban.status_code == status
    assert isi in jawaban.text
    assert sim.hitungan("3")["efek"] == efek


def test_retry_after_dalam_dua_bentuk(sim: Sim, orang: Baris) -> None:
    assert _kirim(sim, orang, "429:3").headers["Retry-After"] == "3"
    saat = parsedate_to_datetime(_kirim(sim, orang, "429_tanggal:3600").headers["Retry-After"])
    assert 3000 < saat.timestamp() - time.time() <= 3600


@pytest.mark.parametrize("gangguan", ["tunda:0.4", "tunda_sesudah:0.4"])
def test_tunda_menjawab_terlambat_dan_tetap_menyimpan(sim: Sim, orang: Baris, gangguan: str) -> None:
    mulai = time.monotonic()
    assert _kirim(sim, orang, gangguan).status_code == 200
    assert time.monotonic() - mulai >= 0.4
    assert sim.hitungan("3")["efek"] == 1


def test_pengirim_yang_menyerah_tidak_membatalkan_akibat(sim: Sim, orang: Baris) -> None:
    with pytest.raises(requests.ReadTimeout):
        sim.sesi.post(
            sim.url + "/siapp/usulan", json=muatan_usulan(orang), headers={"X-Sim-Gangguan": "tunda:4"}, timeout=0.2
        )
    assert sim.hitungan("3")["efek"] == 0
    batas = time.monotonic() + 60
    while not sim.hitungan("3")["efek"]:
        assert time.monotonic() < batas
        time.sleep(0.05)


@pytest.mark.parametrize(("gangguan", "efek"), [("diam:0.3", 0), ("diam_sesudah:0.3", 1)])
def test_diam_lalu_putus(sim: Sim, orang: Baris, gangguan: str, efek: int) -> None:
    mulai = time.monotonic()
    with pytest.raises(requests.ConnectionError):
        _kirim(sim, orang, gangguan)
    assert time.monotonic() - mulai >= 0.3
    assert sim.hitungan("3")["efek"] == efek


def test_daftar_yang_rusak(sim: Sim) -> None:
    def baris(gangguan: str) -> list[dict[str, str]]:
        kepala = {"X-Sim-Gangguan": gangguan}
        hasil: list[dict[str, str]] = sim.ambil("/siapp/referensi/eselon", headers=kepala).json()["results"]
        return hasil

    assert [len(baris(g)) for g in ("daftar_kosong", "daftar_setengah", "daftar_ganda")] == [0, 6, 24]
    assert baris("daftar_ganti_nama")[0]["NAMA"] == "I.a (baru)"
    kepala = {"X-Sim-Gangguan": "daftar_setengah"}
    assert len(sim.ambil("/siapp/referensi/jenis-dokumen?limit=100", headers=kepala).json()) == 50
    assert isinstance(sim.ambil("/siapp/referensi/jabatan", headers=kepala).json()["data"], str)


def test_aturan_tetap_berlaku_dengan_peluang_lewati_dan_sisa(sim: Sim, orang: Baris) -> None:
    aturan = [{"api": "3", "jenis": "503", "peluang": 1, "lewati": 1, "sisa": 2}]
    sim.kirim("/_sim/gangguan", {"aturan": aturan, "benih": 7}).raise_for_status()
    kode = [sim.kirim("/siapp/usulan", muatan_usulan(orang)).status_code for _ in range(5)]
    assert kode == [200, 503, 503, 200, 200]
    assert sim.ambil("/_sim/gangguan").json()["aturan"][0]["kena"] == 2
    assert sim.hitungan("3")["gangguan"] == {"503_sebelum": 2}
    assert sim.ambil("/siapp/asn?limit=1").status_code == 200


def test_benih_sama_memberi_urutan_gangguan_sama(sim: Sim, orang: Baris) -> None:
    def urutan() -> list[int]:
        sim.kirim("/_sim/gangguan", {"aturan": [{"jenis": "503", "peluang": 0.4}], "benih": 11}).raise_for_status()
        return [sim.kirim("/siapp/usulan", muatan_usulan(orang)).status_code for _ in range(30)]

    pertama = urutan()
    assert urutan() == pertama
    assert {200, 503} == set(pertama)


def test_gangguan_pada_layanan_token(sim: Sim) -> None:
    sim.kirim("/_sim/gangguan", {"aturan": [{"api": "token", "jenis": "502_html", "sisa": 1}]}).raise_for_status()
    assert requests.post(sim.url + "/oauth2/token", timeout=SABAR).status_code == 502
    assert requests.post(sim.url + "/oauth2/token", timeout=SABAR).status_code == 401


@pytest.mark.parametrize("salah", [{"jenis": "entah"}, {"jenis": "tunda:lama"}, {"jenis": "503", "peluang": 2}, {}])
def test_aturan_yang_salah_ditolak_dan_yang_lama_tetap(sim: Sim, salah: dict[str, object]) -> None:
    sim.kirim("/_sim/gangguan", {"aturan": [{"api": "7", "jenis": "503"}]}).raise_for_status()
    assert sim.kirim("/_sim/gangguan", {"aturan": [salah]}).status_code == 400
    assert [a["api"] for a in sim.ambil("/_sim/gangguan").json()["aturan"]] == ["7"]


def test_kepala_gangguan_yang_tidak_dikenal_ditolak(sim: Sim, orang: Baris) -> None:
    assert _kirim(sim, orang, "entah").status_code == 400
