"""Traces: OTLP when an endpoint is set, else (or also) a local store of JSON lines."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Span, SpanKind

_TRACER = "fastlane"


class LocalSpanStore(SpanExporter):
    """Appends spans to ``<folder>/<service>-<pid>.jsonl``; a full file (64 MB) makes way once."""

    LIMIT_BYTES = 64_000_000

    def __init__(self, folder: Path, service: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._service = service
        self._path = folder / f"{service}-{os.getpid()}.jsonl"

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        lines = "".join(json.dumps(self._line(span), default=str) + "\n" for span in spans)
        try:
            if self._path.exists() and self._path.stat().st_size > self.LIMIT_BYTES:
                self._path.replace(self._path.with_suffix(".old.jsonl"))
            with self._path.open("a", encoding="utf-8") as store:
                store.write(lines)
        except OSError:
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS

    def _line(self, span: ReadableSpan) -> dict[str, object]:
        context = span.get_span_context()
        return {
            "trace_id": trace.format_trace_id(context.trace_id) if context else None,
            "span_id": trace.format_span_id(context.span_id) if context else None,
            "parent_id": trace.format_span_id(span.parent.span_id) if span.parent else None,
            "name": span.name,
            "kind": span.kind.name,
            "service": self._service,
            "start_ns": span.start_time,
            "end_ns": span.end_time,
            "attributes": dict(span.attributes or {}),
            "links": [trace.format_trace_id(link.context.trace_id) for link in span.links],
            "status": span.status.status_code.name,
        }


def start_tracing(service: str, folder: Path | None) -> TracerProvider:
    """Install the process's tracer provider. Call once, and ``shutdown()`` it before leaving."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"fastlane-{service}"}))
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or os.environ.get(
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
    ):
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    if folder is not None:
        store = LocalSpanStore(folder, service)
        provider.add_span_processor(BatchSpanProcessor(store, schedule_delay_millis=1000))
    trace.set_tracer_provider(provider)
    return provider


@contextmanager
def span(
    name: str,
    *,
    kind: SpanKind = SpanKind.INTERNAL,
    traceparent: str | None = None,
    attributes: Mapping[str, str | int] | None = None,
) -> Iterator[Span]:
    """A span under ``traceparent`` where given, else under the current one."""
    context = extract({"traceparent": traceparent}) if traceparent else None
    tracer = trace.get_tracer(_TRACER)
    with tracer.start_as_current_span(
        name, context=context, kind=kind, attributes=dict(attributes or {})
    ) as current:
        yield current
