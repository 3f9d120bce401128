"""A write that is sent twice acts once: `Idempotency-Key`, as the IETF's draft 07 has it.

What was done and what was answered are kept in one transaction, so that there is never one
without the other, whenever a process ends. What was refused did nothing: it is not kept, and
its key may be used again.
"""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpResponse

from journeywork.api import problems
from journeywork.api.doors import ApiRequest
from journeywork.api.versions import operation_path
from journeywork.kernel import clock, kept_answers
from journeywork.kernel.durable import durable
from journeywork.kernel.kept_answers import Asked, KeptAnswer
from journeywork.kernel.tenancy import within

HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Replayed"
#: A text as structured fields write it, or without its quotes as most programs do.
_KEY = re.compile(r'"([!#-\[\]-~]{1,255})"|([!#-\[\]-~]{1,255})')
_UNFIT = "must be 1 to 255 visible ASCII characters without quotes, such as a UUID"
_OTHER = "belongs to another request; take a new one for each"
_RUNNING = "The same request is being answered at this moment; ask again in a second."

#: What is put here is the same when it is put twice, and what was kept of it would tell who wrote
#: what in a debrief without names, or whether somebody reached a checkpoint alone, or would let a
#: note that is its author's alone, or what people keep in their match, be guessed or read.
UNKEPT = frozenset(
    {
        "/debriefs/{debrief_id}/written",
        "/assignments/{assignment_id}/checkpoints/{checkpoint_id}/reached",
        "/shadowing/visits/{visit_id}/notes/{note_id}",
        *(f"/mentoring/matches/{{match_id}}/{each}" for each in ("goals", "agenda", "thanks")),
        "/mentoring/matches/{match_id}/lines/{line_id}/done",
    }
)

Act = Callable[[], HttpResponse]


def once(request: ApiRequest, act: Act) -> HttpResponse:
    """Do what is asked, unless the same was done under the same key within a day."""
    given = request.headers.get(HEADER)
    if given is None or operation_path(request) in UNKEPT:
        return act()
    key = _KEY.fullmatch(given)
    if key is None:
        return problems.problem(400, f"{HEADER} does not fit.", faults={HEADER: _UNFIT})
    try:
        return _once(request, key[1] or key[2], act)
    except kept_answers.AnotherRequest:
        return problems.problem(422, "The input does not fit.", faults={HEADER: _OTHER})
    except kept_answers.StillRunning:
        answer = problems.problem(409, _RUNNING)
        answer["Retry-After"] = "1"
        return answer


def _once(request: ApiRequest, key: str, act: Act) -> HttpResponse:
    assert request.holder is not None
    at, asked = clock.now(), _asked(request, key)
    with within(request.holder.org), durable():
        before = kept_answers.answered(asked, at=at)
        if before is not None:
            return _again(before)
        answer = act()
        if HTTPStatus.OK <= answer.status_code < HTTPStatus.MULTIPLE_CHOICES:
            content = answer.content.decode()
            kept = KeptAnswer(status=answer.status_code, content=content)
            kept_answers.keep(asked, kept, at=at)
        else:
            transaction.set_rollback(True)
    return answer


def _asked(request: ApiRequest, key: str) -> Asked:
    """Return what is asked; through another door, or by somebody who may do less, is another."""
    holder = request.holder
    assert holder is not None
    parts = [request.get_full_path(), request.headers.get("If-Match", "")]
    parts += [request.headers.get("If-None-Match", ""), *sorted(holder.scopes), "as"]
    parts += sorted(holder.roles)
    return kept_answers.asked(
        person=holder.person,
        operation=f"{request.method} {operation_path(request)}",
        key=key,
        says="\n".join(parts).encode() + b"\n\n" + request.body,
    )


def _again(kept: KeptAnswer) -> HttpResponse:
    answer = HttpResponse(kept.content, status=kept.status)
    answer["Content-Type"] = "application/json; charset=utf-8"
    answer[REPEATED] = "true"
    return answer
