"""A real Chromium before the real stack: who signs in, and what every page must obey."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import tumpukan as pembuat
from tests.browser.layar import Panggung
from tests.browser.tumpukan import Tumpukan


@pytest.fixture(scope="session")
def tumpukan() -> Iterator[Tumpukan]:
    """Web, workers, beat and simulator in processes of their own; one xdist worker has it (tests/conftest.py)."""
    with pembuat.menyala() as tumpukan:
        yield tumpukan


@pytest.fixture(scope="session")
def sesi() -> dict[str, str]:
    """The session cookie of each demo person who signed in already: sign-ins are limited per minute."""
    return {}


@pytest.fixture
def panggung(
    peramban: Browser, tumpukan: Tumpukan, sesi: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Panggung]:
    """A stage with nobody on it; at the end every page that was opened must have been without complaint."""
    panggung = Panggung(peramban, tumpukan, sesi, **getattr(request, "param", {}))
    yield panggung
    panggung.tutup()
    assert panggung.keluhan == []
