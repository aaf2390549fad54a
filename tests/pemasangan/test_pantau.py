"""The alert rules watch figures that exist, and each says in the manual what it means."""

import re
from typing import Any

import pytest
import yaml

from integrasi.pengamatan.metrik import Pengumpul
from tests.sarana import AKAR, SABAR

ATURAN: list[dict[str, Any]] = yaml.safe_load((AKAR / "pemasangan/pantau/aturan.yaml").read_text())["groups"][0][
    "rules"
]


@pytest.fixture
def label(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Each figure that is told, and the labels it has."""
    monkeypatch.setattr("siapp.web.kesiapan.BATAS_JAWAB", SABAR)
    return {satu.name: set(satu._labelnames) for satu in Pengumpul().collect()}


def test_setiap_aturan_mengawasi_angka_yang_ada(label: dict[str, set[str]]) -> None:
    for aturan in ATURAN:
        nama = set(re.findall(r"siapp_[a-z_]+", aturan["expr"]))
        assert nama, aturan["alert"]
        # Told only where there is a certificate.
        assert nama - {"siapp_sertifikat_berakhir_timestamp_seconds"} <= set(label), aturan["alert"]
        dipakai = set(re.findall(r"\$labels\.(\w+)", aturan["annotations"]["ringkas"]))
        assert dipakai <= set().union(*(label.get(satu, set()) for satu in nama)), aturan["alert"]
        assert aturan["labels"]["tingkat"] in {"mendesak", "perhatian"}


def test_buku_menerangkan_setiap_alarm_dan_tidak_lebih() -> None:
    baris = re.findall(r"^\| (Siapp\w+) \|", (AKAR / "docs/operasi.md").read_text(), re.MULTILINE)
    assert baris == [aturan["alert"] for aturan in ATURAN]
