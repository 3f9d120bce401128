"""Help reaches Ana once, for a reason, within her attention, and nobody else sees it."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeywork.engine.attention import Policy
from journeywork.engine.context import Context, QueryKind
from journeywork.engine.knowledge import AppliesTo, Card
from journeywork.engine.moments import Moment, Need
from journeywork.engine.options import OptionKind
from journeywork.engine.support import Decision, Offer, Silence, SilenceReason
from journeywork.engine.work import WorkEvent
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.ids import new_id
from journeywork.kernel.models import PublishedFact
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge import queries as known
from journeywork.people import actions as people
from journeywork.support import actions, queries
from journeywork.work import actions as work
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    """An index of its own for each test, which starts without any."""
    place = Path(settings.INDEX_FOLDER)
    shutil.rmtree(place, ignore_errors=True)
    indexing.search_index().close()
    yield place
    indexing.search_index().close()


def card(cast: Cast, at: datetime, title: str = "Charge a fee once", **more: object) -> Card:
    """Ben writes a card for work in billing; the index has it."""
    fields: dict = {
        "body": "A retry of the charge may take the fee twice. Use charge_once.",
        "applies_to": AppliesTo(places=("payments",), paths=("billing/**",)),
    }
    made = knowledge.draft(title=title, by=cast.ben.id, at=at, **(fields | more))
    shown = knowledge.publish_card(card_id=made.id, by=cast.ben.id, at=at)
    indexing.rebuild()
    return shown


def moment(cast: Cast, at: datetime, **more: object) -> Moment:
    who = more.get("person", cast.ana.id)
    fields: dict = {
        "id": new_id(),
        "person": who,
        "at": at,
        "need": Need.MORE,
        "rule": "first_area",
        "context": Context(
            text="Charge the fee once, also on retry",
            at=at,
            person=who,
            kind=QueryKind.CHANGE,
            place="payments",
            paths=("billing/fees.py",),
            teams=cast.ana.teams,
        ),
        "because": {},
        "breakpoint": True,
        "says": "You have not worked in billing/ before",
        "subject": "payments#1",
    }
    return Moment(**(fields | more))


def considered(*moments: Moment, at: datetime, draw: float = 0.9) -> tuple[Decision, ...]:
    return actions.consider(moments, at=at, draw=lambda: draw)


def one(*moments: Moment, at: datetime, draw: float = 0.9) -> Decision:
    (found,) = considered(*moments, at=at, draw=draw)
    return found


def reason(*moments: Moment, at: datetime, draw: float = 0.9) -> SilenceReason:
    found = one(*moments, at=at, draw=draw)
    assert isinstance(found, Silence), found
    return found.reason


def test_ana_is_offered_the_card_that_fits_and_told_why(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    offer = one(moment(cast, at), at=at)
    assert isinstance(offer, Offer)
    assert offer.option.id == fits.id
    assert offer.why_this.startswith("“Charge a fee once” ")
    assert offer.why_now == (
        "You have not worked in billing/ before. You are between two steps just now, and this "
        "is offer 1 of at most 2 today."
    )
    assert offer.propensity == pytest.approx(0.9)
    assert sum(part.value for part in offer.option.parts) == pytest.approx(offer.option.score)


def test_the_offer_stands_on_today_and_nobody_elses(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = one(moment(cast, at), at=at)
    today = queries.today(cast.ana.id, at=at)
    assert (today.offer, today.spent_today, today.spent_this_week) == (offer, 1, 1)
    assert queries.offer(offer.id, person_id=cast.ana.id) == offer
    for other in (cast.ben, cast.cleo, cast.dora, cast.emil):
        assert queries.today(other.id, at=at).offer is None
        assert queries.offers(other.id) == ()
        for read in (queries.offer, queries.decision):
            with pytest.raises(NotFound):
                read(offer.id, person_id=other.id)
    with within(cast.other_org), pytest.raises(NotFound):
        queries.offer(offer.id, person_id=cast.ana.id)


def test_an_offer_is_told_as_a_fact_that_carries_no_content(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = one(moment(cast, at), at=at)
    facts = PublishedFact.objects.filter(name="OfferMade").values_list("content", flat=True)
    assert [fact["offer"] for fact in facts] == [str(offer.id)]
    assert {key for fact in facts for key in fact} == {"at", "by", "offer"}


def test_considering_the_same_moment_again_changes_nothing(cast: Cast, at: datetime) -> None:
    card(cast, at)
    now = moment(cast, at)
    assert len(considered(now, at=at)) == 1
    assert considered(now, at=at) == ()
    assert queries.today(cast.ana.id, at=at).spent_today == 1


def test_a_third_offer_on_a_day_is_kept_back_even_within_one_batch(
    cast: Cast, at: datetime
) -> None:
    for number in range(3):
        card(cast, at, f"Charge a fee once, part {number}")
    found = considered(*(moment(cast, at) for _ in range(3)), at=at)
    assert [isinstance(each, Offer) for each in found] == [True, True, False]
    assert len({each.option.id for each in found if isinstance(each, Offer)}) == 2
    assert found[2].reason == SilenceReason.BUDGET_DAY
    assert len(found[2].candidates) == 3


def test_never_the_same_card_twice_not_even_next_year(cast: Cast, at: datetime) -> None:
    card(cast, at, review_days=700)
    assert isinstance(one(moment(cast, at), at=at), Offer)
    later = at + timedelta(days=364)
    assert reason(moment(cast, later), at=later) == SilenceReason.SEEN


def test_nobody_is_offered_what_they_wrote(cast: Cast, at: datetime) -> None:
    card(cast, at)
    assert reason(moment(cast, at, person=cast.ben.id), at=at) == SilenceReason.SEEN


def test_an_expired_and_a_flagged_card_are_not_pushed(cast: Cast, at: datetime) -> None:
    mine = card(cast, at)
    knowledge.flag(card_id=mine.id, by=cast.dora.id, at=at)
    assert reason(moment(cast, at), at=at) == SilenceReason.NOTHING_FITS
    old = card(cast, at, "Charge a fee twice", review_days=30)
    later = at + timedelta(weeks=20)
    assert known.card(old.id, at=later).trust.value == "expired"
    assert reason(moment(cast, later), at=later) == SilenceReason.NOTHING_FITS


def test_a_pause_and_a_snooze_are_kept_and_end_by_themselves(cast: Cast, at: datetime) -> None:
    card(cast, at)
    people.pause(person_id=cast.ana.id, until=date(2026, 3, 11), by=cast.ana.id, at=at)
    assert reason(moment(cast, at), at=at) == SilenceReason.PAUSED
    tomorrow = at + timedelta(days=1)
    actions.snooze(
        person_id=cast.ana.id, until=tomorrow + timedelta(hours=1), by=cast.ana.id, at=tomorrow
    )
    assert reason(moment(cast, tomorrow), at=tomorrow) == SilenceReason.SNOOZED
    assert queries.attention(cast.ana.id, at=tomorrow).snoozed_until == tomorrow + timedelta(
        hours=1
    )
    after = tomorrow + timedelta(hours=1)
    assert isinstance(one(moment(cast, after), at=after), Offer)
    assert queries.attention(cast.ana.id, at=after).snoozed_until is None


def test_a_snooze_that_does_not_lie_ahead_is_refused(cast: Cast, at: datetime) -> None:
    for until in (at, at - timedelta(days=1), at + timedelta(days=400)):
        with pytest.raises(Invalid) as caught:
            actions.snooze(person_id=cast.ana.id, until=until, by=cast.ana.id, at=at)
        assert list(caught.value.faults) == ["until"]


def test_a_moment_taken_up_late_is_judged_by_the_clock_of_now(cast: Cast, at: datetime) -> None:
    card(cast, at)
    afternoon, evening = at.replace(hour=16), at.replace(hour=18)
    assert reason(moment(cast, afternoon), at=evening) == SilenceReason.OFF_HOURS
    assert considered(moment(cast, at), at=evening) == ()  # Too old to be now.


def test_who_was_never_invited_or_left_is_left_alone(cast: Cast, at: datetime) -> None:
    card(cast, at)
    known_only = people.add_person(name="Gus", email="gus@x.example", by=None, at=at)
    people.deactivate(person_id=cast.cleo.id, by=None, at=at)
    moments = (moment(cast, at, person=known_only.id), moment(cast, at, person=cast.cleo.id))
    expected = () if known_only.known_only else None
    if expected is not None:
        assert considered(*moments, at=at) == expected


def test_the_lot_holds_back_and_says_so(cast: Cast, at: datetime) -> None:
    card(cast, at)
    held = one(moment(cast, at), at=at, draw=0.05)
    assert isinstance(held, Silence)
    assert (held.reason, held.propensity) == (SilenceReason.WITHHELD, pytest.approx(0.9))
    assert queries.silences(cast.ana.id) == (held,)
    assert queries.silences(cast.dora.id) == ()


def test_the_lot_can_be_switched_off(cast: Cast, at: datetime) -> None:
    card(cast, at)
    actions.set_policy(by=cast.emil.id, at=at, withheld=0.0)
    offer = one(moment(cast, at), at=at, draw=0.0)
    assert isinstance(offer, Offer)
    assert offer.propensity == 1.0


def test_a_policy_that_does_not_fit_changes_nothing(cast: Cast, at: datetime) -> None:
    cases = [({"per_day": 99}, "per_day"), ({"luck": 1}, "luck"), ({"withheld": "x"}, "withheld")]
    for changes, field in cases:
        with pytest.raises(Invalid) as caught:
            actions.set_policy(by=cast.emil.id, at=at, **changes)
        assert list(caught.value.faults) == [field]
    assert queries.policy() == Policy()


def test_the_changed_card_is_offered_though_no_word_of_it_fits(cast: Cast, at: datetime) -> None:
    other = card(cast, at, "Expenses", body="Hand in receipts.", applies_to=AppliesTo())
    now = moment(cast, at, need=Need.CHANGE, about=other.id, wants=(OptionKind.CARD,))
    offer = one(now, at=at)
    assert isinstance(offer, Offer)
    assert offer.option.id == other.id
    assert offer.why_this == "“Expenses” changed since you last worked here."


def test_after_hard_work_ana_is_asked_for_a_line(cast: Cast, at: datetime) -> None:
    now = moment(cast, at, need=Need.REFLECT, rule="hard_finish", wants=(OptionKind.NOTE,))
    offer = one(now, at=at)
    assert isinstance(offer, Offer)
    assert offer.option.kind == OptionKind.NOTE


def colleague_offered(cast: Cast, at: datetime) -> Offer:
    indexing.rebuild()
    done = [
        WorkEvent(
            source="git", id=f"{n}", type="change.merged", at=at - timedelta(days=n),
            subject=f"payments#{n}", by=cast.ben.id, place="payments", paths=("billing/fees.py",),
            title="Rates",
        )
        for n in range(1, 6)
    ]  # fmt: skip
    work.accept(done, by=None, at=at)
    work.digest(at=at)
    offer = one(moment(cast, at), at=at)
    assert isinstance(offer, Offer)
    return offer


def test_a_colleague_is_suggested_where_nothing_is_written(cast: Cast, at: datetime) -> None:
    offer = colleague_offered(cast, at)
    assert (offer.option.kind, offer.option.id) == (OptionKind.PERSON, cast.ben.id)


def test_without_an_index_nothing_is_decided_and_nothing_is_lost(cast: Cast, at: datetime) -> None:
    now = moment(cast, at)
    assert considered(now, at=at) == ()
    card(cast, at)
    assert isinstance(one(now, at=at), Offer)


def test_offers_that_nobody_opens_expire_and_are_told_once(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = one(moment(cast, at), at=at)
    assert actions.expire(at=at + timedelta(hours=47)) == ()
    assert actions.expire(at=at + timedelta(hours=49)) == (offer.id,)
    assert actions.expire(at=at + timedelta(hours=50)) == ()
    assert queries.standing(offer.id, person_id=cast.ana.id).state == "expired"
    assert queries.today(cast.ana.id, at=at + timedelta(hours=49)).offer is None


def test_an_opened_offer_expires_without_being_ignored(cast: Cast, at: datetime) -> None:
    card(cast, at)
    offer = one(moment(cast, at), at=at)
    actions.opened(offer_id=offer.id, person_id=cast.ana.id)
    assert actions.expire(at=at + timedelta(hours=49)) == ()
    assert queries.standing(offer.id).state == "expired"


def test_figures_are_shown_about_five_people_at_least(cast: Cast, at: datetime) -> None:
    indexing.rebuild()
    staff = [cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil]
    for person in staff[:4]:
        considered(moment(cast, at, person=person.id), at=at)
    span = {"since": at - timedelta(days=1), "until": at + timedelta(days=1)}
    assert queries.totals(**span) == ()
    considered(moment(cast, at, person=staff[4].id), at=at)
    (total,) = queries.totals(**span)
    assert (total.rule, total.reason, total.times) == ("first_area", "NOTHING_FITS", 5)
    assert queries.totals(**span, person_ids=[one.id for one in staff[:4]]) == ()


def test_the_fixed_cost_of_a_batch_does_not_grow_with_people(cast: Cast, at: datetime) -> None:
    """Moments whose answer needs no search cost no queries of their own."""

    def cost(count: int) -> int:
        moments = []
        for _ in range(count):
            made = people.add_person(
                name="P", email=f"{new_id()}@x.example", by=None, at=at, invited=True
            )
            people.pause(person_id=made.id, until=date(2026, 4, 1), by=made.id, at=at)
            moments.append(moment(cast, at, person=made.id))
        with CaptureQueriesContext(connection) as captured:
            assert len(considered(*moments, at=at)) == count
        return len(captured)

    assert cost(2) == cost(12)


def test_today_costs_the_same_with_three_offers_as_with_twelve(cast: Cast, at: datetime) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.today(cast.ana.id, at=at + timedelta(days=8), person=cast.ana)
        return len(captured)

    actions.set_policy(by=cast.emil.id, at=at, per_day=10, per_week=40)
    for number in range(13):
        card(cast, at, f"Charge a fee once, part {number}")
    costs = []
    for day in range(4):
        when = at + timedelta(days=day)
        considered(*(moment(cast, when) for _ in range(3)), at=when)
        costs.append(cost())
    assert len(queries.offers(cast.ana.id)) == 12
    assert max(costs) <= 4


def test_ask_answers_on_one_screen_with_reasons(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    answer = queries.ask("How do I charge a fee once?", person_id=cast.ana.id, at=at)
    assert answer.kind == QueryKind.HOW_TO
    assert [option.id for option in answer.cards] == [fits.id]
    assert answer.cards[0].parts[0].says != ""
    assert (answer.episode, answer.people) == (None, ())
    assert known.requests() == ()


def test_asking_never_costs_attention_and_is_not_kept(cast: Cast, at: datetime) -> None:
    card(cast, at)
    for _ in range(5):
        queries.ask("charge a fee once", person_id=cast.ana.id, at=at)
    assert queries.today(cast.ana.id, at=at).spent_today == 0
    assert queries.offers(cast.ana.id) == queries.silences(cast.ana.id) == ()


def test_a_search_that_finds_nothing_becomes_a_request(cast: Cast, at: datetime) -> None:
    indexing.rebuild()
    answer = queries.ask("how do I reverse a settlement?", person_id=cast.ana.id, at=at)
    assert answer.listed
    assert [request.text for request in known.requests()] == ["how do I reverse a settlement?"]


def test_what_was_pasted_is_not_shown_to_everybody(cast: Cast, at: datetime) -> None:
    indexing.rebuild()
    pasted = "KeyError: 'k.mueller'\n  in discharge.py of ward 7"
    answer = queries.ask(pasted, person_id=cast.ana.id, at=at)
    assert (answer.empty, answer.listed, known.requests()) == (True, False, ())


def test_an_error_with_a_path_finds_the_card_for_that_path(cast: Cast, at: datetime) -> None:
    fits = card(cast, at)
    work.accept(
        [WorkEvent(source="git", id="1", type="change.merged", at=at, subject="payments#1",
                   by=cast.ben.id, place="payments", paths=("billing/fees.py",))],
        by=None, at=at,
    )  # fmt: skip
    work.digest(at=at)
    error = 'File "/home/ana/payments/billing/fees.py", line 3\nFeeError: fee charged twice'
    answer = queries.ask(error, person_id=cast.ana.id, at=at)
    assert (answer.kind, answer.place, answer.paths) == (
        QueryKind.ERROR, "payments", ("billing/fees.py",)
    )  # fmt: skip
    assert [option.id for option in answer.cards] == [fits.id]
