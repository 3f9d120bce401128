"""Debriefs: found, opened, written in; what was revealed, learned, agreed on; what recurs.

What is written without names leaves as little trace here as in the pages: it is put, not posted,
and so the same when it is sent twice; `Idempotency-Key` is not looked at, because what is kept
of a request would tell who wrote what.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.activities import queries as activities
from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Latest, Page, Seen, each, turn
from journeywork.api.shapes.debriefs import (
    AgreedIn,
    AgreedOut,
    DebriefOut,
    LessonIn,
    LessonOut,
    OpenIn,
    RevealedOut,
    ThemesOut,
    WriteIn,
    agreed_out,
    answer_out,
    debrief_out,
    lesson_out,
    theme_out,
)
from journeywork.debriefs import actions, queries, theming
from journeywork.engine.debriefs import Debrief
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.errors import Invalid
from journeywork.people import queries as people

router = Router(tags=["Debriefs"])
#: A secret of fewer characters could be guessed.
SHORTEST_KEY = 16


@router.get("/debriefs", response=Page[DebriefOut], summary="Find debriefs")
@operation("debrief.read")
def find(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[DebriefOut]:
    """List the debriefs in which one takes part, newest first."""
    me, asked = caller(request), turn(request, limit, cursor, Latest)
    found = queries.debriefs(reader=me.id, limit=asked.most, after=asked.after)
    return asked.page(
        found, place=lambda one: Latest(one.at, one.id), shown=lambda some: _shown(some, me)
    )


@router.get("/debriefs/themes", response=ThemesOut, summary="What comes up again")
@operation("debrief.read")
def themes(request: HttpRequest) -> ThemesOut:
    """Tell what came up in at least five debriefs with five people in them, and nobody's name."""
    caller(request)
    week, found = theming.newest()
    return ThemesOut(week=week, themes=[theme_out(one) for one in found])


@router.post("/debriefs", response={201: DebriefOut}, summary="Open a debrief")
@operation("debrief.write")
def open_one(request: HttpRequest, body: OpenIn) -> Status[DebriefOut]:
    """Begin to look back with others; whoever has led least recently leads."""
    me = caller(request)
    made = actions.open_debrief(
        title=body.title,
        people_ids=[people.person_by_key(key).id for key in body.people],
        named=body.named,
        ends_at=body.ends_at,
        episode=body.episode,
        live=body.live,
        by=me.id,
        at=clock.now(),
    )
    return Status(201, _shown([made], me)[0])


@router.get("/debriefs/{uuid:debrief_id}", response=DebriefOut, summary="Read a debrief")
@operation("debrief.read")
def read(request: HttpRequest, debrief_id: UUID) -> DebriefOut:
    """Tell how a debrief stands: who takes part, how many are done, whether it is revealed."""
    me = caller(request)
    return _shown([queries.debrief(debrief_id, reader=me.id)], me)[0]


@router.put("/debriefs/{uuid:debrief_id}/written", response={204: None}, summary="Write in it")
@operation("debrief.write")
def write(request: HttpRequest, debrief_id: UUID, body: WriteIn) -> Status[None]:
    """Say what one saw, or pass; the last to do so reveals everything."""
    me = caller(request)
    found = queries.debrief(debrief_id, reader=me.id)
    if not found.named and len(body.key) < SHORTEST_KEY:
        raise Invalid({"key": f"needs at least {SHORTEST_KEY} characters"})
    answers = {str(question): text for question, text in body.answers.items()}
    actions.write(debrief_id=debrief_id, by=me.id, answers=answers, at=clock.now(), key=body.key)
    return Status(204, None)


@router.get(
    "/debriefs/{uuid:debrief_id}/answers", response=Page[RevealedOut], summary="What was revealed"
)
@operation("debrief.read")
def answers(
    request: HttpRequest, debrief_id: UUID, limit: Limit = 50, cursor: Cursor = ""
) -> Page[RevealedOut]:
    """List what was written, in no order that tells anything; nothing before the reveal."""
    me, asked = caller(request), turn(request, limit, cursor, Seen)
    found = queries.answers(debrief_id, reader=me.id)
    names = _names(one.author for one in found if one.author)
    return asked.whole(found, key=lambda one: one.id, shown=each(partial(answer_out, names=names)))


@router.get(
    "/debriefs/{uuid:debrief_id}/lessons", response=Page[LessonOut], summary="What was learned"
)
@operation("debrief.read")
def lessons(
    request: HttpRequest, debrief_id: UUID, limit: Limit = 50, cursor: Cursor = ""
) -> Page[LessonOut]:
    """List the lessons of a debrief in which one takes part."""
    me, asked = caller(request), turn(request, limit, cursor, Seen)
    queries.debrief(debrief_id, reader=me.id)
    found = queries.lessons(debrief_id)
    return asked.whole(found, key=lambda one: one.id, shown=each(lesson_out))


@router.post(
    "/debriefs/{uuid:debrief_id}/lessons", response={201: LessonOut}, summary="Draw a lesson"
)
@operation("debrief.write")
def draw_lesson(request: HttpRequest, debrief_id: UUID, body: LessonIn) -> Status[LessonOut]:
    """Keep what was learned: a draft of its owner, or a wish to change the card that failed."""
    me = caller(request)
    queries.debrief(debrief_id, reader=me.id)
    made = actions.draw_lesson(
        debrief_id=debrief_id,
        title=body.title,
        text=body.text,
        owner=people.person_by_key(body.owner).id,
        revises=body.revises,
        by=me.id,
        at=clock.now(),
    )
    return Status(201, lesson_out(made))


@router.get(
    "/debriefs/{uuid:debrief_id}/commitments",
    response=Page[AgreedOut],
    summary="What was agreed on",
)
@operation("debrief.read")
def commitments(
    request: HttpRequest, debrief_id: UUID, limit: Limit = 50, cursor: Cursor = ""
) -> Page[AgreedOut]:
    """List who does what by when, as a debrief in which one takes part agreed."""
    me, asked = caller(request), turn(request, limit, cursor, Seen)
    queries.debrief(debrief_id, reader=me.id)
    found = activities.commitments(activity=debrief_id)
    names = _names(one.owner for one in found)
    return asked.whole(found, key=lambda one: one.id, shown=each(partial(agreed_out, names=names)))


@router.post(
    "/debriefs/{uuid:debrief_id}/commitments", response={201: AgreedOut}, summary="Agree on one"
)
@operation("debrief.write")
def agree(request: HttpRequest, debrief_id: UUID, body: AgreedIn) -> Status[AgreedOut]:
    """Write down who does what by when; three of one debrief at most."""
    me = caller(request)
    queries.debrief(debrief_id, reader=me.id)
    made = actions.commit_to(
        debrief_id=debrief_id,
        text=body.text,
        owner=people.person_by_key(body.owner).id,
        due=body.due,
        by=me.id,
        at=clock.now(),
    )
    return Status(201, agreed_out(made, _names([made.owner])))


def _shown(found: Sequence[Debrief], me: Person) -> list[DebriefOut]:
    waiting = {one.thing for one in queries.waiting_for(me.id, at=clock.now())}
    names = _names(id for one in found for id in (*one.people, one.facilitator) if id)
    return [debrief_out(one, names, waits=one.id in waiting) for one in found]


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(ids)
    return people.names(wanted) if wanted else {}
