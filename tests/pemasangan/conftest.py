"""Fixtures of what needs the product's data."""

from tests.integrasi.conftest import dunia, selaras, siasn

__all__ = ["dunia", "selaras", "siasn"]
