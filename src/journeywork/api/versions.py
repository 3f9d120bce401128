"""Validators: what has not changed is not sent again, and what has changed is not written over.

Every JSON answer to a GET carries an `ETag`, strong, made of its content. A write to one of
`THINGS` compares `If-Match` with what a GET of the thing would answer now, while the room's own
lock keeps everybody else from changing it: of two who read the same, the second is told (412).
"""

import copy
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.urls import resolve
from django.utils.http import parse_etags

from journeywork.api import problems
from journeywork.api.doors import ApiRequest
from journeywork.kernel.durable import durable
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge.posts import actions as posts
from journeywork.mentoring import holding as mentoring
from journeywork.moments import actions as moments
from journeywork.people import actions as people
from journeywork.support import actions as support

ROOT = "/api/v1"
#: Headers that say something of an answer that need not be sent again.
_KEPT = ("ETag", "Link")
_STALE = "It has changed since it was read, or is not there. Read it again; nothing was done."
_NO_VERSIONS = "Nothing is compared here: leave If-Match and If-None-Match out. Nothing was done."

Act = Callable[[], HttpResponse]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has versions: where it is read, and what keeps it as it is meanwhile.

    What is `own` is another thing for everybody: `hold` is told whose.
    """

    path: str
    hold: Callable[..., None]
    own: bool = False


_CARD = Thing("/cards/{key}", knowledge.hold)
_POST = Thing("/posts/{post_id}", posts.hold)
_RULE = Thing("/admin/rules/{key}", moments.hold_rule)
_ME = Thing("/me", people.hold)
_PROGRAMME = Thing("/programmes/{key}", mentoring.hold_programme)
_TAKING_PART = Thing("/mentoring/programmes/{key}", mentoring.hold_taking_part, own=True)
_ROUND = Thing("/rounds/{round_id}", mentoring.hold_round)
#: Write -> what it changes. A write that is not here has nothing to compare.
THINGS: Mapping[tuple[str, str], Thing] = {
    ("PATCH", "/cards/{key}"): _CARD,
    **{
        ("POST", f"/cards/{{key}}/{verb}"): _CARD
        for verb in ("publish", "archive", "review", "outdated", "adopt")
    },
    ("PATCH", "/posts/{post_id}"): _POST,
    ("DELETE", "/posts/{post_id}"): _POST,
    ("PUT", "/admin/rules/{key}"): _RULE,
    ("DELETE", "/admin/rules/{key}"): _RULE,
    ("POST", "/admin/rules/{key}/switch"): _RULE,
    ("PATCH", "/admin/policy"): Thing("/policy", support.hold_policy),
    ("PATCH", "/me"): _ME,
    ("POST", "/me/pause"): _ME,
    ("PATCH", "/programmes/{key}"): _PROGRAMME,
    **{("POST", f"/programmes/{{key}}/{verb}"): _PROGRAMME for verb in ("open", "close")},
    ("PATCH", "/mentoring/programmes/{key}"): _TAKING_PART,
    ("PUT", "/mentoring/programmes/{key}/wishes"): _TAKING_PART,
    **{
        ("POST", f"/mentoring/programmes/{{key}}/{verb}"): _TAKING_PART
        for verb in ("confirm", "pause", "skip", "resume")
    },
    **{("POST", f"/rounds/{{round_id}}/{verb}"): _ROUND for verb in ("again", "confirm", "drop")},
}


def read(request: ApiRequest, act: Act) -> HttpResponse:
    """Answer a GET with its validator: with 304 alone where the asker has this answer."""
    answer = act()
    if answer.status_code != HTTPStatus.OK or answer.streaming:
        return answer
    answer["ETag"] = tag_of(answer)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or answer["ETag"] in {one.removeprefix("W/") for one in known}:
        same = HttpResponseNotModified()
        for name in filter(answer.has_header, _KEPT):
            same[name] = answer[name]
        return same
    return answer


def write(request: ApiRequest, act: Act) -> HttpResponse:
    """Do what changes something, unless it is no longer what the asker has read.

    The answer carries the new validator where the thing has versions.
    """
    thing = THINGS.get((str(request.method), operation_path(request)))
    if thing is not None:
        return _changed(request, thing, act)
    if {"If-Match", "If-None-Match"} & request.headers.keys():
        return problems.problem(412, _NO_VERSIONS)
    return act()


def operation_path(request: ApiRequest) -> str:
    """Return the path of the operation as the description has it: /cards/{key}."""
    assert request.resolver_match is not None
    path = re.sub(r"<\w+:(\w+)>", r"{\1}", request.resolver_match.route)
    return f"/{path}".removeprefix(ROOT)


def tag_of(answer: HttpResponse) -> str:
    """Return the strong validator of an answer."""
    return f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'


def _changed(request: ApiRequest, thing: Thing, act: Act) -> HttpResponse:
    assert request.resolver_match is not None and request.holder is not None  # noqa: PT018
    named: dict[str, Any] = request.resolver_match.kwargs
    now = partial(_now, request, thing.path.format(**named))
    with durable():
        with within(request.holder.org):
            whose = {"person": request.holder.person} if thing.own else {}
            which = {name: named[name] for name in re.findall(r"\{(\w+)\}", thing.path)}
            thing.hold(**which, **whose)
        if not _fits(request, now):
            return problems.problem(412, _STALE)
        answer = act()
        if HTTPStatus.OK <= answer.status_code < HTTPStatus.NO_CONTENT:
            answer["ETag"] = now() or tag_of(answer)
    return answer


def _fits(request: ApiRequest, now: Callable[[], str | None]) -> bool:
    """Tell whether what was asked for holds: strongly compared, as a write must be."""
    wanted = request.headers.get("If-Match")
    unwanted = request.headers.get("If-None-Match")
    if wanted is None and unwanted is None:
        return True
    tag = now()
    fits = wanted is None or (tag is not None and _names(wanted, tag))
    return fits and (unwanted is None or tag is None or not _names(unwanted, tag))


def _names(header: str, tag: str) -> bool:
    return bool({"*", tag} & set(parse_etags(header)))


def _now(request: ApiRequest, path: str) -> str | None:
    """Return the validator of a thing as it is now, None for one that is not there to be read."""
    reading = copy.copy(request)
    reading.method = "GET"
    reading.resolver_match = resolve(f"{ROOT}{path}")
    door: Any = reading.resolver_match.func
    answer: HttpResponse = door.beneath(reading, **reading.resolver_match.kwargs)
    return tag_of(answer) if answer.status_code == HTTPStatus.OK else None
