"""A card in the replay says what it said then, to whom it could then be offered."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.attention import Policy
from journeywork.engine.cards_then import CardsThen, Shelved, then
from journeywork.engine.default_rules import RULES
from journeywork.engine.knowledge import AppliesTo, Card, Trust
from journeywork.engine.replay import Replay
from journeywork.engine.replay_moments import Standing
from journeywork.engine.replay_report import Report
from tests.fakes.history import (
    NAMES,
    START,
    PlainFinder,
    busy,
    card,
    person,
    replay,
    resample,
    who,
)

DAY = timedelta(days=1)
NEWS = timedelta(days=90)
#: What every piece of work in `busy` asks for.
FITTING = "Mend billing refunds ledger audit rounding"


def report(run: Replay) -> Report:
    return run.report(resample(), at=START, seed=1)


def eager(cards: list[Shelved]) -> Replay:
    """Replay a busy history with cards that need little to fit."""
    people = {one.id: one for one in map(person, NAMES)}
    policy = Policy(withheld=0.0, card_chance=0.1)
    draw = random.Random(1).random
    standing = Standing(rules=RULES, policy=policy, people=people, draw=draw)
    return replay(busy(30), cards=cards, standing=standing)


def offers_of_cards(run: Replay) -> set[tuple[datetime, str]]:
    """Return when which card was offered, as each person reads it of themselves."""
    latest = (one for mine in run.own().values() for one in mine.latest)
    return {(one.at, one.title) for one in latest if one.offered == "card"}


def by_words(body: str, key: str = "fees") -> Card:
    """Return a card that nothing but its words can make fit."""
    return replace(card(key, START, body=body), applies_to=AppliesTo())


def test_a_card_is_there_while_it_was_there() -> None:
    known = Shelved(card=card("fees", START), since=START, until=START + 30 * DAY)
    cards = CardsThen([known], PlainFinder(), news_for=NEWS)
    seen = []
    for days in (-1, 0, 29, 30):
        cards.until(START + days * DAY)
        seen.append(len(cards))
    assert seen == [0, 1, 1, 0]
    with pytest.raises(KeyError):
        cards.card(who("fees"), START + 31 * DAY)


def test_a_card_says_what_it_said_then() -> None:
    old, new = card("fees", START, body="charge once"), card("fees", START, body="charge twice")
    turn = START + 30 * DAY
    finder = PlainFinder()
    cards = CardsThen(
        [Shelved(card=new, since=turn), Shelved(card=old, since=START, until=turn)],
        finder,
        news_for=NEWS,
    )
    said = []
    for days in (0, 29, 30, 60):
        cards.until(START + days * DAY)
        said.append(cards.card(who("fees"), START + days * DAY).body)
    assert said == ["charge once", "charge once", "charge twice", "charge twice"]


def test_a_change_is_news_for_as_long_as_it_is_live() -> None:
    turn = START + 30 * DAY
    shelf = [
        Shelved(card=card("fees", START), since=START, until=turn),
        Shelved(card=card("fees", turn), since=turn, news=True),
        Shelved(card=card("audit", START), since=START),
        Shelved(card=card("gone", turn), since=turn, until=turn + DAY, news=True),
    ]
    cards = CardsThen(shelf, PlainFinder(), news_for=NEWS)
    news = []
    for days in (29, 30, 31, 120, 121):
        cards.until(START + days * DAY)
        news.append({change.card for change in cards.changes})
    both, one = {who("fees"), who("gone")}, {who("fees")}
    assert news == [set(), both, one, one, set()]


@pytest.mark.parametrize(
    ("days", "trust"),
    [(0, Trust.FRESH), (729, Trust.FRESH), (731, Trust.DUE), (2000, Trust.EXPIRED)],
)
def test_a_card_is_trusted_as_it_was_then(days: int, trust: Trust) -> None:
    known = replace(card("fees", START), trust=Trust.FLAGGED, used=9, helped=4)
    was = then(Shelved(card=known, since=START), START + days * DAY)
    assert (was.trust, was.used, was.helped) == (trust, 0, 0)


def test_a_review_that_came_later_is_not_known() -> None:
    reviewed = card("fees", START + 3000 * DAY)
    known = Shelved(card=reviewed, since=START)
    states = [then(known, START + days * DAY).trust for days in (1, 731, 2000, 3000)]
    assert states == [Trust.FRESH, Trust.DUE, Trust.EXPIRED, Trust.FRESH]


def test_a_card_that_was_not_there_yet_is_not_offered() -> None:
    for since, offered in ((START + 300 * DAY, False), (START, True)):
        shelf = [Shelved(card=card("fees", since, body=FITTING), since=since)]
        assert bool(offers_of_cards(eager(shelf))) is offered


def test_a_card_is_not_offered_for_words_that_came_later() -> None:
    """The control: with today's words from the first day on, the card is offered."""
    turn = START + 300 * DAY
    was = Shelved(card=by_words("lunch"), since=START, until=turn)
    now = Shelved(card=by_words(FITTING), since=turn)
    today = Shelved(card=by_words(FITTING), since=START)
    others = [Shelved(card=by_words("tea", key=f"tea-{n}"), since=START) for n in range(40)]
    offered = [offers_of_cards(eager([*shelf, *others])) for shelf in ([was, now], [today])]
    assert [bool(found) for found in offered] == [False, True]


@settings(max_examples=12, deadline=None)
@given(
    cut=st.integers(20, 100),
    body=st.sampled_from([FITTING, "lunch menu"]),
    days=st.integers(0, 200),
    news=st.booleans(),
)
def test_what_cards_say_later_changes_nothing_before(
    cut: int, body: str, days: int, news: bool
) -> None:
    events = sorted(busy(26), key=lambda event: event.at)[:cut]
    end = events[-1].at + timedelta(seconds=1)
    turn = end + days * DAY
    was = Shelved(card=card("fees", START, body="Mend audit rounding"), since=START)
    later = Shelved(card=card("fees", turn, body=body, title="Later"), since=turn, news=news)
    other = Shelved(card=card("else", turn, body=FITTING), since=turn)
    known = replay(events, cards=[was])
    foreseen = replay(events, cards=[replace(was, until=turn), later, other])
    assert report(known) == report(foreseen)
    assert known.own() == foreseen.own()
