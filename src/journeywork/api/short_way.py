"""The short way to Ask: the entrance and the operation, without the framework between them.

It takes what is plain: a body that fits at one look. Whatever is in doubt (no valid token, a
body that does not fit) goes through the framework's view of the same address, which says what
is not right. So there is one operation, and every refusal has one place where it is worded.
"""

from functools import cache, partial
from typing import Annotated, Any, cast

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve

from journeywork.api import asking, entrance
from journeywork.api.app import api
from journeywork.api.doors import ApiRequest
from journeywork.api.shapes.help import AskIn

ADDRESS = "/api/v1/ask"

_Path = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`AskIn`, read at one look; a test holds the two side by side."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=100_000)]
    place: Annotated[str, msgspec.Meta(max_length=200)] = ""
    paths: Annotated[list[_Path], msgspec.Meta(max_length=200)] = []


def answer(request: HttpRequest) -> HttpResponse:
    """Answer what is posted to `ADDRESS`, once the input gate has let it through."""
    request.resolver_match = _match()
    return entrance.enter(request, partial(_act, cast("ApiRequest", request)))


def plain(request: HttpRequest) -> Question | None:
    """Return the question in a body that fits, None for one that must be looked at closely."""
    if request.content_type != "application/json":
        return None
    try:
        return msgspec.convert(getattr(request, "json_value", None), Question)
    except msgspec.ValidationError:
        return None


def _act(request: ApiRequest) -> HttpResponse:
    asked = plain(request) if request.holder else None
    if asked is None or request.holder is None:
        return _closely(request)
    request.auth = request.holder
    try:
        found: HttpResponse = asking.ask(request, cast("AskIn", asked))
    except Exception as fault:  # noqa: BLE001 -- as the framework does around an operation
        return api.on_exception(request, fault)
    return found


def _closely(request: ApiRequest) -> HttpResponse:
    door: Any = _match().func
    found: HttpResponse = door.beneath(request)
    return found


@cache
def _match() -> ResolverMatch:
    return resolve(ADDRESS)
