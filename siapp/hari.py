"""Days that other people write: Indonesia has three time zones, and its day begins in the east."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

WIT = ZoneInfo("Asia/Jayapura")


def hari_terakhir() -> date:
    """Return the latest date that it is anywhere in Indonesia now (WIT, UTC+9).

    What somebody dated "today" must not be refused as tomorrow: for two hours each night Papua is a day ahead of us.
    """
    return timezone.localdate(timezone=WIT)
