"""Work comes in, becomes episodes, and is never counted twice."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from journeywork.engine.work import (
    Accepted,
    ContributionKind,
    EpisodeState,
    WorkEvent,
)
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.work import actions, queries
from journeywork.work.changes import changes
from tests.conftest import Cast


def event(cast: Cast, type: str, at: datetime, **more: object) -> WorkEvent:
    full = {
        "source": "test",
        "id": f"{type} {at:%d %H:%M}",
        "type": type,
        "at": at,
        "subject": "payments#412",
        "by": cast.ana.id,
        "place": "payments",
    }
    return WorkEvent(**(full | more))


def story(cast: Cast, at: datetime) -> list[WorkEvent]:
    minute = timedelta(minutes=1)
    return [
        event(cast, "change.proposed", at, title="Charge once", paths=("billing/fees.py",)),
        event(cast, "change.reviewed", at + minute, by=cast.ben.id, extra={"stars": 3}),
        event(cast, "change.merged", at + 2 * minute, by=cast.dora.id, labels=("fees",)),
    ]


def take(events: list[WorkEvent], at: datetime) -> tuple[WorkEvent, ...]:
    actions.accept(events, by=None, at=at)
    return actions.digest(at=at)


def test_ana_proposes_ben_reviews_dora_merges(cast: Cast, at: datetime) -> None:
    taken = take(story(cast, at), at + timedelta(hours=1))
    assert list(taken) == story(cast, at)
    (episode,) = queries.episodes()
    assert (episode.key, episode.title) == ("payments#412", "Charge once")
    assert (episode.state, episode.owner) == (EpisodeState.FINISHED, cast.ana.id)
    assert episode.people == (cast.ana.id, cast.ben.id, cast.dora.id)
    assert queries.episode(episode.uuid) == episode
    assert queries.episode_of("payments#412") == episode
    assert list(queries.time_line(episode.uuid)) == story(cast, at)


def test_a_second_delivery_changes_nothing(cast: Cast, at: datetime) -> None:
    first = actions.accept(story(cast, at), by=None, at=at)
    actions.digest(at=at)
    before = queries.episodes()
    again = actions.accept([*story(cast, at), story(cast, at)[0]], by=None, at=at)
    assert (first, again) == (Accepted(new=3, repeated=0), Accepted(new=0, repeated=4))
    assert actions.digest(at=at) == ()
    assert queries.episodes() == before


def test_the_same_event_twice_in_one_batch(cast: Cast, at: datetime) -> None:
    one = story(cast, at)[0]
    assert actions.accept([one, one], by=None, at=at) == Accepted(new=1, repeated=1)


def test_texts_and_empty_fields_are_kept_as_they_are(cast: Cast, at: datetime) -> None:
    bare = WorkEvent(source="s\x1f", id="1", type="t", at=at, subject="x", by=cast.ana.id)
    full = replace(bare, id="2\x1f", title="\x1f", place="", by=None, to=cast.ben.id, rating=-7)
    for events in ([bare], [full]):
        actions.accept(events, by=None, at=at)
    actions.accept([replace(one, source="both") for one in (bare, full)], by=None, at=at)
    kept = {(one.source, one.id): one for one in queries.all_events()}
    assert kept == {
        (one.source, one.id): one
        for each in (bare, full)
        for one in (each, replace(each, source="both"))
    }


def test_events_out_of_order_and_one_at_a_time(cast: Cast, at: datetime) -> None:
    for one in reversed(story(cast, at)):
        take([one], at)
    backwards = queries.episodes()[0]
    with within(cast.other_org):
        take(story(cast, at), at)
        forwards = queries.episodes()[0]
    assert (backwards.state, backwards.people, backwards.counts) == (
        forwards.state,
        forwards.people,
        forwards.counts,
    )


def test_another_organisation_sees_nothing(cast: Cast, at: datetime) -> None:
    take(story(cast, at), at)
    (episode,) = queries.episodes()
    with within(cast.other_org):
        assert queries.episodes() == ()
        assert list(queries.all_events()) == []
        with pytest.raises(NotFound):
            queries.episode(episode.uuid)
        assert actions.accept(story(cast, at), by=None, at=at).new == 3


def test_an_event_that_does_not_fit_is_named_and_nothing_is_stored(
    cast: Cast, at: datetime
) -> None:
    good, bad = story(cast, at)[0], event(cast, "work.started", at, title="x" * 501)
    with pytest.raises(Invalid) as fault:
        actions.accept([good, bad], by=None, at=at)
    assert fault.value.faults == {"1.title": "is longer than 500"}
    assert queries.backlog() == 0


def test_two_pieces_of_work_become_one(cast: Cast, at: datetime) -> None:
    later = at + timedelta(minutes=30)
    take([event(cast, "incident.opened", at, subject="INC-7", title="Pump stops")], at)
    take([event(cast, "change.proposed", later, title="Fix the pump")], later)
    before = {episode.key: episode.uuid for episode in queries.episodes()}
    take([event(cast, "change.merged", later, part_of=("INC-7",))], later)
    (episode,) = queries.episodes()
    assert (episode.uuid, episode.kind) == (before["INC-7"], "incident")
    assert queries.episode(before["payments#412"]) == episode
    assert queries.episodes_by_id(before.values()) == dict.fromkeys(before.values(), episode)
    assert len(queries.time_line(before["payments#412"])) == 3


def test_who_did_what(cast: Cast, at: datetime) -> None:
    take(story(cast, at), at)
    found = changes(since=None, done_since=at - timedelta(days=1), limit=9)
    told = {(c.person, c.kind, c.to, c.paths) for change in found for c in change.given}
    paths = ("billing/fees.py",)
    assert told == {
        (cast.ana.id, ContributionKind.DID, None, paths),
        (cast.ben.id, ContributionKind.REVIEWED, cast.ana.id, paths),
        (cast.dora.id, ContributionKind.MERGED, None, paths),
    }


def test_episodes_of_people_places_and_states(cast: Cast, at: datetime) -> None:
    take(story(cast, at), at)
    started = event(cast, "work.started", at, subject="order-1", place="cell 7", by=cast.ben.id)
    take([started], at)
    keys = {
        "ben": [e.key for e in queries.episodes(people=[cast.ben.id])],
        "ana": [e.key for e in queries.episodes(people=[cast.ana.id])],
        "cleo": [e.key for e in queries.episodes(people=[cast.cleo.id])],
        "cell": [e.key for e in queries.episodes(places=["cell 7"])],
        "open": [e.key for e in queries.episodes(states=[EpisodeState.OPEN])],
        "soon": [e.key for e in queries.episodes(since=at + timedelta(minutes=1))],
        "early": [e.key for e in queries.episodes(until=at + timedelta(minutes=1))],
    }
    assert keys == {
        "ben": ["payments#412", "order-1"],
        "ana": ["payments#412"],
        "cleo": [],
        "cell": ["order-1"],
        "open": ["order-1"],
        "soon": ["payments#412"],
        "early": ["order-1"],
    }
    assert queries.places() == ("cell 7", "payments")


def test_pages_of_episodes_at_the_same_second(cast: Cast, at: datetime) -> None:
    take([event(cast, "work.started", at, subject=f"o-{n}", id=f"{n}") for n in range(5)], at)
    seen: list[UUID] = []
    while page := queries.episodes(limit=2, before=seen[-1] if seen else None):
        seen += [episode.uuid for episode in page]
    assert (len(seen), len(set(seen))) == (5, 5)


def test_the_past_of_a_person_and_of_everyone(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    events = [
        event(cast, "work.started", at + timedelta(minutes=n), by=who.id)
        for n, who in enumerate([cast.ana, cast.ben, cast.ana, cast.ana, cast.ben])
    ]
    take(events, at)
    assert list(queries.all_events()) == events
    assert list(queries.all_events(since=events[1].at, until=events[4].at)) == events[1:4]
    before = at + timedelta(minutes=3)
    assert list(queries.past(cast.ana.id, before=before)) == [events[0], events[2]]
    assert list(queries.past(cast.ana.id, before=before, limit=1)) == [events[2]]


def test_changes_for_the_index_come_in_order(cast: Cast, at: datetime) -> None:
    later = at + timedelta(minutes=1)
    take([event(cast, "work.started", at, subject=s, id=s) for s in ("a", "b", "c")], at)
    first = queries.episodes_changed(limit=2)
    rest = queries.episodes_changed(since=first[-1][0], after=first[-1][1].uuid)
    take([event(cast, "work.finished", at, subject="a")], later)
    news = queries.episodes_changed(since=rest[-1][0], after=rest[-1][1].uuid)
    assert sorted(e.key for _, e in (*first, *rest)) == ["a", "b", "c"]
    assert [(when, e.key) for when, e in news] == [(later, "a")]


def test_news_is_taken_before_history(cast: Cast, at: datetime) -> None:
    old = event(cast, "work.started", at - timedelta(days=30))
    news = event(cast, "work.finished", at)
    actions.accept([old, news], by=None, at=at)
    assert [actions.digest(at=at) for _ in range(3)] == [(news,), (old,), ()]


def test_a_batch_has_a_limit(cast: Cast, at: datetime) -> None:
    actions.accept(
        [event(cast, "work.started", at, subject=f"{n}", id=f"{n}") for n in range(7)],
        by=None,
        at=at,
    )
    assert [len(actions.digest(3, at=at)) for _ in range(4)] == [3, 3, 1, 0]


def test_the_first_and_the_last_of_a_very_long_piece_of_work(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [event(cast, "check.failed", at + timedelta(seconds=n), id=f"{n}") for n in range(2010)]
    done = event(cast, "work.finished", at + timedelta(hours=2))
    opened = event(cast, "work.started", at - timedelta(hours=1), title="Long")
    take([opened, *many[:1000]], at)
    while actions.digest(at=at):
        pass
    take([*many[1000:], done], at)
    while actions.digest(at=at):
        pass
    (episode,) = queries.episodes()
    assert (episode.opened_at, episode.closed_at) == (opened.at, done.at)
    assert (episode.title, episode.counts.events) == ("Long", 2000)


def test_what_nobody_can_take_up_is_put_off_and_then_set_aside(cast: Cast, at: datetime) -> None:
    actions.accept(story(cast, at)[:1], by=None, at=at)
    when = at
    for _ in range(3):
        waiting = queries.waiting(at=when)
        assert waiting is not None
        actions.put_off(waiting, reason="it broke", at=when)
        assert actions.digest(at=when) == ()
        when += timedelta(hours=1)
    waiting = queries.waiting(at=when)
    assert waiting is not None
    actions.put_off(waiting, reason="it broke", at=when)
    (aside,) = queries.set_aside()
    assert (aside.type, aside.reason, aside.waiting) == ("change.proposed", "it broke", True)
    assert queries.backlog() == 0
    assert actions.take_up_again(at=when) == 1
    assert len(actions.digest(at=when)) == 1
    assert queries.set_aside() == ()


def set_aside_for_good(waiting: UUID, at: datetime) -> None:
    for _ in range(len(actions.PATIENCE) + 1):
        actions.put_off(waiting, reason="it broke", at=at)


def test_batch_by_batch_all_that_was_set_aside_is_taken_up_again(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.accept(story(cast, at), by=None, at=at)
    while waiting := queries.waiting(at=at):
        set_aside_for_good(waiting, at)
    actions.set_aside(source="github", id="d-1", type="star", reason="not work", at=at)
    monkeypatch.setattr(actions, "BATCH", 2)
    assert actions.take_up_again(at=at) == 3
    assert (queries.backlog(), [one.id for one in queries.set_aside()]) == (3, ["d-1"])


def test_what_is_no_work_event_is_noted_once(cast: Cast, at: datetime) -> None:
    for _ in range(2):
        actions.set_aside(source="github", id="d-1", type="star", reason="not work", at=at)
    (aside,) = queries.set_aside()
    assert (aside.id, aside.reason, aside.waiting) == ("d-1", "not work", False)


def test_a_time_line_page_by_page(cast: Cast, at: datetime) -> None:
    take(story(cast, at), at)
    (episode,) = queries.episodes()
    first = queries.time_line(episode.uuid, limit=2)
    last = first[-1]
    rest = queries.time_line(episode.uuid, limit=2, after=(last.at, last.source, last.id))
    assert (*first, *rest) == tuple(story(cast, at))
    assert queries.time_line_length(episode.uuid) == 3


def test_how_far_a_source_was_read(cast: Cast, at: datetime) -> None:
    source = actions.follow(kind="git", key="payments", at=at)
    assert actions.follow(kind="git", key="payments", at=at) == source
    actions.mark(source=source, bookmark="abc", at=at)
    assert (queries.source(source).bookmark, queries.source(source).heard_at) == ("abc", at)
    with within(cast.other_org), pytest.raises(NotFound):
        queries.source(source)
