"""Alert rules and dashboard show figures that exist, and all of them; each alarm stands in the manual."""

import json
import re
from itertools import combinations
from typing import Any

import pytest
import yaml
from django.utils import timezone

from integrasi.pengamatan import bacaan
from integrasi.pengamatan.layanan import JALAN
from integrasi.pengamatan.metrik import Pengumpul
from siapp.proses import PORT_BAWAAN, JenisProses
from tests.sarana import AKAR, SABAR

PANTAU = AKAR / "pemasangan/pantau"
ATURAN: list[dict[str, Any]] = yaml.safe_load((PANTAU / "aturan.yaml").read_text())["groups"][0]["rules"]
PAPAN: dict[str, Any] = json.loads((PANTAU / "papan.json").read_text())
LAYAR = [satu for satu in PAPAN["panels"] if satu["type"] != "row"]
# A family has other names than its own where Prometheus reads it.
AKHIRAN = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
LABEL_EMBER = "le"


@pytest.fixture
def label(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Each figure that may be told, by the name a query has for it, and the labels it has."""
    monkeypatch.setattr("siapp.web.kesiapan.BATAS_JAWAB", SABAR)
    # Told only where there are such things.
    for nama in ("sertifikat_berakhir", "gosok_terakhir"):
        monkeypatch.setattr(bacaan, nama, timezone.now)
    hasil: dict[str, set[str]] = {}
    for satu in Pengumpul().collect():
        for akhiran in AKHIRAN[satu.type]:
            hasil[satu.name + akhiran] = set(satu._labelnames) | ({LABEL_EMBER} if akhiran == "_bucket" else set())
    return hasil


def _nama(kueri: str) -> set[str]:
    return set(re.findall(r"siapp_[a-z_]+", kueri))


def _label_dipakai(kueri: str, keterangan: str) -> set[str]:
    dipilih = re.findall(r'(\w+)\s*(?:=~|!~|!=|=)\s*"', kueri)
    dikelompokkan = [nama for isi in re.findall(r"by \(([^)]*)\)", kueri) for nama in isi.split(", ")]
    return {*dipilih, *dikelompokkan, *re.findall(r"\{\{(\w+)\}\}", keterangan)}


def test_setiap_aturan_mengawasi_angka_yang_ada(label: dict[str, set[str]]) -> None:
    for aturan in ATURAN:
        nama = _nama(aturan["expr"])
        assert nama, aturan["alert"]
        assert nama <= set(label), aturan["alert"]
        dipakai = set(re.findall(r"\$labels\.(\w+)", aturan["annotations"]["ringkas"]))
        dipakai |= _label_dipakai(aturan["expr"], "")
        assert dipakai <= set().union(*(label[satu] for satu in nama)), aturan["alert"]
        assert aturan["labels"]["tingkat"] in {"mendesak", "perhatian"}


def test_setiap_kueri_papan_menyebut_angka_dan_label_yang_ada(label: dict[str, set[str]]) -> None:
    for layar in LAYAR:
        for satu in layar["targets"]:
            nama = _nama(satu["expr"])
            assert nama, layar["title"]
            assert nama <= set(label), layar["title"]
            dipakai = _label_dipakai(satu["expr"], satu["legendFormat"])
            assert all(dipakai <= label[angka] for angka in nama), layar["title"]
            assert satu["datasource"]["uid"] == f"${{{PAPAN['templating']['list'][0]['name']}}}"


def test_setiap_angka_ada_di_papan(label: dict[str, set[str]]) -> None:
    assert set(label) - {nama for layar in LAYAR for satu in layar["targets"] for nama in _nama(satu["expr"])} == set()


def test_angka_berlabel_ditampilkan_per_label(label: dict[str, set[str]]) -> None:
    for layar in LAYAR:
        for satu in layar["targets"]:
            if not re.match(r"(sum|histogram_quantile)\b", satu["expr"]):
                tampil = set(re.findall(r"\{\{(\w+)\}\}", satu["legendFormat"]))
                assert tampil == set().union(*(label[nama] for nama in _nama(satu["expr"]))), layar["title"]


def test_layar_papan_diterangkan_dan_tidak_bertumpuk() -> None:
    assert len({satu["id"] for satu in PAPAN["panels"]}) == len(PAPAN["panels"])
    alarm = {aturan["alert"] for aturan in ATURAN}
    for satu in LAYAR:
        assert satu["description"], satu["title"]
        assert set(re.findall(r"Siapp\w+", satu["description"])) <= alarm, satu["title"]
    for a, b in combinations([satu["gridPos"] for satu in PAPAN["panels"]], 2):
        terpisah = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
        assert terpisah or a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"]
        assert max(satu["x"] + satu["w"] for satu in (a, b)) <= 24


def test_buku_menerangkan_setiap_alarm_dan_tidak_lebih() -> None:
    baris = re.findall(r"^\| (Siapp\w+) \|", (AKAR / "docs/operasi.md").read_text(), re.MULTILINE)
    assert baris == [aturan["alert"] for aturan in ATURAN]


def test_buku_memberi_prometheus_alamat_yang_dilayani() -> None:
    (isi,) = re.findall(r"^```\n(rule_files:.*?)^```", (AKAR / "docs/operasi.md").read_text(), re.MULTILINE | re.DOTALL)
    susunan = yaml.safe_load(isi)
    (kerja,) = susunan["scrape_configs"]
    assert kerja["metrics_path"] == JALAN
    assert kerja["static_configs"] == [{"targets": [f"127.0.0.1:{PORT_BAWAAN[JenisProses.METRIK]}"]}]
    assert [PANTAU / nama for nama in susunan["rule_files"]] == [PANTAU / "aturan.yaml"]
