"""Rounds, for whoever runs them: asked for, looked at, changed by hand, confirmed or dropped.

The worker matches and publishes: `state` and `far` tell how far it is.
"""

from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.naming import names
from journeywork.api.pages import Cursor, Page, Seen, turn
from journeywork.api.shapes.rounds import (
    AgainIn,
    AskRoundIn,
    LeftOut,
    PairOut,
    RoundOut,
    TogetherIn,
    WholeRoundOut,
    WhyNotIn,
    WhyNotOut,
    far_out,
    left_out,
    pair_counts_out,
    pair_out,
    round_out,
    why_not_out,
)
from journeywork.engine.mentoring import Left, Round, RoundState, StagedPair, WhyNot
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.mentoring import page_by_page, queries, round_queries, rounds, staging, why_not
from journeywork.people import queries as people

router = Router(tags=["Programmes"])

#: States in which the worker has something to do.
_AT_IT = (RoundState.STAGING, RoundState.PUBLISHING)
OfPerson = Annotated[str, Query(max_length=200, description="Only those of this person, by key.")]


@router.get("/programmes/{slug:key}/rounds", response=Page[RoundOut], summary="List rounds")
@operation("programme.read")
def find(request: HttpRequest, key: str, limit: Limit = 50, cursor: Cursor = "") -> Page[RoundOut]:
    """List the rounds of a programme, newest first; also those that put something right."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.rounds(queries.programme_by_key(key).id)
    return asked.whole(found, key=lambda one: one.number, shown=lambda some: _rounds(some, key))


@router.post(
    "/programmes/{slug:key}/rounds", response={202: WholeRoundOut}, summary="Ask for a round"
)
@operation("programme.write")
def ask(request: HttpRequest, key: str, body: AskRoundIn) -> Status[WholeRoundOut]:
    """Let the worker match a programme; the round waits to be looked at, and nobody is told."""
    made = rounds.ask(
        programme_id=queries.programme_by_key(key).id,
        **body.model_dump(),
        by=caller(request).id,
        at=clock.now(),
    )
    return Status(202, _whole(made))


@router.get("/rounds/{uuid:round_id}", response=WholeRoundOut, summary="Read a round")
@operation("programme.read")
def read(request: HttpRequest, round_id: UUID) -> WholeRoundOut:
    """Read how far a round is, what it found, and what is proven of it."""
    del request
    return _whole(queries.round(round_id))


@router.post(
    "/rounds/{uuid:round_id}/again", response={202: WholeRoundOut}, summary="Match it again"
)
@operation("programme.write")
def again(request: HttpRequest, round_id: UUID, body: AgainIn) -> Status[WholeRoundOut]:
    """Let the worker match a round anew, as people and rules are now; what is locked stays."""
    me, at = caller(request).id, clock.now()
    found = rounds.again(round_id=round_id, **body.model_dump(), by=me, at=at)
    return Status(202, _whole(found))


@router.post(
    "/rounds/{uuid:round_id}/confirm", response={202: WholeRoundOut}, summary="Publish a round"
)
@operation("programme.write")
def confirm(request: HttpRequest, round_id: UUID) -> Status[WholeRoundOut]:
    """Let the worker begin what is staged; everybody is told by their role."""
    found = rounds.confirm(round_id=round_id, by=caller(request).id, at=clock.now())
    return Status(202, _whole(found))


@router.post("/rounds/{uuid:round_id}/drop", response=WholeRoundOut, summary="Drop a round")
@operation("programme.write")
def drop(request: HttpRequest, round_id: UUID) -> WholeRoundOut:
    """Let go of a round that was not published; nobody hears of it."""
    return _whole(rounds.drop_round(round_id=round_id, by=caller(request).id, at=clock.now()))


@router.get("/rounds/{uuid:round_id}/pairs", response=Page[PairOut], summary="List pairs")
@operation("programme.read")
def pairs(
    request: HttpRequest,
    round_id: UUID,
    person: OfPerson = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[PairOut]:
    """List the pairs of a round with why; what was taken apart by hand is not among them."""
    asked = turn(request, limit, cursor, UUID)
    found = page_by_page.pairs(
        queries.round(round_id).id,
        person=people.person_by_key(person).id if person else None,
        limit=asked.most,
        after=asked.after,
    )
    return asked.page(found, place=lambda one: one.id, shown=_pairs)


@router.post(
    "/rounds/{uuid:round_id}/pairs", response={201: PairOut}, summary="Put people together"
)
@operation("programme.write")
def together(request: HttpRequest, round_id: UUID, body: TogetherIn) -> Status[PairOut]:
    """Put people together by hand; they stay so when the round is matched again."""
    made = rounds.pair_by_hand(
        round_id=round_id,
        people=[people.person_by_key(each).id for each in body.people],
        by=caller(request).id,
        at=clock.now(),
    )
    return Status(201, _pairs([made])[0])


@router.post(
    "/rounds/{uuid:round_id}/pairs/{uuid:pair_id}/lock", response=PairOut, summary="Lock a pair"
)
@operation("programme.write")
def lock(request: HttpRequest, round_id: UUID, pair_id: UUID) -> PairOut:
    """Keep a pair as it is when the round is matched again."""
    return _done(request, round_id, pair_id, rounds.lock)


@router.post(
    "/rounds/{uuid:round_id}/pairs/{uuid:pair_id}/unlock",
    response=PairOut,
    summary="Unlock a pair",
)
@operation("programme.write")
def unlock(request: HttpRequest, round_id: UUID, pair_id: UUID) -> PairOut:
    """Let a pair change when the round is matched again."""
    return _done(request, round_id, pair_id, rounds.unlock)


@router.post(
    "/rounds/{uuid:round_id}/pairs/{uuid:pair_id}/drop",
    response=PairOut,
    summary="Take a pair apart",
)
@operation("programme.write")
def take_apart(request: HttpRequest, round_id: UUID, pair_id: UUID) -> PairOut:
    """Take a pair apart; it does not come back when the round is matched again."""
    return _done(request, round_id, pair_id, rounds.drop_pair)


@router.get("/rounds/{uuid:round_id}/left", response=Page[LeftOut], summary="List who has nobody")
@operation("programme.read")
def left(
    request: HttpRequest, round_id: UUID, limit: Limit = 50, cursor: Cursor = ""
) -> Page[LeftOut]:
    """List whom a round leaves with nobody, why, and what would have to change."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.left(queries.round(round_id).id)
    return asked.whole(found, key=lambda one: f"{one.person} {one.role}", shown=_left)


@router.post("/rounds/{uuid:round_id}/why-not", response=WhyNotOut, summary="Ask why not these two")
@operation("programme.write")
def ask_why_not(request: HttpRequest, round_id: UUID, body: WhyNotIn) -> WhyNotOut:
    """Ask why two are not together; the worker finds out, and asked again it tells."""
    first, second = (people.person_by_key(key).id for key in (body.first, body.second))
    queries.round(round_id)
    found = why_not.ask_why_not(
        round_id=round_id, first=first, second=second, by=caller(request).id, at=clock.now()
    )
    return _why_not(found)


def _done(
    request: HttpRequest, round_id: UUID, pair_id: UUID, does: Callable[..., StagedPair]
) -> PairOut:
    """Do something with a pair of a round; NotFound where it is none of it."""
    if round_queries.pair(pair_id).round != round_id:
        raise NotFound("pair")
    return _pairs([does(pair_id=pair_id, by=caller(request).id, at=clock.now())])[0]


def _rounds(found: Sequence[Round], key: str) -> list[RoundOut]:
    known = names(one.by for one in found)
    return [round_out(one, staging.dial_of(one), key, known) for one in found]


def _whole(found: Round) -> WholeRoundOut:
    shown = _rounds([found], queries.programme(found.programme).key)[0]
    at_it = round_queries.how_far(found.id) if found.state in _AT_IT else None
    return WholeRoundOut(
        **shown.model_dump(),
        pairs=pair_counts_out(*page_by_page.tally(found.id)),
        far=far_out(at_it) if at_it else None,
    )


def _pairs(found: Sequence[StagedPair]) -> list[PairOut]:
    known = names(person for one in found for person in one.people)
    return [pair_out(one, known) for one in found]


def _left(found: Sequence[Left]) -> list[LeftOut]:
    known = names(one.person for one in found)
    return [left_out(one, known) for one in found]


def _why_not(found: WhyNot) -> WhyNotOut:
    return why_not_out(found, names([found.first, found.second]))
