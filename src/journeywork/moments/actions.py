"""Hands of moments: detect them, remember what was done, learn which rules help."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.db import transaction

from journeywork.engine.card_changes import changed_for
from journeywork.engine.experience import Experience
from journeywork.engine.feedback import Evidence, ResponseKind
from journeywork.engine.idleness import LONGEST_DAYS, idle_event, working_hours
from journeywork.engine.knowledge import AppliesTo
from journeywork.engine.moments import CardChange, Finding, Moment, moment, strongest
from journeywork.engine.people import Person
from journeywork.engine.rule_reading import written as as_written
from journeywork.engine.rules import Rule
from journeywork.engine.rules import detect as see
from journeywork.engine.work import Episode, EpisodeState, WorkEvent, fresh
from journeywork.kernel.audit import record
from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import one_at_a_time
from journeywork.moments import memory
from journeywork.moments.models import (
    AnswerRow,
    CardChangeRow,
    EvidenceRow,
    MomentRow,
    RuleRow,
)
from journeywork.moments.queries import card_change_of, read, rules
from journeywork.people import queries as people
from journeywork.work import queries as work

_ONCE = UUID("0197a000-0000-7000-8000-6f6e63650000")
#: A changed card is news for this long.
NEWS_DAYS = 90
#: Work that moved more lately than this is not looked at by the scan.
LEAST_STILL_HOURS = 8
_PAGE = 500


def detect(events: Sequence[WorkEvent], *, at: datetime) -> tuple[Moment, ...]:
    """Fold `events` into what people have done and return the moments seen, each once.

    Of several rules that see the same event the one of the first rank speaks. Events that
    are history at `at` teach and make no moments; so do events of people who left or were
    never invited. The same event must be given once (`work.actions.digest` sees to it).
    """
    ordered = sorted(events, key=lambda event: event.at)
    with transaction.atomic():
        memory.lock()
        experience = memory.recall(ordered)
        found = _look(ordered, experience, at)
        memory.keep(experience)
        return _store(found)


def _look(events: Sequence[WorkEvent], experience: Experience, at: datetime) -> list[Finding]:
    news = {id(event) for event in fresh(events, at=at)}
    standing, changes = (rules(), _changes(at)) if news else ((), ())
    found: list[Finding] = []
    for event in events:
        if id(event) in news:
            changed = changed_for(changes, event, experience)
            familiar = experience.familiarity(event)
            best = strongest(see(event, familiar, standing, changed=changed))
            found += [best] if best else []
        experience.add(event)
    return found


def _changes(at: datetime) -> tuple[CardChange, ...]:
    rows = CardChangeRow.objects.filter(at__gte=at - timedelta(days=NEWS_DAYS)).order_by("-at")
    return tuple(card_change_of(row) for row in rows[:500])


def _store(found: Sequence[Finding]) -> tuple[Moment, ...]:
    """Store the findings that are new moments of people to whom something may be offered."""
    once = {uuid5(_ONCE, finding.once): finding for finding in reversed(found)}
    seen = set(MomentRow.objects.filter(once__in=once).values_list("once", flat=True))
    fresh_ones = {key: finding for key, finding in once.items() if key not in seen}
    if not fresh_ones:
        return ()
    who = people.persons({finding.person for finding in fresh_ones.values()})
    episodes = work.episode_ids(finding.event.subject for finding in fresh_ones.values())
    made = {
        key: _moment(finding, who[finding.person], episodes.get(finding.event.subject))
        for key, finding in reversed(fresh_ones.items())
        if finding.person in who and not who[finding.person].known_only
    }
    MomentRow.objects.bulk_create([_row(key, each) for key, each in made.items()])
    return tuple(made.values())


def _moment(finding: Finding, person: Person, episode: UUID | None) -> Moment:
    return moment(
        finding,
        id=new_id(),
        teams=person.teams,
        language=person.languages[0] if person.languages else "en",
        episode=episode,
    )


def _row(once: UUID, each: Moment) -> MomentRow:
    return MomentRow(
        id=each.id,
        person=each.person,
        at=each.at,
        rule=each.rule,
        need=each.need.value,
        once=once,
        content=msgspec.to_builtins(each),
    )


def scan(*, at: datetime, limit: int = 200) -> tuple[Moment, ...]:
    """Look at open work that has not moved for long; return the moments seen, each once.

    Only for owners who are at work just now, the stillest work first, until `limit` pieces
    make a moment; what is left is seen by the next scan. What made its moment is passed over.
    """
    found: list[Moment] = []
    still = sorted(_still(at), key=lambda pair: pair[0].last_at)
    for begin in range(0, len(still), limit):
        found += _look_still(still[begin : begin + limit], at)
        if len(found) >= limit:
            break
    return tuple(found)


def _still(at: datetime) -> Iterator[tuple[Episode, Person]]:
    """Yield all open work that has not moved lately, with its owner, who is at work now."""
    before: UUID | None = None
    while page := work.episodes(
        states=(EpisodeState.OPEN, EpisodeState.BLOCKED),
        since=at - timedelta(days=LONGEST_DAYS),
        until=at - timedelta(hours=LEAST_STILL_HOURS),
        limit=_PAGE,
        before=before,
    ):
        before = page[-1].uuid
        owners = people.persons({episode.owner for episode in page if episode.owner})
        for episode in page:
            owner = owners.get(episode.owner) if episode.owner else None
            if owner and not owner.known_only and owner.working_time.covers(at):
                yield episode, owner


def _look_still(still: Sequence[tuple[Episode, Person]], at: datetime) -> tuple[Moment, ...]:
    events = [
        (idle_event(episode, at), working_hours(owner.working_time, episode.last_at, at))
        for episode, owner in still
    ]
    with transaction.atomic():
        memory.lock()
        experience, standing = memory.recall([event for event, _ in events]), rules()
        found = (
            strongest(see(event, experience.familiarity(event), standing, idle_hours=hours))
            for event, hours in events
        )
        return _store([finding for finding in found if finding])


def hold_rule(key: str) -> None:
    """Keep everybody else from changing a rule, until the transaction ends."""
    one_at_a_time(f"rule {key}")


def edit_rule(*, written: Mapping[str, Any], by: UUID | None, at: datetime) -> Rule:
    """Put a rule in force as written, from the next event on. Raises Invalid by field."""
    rule = read(written)
    with transaction.atomic():
        hold_rule(rule.key)
        RuleRow.objects.update_or_create(
            key=rule.key,
            defaults={"written": as_written(rule), "changed_at": at, "changed_by": by},
        )
        said = msgspec.json.encode(as_written(rule)).decode()
        record(verb="rule.edit", object=f"rule:{rule.key}", by=by, at=at, detail={"rule": said})
    return rule


def reset_rule(*, key: str, by: UUID | None, at: datetime) -> tuple[Rule, ...]:
    """Take back what this organisation made of a rule; returns the rules then in force."""
    with transaction.atomic():
        hold_rule(key)
        RuleRow.objects.filter(key=key).delete()
        record(verb="rule.reset", object=f"rule:{key}", by=by, at=at)
    return rules()


def damp(*, rule: str, kind: ResponseKind, by: UUID, at: datetime) -> Evidence:
    """Let an answer raise or lower a rule for everyone; a person counts once for each rule.

    An answer older than the one already known for the person changes nothing, so the same
    answer may come twice.
    """
    with transaction.atomic():
        row, _ = EvidenceRow.objects.select_for_update().get_or_create(
            rule=rule, defaults={"at": at}
        )
        before = AnswerRow.objects.filter(person=by, rule=rule).first()
        known = Evidence(useful=row.useful, not_useful=row.not_useful, at=row.at)
        if before and before.at >= at:
            return known
        instead = (ResponseKind(before.kind), before.at) if before else None
        now = known.answered(kind, at, instead=instead)
        row.useful, row.not_useful, row.at = now.useful, now.not_useful, now.at or at
        row.save(update_fields=["useful", "not_useful", "at"])
        AnswerRow.objects.update_or_create(
            person=by, rule=rule, defaults={"kind": kind.value, "at": at}
        )
    return now


def helped(*, subject: str) -> None:
    """Remember that help was taken up in a piece of work: it is not work done without help."""
    if not subject:
        return
    with transaction.atomic():
        memory.lock()
        experience = memory.recall_threads((subject,))
        experience.helped(subject)
        memory.keep(experience)


def note_change(*, card: UUID, title: str, applies_to: AppliesTo, at: datetime) -> None:
    """Let people who come back to the work a card is for be told that the card changed."""
    CardChangeRow.objects.update_or_create(
        card=card,
        defaults={
            "title": title[:200],
            "at": at,
            "places": list(applies_to.places),
            "paths": list(applies_to.paths),
            "kinds": list(applies_to.kinds),
        },
    )


def relearn() -> int:
    """Learn what people have done again from the whole history; returns the events read.

    For after authors were linked to persons, or a change of what is counted. Events that were
    not taken up yet are left to `detect`: while the lock is held none is taken up, so each is
    learnt once. In which work help was taken up is not in the history: it stays known.
    """
    with transaction.atomic():
        memory.lock()
        experience, count = Experience(), 0
        for subject in memory.helped():
            experience.helped(subject)
        memory.forget()
        for event in work.all_events(taken_up=True):
            experience.add(event)
            count += 1
        memory.keep(experience)
    return count
