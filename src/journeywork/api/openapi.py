"""Completes the OpenAPI document: what goes wrong, and which permission each operation needs."""

import re
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from journeywork.api import manners
from journeywork.api.doors import FOR_ANY_TOKEN, OF_PERSON, OPERATIONS
from journeywork.api.manners import answered

PERMISSION = "x-permission"
#: What the person of the token must be allowed besides, where no scope holds it.
BESIDE = "x-permission-of-person"
ANY_TOKEN = "x-any-token"  # noqa: S105 -- the name of a field, no secret

_FAULT = {
    "type": "object",
    "title": "Fault",
    "description": "What does not fit in one field.",
    "required": ["field", "detail"],
    "properties": {
        "field": {"type": "string", "description": "The field, such as offers.0.level."},
        "detail": {"type": "string", "description": "What is expected there."},
    },
}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457), with a sentence for each field at fault.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Always about:blank."},
        "title": {"type": "string", "description": "The name of the status."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What went wrong, in a sentence."},
        "errors": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Fault"},
            "description": "What does not fit, field by field.",
        },
        "request_id": {
            "type": "string",
            "description": "Under this the log says what broke on our side; only at 500 and above.",
        },
    },
}
#: How the framework calls the page of a shape.
_PAGE = re.compile(r"\bPage(?:_|\[)(\w+?)(?:Out)?(?:_|\])(?!\w)")
#: What an address names -> what it is.
_NAMES = {
    "activity_id": "Identifies the activity.",
    "assignment_id": "Identifies the stretch assignment.",
    "check_in_id": "Identifies the check-in.",
    "checkpoint_id": "Identifies the checkpoint.",
    "commitment_id": "Identifies the commitment.",
    "cue_id": "Identifies the cue.",
    "guide": "The guide's key among those of its kind.",
    "key": "The key, as in the address of its page.",
    "kind": "What the guide is for, such as debrief.",
    "entry_id": "Identifies the entry of one's list.",
    "debrief_id": "Identifies the debrief.",
    "episode_id": "Identifies the piece of work.",
    "find_id": "Identifies what was found.",
    "job_id": "Identifies the job.",
    "line_id": "Identifies the goal, or the point.",
    "loan_id": "Identifies what was asked of a lender; the same as of the assignment.",
    "match_id": "Identifies the match; the same as of its activity.",
    "note_id": "Identifies the note; whoever sends it makes a new one for each.",
    "offer_id": "Identifies the offer.",
    "pair_id": "Identifies the pair.",
    "post_id": "Identifies the post, or the answer to one.",
    "proposal_id": "Identifies the proposal.",
    "request_id": "Identifies the question.",
    "round_id": "Identifies the round.",
    "showing_id": "Identifies the offer to be watched.",
    "silence_id": "Identifies the silence.",
    "look_for_id": "Identifies something to look for.",
    "slot_id": "Identifies the time.",
    "source_id": "Identifies the source.",
    "token_id": "Identifies the token.",
    "topic": "The topic, without its #.",
    "visit_id": "Identifies the visit.",
    "webhook_id": "Identifies the webhook.",
    "wish_id": "Identifies the request to watch.",
}
#: Operations that answer with a page.
_PAGES = frozenset({"evidence.file"})
_SAYS = {
    "400": "The input was refused at the gate: what, and why.",
    "401": "No token, or one that is unknown, revoked or over.",
    "403": "The person's roles or the token's scopes do not reach this.",
    "404": "There is no such thing here, or nothing that this person may know of.",
    "413": "The body is larger than this operation takes.",
    "415": "The body is not application/json.",
    "422": "A field does not fit: which, and what is expected.",
}


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """Return `schema` with problems, permissions and short identifiers filled in."""
    schema["components"].setdefault("schemas", {}).update(Problem=_PROBLEM, Fault=_FAULT)
    schema["components"]["headers"] = manners.headers()
    for path, verbs in schema["paths"].items():
        for verb, operation in verbs.items():
            name = operation["operationId"]
            if name in OPERATIONS:
                operation[PERMISSION] = OPERATIONS[name]
            else:
                operation[ANY_TOKEN] = FOR_ANY_TOKEN[name]
            if name in OF_PERSON:
                operation[BESIDE] = OF_PERSON[name]
            for named in operation.get("parameters", ()):
                if named["in"] == "path":
                    named["description"] = _NAMES[named["name"]]
            if name in _PAGES:
                page = {"text/html": {"schema": {"type": "string"}}}
                operation["responses"][200]["content"] = page
            for status in _may_answer(path, operation):
                operation["responses"].setdefault(status, answered(_SAYS[status]))
            manners.tell(verb, path, operation)
    schema["paths"], schema["components"] = (
        _renamed(schema["paths"]),
        _renamed(schema["components"]),
    )
    return schema


def _renamed(part: Any) -> Any:
    """Return a part of the document in which pages have names of ours: CardPage."""
    if isinstance(part, dict):
        return {_renamed_text(name): _renamed(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_renamed(value) for value in part]
    return _renamed_text(part)


def _renamed_text(text: Any) -> Any:
    return _PAGE.sub(r"\1Page", text) if isinstance(text, str) else text


def _may_answer(path: str, operation: dict[str, Any]) -> list[str]:
    # The gate looks at every request, also where nothing is to be sent.
    found = ["400", "401", "403", "413"]
    found += ["404"] if "{" in path else []
    found += ["415"] if operation.get("requestBody") else []
    takes = operation.get("parameters") or operation.get("requestBody")
    return found + (["422"] if takes else [])
