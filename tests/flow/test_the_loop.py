"""The whole loop on real rooms: work in, help out, answer back, and what it teaches."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from journeywork import flow
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import AppliesTo, Card
from journeywork.engine.support import Offer, SilenceReason
from journeywork.engine.work import WorkEvent
from journeywork.feedback import actions as feedback
from journeywork.feedback import queries as answers
from journeywork.kernel import reactions
from journeywork.kernel.models import PublishedFact
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge import queries as cards
from journeywork.moments import queries as moments
from journeywork.support import actions as support
from journeywork.support import queries as help_out
from journeywork.work import actions as work
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def folder() -> Iterator[None]:
    """An index of its own for each test."""
    shutil.rmtree(Path(settings.INDEX_FOLDER), ignore_errors=True)
    indexing.search_index().close()
    yield
    indexing.search_index().close()


def change(cast: Cast, at: datetime, by: str | None = "ana", **more: object) -> WorkEvent:
    fields: dict = {
        "source": "git",
        "id": f"{by}-{at.isoformat()}",
        "type": "change.proposed",
        "at": at,
        "subject": f"payments#{by}-{at:%m%d%H%M}",
        "by": getattr(cast, by).id if by else None,
        "title": "Charge the fee once",
        "place": "payments",
        "paths": ("billing/fees.py",),
    }
    return WorkEvent(**(fields | more))


def turn(at: datetime, *events: WorkEvent) -> None:
    """What the worker does: events, then the index, then facts until none are left."""
    work.accept(events, by=None, at=at)
    while taken := work.digest(at=at):
        for step in flow.STREAM:
            step(taken, at)
    indexing.rebuild()
    turn_facts(at)


def turn_facts(at: datetime) -> None:
    while sum(reactions.turn(row.id, flow.REACTIONS, at=at) for row in facts()):
        pass


def facts() -> list[PublishedFact]:
    return list(PublishedFact.objects.order_by("id"))


def stage(cast: Cast, at: datetime) -> Card:
    """Ben knows billing and wrote down how; Ana knows payments, but not billing."""
    support.set_policy(by=cast.emil.id, at=at, withheld=0.0)
    made = knowledge.draft(
        title="Charge a fee once",
        body="A retry of the charge may take the fee twice. Use charge_once, at most 3 times.",
        applies_to=AppliesTo(places=("payments",), paths=("billing/**",)),
        by=cast.ben.id,
        at=at,
    )
    card = knowledge.publish_card(card_id=made.id, by=cast.ben.id, at=at)
    bens = [change(cast, at - timedelta(days=day), "ben") for day in range(60, 50, -1)]
    anas = [change(cast, at - timedelta(days=d), paths=("docs/x.md",)) for d in range(9, 5, -1)]
    turn(at, *bens, *anas)
    return card


def offered(cast: Cast, at: datetime) -> Offer:
    offer = help_out.today(cast.ana.id, at=at).offer
    assert offer is not None
    return offer


def test_work_in_help_out_answer_back_and_what_it_teaches(cast: Cast, at: datetime) -> None:
    card = stage(cast, at)
    turn(at, change(cast, at))
    offer = offered(cast, at)
    assert offer.option.id == card.id
    assert offer.why_now.startswith("You have not worked in billing/ of payments before. ")

    feedback.respond(by=cast.ana.id, kind=ResponseKind.HELPED, at=at, offer_id=offer.id)
    turn(at)
    assert help_out.today(cast.ana.id, at=at).offer is None
    assert cards.card(card.id, at=at).helped == 1
    assert moments.evidence()["first_area"].useful == 1.0


def test_the_card_changes_and_ana_hears_of_it_when_she_comes_back(cast: Cast, at: datetime) -> None:
    card = stage(cast, at)
    turn(at, change(cast, at))
    first = offered(cast, at)
    feedback.respond(by=cast.ana.id, kind=ResponseKind.HELPED, at=at, offer_id=first.id)
    changed, back = at + timedelta(days=1), at + timedelta(days=2)
    body = "A retry of the charge may take the fee twice. Use charge_once, at most 2 times."
    knowledge.edit(card_id=card.id, by=cast.ben.id, at=changed, body=body)
    turn(changed)

    turn(back, change(cast, back))
    offer = offered(cast, back)
    assert offer.option.id == card.id
    assert offer.why_now.startswith("“Charge a fee once” has changed since you last worked here. ")
    turn(back, change(cast, back + timedelta(minutes=5)))
    assert len(help_out.offers(cast.ana.id)) == 2

    turn(back, change(cast, back, "ben"))  # He changed it himself.
    assert help_out.offers(cast.ben.id) == ()


def test_a_better_wording_is_no_news(cast: Cast, at: datetime) -> None:
    card = stage(cast, at)
    turn(at, change(cast, at))
    body = "A retry of the charge can take the fee twice. Use charge_once, at most 3 times!"
    knowledge.edit(card_id=card.id, by=cast.ben.id, at=at, body=body)
    back = at + timedelta(days=2)
    turn(back, change(cast, back))
    assert len(help_out.offers(cast.ana.id)) == 1


def test_what_is_left_unanswered_teaches_a_little(cast: Cast, at: datetime) -> None:
    stage(cast, at)
    turn(at, change(cast, at))
    later = at + timedelta(hours=49)
    support.expire(at=later)
    turn(later)
    assert [each.kind for each in answers.responses(cast.ana.id)] == [ResponseKind.IGNORED]
    assert moments.evidence()["first_area"].not_useful == pytest.approx(0.1)


def test_two_years_of_history_disturb_nobody(cast: Cast, at: datetime) -> None:
    stage(cast, at)
    past = [change(cast, at - timedelta(days=day)) for day in range(700, 3, -1)]
    turn(at, *past)
    assert help_out.offers(cast.ana.id) == ()
    assert help_out.silences(cast.ana.id) == ()


def test_at_night_nobody_is_disturbed_and_the_log_says_what_there_was(
    cast: Cast, at: datetime
) -> None:
    card = stage(cast, at)
    night = at.replace(hour=22)
    turn(night, change(cast, night))
    (silence,) = help_out.silences(cast.ana.id)
    assert silence.reason == SilenceReason.OFF_HOURS
    assert silence.candidates[0].id == card.id


def test_help_fades_for_whoever_does_well_without_and_comes_back(cast: Cast, at: datetime) -> None:
    stage(cast, at)
    risky = {"paths": ("billing/migrations/7.py",)}

    def merged(day: int) -> WorkEvent:
        when = at - timedelta(days=day)
        return change(
            cast, when, type="change.merged", id=f"m{day}", subject=f"payments#m{day}", **risky
        )

    turn(at, *(merged(day) for day in (20, 18, 16, 14, 12)))
    turn(at, change(cast, at, **risky))
    (silence,) = help_out.silences(cast.ana.id)
    assert silence.reason == SilenceReason.FADED
    assert silence.says == "Lately 88% of your work of this sort went well without help."

    next_day = at + timedelta(days=1)
    undone = change(cast, next_day, type="change.reverted", id="r", subject="payments#m12", **risky)
    turn(next_day, undone)
    turn(next_day, change(cast, next_day + timedelta(minutes=5), **risky))
    assert offered(cast, next_day).why_now.startswith(
        "You are beginning something that calls for care: “Charge the fee once”. "
    )


def test_what_ana_did_under_another_name_counts_once_it_is_known_to_be_hers(
    cast: Cast, at: datetime
) -> None:
    stage(cast, at)
    under_a_handle = [
        change(cast, at - timedelta(days=d), id=f"h{d}", by=None, by_handle="github:anna")
        for d in range(40, 30, -1)
    ]
    turn(at, *under_a_handle)
    waiting = change(cast, at - timedelta(days=4), id="not taken up yet")
    work.accept([waiting], by=None, at=at)
    work.link_author(handle="github:anna", person=cast.ana.id, at=at)
    turn_facts(at)
    turn(at, change(cast, at))
    assert help_out.offers(cast.ana.id) == ()
    with connection.cursor() as cursor:
        cursor.execute(
            "select times from moments_tally where person = %s and name = 'payments: billing/'",
            [cast.ana.id],
        )
        assert cursor.fetchall() == [(12,)]
