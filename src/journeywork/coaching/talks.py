"""One-to-ones: two people put down what they want to talk about, talk, and agree on something.

A point is its author's draft until they put it; then both read it and nobody else. What they did
not come to is carried over. What they agree on are commitments of their activity, at most three
open at a time. No fact, job or line of the audit log tells of a point.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import guides_kept
from journeywork.activities import queries as activity_queries
from journeywork.coaching import talk_queries as queries
from journeywork.coaching.models import CoveredRow, PointRow, TalkRow
from journeywork.engine.activities import ActivityKind, ActivityState, GuideName
from journeywork.engine.commitments import MOST, Commitment
from journeywork.engine.people import Person
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.reader import reading_as
from journeywork.people import leading
from journeywork.people import queries as people

LONGEST = 500
#: So many points of one person wait at most.
MOST_POINTS = 30
LEADS, MEMBER = "lead", "member"


def begin(*, with_id: UUID, title: str, by: UUID, at: datetime) -> UUID:
    """Begin a one-to-one with whom one leads, or who leads one; return its id.

    Two who have one get that one. Raises Invalid for anybody else.
    """
    me = people.person(by)
    other = people.persons([with_id]).get(with_id)
    lead = leading.are_lead_and_member(me, other) if other and other.id != by else None
    if lead is None or other is None or other.known_only:
        raise Invalid({"person": "must be somebody whom you lead, or who leads you"})
    member = other if lead == me else me
    with transaction.atomic():
        one_at_a_time(f"one-to-one of {lead.id} and {member.id}")
        return _going_on(lead, member) or _open(lead, member, title, by, at)


def add(
    *, talk_id: UUID, text: str, by: UUID, at: datetime, asks: bool = False, put: bool = False
) -> queries.Point:
    """Write a point down: a draft, or put at once. `asks` asks the other for feedback."""
    _check(text)
    queries.talk(talk_id, reader=by)
    if activity_queries.activity_of(talk_id).state is ActivityState.ENDED:
        raise Invalid({"text": "it has ended"})
    with reading_as(by):
        mine = queries.waiting_points(talk_id, author=by)
        if mine >= MOST_POINTS:
            raise Invalid({"text": f"there are {mine} already: what is too much is not done"})
        row = PointRow.objects.create(
            talk=talk_id,
            author=by,
            text=text.strip(),
            asks=asks,
            at=at,
            put_at=at if put else None,
        )
        return queries.point_of(row)


def put(*, point_id: UUID, by: UUID, at: datetime) -> None:
    """Let the other of the two read a draft; only its author can (NotFound)."""
    with reading_as(by):
        point = _mine(point_id, by)
        queries.talk(point.talk, reader=by)
        PointRow.objects.filter(id=point.id, author=by, put_at=None).update(put_at=at)


def drop(*, point_id: UUID, by: UUID) -> None:
    """Take a point away for good, put or not; only its author can (NotFound)."""
    with reading_as(by):
        point = _mine(point_id, by)
        PointRow.objects.filter(id=point.id, author=by).delete()


def talked(*, talk_id: UUID, points: Collection[UUID], by: UUID, at: datetime) -> int:
    """Say which points the two have talked about; the others are carried over.

    Either of them can; points that are not on their page are left out. Return how many.
    """
    with transaction.atomic():
        found = queries.talk(talk_id, reader=by)
        waiting = {one.id for one in queries.agenda(found, reader=by).points}
        done = sorted(waiting & set(points))
        CoveredRow.objects.bulk_create(
            [CoveredRow(talk=talk_id, point=point, by=by, at=at) for point in done],
            ignore_conflicts=True,
        )
    return len(done)


def agree(
    *, talk_id: UUID, text: str, owner: UUID, due: date, by: UUID, at: datetime
) -> Commitment:
    """Write down what one of the two does by a day; at most three are open at a time.

    Raises NotFound for a third person, Invalid by field.
    """
    with transaction.atomic():
        found = queries.talk(talk_id, reader=by)
        if owner not in (found.lead, found.member):
            raise Invalid({"owner": "must be somebody who takes part"})
        every = activity_queries.commitments(activity=talk_id)
        done = sum(one.done_at is not None for one in every)
        return activities.commit_to(
            activity_id=talk_id, text=text, owner=owner, due=due, by=by, at=at, most=done + MOST
        )


def talk_of(*, point_id: UUID, by: UUID) -> UUID:
    """Return the one-to-one of a point of one's own; NotFound to anybody but its author."""
    with reading_as(by):
        return _mine(point_id, by).talk


def _going_on(lead: Person, member: Person) -> UUID | None:
    rows = TalkRow.objects.filter(lead=lead.id, member=member.id).values_list("id", flat=True)
    known = activity_queries.activities_by_id(rows)
    on = (one for one in known.values() if one.state is not ActivityState.ENDED)
    both = {lead.id, member.id}
    return next((one.id for one in on if both <= one.people), None)


def _open(lead: Person, member: Person, title: str, by: UUID, at: datetime) -> UUID:
    activity = activities.open_activity(
        kind=ActivityKind.ONE_TO_ONE,
        title=title,
        guide=_guide(member),
        participants={lead.id: LEADS, member.id: MEMBER},
        by=by,
        at=at,
    )
    TalkRow.objects.create(id=activity.id, lead=lead.id, member=member.id, at=at)
    return activity.id


def _guide(member: Person) -> GuideName:
    """Return the guide that suits the work of whoever is led, in their language."""
    language = member.languages[0] if member.languages else "en"
    found = (people.team(id).setting for id in member.teams)
    setting = next((one for one in found if one), "")
    return guides_kept.fitting(ActivityKind.ONE_TO_ONE, setting=setting, language=language).name


def _mine(point_id: UUID, by: UUID) -> PointRow:
    row: PointRow | None = PointRow.objects.filter(id=point_id, author=by).first()
    if row is None:
        raise NotFound("point")
    return row


def _check(text: str) -> None:
    if not 1 <= len(text.strip()) <= LONGEST:
        raise Invalid({"text": f"must have from 1 to {LONGEST} characters"})
