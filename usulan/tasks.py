"""Doors of Celery into this room."""

from celery import shared_task

from usulan.actions import kalender


@shared_task(name="usulan.tasks.hitung_tenggat")
def hitung_tenggat() -> None:
    """Bring the deadlines in step with the calendar; nothing to do when they are. Found by its sweep too."""
    kalender.hitung_tenggat()
