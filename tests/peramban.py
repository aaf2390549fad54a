"""One Chromium per test process, for every test that looks through a browser."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

BENDERA = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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
