"""`python -m siapp.peladen …`: Granian with the application loaded before it forks, so that its processes share it.

The arguments are Granian's own. Each process would load 90 MiB for itself; loaded once, they share what none of them
changes. Nothing here may open a connection or start a thread: neither survives the fork.
"""

from granian.cli import entrypoint

from siapp import wsgi
from siapp.cabang import sebelum_bercabang


def muat() -> None:
    """Load what the first requests would: all addresses, and with them views, forms and tables."""
    from django.urls import get_resolver

    assert wsgi.application  # noqa: S101 - Granian asks for it by name
    assert get_resolver().reverse_dict  # noqa: S101 - reading it is what loads
    sebelum_bercabang()


if __name__ == "__main__":
    muat()
    entrypoint()  # type: ignore[no-untyped-call]
