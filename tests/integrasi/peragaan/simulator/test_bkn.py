"""BKN's part: stages, verdicts with their notice to SIAPP, Pertek and Ralat, automatic mode."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pikepdf
import pytest

from integrasi.peragaan.simulator.data import Baris
from tests.integrasi.peragaan.simulator.conftest import Sim, muatan_teken, usulan_diteken
from tests.sarana import tunggu


class SiappKecil:
    """The least of SIAPP that API 9 needs: a token service and the notice endpoint, over real HTTP."""

    def __init__(self) -> None:
        self.diterima: list[dict[str, Any]] = []
        self.gagal = 0
        self.token = 0
        luar = self

        class Penangan(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                badan = self.rfile.read(int(self.headers["Content-Length"]))
                status, isi = luar.jawab(self.path, self.headers.get("Authorization", ""), badan)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(isi).encode())

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Penangan)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.benang = threading.Thread(target=self.server.serve_forever)
        self.benang.start()

    def jawab(self, jalur: str, izin: str, badan: bytes) -> tuple[int, dict[str, Any]]:
        """Status and body for one call."""
        if jalur == "/oauth2/token":
            self.token += 1
            benar = "Basic " + base64.b64encode(b"bkn-demo:rahasia-bkn-demo").decode()
            return (200, {"access_token": "t", "expires_in": 900}) if izin == benar else (401, {})
        if izin != "Bearer t" or jalur != "/api/v1/notifikasi-verifikasi":
            return 404, {}
        if self.gagal:
            self.gagal -= 1
            return 503, {}
        self.diterima.append(json.loads(badan))
        return (400, {"code": 0}) if self.diterima[-1]["keterangan"] == "tolak" else (200, {"code": 1})

    def tutup(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self.benang.join()


@pytest.fixture
def siapp() -> Iterator[SiappKecil]:
    peladen = SiappKecil()
    yield peladen
    peladen.tutup()


def test_bkn_memindah_ke_tahapan_mana_pun_juga_yang_tak_dikenal(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    for tahap, nama in ((13, "Validasi Usulan - Tidak Memenuhi Syarat"), (77, "tahapan lain"), (99, "Usulan Dihapus")):
        sim.kirim(f"/_sim/usulan/{id_usulan}/tahap", {"status_tahapan": tahap, "keterangan": "uji"}).raise_for_status()
        isi = sim.ambil(f"/siapp/usulan/status?id_usulan={id_usulan}").json()["data"]
        assert (isi["Status_Tahapan"], isi["Tahapan_Nama"], isi["Keterangan"]) == (tahap, nama, "uji")
    assert sim.kirim(f"/_sim/usulan/{id_usulan}/tahap", {}).status_code == 400
    assert sim.kirim("/_sim/usulan/entah/tahap", {"status_tahapan": 5}).status_code == 404


@pytest.mark.parametrize(("status", "tahap"), [("APPROVED", 16), ("BTL", 5), ("TMS", 6)])
def test_putusan_memindah_tahapan(sim: Sim, orang: Baris, status: str, tahap: int) -> None:
    id_usulan = usulan_diteken(sim, orang)
    isi = {"status": status, "keterangan": "uji", "tanggal": "02-12-2026", "kirim": False}
    putusan = sim.kirim(f"/_sim/usulan/{id_usulan}/putusan", isi).json()
    assert (putusan["tanggal_verifikasi"], putusan["kiriman"]) == ("02-12-2026", "tidak dikirim")
    usulan = sim.ambil(f"/_sim/usulan/{id_usulan}").json()
    assert (usulan["tahap"], usulan["putaran"]) == (tahap, 2 if status == "BTL" else 1)


def test_putusan_yang_salah_ditolak(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    for isi in (
        {"status": "BTS"},
        {"status": "BTL", "keterangan": "x" * 256},
        {"status": "BTL", "tanggal": "2026-12-01"},
    ):
        assert sim.kirim(f"/_sim/usulan/{id_usulan}/putusan", isi).status_code == 400


def test_putusan_sampai_ke_api_9_walau_siapp_sempat_mati(
    buat_sim: Callable[..., Sim], siapp: SiappKecil, orang: Baris
) -> None:
    siapp.gagal = 1
    sim = buat_sim("--siapp-url", siapp.url)
    sim.masuk()
    id_usulan = usulan_diteken(sim, orang)
    for status in ("BTL", "APPROVED"):
        isi = {"status": status, "keterangan": "catatan", "tanggal": "02-12-2026"}
        sim.kirim(f"/_sim/usulan/{id_usulan}/putusan", isi).raise_for_status()
    tunggu(lambda: len(siapp.diterima) == 2)
    harapan = {"id_usulan": id_usulan, "tanggal_verifikasi": "02-12-2026", "keterangan": "catatan"}
    assert sorted(siapp.diterima, key=lambda d: d["status"]) == [
        {**harapan, "status": "APPROVED"},
        {**harapan, "status": "BTL"},
    ]
    assert siapp.token == 1
    tunggu(lambda: all(p["kiriman"] == "terkirim" for p in _putusan(sim, id_usulan)))


def _putusan(sim: Sim, id_usulan: str) -> list[dict[str, Any]]:
    isi: list[dict[str, Any]] = sim.ambil(f"/_sim/usulan/{id_usulan}").json()["putusan"]
    return isi


def test_putusan_yang_ditolak_siapp_berhenti_dengan_jawabannya(
    buat_sim: Callable[..., Sim], siapp: SiappKecil, orang: Baris
) -> None:
    sim = buat_sim("--siapp-url", siapp.url)
    sim.masuk()
    id_usulan = usulan_diteken(sim, orang)
    sim.kirim(f"/_sim/usulan/{id_usulan}/putusan", {"status": "TMS", "keterangan": "tolak"}).raise_for_status()
    tunggu(lambda: _putusan(sim, id_usulan)[0]["kiriman"] == "ditolak")
    assert (_putusan(sim, id_usulan)[0]["kode"], _putusan(sim, id_usulan)[0]["percobaan"]) == (400, 1)


def test_pertek_dan_ralat_terbit_sebagai_pdf_yang_dapat_diunduh(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    jalur = f"/_sim/usulan/{id_usulan}/pertek"
    assert sim.kirim(jalur, {"jenis": "Perbaikan"}).status_code == 400
    pertama = sim.kirim(jalur, {"jenis": "Baru"}).json()["nomor_pertek"]
    assert pertama == "PH-23500000123"
    sim.kirim(jalur, {"jenis": "Perbaikan", "nomor": "PH-23500099999", "tanggal": "05-12-2026"}).raise_for_status()
    baris = sim.ambil(f"/siapp/usulan/pertek?id_usulan={id_usulan}").json()["results"]
    assert [(b["Nomor_Pertek"], b["Jenis_Pertek"]) for b in baris] == [
        (pertama, "Baru"),
        ("PH-23500099999", "Perbaikan"),
    ]
    assert baris[1]["Tanggal_Pertek"] == "2026-12-05 00:00:00"
    berkas = sim.ambil("/siapp/unduh", params={"path": baris[0]["File"]})
    assert berkas.headers["Content-Type"] == "application/pdf"
    assert berkas.content.startswith(b"%PDF-")
    assert sim.ambil(f"/_sim/usulan/{id_usulan}").json()["tahap"] == 22


def test_pdf_pertek_utuh(sim: Sim, orang: Baris, tmp_path: Any) -> None:
    id_usulan = usulan_diteken(sim, orang)
    sim.kirim(f"/_sim/usulan/{id_usulan}/pertek").raise_for_status()
    berkas = sim.ambil(f"/siapp/usulan/pertek?id_usulan={id_usulan}").json()["results"][0]["File"]
    tujuan = tmp_path / "p.pdf"
    tujuan.write_bytes(sim.ambil("/siapp/unduh", params={"path": berkas}).content)
    with pikepdf.open(tujuan) as pdf:
        assert len(pdf.pages) == 1


def test_mode_otomatis_menyetujui_dan_menerbitkan_pertek(sim: Sim, orang: Baris) -> None:
    sim.kirim("/_sim/otomatis", {"nyala": True, "jeda": 0.1}).raise_for_status()
    id_usulan = usulan_diteken(sim, orang)
    tunggu(lambda: bool(sim.ambil(f"/_sim/usulan/{id_usulan}").json()["pertek"]))
    isi = sim.ambil(f"/_sim/usulan/{id_usulan}").json()
    assert [p["status"] for p in isi["putusan"]] == ["APPROVED"]
    assert isi["tahap"] == 22


def test_mode_otomatis_mulai_dari_perintah(buat_sim: Callable[..., Sim], orang: Baris) -> None:
    sim = buat_sim("--otomatis", "--otomatis-jeda", "0")
    sim.masuk()
    id_usulan = usulan_diteken(sim, orang)
    tunggu(lambda: sim.ambil(f"/_sim/usulan/{id_usulan}").json()["tahap"] == 22)


def test_btl_lalu_perbaikan_kembali_ke_terima_usulan(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    sim.kirim(f"/_sim/usulan/{id_usulan}/putusan", {"status": "BTL", "kirim": False}).raise_for_status()
    sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang, "Perbaikan")).raise_for_status()
    assert sim.ambil(f"/_sim/usulan/{id_usulan}").json()["tahap"] == 12
    assert sim.hitungan("5")["ganda"] == 0
