"""Where settings come from: the environment, `.env`, the embedded default; and what a wrong one says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from siapp.lingkungan import (
    PENANDA_PRODUKSI,
    WAJIB,
    keluhan,
    muat_lingkungan,
    pengaturan_penyimpanan,
)
from siapp.lokal.bawaan import BAWAAN_LOKAL, rahasia_tersimpan
from siapp.lokal.periksa import PRODUKSI_CONTOH, RAHASIA_CONTOH
from tests.sarana import AKAR

LENGKAP = PRODUKSI_CONTOH | dict.fromkeys(RAHASIA_CONTOH, "r" * 64)
DIBACA_MAKE_RUN = {"PORT", "PORT_SIMULATOR", "TANPA_CONTOH"}


@pytest.fixture
def kosong(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without any variable of ours; what the test sets is gone afterwards, too."""
    bersih = {nama: nilai for nama, nilai in os.environ.items() if nama not in {*BAWAAN_LOKAL, *WAJIB}}
    monkeypatch.setattr(os, "environ", bersih)
    return monkeypatch


def test_tanpa_variabel_apa_pun_bawaan_lokal_berlaku(kosong: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert muat_lingkungan(tmp_path) is True
    assert {nama: os.environ[nama] for nama in BAWAAN_LOKAL} == BAWAAN_LOKAL
    assert keluhan(os.environ) == []


@pytest.mark.parametrize("nama", PENANDA_PRODUKSI)
def test_satu_variabel_produksi_mematikan_semua_bawaan(kosong: pytest.MonkeyPatch, tmp_path: Path, nama: str) -> None:
    os.environ[nama] = "terisi"
    assert muat_lingkungan(tmp_path) is False
    assert not set(os.environ) & (set(BAWAAN_LOKAL) - {nama})


def test_berkas_make_run_dipakai_perintah_lain(kosong: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "lokal.env").write_text("REDIS_URL='redis://127.0.0.1:7/0'\nDATABASE_URL='postgresql:///a'\n")
    assert muat_lingkungan(tmp_path) is True
    assert os.environ["REDIS_URL"] == "redis://127.0.0.1:7/0"
    assert os.environ["BASE_URL"] == BAWAAN_LOKAL["BASE_URL"]


def test_nilai_yang_sama_dengan_make_run_bukan_produksi(kosong: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "lokal.env").write_text("DATABASE_URL='postgresql:///a'\n")
    os.environ["DATABASE_URL"] = "postgresql:///a"
    assert muat_lingkungan(tmp_path) is True
    os.environ["DATABASE_URL"] = "postgresql:///b"
    assert muat_lingkungan(tmp_path) is False


def test_isi_lingkungan_mengalahkan_berkas_env(kosong: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BASE_URL=https://dari-berkas.contoh.go.id\nSTORAGE_URL=file:dari-berkas\n")
    os.environ["BASE_URL"] = "https://dari-lingkungan.contoh.go.id"
    muat_lingkungan(tmp_path)
    assert os.environ["BASE_URL"] == "https://dari-lingkungan.contoh.go.id"
    assert os.environ["STORAGE_URL"] == "file:dari-berkas"


def test_rahasia_dibuat_sekali_dan_hanya_pemilik_yang_membaca(tmp_path: Path) -> None:
    pertama = rahasia_tersimpan(tmp_path / "var", "rahasia")
    assert len(pertama) >= 50
    assert rahasia_tersimpan(tmp_path / "var", "rahasia") == pertama
    assert rahasia_tersimpan(tmp_path / "var", "lain") != pertama
    assert {berkas.name for berkas in (tmp_path / "var").iterdir()} == {"rahasia", "lain"}
    assert (tmp_path / "var" / "rahasia").stat().st_mode & 0o077 == 0


def test_contoh_produksi_tidak_dikeluhkan() -> None:
    assert keluhan(LENGKAP) == []


@pytest.mark.parametrize("nama", WAJIB)
@pytest.mark.parametrize("isi", [None, "", "  "])
def test_variabel_wajib_yang_hilang_disebut_namanya(nama: str, isi: str | None) -> None:
    lingkungan = LENGKAP | {nama: isi or ""}
    if isi is None:
        del lingkungan[nama]
    assert keluhan(lingkungan) == [f"{nama} belum diisi."]


@pytest.mark.parametrize("nama", [nama for nama, skema in WAJIB.items() if skema])
@pytest.mark.parametrize("isi", ["sandi-rahasia", "ftp://sandi-rahasia@tuan", "http://[sandi-rahasia"])
def test_alamat_yang_salah_bentuk_disebut_tanpa_isinya(nama: str, isi: str) -> None:
    (pesan,) = keluhan(LENGKAP | {nama: isi})
    assert pesan.startswith(f"{nama} harus")
    assert "sandi-rahasia" not in pesan


def test_kunci_rahasia_lama_yang_terpotong_koma_dikeluhkan() -> None:
    assert keluhan(LENGKAP | {"SECRET_KEY_FALLBACKS": f"{'a' * 50},{'b' * 64}"}) == []
    (pesan,) = keluhan(LENGKAP | {"SECRET_KEY_FALLBACKS": f"{'a' * 50},pendek"})
    assert pesan.startswith("SECRET_KEY_FALLBACKS terlalu pendek")


def test_semua_keluhan_disebut_sekaligus() -> None:
    pesan = "\n".join(keluhan({"SECRET_KEY": "pendek", "SIASN_MODE_GANDA": "nekat"}))
    for kata in ("SECRET_KEY terlalu pendek", "SIASN_MODE_GANDA harus", "SIASN_SSO_TOKEN", "REDIS_URL belum"):
        assert kata in pesan


@pytest.mark.parametrize("nama", ["REDIS_URL", "SIASN_TOKEN_URL"])
def test_mulai_berhenti_dengan_nama_variabel_yang_hilang(nama: str) -> None:
    lingkungan = {**os.environ, **LENGKAP}
    del lingkungan[nama]
    hasil = subprocess.run(
        [sys.executable, "-c", "import siapp.settings"], cwd=AKAR, env=lingkungan, capture_output=True, text=True
    )
    assert hasil.returncode != 0
    assert f"{nama} belum diisi." in hasil.stderr


def test_env_example_memuat_tepat_variabel_yang_dibaca() -> None:
    dibaca = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', (AKAR / "siapp" / "settings.py").read_text()))
    perintah = (AKAR / "siapp" / "management" / "commands").glob("*.py")
    dibaca |= {nama for satu in perintah for nama in re.findall(r'environ\.get\("([A-Z0-9_]+)"', satu.read_text())}
    ditulis = re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", (AKAR / ".env.example").read_text(), re.MULTILINE)
    assert len(ditulis) == len(set(ditulis))
    assert set(ditulis) == dibaca | DIBACA_MAKE_RUN


def test_yang_wajib_di_env_example_tidak_dikomentari() -> None:
    isi = (AKAR / ".env.example").read_text()
    assert all(re.search(rf"^{nama}=", isi, re.MULTILINE) for nama in WAJIB)


def test_penyimpanan_folder_nisbi_terhadap_akar(tmp_path: Path) -> None:
    hasil = pengaturan_penyimpanan("file:var/berkas", tmp_path)
    assert hasil["OPTIONS"]["location"] == str(tmp_path / "var" / "berkas")


def test_penyimpanan_s3_dari_satu_alamat(tmp_path: Path) -> None:
    hasil = pengaturan_penyimpanan("s3://kunci:ra%2Fhasia@ember?endpoint=http://127.0.0.1:8333&region=id", tmp_path)
    pilihan = hasil["OPTIONS"]
    assert hasil["BACKEND"] == "siapp.berkas.gudang_s3.GudangS3"
    assert (pilihan["access_key"], pilihan["secret_key"], pilihan["bucket_name"]) == ("kunci", "ra/hasia", "ember")
    assert (pilihan["endpoint_url"], pilihan["region_name"]) == ("http://127.0.0.1:8333", "id")


def test_penyimpanan_yang_tidak_dikenal_ditolak_dengan_nama_variabelnya(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL"):
        pengaturan_penyimpanan("gcs://ember", tmp_path)


def test_setiap_pustaka_punya_alasan() -> None:
    isi = (AKAR / "pyproject.toml").read_text().split("[tool.ruff]")[0]
    baris = [satu for satu in isi.splitlines() if re.match(r'\s+"[a-z]', satu)]
    assert len(baris) > 40
    assert [satu for satu in baris if not re.search(r",\s+# \S+", satu)] == []


def test_kunci_pustaka_tidak_memuat_alamat() -> None:
    for nama in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (AKAR / nama).read_text()


def test_sambungan_basis_data_tidak_menunggu_jaringan_yang_diam_selamanya() -> None:
    tanya = "from django.db import connection as k; import json; print(json.dumps(k.settings_dict['OPTIONS']))"
    kode = f"import django; django.setup(); {tanya}"
    url = "postgresql://siapp@basisdata.contoh:5432/siapp?connect_timeout=9&sslmode=require"
    env = {**os.environ, "DATABASE_URL": url, "DATABASE_POOL": "7"}
    hasil = subprocess.run([sys.executable, "-c", kode], cwd=AKAR, env=env, capture_output=True, text=True, check=True)
    pilihan = json.loads(hasil.stdout)
    assert pilihan["connect_timeout"] == 9
    assert pilihan["sslmode"] == "require"
    assert pilihan["pool"]["max_size"] == 7
    # A server that is gone is found out within half a minute, whether we speak or wait.
    assert 0 < pilihan["tcp_user_timeout"] <= 30_000
    diam = pilihan["keepalives_idle"] + pilihan["keepalives_interval"] * pilihan["keepalives_count"]
    assert 0 < diam <= 30
