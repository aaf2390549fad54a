"""compose.yaml: settings that exist, words that exist, and a proxy that does what the one of a server does."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pemasangan.alat.langkah import BATAS_KUNCI
from pemasangan.alat.sistem import baca_setelan
from siapp.lingkungan import keluhan
from siapp.proses import JenisProses
from tests.pemasangan.berkas import CHART, PEMASANGAN, compose, nama_setelan
from tests.sarana import AKAR

KAMI = ("skema", "web-1", "web-2", "pekerja", "berkas", "timer", "metrik")


def _layanan() -> dict[str, Any]:
    layanan: dict[str, Any] = compose()["services"]
    return layanan


def test_setiap_jenis_proses_ada_dan_setiap_kata_dikenal() -> None:
    jenis = [satu["command"][1] for satu in _layanan().values() if satu.get("command", [""])[0] == "jalankan"]
    assert set(jenis) == set(JenisProses)
    assert jenis.count(JenisProses.WEB) == 2


@pytest.mark.parametrize("nama", KAMI)
def test_proses_kami_tanpa_hak_dan_dengan_akar_yang_hanya_dibaca(nama: str) -> None:
    satu = _layanan()[nama]
    assert satu["user"] == "10001:10001"
    assert satu["read_only"] is True
    assert satu["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in satu["security_opt"]


def test_tidak_ada_yang_mulai_sebelum_skema_selesai() -> None:
    for nama in set(KAMI) - {"skema"}:
        assert _layanan()[nama]["depends_on"]["skema"] == {"condition": "service_completed_successfully"}, nama


def test_skema_disiapkan_seperti_di_satu_server() -> None:
    langkah = (PEMASANGAN / "alat" / "langkah.py").read_text()
    di_server = re.findall(r'"(migrate|createcachetable|peran_basis_data|muat_katalog)"', langkah)
    di_chart = (CHART / "templates" / "skema.yaml").read_text()
    for perintah in (*_layanan()["skema"]["command"], di_chart):
        assert set(re.findall(r"manage\.py (\w+)", perintah)) == set(di_server)
        assert f'PGOPTIONS="-c lock_timeout={BATAS_KUNCI}"' in perintah


def test_basis_data_dan_antrean_tidak_terjangkau_dari_luar() -> None:
    for nama in ("basisdata", "antrean"):
        assert _layanan()[nama]["networks"] == ["dalam"]
        assert "ports" not in _layanan()[nama]
    assert compose()["networks"]["dalam"] == {"internal": True}


def _lokasi(berkas: Path) -> list[str]:
    """What a proxy does with a request: the lines of its locations, and its limits."""
    isi = berkas.read_text().replace("$$", "$")
    badan = re.findall(r"location [^{]+\{(.*?)\n    \}", isi, re.DOTALL)
    batas = re.findall(r"^    (client_\w+ .*;|proxy_request_buffering .*;)$", isi, re.MULTILINE)
    return [baris.strip() for baris in "\n".join(badan).splitlines() if baris.strip()] + batas


def test_proksi_compose_memperlakukan_permintaan_seperti_proksi_server() -> None:
    server, wadah = PEMASANGAN / "nginx" / "siapp.conf", PEMASANGAN / "compose" / "nginx.conf"
    assert len(_lokasi(wadah)) > 8
    assert _lokasi(wadah) == _lokasi(server)


@pytest.fixture
def disiapkan(tmp_path: Path) -> Path:
    """What `./compose/siapkan` makes, in a copy."""
    (tmp_path / "pemasangan").mkdir()
    shutil.copytree(PEMASANGAN / "compose", tmp_path / "pemasangan" / "compose", ignore=lambda *_: {"rahasia"})
    shutil.copy(AKAR / ".env.example", tmp_path)
    perintah = [str(tmp_path / "pemasangan/compose/siapkan"), "siapp.contoh.go.id"]
    for _ in range(2):  # the second time nothing changes
        subprocess.run(perintah, check=True, capture_output=True, env={**os.environ})
    return tmp_path / "pemasangan" / "compose" / "rahasia"


def test_siapkan_membuat_setelan_yang_hanya_kurang_keterangan_bkn(disiapkan: Path) -> None:
    isi = baca_setelan(disiapkan / "siapp.env")
    assert set(isi) <= nama_setelan()
    assert all(satu.startswith("SIASN_") for satu in " ".join(keluhan(isi)).split() if satu.isupper())
    lengkap = {nama: nilai or "https://siasn.contoh.go.id" for nama, nilai in isi.items()}
    assert keluhan(lengkap) == []


def test_jejak_bersegel_dengan_kunci_sendiri_dan_jangkarnya_di_luar_basis_data(disiapkan: Path) -> None:
    isi = baca_setelan(disiapkan / "siapp.env")
    assert len(isi["AUDIT_KUNCI"]) >= 32
    assert isi["AUDIT_KUNCI"] != isi["SECRET_KEY"]
    penulis = _layanan()["pekerja"]
    assert any(isi["AUDIT_JANGKAR_FOLDER"].startswith(satu.split(":")[1] + "/") for satu in penulis["volumes"])


def test_sandi_basis_data_sama_di_kedua_setelan_dan_tidak_terbaca_orang_lain(disiapkan: Path) -> None:
    sandi = baca_setelan(disiapkan / "basisdata.env")["POSTGRES_PASSWORD"]
    skema, aplikasi = baca_setelan(disiapkan / "skema.env"), baca_setelan(disiapkan / "siapp.env")["DATABASE_URL"]
    assert f":{sandi}@basisdata:" in skema["DATABASE_URL"]
    # Only what changes the schema knows the owner's password.
    assert skema["DATABASE_URL_APLIKASI"] == aplikasi
    assert aplikasi.startswith("postgresql://siapp_aplikasi:")
    assert sandi not in (disiapkan / "siapp.env").read_text()
    membaca = {nama for nama, satu in _layanan().items() if "compose/rahasia/skema.env" in satu.get("env_file", ())}
    assert membaca == {"skema"}
    assert set(skema) <= nama_setelan()
    assert disiapkan.stat().st_mode & 0o077 == 0
    assert (disiapkan / "siapp.env").stat().st_mode & 0o077 == 0
