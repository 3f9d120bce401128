"""How the API reads what passed the input gate: JSON bodies, and each query field once."""

from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from journeywork.engine.gate import GateFault, parse_json

_JSON = "application/json"


class GatedParser(Parser):
    """Reads bodies and query strings; GateFault names what does not pass."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON value of the body, which the gate's middleware has parsed already."""
        sent = (request.content_type or "").lower()
        if sent != _JSON:
            raise not_json(sent)
        parsed = getattr(request, "json_value", None)
        return parse_json(request.body) if parsed is None else parsed

    def parse_querydict(
        self, data: MultiValueDict[str, str], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return a query string as fields; one that may stand once must not stand twice."""
        for name, values in data.lists():
            if len(values) > 1 and name not in list_fields:
                raise GateFault(name, "stands twice")
        return super().parse_querydict(data, list_fields, request)


def not_json(sent: str) -> GateFault:
    """Return the fault of a body that says of itself that it is something else."""
    return GateFault("Content-Type", f"is {sent[:80]!r}; expected {_JSON}", status=415)
