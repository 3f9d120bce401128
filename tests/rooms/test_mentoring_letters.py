"""Whoever is brought together, asked, left over or new is told once, by role, in their hours."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from typing import Any
from uuid import UUID

import pytest

from journeywork import flow
from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import CameBy, PairState, Programme, ProgrammeKind
from journeywork.engine.people import Person
from journeywork.kernel import clock, reactions, waits
from journeywork.kernel.facts import publish
from journeywork.kernel.models import PublishedFact
from journeywork.mentoring import enrolling, letters, newcomers, queries, waiting
from journeywork.mentoring.beginning import begin_all
from journeywork.mentoring.facts import RoundPublished
from journeywork.mentoring.letter_models import LetterRow
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import LeftRow, PairRow
from journeywork.people import actions as people
from journeywork.people.models import PersonRow
from journeywork.support import actions as support
from tests.conftest import TUESDAY, Cast
from tests.fakes.post_office import PostOffice, post_office
from tests.rooms.matches import a_round, paired
from tests.rooms.mentoring import enrol, programme, somebody

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.fixed(TUESDAY):
        yield


@pytest.fixture
def office(settings: Any) -> Any:
    with post_office() as found:
        settings.MAIL_WORKS = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        yield found


@pytest.fixture
def cohort(cast: Cast, at: datetime) -> Programme:
    made = programme(at, by=cast.emil, key="cohort")
    enrol(made, cast.ana, at, wants=["Rust"])
    enrol(made, cast.cleo, at, offers=["Rust"])
    return made


def turn_facts(at: datetime) -> None:
    """What the worker does with facts but invitations; each twice, as it may happen."""
    facts = PublishedFact.objects.exclude(name="PersonInvited").order_by("id")
    for _twice in range(2):
        for fact in facts.values_list("id", flat=True):
            reactions.turn(fact, flow.REACTIONS, at=at)


def send(at: datetime, *, may_reach: bool = True) -> int:
    return letters.send_letters(at=at, may_reach=lambda _person: may_reach)


def sent(office: PostOffice) -> dict[str, str]:
    return {
        str(one["To"]).split()[0]: str(make_header(decode_header(one["Subject"])))
        for one in office.letters
    }


def body_to(office: PostOffice, name: str) -> str:
    (one,) = [each for each in office.letters if str(each["To"]).startswith(name)]
    return str(one.get_payload(decode=True).decode())  # type: ignore[union-attr]


def waits_of(person: Person, at: datetime) -> list[tuple[str, str, str]]:
    found = waits.together(waiting.waits_for(person.id, at=at), most=9)
    return [(one.kind, one.title, one.says) for one in found]


# --- introduced ----------------------------------------------------------------------------------


def begin(where: Programme, at: datetime, *people_: UUID) -> UUID:
    (id,) = begin_all(where, [paired(*people_, round=a_round(where, at))], by=None, at=at).values()
    return id


def test_mentee_and_mentor_are_introduced_by_their_roles(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    match = begin(cohort, at, cast.ana.id, cast.cleo.id)
    turn_facts(at)
    assert (send(at), send(at)) == (2, 0)
    assert sent(office) == {
        "Ana": "Cleo is your mentor",
        "Cleo": "Ana would like to learn from you",
    }
    both = [body_to(office, name) for name in ("Ana", "Cleo")]
    assert [f"/mentoring/matches/{match}/" in each for each in both] == [True, True]
    assert ["You write first" in each for each in both] == [True, False]


def test_the_mail_tells_nothing_of_what_somebody_wants_to_learn(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    """The reasons stand on the page of the two; the control: they are there."""
    match = begin(cohort, at, cast.ana.id, cast.cleo.id)
    turn_facts(at)
    send(at)
    assert [word in body_to(office, "Cleo") for word in ("Python", "Rust")] == [False, False]
    assert "Python" in queries.match(match, reader=cast.cleo.id).parts[0].says


def test_peers_are_introduced_to_each_other(cast: Cast, at: datetime, office: PostOffice) -> None:
    coffee = programme(at, kind=ProgrammeKind.CIRCLES)
    begin(coffee, at, cast.ana.id, cast.cleo.id, cast.dora.id)
    turn_facts(at)
    assert send(at) == 3
    assert sent(office)["Ana"] == "You meet: Cleo, Dora"


def test_a_letter_comes_in_the_readers_language(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    PersonRow.objects.filter(id=cast.ana.id).update(languages=["de"])
    begin(cohort, at, cast.ana.id, cast.cleo.id)
    turn_facts(at)
    send(at)
    assert body_to(office, "Ana").startswith("Hallo Ana,")


def test_what_has_ended_meanwhile_is_not_announced(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    match = begin(cohort, at, cast.ana.id, cast.cleo.id)
    turn_facts(at)
    from journeywork.mentoring.match_models import MatchRow

    MatchRow.objects.filter(id=match).update(ended_at=at)
    assert (send(at), LetterRow.objects.count()) == (0, 0)


# --- asked, and nobody this time -------------------------------------------------------------------


def left(where: Programme, who: Person, at: datetime, **more: Any) -> UUID:
    """A published round has nobody for somebody."""
    round_id = a_round(where, at)
    from journeywork.mentoring.round_models import RoundRow

    RoundRow.objects.filter(id=round_id).update(published_at=at)
    fields: dict[str, Any] = {"role": Role.MENTEE, "says": ["the same manager: 1 of 1"]} | more
    LeftRow.objects.create(round=round_id, person=who.id, **fields)
    publish(RoundPublished(round=round_id, programme=where.id, at=at))
    return round_id


def test_who_has_nobody_is_told_why_and_what_happens_now(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    left(cohort, cast.ana, at)
    turn_facts(at)
    assert send(at) == 1
    text = body_to(office, "Ana")
    assert "the same manager: 1 of 1" in text
    assert "You need not do anything: you are in the next round." in text
    assert waits_of(cast.ana, at) == [(waiting.NOBODY, "Spring cohort", "cohort")]
    assert waits_of(cast.ana, at + 8 * DAY) == []


def test_the_lot_is_told_as_a_lot(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    left(cohort, cast.ana, at, drawn_out=True, says=[])
    turn_facts(at)
    send(at)
    assert "the lot fell to others" in body_to(office, "Ana")
    assert "those who waited come first" in body_to(office, "Ana")


@pytest.mark.parametrize(("role", "told"), [(Role.MENTEE, True), (Role.MENTOR, False)])
def test_who_helps_somebody_and_has_no_mentor_is_told_and_not_the_other_way_round(
    cast: Cast, cohort: Programme, at: datetime, role: Role, told: bool
) -> None:
    """Cleo helps Dora; that she has no mentor herself is told, that Ana has no mentee is not."""
    who = cast.cleo if role is Role.MENTEE else cast.ana
    round_id = left(cohort, who, at, role=role)
    PairRow.objects.create(
        round=round_id,
        first=cast.dora.id if role is Role.MENTEE else cast.ana.id,
        second=cast.cleo.id,
        fit=1,
        state=PairState.PUBLISHED,
    )
    turn_facts(at)
    assert LetterRow.objects.filter(person=who.id).exists() == told
    assert bool(waits_of(who, at)) == told


def test_both_are_asked_and_who_has_answered_is_not_asked_again(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    round_id = a_round(cohort, at)
    pair = PairRow.objects.create(
        round=round_id, first=cast.ana.id, second=cast.cleo.id, fit=1, state=PairState.ASKED
    )
    publish(RoundPublished(round=round_id, programme=cohort.id, at=at))
    turn_facts(at)
    PairRow.objects.filter(id=pair.id).update(yes=[cast.cleo.id])
    assert send(at) == 1
    assert sent(office) == {"Ana": "Would you like to meet Cleo?"}
    assert waits_of(cast.ana, at) == [(waiting.ASKED, "Spring cohort", "Cleo")]
    assert waits_of(cast.cleo, at) == []


# --- when a letter leaves ----------------------------------------------------------------------------


def test_letters_wait_for_hours_attention_and_the_end_of_a_pause(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    begin(cohort, at, cast.ana.id, cast.cleo.id)
    turn_facts(at)
    night = at.replace(hour=3)
    assert (send(night), send(at, may_reach=False)) == (0, 0)
    people.pause(person_id=cast.ana.id, until=(at + DAY).date(), by=cast.ana.id, at=at)
    assert (send(at), sent(office).keys()) == (1, {"Cleo"})
    assert send(at + DAY) == 1
    assert office.letters[-1]["Auto-Submitted"] == "auto-generated"


def test_one_a_day_at_most_and_the_oldest_first(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    left(cohort, cast.ana, at - timedelta(hours=1))
    begin(cohort, at, cast.ana.id, cast.cleo.id)
    turn_facts(at)
    assert send(at) == 2
    assert sent(office)["Ana"] == "“Spring cohort”: nobody this time"
    assert send(at + timedelta(hours=3)) == 0
    assert send(at + DAY) == 1
    assert sent(office)["Ana"] == "Cleo is your mentor"


def test_the_clock_writes_only_while_attention_is_left(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    """The duty as the worker runs it, beside the one budget of attention."""
    begin(cohort, at, cast.ana.id, cast.cleo.id)
    turn_facts(at)
    (duty,) = (each for each in flow.CLOCK if each.name == "letters of mentoring")
    support.set_policy(by=None, at=at, per_day=0)
    duty.does(at)
    assert office.letters == []
    support.set_policy(by=None, at=at, per_day=2)
    duty.does(at)
    assert len(office.letters) == 2


def test_a_letter_that_was_refused_is_tried_again(
    cast: Cast, cohort: Programme, at: datetime, office: PostOffice
) -> None:
    begin(cohort, at, cast.ana.id, cast.cleo.id)
    turn_facts(at)
    office.refuses = "ana"
    assert send(at) == 1
    office.refuses = ""
    assert send(at) == 1


# --- newcomers -------------------------------------------------------------------------------------


@pytest.fixture
def buddies(cast: Cast, at: datetime) -> Programme:
    """Whoever came within 90 days takes part; everybody else has been here for a year."""
    PersonRow.objects.update(joined_at=at - 365 * DAY)
    return programme(at, key="buddies", name="Buddies", newcomer_days=90)


def came(name: str, at: datetime, days: int) -> Person:
    made = somebody(name, at)
    PersonRow.objects.filter(id=made.id).update(joined_at=at - days * DAY)
    return made


def inside(where: Programme) -> set[UUID]:
    return {one.person for one in queries.enrolments(where.id)}


def test_who_is_new_takes_part_without_asking_and_is_told_once(
    buddies: Programme, at: datetime, office: PostOffice
) -> None:
    new, _old = came("Newa Comer", at, 3), came("Olda Hand", at, 91)
    assert (newcomers.enrol_newcomers(at=at), newcomers.enrol_newcomers(at=at)) == (1, 0)
    mine = queries.enrolment(buddies.id, new.id)
    assert mine
    assert (mine.role, mine.came_by) == (Role.MENTEE, CameBy.DEFAULT)
    assert inside(buddies) == {new.id}
    assert (send(at), send(at + DAY)) == (1, 0)
    assert sent(office) == {"Newa": "You take part in “Buddies”"}
    assert waits_of(new, at) == [(waiting.DEFAULT, "Buddies", "buddies")]
    enrolling.confirm(programme_id=buddies.id, by=new.id, at=at)
    assert waits_of(new, at) == []


@pytest.mark.parametrize("act", ["leave", "skip_next", "pause"])
def test_one_click_and_it_is_over_for_good(
    buddies: Programme, at: datetime, office: PostOffice, act: str
) -> None:
    new = came("Newa Comer", at, 3)
    newcomers.enrol_newcomers(at=at)
    more = {"until": at.date() + 9 * DAY} if act == "pause" else {}
    getattr(enrolling, act)(programme_id=buddies.id, by=new.id, at=at, **more)
    assert (newcomers.enrol_newcomers(at=at), waits_of(new, at), send(at)) == (0, [], 0)


def test_a_directory_that_comes_at_once_is_no_newcomer(buddies: Programme, at: datetime) -> None:
    for number in range(newcomers.MOST_A_DAY + 1):
        came(f"Many {number}", at, 3)
    assert newcomers.enrol_newcomers(at=at) == 0
    came("Newa Comer", at, 2)
    assert newcomers.enrol_newcomers(at=at) == 1


def test_in_a_new_organisation_nobody_is_new_to_the_others(
    buddies: Programme, at: datetime
) -> None:
    PersonRow.objects.update(joined_at=at - 10 * DAY)
    assert newcomers.enrol_newcomers(at=at) == 0


def test_a_programme_that_asks_for_none_or_for_others_takes_none(
    cast: Cast, buddies: Programme, at: datetime
) -> None:
    programme(at, key="asks-for-none")
    programme(at, key="of-payments", newcomer_days=90, teams=[cast.payments.id])
    came("Newa Comer", at, 3)
    assert newcomers.enrol_newcomers(at=at) == 1
    assert EnrolmentRow.objects.count() == 1


# --- the house is left -----------------------------------------------------------------------------


def test_case_12_who_leaves_the_house_is_matched_with_nobody_any_more(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    people.deactivate(person_id=cast.cleo.id, by=None, at=at)
    turn_facts(at)
    assert inside(cohort) == {cast.ana.id}
    kept = queries.enrolment(cohort.id, cast.cleo.id)
    assert kept
    assert kept.left_at == at


def test_case_12_their_match_closes_with_what_it_was_and_who_is_left_over_is_looked_after(
    cast: Cast, cohort: Programme, at: datetime
) -> None:
    match = begin(cohort, at, cast.ana.id, cast.cleo.id)
    people.deactivate(person_id=cast.cleo.id, by=None, at=at)
    turn_facts(at)
    assert queries.matches_of(cast.ana.id) == ()
    (kept,) = queries.matches_of(cast.ana.id, running=False)
    assert (kept.id, kept.people, kept.ended_at) == (match, (cast.ana.id, cast.cleo.id), at)
    (ended,) = PublishedFact.objects.filter(name="MatchEnded")
    assert ended.content["changes"] == [str(cast.ana.id)]
