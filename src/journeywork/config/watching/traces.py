"""OpenTelemetry, where an administrator asks for it by the standard variables OTEL_*.

Traces are made when the extra `traces` is installed and an exporter is named, by
OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT or OTEL_TRACES_EXPORTER. The
library reads the other variables by itself: sampling, limits, headers, certificates, resource.
"""

import logging
from collections.abc import Mapping
from multiprocessing.util import Finalize
from typing import Any

from journeywork.kernel import spans

#: Any of these asks for traces.
ASKED_BY = (
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_TRACES_EXPORTER",
)
EXPORTERS = ("otlp", "console")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL")

log = logging.getLogger(__name__)


def listen(environ: Mapping[str, str], *, role: str) -> bool:
    """Trace this process where that is asked for and can be done; return whether it is.

    `role` is `web` or `worker`. What cannot be done is said in the log, and nothing is traced.
    """
    exporter = wanted(environ)
    if not exporter:
        return False
    try:
        provider = _provider(exporter, environ, role)
    except ImportError:
        log.warning("traces are asked for, and the extra `traces` is not installed")
        return False
    spans.listen(provider.get_tracer("journeywork"))
    return True


def wanted(environ: Mapping[str, str]) -> str:
    """Return the exporter that is asked for, "" for none or one that there is not."""
    off = environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    if off or not any(environ.get(name, "").strip() for name in ASKED_BY):
        return ""
    named = environ.get("OTEL_TRACES_EXPORTER", "").strip().lower() or "otlp"
    if named not in (*EXPORTERS, "none"):
        log.warning("OTEL_TRACES_EXPORTER: expected otlp, console or none; nothing is traced")
    if any(environ.get(name, "").strip() == "grpc" for name in _PROTOCOLS):
        log.warning("traces are sent as http/protobuf, usually to port 4318; grpc is not spoken")
    return named if named in EXPORTERS else ""


def _provider(exporter: str, environ: Mapping[str, str], role: str) -> Any:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter

    if exporter == "console":
        made: Any = ConsoleSpanExporter()
    else:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        made = OTLPSpanExporter()
    named = "OTEL_SERVICE_NAME" in environ or "service.name=" in environ.get(
        "OTEL_RESOURCE_ATTRIBUTES", ""
    )
    resource = Resource.create({} if named else {"service.name": f"journeywork-{role}"})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(made))
    # A child of the server process ends without what Python does at the end of others.
    Finalize(None, provider.shutdown, exitpriority=10)
    return provider
