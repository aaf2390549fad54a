"""Workers and timers come back soon after their broker, however long it was away."""

from collections.abc import Callable

import kombu.utils.functional
import pytest

from siapp.celery import SambunganBroker, app
from tests.sarana import port_bebas

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
