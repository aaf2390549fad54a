"""The product's settings for a web server of the campaign: static files without the manifest that a build makes, people
with a password alone."""

from siapp.settings import *  # noqa: F403
from siapp.settings import STORAGES

DUA_LANGKAH_WAJIB = False
KERAHASIAAN_WAJIB = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
