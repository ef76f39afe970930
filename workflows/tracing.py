"""The present span in the form that messages carry."""

from opentelemetry.propagate import inject


def current_traceparent() -> str | None:
    """The W3C traceparent of the present span, None when there is none."""
    carrier: dict[str, str] = {}
    inject(carrier)
    return carrier.get("traceparent")
