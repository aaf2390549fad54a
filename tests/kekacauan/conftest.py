"""Fixtures of the campaign."""

from tests.integrasi.conftest import dunia, selaras, siasn
from tests.kekacauan.tabel import janji

__all__ = ["dunia", "janji", "selaras", "siasn"]
