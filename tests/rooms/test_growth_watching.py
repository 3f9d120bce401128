"""An entry meets its opportunity, is told of it once and within attention, and heeds a no."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.opportunities import Find, FindState, OpportunityKind
from journeywork.engine.options import OptionKind
from journeywork.engine.stances import Stance
from journeywork.engine.support import Offer, Silence, SilenceReason
from journeywork.engine.work import WorkEvent
from journeywork.feedback import actions as feedback
from journeywork.growth import actions, queries
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.support import actions as support
from journeywork.support import queries as support_queries
from journeywork.work import actions as work
from journeywork.work import queries as work_queries
from tests.conftest import Cast
from tests.rooms.test_support import folder

__all__ = ["folder"]

WISH = "reconcile the ledger"
LEDGER = "Reconcile the ledger: compare each entry of the ledger with the bank's, oldest first."
DAY = timedelta(days=1)


@pytest.fixture
def wish(cast: Cast, at: datetime) -> UUID:
    support.set_policy(by=None, at=at, withheld=0.0)
    return actions.add(line=WISH, by=cast.ana.id, at=at).id


def card(cast: Cast, at: datetime, title: str = "Reconcile the ledger", body: str = LEDGER) -> UUID:
    """Ben writes a card, among others that are about something else."""
    for number in range(12):
        other = knowledge.draft(
            title=f"Ship parcel {number}", body="Weigh, label, ship.", by=cast.ben.id, at=at
        )
        knowledge.publish_card(card_id=other.id, by=cast.ben.id, at=at)
    made = knowledge.draft(title=title, body=body, by=cast.ben.id, at=at)
    knowledge.publish_card(card_id=made.id, by=cast.ben.id, at=at)
    indexing.rebuild()
    return made.id


def begin(cast: Cast, at: datetime, title: str, number: int = 1, **more: object) -> UUID:
    """Somebody (Ana) starts a piece of work."""
    fields: dict[str, object] = {
        "source": "test",
        "id": f"{number}/started",
        "type": "work.started",
        "at": at,
        "subject": f"payments#{number}",
        "by": cast.ana.id,
        "title": title,
        "place": "payments",
    }
    event = WorkEvent(**(fields | more))
    work.accept([event], by=None, at=at)
    while work.digest(at=at):
        pass
    actions.follow([event], at=at)
    return work_queries.episode_ids([event.subject])[event.subject]


def finds(cast: Cast, wish: UUID, at: datetime) -> tuple[Find, ...]:
    return queries.wish(wish, author=cast.ana.id).shown(at)


def titles(cast: Cast, wish: UUID, at: datetime) -> list[tuple[OpportunityKind, str]]:
    return [(each.kind, each.title) for each in finds(cast, wish, at)]


def tell(cast: Cast, at: datetime) -> Offer | Silence | None:
    return actions.tell(person_id=cast.ana.id, at=at)


def test_a_card_that_fits_is_found_with_its_reason(cast: Cast, wish: UUID, at: datetime) -> None:
    card(cast, at)
    actions.watch(person_id=cast.ana.id, at=at)
    (found,) = finds(cast, wish, at)
    assert (found.kind, found.title) == (OpportunityKind.CARD, "Reconcile the ledger")
    assert found.says.startswith("speaks of ")


def test_what_has_nothing_to_do_with_it_is_not_found(cast: Cast, wish: UUID, at: datetime) -> None:
    card(cast, at, "Paint the fence", "Sand it, paint it, let it dry.")
    begin(cast, at, "Ship the parcels")
    assert finds(cast, wish, at) == ()


def test_work_that_begins_is_an_opportunity(cast: Cast, wish: UUID, at: datetime) -> None:
    card(cast, at, "Paint the fence", "Sand it, paint it, let it dry.")
    begin(cast, at, "Reconcile the March ledger with the bank")
    assert titles(cast, wish, at) == [
        (OpportunityKind.WORK, "Reconcile the March ledger with the bank")
    ]
    offer = support_queries.today(cast.ana.id, at=at).offer
    assert offer
    assert (offer.option.kind, offer.option.key) == (OptionKind.OPPORTUNITY, "work")


def test_open_work_of_nobody_is_found_by_whoever_may_see_it(
    cast: Cast, wish: UUID, at: datetime
) -> None:
    card(cast, at, "Paint the fence", "Sand it.")
    begin(cast, at, "Reconcile the April ledger", 2, type="work.created", by=cast.ben.id, to=None)
    mine = [title for _kind, title in titles(cast, wish, at)]
    actions.watch(person_id=cast.ana.id, at=at)
    mine = [title for _kind, title in titles(cast, wish, at)]
    assert mine in ([], ["Reconcile the April ledger"])


def test_it_is_told_once_and_never_again(cast: Cast, wish: UUID, at: datetime) -> None:
    card(cast, at)
    actions.watch(person_id=cast.ana.id, at=at)
    first = tell(cast, at)
    assert isinstance(first, Offer)
    assert first.option.title == "Reconcile the ledger"
    again = []
    for days in range(1, 15):
        actions.watch(person_id=cast.ana.id, at=at + days * DAY)
        again.append(tell(cast, at + days * DAY))
    assert again == [None] * 14
    assert [each.state for each in finds(cast, wish, at)] == [FindState.TOLD]


def test_what_is_said_does_not_repeat_the_wish(cast: Cast, at: datetime) -> None:
    support.set_policy(by=None, at=at, withheld=0.0)
    secret = actions.add(line="reconcile the ledger secretly", by=cast.ana.id, at=at).id
    card(cast, at)
    actions.watch(person_id=cast.ana.id, at=at)
    offer = tell(cast, at)
    assert isinstance(offer, Offer)
    assert "secret" not in repr(offer)
    assert queries.told_with(offer.id, author=cast.ana.id).id == secret


def test_attention_that_is_spent_puts_it_off_and_the_page_shows_it(
    cast: Cast, wish: UUID, at: datetime
) -> None:
    support.set_policy(by=None, at=at, per_day=0, per_week=0)
    card(cast, at)
    actions.watch(person_id=cast.ana.id, at=at)
    silent = tell(cast, at)
    assert isinstance(silent, Silence)
    assert silent.reason is SilenceReason.BUDGET_DAY
    assert (tell(cast, at), len(finds(cast, wish, at))) == (None, 1)
    support.set_policy(by=None, at=at, per_day=2, per_week=6)
    assert isinstance(tell(cast, at + DAY), Offer)


def test_it_is_told_within_working_hours_alone(cast: Cast, wish: UUID, at: datetime) -> None:
    card(cast, at)
    actions.watch(person_id=cast.ana.id, at=at)
    assert tell(cast, at + timedelta(hours=12)) is None


def test_not_this_lowers_that_kind_for_that_entry(cast: Cast, wish: UUID, at: datetime) -> None:
    card(cast, at)
    actions.watch(person_id=cast.ana.id, at=at)
    (found,) = finds(cast, wish, at)
    actions.answer(find_id=found.id, state=FindState.NOT_THIS, by=cast.ana.id)
    card(cast, at, "Reconcile the petty ledger")
    actions.watch(person_id=cast.ana.id, at=at)
    assert finds(cast, wish, at) == ()
    other = actions.add(line=WISH, by=cast.ana.id, at=at).id  # The control: another entry.
    actions.watch(person_id=cast.ana.id, at=at)
    assert len(finds(cast, other, at)) == 2


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (ResponseKind.OPENED, FindState.TAKEN),
        (ResponseKind.HELPED, FindState.TAKEN),
        (ResponseKind.NOT_USEFUL_HERE, FindState.NOT_THIS),
    ],
)
def test_an_answer_to_the_offer_is_heeded(
    cast: Cast, wish: UUID, at: datetime, kind: ResponseKind, state: FindState
) -> None:
    card(cast, at)
    actions.watch(person_id=cast.ana.id, at=at)
    offer = tell(cast, at)
    assert offer
    said = feedback.respond(offer_id=offer.id, kind=kind, by=cast.ana.id, at=at)
    actions.heed(decision_id=offer.id, response_id=said.id, person_id=cast.ana.id)
    (found,) = queries.wish(wish, author=cast.ana.id).finds
    assert found.state is state


def test_everybody_at_work_is_watched_for_and_nobody_elses_wish_is_seen(
    cast: Cast, wish: UUID, at: datetime
) -> None:
    card(cast, at)
    actions.add(line=WISH, by=cast.cleo.id, at=at)
    assert actions.watch_all(at=at) == 2
    assert (len(finds(cast, wish, at)), support_queries.today(cast.dora.id, at=at).offer) == (
        1,
        None,
    )
    people.deactivate(person_id=cast.cleo.id, by=None, at=at)
    assert actions.watch_all(at=at) == 1


def test_who_wanted_to_learn_is_asked_once_when_it_is_done(cast: Cast, at: datetime) -> None:
    support.set_policy(by=None, at=at, withheld=0.0)
    episode = begin(cast, at, "Reconcile the March ledger")
    mine = {"person_id": cast.ana.id, "episode_id": episode, "by": cast.ana.id, "at": at}
    support.choose_stance(stance=Stance.DEVELOPMENT, **mine)
    done = work_queries.episode(episode)
    asked = [actions.ask_what_was_learned(episode=done, at=at) for _ in range(2)]
    ((offer,), again) = asked
    assert isinstance(offer, Offer)
    assert (offer.option.title, offer.option.key) == ("What did you learn from it?", "journal")
    assert again == ()


@pytest.mark.parametrize("stance", [Stance.COMPLETION, Stance.PERFORMANCE, None])
def test_who_did_not_want_to_learn_is_not_asked(
    cast: Cast, at: datetime, stance: Stance | None
) -> None:
    episode = begin(cast, at, "Reconcile the March ledger")
    mine = {"person_id": cast.ana.id, "episode_id": episode, "by": cast.ana.id, "at": at}
    support.choose_stance(stance=stance, **mine)
    done = work_queries.episode(episode)
    assert actions.ask_what_was_learned(episode=done, at=at) == ()
