"""Completes the OpenAPI document: what goes wrong, and which permission each operation needs."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from journeywork.api.doors import FOR_ANY_TOKEN, OPERATIONS
from journeywork.api.problems import MEDIA_TYPE

PERMISSION = "x-permission"
ANY_TOKEN = "x-any-token"  # noqa: S105 -- the name of a field, no secret

_FAULT = {
    "type": "object",
    "required": ["field", "detail"],
    "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457), with a sentence for each field at fault.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _FAULT},
    },
}
_SAYS = {
    "400": "The input was refused at the gate: what, and why.",
    "401": "No token, or one that is unknown, revoked or over.",
    "403": "The person's roles or the token's scopes do not reach this.",
    "404": "There is no such thing here, or nothing that this person may know of.",
    "422": "A field does not fit: which, and what is expected.",
}


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """Return `schema` with problems, permissions and short identifiers filled in."""
    schema["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    for path, verbs in schema["paths"].items():
        for operation in verbs.values():
            name = operation["operationId"]
            if name in OPERATIONS:
                operation[PERMISSION] = OPERATIONS[name]
            else:
                operation[ANY_TOKEN] = FOR_ANY_TOKEN[name]
            for status in _may_answer(path, operation):
                operation["responses"].setdefault(status, _response(_SAYS[status]))
    return schema


def _may_answer(path: str, operation: dict[str, Any]) -> list[str]:
    found = ["401", "403"]
    found += ["404"] if "{" in path else []
    takes = operation.get("parameters") or operation.get("requestBody")
    return found + (["400", "422"] if takes else [])


def _response(says: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": says, "content": content}
