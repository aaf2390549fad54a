"""The Chromium of the browser tests, and Playwright that drives it: found on this machine, else installed.

Debian's package comes first, because it brings the libraries along that Playwright's own build only expects.
"""

import functools
import shutil
import subprocess
import sys

from siapp.lokal import paket
from siapp.lokal.galat import GagalMulai

# The shell has no window to draw and costs a third less; it is the same Chromium.
NAMA = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = (sys.executable, "-m", "playwright")
PAKET_CHROMIUM = ("chromium-headless-shell", "fonts-liberation")
# Playwright brings its Node along, but not the one library that a bare Debian lacks of it.
PAKET_PLAYWRIGHT = ("libatomic1",)


def siapkan() -> None:
    """`make test` before the tests: see to it that a Chromium starts.

    Raises GagalMulai with the command to type where none is found and none can be installed.
    """
    if ada() or any(cara() and ada() for cara in (_dari_debian, _dari_playwright, _dengan_pustakanya)):
        return
    raise GagalMulai(
        "Pengujian memerlukan Chromium, yang belum dapat dijalankan dan tidak dapat dipasang sendiri di mesin ini. "
        f"Jalankan `sudo apt-get install {' '.join(_kurang())}` (di luar Debian: pasang padanannya dengan cara sistem "
        "ini), lalu ulangi."
    )


def ada() -> bool:
    """True if a Chromium starts here, the system's or Playwright's own."""
    return _playwright_hidup() and (cari() is not None or _milik_playwright())


@functools.cache
def cari() -> str | None:
    """Return the path of the system's Chromium; None if there is none that tells its version, as a stub does not."""
    return next(filter(_berversi, filter(None, map(shutil.which, NAMA))), None)


def _berversi(jalan: str) -> bool:
    return subprocess.run([jalan, "--version"], capture_output=True).returncode == 0


def _playwright_hidup() -> bool:
    return subprocess.run([*PLAYWRIGHT, "--version"], capture_output=True).returncode == 0


def _kurang() -> tuple[str, ...]:
    """The Debian packages that are missing."""
    return (() if cari() else PAKET_CHROMIUM) + (() if _playwright_hidup() else PAKET_PLAYWRIGHT)


def _milik_playwright() -> bool:
    # Imported late: only the tests' dependencies bring it.
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as pw:
        try:
            pw.chromium.launch(args=["--no-sandbox"]).close()
        except Error:
            return False
    return True


def _dari_debian() -> bool:
    berhasil = paket.pasang(*_kurang())
    cari.cache_clear()
    return berhasil


def _dari_playwright() -> bool:
    print("• Mengambil Chromium milik Playwright (sekali saja) …", flush=True)
    return paket.jalankan([*PLAYWRIGHT, "install", "--only-shell", "chromium"])


def _dengan_pustakanya() -> bool:
    """Install the libraries without which Playwright's build does not start."""
    return paket.boleh_memasang() is not None and paket.jalankan([*PLAYWRIGHT, "install-deps", "chromium"])
