"""The same moment of the same work: other help for whoever wants it done, done well, or to learn."""

from datetime import datetime
from uuid import UUID

import pytest

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.knowledge import AppliesTo, CardKind
from journeywork.engine.moments import Moment
from journeywork.engine.options import OptionKind
from journeywork.engine.stances import Stance
from journeywork.engine.support import Offer
from journeywork.kernel.ids import new_id
from journeywork.support import actions, queries
from tests.conftest import Cast
from tests.rooms.test_support import card, folder, moment

__all__ = ["folder"]

EPISODE, OTHER = new_id(), new_id()
STEPS = "A retry may take the fee twice. " + "Look up the fee before you charge it. " * 60


@pytest.fixture
def cards(cast: Cast, at: datetime) -> Cast:
    """Three cards for the same work: a short one, a checklist, and one that says why."""
    at_billing = {"applies_to": AppliesTo(places=("payments",), paths=("billing/**",))}
    short = "Charge the fee once, also on retry."
    card(cast, at, "Charge it once, in short", body=short, **at_billing)
    card(cast, at, "Charging it, step by step", body=STEPS, kind=CardKind.CHECKLIST, **at_billing)
    card(cast, at, "Which fee, and why", body=STEPS, kind=CardKind.DECISION, **at_billing)
    return cast


def about(cast: Cast, at: datetime, episode: UUID = EPISODE, **more: object) -> Moment:
    who = more.get("person", cast.ana.id)
    context = Context(
        text="Charge the fee once, also on retry",
        at=at,
        person=who,
        kind=QueryKind.CHANGE,
        place="payments",
        paths=("billing/fees.py",),
        teams=cast.ana.teams,
        episode=episode,
    )
    return moment(cast, at, context=context, wants=(OptionKind.CARD,), **more)


def choose(person: UUID, stance: Stance, at: datetime, episode: UUID = EPISODE) -> None:
    mine = {"person_id": person, "by": person, "at": at}
    actions.choose_stance(episode_id=episode, stance=stance, **mine)


def offered(*moments: Moment, at: datetime) -> list[tuple[str, Stance | None, int]]:
    """Return what is offered: its title, for which stance, with how many other ways."""
    found = actions.consider(moments, at=at, draw=lambda: 0.9)
    return [
        (each.option.title, each.stance, len(each.alternatives))
        for each in found
        if isinstance(each, Offer)
    ]


@pytest.mark.parametrize(
    ("stance", "offer"),
    [
        (Stance.COMPLETION, ("Charge it once, in short", Stance.COMPLETION, 0)),
        (Stance.PERFORMANCE, ("Charging it, step by step", Stance.PERFORMANCE, 0)),
        (Stance.DEVELOPMENT, ("Which fee, and why", Stance.DEVELOPMENT, 2)),
    ],
)
def test_what_somebody_wants_of_their_work_changes_what_is_offered(
    cards: Cast, at: datetime, stance: Stance, offer: tuple[str, Stance, int]
) -> None:
    choose(cards.ana.id, stance, at)
    assert offered(about(cards, at), at=at) == [offer]


def test_it_holds_for_that_piece_of_work_and_for_that_person_alone(
    cards: Cast, at: datetime
) -> None:
    """The control: without a stance, in other work, and for Dora, help is what it was."""
    choose(cards.ana.id, Stance.DEVELOPMENT, at)
    usual = offered(about(cards, at, OTHER), at=at)
    doras = offered(about(cards, at, person=cards.dora.id), at=at)
    assert [(each[1], each[2]) for each in (*usual, *doras)] == [(None, 0), (None, 0)]
    assert usual[0][0] == doras[0][0]


def test_many_people_decide_each_by_their_own(cards: Cast, at: datetime) -> None:
    choose(cards.ana.id, Stance.COMPLETION, at)
    choose(cards.dora.id, Stance.PERFORMANCE, at)
    both = offered(about(cards, at), about(cards, at, person=cards.dora.id), at=at)
    assert sorted(both) == [
        ("Charge it once, in short", Stance.COMPLETION, 0),
        ("Charging it, step by step", Stance.PERFORMANCE, 0),
    ]


def test_the_offer_keeps_what_it_was_made_for(cards: Cast, at: datetime) -> None:
    choose(cards.ana.id, Stance.DEVELOPMENT, at)
    offered(about(cards, at), at=at)
    kept = queries.today(cards.ana.id, at=at).offer
    assert kept
    assert (kept.stance, len(kept.alternatives)) == (Stance.DEVELOPMENT, 2)
    assert kept.option.form == "decision framework"
