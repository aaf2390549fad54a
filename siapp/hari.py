"""Days that other people write: Indonesia has three time zones, and its day begins in the east."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

WIT = ZoneInfo("Asia/Jayapura")


def hari_terakhir(saat: datetime | None = None) -> date:
    """Return the latest date that it is anywhere in Indonesia now, or was at `saat` (WIT, UTC+9).

    What somebody dated "today" must not be refused as tomorrow: for two hours each night Papua is a day ahead of us.
    """
    return timezone.localdate(saat, timezone=WIT)
