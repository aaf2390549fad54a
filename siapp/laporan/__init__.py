"""What leaves this installation for whoever watches it: traces and errors, only where the environment names a receiver.

Neither of the two libraries is let near requests, queries or variables: what they are given is listed here, and holds
no address, body, header, cookie, name or NIP (docs/keputusan/0061).
"""

from importlib.util import find_spec

from django.conf import settings
from django.core.checks import CheckMessage, Error

PUSTAKA = {"OTEL_EXPORTER_OTLP_ENDPOINT": "opentelemetry.exporter.otlp", "SENTRY_DSN": "sentry_sdk"}
"""Variable that switches a report on → the library it needs."""


def terpasang(modul: str) -> bool:
    """Whether `modul` can be loaded here."""
    try:
        return find_spec(modul) is not None
    except ModuleNotFoundError:
        return False


def menyala(variabel: str) -> bool:
    """Whether that report is wanted and possible."""
    return bool(getattr(settings, variabel)) and terpasang(PUSTAKA[variabel])


def periksa_pustaka(**_: object) -> list[CheckMessage]:
    """siapp.E008: what is switched on must be installed; else nobody would notice that nothing is reported."""
    return [
        Error(
            f"{nama} diisi, sedangkan pustakanya belum terpasang.",
            hint="Pasang dengan `pip install --require-hashes -r requirements-pantau.txt`; pada satu server: "
            "`sudo ./pemasangan/pasang`, lalu `sudo siapp perbarui`.",
            id="siapp.E008",
        )
        for nama, modul in PUSTAKA.items()
        if getattr(settings, nama) and not terpasang(modul)
    ]


def nyalakan() -> None:
    """Begin to report; called once in each process, when the app is ready."""
    from siapp.laporan import galat, rentang

    rentang.nyalakan()
    galat.nyalakan()
