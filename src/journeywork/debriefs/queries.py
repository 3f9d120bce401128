"""Eyes of debriefs: what waits, what was revealed, what was learned.

A debrief is read by those who take part in it and by nobody else, whatever their role: every
query takes the reader. Before the reveal there is nothing to read but what one wrote oneself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from journeywork.activities import queries as activities
from journeywork.activities.agreed import agreed_before
from journeywork.debriefs import box
from journeywork.debriefs.live_models import CardRow
from journeywork.debriefs.models import (
    AnswerRow,
    AskKind,
    AskRow,
    DebriefRow,
    LessonRow,
    ProposalRow,
    UseRow,
)
from journeywork.engine.activities import Activity, ActivityKind, ActivityState
from journeywork.engine.commitments import Commitment, asks, first_reviewed
from journeywork.engine.debrief_triggers import Trigger
from journeywork.engine.debriefs import Answer, Box, Debrief, DebriefState, Lesson, mine
from journeywork.kernel import waits
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reader import read_as
from journeywork.kernel.sealed import unseal
from journeywork.kernel.tenancy import current_org

#: Figures about fewer people than this are not shown: they would be figures about somebody.
FEWEST = 5
#: A proposal that nobody took up is let go after so long; the work is forgotten by then.
PATIENCE = timedelta(days=14)
MOST_WAITING = 20
#: The database itself shows whoever reads what they may: their own, and what is revealed to them.
_CONTRIBUTIONS = """
select id, author, question, text from debriefs_contribution
where org = %(org)s and debrief = %(debrief)s order by author, id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What waits for a person: `thing` is the proposal, the debrief or the lesson it is about."""

    id: UUID
    kind: AskKind
    thing: UUID
    title: str
    says: str
    at: datetime
    offer: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A debrief that work proposed, with its reason in words."""

    id: UUID
    episode: UUID
    trigger: Trigger
    title: str
    says: str
    at: datetime
    debrief: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What became of a lesson: how many people it was offered to, who applied it, whom it helped.

    None where fewer than `FEWEST` people have said.
    """

    said: int | None = None
    applied: int | None = None
    helped: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A debrief as its page needs it: what lies in its box, and what was taken away."""

    debrief: Debrief
    lies: Box
    removed: tuple[UUID, ...]


def waiting_for(person_id: UUID, *, at: datetime) -> tuple[Ask, ...]:
    """Return what waits for a person, the oldest first; one query."""
    found = waits.together(waits_for(person_id, at=at), most=MOST_WAITING)
    return tuple(ask_of(one) for one in found)


def waiting_for_each(people: Iterable[UUID], *, at: datetime) -> dict[UUID, tuple[Ask, ...]]:
    """Return the same for many people, in one query; those for whom nothing does are left out."""
    found: dict[UUID, tuple[Ask, ...]] = {}
    for row in _waiting(at).filter(person__in=list(people)).order_by("at", "id"):
        found[row.person] = (*found.get(row.person, ()), _ask_of(row))[:MOST_WAITING]
    return found


def waits_for(person_id: UUID, *, at: datetime) -> waits.Waits:
    """Return how to find what waits for a person here, for a page that shows several rooms."""
    return waits.waiting(
        _waiting(at).filter(person=person_id),
        kind=F("kind"),
        thing="thing",
        title=F("title"),
        says=F("says"),
        at="at",
        beside=F("offer"),
    )


def _waiting(at: datetime) -> QuerySet[AskRow]:
    late = Q(kind=AskKind.PROPOSAL, at__lte=at - PATIENCE)
    return AskRow.objects.filter(at__gt=at - 4 * PATIENCE).exclude(late)


def ask_of(found: waits.Wait) -> Ask:
    """Return what `waits_for` found as what it is here."""
    return Ask(
        id=found.id,
        kind=AskKind(found.kind),
        thing=found.thing,
        title=found.title,
        says=found.says,
        at=found.at,
        offer=found.beside,
    )


def ask(id: UUID, *, person_id: UUID) -> Ask:
    """Return something that waits for this person; raises NotFound for anybody else's."""
    row = AskRow.objects.filter(id=id, person=person_id).first()
    if row is None:
        raise NotFound("question")
    return _ask_of(row)


def proposal(id: UUID, *, reader: UUID) -> Proposed:
    """Return a proposal that was made to the reader and still waits; raises NotFound."""
    asked = AskRow.objects.filter(person=reader, kind=AskKind.PROPOSAL, thing=id).exists()
    row = ProposalRow.objects.filter(id=id).first() if asked else None
    if row is None:
        raise NotFound("proposal")
    return Proposed(
        id=row.id,
        episode=row.episode,
        trigger=Trigger(row.trigger),
        title=row.title,
        says=row.says,
        at=row.at,
        debrief=row.debrief,
    )


def debrief(id: UUID, *, reader: UUID) -> Debrief:
    """Return a debrief in which the reader takes part; raises NotFound to all others."""
    return look(id, reader=reader).debrief


def about_for(id: UUID, *, reader: UUID) -> Activity:
    """Return the activity of a debrief in which the reader takes part; one query, NotFound else."""
    activity = activities.activity_of(id)
    if activity.kind is not ActivityKind.DEBRIEF or not activity.takes_part(reader):
        raise NotFound("debrief")
    return activity


def look(id: UUID, *, reader: UUID) -> Looked:
    """Return a debrief with what its page needs, in two queries; raises NotFound as `debrief`."""
    row = DebriefRow.objects.filter(id=id).first()
    activity = activities.activity_of(id) if row else None
    if row is None or activity is None or not activity.takes_part(reader):
        raise NotFound("debrief")
    lies = box.opened(row)
    found = _debrief_of(row, activity, lies)
    return Looked(debrief=found, lies=lies, removed=tuple(row.removed))


def debriefs(
    *, reader: UUID, limit: int = 50, after: tuple[datetime, UUID] | None = None
) -> tuple[Debrief, ...]:
    """Return debriefs in which the reader takes part, newest first.

    Go on `after` the time and id of the last one.
    """
    found = activities.activities(
        person=reader, kind=ActivityKind.DEBRIEF, limit=limit, after=after
    )
    rows = DebriefRow.objects.in_bulk([each.id for each in found])
    return tuple(_debrief_of(rows[each.id], each) for each in found if each.id in rows)


def about(id: UUID) -> UUID | None:
    """Return the piece of work that a debrief is about, whoever asks: for other rooms."""
    return activities.activity_of(id).episode


def is_done(id: UUID, *, person: UUID) -> bool:
    """Tell whether somebody has written or passed in a debrief that is not revealed yet."""
    return not AskRow.objects.filter(person=person, kind=AskKind.WRITE, thing=id).exists()


def done(id: UUID, *, reader: UUID) -> frozenset[UUID]:
    """Return who has written or passed; of a debrief without names nobody, however many."""
    found = debrief(id, reader=reader)
    if not found.named:
        return frozenset()
    waits = AskRow.objects.filter(kind=AskKind.WRITE, thing=id)
    return found.people - frozenset(waits.values_list("person", flat=True))


def written(id: UUID, *, reader: UUID, key: str = "") -> Mapping[str, str] | None:
    """Return what the reader wrote themselves, by question; None for nothing.

    Without names only the `key` of their browser opens it.
    """
    return written_in(look(id, reader=reader), reader=reader, key=key)


def written_in(looked: Looked, *, reader: UUID, key: str = "") -> Mapping[str, str] | None:
    """Return what `written` does, of a debrief that was looked at already."""
    if looked.debrief.named:
        return _own(looked.debrief.id, reader) or None
    return mine(looked.lies, person=reader, key=key) if key else None


def answers(id: UUID, *, reader: UUID) -> tuple[Answer, ...]:
    """Return what was written, in no order that tells anything; nothing before the reveal."""
    return answers_in(look(id, reader=reader), reader=reader)


def answers_in(looked: Looked, *, reader: UUID) -> tuple[Answer, ...]:
    """Return what `answers` does, of a debrief that was looked at already."""
    found = looked.debrief
    if found.state is not DebriefState.REVEALED:
        return ()
    if found.live:
        return _cards(found.id)
    if not found.named:
        rows = AnswerRow.objects.filter(debrief=found.id).order_by("id")
        return tuple(Answer(id=row.id, question=row.question, text=row.text) for row in rows)
    every = read_as(reader, _CONTRIBUTIONS, {"org": current_org(), "debrief": found.id})
    return tuple(
        Answer(id=id, question=question, text=unseal(text), author=author)
        for id, author, question, text in every
        if id not in looked.removed
    )


def lesson(id: UUID) -> Lesson:
    """Return a lesson; what was learned is for everybody. Raises NotFound."""
    row = LessonRow.objects.filter(id=id).first()
    if row is None:
        raise NotFound("lesson")
    return lesson_of(row)


def lessons(debrief_id: UUID) -> tuple[Lesson, ...]:
    """Return what was learned in a debrief, in the order in which it was drawn."""
    rows = LessonRow.objects.filter(debrief=debrief_id).order_by("at", "id")
    return tuple(lesson_of(row) for row in rows)


def lessons_of_cards(cards: Iterable[UUID]) -> dict[UUID, Lesson]:
    """Return the lessons from which cards were born, by card."""
    rows = LessonRow.objects.filter(card__in=list(cards))
    return {row.card: lesson_of(row) for row in rows if row.card}


def life(lesson_id: UUID) -> Life:
    """Return what people said became of a lesson, where at least `FEWEST` have said."""
    said = UseRow.objects.filter(lesson=lesson_id).exclude(applied=None)
    if said.values("person").distinct().count() < FEWEST:
        return Life()
    return Life(
        said=said.count(),
        applied=said.filter(applied=True).count(),
        helped=said.filter(helped=True).count(),
    )


def own_uses(lesson_id: UUID, *, person: UUID) -> tuple[tuple[bool, bool | None], ...]:
    """Return what a person said of a lesson themselves: (applied, helped), newest first."""
    rows = UseRow.objects.filter(lesson=lesson_id, person=person).exclude(applied=None)
    return tuple((bool(row.applied), row.helped) for row in rows.order_by("-at"))


def old_commitments(found: Debrief, *, reader: UUID) -> tuple[Commitment, ...]:
    """Return what the people of a debrief agreed on in earlier ones and still stands.

    Of debriefs in which the reader takes part too: others' are theirs to tell.
    """
    made = agreed_before(
        reader=reader, owners=found.people, kind=ActivityKind.DEBRIEF, besides=found.id
    )
    return first_reviewed(one for one in made if asks(one))


def led_last(people: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when each of some people last led a debrief; nothing for who never has."""
    rows = DebriefRow.objects.filter(facilitator__in=list(people)).order_by("opened_at")
    return dict(rows.values_list("facilitator", "opened_at"))


def open_about(episode: UUID) -> UUID | None:
    """Return the debrief about a piece of work that is not over, None where there is none."""
    found = activities.activities(kind=ActivityKind.DEBRIEF, episode=episode, limit=5)
    return next((one.id for one in found if one.state is not ActivityState.ENDED), None)


def lesson_of(row: LessonRow) -> Lesson:
    """Return the lesson that a row keeps."""
    return Lesson(
        id=row.id,
        debrief=row.debrief,
        title=row.title,
        text=row.text,
        owner=row.owner,
        by=row.by,
        at=row.at,
        card=row.card,
        revises=row.revises,
    )


def opens(lies: Box, *, person: UUID, key: str) -> bool:
    """Tell whether somebody put something into a box with this key."""
    return mine(lies, person=person, key=key) is not None


def _cards(id: UUID) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            id=row.id,
            question=row.question,
            text=row.text,
            author=row.author,
            heading=row.heading,
            votes=row.votes,
        )
        for row in CardRow.objects.filter(debrief=id).order_by("-votes", "id")
    )


def _own(id: UUID, author: UUID) -> dict[str, str]:
    every = read_as(author, _CONTRIBUTIONS, {"org": current_org(), "debrief": id})
    return {question: unseal(text) for _, by, question, text in every if by == author}


def _debrief_of(row: DebriefRow, activity: Activity, lies: Box | None = None) -> Debrief:
    ended = activity.state is ActivityState.ENDED
    hidden = DebriefState.CLOSED if ended else DebriefState.WRITING
    return Debrief(
        id=row.id,
        title=activity.title,
        state=DebriefState.REVEALED if row.revealed_at else hidden,
        named=row.named,
        trigger=Trigger(row.trigger),
        why=row.why,
        episode=activity.episode,
        facilitator=row.facilitator,
        people=activity.people,
        done=len((lies or box.opened(row)).done),
        at=activity.at,
        ends_at=activity.ends_at or activity.at,
        revealed_at=row.revealed_at,
        live=row.live,
        guide=activity.guide,
    )


def _ask_of(row: AskRow) -> Ask:
    return Ask(
        id=row.id,
        kind=AskKind(row.kind),
        thing=row.thing,
        title=row.title,
        says=row.says,
        at=row.at,
        offer=row.offer,
    )
