"""One Chromium per test process, for every test that looks through a browser (keputusan/0014)."""

import os
import threading
import time
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from siapp.lokal import chromium
from tests.sarana import SABAR

BENDERA = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All that another theme can change.
WARNA = ["color-contrast", "link-in-text-block"]
Rupa = tuple[int, Literal["light", "dark"]]
SEMUA_RUPA: tuple[Rupa, ...] = ((1366, "light"), (1366, "dark"), (390, "light"), (390, "dark"))
# Each width and each theme once (keputusan/0016): tests/browser walks through the other two pairs, and the components
# are seen in all four.
RUPA: tuple[Rupa, ...] = ((1366, "light"), (390, "dark"))
# What is left for the pages that the walks pass.
RUPA_DIJALANI: tuple[Rupa, ...] = ((390, "dark"),)
LAYAR = Path(settings.VAR_DIR) / "layar"
# Without `preload` axe does not fetch our style sheets once more: it needs them for those of other hosts only. Frames
# we have none; and what a page does right is not told.
CARI_PELANGGARAN = """async (runOnly) => {
  const { violations } = await axe.run(document, { runOnly, reporter: "no-passes", preload: false, iframes: false });
  return violations.map((v) => `${v.id}: ${v.help}\\n` + v.nodes.map((n) => `  ${n.html}`).join("\\n"));
}"""


def perlambat(browser: Browser, jeda: int) -> None:
    """Let every answer reach the pages of `browser` after `jeda` ms, and no click wait for what it has started.

    A test that looks at a page before it has come then fails on every machine instead of on a busy one now and then.
    """
    asli = Browser.new_context

    def konteks_lambat(diri: Browser, **pilihan: Any) -> BrowserContext:
        konteks = asli(diri, **pilihan)
        konteks.on("page", lambda page: _lambatkan(page, jeda))
        return konteks

    Browser.new_context = konteks_lambat  # type: ignore[method-assign]
    Browser.new_page = lambda diri, **pilihan: konteks_lambat(diri, **pilihan).new_page()  # type: ignore
    for nama in ("click", "press", "select_option", "check"):
        setattr(Locator, nama, partialmethod(getattr(Locator, nama), no_wait_after=True))


def _lambatkan(page: Page, jeda: int) -> None:
    jaringan = {"offline": False, "latency": jeda, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", jaringan)


# Helpers and workers share the cores; nothing here waits for the clock, so a long limit costs nothing.
BATAS_MS = 60_000
expect.set_options(timeout=BATAS_MS)


@pytest.fixture(scope="session")
def peramban() -> Iterator[Browser]:
    """A real Chromium; Playwright allows one per process, so all browser tests of the process share it.

    Without one of the system Playwright takes its own.
    """
    with sync_playwright() as pw:
        browser = pw.chromium.launch(executable_path=chromium.cari(), args=BENDERA)
        if jeda := int(os.environ.get("PERAMBAN_LAMBAT", "0")):
            perlambat(browser, jeda)
        yield browser
        browser.close()


class Permintaan:
    """The requests that the live server is answering, in threads of its own."""

    BATAS = SABAR

    def __init__(self) -> None:
        self._utas: set[int] = set()
        request_started.connect(self._mulai)
        request_finished.connect(self._selesai)

    def _mulai(self, **_: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            self._utas.add(threading.get_ident())

    def _selesai(self, **_: object) -> None:
        self._utas.discard(threading.get_ident())

    def tunggu_habis(self) -> None:
        """Wait until none is left, at most `BATAS` seconds."""
        batas = time.monotonic() + self.BATAS
        while self._utas and time.monotonic() < batas:
            time.sleep(0.01)
        self._utas.clear()


permintaan = Permintaan()


@pytest.fixture(autouse=True)
def peladen_selesai(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the live server end what it answers before the tables are emptied: both would wait for one another."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")
    yield
    if "live_server" in request.fixturenames:
        permintaan.tunggu_habis()


def pelanggaran(halaman: Page, *, warna_saja: bool = False) -> list[str]:
    """What axe finds on the page, a text per rule. `warna_saja`: another walk looks at all of it in the light."""
    halaman.emulate_media(reduced_motion="reduce")  # a colour on its way to another one is not the page's colour
    if not halaman.evaluate("'axe' in window"):
        halaman.evaluate(AXE_SCRIPT)
    aturan = {"type": "rule", "values": WARNA} if warna_saja else {"type": "tag", "values": WCAG}
    temuan: list[str] = halaman.evaluate(CARI_PELANGGARAN, aturan)
    return temuan


def potret(halaman: Page, nama: str) -> None:
    """Keep a picture of the whole page as `var/layar/<nama>.png`."""
    tempat = LAYAR / f"{nama}.png"
    tempat.parent.mkdir(parents=True, exist_ok=True)
    for tersisa in (True, False):
        try:
            # Hiding the caret would write styles into the page, which our own policy then complains about.
            halaman.screenshot(path=tempat, full_page=True, caret="initial")
            return
        except PlaywrightError:
            # Right after a change of the window's size a busy Chromium now and then has no picture to give yet.
            if not tersisa:
                raise


def periksa_rupa(halaman: Page, nama: str, alamat: str, rupa: tuple[Rupa, ...] = RUPA) -> None:
    """Open `alamat` in both widths and themes: no violation, nothing to be pushed sideways; pictures are kept."""
    halaman.goto(alamat)
    for lebar, tema in rupa:
        halaman.set_viewport_size({"width": lebar, "height": 900})
        halaman.emulate_media(color_scheme=tema)
        potret(halaman, f"{nama}-{lebar}-{tema}")
        assert (cacat := pelanggaran(halaman)) == [], f"{nama} {lebar} {tema}: {cacat}"
        assert tidak_bergeser(halaman), f"{nama} {lebar}"
    halaman.set_viewport_size({"width": 320, "height": 900})
    assert tidak_bergeser(halaman), f"{nama} 320"


def tidak_bergeser(halaman: Page) -> bool:
    """Whether all of the page is within its window's width."""
    return bool(halaman.evaluate("document.documentElement.scrollWidth <= innerWidth"))
