"""One Chromium per test process, for every test that looks through a browser."""

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, sync_playwright

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
CARI_PELANGGARAN = """async (runOnly) => {
  const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return violations.map((v) => `${v.id}: ${v.help}\\n` + v.nodes.map((n) => `  ${n.html}`).join("\\n"));
}"""


def pilih_chromium() -> str | None:
    """The system's Chromium; None lets Playwright look for its own."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def peramban() -> Iterator[Browser]:
    """A real Chromium; Playwright allows one per process, so all browser tests of the process share it."""
    with sync_playwright() as pw:
        browser = pw.chromium.launch(executable_path=pilih_chromium(), args=BENDERA)
        yield browser
        browser.close()


def pelanggaran(halaman: Page, *, warna_saja: bool = False) -> list[str]:
    """What axe finds on the page, a text per rule. `warna_saja`: it was looked at whole in the other theme before."""
    halaman.emulate_media(reduced_motion="reduce")  # a colour on its way to another one is not the page's colour
    if not halaman.evaluate("'axe' in window"):
        halaman.evaluate(AXE_SCRIPT)
    aturan = {"type": "rule", "values": WARNA} if warna_saja else {"type": "tag", "values": WCAG}
    temuan: list[str] = halaman.evaluate(CARI_PELANGGARAN, aturan)
    return temuan
