"""The demo as it is loaded: an organisation of its own, whole, with its last days lived through."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from journeywork.connectors.demo import loading, reading, tasks
from journeywork.connectors.demo.people import Visitor
from journeywork.engine.knowledge import Trust
from journeywork.engine.people import Organisation
from journeywork.engine.support import SilenceReason
from journeywork.engine.work import EpisodeState
from journeywork.kernel import clock
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.knowledge import indexing
from journeywork.knowledge import queries as knowledge
from journeywork.people import actions as people
from journeywork.people import queries as directory
from journeywork.support import queries as support
from journeywork.work import queries as work
from tests.conftest import Cast

AFTERNOON = datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 3, 15, 22, 30, tzinfo=UTC)
MONDAY_DAWN = datetime(2026, 3, 16, 5, 30, tzinfo=UTC)
VISITOR = Visitor(name="Wanda Visits", email="wanda@elsewhere.example")


@dataclass(frozen=True)
class Demo:
    """A loaded demo, its organisation in force, and what it told while it was loaded."""

    organisation: Organisation
    steps: dict[str, tuple[int, int]]
    at: datetime


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Demo]:
    """Load it once for all tests here; none of them changes it."""
    del django_db_setup
    steps: dict[str, tuple[int, int]] = {}
    with django_db_blocker.unblock(), transaction.atomic():
        made = loading.load(
            at=AFTERNOON,
            visitor=VISITOR,
            progress=lambda what, done, of: steps.update({what: (done, of)}),
        )
        with within(made.id):
            yield Demo(made, steps, AFTERNOON)
        transaction.set_rollback(True)


def test_all_of_it_is_there(demo: Demo) -> None:
    assert (demo.organisation.name, demo.organisation.is_demo) == ("Fairwater Group (demo)", True)
    assert len(directory.persons()) == 41  # and the visitor
    assert len(directory.teams()) == 6
    assert len(knowledge.cards(limit=200, at=demo.at)) == 60
    assert work.backlog() == 0
    events = work.event_count()
    assert events > 750
    assert work.event_count(since=demo.at) == 0
    assert demo.steps == {"people": (40, 40), "cards": (60, 60), "work": (events, events)}


def test_people_are_as_the_file_says(demo: Demo) -> None:
    nadia, dora, hana = (directory.person_by_key(key) for key in ("nadia", "dora", "hana"))
    assert nadia.working_time.covers(datetime(2026, 3, 10, 3, 0, tzinfo=UTC))  # Monday's night
    assert nadia.working_time.ends < nadia.working_time.starts
    assert dora.roles == ("member", "team_lead")
    assert dora.leads == dora.teams
    assert hana.paused_until == (demo.at + timedelta(days=21)).date()
    assert directory.person_by_key("ivy").reports_to == directory.person_by_key("ben").id
    offered, wanted = directory.skills(directory.person_by_key("ana").id)
    assert [skill.name for skill in offered] == ["refunds", "webhooks", "writing clearly"]
    assert len(wanted) == 3


def test_trust_comes_out_as_the_files_say(demo: Demo) -> None:
    told = {card.head.title: card.head.trust for card in reading.read().cards}
    found = {card.title: card.trust for card in knowledge.cards(limit=200, at=demo.at)}
    assert found == told
    assert Counter(found.values()) == {
        Trust.FRESH: 50,
        Trust.DUE: 4,
        Trust.EXPIRED: 3,
        Trust.FLAGGED: 3,
    }


def test_only_what_is_young_is_still_open(demo: Demo) -> None:
    still = work.episodes(states=(EpisodeState.OPEN, EpisodeState.BLOCKED), limit=200)
    assert [e.key for e in still if e.last_at < demo.at - timedelta(days=5)] == []
    assert len(still) > 15


def test_anas_today_has_its_offer_and_her_log_its_silences(demo: Demo) -> None:
    ana = directory.person_by_key("ana").id
    today = support.today(ana, at=demo.at)
    assert today.offer is not None
    assert "“migration-time” has failed 3 times in a row" in today.offer.why_now
    assert [episode.title for episode in today.episodes if "refund" in episode.title] != []
    assert len(support.offers(ana)) >= 3
    assert SilenceReason.BUDGET_DAY in {silence.reason for silence in support.silences(ana)}


def test_the_last_days_hold_offers_answers_and_silences_of_several_sorts(demo: Demo) -> None:
    everybody = directory.persons()
    offers = [offer for id in everybody for offer in support.offers(id)]
    standing = Counter(support.standing(offer.id).state for offer in offers)
    silences = Counter(s.reason for id in everybody for s in support.silences(id))
    assert standing["answered"] >= 5
    assert standing["open"] >= 1
    assert {SilenceReason.OFF_HOURS, SilenceReason.BUDGET_DAY, SilenceReason.WITHHELD} <= {
        *silences
    }
    assert all(o.at >= demo.at - timedelta(days=15) for o in offers)
    for id, person in everybody.items():
        assert all(person.working_time.covers(offer.at) for offer in support.offers(id))


def test_it_can_be_asked(demo: Demo) -> None:
    ana = directory.person_by_key("ana").id
    answer = support.ask("how do I add a column to a large table", person_id=ana, at=demo.at)
    assert answer.cards[0].title == "Add a column to a large table without stopping payments"
    assert [person.key for person in answer.people] != []
    assert len(knowledge.requests()) == 6


def test_the_visitor_administers_it_with_an_account_of_their_own(demo: Demo) -> None:
    wanda = directory.person_by_email(VISITOR.email)
    assert wanda is not None
    assert wanda.roles == ("member", "administrator")
    assert [team.key for team in directory.teams() if team.id in wanda.teams] == ["payments"]


@pytest.mark.parametrize("at", [SUNDAY_NIGHT, MONDAY_DAWN])
def test_at_any_hour_of_any_day_ana_has_an_offer(at: datetime, db: None) -> None:
    del db
    made = loading.load(at=at)
    with within(made.id):
        ana = directory.person_by_key("ana")
        assert support.today(ana.id, at=at).offer is not None


def test_it_is_beside_ones_own_organisation_and_goes_without_a_trace(
    cast: Cast, at: datetime
) -> None:
    before = directory.my_data(cast.ana.id)
    with clock.fixed(at):
        tasks.demo_load(str(cast.org), str(cast.emil.id))
        tasks.demo_load(str(cast.org), str(cast.emil.id))  # Run twice, it changes nothing more.
    (made,) = loading.demos()
    account = directory.account_of(cast.emil.id)
    assert account is not None
    assert {seat.org for seat in directory.seats(account)} == {cast.org, made.id}
    assert directory.my_data(cast.ana.id) == before
    assert knowledge.cards(at=at) == ()
    with pytest.raises(Invalid, match="is loaded already"):
        loading.load(at=at)
    with clock.fixed(at):
        tasks.demo_remove(str(cast.org), str(cast.emil.id))
        tasks.demo_remove(str(cast.org), str(cast.emil.id))
    assert loading.demos() == ()
    assert [seat.org for seat in directory.seats(account)] == [cast.org]
    assert directory.my_data(cast.ana.id) == before


def test_a_demo_that_breaks_half_way_leaves_nothing(db: None, at: datetime) -> None:
    del db

    def break_off(what: str, done: int, of: int) -> None:
        del of
        if (what, done) == ("cards", 7):
            raise KeyboardInterrupt

    before = directory.organisations()
    with pytest.raises(KeyboardInterrupt):
        loading.load(at=at, progress=break_off)
    assert directory.organisations() == before


def test_nobody_outside_a_demo_can_be_taken_away_with_it(cast: Cast, at: datetime) -> None:
    with pytest.raises(Invalid):
        people.remove_organisation(org_id=cast.org, by=None, at=at)
    assert loading.remove(at=at) == ()
    with pytest.raises(NotFound):
        directory.person_by_key("wanda")


def test_the_index_is_written_here_unless_it_is_somebody_elses(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del db
    from django.conf import settings

    monkeypatch.setattr(settings, "INDEX_FOLDER", tmp_path / "index")
    assert loading.writes_here()
    indexing.search_index().close()
    if os.geteuid() == 0:
        os.chown(tmp_path / "index", 1, 1)
    else:
        monkeypatch.setattr(settings, "INDEX_FOLDER", Path("/"))
    assert not loading.writes_here()
