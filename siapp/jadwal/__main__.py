"""`python -m siapp.jadwal`: the timer process, as `manage.py jalankan timer` starts it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siapp.settings")
django.setup()

from siapp.jadwal.putaran import jalankan  # noqa: E402

jalankan()
