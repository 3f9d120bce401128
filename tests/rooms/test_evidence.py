"""Replays in the room: stored, read by everyone here, and one's own part by oneself alone."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db.models.functions import Now

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.documents import Document
from journeywork.engine.options import OptionKind
from journeywork.engine.replay_report import FEWEST
from journeywork.engine.work import Help, HelpKind, WorkEvent
from journeywork.evidence import actions, queries, tasks
from journeywork.evidence.models import ReplayRow, ReplayState
from journeywork.evidence.report import html
from journeywork.evidence.staging import staged
from journeywork.evidence.values import plain, report_of
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge import queries as cards
from journeywork.people import actions as people
from journeywork.people import queries as persons
from journeywork.work import actions as work
from journeywork.work import queries as work_queries
from tests.conftest import Cast

FOLDERS = ("billing", "refunds", "ledger", "audit")


@pytest.fixture
def index() -> Iterator[None]:
    shutil.rmtree(Path(settings.INDEX_FOLDER), ignore_errors=True)
    indexing.search_index().close()
    yield
    indexing.search_index().close()


def history(team: list[UUID], at: datetime, weeks: int = 30) -> list[WorkEvent]:
    """Return the work of a team that grows from two people to all of `team`, until `at`."""
    events = []
    start = at - timedelta(weeks=weeks)
    for n in range(weeks * 4):
        here = team[: 2 + n // 8]
        folder, by = FOLDERS[n // 2 % 4], here[n % len(here)]
        helper = here[(n + 1) % len(here)]
        given = (Help(by=helper, to=by, kind=HelpKind.REVIEWED),) if n % 2 else ()
        events.append(
            WorkEvent(
                source="git", id=str(n), type="change.merged", subject=f"payments#{n}", by=by,
                at=start + timedelta(weeks=n // 4, days=n % 4), title=f"Mend {folder} rounding",
                text=f"As in #{n - 4} but later" if n % 3 == 0 and n > 4 else "",
                place="payments", paths=(f"{folder}/core.py", f"{folder}/{n % 5}.py"), helpers=given,
            )
        )  # fmt: skip
    return events


@pytest.fixture
def told(cast: Cast, at: datetime) -> datetime:
    """Thirty weeks of work by eight people without a team; returns the time of the replay."""
    crowd = [
        people.add_person(name=f"Crowd {n}", email=f"c{n}@fairwater.example", by=None, at=at).id
        for n in range(8)
    ]
    work.accept(history(crowd, at), by=None, at=at)
    while work.digest(at=at):
        pass
    pages = "# Rounding\n\nMend rounding by share, in the ledger and in billing.\n"
    since = at - timedelta(weeks=29)
    document = Document(path="billing/rounding.md", text=pages, first_seen=since, changed_at=since)
    knowledge.import_documents([document], source="git:payments", by=None, at=at)
    return at


def run(at: datetime, weeks: int = 40) -> None:
    actions.replay(since=at - timedelta(weeks=weeks), by=None, at=at)


def test_a_replay_is_kept_and_read_by_everyone(told: datetime) -> None:
    assert queries.latest_report() is None
    seen: list[tuple[int, int]] = []
    made = actions.replay(
        since=told - timedelta(weeks=40), by=None, at=told, progress=lambda *step: seen.append(step)
    )
    finished = queries.latest_report()
    assert finished is not None
    assert finished.report == made
    assert made.events == work_queries.event_count() == seen[-1][0] == seen[-1][1]
    assert made.cards == 1
    assert made.past_work.questions > 0
    assert made.who_knows.questions > 0
    assert made.attention is not None
    assert set(finished.charts) == {"en", "de"}
    assert set(finished.charts["de"]) == {
        "past_work_right", "past_work_better", "who_knows_right", "who_knows_better", "silences",
        "months",
    }  # fmt: skip
    assert queries.progress() is None


def test_a_report_survives_being_stored(told: datetime) -> None:
    run(told)
    finished = queries.latest_report()
    assert finished is not None
    assert report_of(plain(finished.report)) == finished.report


def test_the_same_history_gives_the_same_report(told: datetime) -> None:
    run(told)
    first = queries.latest_report()
    run(told)
    again = queries.latest_report()
    assert first is not None
    assert again is not None
    assert (first.report, first.charts) == (again.report, again.charts)


def test_the_replay_ranks_past_work_and_cards_as_the_live_product(
    told: datetime, index: None
) -> None:
    indexing.rebuild()
    walked = staged(since=told)
    for _ in walked.see_all(work_queries.all_events()):
        pass
    context = Context(
        text="Mend ledger rounding by share", at=told, kind=QueryKind.CHANGE, place="payments",
        paths=("ledger/core.py", "ledger/3.py"),
    )  # fmt: skip
    live = cards.past_work(context, limit=8)
    then = walked._past.fitting(context, limit=8)
    assert [one.title for one in then] == [one.title for one in live]
    assert [one.score for one in then] == pytest.approx([one.score for one in live], rel=1e-3)
    (card,) = cards.fitting(context)
    (shown,) = walked._cards.fitting(context, limit=8)
    assert shown.id == card.id
    assert shown.score == pytest.approx(card.score, abs=0.02), "apart from what answers taught"


def test_the_replay_names_who_the_live_product_names(told: datetime) -> None:
    walked = staged(since=told)
    for _ in walked.see_all(work_queries.all_events()):
        pass
    context = Context(text="Mend rounding", at=told, place="payments", paths=("audit/core.py",))
    live = cards.who_knows(context, limit=3)
    then = walked._knowers.rank(context, limit=3)
    assert [one.id for one in then] == [one.id for one in live]


def test_a_piece_of_work_that_is_a_teams_is_not_suggested_to_others(
    cast: Cast, told: datetime
) -> None:
    mine = WorkEvent(
        source="git", id="secret", type="change.merged", subject="payments#900", by=cast.ana.id,
        at=told - timedelta(weeks=50), title="Mend ledger rounding", place="payments",
    )  # fmt: skip
    work.accept([mine], by=None, at=told)
    while work.digest(at=told):
        pass
    walked = staged(since=told)
    for _ in walked.see_all(work_queries.all_events()):
        pass
    question = Context(text="Mend ledger rounding", at=told, kind=QueryKind.CHANGE)
    keys = [one.key for one in walked._past.fitting(question, limit=200)]
    theirs = walked._past.fitting(replace(question, teams=(cast.payments.id,)), limit=200)
    assert ("payments#900" in keys, "payments#900" in [one.key for one in theirs]) == (False, True)


def test_ones_own_part_is_ones_own(cast: Cast, told: datetime) -> None:
    run(told)
    finished = queries.latest_report()
    assert finished is not None
    assert finished.report.attention is not None
    parts = [queries.own(id) for id in persons.persons()]
    assert sum(own.moments for own in parts if own) == finished.report.attention.moments
    assert queries.own(cast.cleo.id) is None
    with within(cast.other_org):
        assert queries.latest_report() is None
        assert all(queries.own(id) is None for id in (cast.ana.id, cast.outsider.id))


def test_the_page_names_nobody_who_would_have_been_helped(told: datetime) -> None:
    run(told)
    finished = queries.latest_report()
    assert finished is not None
    assert finished.report.attention is not None
    page = html(finished, standalone=True)
    colleagues = set(finished.colleagues.values())
    named = {one.name for one in persons.persons().values() if one.name in page}
    assert named <= colleagues
    examples = finished.report.attention.examples
    assert all(example.people >= FEWEST for example in examples)
    assert {e.colleague for e in examples if e.offered is not OptionKind.PERSON} <= {None}


def test_the_file_asks_nothing_of_any_network_and_the_page_carries_ones_own(
    told: datetime,
) -> None:
    run(told)
    finished = queries.latest_report()
    assert finished is not None
    whole = html(finished, standalone=True)
    assert whole.startswith("<!doctype html>")
    parts = ("<script", "<link", "<img", "@import", " src=", "https:")
    links = [part for part in parts if part in whole]
    assert links == []
    assert whole.count("url(") == whole.count("url(#")
    assert whole.count("<svg") == len(finished.charts["en"]) == whole.count("<figcaption>")
    own = next(own for own in map(queries.own, persons.persons()) if own and own.latest)
    page = html(finished, standalone=False, own=own)
    assert "Only you can read this." in page
    assert "Only you can read this." not in whole
    assert "<html" not in page
    with pytest.raises(ValueError, match="nobody's own part"):
        html(finished, standalone=True, own=own)


def test_titles_from_elsewhere_are_escaped(cast: Cast, told: datetime) -> None:
    text = "# <script>alert(1)</script> rounding\n\nMend rounding <img src=x onerror=alert(1)>.\n"
    first = told - timedelta(weeks=29)
    document = Document(path="billing/x.md", text=text, first_seen=first, changed_at=first)
    knowledge.import_documents([document], source="git:payments", by=None, at=told)
    run(told)
    finished = queries.latest_report()
    assert finished is not None
    page = html(finished, standalone=True)
    assert "<script" not in page
    assert "onerror=alert(1)>" not in page.replace("&gt;", ">").replace("&lt;img", "")


def test_with_few_people_nothing_is_counted_but_the_answers_of_the_history(
    cast: Cast, at: datetime
) -> None:
    work.accept(history([cast.ana.id, cast.ben.id], at, weeks=12), by=None, at=at)
    while work.digest(at=at):
        pass
    run(at)
    finished = queries.latest_report()
    assert finished is not None
    assert finished.report.attention is None
    assert finished.report.past_work.questions > 0
    assert "Fewer than five people worked in this time." in html(finished, standalone=True)


def test_an_organisation_without_work_has_a_report_that_says_so(org: UUID, at: datetime) -> None:
    run(at)
    finished = queries.latest_report()
    assert finished is not None
    assert (finished.report.events, finished.charts) == (0, {"en": {}, "de": {}})
    page = html(finished, standalone=True)
    assert "There is no work on record yet" in page
    assert "This history is too short to judge by" in page


def test_a_replay_is_asked_for_once_and_run_by_the_worker(
    cast: Cast, told: datetime, django_capture_on_commit_callbacks: object
) -> None:
    since = told - timedelta(weeks=40)
    first = actions.ask_for(since=since, by=cast.dora.id, at=told)
    again = actions.ask_for(since=since, by=cast.emil.id, at=told)
    assert first == again
    going = queries.progress()
    assert going is not None
    assert (going.id, going.waiting, going.share) == (first, True, 0.0)
    assert (queries.going(), queries.is_news(at=told)) == (True, False)
    actions.run(replay_id=first, at=told)
    assert queries.progress() is None
    actions.run(replay_id=first, at=told)
    finished = queries.latest_report()
    assert finished is not None
    assert finished.id == first


def test_a_replay_that_lies_in_the_future_is_refused(org: UUID, at: datetime) -> None:
    for wrong in (at + timedelta(days=1), at.replace(tzinfo=None) - timedelta(days=9)):
        with pytest.raises(Invalid) as refused:
            actions.ask_for(since=wrong, by=None, at=at)
        assert refused.value.faults.keys() == {"since"}
    assert ReplayRow.objects.count() == 0
    with pytest.raises(NotFound):
        actions.run(replay_id=UUID(int=5), at=at)


def test_a_replay_that_fails_says_so_and_can_be_asked_for_again(
    org: UUID, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = actions.ask_for(since=at - timedelta(days=9), by=None, at=at)

    def breaks(**_: object) -> None:
        raise RuntimeError("Ana wrote: the disk is full")

    monkeypatch.setattr(actions, "staged", breaks)
    tasks.run_replay(org=str(org), replay=str(asked))
    going = queries.progress()
    assert going is not None
    assert going.fault == "RuntimeError in actions._walk"
    monkeypatch.undo()
    other = actions.ask_for(since=at - timedelta(days=9), by=None, at=at + timedelta(minutes=1))
    assert other != asked


def test_a_replay_that_is_broken_off_is_over(told: datetime) -> None:
    """Ctrl-C ends a replay that was begun at a terminal."""

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    since = told - timedelta(weeks=40)
    with pytest.raises(KeyboardInterrupt):
        actions.replay(since=since, by=None, at=told, progress=stop)
    over = queries.progress()
    assert over is not None
    assert over.fault == "KeyboardInterrupt in actions._walk"
    assert (queries.going(), queries.is_news(at=told)) == (False, True)


@pytest.mark.parametrize(
    ("state", "patience"),
    [(ReplayState.RUNNING, queries.RUNS), (ReplayState.WAITING, queries.WAITS)],
)
def test_a_replay_that_was_killed_may_be_asked_for_again(
    org: UUID, at: datetime, state: ReplayState, patience: timedelta
) -> None:
    since = at - timedelta(days=9)
    asked = actions.ask_for(since=since, by=None, at=at)

    def heard(before: timedelta) -> None:
        ReplayRow.objects.update(state=state, heard_at=Now() - before)

    heard(patience - timedelta(minutes=1))
    assert actions.ask_for(since=since, by=None, at=at) == asked
    assert queries.going()
    heard(patience)
    over = queries.progress()
    assert over is not None
    assert (over.fault, queries.going()) == (queries.SILENT, False)
    assert queries.is_news(at=at)
    assert actions.ask_for(since=since, by=None, at=at + timedelta(minutes=1)) != asked
    assert queries.going()


def test_only_the_last_replays_are_kept(org: UUID, at: datetime) -> None:
    for n in range(actions.KEPT + 3):
        run(at + timedelta(minutes=n))
    assert ReplayRow.objects.count() == actions.KEPT
    assert not queries.is_news(at=at + timedelta(hours=1))


def test_erasing_a_person_takes_their_part_away(told: datetime) -> None:
    run(told)
    someone = next(id for id in persons.persons() if queries.own(id))
    people.erase(person_id=someone, by=None, at=told)
    assert queries.own(someone) is None
