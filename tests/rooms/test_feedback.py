"""An answer is kept, teaches once, and stays with whoever gave it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from journeywork.engine.feedback import Response, ResponseKind
from journeywork.engine.options import OptionKind
from journeywork.engine.support import Offer, Silence, SilenceReason
from journeywork.feedback import actions, queries
from journeywork.feedback.facts import OfferAnswered, OptionAnswered
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import read
from journeywork.kernel.models import PublishedFact
from journeywork.knowledge import queries as knowledge
from journeywork.moments import queries as moments
from journeywork.people import actions as people
from journeywork.support import actions as support
from journeywork.support import queries as offers
from tests.conftest import Cast
from tests.rooms.test_moments import event, happens
from tests.rooms.test_support import card, colleague_offered, considered, folder, moment, one

__all__ = ["folder"]

HELPED, NOT_USEFUL = ResponseKind.HELPED, ResponseKind.NOT_USEFUL_HERE
OPENED, WRONG = ResponseKind.OPENED, ResponseKind.WRONG


def offered(cast: Cast, at: datetime, **more: object) -> Offer:
    made = one(moment(cast, at, **more), at=at)
    assert isinstance(made, Offer), made
    return made


def answered(cast: Cast, offer: Offer, kind: ResponseKind, at: datetime) -> Response:
    return actions.respond(by=offer.person, kind=kind, at=at, offer_id=offer.id)


def turn_facts() -> None:
    """What the worker does with answers; each twice, as it may happen."""
    for row in PublishedFact.objects.order_by("id"):
        fact = read(row.id)
        if isinstance(fact, OfferAnswered | OptionAnswered):
            actions.teach(fact)
            actions.teach(fact)


def test_it_helped_and_the_card_and_the_trigger_gain(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    before = knowledge.fitting(moment(cast, at).context)[0].score
    offer = offered(cast, at)
    answered(cast, offer, HELPED, at)
    turn_facts()
    assert knowledge.card(fits.id).helped == 1
    assert knowledge.fitting(moment(cast, at).context)[0].score > before
    assert moments.evidence()["first_area"].useful == 1.0
    assert offers.standing(offer.id).state == "answered"
    assert offers.today(cast.ana.id, at=at).offer is None


def test_not_useful_here_quiets_the_trigger_for_ana_and_lowers_it_for_all(
    cast: Cast, at: datetime
) -> None:
    card(cast, at)
    answered(cast, offered(cast, at), NOT_USEFUL, at)
    turn_facts()
    card(cast, at, "Charge a fee twice")
    quiet = one(moment(cast, at), at=at)
    assert isinstance(quiet, Silence)
    assert quiet.reason == SilenceReason.NOT_HERE
    assert moments.evidence()["first_area"].not_useful == 1.0
    assert isinstance(one(moment(cast, at, person=cast.dora.id), at=at), Offer)


def test_when_colleagues_agree_the_trigger_falls_silent_for_everyone(
    cast: Cast, at: datetime
) -> None:
    card(cast, at)
    staff = [
        people.add_person(name="P", email=f"p{n}@x.example", by=None, at=at, invited=True)
        for n in range(6)
    ]
    made = [offered(cast, at, person=who.id) for who in staff]
    for offer in made:
        answered(cast, offer, NOT_USEFUL, at)
    turn_facts()
    silent = one(moment(cast, at), at=at)
    assert isinstance(silent, Silence)
    assert silent.reason == SilenceReason.DAMPED
    month = at + timedelta(days=70)
    assert moments.evidence()["first_area"].usefulness(month) > 0.5


def test_wrong_flags_the_card_and_is_not_the_triggers_fault(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    answered(cast, offered(cast, at), WRONG, at)
    turn_facts()
    assert knowledge.card(fits.id).trust.value == "flagged"
    assert [task.card for task in knowledge.tasks(cast.ben.id, at=at)] == [fits.id]
    assert moments.evidence()["first_area"].not_useful == 0.0


def test_the_same_answer_twice_is_one_answer(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = offered(cast, at)
    first = answered(cast, offer, HELPED, at)
    again = answered(cast, offer, HELPED, at + timedelta(minutes=5))
    assert again == first
    assert queries.responses(cast.ana.id) == (first,)


def test_ana_may_change_her_mind(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = offered(cast, at)
    answered(cast, offer, HELPED, at)
    turn_facts()
    answered(cast, offer, NOT_USEFUL, at + timedelta(minutes=5))
    turn_facts()
    said = moments.evidence()["first_area"]
    assert (said.useful, said.not_useful) == (pytest.approx(0, abs=1e-3), 1.0)


def test_ana_may_change_her_mind_back(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    offer = offered(cast, at)
    kinds = (HELPED, NOT_USEFUL, HELPED)
    for number, kind in enumerate(kinds):
        answered(cast, offer, kind, at + timedelta(minutes=number))
        turn_facts()
    assert [each.kind for each in queries.responses(cast.ana.id)] == [*reversed(kinds)]
    assert knowledge.card(fits.id).helped == 1
    said = moments.evidence()["first_area"]
    assert (said.useful, said.not_useful) == (1.0, pytest.approx(0, abs=1e-3))


def test_the_mind_about_a_card_may_change_back_too(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    for number, kind in enumerate((HELPED, WRONG, HELPED)):
        when = at + timedelta(minutes=number)
        actions.respond(by=cast.ana.id, kind=kind, at=when, option_id=fits.id)
    turn_facts()
    assert knowledge.card(fits.id).helped == 1
    assert knowledge.helped_this_month(cast.ben.id, at=at) == {fits.id: 1}


def test_an_offer_of_a_colleague_asks_them_once(cast: Cast, at: datetime) -> None:
    offer = colleague_offered(cast, at)
    for number, kind in enumerate((OPENED, HELPED)):
        answered(cast, offer, kind, at + timedelta(minutes=number))
        turn_facts()
    with connection.cursor() as cursor:
        cursor.execute("select person from knowledge_asked")
        assert cursor.fetchall() == [(offer.option.id,)]


def test_opening_an_offer_is_no_verdict_and_adds_nothing_to_one(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = offered(cast, at)
    answered(cast, offer, OPENED, at)
    assert offers.standing(offer.id).state == "opened"
    assert offers.today(cast.ana.id, at=at).offer == offer
    answered(cast, offer, HELPED, at + timedelta(minutes=5))
    answered(cast, offer, OPENED, at + timedelta(minutes=6))
    turn_facts()
    assert moments.evidence()["first_area"].useful == pytest.approx(1.0, abs=0.01)


def test_what_was_ignored_teaches_a_little(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = offered(cast, at)
    later = at + timedelta(hours=49)
    assert support.expire(at=later) == (offer.id,)
    for _ in range(2):
        actions.ignore(offer_id=offer.id, at=later)
    turn_facts()
    assert moments.evidence()["first_area"].not_useful == pytest.approx(0.1)
    assert [each.kind for each in queries.responses(cast.ana.id)] == [ResponseKind.IGNORED]


def test_who_answers_late_is_heard_all_the_same(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = offered(cast, at)
    later = at + timedelta(hours=49)
    support.expire(at=later)
    actions.ignore(offer_id=offer.id, at=later)
    answered(cast, offer, HELPED, later + timedelta(hours=1))
    turn_facts()
    said = moments.evidence()["first_area"]
    assert (said.useful, said.not_useful) == (1.0, pytest.approx(0.0, abs=0.01))


def test_what_ana_found_herself_teaches_the_card_and_no_trigger(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    actions.respond(by=cast.ana.id, kind=HELPED, at=at, option_id=fits.id)
    turn_facts()
    assert knowledge.card(fits.id).helped == 1
    assert moments.evidence() == {}
    seen = one(moment(cast, at), at=at)
    assert isinstance(seen, Silence)
    assert seen.reason == SilenceReason.SEEN


def test_a_colleague_who_was_asked_comes_later_next_time(cast: Cast, at: datetime) -> None:
    actions.respond(
        by=cast.ana.id, kind=OPENED, at=at, option_id=cast.ben.id, option_kind=OptionKind.PERSON
    )
    turn_facts()
    with connection.cursor() as cursor:
        cursor.execute("select person from knowledge_asked")
        assert cursor.fetchall() == [(cast.ben.id,)]


def test_only_whom_it_was_offered_to_can_answer(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = offered(cast, at)
    for other in (cast.ben, cast.cleo, cast.dora, cast.emil):
        with pytest.raises(NotFound):
            actions.respond(by=other.id, kind=HELPED, at=at, offer_id=offer.id)


def test_answers_are_read_by_their_author_alone(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    mine = actions.respond(
        by=cast.ana.id, kind=WRONG, at=at, option_id=fits.id, note="It is charge_once now"
    )
    assert queries.responses(cast.ana.id) == (mine,)
    assert mine.note == "It is charge_once now"
    for other in (cast.ben, cast.cleo, cast.dora, cast.emil):
        assert queries.responses(other.id) == ()


def test_the_database_alone_cannot_read_a_note(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    actions.respond(by=cast.ana.id, kind=HELPED, at=at, option_id=fits.id, note="charge_once")
    with connection.cursor() as cursor:
        cursor.execute("select note from feedback_response")
        (sealed,) = cursor.fetchone()
    assert sealed != ""
    assert "charge_once" not in sealed


def test_an_answer_that_does_not_fit_says_what_is_wrong(cast: Cast, at: datetime) -> None:
    cases = [
        ({}, "offer_id"),
        ({"offer_id": cast.org, "option_id": cast.org}, "offer_id"),
        ({"option_id": cast.org, "kind": ResponseKind.IGNORED}, "kind"),
        ({"option_id": cast.org, "note": "x" * 2001}, "note"),
    ]
    for more, field in cases:
        with pytest.raises(Invalid) as caught:
            actions.respond(**({"by": cast.ana.id, "kind": HELPED, "at": at} | more))
        assert list(caught.value.faults) == [field]


def test_figures_are_shown_about_five_people_at_least(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    staff = [cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil]
    span = {"since": at - timedelta(days=1), "until": at + timedelta(days=1)}
    for person in staff[:4]:
        actions.respond(by=person.id, kind=HELPED, at=at, option_id=fits.id)
    assert queries.totals(**span) == ()
    actions.respond(by=staff[4].id, kind=HELPED, at=at, option_id=fits.id)
    (total,) = queries.totals(**span)
    assert (total.kind, total.times) == (HELPED, 5)


def test_work_done_with_help_is_no_work_done_without(cast: Cast, at: datetime) -> None:
    card(cast, at)
    answered(cast, offered(cast, at, subject="payments#7"), HELPED, at)
    turn_facts()
    with connection.cursor() as cursor:
        cursor.execute("select subject, state->>'helped' from moments_thread")
        assert cursor.fetchall() == [("payments#7", "true")]


def test_offers_to_others_go_on(cast: Cast, at: datetime) -> None:
    card(cast, at)
    found = considered(moment(cast, at), moment(cast, at, person=cast.dora.id), at=at)
    assert [isinstance(each, Offer) for each in found] == [True, True]


def test_erasure_leaves_nothing_that_tells_of_ana(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = offered(cast, at)
    actions.respond(by=cast.ana.id, kind=OPENED, at=at, offer_id=offer.id)
    actions.respond(by=cast.ana.id, kind=HELPED, at=at, offer_id=offer.id, note="mine")
    happens(event(cast, at), at=at)
    turn_facts()
    people.erase(person_id=cast.ana.id, by=cast.emil.id, at=at)
    assert queries.responses(cast.ana.id) == ()
    assert offers.offers(cast.ana.id) == offers.silences(cast.ana.id) == ()
    assert moments.moments(cast.ana.id) == ()
    left = "select count(*) from moments_tally where person = %s"
    told = "select content::text from support_decision union select note from feedback_response"
    with connection.cursor() as cursor:
        cursor.execute(left, [cast.ana.id])
        assert cursor.fetchone() == (0,)
        cursor.execute(told)
        assert {text for (text,) in cursor.fetchall()} == {"{}", ""}
