"""Debriefs are opened, given more time, closed; people come to them and go."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import guides_kept
from journeywork.activities import queries as activity_queries
from journeywork.debriefs import boards, box, queries
from journeywork.debriefs.facts import DebriefOpened
from journeywork.debriefs.models import AskKind, AskRow, DebriefRow, ProposalRow
from journeywork.debriefs.saying import say
from journeywork.engine.activities import ActivityKind, GuideName
from journeywork.engine.debrief_triggers import Trigger
from journeywork.engine.debriefs import Debrief, facilitator, faults
from journeywork.engine.people import Person
from journeywork.kernel import audit
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.people import queries as people
from journeywork.work import queries as work

WRITING, REVEALED = "writing", "revealed"
FACILITATES, TAKES_PART = "facilitator", "participant"
LONGEST_TITLE = 200


def open_debrief(
    *,
    title: str,
    people_ids: Iterable[UUID],
    named: bool,
    ends_at: datetime,
    by: UUID,
    at: datetime,
    episode: UUID | None = None,
    proposal_id: UUID | None = None,
    guide: GuideName | None = None,
    live: bool = False,
) -> Debrief:
    """Begin to look back together, until `ends_at`; `by` takes part.

    Whether names stand beside what is written is said once and for all. `guide`, else the one
    that suits `by`, leads; `live`: all write on one board. Who led least recently leads. Raises Invalid by field, and where one is open about this work already.
    """
    wanted = people.persons({*people_ids, by})
    able = {id: one for id, one in wanted.items() if not one.known_only}
    _check(title, able, named=named, ends_at=ends_at, at=at)
    found = queries.proposal(proposal_id, reader=by) if proposal_id else None
    about = _work_of(found) if found else episode
    with transaction.atomic():
        _only_one(about)
        who = facilitator(sorted(able), queries.led_last(able), _away(able.values(), at))
        activity = activities.open_activity(
            kind=ActivityKind.DEBRIEF,
            title=title,
            guide=guide or suiting(able.get(by)),
            participants={id: FACILITATES if id == who else TAKES_PART for id in able},
            stage=WRITING,
            episode=about,
            ends_at=ends_at,
            by=by,
            at=at,
        )
        _keep(activity.id, found, by=by, at=at, named=named, live=live, facilitator=who)
        _ask(activity.id, activity.title, able, at)
    return queries.debrief(activity.id, reader=by)


def suiting(opens: Person | None) -> GuideName:
    """Return the guide that suits the team of whoever opens, in their language."""
    if opens is None:
        return guides_kept.fitting(ActivityKind.DEBRIEF).name
    mine = [people.team(id).setting for id in opens.teams]
    setting = next((one for one in mine if one), "")
    language = opens.languages[0] if opens.languages else "en"
    return guides_kept.fitting(ActivityKind.DEBRIEF, setting=setting, language=language).name


def _keep(id: UUID, found: queries.Proposed | None, *, by: UUID, at: datetime, **kept: Any) -> None:
    """Keep what a debrief is beside its activity, and what proposed it."""
    DebriefRow.objects.create(
        id=id,
        trigger=found.trigger if found else Trigger.BY_HAND,
        why=found.says if found else "",
        opened_at=at,
        **kept,
    )
    if found:
        _taken_up(found.id, id, by=by, at=at)
    publish(DebriefOpened(debrief=id, by=by, at=at))


def invite(*, debrief_id: UUID, person_id: UUID, by: UUID, at: datetime) -> Debrief:
    """Let somebody more take part in a debrief that is not revealed yet. Raises Invalid."""
    with transaction.atomic():
        row = hidden(debrief_id, by)
        who = people.persons([person_id])
        if not who or who[person_id].known_only:
            raise Invalid({"people": "must be people who can sign in here"})
        activity = activities.join(
            activity_id=row.id, person_id=person_id, role=TAKES_PART, by=by, at=at
        )
        if person_id not in box.opened(row).done:
            _ask(row.id, activity.title, [person_id], row.opened_at)
    return queries.debrief(debrief_id, reader=by)


def give_time(*, debrief_id: UUID, ends_at: datetime, by: UUID, at: datetime) -> Debrief:
    """Move the time by which people write. Only whoever leads; raises Denied, Invalid."""
    with transaction.atomic():
        row = hidden(debrief_id, by)
        leads(row, by)
        activities.change_end(activity_id=row.id, ends_at=ends_at, by=by, at=at)
    return queries.debrief(debrief_id, reader=by)


def hand_on(*, debrief_id: UUID, at: datetime) -> None:
    """Let somebody else lead where whoever led takes part no more."""
    with transaction.atomic():
        row = box.locked(debrief_id)
        here = activity_queries.activity_of(row.id).people
        if not here or row.facilitator in here:
            return
        known = people.persons(here)
        away = _away(known.values(), at)
        row.facilitator = facilitator(sorted(here), queries.led_last(here), away)
        row.save(update_fields=("facilitator",))


def close(*, debrief_id: UUID, by: UUID, at: datetime) -> Debrief:
    """End a debrief; of one that was not revealed nothing is left that was written.

    Only whoever leads; raises Denied.
    """
    with transaction.atomic():
        row = mine(debrief_id, by)
        leads(row, by)
        box.empty(row)
        row.save(update_fields=box.KEPT)
        boards.forget([row.id])
        AskRow.objects.filter(kind=AskKind.WRITE, thing=row.id).delete()
        activities.end(activity_id=row.id, by=by, at=at)
        audit.record(verb="debrief.closed", object=f"debrief:{row.id}", by=by, at=at)
    return queries.debrief(debrief_id, reader=by)


def _check(
    title: str, able: dict[UUID, Person], *, named: bool, ends_at: datetime, at: datetime
) -> None:
    found = faults(named=named, people=able, ends_at=ends_at, at=at)
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        found["title"] = f"needs 1 to {LONGEST_TITLE} characters"
    if found:
        raise Invalid(found)


def _work_of(found: queries.Proposed) -> UUID | None:
    """Return the piece of work that a proposal is about; an assignment may have none."""
    if found.trigger is not Trigger.STAGE:
        return found.episode
    return found.episode if work.episodes_by_id([found.episode]) else None


def _only_one(episode: UUID | None) -> None:
    if episode is None:
        return
    one_at_a_time(f"debrief of {episode}")
    if queries.open_about(episode):
        raise Invalid({"episode": "is looked back at in another debrief already"})


def _away(who: Iterable[Person], at: datetime) -> set[UUID]:
    return {one.id for one in who if one.paused_until and one.paused_until > at.date()}


def _taken_up(proposal_id: UUID, debrief: UUID, *, by: UUID, at: datetime) -> None:
    """Let go of a proposal for all; that it was taken up speaks for its trigger."""
    row = ProposalRow.objects.get(id=proposal_id)
    row.debrief = debrief
    row.save(update_fields=("debrief",))
    AskRow.objects.filter(kind=AskKind.PROPOSAL, thing=proposal_id).delete()
    say(person=by, trigger=Trigger(row.trigger), yes=True, at=at)


def _ask(debrief: UUID, title: str, whom: Iterable[UUID], at: datetime) -> None:
    AskRow.objects.bulk_create(
        [
            AskRow(person=person, kind=AskKind.WRITE, thing=debrief, title=title[:200], at=at)
            for person in whom
        ],
        ignore_conflicts=True,
    )


def mine(debrief_id: UUID, by: UUID) -> DebriefRow:
    """Return a debrief's row, held, to whoever takes part in it; raises NotFound."""
    row = box.locked(debrief_id)
    if not activity_queries.activity_of(row.id).takes_part(by):
        raise NotFound("debrief")
    return row


def hidden(debrief_id: UUID, by: UUID) -> DebriefRow:
    """Return a debrief's row, held, while it is not revealed; raises NotFound, Invalid."""
    row = mine(debrief_id, by)
    if row.revealed_at:
        raise Invalid({"debrief": "has been revealed already"})
    return row


def leads(row: DebriefRow, by: UUID) -> None:
    """Raise Denied for somebody who does not lead a debrief."""
    if row.facilitator != by:
        raise Denied("debrief.lead")
