"""`make run` makes its samples in the background: frozen, killed and broken off, with real processes."""

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator

import psutil
import pytest
import requests

from integrasi.peragaan.contoh.awal import CONTOH
from siapp.lokal.awas import bereskan_sisa
from tests.browser.tumpukan import Tumpukan
from tests.kekacauan.ukuran import PENUH
from tests.sarana import VAR_UJI, salin_checkout, tunggu

pytestmark = pytest.mark.lambat

# In the full campaign the set is made to its end.
ID_USULAN = "from usulan.models import Usulan; print(*Usulan.objects.values_list('pk', flat=True))"


class Jalan(Tumpukan):
    """The stack with its samples, and its processes by name."""

    def pid(self, nama: str) -> int:
        daftar = json.loads((self.folder / "var" / "proses.json").read_text())
        return int(next(anak["pid"] for anak in daftar if anak["nama"] == nama))

    def sinyal(self, nama: str, sinyal: signal.Signals) -> None:
        proses = psutil.Process(self.pid(nama))
        for satu in [proses, *proses.children(recursive=True)]:
            satu.send_signal(sinyal)

    def jadi(self) -> int:
        """How many samples the terminal has told of."""
        return max(map(int, re.findall(r"Contoh: (\d+) dari", self.tercetak)), default=0)

    def tanpa_ganda(self) -> bool:
        """True when every usulan there is belongs to a sample of its own."""
        hasil = self.perintah("manage.py", "shell", "--no-imports", "-c", ID_USULAN)
        return set(hasil.stdout.split()) <= {str(contoh.usulan_id) for contoh in CONTOH}

    def tunggu_tercetak(self, kata: str) -> None:
        tunggu(lambda: kata in self.tercetak, f"{kata!r} tidak tercetak:\n{self.tercetak}")

    def sehat(self) -> bool:
        return requests.get(f"{self.url}/sehat", timeout=60).status_code == 200


@pytest.fixture
def jalan() -> Iterator[Jalan]:
    satu = Jalan(VAR_UJI / f"tumpukan-contoh-{os.getpid()}")
    del satu.lingkungan["TANPA_CONTOH"]
    salin_checkout(satu.folder)
    (satu.folder / "var").mkdir()
    try:
        yield satu
    finally:
        if satu.proses is not None and satu.proses.poll() is None:
            satu.proses.kill()
            satu.proses.wait()
            bereskan_sisa(satu.folder / "var" / "proses.json")
        shutil.rmtree(satu.folder, ignore_errors=True)


def test_contoh_bertahan_dari_pekerja_yang_membeku_dan_pembuat_yang_dibunuh(jalan: Jalan) -> None:
    jalan.nyalakan()
    jalan.tunggu_tercetak("Usulan contoh dibuat di latar")
    jalan.sinyal("berkas", signal.SIGSTOP)
    jalan.tunggu_tercetak("menunggu pemeriksaan berkas")
    assert jalan.sehat()
    jalan.sinyal("berkas", signal.SIGCONT)
    sebelum = jalan.jadi()
    tunggu(lambda: jalan.jadi() > sebelum, "contoh tidak berlanjut sesudah pekerja bangun")

    os.kill(jalan.pid("contoh"), signal.SIGKILL)
    jalan.tunggu_tercetak("Usulan contoh belum lengkap: prosesnya dihentikan (sinyal 9). Aplikasi tetap menyala.")
    assert jalan.sehat()
    assert jalan.hentikan(signal.SIGINT) == 0
    assert jalan.proses_tersisa() == []

    # However far the first maker came: the next one goes on from there.
    sudah = jalan.jadi()
    jalan.nyalakan()
    tunggu(
        lambda: jalan.jadi() >= (len(CONTOH) if PENUH else min(sudah + 1, len(CONTOH))),
        "contoh tidak berlanjut sesudah mulai lagi",
    )
    assert jalan.tanpa_ganda()
    assert jalan.hentikan(signal.SIGINT) == 0
    assert jalan.proses_tersisa() == []
