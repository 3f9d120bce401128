"""The demo as it is loaded: an organisation of its own, whole, with its last days lived through."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import tantivy
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from journeywork.coaching import queries as climate
from journeywork.connectors.demo import corners, loading, reading, tasks
from journeywork.connectors.demo.people import Visitor
from journeywork.debriefs import queries as debriefs
from journeywork.engine.knowledge import CardState, Trust
from journeywork.engine.people import Organisation
from journeywork.engine.support import SilenceReason
from journeywork.engine.work import EpisodeState
from journeywork.evidence import queries as evidence
from journeywork.kernel import anchors, audit, clock, jobs, looks
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.ids import new_id
from journeywork.kernel.jobs import JobState
from journeywork.kernel.schema import scoped_models
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions as writing
from journeywork.knowledge import indexing
from journeywork.knowledge import queries as knowledge
from journeywork.knowledge.index import EVERYONE, Entry, Shelf
from journeywork.knowledge.lookups import SCHEMA
from journeywork.knowledge.posts import queries as posts
from journeywork.people import actions as people
from journeywork.people import demo as demos
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
    past, lived = demo.steps.pop("past"), demo.steps.pop("work")
    assert demo.steps == {"people": (40, 40), "cards": (60, 60)}
    told = events - len(corners.STRANGERS)
    assert (past[0] + lived[0], past[1] + lived[1]) == (told, told)


def test_no_page_of_it_is_empty(demo: Demo) -> None:
    ana = directory.person_by_key("ana").id
    drafts = knowledge.cards(state=CardState.DRAFT, owner=ana, reader=ana, at=demo.at)
    assert [draft.title[:26] for draft in drafts] == ["The bank answers 202 now, n"[:26]]
    looked = [glance.by for glance in looks.looks(ana)]
    assert looked == [directory.person_by_key(key).id for key in ("dora", "emil", "cleo")]
    told = posts.posts(reader=directory.person_by_key("ana"))
    assert len(told) == 9  # and one is for a ward alone
    assert {source.key for source in work.sources()} == {"payments-api", "fairwater/reconciler"}
    assert {one.handle for one in work.unresolved_authors()} == set(corners.STRANGERS)
    assert len(work.set_aside()) == 1
    asked = evidence.progress()
    assert asked is not None
    assert asked.waiting  # The worker does it, once all of this is committed.


def test_people_looked_back_together_and_said_how_safe_it_is(demo: Demo) -> None:
    ana, hugo = (directory.person_by_key(key).id for key in ("ana", "hugo"))
    held = debriefs.debriefs(reader=ana)
    assert [(one.state.value, one.named, one.done) for one in held] == [
        ("writing", False, 1),  # Ana is asked on Today.
        ("revealed", True, 0),
    ]
    assert [one.kind for one in debriefs.waiting_for(ana, at=demo.at)] == ["write"]
    lessons = debriefs.lessons(held[1].id)
    assert [(one.owner, one.revises) for one in lessons] == [(hugo, None)]
    asked = climate.last_told()[0]
    by_team = {each.team for each in climate.told(asked.id, reader=directory.person(ana))}
    assert by_team == {None, directory.team_by_key("payments").id}
    lena = directory.person_by_key("lena")  # Two of platform answered: nothing is told of it.
    assert {each.team for each in climate.told(asked.id, reader=lena)} == {None}


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


@pytest.mark.parametrize("step", [("cards", 7), ("work", 3)])
def test_a_demo_that_breaks_half_way_leaves_nothing(
    step: tuple[str, int], db: None, at: datetime
) -> None:
    del db

    def break_off(what: str, done: int, of: int) -> None:
        del of
        if (what, done) == step:
            raise KeyboardInterrupt

    before = directory.organisations(), indexing.search_index().organisations()
    with pytest.raises(KeyboardInterrupt):
        loading.load(at=at, progress=break_off)
    assert (directory.organisations(), indexing.search_index().organisations()) == before


def test_removed_it_leaves_nothing_in_tables_index_queue_or_folders(
    cast: Cast, at: datetime
) -> None:
    anas = knowledge_card(cast, at)
    made = loading.load(at=at, visitor=VISITOR)
    with within(made.id):
        anchors.anchor(at=at)
    assert set(left_of(made.id)) == {"accounts", "anchor", "index", "jobs", "seats", "tables"}
    loading.remove(at=at)
    assert left_of(made.id) == {}
    assert cast.org in indexing.search_index().organisations()
    with within(cast.org):
        assert [each.key for each in knowledge.cards(text="titanium", at=at)] == [anas]


def knowledge_card(cast: Cast, at: datetime) -> str:
    """Ana's card, in an organisation that is no demo; in the index."""
    card = writing.draft(title="Titanium", body="Slowly.", by=cast.ana.id, at=at)
    writing.publish_card(card_id=card.id, by=cast.ana.id, at=at)
    indexing.catch_up()
    return card.key


def left_of(org: UUID) -> dict[str, object]:
    """Return what there is of an organisation, by where it is; nothing where there is nothing."""
    with within(org):
        tables = {model._meta.label for model in scoped_models() if model.objects.exists()}
    found: dict[str, object] = {
        "tables": tables,
        "index": org in indexing.search_index().organisations() or in_the_index(org),
        "jobs": asked_of("select count(*) from procrastinate_jobs where args->>'org' = %s", org),
        "seats": asked_of("select count(*) from people_seat where org::text = %s", org),
        "accounts": asked_of(
            "select count(*) from people_account where email like '%%@fairwater.example' "
            "and not exists (select from people_seat where account = people_account.id "
            "and org::text <> %s)",
            org,
        ),
        "anchor": (Path(settings.DATA) / "audit" / f"{org}.jsonl").exists(),
    }
    return {name: each for name, each in found.items() if each}


def in_the_index(org: UUID) -> int:
    """Return how many entries of an organisation the index holds, whoever may read them."""
    index = indexing.search_index()
    found = 0
    query = tantivy.Query.term_query(SCHEMA, "org", org.hex, "basic")
    for shelf in Shelf:
        found += index._read(shelf, lambda sight: len(sight.best(query, 1000)))
    return found


def asked_of(statement: str, org: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [str(org)])
        return int(cursor.fetchone()[0])


def test_what_a_killed_process_left_in_the_index_is_swept_by_the_next(
    cast: Cast,
) -> None:
    gone = new_id()
    entry = Entry(id=new_id(), org=gone, audience=(EVERYONE,), words=["orphan"])
    indexing.catch_up()
    indexing.forget_the_gone()
    indexing.search_index().write(Shelf.CARD, [entry])
    assert in_the_index(gone) == 1
    assert indexing.forget_the_gone() == 1
    assert in_the_index(gone) == 0
    del cast


def test_what_a_transaction_makes_is_not_swept_before_its_commit(cast: Cast) -> None:
    coming = new_id()
    entry = Entry(id=new_id(), org=coming, audience=(EVERYONE,), words=["newcomer"])
    indexing.catch_up()
    indexing.forget_the_gone()
    with indexing.before_the_commit() as name:
        name(coming)
        indexing.search_index().write(Shelf.CARD, [entry])
        assert indexing.forget_the_gone() == 0
        assert in_the_index(coming) == 1
    assert indexing.forget_the_gone() == 1  # Nobody has made it after all.
    del cast


# Asked for by a page or a program


def test_asked_for_twice_it_comes_once_and_a_stale_button_does_no_harm(
    cast: Cast, at: datetime
) -> None:
    me = cast.emil.id
    assert not demos.remove_demo(by=me, at=at)
    assert demos.load_demo(by=me, at=at)
    assert not demos.load_demo(by=me, at=at)
    assert not demos.remove_demo(by=me, at=at)  # It is not there yet.
    job = demos.demo().job
    assert job is not None
    assert (job.task, job.state, demos.demo().going) == ("demo_load", JobState.WAITING, True)
    assert jobs.take_back(job.id)
    loading.load(at=at)
    assert not demos.load_demo(by=me, at=at)
    assert demos.remove_demo(by=me, at=at)
    assert [line.verb for line in audit.lines(limit=2)] == [
        "demo_remove.asked",
        "demo_load.asked",
    ]


def test_what_failed_says_so_until_it_is_asked_for_anew(cast: Cast, at: datetime) -> None:
    demos.load_demo(by=cast.emil.id, at=at)
    for status in ("doing", "failed"):
        with connection.cursor() as cursor:
            cursor.execute(
                "update procrastinate_jobs set status = %s where lock = 'demo'", [status]
            )
    assert (demos.demo().going, demos.demo().failed) == (False, True)
    assert demos.load_demo(by=cast.emil.id, at=at)
    assert (demos.demo().going, demos.demo().failed) == (True, False)
    assert not demos.stop_trying()  # Nothing has broken yet.


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
    monkeypatch.setattr(settings, "INDEX_FOLDER", tmp_path / "index")
    assert loading.writes_here()
    indexing.search_index().close()
    if os.geteuid() == 0:
        os.chown(tmp_path / "index", 1, 1)
    else:
        monkeypatch.setattr(settings, "INDEX_FOLDER", Path("/"))
    assert not loading.writes_here()
