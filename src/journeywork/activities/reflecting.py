"""People write for themselves, say for whom else, and take it back.

Nothing here tells anybody: no fact, no job, no line in the audit log but who shares what with
whom, and that without its words.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import queries
from journeywork.activities.models import REFLECTION, ReflectionRow
from journeywork.engine.reflections import Reflection
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.kernel import sharing
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reader import reading_as
from journeywork.people import queries as people

LONGEST = 20_000
LONGEST_KEY = 80


def write_reflection(
    *,
    activity_id: UUID,
    stage: str,
    question: str,
    text: str,
    by: UUID,
    at: datetime,
    reflection_id: UUID | None = None,
) -> Reflection:
    """Keep what somebody writes for themselves; `reflection_id` writes one of theirs anew.

    Whoever takes part in the activity, or took part, may write (NotFound). With whom one is
    shared stays as it is. Raises Invalid by field.
    """
    _check(stage, question, text)
    queries.activity(activity_id, reader=by)
    with reading_as(by):
        if reflection_id is None:
            row = ReflectionRow.objects.create(
                activity=activity_id, author=by, stage=stage, question=question, text=text, at=at
            )
            return queries.own_reflection(row.id, author=by)
        mine = ReflectionRow.objects.filter(id=reflection_id, activity=activity_id, author=by)
        if not mine.update(stage=stage, question=question, text=text, at=at):
            raise NotFound(REFLECTION)
        return queries.own_reflection(reflection_id, author=by)


def share_reflection(
    *, reflection_id: UUID, audience: Audience, by: UUID, at: datetime
) -> Reflection:
    """Let others read a reflection from now on, those of `audience` alone.

    Only its author can (NotFound). Invalid for people and teams that are not here.
    """
    _check_audience(audience)
    with transaction.atomic():
        found = queries.own_reflection(reflection_id, author=by)
        sharing.share(
            kind=REFLECTION, thing=found.id, author=found.author, audience=audience, by=by, at=at
        )
    return queries.own_reflection(reflection_id, author=by)


def unshare_reflection(*, reflection_id: UUID, by: UUID, at: datetime) -> Reflection:
    """Let nobody but the author read a reflection any more."""
    return share_reflection(reflection_id=reflection_id, audience=ONLY_ME, by=by, at=at)


def delete_reflection(*, reflection_id: UUID, by: UUID, at: datetime) -> None:
    """Delete a reflection for good; NotFound for anybody but its author."""
    with reading_as(by):
        found = queries.own_reflection(reflection_id, author=by)
        if not found.is_private:
            sharing.unshare(kind=REFLECTION, thing=found.id, author=found.author, by=by, at=at)
        ReflectionRow.objects.filter(id=reflection_id, author=by).delete()


def _check(stage: str, question: str, text: str) -> None:
    faults = {}
    if not text.strip() or len(text) > LONGEST:
        faults["text"] = f"must have from 1 to {LONGEST} characters"
    if len(stage) > LONGEST_KEY:
        faults["stage"] = f"must have at most {LONGEST_KEY} characters"
    if len(question) > LONGEST_KEY:
        faults["question"] = f"must have at most {LONGEST_KEY} characters"
    if faults:
        raise Invalid(faults)


def _check_audience(audience: Audience) -> None:
    if audience.kind is AudienceKind.PERSON:
        assert audience.person is not None
        if not people.persons([audience.person]):
            raise Invalid({"person": "must be somebody who works here"})
    if audience.kind is AudienceKind.TEAM:
        assert audience.team is not None
        if audience.team not in {each.id for each in people.teams()}:
            raise Invalid({"team": "must be a team that is here"})
