"""What comes apart is put right the same day; rounds of peers; why not these two."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest

from journeywork import flow
from journeywork.engine.mentoring import (
    Choosing,
    Pace,
    PairState,
    Programme,
    ProgrammeKind,
    Round,
    RoundState,
)
from journeywork.engine.people import Person
from journeywork.mentoring import healing, publishing, queries, rounds, staging, why_not
from journeywork.mentoring.facts import MatchEnded
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import RoundRow
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.mentoring import crowd, enrol, programme, somebody


def published(where: Programme, by: Person, at: datetime, **more: Any) -> Round:
    asked = rounds.ask(programme_id=where.id, by=by.id, at=at, **more)
    staging.stage(round_id=asked.id, at=at)
    rounds.confirm(round_id=asked.id, by=by.id, at=at)
    publishing.publish(round_id=asked.id, at=at)
    return queries.round(asked.id)


def ended(person: UUID, at: datetime, *, changes: tuple[UUID, ...]) -> None:
    """The match of somebody ends, and what follows from it is done."""
    row = MatchRow.objects.get(first=person, ended_at=None)
    MatchRow.objects.filter(id=row.id).update(ended_at=at)
    fact = MatchEnded(
        match=row.id, programme=row.programme, people=(row.first, row.second),
        changes=changes, at=at,
    )  # fmt: skip
    for reaction in flow.REACTIONS[MatchEnded]:
        if reaction.__name__ == "find_somebody_else":
            reaction(fact)


def mentors_of(person: UUID) -> list[UUID]:
    return [each.second for each in queries.matches_of(person)]


def test_case_5_a_mentor_leaves_and_the_next_wish_is_there_the_same_day(
    cast: Cast, at: datetime
) -> None:
    """History is kept, and nobody else's match is touched."""
    where = programme(at, by=cast.emil)
    gus, pia, mia, lea = (somebody(name, at) for name in ("Gus", "Pia", "Mia", "Lea"))
    for mentor, offers in ((cast.ben, ["SQL"]), (gus, ["Rust"]), (pia, ["SQL"])):
        enrol(where, mentor, at, offers=offers, places=2)
    enrol(where, mia, at, wants=["SQL"], wishes=[cast.ben.id, gus.id])
    enrol(where, lea, at, wants=["Rust"], wishes=[gus.id])
    published(where, cast.emil, at)
    assert (mentors_of(mia.id), mentors_of(lea.id)) == ([cast.ben.id], [gus.id])
    before = queries.matches_of(lea.id)
    people.deactivate(person_id=cast.ben.id, by=None, at=at)
    ended(mia.id, at, changes=(mia.id,))
    assert healing.heal(programme_id=where.id, at=at) == 1
    assert mentors_of(mia.id) == [gus.id], "the next wish, though Pia fits better"
    assert queries.matches_of(lea.id) == before
    assert [each.second for each in queries.matches_of(mia.id, running=False)] == [
        gus.id,
        cast.ben.id,
    ]
    assert healing.heal(programme_id=where.id, at=at) == 0, "once is enough"


def test_control_without_the_wish_the_best_free_one_is_taken(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    gus, pia, mia = (somebody(name, at) for name in ("Gus", "Pia", "Mia"))
    for mentor, offers in ((cast.ben, ["SQL"]), (gus, ["Rust"]), (pia, ["SQL"])):
        enrol(where, mentor, at, offers=offers, places=2)
    enrol(where, mia, at, wants=["SQL"], wishes=[cast.ben.id])
    published(where, cast.emil, at)
    people.deactivate(person_id=cast.ben.id, by=None, at=at)
    ended(mia.id, at, changes=(mia.id,))
    healing.heal(programme_id=where.id, at=at)
    assert mentors_of(mia.id) == [pia.id]


def test_somebody_else_is_never_the_one_they_just_had(cast: Cast, at: datetime) -> None:
    """Also where the rules would let a pair meet again at once."""
    where = programme(at, by=cast.emil, rules="[bars]\ncool_down_days = 0\n")
    mentees, _ = crowd(where, at, mentees=1, mentors=1)
    published(where, cast.emil, at)
    ended(mentees[0], at, changes=(mentees[0],))
    assert healing.heal(programme_id=where.id, at=at) == 0
    mentor = somebody("Gus", at)
    enrol(where, mentor, at, offers=["SQL"])
    assert healing.heal(programme_id=where.id, at=at) == 1, "it is looked for on"
    assert mentors_of(mentees[0]) == [mentor.id]


def test_who_ends_without_wanting_somebody_else_is_given_nobody(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    mentees, _ = crowd(where, at, mentees=1, mentors=2)
    published(where, cast.emil, at)
    ended(mentees[0], at, changes=())
    assert healing.heal(programme_id=where.id, at=at) == 0
    assert mentors_of(mentees[0]) == []


def test_whoever_joins_at_any_time_is_matched_the_same_day(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil, pace=Pace.EVERGREEN)
    crowd(where, at, mentees=0, mentors=2)
    enrol(where, cast.ana, at, wants=["SQL"])
    healing.joined(programme_id=where.id)
    assert healing.heal(programme_id=where.id, at=at) == 1
    assert len(mentors_of(cast.ana.id)) == 1


def test_a_no_is_followed_by_somebody_else_and_never_by_the_same(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil, pace=Pace.EVERGREEN, choosing=Choosing.BOTH)
    gus = somebody("Gus", at)
    enrol(where, cast.ben, at, offers=["SQL", "Rust"])
    enrol(where, gus, at, offers=["SQL"])
    mia = somebody("Mia", at)
    enrol(where, mia, at, wants=["SQL", "Rust"])
    healing.heal(programme_id=where.id, at=at)
    (first,) = asked(where)
    rounds.answer(pair_id=first.id, yes=False, by=mia.id, at=at)
    healing.heal(programme_id=where.id, at=at)
    (second,) = asked(where)
    assert {first.second, second.second} == {cast.ben.id, gus.id}
    rounds.answer(pair_id=second.id, yes=False, by=mia.id, at=at)
    assert healing.heal(programme_id=where.id, at=at) == 0


def test_a_proposal_that_nobody_answers_is_over_after_a_week(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil, pace=Pace.EVERGREEN, choosing=Choosing.BOTH)
    crowd(where, at, mentees=1, mentors=1)
    healing.heal(programme_id=where.id, at=at)
    assert len(asked(where)) == 1
    healing.look_everywhere(at=at + timedelta(days=6))
    assert len(asked(where)) == 1
    healing.look_everywhere(at=at + timedelta(days=8))
    assert asked(where) == []


def asked(where: Programme) -> list[Any]:
    return [
        pair
        for found in queries.rounds(where.id)
        for pair in queries.pairs(found.id, PairState.ASKED)
    ]


def test_a_staged_round_is_put_right_and_few_pairs_change(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    crowd(where, at, mentees=30, mentors=20, places=2)
    found = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at)
    RoundRow.objects.filter(id=found.id).update(seed=7)
    staging.stage(round_id=found.id, at=at)
    before = {each.first: each.second for each in queries.pairs(found.id)}
    gone = Counter(before.values()).most_common(1)[0][0]
    EnrolmentRow.objects.filter(person=gone).update(left_at=at)
    healing.heal(programme_id=where.id, at=at)
    after = {each.first: each.second for each in queries.pairs(found.id)}
    assert gone not in after.values()
    assert len(after) == 30
    lost = {mentee for mentee, mentor in before.items() if mentor == gone}
    changed = {mentee for mentee in before if after[mentee] != before[mentee]}
    assert lost <= changed
    assert len(changed) <= 3 * len(lost)
    assert max(Counter(after.values()).values()) <= 2
    assert queries.round(found.id).says == healing.PUT_RIGHT


def test_case_1_nobody_meets_again_before_they_must(cast: Cast, at: datetime) -> None:
    """Ten rounds of eighteen people, one a week; matches of earlier rounds still run."""
    where = programme(at, by=cast.emil, kind=ProgrammeKind.PEERS, lasts_weeks=4)
    people_in, more = crowd(where, at, mentees=18, mentors=0)
    EnrolmentRow.objects.filter(programme=where.id).update(role="both")
    met: Counter[tuple[UUID, UUID]] = Counter()
    for week in range(10):
        day = at + timedelta(weeks=week)
        found = published(where, cast.emil, day)
        pairs = queries.pairs(found.id, PairState.PUBLISHED)
        assert sorted(one for pair in pairs for one in pair.people) == sorted(people_in)
        met.update(tuple(sorted((pair.first, pair.second))) for pair in pairs)
        assert not [part for pair in pairs for part in pair.parts if part.name == "again"]
        for pair in pairs:
            assert pair.fit == sum(part.value for part in pair.parts)
    assert set(met.values()) == {1}
    assert more == []


def test_when_they_must_meet_again_the_pair_says_why(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil, kind=ProgrammeKind.PEERS)
    crowd(where, at, mentees=2, mentors=0)
    EnrolmentRow.objects.filter(programme=where.id).update(role="both")
    published(where, cast.emil, at)
    found = published(where, cast.emil, at + timedelta(weeks=1))
    (pair,) = queries.pairs(found.id)
    (again,) = [part.says for part in pair.parts if part.name == "again"]
    assert again == (
        "Mentee 0000 and Mentee 0001 have met once: one of them has met everybody who may meet them"
    )


@pytest.mark.parametrize(("sits_out", "sizes"), [(False, [2] * 8 + [3]), (True, [2] * 9)])
def test_case_2_of_nineteen_there_is_a_three_or_one_sits_out_and_is_told(
    cast: Cast, at: datetime, sits_out: bool, sizes: list[int]
) -> None:
    where = programme(at, by=cast.emil, kind=ProgrammeKind.PEERS)
    crowd(where, at, mentees=19, mentors=0)
    EnrolmentRow.objects.filter(programme=where.id).update(role="both")
    out = []
    for week in range(3):
        found = published(where, cast.emil, at + timedelta(weeks=week), sits_out=sits_out)
        assert sorted(len(each.people) for each in queries.pairs(found.id)) == sizes
        out += [(each.person, each.says) for each in queries.left(found.id)]
    says = ("the number is odd, and you sat out least often, or longest ago",)
    assert len({person for person, _ in out}) == (3 if sits_out else 0)
    assert {each for _, each in out} == ({says} if sits_out else set())


def test_circles_sit_together_within_their_size(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil, kind=ProgrammeKind.CIRCLES, least=4, most=6)
    crowd(where, at, mentees=14, mentors=0)
    EnrolmentRow.objects.filter(programme=where.id).update(role="both")
    found = published(where, cast.emil, at)
    pairs = queries.pairs(found.id, PairState.PUBLISHED)
    assert sum(len(each.people) for each in pairs) == 14
    assert {4 <= len(each.people) <= 6 for each in pairs} == {True}
    assert len({one for each in pairs for two in combinations(each.people, 2) for one in two}) == 14


def test_why_not_is_exact_names_who_would_change_and_is_for_this_round(
    cast: Cast, at: datetime
) -> None:
    where = programme(at, by=cast.emil)
    crowd(where, at, mentees=6, mentors=6)
    asked = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at)
    staging.stage(round_id=asked.id, at=at)
    found = queries.pairs(asked.id)
    first, second = found[0].first, found[1].second
    by = {"by": cast.emil.id, "at": at}
    waiting = why_not.ask_why_not(round_id=asked.id, first=first, second=second, **by)
    assert waiting.answered_at is None
    answered(asked.id, at)
    told = why_not.why_not(asked.id, first, second)
    assert told is not None
    assert (told.answered_at, bool(told.says)) == (at, True)
    rounds.lock(pair_id=found[2].id, **by)
    assert why_not.why_not(asked.id, first, second) is None, "the round is another now"
    enrol(where, cast.ana, at, wants=["SQL"])
    why_not.ask_why_not(round_id=asked.id, first=first, second=second, **by)
    answered(asked.id, at)
    changed = why_not.why_not(asked.id, first, second)
    assert changed is not None


@pytest.mark.parametrize("draws", [False, True])
def test_what_if_a_mentor_had_a_place_more(cast: Cast, at: datetime, draws: bool) -> None:
    where = programme(at, by=cast.emil)
    _, mentors = crowd(where, at, mentees=3, mentors=2)
    asked = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at, draws=draws)
    staging.stage(round_id=asked.id, at=at)
    by = {"by": cast.emil.id, "at": at}
    why_not.ask_what_if(round_id=asked.id, mentor=mentors[0], **by)
    answered(asked.id, at)
    told = why_not.why_not(asked.id, mentors[0], mentors[0])
    assert told is not None
    assert (told.says, len(told.moves)) == ((why_not.MORE_PLACED,), 1)
    assert told.moves[0].endswith("instead of nobody")


def answered(round_id: UUID, at: datetime) -> None:
    from journeywork.mentoring.round_models import WhyNotRow

    for row in WhyNotRow.objects.filter(round=round_id):
        why_not.answer(question_id=row.id, at=at)


def test_rules_that_cannot_be_read_fail_the_round_and_say_why(cast: Cast, at: datetime) -> None:
    where = programme(at, by=cast.emil, rules="[weights]\nskills = 200\n")
    crowd(where, at, mentees=1, mentors=1)
    asked = rounds.ask(programme_id=where.id, by=cast.emil.id, at=at)
    staging.stage(round_id=asked.id, at=at)
    row = RoundRow.objects.get(id=asked.id)
    assert (row.state, row.says) == (
        RoundState.FAILED,
        "line 2: skills must be a whole number from 0 to 100",
    )
