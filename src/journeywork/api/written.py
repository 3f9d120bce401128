"""The answer to a question as JSON, written once for both doors: the shape of `AnswerOut`.

Written from the engine's values at one go. The framework would make a model of each part of each
reason first, look at each a second time, and take it apart again: a tenth of what Ask costs.
"""

from typing import Any

import msgspec
from django.http import HttpResponse

from journeywork.engine.answers import Answer
from journeywork.engine.options import Option, OptionKind

JSON = "application/json; charset=utf-8"
_encode = msgspec.json.Encoder().encode


def written(found: Answer) -> HttpResponse:
    """Return an answer; people come with reasons and without numbers."""
    says = {
        "kind": found.kind,
        "cards": [_option(each) for each in found.cards],
        "episode": _option(found.episode) if found.episode else None,
        "people": [_option(each) for each in found.people],
        "place": found.place,
        "paths": found.paths,
        "listed": found.listed,
    }
    return HttpResponse(_encode(says), content_type=JSON)


def _option(found: Option) -> dict[str, Any]:
    bare = found.kind is OptionKind.PERSON
    return {
        "kind": found.kind,
        "id": found.id,
        "key": found.key,
        "title": found.title,
        "score": None if bare else found.score,
        "parts": [
            {"name": part.name, "value": None if bare else part.value, "says": part.says}
            for part in found.parts
        ],
    }
