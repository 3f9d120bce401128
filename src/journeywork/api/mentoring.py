"""Programmes for whoever takes part, or could: enrol, say, wish, pause, leave, and answer.

Whom somebody would rather not be matched with is in no operation: no token reads or writes it,
their own neither; nor does any answer here change by it in a way that would tell.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.naming import names
from journeywork.api.pages import Cursor, Page, Seen, turn
from journeywork.api.shapes.mentoring import (
    AnswerPairIn,
    AskedPairOut,
    MentorOut,
    OwnProgrammeOut,
    PairAnswerOut,
    PauseUntilIn,
    PossibleOut,
    SaidChangeIn,
    SaidIn,
    WishesIn,
    asked_pair_out,
    named,
    offers_out,
    own_programme_out,
    possible_out,
)
from journeywork.engine.fit.participants import Wanted
from journeywork.engine.mentoring import Enrolment, Programme, ProgrammeState, Said, StagedPair
from journeywork.engine.people import Person, Skill
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.mentoring import enrolling, own, previewing, proposed, queries, rounds
from journeywork.people import queries as people

router = Router(tags=["Mentoring"])

Words = Annotated[
    str, Query(max_length=120, description="Part of a name, or of what they offer; needed.")
]
Mine = tuple[Programme, Enrolment | None]


@router.get(
    "/mentoring/programmes", response=Page[OwnProgrammeOut], summary="List programmes for one"
)
@operation("mentoring.read")
def find(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[OwnProgrammeOut]:
    """List what one takes part in, then what one could take part in, newest first."""
    me, asked = caller(request), turn(request, limit, cursor, Seen)
    inside, others = own.programmes_for(me)
    found: list[Mine] = [*inside, *((one, None) for one in others)]
    return asked.whole(
        found, key=lambda one: one[0].id, shown=lambda some: [_shown(*one, me) for one in some]
    )


@router.get(
    "/mentoring/programmes/{slug:key}", response=OwnProgrammeOut, summary="Read a programme for one"
)
@operation("mentoring.read")
def read(request: HttpRequest, key: str) -> OwnProgrammeOut:
    """Read a programme that is for oneself, and how one takes part in it."""
    return _read(key, caller(request))


@router.post(
    "/mentoring/programmes/{slug:key}/enrol", response=OwnProgrammeOut, summary="Take part"
)
@operation("mentoring.write")
def enrol(request: HttpRequest, key: str, body: SaidIn) -> OwnProgrammeOut:
    """Take part from now on, or again; what one has said before is said anew as a whole."""
    me = caller(request)
    found = queries.programme_by_key(key)
    said = Said(**_said(body.model_dump()))
    enrolling.enrol(programme_id=found.id, said=said, by=me.id, at=clock.now())
    return _read(key, me)


@router.patch(
    "/mentoring/programmes/{slug:key}", response=OwnProgrammeOut, summary="Change what one said"
)
@operation("mentoring.write")
def change(request: HttpRequest, key: str, body: SaidChangeIn) -> OwnProgrammeOut:
    """Say something of oneself otherwise; what is left out stays. It counts from now on."""
    me = caller(request)
    found, mine = _mine(key, me)
    if mine is None:
        raise NotFound("programme")
    now = Said(**{field: getattr(mine, field) for field in Said.__dataclass_fields__})
    said = replace(now, **_said(body.model_dump(exclude_unset=True)))
    enrolling.change(programme_id=found.id, said=said, by=me.id, at=clock.now())
    return _read(key, me)


@router.post(
    "/mentoring/programmes/{slug:key}/confirm",
    response=OwnProgrammeOut,
    summary="Say that it is still so",
)
@operation("mentoring.write")
def confirm(request: HttpRequest, key: str) -> OwnProgrammeOut:
    """Say that all that one has said is still so."""
    me = caller(request)
    found = queries.programme_by_key(key)
    enrolling.confirm(programme_id=found.id, by=me.id, at=clock.now())
    return _read(key, me)


@router.post(
    "/mentoring/programmes/{slug:key}/pause", response=OwnProgrammeOut, summary="Pause in it"
)
@operation("mentoring.write")
def pause(request: HttpRequest, key: str, body: PauseUntilIn) -> OwnProgrammeOut:
    """Be matched with nobody until a day, on which it goes on by itself; no reason is needed."""
    me = caller(request)
    found = queries.programme_by_key(key)
    enrolling.pause(programme_id=found.id, until=body.until, by=me.id, at=clock.now())
    return _read(key, me)


@router.post(
    "/mentoring/programmes/{slug:key}/skip", response=OwnProgrammeOut, summary="Skip a round"
)
@operation("mentoring.write")
def skip(request: HttpRequest, key: str) -> OwnProgrammeOut:
    """Be left out of the next round, and of that alone."""
    me = caller(request)
    found = queries.programme_by_key(key)
    enrolling.skip_next(programme_id=found.id, by=me.id, at=clock.now())
    return _read(key, me)


@router.post(
    "/mentoring/programmes/{slug:key}/resume", response=OwnProgrammeOut, summary="Be in again"
)
@operation("mentoring.write")
def resume(request: HttpRequest, key: str) -> OwnProgrammeOut:
    """End a pause, or a skip, before its time."""
    me = caller(request)
    found = queries.programme_by_key(key)
    enrolling.resume(programme_id=found.id, by=me.id, at=clock.now())
    return _read(key, me)


@router.post(
    "/mentoring/programmes/{slug:key}/leave", response={204: None}, summary="Leave a programme"
)
@operation("mentoring.write")
def leave(request: HttpRequest, key: str) -> Status[None]:
    """Take part no more; no reason is needed, and one may come back at any time."""
    found = queries.programme_by_key(key)
    enrolling.leave(programme_id=found.id, by=caller(request).id, at=clock.now())
    return Status(204, None)


@router.put(
    "/mentoring/programmes/{slug:key}/wishes", response=OwnProgrammeOut, summary="Wish for people"
)
@operation("mentoring.write")
def wish(request: HttpRequest, key: str, body: WishesIn) -> OwnProgrammeOut:
    """Say with whom one would like to be, the first wish first; nobody is told of it."""
    me = caller(request)
    found = queries.programme_by_key(key)
    wishes = [people.person_by_key(each).id for each in body.people]
    enrolling.wish(programme_id=found.id, wishes=wishes, by=me.id, at=clock.now())
    return _read(key, me)


@router.get(
    "/mentoring/programmes/{slug:key}/mentors", response=Page[MentorOut], summary="Find mentors"
)
@operation("mentoring.read")
def mentors(
    request: HttpRequest, key: str, text: Words = "", limit: Limit = 50, cursor: Cursor = ""
) -> Page[MentorOut]:
    """Find the first mentors who are called so or offer it, to wish for; only who takes part can.

    Who wants to learn is no part of it.
    """
    me, asked = caller(request), turn(request, limit, cursor, Seen)
    found, mine = _mine(key, me)
    if mine is None or not found.kind.two_sided:
        raise NotFound("programme")
    mentors = own.mentors_called(found.id, text, reader=me.id)[: own.MOST_FOUND]
    return asked.whole(
        mentors,
        key=lambda one: one.person.id,
        shown=lambda some: [
            MentorOut(
                person=named(one.person.id, {one.person.id: one.person.name}),
                key=one.person.key,
                offers=offers_out(one.offers) or [],
            )
            for one in some
        ],
    )


@router.get(
    "/mentoring/programmes/{slug:key}/possible", response=PossibleOut, summary="Who is possible"
)
@operation("mentoring.read")
def possible(request: HttpRequest, key: str) -> PossibleOut:
    """Read whom the rules would leave one today; what one has just said counts."""
    me = caller(request)
    found = queries.programme_by_key(key)
    told = previewing.preview(programme=found, person=me.id, at=clock.now())
    return possible_out(told)


@router.get("/mentoring/proposed", response=Page[AskedPairOut], summary="List whom one is proposed")
@operation("mentoring.read")
def asked_pairs(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[AskedPairOut]:
    """List the people one is proposed and has not answered, newest first."""
    me, asked = caller(request), turn(request, limit, cursor, Seen)
    found = proposed.proposed_to(me.id)
    return asked.whole(found, key=lambda one: one[0].id, shown=lambda some: _asked(some, me.id))


@router.post(
    "/mentoring/proposed/{uuid:pair_id}", response=PairAnswerOut, summary="Say yes or no to them"
)
@operation("mentoring.write")
def answer(request: HttpRequest, pair_id: UUID, body: AnswerPairIn) -> PairAnswerOut:
    """Say yes or no, once; with the last yes it begins, and a no needs no reason."""
    found = rounds.answer(pair_id=pair_id, yes=body.yes, by=caller(request).id, at=clock.now())
    return PairAnswerOut(began=found.match)


def _mine(key: str, me: Person) -> Mine:
    """Return a programme that is for somebody, and how they take part; NotFound for others."""
    found = queries.programme_by_key(key)
    mine = queries.enrolment(found.id, me.id)
    inside = mine is not None and mine.left_at is None
    if found.state is ProgrammeState.DRAFT or not (inside or enrolling.is_for(found, me)):
        raise NotFound("programme")
    return found, mine if inside else None


def _read(key: str, me: Person) -> OwnProgrammeOut:
    return _shown(*_mine(key, me), me)


def _shown(found: Programme, mine: Enrolment | None, me: Person) -> OwnProgrammeOut:
    left = own.left_last(found.id, me.id) if mine else None
    return own_programme_out(found, mine, names(mine.wishes if mine else ()), left)


def _said(given: dict[str, Any]) -> dict[str, Any]:
    """Return what was said as the engine has it."""
    made = dict(given)
    if given.get("wants") is not None:
        made["wants"] = tuple(Wanted(**each) for each in given["wants"])
    if given.get("offers") is not None:
        made["offers"] = tuple(Skill(**each) for each in given["offers"])
    if "goals" in given:
        made["goals"] = tuple(given["goals"])
    return made


def _asked(found: Sequence[tuple[StagedPair, Programme]], me: UUID) -> list[AskedPairOut]:
    known = names(person for pair, _programme in found for person in pair.people)
    return [asked_pair_out(pair, programme, known, reader=me) for pair, programme in found]
