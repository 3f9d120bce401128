"""Rounds: asked for, staged all at once, changed by hand, matched again, published."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import (
    Choosing,
    PairState,
    Programme,
    ProgrammeState,
    Round,
    RoundState,
)
from journeywork.kernel.errors import Invalid
from journeywork.mentoring import publishing, queries, rounds, staging
from journeywork.mentoring.models import EnrolmentRow
from tests.conftest import Cast
from tests.rooms.mentoring import crowd, enrol, programme, somebody

Names = dict[UUID, str]


class Scene:
    """Two mentors and three mentees; Ana wants SQL, which Ben offers."""

    def __init__(self, cast: Cast, at: datetime, **more: Any) -> None:
        self.cast, self.at = cast, at
        self.programme: Programme = programme(at, by=cast.emil, **more)
        self.gus = somebody("Gus", at)
        self.mia = somebody("Mia", at)
        self.lea = somebody("Lea", at)
        enrol(self.programme, cast.ben, at, offers=["SQL"])
        enrol(self.programme, self.gus, at, offers=["Rust"])
        enrol(self.programme, self.lea, at, wants=["SQL"])
        enrol(self.programme, self.mia, at, wants=["Rust"])
        self.names = {
            one.id: one.name for one in (cast.ben, self.gus, self.lea, self.mia, cast.ana)
        }

    def staged(self, **more: Any) -> Round:
        asked = rounds.ask(programme_id=self.programme.id, by=self.cast.emil.id, at=self.at, **more)
        staging.stage(round_id=asked.id, at=self.at)
        return queries.round(asked.id)

    def pairs(self, found: Round, *states: PairState) -> dict[str, str]:
        return {
            self.names[each.first]: self.names[each.second]
            for each in queries.pairs(found.id, *(states or (PairState.STAGED,)))
        }

    def left(self, found: Round) -> set[str]:
        return {self.names[each.person] for each in queries.left(found.id)}

    def pair(self, found: Round, name: str) -> UUID:
        (id,) = [
            each.id for each in queries.pairs(found.id, PairState.STAGED)
            if self.names[each.first] == name
        ]  # fmt: skip
        return id


@pytest.fixture
def scene(cast: Cast, at: datetime) -> Scene:
    return Scene(cast, at)


def test_a_round_is_staged_with_reasons_and_proof(scene: Scene) -> None:
    found = scene.staged()
    assert (found.state, found.number) == (RoundState.STAGED, 1)
    assert scene.pairs(found) == {"Lea": "Ben", "Mia": "Gus"}
    for pair in queries.pairs(found.id):
        assert pair.fit == sum(part.value for part in pair.parts) > 0
    assert found.proof is not None
    assert (found.proof.proven, found.proof.covered, found.proof.floor_proven) == (True,) * 3
    assert found.counts is not None
    assert (found.counts.seekers, found.counts.placed, found.counts.left) == (2, 2, 0)
    assert [each.name for each in found.choices] == ["even", "weakest", "most", "steady"]


def test_asked_twice_waits_and_only_an_open_programme_is_matched(scene: Scene) -> None:
    scene.staged()
    with pytest.raises(Invalid, match="publish or drop it"):
        rounds.ask(programme_id=scene.programme.id, by=scene.cast.emil.id, at=scene.at)
    closed = programme(scene.at, state=ProgrammeState.DRAFT)
    with pytest.raises(Invalid, match="is not open"):
        rounds.ask(programme_id=closed.id, by=scene.cast.emil.id, at=scene.at)


def test_whoever_has_nobody_is_told_why_and_what_would_change_it(scene: Scene) -> None:
    enrol(scene.programme, scene.cast.ana, scene.at, wants=["SQL"])
    found = scene.staged()
    (left,) = queries.left(found.id)
    assert (scene.names[left.person], left.role) == ("Ana", Role.MENTEE)
    assert left.says == (
        "the same manager: 1 of 2",
        "the rules leave one mentor, and the round as a whole came out otherwise",
    )


def test_what_is_locked_stays_and_what_was_taken_apart_does_not_come_back(scene: Scene) -> None:
    found = scene.staged()
    rounds.drop_pair(pair_id=scene.pair(found, "Lea"), by=scene.cast.emil.id, at=scene.at)
    assert scene.pairs(found) == {"Mia": "Gus"}
    assert scene.left(found) == {"Lea", "Ben"}
    rounds.lock(pair_id=scene.pair(found, "Mia"), by=scene.cast.emil.id, at=scene.at)
    rounds.again(round_id=found.id, by=scene.cast.emil.id, at=scene.at)
    staging.stage(round_id=found.id, at=scene.at)
    assert scene.pairs(found) == {"Mia": "Gus"}
    rounds.unlock(pair_id=scene.pair(found, "Mia"), by=scene.cast.emil.id, at=scene.at)
    rounds.again(round_id=found.id, by=scene.cast.emil.id, at=scene.at)
    staging.stage(round_id=found.id, at=scene.at)
    assert scene.pairs(found) == {"Lea": "Gus", "Mia": "Ben"}


def test_two_are_put_together_by_hand_and_a_rule_is_overruled_in_words(scene: Scene) -> None:
    found = scene.staged()
    ana, ben = scene.cast.ana, scene.cast.ben
    enrol(scene.programme, ana, scene.at, wants=["Rust"])
    by = {"by": scene.cast.emil.id, "at": scene.at}
    with pytest.raises(Invalid, match="no free place"):
        rounds.pair_by_hand(round_id=found.id, people=(ana.id, ben.id), **by)
    rounds.drop_pair(pair_id=scene.pair(found, "Lea"), **by)
    made = rounds.pair_by_hand(round_id=found.id, people=(ana.id, ben.id), **by)
    assert (made.locked, made.by_hand, made.fit) == (True, True, 0)
    assert [part.says for part in made.parts] == [
        "put together by hand, in spite of a rule: they have the same manager"
    ]
    rounds.drop_pair(pair_id=scene.pair(found, "Mia"), **by)
    moved = rounds.pair_by_hand(round_id=found.id, people=(ana.id, scene.gus.id), **by)
    assert moved.fit == sum(part.value for part in moved.parts) > 0
    assert scene.pairs(found) == {"Ana": "Gus"}
    assert scene.left(found) == {"Lea", "Ben", "Mia"}


def test_whom_somebody_does_not_want_cannot_be_put_together_by_hand_and_nobody_is_told_why(
    scene: Scene,
) -> None:
    from journeywork.kernel.reader import reading_as
    from journeywork.mentoring.models import BlockRow

    with reading_as(scene.lea.id):
        BlockRow.objects.create(author=scene.lea.id, who=str(scene.cast.ben.id), at=scene.at)
    found = scene.staged()
    assert scene.pairs(found) == {"Lea": "Gus", "Mia": "Ben"}
    with pytest.raises(Invalid, match="nobody is told why"):
        rounds.pair_by_hand(
            round_id=found.id, people=(scene.lea.id, scene.cast.ben.id),
            by=scene.cast.emil.id, at=scene.at,
        )  # fmt: skip


def test_a_confirmed_round_begins_and_counts_who_waited(scene: Scene) -> None:
    enrol(scene.programme, scene.cast.ana, scene.at, wants=["Rust"], skips=False)
    enrol(scene.programme, scene.cast.dora, scene.at, wants=["Rust"], skips=True)
    EnrolmentRow.objects.filter(person=scene.mia.id).update(waited=2)
    found = scene.staged(draws=True)
    assert scene.pairs(found)["Mia"] in ("Gus", "Ben")
    rounds.confirm(round_id=found.id, by=scene.cast.emil.id, at=scene.at)
    publishing.publish(round_id=found.id, at=scene.at)
    assert queries.round(found.id).state is RoundState.PUBLISHED
    begun = queries.pairs(found.id, PairState.PUBLISHED)
    assert len(begun) == 2
    for pair in begun:
        match = queries.match(pair.match or UUID(int=0), reader=pair.first)
        assert (match.people, match.fit, match.round) == (pair.people, pair.fit, found.id)
    waits = {
        each.person: (each.waited, each.skips) for each in queries.enrolments(scene.programme.id)
    }
    (out,) = [each for each in queries.left(found.id) if each.role is Role.MENTEE]
    assert waits[out.person] == (1, False)
    assert waits[scene.mia.id] == (0, False)
    assert waits[scene.cast.dora.id] == (0, False)


def test_who_leaves_between_staging_and_publishing_begins_nothing(scene: Scene) -> None:
    found = scene.staged()
    EnrolmentRow.objects.filter(person=scene.cast.ben.id).update(left_at=scene.at)
    rounds.confirm(round_id=found.id, by=scene.cast.emil.id, at=scene.at)
    publishing.publish(round_id=found.id, at=scene.at)
    assert scene.pairs(found, PairState.PUBLISHED) == {"Mia": "Gus"}
    assert [(scene.names[each.person], each.says) for each in queries.left(found.id)] == [
        ("Lea", (publishing.CHANGED,))
    ]


def test_both_say_yes_before_it_begins(cast: Cast, at: datetime) -> None:
    scene = Scene(cast, at, choosing=Choosing.BOTH)
    found = scene.staged()
    rounds.confirm(round_id=found.id, by=cast.emil.id, at=at)
    publishing.publish(round_id=found.id, at=at)
    asked = {scene.names[each.first]: each for each in queries.pairs(found.id, PairState.ASKED)}
    lea = asked["Lea"]
    assert rounds.answer(pair_id=lea.id, yes=True, by=scene.lea.id, at=at).match is None
    assert rounds.answer(pair_id=lea.id, yes=True, by=cast.ben.id, at=at).match is not None
    no = rounds.answer(pair_id=asked["Mia"].id, yes=False, by=scene.gus.id, at=at)
    assert (no.state, no.match) == (PairState.REFUSED, None)
    assert queries.matches_of(scene.mia.id) == ()


def test_the_organiser_chooses_and_only_what_is_locked_begins(cast: Cast, at: datetime) -> None:
    scene = Scene(cast, at, choosing=Choosing.ORGANISER)
    found = scene.staged()
    rounds.lock(pair_id=scene.pair(found, "Mia"), by=cast.emil.id, at=at)
    rounds.confirm(round_id=found.id, by=cast.emil.id, at=at)
    publishing.publish(round_id=found.id, at=at)
    assert scene.pairs(found, PairState.PUBLISHED) == {"Mia": "Gus"}


def test_lots_are_fair_recorded_and_who_waited_comes_first(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    mentees, _ = crowd(where, at, mentees=20, mentors=8)
    EnrolmentRow.objects.filter(person__in=mentees[:4]).update(waited=1)
    asked = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at, draws=True)
    staging.stage(round_id=asked.id, at=at)
    first = {each.first for each in queries.pairs(asked.id)}
    assert len(first) == 8
    assert set(mentees[:4]) <= first
    out = queries.left(asked.id)
    assert {each.drawn_out for each in out} == {True}
    assert {each.person for each in out} == set(mentees) - first
    rounds.again(round_id=asked.id, by=cast.emil.id, at=at)
    staging.stage(round_id=asked.id, at=at)
    assert {each.first for each in queries.pairs(asked.id)} == first


def test_a_dropped_round_leaves_nothing_and_makes_room_for_the_next(scene: Scene) -> None:
    found = scene.staged()
    rounds.drop_round(round_id=found.id, by=scene.cast.emil.id, at=scene.at)
    assert queries.pairs(found.id) == ()
    again = rounds.ask(
        programme_id=scene.programme.id, by=scene.cast.emil.id, at=scene.at + timedelta(days=1)
    )
    assert again.number == 2
