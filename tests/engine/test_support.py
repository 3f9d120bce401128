"""One decision for each moment, and the reason that says most."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.attention import History, Policy
from journeywork.engine.context import Context
from journeywork.engine.feedback import Evidence, ResponseKind
from journeywork.engine.moments import Moment, Need
from journeywork.engine.options import Option, OptionKind, Part
from journeywork.engine.people import WorkingTime
from journeywork.engine.support import Decision, Offer, Silence, SilenceReason, decide

ANA, BEN = UUID(int=1), UUID(int=2)
AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
OFFICE = WorkingTime(zone=ZoneInfo("Europe/Berlin"))
FRESH = History(working_time=OFFICE)
ALWAYS = Policy(withheld=0.0)


def moment(at: datetime = AT, **more: object) -> Moment:
    fields: dict = {
        "id": UUID(int=100),
        "person": ANA,
        "at": at,
        "need": Need.MORE,
        "rule": "first_area",
        "context": Context(text="", at=at, person=ANA),
        "because": {},
        "breakpoint": True,
        "says": "You have not worked in billing/ before",
    }
    return Moment(**(fields | more))


def card(number: int, score: float = 0.9, **more: object) -> Option:
    parts = (
        Part(name="words", value=score - 0.1, says="speaks of fees"),
        Part(name="place", value=0.1, says="belongs to payments"),
    )
    fields: dict = {
        "kind": OptionKind.CARD,
        "id": UUID(int=number),
        "title": f"Card {number}",
        "score": score,
        "parts": parts,
        "chance": score,
        "author": BEN,
    }
    return Option(**(fields | more))


def person(number: int, score: float = 0.5) -> Option:
    return Option(
        kind=OptionKind.PERSON,
        id=UUID(int=number),
        title="Ben",
        score=score,
        chance=score,
        parts=(Part(name="did", value=score, says="merged 4 changes here"),),
    )


def decided(
    *options: Option,
    at_moment: Moment | None = None,
    history: History = FRESH,
    policy: Policy = ALWAYS,
    draw: float = 0.5,
) -> Decision:
    return decide(
        id=UUID(int=7),
        moment=at_moment or moment(),
        options=options,
        policy=policy,
        history=history,
        draw=draw,
    )


def offered(*options: Option, **more: object) -> Offer:
    found = decided(*options, **more)
    assert isinstance(found, Offer), found
    return found


def silent(*options: Option, **more: object) -> Silence:
    found = decided(*options, **more)
    assert isinstance(found, Silence), found
    return found


def test_the_best_card_is_offered_and_explains_itself() -> None:
    offer = offered(card(11, 0.6), card(10, 0.9))
    assert offer.option == card(10, 0.9)
    assert offer.why_this == "“Card 10” speaks of fees and belongs to payments."
    assert offer.why_now == (
        "You have not worked in billing/ before. You are between two steps just now, and this "
        "is offer 1 of at most 2 today."
    )
    assert offer.why_not_next == ("“Card 11” fits a little less: 0.60 against 0.90.",)


def test_what_is_written_comes_before_asking_a_colleague() -> None:
    offer = offered(person(2, 0.9), card(10, 0.5))
    assert offer.option.kind == OptionKind.CARD
    assert offer.why_not_next == (
        "“Ben” fits too, but what is written down comes first at a moment like this.",
    )


def test_a_moment_that_wants_a_colleague_gets_one() -> None:
    stuck = moment(wants=(OptionKind.PERSON, OptionKind.CARD))
    assert offered(person(2), card(10), at_moment=stuck).option.kind == OptionKind.PERSON


def test_a_moment_that_wants_cards_offers_nobody() -> None:
    risky = moment(wants=(OptionKind.CARD,))
    assert silent(person(2), at_moment=risky).reason == SilenceReason.NOTHING_FITS


def test_the_card_that_changed_comes_first_whatever_its_score() -> None:
    changed = moment(about=UUID(int=12))
    assert offered(card(10), card(12, 0.1), at_moment=changed).option.id == UUID(int=12)


def test_a_card_that_changed_since_is_not_the_same_card_twice() -> None:
    before, after = AT - timedelta(days=9), AT - timedelta(days=1)
    changed = moment(about=UUID(int=10), news_at=AT - timedelta(days=3))
    known = {"offered": {UUID(int=10): before}, "seen": {UUID(int=10): before}}
    assert offered(card(10), at_moment=changed, history=replace(FRESH, **known))
    for kind in known:
        again = replace(FRESH, **{kind: {UUID(int=10): after}})
        assert silent(card(10), at_moment=changed, history=again).reason == SilenceReason.SEEN
    other = {"offered": {UUID(int=11): before}}
    assert silent(card(11), at_moment=changed, history=replace(FRESH, **other))


def test_nobody_is_offered_themselves_or_the_work_in_their_hands() -> None:
    mine = Option(kind=OptionKind.EPISODE, id=UUID(int=50), title="payments#1", score=2, parts=())
    now = moment(context=Context(text="", at=AT, person=ANA, episode=UUID(int=50)))
    found = silent(mine, person(1), at_moment=now)
    assert (found.reason, found.candidates) == (SilenceReason.NOTHING_FITS, ())


def test_an_invitation_to_note_needs_no_score() -> None:
    note = Option(kind=OptionKind.NOTE, id=UUID(int=60), title="Note it", score=0.0, parts=())
    done = moment(need=Need.REFLECT, wants=(OptionKind.NOTE,))
    assert offered(note, at_moment=done).option == note


WEAK, OWN = card(10, 0.2), card(10, author=ANA)
SPENT = replace(FRESH, pushes=(AT, AT))
WEEK = replace(FRESH, pushes=tuple(AT - timedelta(days=1) for _ in range(6)))
NIGHT = moment(AT + timedelta(hours=12))
DAMPED = replace(FRESH, evidence={"first_area": Evidence(not_useful=6.0, at=AT)})
#: options, moment, history, and the reason and words of the silence
SILENCES = [
    ([], moment(), FRESH, "NOTHING_FITS", "Nothing written, done or known here fits this work."),
    (
        [WEAK],
        moment(),
        FRESH,
        "NOTHING_FITS",
        "The nearest was “Card 10”, but it is too unlikely to help: 20%, where 30% is needed.",
    ),
    (
        [card(10, pushable=False)],
        moment(),
        FRESH,
        "NOTHING_FITS",
        "The nearest was “Card 10”, but it is out of date, flagged or not published.",
    ),
    (
        [OWN],
        moment(),
        FRESH,
        "SEEN",
        "What fits is known to you: “Card 10”, which you wrote yourself.",
    ),
    (
        [card(10)],
        moment(),
        replace(FRESH, offered={UUID(int=10): AT - timedelta(days=900)}),
        "SEEN",
        "What fits is known to you: “Card 10”, which was offered to you before.",
    ),
    (
        [card(10)],
        moment(),
        replace(FRESH, seen={UUID(int=10): AT - timedelta(days=2)}),
        "SEEN",
        "What fits is known to you: “Card 10”, which you have seen lately.",
    ),
    (
        [person(2)],
        moment(),
        replace(FRESH, offered={UUID(int=2): AT - timedelta(days=2)}),
        "SEEN",
        "What fits is known to you: “Ben”, who was suggested to you lately.",
    ),
    (
        [card(10)],
        moment(),
        replace(FRESH, paused_until=date(2026, 3, 16)),
        "PAUSED",
        "You paused offers until Monday 16 March.",
    ),
    (
        [card(10)],
        moment(),
        replace(FRESH, snoozed_until=AT + timedelta(hours=1)),
        "SNOOZED",
        "You asked for quiet until 12:00 on Tuesday 10 March.",
    ),
    (
        [card(10)],
        moment(),
        replace(FRESH, not_here={"first_area": AT - timedelta(days=1)}),
        "NOT_HERE",
        "You said this does not help you here; quiet until Monday 23 March.",
    ),
    (
        [card(10)],
        moment(),
        DAMPED,
        "DAMPED",
        (
            "Colleagues' answers give this trigger a 33% chance of being useful; below 35% it stays "
            "silent."
        ),
    ),
    (
        [card(10)],
        moment(unaided=0.83),
        FRESH,
        "FADED",
        "Lately 83% of your work of this sort went well without help.",
    ),
    (
        [card(10)],
        NIGHT,
        FRESH,
        "OFF_HOURS",
        "23:00 on Tuesday 10 March is outside your working hours.",
    ),
    (
        [card(10)],
        moment(breakpoint=False),
        FRESH,
        "NO_BREAKPOINT",
        "You were in the middle of something.",
    ),
    ([card(10)], moment(), SPENT, "BUDGET_DAY", "Twice a day is what you are interrupted at most."),
    (
        [card(10)],
        moment(),
        WEEK,
        "BUDGET_WEEK",
        "6 times a week is what you are interrupted at most.",
    ),
]


@pytest.mark.parametrize(
    ("options", "at_moment", "history", "reason", "says"),
    SILENCES,
    ids=[f"{each[3]}-{number}" for number, each in enumerate(SILENCES)],
)
def test_each_silence_says_why(
    options: list[Option], at_moment: Moment, history: History, reason: str, says: str
) -> None:
    found = silent(*options, at_moment=at_moment, history=history)
    assert (found.reason.name, found.says) == (reason, says)


def test_withheld_by_lot_says_so_and_only_when_it_would_have_been_offered() -> None:
    tenth = Policy(withheld=0.1)
    held = silent(card(10), policy=tenth, draw=0.0999)
    assert held.reason == SilenceReason.WITHHELD
    assert held.says == (
        "“Card 10” was held back by lot, as 10% of offers are, so that we can tell whether "
        "offers help at all."
    )
    assert offered(card(10), policy=tenth, draw=0.1).propensity == 0.9
    assert silent(policy=tenth, draw=0.0).reason == SilenceReason.NOTHING_FITS


def test_nothing_is_withheld_where_the_lot_is_off() -> None:
    assert offered(card(10), policy=ALWAYS, draw=0.0).propensity == 1.0


def test_wishes_come_before_reasons_of_content_and_those_before_reasons_of_time() -> None:
    paused = replace(FRESH, paused_until=date(2026, 3, 16))
    assert silent(at_moment=NIGHT, history=paused).reason == SilenceReason.PAUSED
    assert silent(at_moment=NIGHT).reason == SilenceReason.NOTHING_FITS
    assert silent(card(10), at_moment=NIGHT, history=SPENT).reason == SilenceReason.OFF_HOURS


def test_a_trigger_in_doubt_must_fit_better() -> None:
    doubted = replace(FRESH, evidence={"first_area": Evidence(not_useful=3.0, at=AT)})
    assert offered(card(10, 0.4)).option.id == UUID(int=10)
    found = silent(card(10, 0.4), history=doubted)
    assert found.says == (
        "The nearest was “Card 10”, but it is too unlikely to help: 40%, where 45% is "
        "needed (raised by colleagues' answers)."
    )


def test_of_a_colleague_no_figure_is_told() -> None:
    found = silent(person(2, 0.1))
    assert found.says == "The nearest was “Ben”, but too little tells that they could help."
    more = offered(person(2, 0.6), person(3, 0.5), at_moment=moment(wants=(OptionKind.PERSON,)))
    assert more.why_not_next == ("“Ben” may be able to help too.",)


def test_a_person_may_be_suggested_again_after_a_while_but_a_card_never() -> None:
    long_ago = AT - timedelta(days=15)
    history = replace(FRESH, offered={UUID(int=2): long_ago, UUID(int=10): long_ago})
    assert offered(card(10), person(2), history=history).option.kind == OptionKind.PERSON


def test_a_better_card_that_may_not_be_offered_is_told_first() -> None:
    offer = offered(card(10, 0.6), card(11, 0.9, author=ANA), card(12, 0.2))
    assert offer.why_not_next == (
        "“Card 11” fits too, but you wrote it yourself.",
        "“Card 12” was near, but it is too unlikely to help: 20%, where 30% is needed.",
    )


@pytest.mark.parametrize("draw", [-0.1, 1.0, float("nan")])
def test_a_draw_that_is_none_is_refused(draw: float) -> None:
    with pytest.raises(ValueError, match="a draw lies in"):
        decided(card(10), draw=draw)


# Over any life: the promises of attention.

PEOPLE = [
    WorkingTime(zone=ZoneInfo("Europe/Berlin")),
    WorkingTime(zone=ZoneInfo("America/New_York"), starts=time(22), ends=time(6)),
    WorkingTime(
        zone=ZoneInfo("Australia/Lord_Howe"),
        days=frozenset(range(1, 8)),
        starts=time(0),
        ends=time(23, 59),
    ),
    WorkingTime(zone=ZoneInfo("Asia/Kathmandu"), starts=time(13), ends=time(1)),
]
Step = tuple[datetime, tuple[Option, ...], float, bool]


def life(seed: int) -> list[Step]:
    """A busy fortnight and a half around two changes of the clock, dense enough to bind."""
    lot, at, story = Random(seed), datetime(2026, 3, 26, tzinfo=UTC), []
    for _ in range(lot.randint(1, 150)):
        at += timedelta(minutes=lot.choice([0, 5, 30, 90, 400]))
        cards = tuple(
            card(lot.randint(1, 150), lot.uniform(0.3, 1.5), author=lot.choice([ANA, BEN, BEN]))
            for _ in range(lot.randint(0, 4))
        )
        story.append((at, cards, lot.random(), lot.random() < 0.8))
    return story


policies = st.builds(
    Policy,
    per_day=st.integers(0, 3),
    per_week=st.integers(3, 7),
    withheld=st.sampled_from([0.0, 0.1, 0.5]),
)


def live(working_time: WorkingTime, policy: Policy, story: list[Step]) -> list[Decision]:
    history, lived = History(working_time=working_time), []
    for at, options, draw, breakpoint in story:
        now = moment(at, breakpoint=breakpoint)
        found = decided(*options, at_moment=now, history=history, policy=policy, draw=draw)
        if isinstance(found, Offer):
            history = history.after(found.option.id, at)
        lived.append(found)
    return lived


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PEOPLE), policies, st.integers(0, 2**32))
def test_over_any_life_the_promises_of_attention_hold(
    working_time: WorkingTime, policy: Policy, seed: int
) -> None:
    lived = live(working_time, policy, life(seed))
    offers = [found for found in lived if isinstance(found, Offer)]
    local = [offer.at.astimezone(working_time.zone) for offer in offers]
    for when in local:
        same_day = [each for each in local if each.date() == when.date()]
        same_week = [each for each in local if each.isocalendar()[:2] == when.isocalendar()[:2]]
        assert len(same_day) <= policy.per_day
        assert len(same_week) <= policy.per_week
    assert all(working_time.covers(offer.at) for offer in offers)
    assert len({offer.option.id for offer in offers}) == len(offers)
    assert all(offer.option.author != ANA for offer in offers)
    assert all(0.0 < found.propensity <= 1.0 for found in lived)
    assert all(found.says for found in lived if isinstance(found, Silence))
    assert all(offer.why_this and offer.why_now for offer in offers)
    assert live(working_time, policy, life(seed)) == lived


def test_the_budget_binds_in_the_lives_that_are_lived_here() -> None:
    reasons = {
        found.reason
        for seed in range(20)
        for found in live(PEOPLE[2], Policy(), life(seed))
        if isinstance(found, Silence)
    }
    assert reasons >= {SilenceReason.BUDGET_DAY, SilenceReason.BUDGET_WEEK, SilenceReason.SEEN}


def test_the_withheld_share_is_what_was_promised() -> None:
    lot, policy = Random(20260310), Policy(withheld=0.1)
    held = sum(
        isinstance(decided(card(10), policy=policy, draw=lot.random()), Silence)
        for _ in range(20_000)
    )
    # 4 standard deviations of a share of 0.1 among 20,000: 0.0085
    assert held / 20_000 == pytest.approx(0.1, abs=0.0085)


@given(st.lists(st.sampled_from(list(ResponseKind)), max_size=20))
def test_more_not_useful_never_makes_a_trigger_speak_more_easily(
    answers: list[ResponseKind],
) -> None:
    said = Evidence()
    for kind in answers:
        said = said.answered(kind, AT)
    one_more = said.answered(ResponseKind.NOT_USEFUL_HERE, AT)
    before = History(working_time=OFFICE, evidence={"a": said}).strictness("a", AT)
    after = History(working_time=OFFICE, evidence={"a": one_more}).strictness("a", AT)
    assert after >= before
