"""What waits for each in stretch assignments and in shadowing, and when it waits no more."""

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeywork.activities import actions as activities
from journeywork.assignments import actions as assignments
from journeywork.assignments import queries as assignment_queries
from journeywork.assignments import waiting as assignments_waiting
from journeywork.engine.people import Person
from journeywork.engine.shadowing import Visit
from journeywork.kernel import waits
from journeywork.people import actions as organising
from journeywork.shadowing import actions as shadowing
from journeywork.shadowing import waiting as shadowing_waiting
from journeywork.work import queries as work_queries
from tests.conftest import Cast
from tests.rooms.assigning import coming, event, happen, history, opened, piece, running, tap
from tests.rooms.shadowing import asked, offered, visiting

DAY = timedelta(days=1)
DROWNING, CALM = (1, 3, 1), (3, 2, 3)
WORK = "Retry refunds at the gateway"


def waiting(person: Person, at: datetime) -> list[tuple[str, str, str]]:
    """Return kind, title and what it says of all that waits for somebody, in one statement."""
    with CaptureQueriesContext(connection) as sent:
        found = waits.together(
            assignments_waiting.waits_for(person.id, at=at),
            shadowing_waiting.waits_for(person.id, at=at),
            most=10,
        )
    assert len(sent) == 1
    return [(one.kind, one.title, one.says) for one in found]


def kinds(person: Person, at: datetime) -> list[str]:
    return [kind for kind, _title, _says in waiting(person, at)]


def test_a_proposal_waits_for_whom_it_is_made_to(cast: Cast, at: datetime) -> None:
    history(cast, at)
    assignments.propose(happen(coming(cast, at, to=cast.ana), at=at), at=at)
    assert waiting(cast.ana, at) == [("stretch", WORK, "")]
    assert waiting(cast.ben, at) == []
    assert kinds(cast.ana, at + 20 * DAY) == ["stretch"]
    assert kinds(cast.ana, at + 21 * DAY) == []


def test_a_colleagues_proposal_names_them_until_the_answer(cast: Cast, at: datetime) -> None:
    happen(coming(cast, at), at=at)
    assignments.propose_to(
        person_id=cast.ana.id,
        episode_id=piece().uuid,
        skill="",
        says="You asked about gateways.",
        by=cast.dora.id,
        at=at,
    )
    assert waiting(cast.ana, at) == [("stretch", WORK, "Dora")]
    (made,) = assignment_queries.proposals(cast.ana.id, at=at)
    assignments.decline(proposal_id=made.id, by=cast.ana.id, at=at)
    assert waiting(cast.ana, at) == []


def test_the_newest_proposals_stand_beside_everything_else(cast: Cast, at: datetime) -> None:
    for n in range(4):
        subject = f"refunds#9{n}"
        happen(event(at, "case.opened", cast.dora, subject, title=f"Work {n}"), at=at)
        found = work_queries.episode_of(subject)
        assert found
        assignments.propose_to(
            person_id=cast.ana.id,
            episode_id=found.uuid,
            skill="",
            says="For you.",
            by=cast.dora.id,
            at=at + n * DAY,
        )
    assert [title for _kind, title, _by in waiting(cast.ana, at + 4 * DAY)] == ["Work 2", "Work 3"]


def test_a_loan_waits_for_its_lender_until_they_answer(cast: Cast, at: datetime) -> None:
    found = opened(cast, at)
    assert waiting(cast.dora, at) == [("loan", WORK, "Ana")]
    assert [kinds(one, at) for one in (cast.ana, cast.ben, cast.emil, cast.cleo)] == [[]] * 4
    assignments.answer_loan(assignment_id=found.id, given=False, by=cast.dora.id, at=at)
    assert kinds(cast.dora, at) == []


def test_a_loan_is_asked_no_more_when_the_assignment_is_over(cast: Cast, at: datetime) -> None:
    found = opened(cast, at)
    assignments.end(assignment_id=found.id, outcome="", thanks="", by=cast.ana.id, at=at)
    assert kinds(cast.dora, at) == []


def test_support_waits_for_the_mentor_alone_until_it_is_offered(cast: Cast, at: datetime) -> None:
    found = running(cast, at)
    tap(found, CALM, at)
    assert kinds(cast.ben, at) == []
    tap(found, DROWNING, at + DAY)
    assert waiting(cast.ben, at + DAY) == [("support", WORK, "Ana")]
    others = (cast.ana, cast.emil, cast.dora, cast.cleo)
    assert [kinds(one, at + DAY) for one in others] == [[]] * 4
    assignments.offered(assignment_id=found.id, by=cast.ben.id, at=at + DAY)
    assert kinds(cast.ben, at + DAY) == []


def test_support_waits_not_while_it_rests_and_not_for_who_has_left(
    cast: Cast, at: datetime
) -> None:
    found = running(cast, at)
    tap(found, DROWNING, at)
    activities.pause(activity_id=found.id, until=None, by=cast.ana.id, at=at)
    assert kinds(cast.ben, at) == []
    activities.resume(activity_id=found.id, by=cast.ana.id, at=at)
    assert kinds(cast.ben, at) == ["support"]
    activities.leave(activity_id=found.id, person_id=cast.ben.id, by=cast.ben.id, at=at)
    assert kinds(cast.ben, at) == []


def test_where_support_stands_tells_not_when_it_was_called_for(cast: Cast, at: datetime) -> None:
    found = running(cast, at)
    tap(found, DROWNING, at + 5 * DAY)
    (line,) = waits.together(assignments_waiting.waits_for(cast.ben.id, at=at + 5 * DAY), most=10)
    assert line.at == found.started_at


def test_thanks_come_to_the_lender_and_go_by_themselves(cast: Cast, at: datetime) -> None:
    found = running(cast, at)
    said = {"outcome": "I can change the gateway.", "thanks": "Thank you for the hours."}
    assignments.end(assignment_id=found.id, by=cast.ana.id, at=at + DAY, **said)
    assert waiting(cast.dora, at + DAY) == [("loan-thanks", WORK, "Ana")]
    assert [kinds(one, at + DAY) for one in (cast.ana, cast.ben, cast.emil)] == [[]] * 3
    assert kinds(cast.dora, at + 7 * DAY) == ["loan-thanks"]
    assert kinds(cast.dora, at + 8 * DAY) == []


def test_without_thanks_nothing_waits(cast: Cast, at: datetime) -> None:
    found = running(cast, at)
    assignments.end(
        assignment_id=found.id, outcome="Enough for now.", thanks="", by=cast.ana.id, at=at
    )
    assert kinds(cast.dora, at) == []


def with_times(cast: Cast, at: datetime) -> Visit:
    visit = visiting(cast, at)
    return shadowing.find_times(visit_id=visit.id, by=cast.ana.id, at=at)


def test_a_visit_waits_for_who_has_not_said_when(cast: Cast, at: datetime) -> None:
    visit = with_times(cast, at)
    first, second = visit.slots[0], visit.slots[1]
    assert waiting(cast.ana, at) == [("shadow-agree", "Close the month", "Ben")]
    assert waiting(cast.ben, at) == [("shadow-agree", "Close the month", "Ana")]
    assert kinds(cast.cleo, at) == []
    for slot in (first, second):
        shadowing.agree(visit_id=visit.id, slot_id=slot.id, by=cast.ana.id, at=at)
    assert (kinds(cast.ana, at), kinds(cast.ben, at)) == ([], ["shadow-agree"])
    shadowing.agree(visit_id=visit.id, slot_id=second.id, by=cast.ben.id, at=at)
    assert (kinds(cast.ana, at), kinds(cast.ben, at)) == ([], [])


def test_it_waits_again_when_the_other_prefers_another_time(cast: Cast, at: datetime) -> None:
    visit = with_times(cast, at)
    shadowing.agree(visit_id=visit.id, slot_id=visit.slots[0].id, by=cast.ana.id, at=at)
    shadowing.agree(visit_id=visit.id, slot_id=visit.slots[1].id, by=cast.ben.id, at=at)
    assert kinds(cast.ana, at) == ["shadow-agree"]


def test_no_time_waits_that_is_past_or_of_a_visit_that_rests(cast: Cast, at: datetime) -> None:
    visit = with_times(cast, at)
    assert kinds(cast.ana, at + 60 * DAY) == []
    activities.pause(activity_id=visit.id, until=None, by=cast.ana.id, at=at)
    assert (kinds(cast.ana, at), kinds(cast.ben, at)) == ([], [])


def test_what_fits_waits_for_both_until_it_is_put_away_or_answered(
    cast: Cast, at: datetime
) -> None:
    offered(cast, at)
    wish = asked(cast, at)
    shadowing.tell_fits(at=at)
    assert waiting(cast.ben, at) == [("shadow-request", "How the month is closed", "")]
    assert waiting(cast.ana, at) == [("shadow-offer", "Close the month", "")]
    assert kinds(cast.cleo, at) == []
    assert kinds(cast.ben, at + 14 * DAY) == []
    shadowing.close_request(request_id=wish.id, by=cast.ana.id, at=at)
    assert (kinds(cast.ana, at), kinds(cast.ben, at)) == ([], [])


def test_a_request_that_another_has_answered_waits_for_nobody(cast: Cast, at: datetime) -> None:
    organising.join_team(person_id=cast.dora.id, team_id=cast.payments.id, by=None, at=at)
    for host in (cast.ben, cast.dora):
        offered(cast, at, by=host.id)
    wish = asked(cast, at)
    shadowing.tell_fits(at=at)
    assert kinds(cast.dora, at) == ["shadow-request"]
    shadowing.invite(request_id=wish.id, by=cast.ben.id, at=at)
    assert kinds(cast.dora, at) == []


def test_whoever_gave_their_time_to_a_visit_is_thanked(cast: Cast, at: datetime) -> None:
    visit = with_times(cast, at)
    slot = visit.slots[0]
    for person in (cast.ana, cast.ben):
        shadowing.agree(visit_id=visit.id, slot_id=slot.id, by=person.id, at=at)
    later = slot.ends
    activities.end(activity_id=visit.id, by=cast.ana.id, at=later)
    shadowing.tidy(visit_id=visit.id, at=later)
    assert waiting(cast.ben, later) == [("shadow-thanks", "Close the month", "Ana")]
    assert kinds(cast.ana, later) == []
    assert kinds(cast.ben, later + 8 * DAY) == []
