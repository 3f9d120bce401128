"""Work proposes a debrief; people write alone; it is revealed at once; lessons come back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from msgspec.structs import replace

from journeywork import flow
from journeywork.activities import actions as activities
from journeywork.debriefs import actions, queries
from journeywork.debriefs.models import AskKind, ProposalRow
from journeywork.engine.debrief_triggers import Trigger
from journeywork.engine.debriefs import DebriefState
from journeywork.engine.knowledge import CardKind, CardState
from journeywork.engine.options import OptionKind
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.flow import steps
from journeywork.kernel import erasure, reactions
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import queries as cards
from journeywork.support.models import OfferRow
from journeywork.work import actions as work
from journeywork.work import queries as work_queries
from tests.conftest import Cast
from tests.rooms.debriefing import canary, opened, team_of, write


def incident(cast: Cast, at: datetime, number: int = 1) -> list[WorkEvent]:
    """Ana opens an incident and resolves it with Ben, two hours later, at `at`."""
    subject = f"ops#{number}"

    def event(type: str, hours: int, by: Person) -> WorkEvent:
        return WorkEvent(
            source="test",
            id=f"{subject}/{type}/{by.key}",
            type=type,
            at=at - timedelta(hours=2 - hours),
            subject=subject,
            by=by.id,
            title="Fees taken twice",
            place="payments",
            paths=("billing/fees.py",),
        )

    return [
        event("incident.opened", 0, cast.ana),
        event("work.assigned", 1, cast.ben),
        event("incident.resolved", 2, cast.ana),
    ]


def take(events: Sequence[WorkEvent], at: datetime) -> None:
    work.accept(events, by=None, at=at)
    while taken := work.digest(at=at):
        for step in (steps.propose_debriefs, steps.ask_of_lessons):
            step(taken, at)


def waits(person: Person, at: datetime) -> list[tuple[str, str]]:
    return [(one.kind.value, one.title) for one in queries.waiting_for(person.id, at=at)]


def test_a_resolved_incident_proposes_a_debrief_to_those_who_were_in_it(
    cast: Cast, at: datetime
) -> None:
    take(incident(cast, at), at)
    (ask,) = queries.waiting_for(cast.ana.id, at=at)
    assert (ask.kind, ask.title) == (AskKind.PROPOSAL, "Fees taken twice")
    assert ask.says == "An incident was resolved after 120 minutes by 2 people"
    assert waits(cast.ben, at) == waits(cast.ana, at)
    assert waits(cast.cleo, at) == waits(cast.dora, at) == []


def test_one_episode_is_proposed_once_and_let_go_after_two_weeks(cast: Cast, at: datetime) -> None:
    take(incident(cast, at), at)
    take([replace(event, id=f"{event.id}/again") for event in incident(cast, at)], at)
    assert ProposalRow.objects.count() == 1
    assert waits(cast.ana, at + timedelta(days=15)) == []


def test_history_proposes_nothing(cast: Cast, at: datetime) -> None:
    take(incident(cast, at - timedelta(days=30)), at)
    assert ProposalRow.objects.count() == 0


def test_what_history_says_is_usual_decides_what_is_large(cast: Cast, at: datetime) -> None:
    past = [each for n in range(25) for each in _change(cast, at - timedelta(days=60 + n), n, 4)]
    take(past, at)
    take(_change(cast, at, 100, 4), at)
    assert ProposalRow.objects.count() == 0
    take(_change(cast, at, 101, 12), at)
    row = ProposalRow.objects.get()
    assert (row.trigger, row.says) == (
        Trigger.LARGE_CHANGE,
        "It touched 12 paths; nine in ten changes here touch at most 4",
    )


def test_a_release_is_worth_a_look_back_where_releases_are_rare(cast: Cast, at: datetime) -> None:
    take(_change(cast, at - timedelta(days=40), 1, 2, released=True), at)
    take(_change(cast, at, 2, 2, released=True), at)
    assert [row.says for row in ProposalRow.objects.all()] == [
        "It is the first release of payments in 40 days"
    ]
    take(_change(cast, at + timedelta(days=1), 3, 2, released=True), at + timedelta(days=1))
    assert ProposalRow.objects.count() == 1


def test_nothing_is_proposed_to_people_whom_only_history_knows(cast: Cast, at: datetime) -> None:
    events = [replace(event, by=cast.ana.id) for event in incident(cast, at)]
    take(events, at)
    assert ProposalRow.objects.count() == 0


def test_a_no_is_one_click_and_lowers_the_trigger_for_everyone(cast: Cast, at: datetime) -> None:
    for number in range(1, 8):
        take(incident(cast, at, number), at)
    for person in (cast.ana, cast.ben):
        for ask in queries.waiting_for(person.id, at=at):
            actions.decline(ask_id=ask.id, by=person.id, at=at)
    assert waits(cast.ana, at) == waits(cast.ben, at) == []
    take(incident(cast, at, 9), at)  # Two of a strong trigger do not silence it.
    assert len(waits(cast.ana, at)) == 1
    with pytest.raises(NotFound):
        actions.decline(
            ask_id=queries.waiting_for(cast.ana.id, at=at)[0].id, by=cast.cleo.id, at=at
        )


def test_a_proposal_becomes_one_debrief(cast: Cast, at: datetime) -> None:
    take(incident(cast, at), at)
    (ask,) = queries.waiting_for(cast.ana.id, at=at)
    found = queries.proposal(ask.thing, reader=cast.ana.id)
    made = opened(
        cast, at, named=True, by=cast.ana.id, people_ids=[cast.ben.id], proposal_id=found.id
    )
    assert (made.trigger, made.episode, made.why) == (Trigger.INCIDENT, found.episode, found.says)
    assert waits(cast.ben, at) == [("write", "Charge the fee once")]
    with pytest.raises(Invalid):
        opened(cast, at, named=True, episode=found.episode, by=cast.ana.id)


def test_before_the_reveal_nobody_reads_what_others_wrote(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, named=True)
    write(debrief, cast.ana, at)
    assert queries.answers(debrief.id, reader=cast.ben.id) == ()
    assert queries.written(debrief.id, reader=cast.ben.id) is None
    assert queries.written(debrief.id, reader=cast.ana.id) == {"happened": canary(cast.ana)}
    assert queries.done(debrief.id, reader=cast.ben.id) == {cast.ana.id}


def test_the_database_shows_what_was_written_to_its_author_alone(cast: Cast, at: datetime) -> None:
    """Raw statements by the application's role, before and after the reveal."""
    debrief = opened(cast, at, named=True)
    write(debrief, cast.ana, at)
    seen = {one.key: _raw(one) for one in (cast.ana, cast.ben, cast.emil, cast.cleo)}
    assert seen == {"ana": 1, "ben": 0, "emil": 0, "cleo": 0}
    assert _raw(None) == 0
    for person in team_of(cast)[1:]:
        write(debrief, person, at)
    assert {one.key: _raw(one) for one in (cast.ana, cast.ben, cast.cleo)} == {
        "ana": 4,
        "ben": 4,
        "cleo": 0,
    }


def test_it_is_revealed_when_the_last_one_has_written_or_passed(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, named=True)
    said = [write(debrief, person, at) for person in (cast.ana, cast.ben, cast.dora)]
    passed = actions.write(debrief_id=debrief.id, by=cast.emil.id, answers={}, at=at)
    assert [*said, passed] == [False, False, False, True]
    found = queries.answers(debrief.id, reader=cast.emil.id)
    assert {(one.author, one.text) for one in found} == {
        (one.id, canary(one)) for one in (cast.ana, cast.ben, cast.dora)
    }
    assert waits(cast.emil, at) == []
    with pytest.raises(Invalid):
        write(debrief, cast.ana, at)


def test_it_is_revealed_when_the_time_is_up(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, named=True)
    write(debrief, cast.ana, at)
    assert actions.reveal_due(at=debrief.ends_at - timedelta(minutes=1)) == 0
    assert actions.reveal_due(at=debrief.ends_at) == 1
    assert actions.reveal_due(at=debrief.ends_at) == 0
    assert queries.debrief(debrief.id, reader=cast.ben.id).state is DebriefState.REVEALED


def test_what_one_wrote_can_be_changed_until_then(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, named=True)
    write(debrief, cast.ana, at)
    write(debrief, cast.ana, at, worked="The pair")
    assert queries.written(debrief.id, reader=cast.ana.id) == {"worked": "The pair"}


def test_who_leads_takes_away_an_answer_under_a_name_too(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, named=True)
    for person in team_of(cast):
        write(debrief, person, at)
    leads, gone = debrief.facilitator, queries.answers(debrief.id, reader=cast.ana.id)[0]
    assert leads
    actions.remove(debrief_id=debrief.id, answer_id=gone.id, by=leads, at=at)
    assert gone not in queries.answers(debrief.id, reader=cast.ben.id)


def test_the_lead_goes_round(cast: Cast, at: datetime) -> None:
    led = [
        opened(cast, at + timedelta(days=n), named=True, title=f"Debrief {n}").facilitator
        for n in range(4)
    ]
    assert set(led) == {one.id for one in team_of(cast)}


def test_somebody_more_can_be_asked(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, named=True, people_ids=[cast.ana.id], by=cast.ben.id)
    actions.invite(debrief_id=debrief.id, person_id=cast.dora.id, by=cast.ana.id, at=at)
    assert waits(cast.dora, at) == [("write", "Charge the fee once")]
    with pytest.raises(NotFound):
        actions.invite(debrief_id=debrief.id, person_id=cast.cleo.id, by=cast.cleo.id, at=at)


def revealed(cast: Cast, at: datetime, **more: Any) -> UUID:
    debrief = opened(cast, at, named=True, **more)
    for person in team_of(cast):
        write(debrief, person, at)
    return debrief.id


def lesson_of(cast: Cast, at: datetime, debrief: UUID, **more: Any) -> UUID:
    fields: dict[str, Any] = {
        "title": "Charge with the key of the payment",
        "text": "A retry without the key takes the fee twice.",
        "owner": cast.ben.id,
        "by": cast.ana.id,
        "at": at,
    }
    made = actions.draw_lesson(debrief_id=debrief, **(fields | more))
    for fact in PublishedFact.objects.filter(name="LessonDrawn"):
        reactions.turn(fact.id, flow.REACTIONS, at=at)
    return made.id


def test_a_lesson_becomes_a_draft_of_its_owner_for_work_like_this(cast: Cast, at: datetime) -> None:
    take(incident(cast, at), at)
    episode = work_queries.episode_of("ops#1")
    assert episode
    lesson = queries.lesson(lesson_of(cast, at, revealed(cast, at, episode=episode.uuid)))
    assert lesson.card
    card = cards.card(lesson.card, reader=cast.ben.id)
    assert (card.kind, card.state, card.owner) == (CardKind.LESSON, CardState.DRAFT, cast.ben.id)
    assert (card.applies_to.places, card.applies_to.paths) == (("payments",), ("billing/**",))
    assert queries.lessons_of_cards([lesson.card]) == {lesson.card: lesson}


def test_a_lesson_about_a_card_that_failed_goes_to_the_owner_of_that_card(
    cast: Cast, at: datetime
) -> None:
    card = knowledge.draft(title="Retry", body="Retry it.", by=cast.ben.id, at=at)
    knowledge.publish_card(card_id=card.id, by=cast.ben.id, at=at)
    lesson_of(cast, at, revealed(cast, at), revises=card.id)
    (task,) = cards.tasks(cast.ben.id, at=at)
    assert (task.card, task.by) == (card.id, cast.ana.id)
    assert "A retry without the key takes the fee twice." in task.says


def test_there_is_no_lesson_before_the_reveal(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid):
        lesson_of(cast, at, opened(cast, at, named=True).id)


def test_three_commitments_at_most_and_the_old_ones_come_first_next_time(
    cast: Cast, at: datetime
) -> None:
    debrief = revealed(cast, at)

    def commit(text: str) -> None:
        actions.commit_to(
            debrief_id=debrief,
            text=text,
            owner=cast.ana.id,
            due=date(2026, 4, 1),
            by=cast.ben.id,
            at=at,
        )

    for text in ("One", "Two", "Three"):
        commit(text)
    with pytest.raises(Invalid):
        commit("Four")
    later = opened(cast, at + timedelta(days=9), named=True)
    old = queries.old_commitments(later, reader=cast.ana.id)
    assert [one.text for one in old] == ["One", "Two", "Three"]


def test_after_work_in_which_a_lesson_was_offered_one_question_is_asked(
    cast: Cast, at: datetime
) -> None:
    lesson = queries.lesson(lesson_of(cast, at, revealed(cast, at)))
    events = incident(cast, at + timedelta(days=1), 7)
    take(events[:2], at + timedelta(days=1))
    offer = OfferRow.objects.create(
        person=cast.ana.id,
        at=at + timedelta(hours=23),
        moment=UUID(int=7),
        rule="first_area",
        option=lesson.card,
        option_kind=OptionKind.CARD.value,
        subject="ops#7",
    )
    assert _uses(cast.ana, at) == []
    take(events[2:], at + timedelta(days=1))
    (ask,) = _uses(cast.ana, at + timedelta(days=1))
    assert (ask.title, ask.offer, _uses(cast.ben, at)) == (lesson.title, offer.id, [])
    about = actions.tell_use(ask_id=ask.id, by=cast.ana.id, applied=True, helped=True, at=at)
    assert about == offer.id
    assert queries.own_uses(lesson.id, person=cast.ana.id) == ((True, True),)
    assert queries.life(lesson.id) == queries.Life()  # One person is no figure.
    take([replace(events[2], id="again")], at + timedelta(days=1))
    assert _uses(cast.ana, at + timedelta(days=1)) == []


def test_five_people_are_a_figure(cast: Cast, at: datetime) -> None:
    lesson = lesson_of(cast, at, revealed(cast, at))
    for n, person in enumerate((*team_of(cast), cast.cleo)):
        actions.ask_use(
            lesson_id=lesson, person_id=person.id, offer_id=UUID(int=n), title="Lesson", at=at
        )
        (ask,) = _uses(person, at)
        actions.tell_use(ask_id=ask.id, by=person.id, applied=n > 0, helped=n > 1, at=at)
    assert queries.life(lesson) == queries.Life(said=5, applied=4, helped=3)


def _uses(person: Person, at: datetime) -> list[queries.Ask]:
    found = queries.waiting_for(person.id, at=at)
    return [one for one in found if one.kind is AskKind.USE]


def _raw(reader: Person | None) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select set_config('journeywork.reader', %s, true)", [str(reader.id) if reader else ""]
        )
        cursor.execute("select count(*) from debriefs_contribution")
        return int(cursor.fetchone()[0])


def _change(
    cast: Cast, at: datetime, number: int, paths: int, *, released: bool = False
) -> list[WorkEvent]:
    """Ana changes so many paths, Ben reviews, it is merged and perhaps released."""
    steps = [("change.proposed", cast.ana), ("change.reviewed", cast.ben)]
    steps += [("service.deployed", cast.ana)] if released else [("change.merged", cast.ana)]
    return [
        WorkEvent(
            source="test",
            id=f"{number}/{type}",
            type=type,
            at=at - timedelta(minutes=3 - n),
            subject=f"payments#{number}",
            by=person.id,
            title=f"Change {number}",
            place="payments",
            paths=tuple(f"billing/{path}.py" for path in range(paths)),
        )
        for n, (type, person) in enumerate(steps)
    ]


def test_who_leaves_is_waited_for_no_more(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, named=True)
    for person in team_of(cast)[:3]:
        write(debrief, person, at)
    activities.leave(activity_id=debrief.id, person_id=cast.emil.id, by=cast.emil.id, at=at)
    for fact in PublishedFact.objects.filter(name="ActivityLeft"):
        reactions.turn(fact.id, flow.REACTIONS, at=at)
    assert waits(cast.emil, at) == []
    assert queries.debrief(debrief.id, reader=cast.ana.id).state is DebriefState.REVEALED
    with pytest.raises(NotFound):
        queries.debrief(debrief.id, reader=cast.emil.id)


def test_what_has_ended_waits_for_nobody(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at)
    write(debrief, cast.ana, at)
    activities.end(activity_id=debrief.id, by=cast.ana.id, at=at)
    for fact in PublishedFact.objects.filter(name="ActivityEnded"):
        reactions.turn(fact.id, flow.REACTIONS, at=at)
    assert waits(cast.ben, at) == []
    assert actions.reveal_due(at=debrief.ends_at) == 0
    assert queries.debrief(debrief.id, reader=cast.ana.id).state is DebriefState.CLOSED


def test_who_leads_gives_more_time_and_others_do_not(cast: Cast, at: datetime) -> None:
    debrief = opened(cast, at, named=True)
    later = debrief.ends_at + timedelta(days=3)
    leads = debrief.facilitator
    other = next(one.id for one in team_of(cast) if one.id != leads)
    assert leads
    with pytest.raises(Denied):
        actions.give_time(debrief_id=debrief.id, ends_at=later, by=other, at=at)
    given = actions.give_time(debrief_id=debrief.id, ends_at=later, by=leads, at=at)
    assert given.ends_at == later


def test_erasure_takes_what_waits_and_keeps_what_was_written_for_others(
    cast: Cast, at: datetime
) -> None:
    debrief = revealed(cast, at)
    erasure.erase(cast.ana.id)
    assert waits(cast.ana, at) == []
    said = {one.text for one in queries.answers(debrief, reader=cast.ben.id)}
    assert canary(cast.ana) in said
