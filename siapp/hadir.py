"""Who looks at the same thing at this moment: ids of persons in Valkey, which expire by themselves (keputusan/0102)."""

import time
from functools import cache

import redis
import structlog

from siapp.bangun import Pemutus
from siapp.celery import app

log = structlog.get_logger(__name__)

UMUR = 45
"""Seconds that a person counts as present after the last word from the page."""
BATAS_WAKTU = 0.5

pemutus = Pemutus()


@cache
def _klien(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=BATAS_WAKTU, socket_connect_timeout=BATAS_WAKTU, protocol=2)


def catat_hadir(benda: str, orang: int) -> list[int]:
    """Note that `orang` looks at `benda` ("usulan:<uuid>"), and return the ids of the others who do, in order.

    One round trip. Without Valkey nobody is known to be there: [] comes back after half a second at the most, and at
    once for a while afterwards. Nothing but ids goes to the broker.
    """
    if pemutus.tertutup():
        return []
    kini, kunci = time.time(), f"siapp:hadir:{benda}"
    try:
        with _klien(app.conf.broker_url).pipeline() as pipa:
            pipa.zadd(kunci, {str(orang): kini})
            pipa.zremrangebyscore(kunci, "-inf", kini - UMUR)
            pipa.expire(kunci, UMUR)
            pipa.zrange(kunci, 0, -1)
            ada = pipa.execute()[-1]
    except redis.RedisError as galat:
        pemutus.gagal()
        log.warning("hadir_gagal", galat=type(galat).__name__)
        return []
    pemutus.pulih()
    return sorted({int(satu) for satu in ada} - {orang})
