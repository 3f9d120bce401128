"""Stretch assignments in the room: proposed, lent, begun, supported, ended, thanked for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from journeywork import flow
from journeywork.activities import actions as activities
from journeywork.activities import queries as activity_queries
from journeywork.assignments import actions, fading, lending, queries
from journeywork.assignments.ending import done
from journeywork.assignments.looking import gap_kept
from journeywork.assignments.models import AssignmentRow, LetterRow
from journeywork.debriefs import queries as debriefs
from journeywork.engine.assignments import AssignmentState, Consent
from journeywork.engine.people import Person
from journeywork.engine.scaffolding import Level
from journeywork.engine.stretch import Reason, Wish
from journeywork.kernel import reactions
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.models import PublishedFact
from journeywork.people import actions as people
from journeywork.support import actions as support
from tests.conftest import Cast
from tests.fakes.post_office import PostOffice, post_office
from tests.rooms.assigning import coming, event, happen, history, opened, piece, plan, running, tap

DAY = timedelta(days=1)
CALM, LOST = (3, 2, 3), (1, 3, 1)


def proposed_to(cast: Cast, at: datetime) -> dict[str, list[str]]:
    """Return what is proposed to whom, by their key."""
    everybody = (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil)
    found = {
        one.key: [each.reason.value for each in queries.proposals(one.id, at=at)]
        for one in everybody
    }
    return {key: reasons for key, reasons in found.items() if reasons}


def turn_facts(at: datetime) -> None:
    for fact in PublishedFact.objects.values_list("id", flat=True):
        reactions.turn(fact, flow.REACTIONS, at=at)


# --- proposals ------------------------------------------------------------------------------------


def test_work_given_to_somebody_proposes_itself_where_it_is_a_stretch(
    cast: Cast, at: datetime
) -> None:
    history(cast, at)
    actions.propose(happen(coming(cast, at, to=cast.ana), at=at), at=at)
    assert proposed_to(cast, at) == {"ana": ["assigned"]}
    (found,) = queries.proposals(cast.ana.id, at=at)
    assert found.says == "It was given to you. New to you: gateway; on known ground: refunds"
    assert found.skill == "gateway"


def test_what_one_knows_well_proposes_nothing(cast: Cast, at: datetime) -> None:
    history(cast, at)
    actions.propose(happen(coming(cast, at, to=cast.ben), at=at), at=at)
    assert proposed_to(cast, at) == {}


def test_work_that_nobody_has_begun_is_proposed_to_two_at_most(cast: Cast, at: datetime) -> None:
    history(cast, at)
    news = happen(coming(cast, at, labels=("treasury",)), at=at)
    assert actions.propose(news, at=at) == 2
    assert actions.propose(news, at=at) == 1, "the third has the next turn"
    assert actions.propose(news, at=at) == 0


def test_a_wish_meets_its_work(cast: Cast, at: datetime) -> None:
    history(cast, at)
    wish = Wish(id=UUID(int=7), person=cast.ana.id, skill="Gateways")
    actions.propose(happen(coming(cast, at), at=at), wishes=[wish], at=at)
    found = queries.proposals(cast.ana.id, at=at)
    assert [(one.reason, one.wish, one.skill) for one in found] == [
        (Reason.WISH, wish.id, "Gateways")
    ]


def test_work_that_one_may_not_see_is_not_proposed(cast: Cast, at: datetime) -> None:
    history(cast, at)
    wish = Wish(id=UUID(int=7), person=cast.cleo.id, skill="Gateways")
    actions.propose(happen(coming(cast, at), at=at), wishes=[wish], at=at)
    assert "cleo" not in proposed_to(cast, at)


def test_history_proposes_nothing(cast: Cast, at: datetime) -> None:
    history(cast, at)
    old = happen(coming(cast, at - 5 * DAY, to=cast.ana), at=at)
    assert actions.propose(old, at=at) == 0


def test_a_no_takes_one_click_and_lowers_the_kind_for_them(cast: Cast, at: datetime) -> None:
    history(cast, at)
    made = []
    for n in range(4):
        day = at + n * DAY
        given = event(
            day,
            "work.assigned",
            cast.emil,
            f"refunds#20{n}",
            to=cast.ana.id,
            labels=("gateway",),
        )
        made.append(actions.propose(happen(given, at=day), at=day))
        for one in queries.proposals(cast.ana.id, at=day):
            actions.decline(proposal_id=one.id, by=cast.ana.id, at=day)
    assert made == [1, 1, 0, 0]


def test_nobody_says_no_for_another(cast: Cast, at: datetime) -> None:
    history(cast, at)
    actions.propose(happen(coming(cast, at, to=cast.ana), at=at), at=at)
    (found,) = queries.proposals(cast.ana.id, at=at)
    with pytest.raises(NotFound):
        actions.decline(proposal_id=found.id, by=cast.ben.id, at=at)


def test_a_colleague_of_the_team_proposes_by_hand(cast: Cast, at: datetime) -> None:
    happen(coming(cast, at), at=at)
    said: dict[str, Any] = {
        "episode_id": piece().uuid,
        "skill": "",
        "says": "This is yours, I think",
    }
    actions.propose_to(person_id=cast.ana.id, by=cast.ben.id, at=at, **said)
    (found,) = queries.proposals(cast.ana.id, at=at)
    assert (found.by, found.reason, found.says) == (
        cast.ben.id,
        Reason.BY_HAND,
        "This is yours, I think",
    )
    with pytest.raises(NotFound):
        actions.propose_to(person_id=cast.cleo.id, by=cast.ben.id, at=at, **said)


# --- the loan --------------------------------------------------------------------------------------


def test_it_begins_once_the_time_is_lent(cast: Cast, at: datetime) -> None:
    history(cast, at)
    happen(coming(cast, at, to=cast.ana, paths=("gateway/retry.py",)), at=at)
    found = opened(cast, at, episode=piece().uuid)
    assert (found.state, found.consent) == (AssignmentState.ASKING, Consent.ASKED)
    with pytest.raises(Invalid) as refused:
        actions.start(assignment_id=found.id, by=cast.ana.id, at=at)
    assert refused.value.faults == {"assignment": "waits for whoever lends the time"}

    lent = actions.answer_loan(
        assignment_id=found.id, given=True, hours=4, says="Not on Fridays", by=cast.dora.id, at=at
    )
    assert (lent.terms.hours, lent.terms.says) == (4, "Not on Fridays")
    begun = actions.start(assignment_id=found.id, by=cast.ana.id, at=at)
    assert (begun.state, begun.stage, begun.level) == (
        AssignmentState.RUNNING,
        "start",
        Level.CLOSE,
    )
    assert activity_queries.next_check_ins([begun.id], at=at) != ()
    row = AssignmentRow.objects.get(id=found.id)
    assert [part.name for part in gap_kept(row.gap).new] == ["refunds: gateway/", "gateway"]


def test_a_no_needs_no_reason_and_another_can_be_asked(cast: Cast, at: datetime) -> None:
    found = opened(cast, at)
    actions.answer_loan(assignment_id=found.id, given=False, by=cast.dora.id, at=at)
    refused = queries.assignment(found.id, reader=cast.ana.id)
    assert refused.state is AssignmentState.REFUSED
    actions.ask_lender(
        assignment_id=found.id, lender=cast.emil.id, hours=2, until=None, by=cast.ana.id, at=at
    )
    actions.answer_loan(assignment_id=found.id, given=True, hours=2, by=cast.emil.id, at=at)
    assert queries.assignment(found.id, reader=cast.ana.id).state is AssignmentState.READY


def test_whoever_is_asked_no_more_answers_no_more(cast: Cast, at: datetime) -> None:
    found = opened(cast, at)
    actions.ask_lender(
        assignment_id=found.id, lender=cast.ben.id, hours=2, until=None, by=cast.ana.id, at=at
    )
    with pytest.raises(NotFound):
        actions.answer_loan(assignment_id=found.id, given=True, hours=4, by=cast.dora.id, at=at)


def test_work_that_one_may_not_see_is_not_taken_on(cast: Cast, at: datetime) -> None:
    happen(event(at, "case.opened", cast.cleo, "refunds#99"), at=at)
    with pytest.raises(NotFound):
        opened(cast, at, episode=piece().uuid)


def test_only_the_lender_answers_and_once(cast: Cast, at: datetime) -> None:
    found = opened(cast, at)
    for other in (cast.ana, cast.ben, cast.cleo):
        with pytest.raises(NotFound):
            actions.answer_loan(assignment_id=found.id, given=True, hours=4, by=other.id, at=at)
    answer: dict[str, Any] = {"assignment_id": found.id, "by": cast.dora.id, "at": at}
    with pytest.raises(Invalid):
        actions.answer_loan(given=True, hours=0, **answer)
    actions.answer_loan(given=True, hours=4, **answer)
    with pytest.raises(Invalid):
        actions.answer_loan(given=False, **answer)


def test_ones_own_time_needs_nobody(cast: Cast, at: datetime) -> None:
    assert running(cast, at, lender=None, hours=0).state is AssignmentState.RUNNING


def test_what_does_not_fit_is_refused_by_field(cast: Cast, at: datetime) -> None:
    wrong: dict[str, Any] = {"skill": "", "mentor": cast.outsider.id, "hours": 0, "complexity": 9}
    with pytest.raises(Invalid) as refused:
        opened(cast, at, **wrong)
    assert sorted(refused.value.faults) == ["complexity", "hours", "mentor", "skill"]


@pytest.fixture
def office(settings: Any) -> Any:
    with post_office() as found:
        settings.MAIL_WORKS = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        yield found


def send(at: datetime, *, may_reach: bool = True) -> int:
    return actions.send_letters(at=at, may_reach=lambda _person: may_reach)


def secret_of(office: PostOffice) -> str:
    return office.last_text().split("/lend/")[1].split("/")[0]


def test_the_lender_answers_from_a_letter(cast: Cast, at: datetime, office: PostOffice) -> None:
    found = opened(cast, at)
    assert (send(at), send(at)) == (1, 0)
    assert office.letters[0]["To"] == "Dora <dora@fairwater.example>"
    text = office.last_text()
    assert all(each in text for each in ("Ana", found.title, "6 hours a week", "Payment gateways"))
    secret = secret_of(office)
    assert secret not in str(list(queries.AssignmentRow.objects.values()))

    def yes(loan: Any) -> Any:
        by = lending.lender_of(loan.id)
        return actions.answer_loan(assignment_id=loan.id, given=True, hours=5, by=by, at=at)

    wrong = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    assert lending.loan_at(wrong, at=at, act=yes) is None
    assert lending.loan_at(secret, at=at + 31 * DAY, act=yes) is None
    given = lending.loan_at(secret, at=at, act=yes)
    assert given
    assert given.terms.hours == 5
    assert lending.loan_at(secret, at=at, act=yes) is None, "the address ends with the answer"


def test_letters_wait_for_hours_and_attention(cast: Cast, at: datetime, office: PostOffice) -> None:
    opened(cast, at)
    night = at.replace(hour=23)
    assert (send(night), send(at, may_reach=False), len(office.letters)) == (0, 0, 0)
    opened(cast, at, title="Another one")
    assert (send(at), send(at + timedelta(hours=1))) == (1, 0), "one a day at most"
    assert send(at + DAY) == 1


def test_the_clock_writes_only_while_attention_is_left(
    cast: Cast, at: datetime, office: PostOffice
) -> None:
    """The duty as the worker runs it, beside the one budget of attention."""
    opened(cast, at)
    (duty,) = (each for each in flow.CLOCK if each.name == "letters of assignments")
    support.set_policy(by=None, at=at, per_day=0)
    duty.does(at)
    assert office.letters == []
    support.set_policy(by=None, at=at, per_day=2)
    duty.does(at)
    assert len(office.letters) == 1


def test_a_letter_that_was_refused_is_tried_again(
    cast: Cast, at: datetime, office: PostOffice
) -> None:
    opened(cast, at)
    office.refuses = "dora"
    assert send(at) == 0
    office.refuses = ""
    assert send(at) == 1


# --- who sees what -----------------------------------------------------------------------------------


def may_read(read: Any, *given: Any, **named: Any) -> bool:
    try:
        read(*given, **named)
    except NotFound:
        return False
    return True


def test_it_is_read_by_those_inside_and_the_lender_sees_the_loan(cast: Cast, at: datetime) -> None:
    found = running(cast, at)
    everybody = (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil)
    inside = [one.key for one in everybody if may_read(queries.assignment, found.id, reader=one.id)]
    lends = [one.key for one in everybody if may_read(queries.loan, found.id, lender=one.id)]
    activity = [
        one.key for one in everybody
        if may_read(activity_queries.activity, found.id, reader=one.id)
    ]  # fmt: skip
    assert (inside, lends, activity) == (["ana", "ben", "emil"], ["dora"], ["ana", "ben", "emil"])


# --- pulse, help, checkpoints ----------------------------------------------------------------------


def test_the_mentor_gets_one_flag_and_takes_it_down(
    cast: Cast, at: datetime, office: PostOffice
) -> None:
    found = running(cast, at)
    tap(found, CALM, at)
    assert not queries.assignment(found.id, reader=cast.ben.id).offer_support
    tap(found, LOST, at)
    assert queries.assignment(found.id, reader=cast.ben.id).offer_support
    assert send(at) == 1
    assert office.letters[-1]["Subject"] == "Offer Ana support now"
    tap(found, CALM, at + DAY)
    assert queries.assignment(found.id, reader=cast.ben.id).offer_support, "calm leaks nothing"
    with pytest.raises(NotFound):
        actions.offered(assignment_id=found.id, by=cast.ana.id, at=at)
    actions.offered(assignment_id=found.id, by=cast.ben.id, at=at)
    assert not queries.assignment(found.id, reader=cast.ben.id).offer_support


def test_only_the_learner_taps_and_only_while_it_runs(cast: Cast, at: datetime) -> None:
    found = opened(cast, at)
    with pytest.raises(Invalid):
        tap(found, CALM, at)
    for other in (cast.ben, cast.dora, cast.cleo):
        with pytest.raises(NotFound):
            actions.feel(
                assignment_id=found.id, confidence=3, effort=2, support=3, by=other.id, at=at
            )
    begun = running(cast, at, title="Another")
    with pytest.raises(Invalid):
        tap(begun, (4, 2, 2), at)


def test_help_fades_comes_back_and_is_explained(cast: Cast, at: datetime) -> None:
    found = running(cast, at, episode=None)
    assert found.level is Level.STEADY
    for point in found.checkpoints:
        actions.reach(
            assignment_id=found.id, checkpoint_id=point.id, alone=True, by=cast.ana.id, at=at + DAY
        )
    tap(found, CALM, at + DAY)
    assert (actions.settle_all(at=at + 2 * DAY), actions.settle_all(at=at + 2 * DAY)) == (1, 0)
    light = queries.assignment(found.id, reader=cast.ana.id)
    assert light.level is Level.LIGHT
    assert light.cadence
    assert (light.cadence.every, light.cadence.unit) == (2, "week")
    (change,) = fading.own_signs(found.id, learner=cast.ana.id).changes
    assert (change.before, change.after, change.signs.unaided, change.signs.calm) == (
        Level.STEADY, Level.LIGHT, 2, 1,
    )  # fmt: skip

    for n in (3, 4):
        tap(found, LOST, at + n * DAY)
    actions.settle_all(at=at + 5 * DAY)
    assert queries.assignment(found.id, reader=cast.ana.id).level is Level.STEADY


def test_the_learner_overrules_and_lets_go(cast: Cast, at: datetime) -> None:
    found = running(cast, at)
    actions.overrule(assignment_id=found.id, level=Level.ALONE, by=cast.ana.id, at=at)
    for n in (1, 2):
        tap(found, LOST, at + n * DAY)
    assert actions.settle_all(at=at + 3 * DAY) == 0
    held = queries.assignment(found.id, reader=cast.ana.id)
    assert (held.level, held.held, held.cadence) == (Level.ALONE, True, None)
    actions.follow(assignment_id=found.id, by=cast.ana.id, at=at + 3 * DAY)
    for n in (4, 5):
        tap(found, LOST, at + n * DAY)
    actions.settle_all(at=at + 6 * DAY)
    assert queries.assignment(found.id, reader=cast.ana.id).level is Level.LIGHT
    with pytest.raises(NotFound):
        actions.overrule(assignment_id=found.id, level=Level.CLOSE, by=cast.ben.id, at=at)


def test_work_done_alone_counts_without_a_tap(cast: Cast, at: datetime) -> None:
    happen(coming(cast, at, to=cast.ana), at=at)
    found = running(cast, at, episode=piece().uuid)
    merged = [event(at + n * DAY, "change.merged", cast.ana, "refunds#99") for n in (1, 2, 3)]
    happen(*merged, at=at + 4 * DAY)
    actions.settle_all(at=at + 4 * DAY)
    assert queries.assignment(found.id, reader=cast.ana.id).level < found.level


# --- the end -------------------------------------------------------------------------------------------


def test_it_ends_with_evidence_and_thanks(cast: Cast, at: datetime, office: PostOffice) -> None:
    happen(coming(cast, at, to=cast.ana), at=at)
    found = running(cast, at, episode=piece().uuid)
    happen(
        event(at + DAY, "change.proposed", cast.ana, "refunds#99"),
        event(at + 2 * DAY, "change.merged", cast.ben, "refunds#99"),
        event(at + 9 * DAY, "change.proposed", cast.ana, "refunds#99"),
        at=at + 9 * DAY,
    )
    actions.half_way(assignment_id=found.id, by=cast.ben.id, at=at + 2 * DAY)
    over = actions.end(
        assignment_id=found.id, outcome="I can retry", thanks="Thank you, Dora",
        by=cast.ana.id, at=at + 3 * DAY,
    )  # fmt: skip
    assert (over.state, over.stage) == (AssignmentState.ENDED, "end")
    assert [(each.type, each.times) for each in done(over)] == [("change.proposed", 1)]
    (loan,) = queries.loans(cast.dora.id)
    assert (loan.thanks, loan.outcome) == ("Thank you, Dora", "I can retry")
    send(at + 3 * DAY)
    assert office.letters[-1]["To"] == "Dora <dora@fairwater.example>"
    assert "Thank you, Dora" in office.last_text()
    turn_facts(at + 3 * DAY)
    asks = [one.says for one in debriefs.waiting_for(cast.ana.id, at=at + 3 * DAY)]
    assert asks == ["The stretch assignment “Retry refunds at the gateway” is over"]


def test_leaving_and_ending_elsewhere_are_noticed(cast: Cast, at: datetime) -> None:
    found = running(cast, at)
    activities.leave(activity_id=found.id, person_id=cast.ben.id, by=cast.ben.id, at=at)
    turn_facts(at)
    assert queries.assignment(found.id, reader=cast.ana.id).mentor is None
    assert not may_read(queries.assignment, found.id, reader=cast.ben.id)
    activities.leave(activity_id=found.id, person_id=cast.ana.id, by=cast.ana.id, at=at + DAY)
    turn_facts(at)
    row = AssignmentRow.objects.get(id=found.id)
    assert row.ended_at is not None


# --- what other rooms ask ---------------------------------------------------------------------------


def five(cast: Cast) -> list[Person]:
    return [cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil]


def test_other_rooms_ask_who_began_one_and_who_has_one(cast: Cast, at: datetime) -> None:
    running(cast, at)
    everybody = [one.id for one in five(cast)]
    when = {"since": at - DAY, "until": at + DAY}
    assert [one.learner for one in queries.begun(everybody, **when)] == [cast.ana.id]
    assert queries.has_one(everybody) == {cast.ana.id}


def test_who_has_one_gets_no_further_proposal(cast: Cast, at: datetime) -> None:
    history(cast, at)
    running(cast, at)
    actions.propose(happen(coming(cast, at, to=cast.ana), at=at), at=at)
    assert proposed_to(cast, at) == {}


def test_letters_to_who_left_are_not_sent(cast: Cast, at: datetime, office: PostOffice) -> None:
    opened(cast, at)
    people.deactivate(person_id=cast.dora.id, by=None, at=at)
    assert send(at) == 0
    assert LetterRow.objects.filter(sent_at=None).count() == 1


def test_a_proposal_becomes_an_assignment(cast: Cast, at: datetime) -> None:
    history(cast, at)
    actions.propose(happen(coming(cast, at, to=cast.ana), at=at), at=at)
    (waits,) = queries.proposals(cast.ana.id, at=at)
    made = actions.open_assignment(
        plan=plan(cast, episode=waits.episode), by=cast.ana.id, at=at, proposal_id=waits.id
    )
    assert queries.proposals(cast.ana.id, at=at) == ()
    assert queries.ProposalRow.objects.get(id=waits.id).assignment == made.id
