"""Which events are one piece of work, and what it looks like: a function of the set alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from journeywork.engine.episodes import Group, contributions, fold, join
from journeywork.engine.vocabulary import TYPES
from journeywork.engine.work import (
    ContributionKind,
    EpisodeState,
    Help,
    HelpKind,
    WorkEvent,
)

ANA, BEN, DORA = (UUID(int=n) for n in (1, 2, 3))
THIS = UUID(int=99)
START = datetime(2026, 3, 10, 10, tzinfo=UTC)


def event(type: str, minutes: int = 0, **more: object) -> WorkEvent:
    full = {
        "source": "test",
        "id": f"{type}-{minutes}",
        "type": type,
        "at": START + timedelta(minutes=minutes),
        "subject": "payments#412",
        "by": ANA,
    }
    return WorkEvent(**(full | more))


def story() -> list[WorkEvent]:
    """Ana proposes, the tests fail, Ben reviews, Ana reworks, Dora merges."""
    return [
        event("change.proposed", 0, title="Charge once", paths=("a.py",), text="It charged twice."),
        event("check.failed", 10, check="unit", title="unit tests failed"),
        event("change.reviewed", 20, by=BEN, labels=("approved",)),
        event("change.reworked", 30, paths=("b.py", "a.py")),
        event("change.merged", 40, by=DORA, title="Charge once", place="payments"),
    ]


def test_a_change_from_proposal_to_merge() -> None:
    episode = fold(THIS, story())
    assert episode is not None
    assert (episode.key, episode.kind, episode.title) == ("payments#412", "change", "Charge once")
    assert (episode.state, episode.closed_at) == (EpisodeState.FINISHED, story()[-1].at)
    assert episode.owner == ANA
    assert episode.people == (ANA, BEN, DORA)
    assert episode.helpers == (Help(by=BEN, to=ANA, kind=HelpKind.REVIEWED),)
    assert episode.paths == ("a.py", "b.py")
    assert (episode.counts.reviews, episode.counts.reworks, episode.counts.failed_checks) == (
        1,
        1,
        1,
    )


def test_who_did_what() -> None:
    episode = fold(THIS, story())
    assert episode is not None
    told = {(c.person, c.kind, c.to) for c in contributions(episode, story())}
    assert told == {
        (ANA, ContributionKind.DID, None),
        (BEN, ContributionKind.REVIEWED, ANA),
        (DORA, ContributionKind.MERGED, None),
    }


def test_an_incident_in_which_a_change_was_merged_is_still_open() -> None:
    events = [
        event("incident.opened", 0, subject="INC-7"),
        event("change.proposed", 5),
        event("change.merged", 9),
    ]
    open_still = fold(THIS, events)
    resolved = fold(THIS, [*events, event("incident.resolved", 20, subject="INC-7")])
    assert open_still is not None
    assert resolved is not None
    assert (open_still.kind, open_still.state) == ("incident", EpisodeState.OPEN)
    assert (resolved.state, resolved.closed_at) == (
        EpisodeState.FINISHED,
        START + timedelta(minutes=20),
    )


def test_blocked_until_somebody_goes_on() -> None:
    events = [event("work.started"), event("work.blocked", 5)]
    blocked, resumed = fold(THIS, events), fold(THIS, [*events, event("work.started", 9)])
    assert blocked is not None
    assert resumed is not None
    assert (blocked.state, resumed.state) == (EpisodeState.BLOCKED, EpisodeState.OPEN)


def test_reopened_and_finished_again() -> None:
    events = [event("work.started"), event("work.finished", 5), event("work.reopened", 9)]
    reopened = fold(THIS, events)
    finished = fold(THIS, [*events, event("work.finished", 12)])
    assert reopened is not None
    assert finished is not None
    assert (reopened.state, reopened.closed_at, reopened.counts.reopens) == (
        EpisodeState.OPEN,
        None,
        1,
    )
    assert (finished.state, finished.closed_at) == (
        EpisodeState.FINISHED,
        START + timedelta(minutes=12),
    )


@pytest.mark.parametrize(
    "types",
    [
        "case.opened work.assigned case.closed",
        "work.assigned case.opened case.closed",
        "work.assigned change.merged",
        "change.proposed work.blocked work.started change.merged",
        "change.proposed work.finished",
        "change.proposed work.finished work.reopened change.merged",
        "question.asked question.answered work.reopened question.answered",
        "work.started check.failed work.finished",
        "incident.opened work.handed_over incident.resolved",
    ],
)
def test_what_is_said_of_work_as_such_is_said_of_what_it_is(types: str) -> None:
    """An issue that was assigned is done when it is closed, a change when it is given up."""
    told = [event(type, minutes) for minutes, type in enumerate(types.split())]
    whole, before = fold(THIS, told), fold(THIS, told[:-1])
    assert whole is not None
    assert before is not None
    assert (before.state, whole.state) == (EpisodeState.OPEN, EpisodeState.FINISHED)


def test_a_merge_and_then_the_end_is_the_end() -> None:
    """Nothing that a source says twice, in a more and a less exact word, opens it again."""
    told = [event("work.started"), event("change.merged", 4), event("work.finished", 9)]
    episode = fold(THIS, told)
    assert episode is not None
    assert (episode.state, episode.closed_at) == (EpisodeState.FINISHED, told[1].at)


def test_giving_up_a_change_does_not_resolve_the_incident_it_was_for() -> None:
    events = [
        event("incident.opened", 0, subject="INC-7"),
        event("change.proposed", 5),
        event("work.finished", 9),
    ]
    episode = fold(THIS, events)
    assert episode is not None
    assert episode.state == EpisodeState.OPEN


def test_work_begun_under_one_name_and_finished_under_another_is_done() -> None:
    events = [event("work.started"), event("work.finished", 5, subject="order-881")]
    episode = fold(THIS, events)
    assert episode is not None
    assert episode.state == EpisodeState.FINISHED


def test_a_late_start_does_not_open_what_is_closed() -> None:
    episode = fold(THIS, [event("change.merged", 0), event("change.proposed", 1)])
    assert episode is not None
    assert episode.state == EpisodeState.FINISHED


def test_handed_over_to_the_next_shift() -> None:
    events = [event("work.started"), event("work.handed_over", 480, to=BEN)]
    episode = fold(THIS, events)
    assert episode is not None
    assert (episode.owner, episode.counts.handovers) == (BEN, 1)


def test_a_document_opened_makes_no_piece_of_work() -> None:
    assert fold(THIS, [event("document.opened"), event("meeting.ended", 3)]) is None


def test_a_type_nobody_knows_is_kept() -> None:
    episode = fold(THIS, [event("weld.inspected", 0, title="Seam 4", place="hall 2")])
    assert episode is not None
    assert (episode.kind, episode.title, episode.place) == ("work", "Seam 4", "hall 2")
    assert episode.counts.events == 1


def test_nobody_helps_themselves() -> None:
    mine = Help(by=ANA, to=None, kind=HelpKind.HELPED)
    episode = fold(THIS, [event("change.proposed", 0, helpers=(mine,))])
    assert episode is not None
    assert episode.helpers == ()


people = st.sampled_from([ANA, BEN, DORA, None])
words = st.sampled_from(["", "a", "b", "c"])
events = st.builds(
    WorkEvent,
    source=st.sampled_from(["s", "t"]),
    id=words.map(lambda word: word or "x"),
    type=st.sampled_from([*TYPES, "weld.inspected"]),
    at=st.integers(0, 5).map(lambda n: START + timedelta(minutes=n)),
    subject=words.map(lambda word: word or "x"),
    by=people,
    to=people,
    title=words,
    text=words,
    place=words,
    paths=st.lists(words.map(lambda word: word or "x"), max_size=3).map(tuple),
    helpers=st.lists(
        st.builds(Help, by=st.sampled_from([ANA, BEN]), to=people, kind=st.sampled_from(HelpKind)),
        max_size=2,
    ).map(tuple),
)


@given(
    st.lists(events, max_size=8).flatmap(
        lambda es: st.tuples(st.just(es), st.permutations(es + es[:3]))
    )
)
def test_order_and_repetition_change_nothing(pair: tuple[list[WorkEvent], list[WorkEvent]]) -> None:
    once, shuffled = pair
    one, other = fold(THIS, once), fold(THIS, shuffled)
    assert one == other
    if one:
        assert set(contributions(one, once)) == set(contributions(one, shuffled))


@given(st.lists(events, min_size=1, max_size=8))
def test_folding_says_nothing_that_the_events_did_not(given_events: list[WorkEvent]) -> None:
    episode = fold(THIS, given_events)
    if episode is None:
        return
    assert episode.opened_at <= episode.last_at
    assert (episode.closed_at is not None) == (episode.state == EpisodeState.FINISHED)
    assert set(episode.paths) <= {path for e in given_events for path in e.paths}


def test_joining_through_a_third() -> None:
    groups = join([("b", "a"), ("c",), ("d", "b")], {})
    assert groups == (Group(("a", "b", "d"), ()), Group(("c",), ()))


def test_joining_two_known_episodes() -> None:
    one, two = UUID(int=1), UUID(int=2)
    groups = join([("a", "b"), ("c",)], {"a": two, "b": one, "c": two})
    assert groups == (Group(("a", "b", "c"), (one, two)),)


links = st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=8)


@given(links.flatmap(lambda ls: st.tuples(st.just(ls), st.permutations(ls))))
def test_joining_does_not_depend_on_the_order(
    pair: tuple[list[list[str]], list[list[str]]],
) -> None:
    one, other = pair
    groups = join(one, {})
    assert groups == join([list(reversed(link)) for link in other], {})
    assert sorted(s for g in groups for s in g.subjects) == sorted(
        {s for link in one for s in link}
    )
    for link in one:
        assert sum(set(link) <= set(group.subjects) for group in groups) == 1


def test_the_same_identity_with_two_contents_gives_one_answer() -> None:
    one = event("work.started", 0, title="One")
    two = replace(one, title="Two")
    assert fold(THIS, [one, two]) == fold(THIS, [two, one])
