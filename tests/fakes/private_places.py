"""Everything private that is kept anywhere, planted by real actions with a marker in it.

`tests/house/test_what_a_lead_cannot_see.py` looks for the markers behind every door. It also
looks for private columns: those of models that are private to an author, and those that are
sealed. A room that gets a new one says here how it is planted, or why it holds no words.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from journeywork.activities import actions as activities
from journeywork.assignments import actions as assignments
from journeywork.coaching import climate, talks
from journeywork.debriefs import actions as debriefs
from journeywork.engine.activities import UNGUIDED, ActivityKind
from journeywork.engine.climate import ITEMS
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring import Said
from journeywork.engine.people import Person, Skill
from journeywork.engine.sharing import ONLY_ME
from journeywork.feedback import actions as feedback
from journeywork.growth import actions as growth
from journeywork.kernel.sealed import SealedTextField
from journeywork.knowledge.posts import actions as posts
from journeywork.mentoring import blocks, enrolling, ratings
from journeywork.mentoring import queries as mentoring
from journeywork.mentoring import running as matches
from tests.conftest import Cast
from tests.fakes.stage import Stage
from tests.rooms.assigning import plan

#: column -> the word that stands in it, nowhere else
MARKERS: dict[str, str] = {
    "activities.ReflectionRow.stage": "walled-stage",
    "activities.ReflectionRow.question": "walled-question",
    "activities.ReflectionRow.text": "walled-reflection",
    "activities.LineRow.text": "walled-together",
    "debriefs.ContributionRow.text": "walled-contribution",
    "debriefs.DebriefRow.box": "walled-box",
    "debriefs.AnswerRow.text": "walled-answer",
    "coaching.PointRow.text": "walled-draft",
    "debriefs.ChangeRow.change": "walled-board",
    "debriefs.CardRow.text": "walled-card",
    "growth.EntryRow.line": "walled-line",
    "growth.EntryRow.skill": "walled-skill",
    "growth.EntryRow.why": "walled-why",
    "growth.JournalRow.text": "walled-journal",
    "feedback.ResponseRow.note": "walled-note",
    "knowledge.PostRow.text": "walled-post",
}
#: Columns that hold numbers or names from a list; what is seen must not depend on them.
NUMBERS = {
    "assignments.SignRow.text": "three taps",
    "coaching.BoxRow.answers": "from 1 to 7",
    "mentoring.BlockRow.who": "somebody's identifier",
}
#: Columns that are private and hold nothing that anybody wrote or felt.
WORDLESS = {
    "activities.ReflectionRow.activity": "an identifier",
    "activities.LineRow.kind": "one of four names",
    "assignments.SignRow.kind": "one of three names",
    "debriefs.ContributionRow.question": "one of four names",
    "growth.EntryRow.state": "one of three names",
    "growth.EntryRow.learned": "said at the end, as `why`",
    "growth.FindRow.kind": "one of a few names",
    "growth.FindRow.key": "the key of what was found",
    "growth.FindRow.title": "the title of what was found",
    "growth.FindRow.says": "why it fits, made by the engine",
    "growth.FindRow.state": "one of a few names",
    "support.StanceRow.stance": "one of three names",
    "kernel.KeptAnswerRow.content": "an answer of the API, for whoever asked",
    "subscriptions.SubscriptionRow.address": "a credential of the installation",
    "subscriptions.SubscriptionRow.secret": "a credential of the installation",
    "subscriptions.SubscriptionRow.old_secret": "a credential of the installation",
}


def private_columns(found: Iterable[Any]) -> Iterator[str]:
    """Yield the columns of models that are private: an author's words, and what is sealed."""
    for model in found:
        for field in model._meta.concrete_fields:
            sealed = isinstance(field, SealedTextField)
            words = isinstance(
                field, (models.CharField, models.TextField, models.JSONField, ArrayField)
            )
            if sealed or (model.private_to and words):
                yield f"{model._meta.label}.{field.attname}"


@dataclass(frozen=True)
class Planted:
    """What was planted where: arguments of doors that lead to it."""

    doors: tuple[Mapping[str, UUID], ...]
    answered: UUID
    tapped: UUID


def plant(cast: Cast, stage: Stage, at: datetime) -> Planted:
    """Ana writes, feels and answers wherever that is private; Cleo and Ben are with her."""
    activity, reflection = _reflection(cast, at)
    named = _named(cast, at)
    hidden, revealed = _nameless(cast, at), _nameless(cast, at, reveal=True)
    draft = talks.add(
        talk_id=stage.talk, text=MARKERS["coaching.PointRow.text"], by=cast.ana.id, at=at
    )
    _note(cast, stage, at)
    _grown(cast, at)
    board, left = _board(cast, at), _board(cast, at, over=True)
    post = _post(cast, at)
    _kept_apart(cast, stage, at)
    _of_two(cast, stage, at)
    doors = (
        {"activity_id": activity, "reflection_id": reflection, "debrief_id": named},
        {"debrief_id": hidden, "point_id": draft.id, "post_id": post},
        {"debrief_id": revealed, "activity_id": revealed},
        {"debrief_id": board},
        {"debrief_id": left},
    )
    return Planted(doors=doors, answered=_climate(cast, stage, at), tapped=_pulse(cast, at))


def _of_two(cast: Cast, stage: Stage, at: datetime) -> None:
    """Ana writes for her mentor, and says for herself how useful it was."""
    word = MARKERS["activities.LineRow.text"]
    says = {"match_id": stage.match, "by": cast.ana.id, "at": at}
    matches.write(kind=LineKind.NOTE, text=word, **says)
    held = matches.met(check_in_id=None, **says)
    ratings.rate(check_in_id=held.id, useful=1, **says)


def _reflection(cast: Cast, at: datetime) -> tuple[UUID, UUID]:
    made = activities.open_activity(
        kind=ActivityKind.MENTORING,
        title="First weeks",
        guide=UNGUIDED,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        by=cast.ben.id,
        at=at,
    )
    words = {
        name: MARKERS[f"activities.ReflectionRow.{name}"] for name in ("stage", "question", "text")
    }
    written = activities.write_reflection(activity_id=made.id, by=cast.ana.id, at=at, **words)
    return made.id, written.id


def _named(cast: Cast, at: datetime) -> UUID:
    made = _opened(cast, at, named=True)
    _write(made, cast.ana, MARKERS["debriefs.ContributionRow.text"], at)
    return made


def _nameless(cast: Cast, at: datetime, *, reveal: bool = False) -> UUID:
    made = _opened(cast, at, named=False)
    word = MARKERS["debriefs.AnswerRow.text" if reveal else "debriefs.DebriefRow.box"]
    for person in (cast.ana, cast.ben, cast.cleo) if reveal else (cast.ana,):
        _write(made, person, word, at)
    return made


def _opened(cast: Cast, at: datetime, *, named: bool) -> UUID:
    return debriefs.open_debrief(
        title="Fee",
        people_ids=[cast.ben.id, cast.cleo.id],
        named=named,
        ends_at=at + timedelta(days=3),
        by=cast.ana.id,
        at=at,
    ).id


def _write(debrief: UUID, person: Person, word: str, at: datetime) -> None:
    debriefs.write(
        debrief_id=debrief, by=person.id, answers={"happened": word}, key=person.key, at=at
    )


def _board(cast: Cast, at: datetime, *, over: bool = False) -> UUID:
    made = debriefs.open_debrief(
        title="Fee",
        people_ids=[cast.ben.id, cast.cleo.id],
        named=True,
        live=True,
        ends_at=at + timedelta(days=3),
        by=cast.ana.id,
        at=at,
    )
    word = MARKERS["debriefs.CardRow.text" if over else "debriefs.ChangeRow.change"]
    debriefs.write_card(debrief_id=made.id, question="happened", text=word, by=cast.ana.id)
    if over and made.facilitator:
        debriefs.finish(debrief_id=made.id, by=made.facilitator, at=at)
    return made.id


def _grown(cast: Cast, at: datetime) -> None:
    words = {name: MARKERS[f"growth.EntryRow.{name}"] for name in ("line", "skill", "why")}
    growth.add(by=cast.ana.id, at=at, **words)
    page = MARKERS["growth.JournalRow.text"]
    growth.write(text=page, day=at.date(), by=cast.ana.id, at=at)


def _note(cast: Cast, stage: Stage, at: datetime) -> None:
    note = MARKERS["feedback.ResponseRow.note"]
    kind = ResponseKind.NOT_USEFUL_HERE
    feedback.respond(by=cast.ana.id, kind=kind, at=at, offer_id=stage.offer, note=note)


def _post(cast: Cast, at: datetime) -> UUID:
    text = MARKERS["knowledge.PostRow.text"]
    return posts.write(text=text, audience=ONLY_ME, by=cast.ana.id, at=at).id


def _kept_apart(cast: Cast, stage: Stage, at: datetime) -> None:
    """Ana and Cleo take part in a programme, and Ana would rather not be matched with Cleo."""
    here = mentoring.programme_by_key(stage.programme).id
    for one, role in ((cast.ana, Role.MENTEE), (cast.cleo, Role.MENTOR)):
        said = Said(role=role, wants=(Wanted(name="Fees"),), offers=(Skill(name="Fees", level=4),))
        enrolling.enrol(programme_id=here, said=said, by=one.id, at=at)
    blocks.block(who=cast.cleo.id, by=cast.ana.id, at=at)


def _climate(cast: Cast, stage: Stage, at: datetime) -> UUID:
    said = {item.key: 1 for item in ITEMS}
    climate.answer(
        asking_id=stage.asking, team=cast.payments.id, answers=said, by=cast.ana.id, at=at
    )
    return stage.asking


def _pulse(cast: Cast, at: datetime) -> UUID:
    wanted = replace(plan(cast), mentor=cast.ben.id, buddy=None, lender=None)
    found = assignments.open_assignment(plan=wanted, by=cast.ana.id, at=at)
    assignments.start(assignment_id=found.id, by=cast.ana.id, at=at)
    assignments.feel(
        assignment_id=found.id, confidence=2, effort=2, support=2, by=cast.ana.id, at=at
    )
    return found.id
