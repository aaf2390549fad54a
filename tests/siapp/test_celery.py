"""Workers and timers come back soon after their broker, however long it was away."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import kombu.utils.functional
import pytest

from siapp.celery import SambunganBroker, app
from tests.sarana import AKAR, port_bebas

LEBIH_DARI_BAWAAN_CELERY = 150


class Pulih(Exception):
    """The broker is back: enough attempts were seen."""


@pytest.mark.parametrize("sambungan", [app.connection_for_read, app.connection_for_write])
def test_broker_yang_lama_pergi_dicari_terus_dan_setiap_lima_detik(
    sambungan: Callable[..., SambunganBroker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kombu.utils.functional, "sleep", lambda _: None)
    jeda: list[float] = []

    def gagal(_: Exception, lama: float) -> None:
        jeda.append(lama)
        if len(jeda) > LEBIH_DARI_BAWAAN_CELERY:
            raise Pulih

    with pytest.raises(Pulih):
        sambungan(f"redis://127.0.0.1:{port_bebas()}/0").ensure_connection(
            gagal, app.conf.broker_connection_max_retries
        )
    assert max(jeda) == SambunganBroker.JEDA_TERLAMA <= 5


def test_perintah_dari_folder_rilis_lain_memakai_kode_rilisnya_sendiri(tmp_path: Path) -> None:
    for nama in ("referensi", "usulan", "integrasi"):
        (tmp_path / nama).mkdir()
        (tmp_path / nama / "__init__.py").write_text("raise SystemExit('kode dari folder lain')")
    hasil = subprocess.run(
        [sys.executable, str(AKAR / "manage.py"), "diagram", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert hasil.returncode == 0, hasil.stdout + hasil.stderr
