"""`python -m integrasi.peragaan.simulator`: serve on 127.0.0.1 until interrupted."""

from __future__ import annotations

import structlog
import uvicorn

from integrasi.peragaan.simulator.app import buat_app
from integrasi.peragaan.simulator.sambungan import ProtokolSimulator
from integrasi.peragaan.simulator.setelan import baca_setelan


def utama() -> None:
    """Start the server. Only this machine can reach it: it plays a ministry's partner and knows no firewall."""
    setelan = baca_setelan()
    structlog.get_logger().info("simulator_mulai", port=setelan.port)
    uvicorn.run(
        buat_app(setelan),
        host="127.0.0.1",
        port=setelan.port,
        http=ProtokolSimulator,
        loop="asyncio",
        ws="none",
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    utama()
