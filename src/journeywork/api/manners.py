"""What the description says of manners: limits, versions, pages, and the headers they use."""

from typing import Any

from journeywork.api.versions import ROOT, THINGS
from journeywork.kernel.problems import MEDIA_TYPE

#: Header that may be sent -> what it means.
SENT = {
    "Idempotency-Key": "Names this request: sent again under it within a day it acts no second "
    "time, and is answered as the first time.",
    "If-None-Match": "The ETag of what one has: only what is different is sent.",
    "If-Match": "The ETag of what one has read: it is changed only if it is still that.",
}
#: Header of answers -> what it means.
TOLD = {
    "ETag": "Changes whenever the content does; for If-None-Match and If-Match.",
    "Idempotency-Replayed": "true where this was done, and answered, before.",
    "Link": 'The next page, with rel="next" (RFC 8288); absent on the last one.',
    "RateLimit": "How many requests are left, and for how many seconds, of token and person.",
    "RateLimit-Policy": "How many requests there may be in how many seconds.",
    "Retry-After": "After how many seconds to ask again.",
}
_LIMITS = ("RateLimit", "RateLimit-Policy")
_KEY = "The Idempotency-Key does not fit."
_OTHER = "The Idempotency-Key belongs to another request."
_RUNNING = "The same request, under its Idempotency-Key, is being answered at this moment."
_SAME = "It is what If-None-Match says that the asker has; there is no content."
_STALE = "It is no longer what If-Match names, or is not there; nothing was done."
_OFTEN = "The token, or its person with all tokens, asked too often; Retry-After says when."


def headers() -> dict[str, Any]:
    """Return the headers of answers, as components of the description."""
    text = {"type": "string"}
    return {name: {"description": says, "schema": text} for name, says in TOLD.items()}


def tell(verb: str, path: str, operation: dict[str, Any]) -> None:
    """Complete an operation: which headers it may be sent, and how it may answer because of them."""
    answers = operation["responses"]
    reads, changes = verb == "get", (verb.upper(), path.removeprefix(ROOT)) in THINGS
    answers["429"] = answered(_OFTEN, *_LIMITS, "Retry-After")
    writes = () if reads else ("Idempotency-Replayed",)
    is_list = any(each["name"] == "cursor" for each in operation.get("parameters", ()))
    for status in [status for status in answers if str(status).startswith("2")]:
        tagged = ("ETag",) if (reads or changes) and str(status) != "204" else ()
        _carries(answers[status], *_LIMITS, *tagged, *writes, *(("Link",) if is_list else ()))
    if reads:
        _takes(operation, "If-None-Match")
        answers["304"] = {"description": _SAME}
        _carries(answers["304"], *_LIMITS, "ETag")
    else:
        _takes(operation, "Idempotency-Key")
        answers.setdefault("400", answered(_KEY))
        answers["409"] = answered(_RUNNING, "Retry-After")
        answers.setdefault("422", answered(_OTHER))
    if changes:
        _takes(operation, "If-Match")
        answers["412"] = answered(_STALE)


def answered(says: str, *carries: str) -> dict[str, Any]:
    """Return a problem as an answer, with the headers that it carries."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answer: dict[str, Any] = {"description": says, "content": content}
    _carries(answer, *carries)
    return answer


def _carries(answer: dict[str, Any], *names: str) -> None:
    if names:
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _takes(operation: dict[str, Any], name: str) -> None:
    told = {"name": name, "in": "header", "required": False, "description": SENT[name]}
    told["schema"] = {"type": "string", "title": name}
    operation["parameters"] = [*operation.get("parameters", ()), told]
