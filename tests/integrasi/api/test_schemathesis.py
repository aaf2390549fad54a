"""The API obeys its own document (janji.md 2): schemathesis, all checks, with a token and known ids."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import KejadianMasuk
from tests import dunia as d
from tests.integrasi.api.conftest import Mitra, dikenal_siasn


@pytest.mark.lambat
@pytest.mark.django_db(transaction=True)
def test_schemathesis_tidak_menemukan_apa_pun(
    live_server: LiveServer, mitra: Mitra, dunia: d.Dunia, settings: Settings, tmp_path: Path
) -> None:
    settings.BASE_URL = live_server.url
    settings.API_LAJU_KLIEN = settings.API_LAJU_ALAMAT = 10_000_000
    usulan = d.siap_keppres(dunia)
    id_usulan = dikenal_siasn(usulan)
    d.terbit(dunia, d.maju(dunia, d.rkp(dunia, usulan)))
    rencanakan_tertunda()
    unduh = urlsplit(mitra.ambil("/api/v1/salinan-keppres").json()["data"][0]["download_url"]).path.rpartition("/")[2]
    contoh = os.environ.get("SCHEMATHESIS_CONTOH", "25")
    hasil = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            "run",
            f"{live_server.url}/api/v1/skema.json",
            f"--header=Authorization: Bearer {mitra.token}",
            f"--url={live_server.url}",
            "--checks=all",
            "--mode=all",
            f"--max-examples={contoh}",
            "--suppress-health-check=all",
            "--generation-database=none",
            "--seed=20251123",
            "--no-color",
        ],
        cwd=tmp_path,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "tests.integrasi.api.kait_schemathesis",
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "UJI_ID_USULAN": id_usulan,
            "UJI_TOKEN_UNDUH": unduh,
        },
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    connections.close_all()
    (settings.VAR_DIR / "schemathesis.txt").write_text(hasil.stdout)
    assert hasil.returncode == 0, hasil.stdout[-12_000:] + hasil.stderr[-2_000:]
    assert "No issues found" in hasil.stdout
    assert re.search(r"\d+ generated", hasil.stdout)
    assert KejadianMasuk.objects.filter(status="APPROVED").exists()
