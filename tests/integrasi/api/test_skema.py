"""What we say about ourselves: info, the OpenAPI document, its page."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from integrasi.api import galat
from integrasi.api.skema import skema, skema_json
from integrasi.enums import LINGKUP
from integrasi.models import Pengumuman
from siapp.narahubung.models import Narahubung

OPERASI = {
    ("/oauth2/token", "post"),
    ("/api/v1/usulan/{id_usulan}/status-verifikasi", "get"),
    ("/api/v1/notifikasi-verifikasi", "post"),
    ("/api/v1/salinan-keppres", "get"),
    ("/api/v1/unduh/{token}", "get"),
    ("/api/v1/info", "get"),
}


def test_info_menyebut_versi_narahubung_dan_pengumuman_yang_belum_lewat(db: None) -> None:
    kini = timezone.now()
    Narahubung.objects.all().delete()
    for surel in ("biro@contoh.go.id", "bkn@contoh.go.id"):
        Narahubung.objects.create(pihak="BKN", perihal="INTEGRASI", fungsi="Unit", surel=surel, terbuka=True)
    Pengumuman.objects.create(jenis="PERUBAHAN", mulai=kini + timedelta(days=30), teks="Bidang baru.")
    Pengumuman.objects.create(
        jenis="PEMELIHARAAN", mulai=kini, selesai=kini + timedelta(hours=2), teks="Pemeliharaan malam."
    )
    Pengumuman.objects.create(
        jenis="PEMELIHARAAN", mulai=kini - timedelta(days=2), selesai=kini - timedelta(days=1), teks="Lewat."
    )
    isi = Client().get("/api/v1/info").json()
    assert isi["code"] == 1
    assert [satu["teks"] for satu in isi["data"]["pengumuman"]] == ["Pemeliharaan malam.", "Bidang baru."]
    assert {satu["surel"] for satu in isi["data"]["narahubung"]} == {"biro@contoh.go.id", "bkn@contoh.go.id"}
    assert isi["data"]["versi"]


def test_pengumuman_tidak_selesai_sebelum_mulai(db: None) -> None:
    kini = timezone.now()
    with pytest.raises(IntegrityError):
        Pengumuman.objects.create(jenis="PERUBAHAN", mulai=kini, selesai=kini, teks="x")


def test_skema_openapi_3_1_memuat_setiap_operasi(db: None) -> None:
    jawaban = Client().get("/api/v1/skema.json")
    isi = jawaban.json()
    assert isi["openapi"].startswith("3.1")
    assert {(alamat, metode) for alamat, daftar in isi["paths"].items() for metode in daftar} == OPERASI
    assert skema_json() is skema_json()


def test_setiap_operasi_menyebut_galat_contoh_dan_keamanannya() -> None:
    isi = skema()
    for alamat, metode in OPERASI:
        operasi = isi["paths"][alamat][metode]
        assert operasi["summary"]
        assert {"429", "500", "503"} <= set(operasi["responses"]), alamat
        for status, jawaban in operasi["responses"].items():
            for jenis, muatan in jawaban["content"].items():
                assert jenis == "application/pdf" or muatan["examples"], (alamat, status)
                if int(status) >= 400 and alamat != "/oauth2/token":
                    assert jenis == galat.JENIS_ISI
        assert "Retry-After" in operasi["responses"]["429"]["headers"]
    for nama in LINGKUP:
        assert nama in isi["components"]["securitySchemes"]["token"]["flows"]["clientCredentials"]["scopes"]
    assert isi["paths"]["/api/v1/salinan-keppres"]["get"]["security"] == [{"token": ["salinan-keppres"]}]


def test_setiap_contoh_memenuhi_skemanya_sendiri() -> None:
    isi = skema()
    diperiksa = 0
    for daftar in isi["paths"].values():
        for operasi in daftar.values():
            muatan = [operasi.get("requestBody", {}), *operasi["responses"].values()]
            for satu in (jenis for m in muatan for jenis in m.get("content", {}).values()):
                penguji = Draft202012Validator({**satu["schema"], "components": isi["components"]})
                for contoh in satu.get("examples", {}).values():
                    penguji.validate(contoh["value"])
                    diperiksa += 1
    assert diperiksa > 30


def _kurang(isi: dict[str, Any], skema_isi: dict[str, Any], nilai: Any, letak: str) -> list[str]:
    """Fields of the schema that an example leaves out, by their place."""
    while "$ref" in skema_isi:
        skema_isi = isi["components"]["schemas"][skema_isi["$ref"].rpartition("/")[2]]
    if isinstance(nilai, list):
        return [k for satu in nilai for k in _kurang(isi, skema_isi.get("items", {}), satu, f"{letak}[]")]
    if not isinstance(nilai, dict):
        return []
    bidang = skema_isi.get("properties", {})
    hasil = [f"{letak}.{nama}" for nama in bidang.keys() - nilai.keys()]
    return hasil + [k for nama in bidang.keys() & nilai.keys() for k in _kurang(isi, bidang[nama], nilai[nama], nama)]


def test_setiap_contoh_memperlihatkan_semua_yang_dijawab() -> None:
    isi = skema()
    for alamat, metode in OPERASI:
        for status, jawaban in isi["paths"][alamat][metode]["responses"].items():
            for muatan in jawaban["content"].values():
                for contoh in muatan.get("examples", {}).values():
                    kurang = _kurang(isi, muatan["schema"], contoh["value"], alamat)
                    if int(status) < 400:
                        assert kurang == [], (alamat, status)
    salah = isi["paths"]["/api/v1/notifikasi-verifikasi"]["post"]["responses"]["400"]["content"][galat.JENIS_ISI]
    (contoh,) = salah["examples"].values()
    assert {"galat", "id_tanda_terima"} <= contoh["value"].keys()


def test_tidak_ada_pola_yang_ganjil() -> None:
    pola = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(skema()))
    assert pola
    for satu in pola:
        re.compile(json.loads(satu))


def test_halaman_dokumentasi_tanpa_host_luar_dan_tanpa_skrip_sisipan(db: None) -> None:
    jawaban = Client().get("/api/v1/dokumentasi/")
    assert jawaban.status_code == 200
    halaman = jawaban.content.decode()
    assert "//" not in re.sub(r"<!doctype[^>]*>", "", halaman)
    assert not re.search(r"<script(?![^>]*src=)|<style|style=|onload=", halaman)
    for berkas in re.findall(r'(?:src|href)="/static/([^"]+)"', halaman):
        assert finders.find(berkas), berkas
    kebijakan = jawaban["Content-Security-Policy"]
    assert "script-src 'self';" in kebijakan + ";"
    assert "img-src 'self' data:" in kebijakan
    assert "unsafe" not in kebijakan
