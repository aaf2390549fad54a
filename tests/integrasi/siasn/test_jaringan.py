"""An authority of its own and a forward proxy: every call to SIASN uses them, and nothing else does."""

import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.checks import run_checks
from pytest_django import Settings

from integrasi.mitra import setelan
from integrasi.pengamatan import denyut
from integrasi.sebab import Kode
from integrasi.siasn import token as token_siasn
from integrasi.siasn.errors import KirimUlangNanti
from integrasi.siasn.token import GudangMemori
from integrasi.siasn.transport import Permintaan, Transport
from tests import sarana
from tests.integrasi.siasn.conftest import konfigurasi
from tests.integrasi.siasn.mitra import SSO, TOKEN
from tests.sarana import port_bebas

TULIS = Permintaan("usulan", "POST", json={"a": 1}, kunci="kunci-1")
UNDUH = Permintaan("unduh", "GET", params={"path": "a"})
SANDI = "siapp:kata%2Fkunci"


@dataclass
class Penerbit:
    """An authority of this test: `ca` is its certificate, `pem` the partner's key and certificate, signed by it."""

    ca: Path
    pem: Path


def _nama(teks: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, teks)])


def _surat(untuk: str, kunci: Any, penanda: Any, oleh: str, *, ca: bool) -> x509.Certificate:
    kini = datetime.now(UTC)
    alamat = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    surat = x509.CertificateBuilder().subject_name(_nama(untuk)).issuer_name(_nama(oleh))
    surat = surat.public_key(kunci.public_key()).serial_number(x509.random_serial_number())
    surat = surat.not_valid_before(kini - timedelta(days=1)).not_valid_after(kini + timedelta(days=1))
    surat = surat.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    return surat.add_extension(alamat, critical=False).sign(penanda, hashes.SHA256())


@pytest.fixture(scope="module")
def penerbit(tmp_path_factory: pytest.TempPathFactory) -> Penerbit:
    folder = tmp_path_factory.mktemp("penerbit")
    kunci_ca, kunci = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    bentuk = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(_surat("CA uji", kunci_ca, kunci_ca, "CA uji", ca=True).public_bytes(bentuk))
    pribadi = kunci.private_bytes(bentuk, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    surat = _surat("mitra uji", kunci, kunci_ca, "CA uji", ca=False)
    (folder / "mitra.pem").write_bytes(pribadi + surat.public_bytes(bentuk))
    return Penerbit(folder / "ca.pem", folder / "mitra.pem")


@dataclass
class Proses:
    """One of `jaringan` in its own process; `lihat()` ends it and tells what was asked of it."""

    proses: subprocess.Popen[str]
    port: int

    def lihat(self) -> list[str]:
        self.proses.terminate()
        return self.proses.communicate(timeout=sarana.SABAR)[0].splitlines()


@pytest.fixture
def nyalakan() -> Iterator[Callable[..., Proses]]:
    semua = []

    def jalan(*peran: str) -> Proses:
        perintah = [sys.executable, "-m", "tests.integrasi.siasn.jaringan", *peran]
        proses = subprocess.Popen(perintah, cwd=sarana.AKAR, stdout=subprocess.PIPE, text=True)
        semua.append(proses)
        assert proses.stdout
        return Proses(proses, int(proses.stdout.readline()))

    yield jalan
    for proses in semua:
        proses.kill()
        proses.communicate()


def _galat(transport: Transport, permintaan: Permintaan = TULIS) -> KirimUlangNanti:
    with pytest.raises(KirimUlangNanti) as galat:
        transport.panggil(permintaan)
    return galat.value


def test_token_panggilan_dan_berkas_lewat_proksi_dengan_penerbit_sendiri(
    penerbit: Penerbit, nyalakan: Callable[..., Proses]
) -> None:
    mitra, proksi = nyalakan("mitra", str(penerbit.pem)), nyalakan("proksi", "siapp:kata/kunci")
    url = f"https://127.0.0.1:{mitra.port}"
    jalan = {"ca_bundle": str(penerbit.ca), "proksi": f"http://{SANDI}@127.0.0.1:{proksi.port}"}
    isi = io.BytesIO()
    with Transport(konfigurasi(url, **jalan), GudangMemori()) as transport:
        assert transport.panggil(TULIS) == "ya"
        transport.unduh(UNDUH, isi, batas=1000, awalan=b"%PDF-")
    assert isi.getvalue() == b"%PDF-1.7 isi"
    assert len(mitra.lihat()) == 2
    # One connection for tokens, call and file: all of them went through.
    assert proksi.lihat() == [f"CONNECT 127.0.0.1:{mitra.port}"]


def test_penerbit_yang_tidak_disebut_tidak_dipercaya(penerbit: Penerbit, nyalakan: Callable[..., Proses]) -> None:
    mitra = nyalakan("mitra", str(penerbit.pem))
    with Transport(_bertoken(f"https://127.0.0.1:{mitra.port}"), _gudang()) as transport:
        assert _galat(transport).kode is Kode.TLS


@pytest.mark.parametrize("sebab", ["ditolak", "mati"])
def test_proksi_yang_menolak_membuktikan_belum_terkirim(
    penerbit: Penerbit, nyalakan: Callable[..., Proses], sebab: str
) -> None:
    mitra = nyalakan("mitra", str(penerbit.pem))
    port = nyalakan("proksi", "siapp:lain").port if sebab == "ditolak" else port_bebas()
    alamat = _bertoken(f"https://127.0.0.1:{mitra.port}")
    alamat = replace(alamat, ca_bundle=str(penerbit.ca), proksi=f"http://siapp:salah@127.0.0.1:{port}")
    with Transport(alamat, _gudang()) as transport:
        galat = _galat(transport)
    assert galat.kode is Kode.PROKSI
    assert "salah" not in str(galat)
    assert mitra.lihat() == []


def _bertoken(url: str) -> Any:
    return konfigurasi(url, token_url=url + TOKEN, sso_url=url + SSO)


def _gudang() -> GudangMemori:
    """A store that holds both tokens, so that the call itself is the first to go out."""
    gudang = GudangMemori()
    token = token_siasn.Token("t", diambil=time.time(), kedaluwarsa=time.time() + 600)
    for jenis in (token_siasn.APIM, token_siasn.SSO):
        gudang.segarkan({jenis: None}, {jenis: lambda: token})
    return gudang


@pytest.mark.usefixtures("db")
def test_proksi_dan_penerbit_dari_setelan_hanya_untuk_siasn(
    penerbit: Penerbit, nyalakan: Callable[..., Proses], settings: Settings
) -> None:
    mitra, proksi = nyalakan("mitra", str(penerbit.pem)), nyalakan("proksi")
    url = f"https://127.0.0.1:{mitra.port}"
    settings.SIASN_CA, settings.SIASN_PROKSI = str(penerbit.ca), f"http://127.0.0.1:{proksi.port}"
    settings.SIASN_BASE_URL, settings.SIASN_TOKEN_URL, settings.SIASN_SSO_URL = url, url + TOKEN, url + SSO
    # A call to somebody else: neither believes our partner's authority nor passes its proxy.
    settings.DENYUT_URL = f"{url}/denyut"
    assert not denyut.beri_denyut()
    with Transport(setelan.konfigurasi(), GudangMemori()) as transport:
        assert transport.panggil(TULIS) == "ya"
    assert proksi.lihat() == [f"CONNECT 127.0.0.1:{mitra.port}"]
    assert "GET /denyut" not in mitra.lihat()


def test_proksi_dari_lingkungan_tidak_dipakai(
    penerbit: Penerbit, nyalakan: Callable[..., Proses], monkeypatch: pytest.MonkeyPatch
) -> None:
    mitra, proksi = nyalakan("mitra", str(penerbit.pem)), nyalakan("proksi")
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proksi.port}")
    with Transport(konfigurasi(f"https://127.0.0.1:{mitra.port}", ca_bundle=str(penerbit.ca)), GudangMemori()) as satu:
        assert satu.panggil(TULIS) == "ya"
    assert proksi.lihat() == []


@pytest.mark.parametrize(
    ("nama", "isi", "kode"),
    [
        ("SIASN_CA", None, []),
        ("SIASN_CA", "", ["siapp.E006"]),
        ("SIASN_CA", "bukan PEM", ["siapp.E006"]),
        ("SIASN_CA", "tidak ada", ["siapp.E006"]),
        ("SIASN_PROKSI", "http://proksi.contoh.go.id:3128", []),
        ("SIASN_PROKSI", "http://u:rahasia@proksi.contoh.go.id:3128", []),
        ("SIASN_PROKSI", "proksi.contoh.go.id:3128", ["siapp.E007"]),
        ("SIASN_PROKSI", "http://u:rahasia@proksi", ["siapp.E007"]),
        ("SIASN_PROKSI", "socks5://u:rahasia@proksi:1080", ["siapp.E007"]),
    ],
)
def test_pemeriksaan_mulai_menyebut_yang_salah(
    penerbit: Penerbit, settings: Settings, tmp_path: Path, nama: str, isi: str | None, kode: list[str]
) -> None:
    if nama == "SIASN_CA":
        berkas = penerbit.ca if isi is None else tmp_path / "ca.pem"
        if isi is not None and isi != "tidak ada":
            berkas.write_text(isi)
        isi = str(berkas)
    setattr(settings, nama, isi)
    pesan = [satu for satu in run_checks(tags=["setelan"]) if satu.id in {"siapp.E006", "siapp.E007"}]
    assert [satu.id for satu in pesan] == kode
    assert "rahasia" not in str(pesan)
