"""A simulator in its own process on a free port, and a caller that holds both tokens."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from integrasi.peragaan.simulator.data import Baris, semua_asn
from integrasi.peragaan.simulator.setelan import DEMO
from tests.sarana import AKAR, SABAR

PDF = b"%PDF-1.4 percobaan"


def porta_kosong() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as soket:
        soket.bind(("127.0.0.1", 0))
        return int(soket.getsockname()[1])


class Sim:
    """One simulator process and a session that speaks to it."""

    def __init__(self, berkas: Path, *argumen: str) -> None:
        self.berkas = berkas
        self.argumen = argumen
        self.url = f"http://127.0.0.1:{porta_kosong()}"
        self.sesi = requests.Session()
        self.hidupkan()

    def hidupkan(self) -> None:
        """Start and wait until it answers."""
        perintah = [sys.executable, "-m", "integrasi.peragaan.simulator", "--port", self.url.rpartition(":")[2]]
        self.proses = subprocess.Popen(
            [*perintah, "--berkas", str(self.berkas), *self.argumen], cwd=AKAR, env={**os.environ, **DEMO}
        )
        while self.proses.poll() is None:
            try:
                requests.get(self.url + "/_sim/sehat", timeout=SABAR).raise_for_status()
            except requests.ConnectionError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("simulator tidak menyala")

    def matikan(self, *, paksa: bool = False) -> None:
        """End the process, by force when told so."""
        if paksa:
            self.proses.kill()
        else:
            self.proses.terminate()
        self.proses.wait(timeout=SABAR)

    def tutup(self) -> None:
        """End everything."""
        self.sesi.close()
        self.matikan()

    def ambil(self, jalur: str, **isi: Any) -> requests.Response:
        """GET."""
        return self.sesi.get(self.url + jalur, timeout=SABAR, **isi)

    def kirim(
        self, jalur: str, json: Any = None, *, gangguan: str = "", kunci: str = "", **isi: Any
    ) -> requests.Response:
        """POST with an optional fault and Idempotency-Key."""
        kepala = {"X-Sim-Gangguan": gangguan, "Idempotency-Key": kunci}
        kepala = {k: v for k, v in kepala.items() if v}
        return self.sesi.post(self.url + jalur, json=json, headers=kepala, timeout=SABAR, **isi)

    def masuk(self) -> None:
        """Fetch both tokens."""
        self.sesi.headers["Authorization"] = f"Bearer {minta_apim(self).json()['access_token']}"
        self.sesi.headers["Auth"] = f"bearer {minta_sso(self).json()['access_token']}"

    def hitungan(self, api: str) -> dict[str, Any]:
        """Counters of one API."""
        isi: dict[str, Any] = self.ambil("/_sim/hitungan").json()
        return isi.get(api, {"tiba": 0, "efek": 0, "ganda": 0})

    def mode(self, nama: str) -> None:
        """Switch the treatment of doubles."""
        self.kirim("/_sim/mode", {"mode_ganda": nama}).raise_for_status()


def minta_apim(sim: Sim, rahasia: str = DEMO["SIASN_CLIENT_SECRET"]) -> requests.Response:
    """Ask for an APIM token."""
    data = {"grant_type": "client_credentials"}
    return requests.post(sim.url + "/oauth2/token", data=data, auth=(DEMO["SIASN_CLIENT_ID"], rahasia), timeout=SABAR)


def minta_sso(sim: Sim, sandi: str = DEMO["SIASN_SSO_PASSWORD"]) -> requests.Response:
    """Ask for an SSO token."""
    siapa = {"client_id": DEMO["SIASN_SSO_CLIENT_ID"], "username": DEMO["SIASN_SSO_USERNAME"], "password": sandi}
    jalur = "/auth/realms/public-siasn/protocol/openid-connect/token"
    return requests.post(sim.url + jalur, data={"grant_type": "password", **siapa}, timeout=SABAR)


@pytest.fixture(scope="session")
def _sim_bersama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sim]:
    sim = Sim(tmp_path_factory.mktemp("sim") / "sim.sqlite3")
    yield sim
    sim.tutup()


@pytest.fixture
def sim(_sim_bersama: Sim) -> Sim:
    """The shared simulator with nothing in it, no faults, mode kunci, valid tokens."""
    _sim_bersama.kirim("/_sim/hapus").raise_for_status()
    _sim_bersama.kirim("/_sim/gangguan", {"aturan": []}).raise_for_status()
    _sim_bersama.kirim("/_sim/otomatis", {"nyala": False}).raise_for_status()
    _sim_bersama.mode("kunci")
    _sim_bersama.masuk()
    return _sim_bersama


@pytest.fixture
def buat_sim(tmp_path: Path) -> Iterator[Callable[..., Sim]]:
    """Makes simulators of a test's own; they end with the test."""
    dibuat: list[Sim] = []

    def buat(*argumen: str) -> Sim:
        dibuat.append(Sim(tmp_path / "sendiri.sqlite3", *argumen))
        return dibuat[-1]

    yield buat
    for satu in dibuat:
        satu.tutup()


@pytest.fixture
def orang() -> Baris:
    """A living, unblocked holder of a structural post, IV/c, of Kemensetneg."""
    return next(a for a in semua_asn() if a["golongan_id"] == "43" and not a["tmt_meninggal"])


def muatan_usulan(orang: Baris, layanan: int = 101, acuan: str = "") -> dict[str, Any]:
    """A payload of API 3."""
    data = {"referensi_siapp": acuan or str(uuid.uuid4()), "nomor_surat_pengantar": "B-1/2027"}
    return {"periode": "01-04-2027", "id_pns": orang["id_pns"], "detail_layanan_id": layanan, "data_usulan": data}


def buat_usulan(sim: Sim, orang: Baris, layanan: int = 101) -> str:
    """API 3; returns the id."""
    id_usulan: str = sim.kirim("/siapp/usulan", muatan_usulan(orang, layanan)).json()["mapData"]["id_usulan"]
    return id_usulan


def kirim_dokumen(sim: Sim, id_usulan: str, jenis: int, isi: bytes = PDF, **lain: str) -> requests.Response:
    """API 4."""
    data = {"id_usulan": id_usulan, "id_ref_dokumen": str(jenis)}
    return sim.kirim("/siapp/usulan/dokumen", data=data, files={"file": ("surat.pdf", isi)}, **lain)


def dokumen_wajib(sim: Sim, layanan: int) -> list[int]:
    """Ids of the mandatory documents of a service, as API 13 lists them."""
    baris = sim.ambil("/siapp/referensi/jenis-dokumen?limit=1000").json()
    return [b["id"] for b in baris if b["detail_layanan_id"] == layanan and b["wajib"]]


def muatan_teken(id_usulan: str, orang: Baris, jenis: str = "Baru") -> dict[str, Any]:
    """A payload of API 5."""
    isi = {"nip_approval": orang["nip"], "nama_approval": "Penyetuju Rekaan", "jenis_usulan": jenis, "catatan": ""}
    return {"id_usulan": id_usulan, **isi}


def usulan_diteken(sim: Sim, orang: Baris, layanan: int = 101) -> str:
    """APIs 3, 4 for each mandatory document, 5; returns the id."""
    id_usulan = buat_usulan(sim, orang, layanan)
    for jenis in dokumen_wajib(sim, layanan):
        kirim_dokumen(sim, id_usulan, jenis).raise_for_status()
    sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang)).raise_for_status()
    return id_usulan
