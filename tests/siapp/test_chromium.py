"""`make test` on a machine without Chromium: who may install does, who may not is told what to type."""

import io
import os
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import playwright
import pytest

from siapp.lokal import chromium, paket
from siapp.lokal.galat import GagalMulai
from tests.sarana import port_bebas

APT = """#!/bin/sh
echo "apt-get $*" >> {folder}/catatan
case "$*" in *install*) {lalu};; esac
"""
SUDO = """#!/bin/sh
echo "sudo $*" >> {folder}/catatan
[ "$1" = -n ] || exit 1
shift
exec "$@"
"""
BERVERSI = "#!/bin/sh\necho Chromium 1.2.3\n"
PEMASANG = "printf '#!/bin/sh\\n' > {folder}/chromium; chmod +x {folder}/chromium"
NODE = Path(playwright.__file__).parent / "driver" / "node"
# The system's own, found before the PATH of this module's machines hides it.
CHROMIUM = chromium.cari()


class Mesin:
    """A machine whose PATH holds what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def beri(self, nama: str, naskah: str, lalu: str = "true") -> None:
        isi = naskah.replace("{lalu}", lalu).replace("{folder}", str(self.folder))
        (self.folder / nama).write_text(isi)
        (self.folder / nama).chmod(0o755)

    @property
    def catatan(self) -> list[str]:
        berkas = self.folder / "catatan"
        return berkas.read_text().splitlines() if berkas.exists() else []


@pytest.fixture
def mesin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mesin]:
    """Without Chromium, without apt-get, without sudo, nobody's root, and Playwright cannot reach its server."""
    satu = Mesin(tmp_path / "bin")
    satu.folder.mkdir()
    for nama in ("sh", "env", "chmod", "true"):
        (satu.folder / nama).symlink_to(f"/bin/{nama}")
    monkeypatch.setenv("PATH", str(satu.folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{port_bebas()}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    chromium.cari.cache_clear()
    yield satu
    chromium.cari.cache_clear()


def siapkan() -> None:
    """As `make test` does; in a thread of its own, where the browser of this test process has left no loop."""
    with ThreadPoolExecutor(1) as utas:
        utas.submit(chromium.siapkan).result()


@pytest.mark.parametrize("nama", chromium.NAMA)
def test_chromium_yang_ada_dipakai_tanpa_memasang(mesin: Mesin, nama: str) -> None:
    mesin.beri(nama, BERVERSI)
    mesin.beri("apt-get", APT)
    siapkan()
    assert chromium.cari() == str(mesin.folder / nama)
    assert mesin.catatan == []


def test_pengganti_yang_hanya_menyuruh_memasang_bukan_chromium(mesin: Mesin) -> None:
    """Ubuntu's /usr/bin/chromium-browser is a script of this kind."""
    mesin.beri("chromium-browser", "#!/bin/sh\necho 'snap install chromium' >&2\nexit 1\n")
    assert chromium.cari() is None


def test_root_memasang_paket_debian(mesin: Mesin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    mesin.beri("apt-get", APT, PEMASANG)
    siapkan()
    assert [baris.split()[4] for baris in mesin.catatan] == ["update", "install"]
    assert mesin.catatan[-1].endswith("chromium-headless-shell fonts-liberation")
    assert chromium.cari() == str(mesin.folder / "chromium")


def test_sudo_tanpa_sandi_memasang_paket_debian(mesin: Mesin) -> None:
    mesin.beri("sudo", SUDO)
    mesin.beri("apt-get", APT, PEMASANG)
    siapkan()
    assert [baris.split()[0] for baris in mesin.catatan] == ["sudo", "sudo", "apt-get", "sudo", "apt-get"]
    assert all(baris.startswith("sudo -n ") for baris in mesin.catatan if baris.startswith("sudo"))


def test_sudo_yang_meminta_sandi_tidak_ditunggu(mesin: Mesin) -> None:
    mesin.beri("sudo", "#!/bin/sh\nexit 1\n")
    mesin.beri("apt-get", APT, PEMASANG)
    assert not paket.pasang("chromium-headless-shell")
    assert mesin.catatan == []


def test_tanpa_hak_dan_tanpa_jaringan_ada_kalimat_dengan_perintahnya(
    mesin: Mesin, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(GagalMulai, match="sudo apt-get install chromium-headless-shell fonts-liberation"):
        siapkan()
    assert "Chromium milik Playwright" in capsys.readouterr().out


def test_pustaka_playwright_yang_kurang_ikut_dipasang(mesin: Mesin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare Debian has no libatomic1, without which Playwright does not start even where Chromium is."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    node = f'#!/bin/sh\n[ -e {mesin.folder}/ada ] || exit 127\nexec {NODE} "$@"\n'
    mesin.beri("node", node)
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(mesin.folder / "node"))
    mesin.beri("chromium", BERVERSI)
    mesin.beri("apt-get", APT, ": > {folder}/ada")
    siapkan()
    assert mesin.catatan[-1].endswith("--no-install-recommends libatomic1")


def test_apt_get_yang_gagal_menyebut_sebabnya(
    mesin: Mesin, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    mesin.beri("apt-get", APT, "echo 'E: Unable to locate package' >&2; exit 100")
    assert not paket.pasang("chromium-headless-shell")
    assert "Unable to locate package" in capsys.readouterr().out


@pytest.fixture
def gudang_playwright(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The server that Playwright fetches from; its archive starts this machine's real Chromium. Yields the paths."""
    isi = io.BytesIO()
    with zipfile.ZipFile(isi, "w") as arsip:
        arsip.writestr("ffmpeg-linux", "")
        for folder in ("chrome-headless-shell-linux64", "chrome-linux"):
            for nama in ("chrome-headless-shell", "headless_shell"):
                arsip.writestr(f"{folder}/{nama}", f'#!/bin/sh\nexec {CHROMIUM} "$@"\n')
    diminta: list[str] = []

    class Peladen(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            diminta.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(isi.getvalue())))
            self.end_headers()
            self.wfile.write(isi.getvalue())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Peladen) as peladen:
        utas = threading.Thread(target=peladen.serve_forever)
        utas.start()
        monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{peladen.server_port}")
        yield diminta
        peladen.shutdown()
        utas.join()


@pytest.mark.skipif(CHROMIUM is None, reason="the archive needs a Chromium of the system to start")
def test_tanpa_hak_memasang_dipakai_milik_playwright(mesin: Mesin, gudang_playwright: list[str]) -> None:
    siapkan()
    assert any("headless" in jalan for jalan in gudang_playwright)
    assert chromium.cari() is None
    gudang_playwright.clear()
    siapkan()
    assert gudang_playwright == []
