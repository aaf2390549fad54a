"""Spans for OpenTelemetry: a request, the task it woke, the call to SIASN; all under the id of the request.

That id *is* the trace's, so a line of the log leads to its trace and back.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings

from siapp.jejak import jejak_kini
from siapp.laporan import menyala

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ISI = {"metode", "rute", "status", "tugas", "hasil", "api", "kode", "galat"}
"""All that a span may tell."""

Isi = dict[str, str | int]

_pengirim: "TracerProvider | None" = None
_akar: ContextVar[bool] = ContextVar("akar", default=False)


def nomor_jejak(permintaan: str) -> int:
    """Return the trace id of a request's id: its own 32 hexadecimal digits, or such made of it."""
    try:
        nomor = int(permintaan, 16) if len(permintaan) == 32 else 0
    except ValueError:
        nomor = 0
    return nomor or int.from_bytes(hashlib.sha256(permintaan.encode()).digest()[:16])


def _nomor_akar(permintaan: str) -> int:
    """The id of the first span of a request, so that a worker knows it without being told."""
    return int.from_bytes(hashlib.sha256(f"akar:{permintaan}".encode()).digest()[:8]) or 1


def nyalakan() -> None:
    """Send spans to OTEL_EXPORTER_OTLP_ENDPOINT, in batches from a thread; do nothing where that is not set."""
    global _pengirim
    if not menyala("OTEL_EXPORTER_OTLP_ENDPOINT") or _pengirim:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class Nomor(RandomIdGenerator):
        """Ids from the request's id, where there is one."""

        def generate_trace_id(self) -> int:
            return nomor_jejak(jejak_kini()) if jejak_kini() else super().generate_trace_id()

        def generate_span_id(self) -> int:
            return _nomor_akar(jejak_kini()) if _akar.get() and jejak_kini() else super().generate_span_id()

    # Made by hand: `Resource.create` would add the machine's name and the command line.
    sumber = Resource({"service.name": "siapp", "service.version": settings.VERSI_APLIKASI})
    _pengirim = TracerProvider(resource=sumber, id_generator=Nomor())
    tujuan = f"{settings.OTEL_EXPORTER_OTLP_ENDPOINT.rstrip('/')}/v1/traces"
    _pengirim.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=tujuan), schedule_delay_millis=1000))


@contextmanager
def rentang(nama: str, *, awal: bool = False, dibangunkan: bool = False) -> Iterator[Isi]:
    """Measure the block as a span; what is put into the dict given is told with it (`ISI`, nothing else).

    `awal`: it is the first of its request. `dibangunkan`: that request woke it, in another process. An exception is
    told by its type alone. Costs nothing where nobody receives.
    """
    isi: Isi = {}
    if _pengirim is None:
        yield isi
        return
    from opentelemetry import trace

    tanda = _akar.set(awal)
    satu = _pengirim.get_tracer("siapp").start_span(nama, context=_induk(awal, dibangunkan))
    _akar.reset(tanda)
    try:
        with trace.use_span(satu, record_exception=False, set_status_on_exception=False):
            yield isi
    except BaseException as galat:
        isi["galat"] = type(galat).__name__
        raise
    finally:
        _tutup(satu, isi)


def _induk(awal: bool, dibangunkan: bool) -> Any:
    from opentelemetry.context import Context
    from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

    if not dibangunkan:
        return Context() if awal else None
    nomor = nomor_jejak(jejak_kini()), _nomor_akar(jejak_kini())
    return set_span_in_context(
        NonRecordingSpan(SpanContext(*nomor, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))), Context()
    )


def _tutup(satu: Any, isi: Isi) -> None:
    from opentelemetry.trace import StatusCode

    for kunci, nilai in isi.items():
        if kunci in ISI and nilai != "":
            satu.set_attribute(f"siapp.{kunci}", nilai)
    if "galat" in isi:
        satu.set_status(StatusCode.ERROR)
    satu.end()
