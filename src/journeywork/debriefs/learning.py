"""What a debrief ends with: lessons, which come back, and at most three commitments."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.debriefs import queries
from journeywork.debriefs.facts import LessonDrawn
from journeywork.debriefs.models import AskKind, AskRow, LessonRow, UseRow
from journeywork.debriefs.opening import mine
from journeywork.engine.commitments import MOST, Commitment
from journeywork.engine.debriefs import Lesson
from journeywork.kernel.errors import Invalid
from journeywork.kernel.facts import publish
from journeywork.people import queries as people

LONGEST_TITLE, LONGEST_TEXT = 200, 4000


def draw_lesson(
    *,
    debrief_id: UUID,
    title: str,
    text: str,
    owner: UUID,
    by: UUID,
    at: datetime,
    revises: UUID | None = None,
) -> Lesson:
    """Keep what was learned; it becomes a draft of `owner`, who looks after it.

    With `revises` it is no card of its own: the owner of that card is told what failed. Raises
    NotFound to whoever takes no part, Invalid by field, also before the reveal.
    """
    with transaction.atomic():
        row = mine(debrief_id, by)
        _check(title, text, owner)
        if row.revealed_at is None:
            raise Invalid({"debrief": "has not been revealed yet"})
        made = LessonRow.objects.create(
            debrief=row.id,
            title=title.strip(),
            text=text.strip(),
            owner=owner,
            by=by,
            at=at,
            revises=revises,
        )
        publish(
            LessonDrawn(lesson=made.id, debrief=row.id, owner=owner, card=revises, by=by, at=at)
        )
    return queries.lesson_of(made)


def became(*, lesson_id: UUID, card_id: UUID) -> None:
    """Remember which card a lesson became."""
    LessonRow.objects.filter(id=lesson_id, card=None).update(card=card_id)


def commit_to(
    *, debrief_id: UUID, text: str, owner: UUID, due: date, by: UUID, at: datetime
) -> Commitment:
    """Write down what somebody who takes part does by a day; at most three of one debrief.

    Raises Invalid by field, also before the reveal.
    """
    with transaction.atomic():
        row = mine(debrief_id, by)
        if row.revealed_at is None:
            raise Invalid({"debrief": "has not been revealed yet"})
        return activities.commit_to(
            activity_id=row.id, text=text, owner=owner, due=due, by=by, at=at, most=MOST
        )


def ask_use(*, lesson_id: UUID, person_id: UUID, offer_id: UUID, title: str, at: datetime) -> bool:
    """Ask somebody to whom a lesson was offered whether it was applied; once for each offer."""
    with transaction.atomic():
        _, is_new = UseRow.objects.get_or_create(lesson=lesson_id, person=person_id, offer=offer_id)
        if is_new:
            AskRow.objects.get_or_create(
                person=person_id,
                kind=AskKind.USE,
                thing=lesson_id,
                defaults={"title": title[:200], "offer": offer_id, "at": at},
            )
    return is_new


def tell_use(
    *, ask_id: UUID, by: UUID, applied: bool, helped: bool | None, at: datetime
) -> UUID | None:
    """Keep what somebody says of a lesson; return the offer that it was about.

    Whether it helped is asked of what was applied alone. Raises NotFound for another's question.
    """
    with transaction.atomic():
        asked = queries.ask(ask_id, person_id=by)
        AskRow.objects.filter(id=ask_id, person=by).delete()
        UseRow.objects.filter(lesson=asked.thing, person=by, offer=asked.offer).update(
            applied=applied, helped=helped if applied else None, at=at
        )
    return asked.offer


def _check(title: str, text: str, owner: UUID) -> None:
    found = {}
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        found["title"] = f"needs 1 to {LONGEST_TITLE} characters"
    if not 1 <= len(text.strip()) <= LONGEST_TEXT:
        found["text"] = f"needs 1 to {LONGEST_TEXT} characters"
    if owner not in people.persons([owner]):
        found["owner"] = "is nobody who works here"
    if found:
        raise Invalid(found)
