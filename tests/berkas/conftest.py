"""The file room's stage: one person, and the same tests on the file system and on a real S3 server."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from siapp.akun.models import Pengguna
from siapp.berkas.models import Berkas
from siapp.berkas.periksa import periksa_berkas
from siapp.berkas.terima import terima
from tests.berkas.contoh import pdf
from tests.sarana import SABAR, port_bebas

WADAH = "uji"
KUNCI, RAHASIA = "kunci-uji", "rahasia-uji"


def _port_rendah() -> int:
    # The server also listens 10,000 higher.
    return next(port for port in iter(port_bebas, None) if port < 55_000)


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A SeaweedFS of this test process; yields the options of its storage."""
    folder = tmp_path_factory.mktemp("s3")
    orang = {"name": "uji", "credentials": [{"accessKey": KUNCI, "secretKey": RAHASIA}], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [orang]}))
    port = {nama: _port_rendah() for nama in ("master", "volume", "filer", "s3")}
    perintah = [
        str(Path(sys.executable).parent / "weed"), "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        f"-master.port={port['master']}", f"-volume.port={port['volume']}", "-volume.max=20",
        "-master.volumeSizeLimitMB=64", "-filer", f"-filer.port={port['filer']}", "-s3", f"-s3.port={port['s3']}",
        f"-s3.config={folder / 's3.json'}", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false",
    ]  # fmt: skip
    alamat = f"http://127.0.0.1:{port['s3']}"
    with (folder / "log").open("wb") as catatan:
        proses = subprocess.Popen(perintah, stdout=catatan, stderr=subprocess.STDOUT)
    try:
        _buat_wadah(alamat, proses, folder / "log")
        yield {
            "access_key": KUNCI, "secret_key": RAHASIA, "bucket_name": WADAH, "endpoint_url": alamat,
            "region_name": "us-east-1", "file_overwrite": False, "default_acl": None, "max_memory_size": 1024 * 1024,
        }  # fmt: skip
    finally:
        proses.kill()
        proses.wait()


def _buat_wadah(alamat: str, proses: subprocess.Popen[bytes], catatan: Path) -> None:
    klien = boto3.client(
        "s3", endpoint_url=alamat, aws_access_key_id=KUNCI, aws_secret_access_key=RAHASIA, region_name="us-east-1",
        config=Config(retries={"max_attempts": 1}, connect_timeout=SABAR, read_timeout=SABAR),
    )  # fmt: skip
    batas = time.monotonic() + SABAR
    while time.monotonic() < batas and proses.poll() is None:
        with suppress(BotoCoreError, ClientError):
            klien.create_bucket(Bucket=WADAH)
            klien.put_object(Bucket=WADAH, Key="siap", Body=b"1")
            return
        time.sleep(0.2)
    pytest.fail(f"S3 tidak menyala:\n{catatan.read_text()[-2000:]}")


@pytest.fixture
def penyimpanan_lokal(settings: Any, tmp_path: Path) -> Path:
    """Files go to a folder of this test."""
    pilihan = {"location": str(tmp_path / "simpanan"), "base_url": None}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "siapp.berkas.gudang_folder.GudangFolder", "OPTIONS": pilihan}
    }
    return tmp_path / "simpanan"


@pytest.fixture(params=["berkas", "s3"])
def penyimpanan(request: pytest.FixtureRequest, settings: Any) -> str:
    """Files go to the file system, and once more to S3."""
    if request.param == "berkas":
        request.getfixturevalue("penyimpanan_lokal")
    else:
        pilihan = request.getfixturevalue("s3") | {"location": uuid.uuid4().hex}
        settings.STORAGES = settings.STORAGES | {
            "default": {"BACKEND": "siapp.berkas.gudang_s3.GudangS3", "OPTIONS": pilihan}
        }
    return str(request.param)


@pytest.fixture
def pic(db: None) -> Pengguna:
    """A person who uploads."""
    return Pengguna.objects.create_user("199001012015011001", nama="Sari Contoh")


@pytest.fixture
def tersedia(pic: Pengguna) -> Callable[..., Berkas]:
    """Take a file in and inspect it, through the real doors."""

    def buat(isi: bytes | None = None, *, nama: str = "surat.pdf", boleh: tuple[str, ...] = ("pdf",)) -> Berkas:
        berkas = terima(BytesIO(isi or pdf(3)), oleh=pic, nama=nama, boleh=boleh)
        assert periksa_berkas(berkas.pk)
        berkas.refresh_from_db()
        return berkas

    return buat
