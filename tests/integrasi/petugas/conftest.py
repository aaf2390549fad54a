"""Nothing is promised, so that no promise waits for its proof: what these tests tell of are other troubles."""

import pytest
from pytest_django import Settings

from siapp.mode_ganda import MANUSIA


@pytest.fixture(autouse=True)
def tanpa_janji(settings: Settings) -> None:
    settings.SIASN_MODE_GANDA = MANUSIA
