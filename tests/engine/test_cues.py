"""Cues: what one could ask just now; few, explained both ways, and of nothing that is private."""

import ast
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine import cues as engine
from journeywork.engine.cue_advice import ADVICE, sentences
from journeywork.engine.cues import (
    STRENGTH,
    Beginning,
    Cue,
    CueKind,
    Given,
    LessonSight,
    Sight,
    TeamSight,
    chosen,
    cues,
)
from journeywork.engine.debrief_triggers import Said
from journeywork.engine.work import Episode, EpisodeCounts, EpisodeState

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANA, BEN, CLEO, DORA = (UUID(int=n) for n in range(1, 5))
QUIET = timedelta(days=14)


def piece(owner: UUID = ANA, *, failed: int = 0, days: float = 0, number: int = 1) -> Episode:
    return Episode(
        uuid=UUID(int=100 + number),
        key=f"payments#{number}",
        kind="change",
        title="Charge the fee once",
        state=EpisodeState.OPEN,
        opened_at=AT - timedelta(days=40),
        last_at=AT - timedelta(days=days),
        closed_at=None,
        owner=owner,
        people=(owner,),
        helpers=(),
        place="payments",
        paths=(),
        labels=(),
        text="",
        url="",
        counts=EpisodeCounts(failed_checks=failed),
    )


def sight(**more: Any) -> Sight:
    return Sight(lead=DORA, people=frozenset({ANA, BEN, DORA}), **more)


def says(found: Sight) -> list[tuple[CueKind, UUID | None, str]]:
    return [(one.kind, one.about, one.says) for one in cues(found, AT)]


def team(**more: Any) -> TeamSight:
    fields: dict[str, Any] = {"people": 6, "finished": 9, "last_debrief": date(2025, 11, 3)}
    return TeamSight(team=UUID(int=9), name="Payments", **(fields | more))


def lesson(**more: Any) -> LessonSight:
    born = AT - timedelta(days=70)
    return LessonSight(
        lesson=UUID(int=8), title="Count twice", at=born, **({"shown": False} | more)
    )


def test_a_stretch_that_begins_today_is_a_cue_and_yesterdays_is_not() -> None:
    today = Beginning(person=ANA, thing=UUID(int=7), at=AT - timedelta(hours=2))
    assert says(sight(stretches=[today])) == [
        (CueKind.STRETCH, ANA, "A stretch assignment begins today")
    ]
    assert says(sight(stretches=[replace(today, at=AT - timedelta(days=2))])) == []


def test_a_check_that_failed_four_times_is_a_cue() -> None:
    assert says(sight(work=[piece(failed=4)])) == [
        (CueKind.CHECK, ANA, "Checks of this work have failed 4 times")
    ]
    assert says(sight(work=[piece(failed=3)])) == []
    assert says(sight(work=[piece(failed=9, days=3)])) == []


def test_work_that_rests_for_ten_days_is_a_cue_until_it_is_finished() -> None:
    assert says(sight(work=[piece(days=12)])) == [
        (CueKind.AGEING, ANA, "Nothing has happened in it for 12 days")
    ]
    assert says(sight(work=[replace(piece(days=12), state=EpisodeState.FINISHED)])) == []


def test_somebody_new_is_a_cue_for_three_weeks() -> None:
    new = Beginning(person=BEN, thing=BEN, at=AT - timedelta(days=4))
    assert says(sight(newcomers=[new])) == [(CueKind.NEWCOMER, BEN, "New here, for 4 days")]
    assert says(sight(newcomers=[replace(new, at=AT - timedelta(days=22))])) == []


def test_a_team_without_a_debrief_is_a_cue_where_it_has_five_people() -> None:
    told = "Nobody has had a debrief since November, and 9 pieces of work are finished"
    assert says(sight(teams=[team()])) == [(CueKind.DEBRIEF, None, told)]
    assert says(sight(teams=[team(people=4)])) == []
    assert says(sight(teams=[team(last_debrief=date(2026, 2, 1))])) == []
    assert says(sight(teams=[team(finished=2)])) == []


def test_a_lesson_nobody_applied_is_a_cue_where_five_have_said_so() -> None:
    assert says(sight(lessons=[lesson()])) == [
        (CueKind.LESSON, None, "In 70 days it has not come back to anybody")
    ]
    assert says(sight(lessons=[lesson(shown=True, said=6, applied=0)])) == [
        (CueKind.LESSON, None, "Of 6 people who said, nobody applied it")
    ]
    assert says(sight(lessons=[lesson(shown=True)])) == []  # Fewer than five: not told.
    assert says(sight(lessons=[lesson(shown=True, said=6, applied=1)])) == []


def test_nothing_is_a_cue_about_the_lead_nor_about_who_is_not_theirs() -> None:
    assert says(sight(work=[piece(DORA, failed=9), piece(CLEO, failed=9)])) == []


WORK = st.lists(
    st.builds(
        piece,
        st.sampled_from((ANA, BEN)),
        failed=st.integers(0, 9),
        days=st.integers(0, 40),
        number=st.integers(1, 30),
    ),
    max_size=8,
    unique_by=lambda one: one.uuid,
)


@given(WORK)
def test_what_others_do_changes_no_cue_about_me(work: list[Episode]) -> None:
    """Nobody is compared: Ana's cues are those of Ana's work alone."""
    about = [one for one in cues(sight(work=work), AT) if one.about == ANA]
    alone = cues(sight(work=[each for each in work if each.owner == ANA]), AT)
    assert about == list(alone)


PRIVATE = ("reflection", "pulse", "journal", "stance", "climate", "mood", "rank", "score", "note")


def test_there_is_no_place_for_anything_private_in_what_cues_are_made_of() -> None:
    made_of = (Sight, TeamSight, LessonSight, Beginning)
    names = {field.name for each in made_of for field in fields(each)}
    assert [name for name in names for word in PRIVATE if word in name] == []
    tree = ast.parse(Path(engine.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in imported if name and name.startswith("journeywork")}
    assert ours == {"journeywork.engine.debrief_triggers", "journeywork.engine.work"}


# Which of them are given


def cue(kind: CueKind, about: UUID | None = None, thing: int = 1) -> Cue:
    return Cue(kind=kind, thing=UUID(int=thing), about=about, says="says")


def given_before(kind: CueKind, thing: int = 1, days: int = 1, **more: Any) -> Given:
    at = AT - timedelta(days=days)
    fields: dict[str, Any] = {"about": None, "open": False}
    return Given(kind=kind, thing=UUID(int=thing), at=at, **(fields | more))


def choose(*found: Cue, **more: Any) -> list[CueKind]:
    fields: dict[str, Any] = {"given": (), "said": {}, "quiet": QUIET, "left": 2, "at": AT}
    return [one.kind for one in chosen(found, **(fields | more))]


def test_the_most_useful_come_first_and_no_more_than_attention_is_left() -> None:
    every = [cue(kind, thing=n) for n, kind in enumerate(CueKind)]
    assert choose(*every) == [CueKind.STRETCH, CueKind.CHECK]
    assert choose(*every, left=0) == []
    assert len(choose(*every, left=9)) == 3


def test_what_stands_open_takes_its_room() -> None:
    open_ones = [given_before(CueKind.AGEING, thing=n, open=True) for n in (5, 6)]
    assert choose(cue(CueKind.STRETCH), cue(CueKind.CHECK), given=open_ones) == [CueKind.STRETCH]


def test_one_person_is_spoken_of_once_at_a_time() -> None:
    two = (cue(CueKind.STRETCH, ANA, 1), cue(CueKind.CHECK, ANA, 2))
    assert choose(*two) == [CueKind.STRETCH]
    other = given_before(CueKind.NEWCOMER, thing=3, about=ANA, open=True)
    assert choose(*two, given=[other]) == []


def test_the_same_thing_is_not_cued_again_for_a_month() -> None:
    assert choose(cue(CueKind.CHECK), given=[given_before(CueKind.CHECK, days=29)]) == []
    assert choose(cue(CueKind.CHECK), given=[given_before(CueKind.CHECK, days=30)]) != []


def test_not_useful_makes_that_kind_quiet_for_whoever_said_so() -> None:
    no = given_before(CueKind.CHECK, thing=5, not_useful_at=AT - timedelta(days=13))
    assert choose(cue(CueKind.CHECK), given=[no]) == []
    late = replace(no, not_useful_at=AT - timedelta(days=14))
    assert choose(cue(CueKind.CHECK), given=[late]) == [CueKind.CHECK]


@pytest.mark.parametrize("kind", CueKind)
def test_what_many_call_not_useful_falls_silent_for_all(kind: CueKind) -> None:
    def after(count: int, *, yes: bool = False) -> bool:
        said = [Said(person=UUID(int=50 + n), at=AT, yes=yes) for n in range(count)]
        return bool(choose(cue(kind), said={kind: said}))

    assert after(0)
    assert not after(12)
    assert after(12, yes=True)


def test_whoever_says_it_often_counts_once() -> None:
    again = [Said(person=DORA, at=AT - timedelta(days=n), yes=False) for n in range(40)]
    assert choose(cue(CueKind.STRETCH), said={CueKind.STRETCH: again}) == [CueKind.STRETCH]


@pytest.mark.parametrize("kind", CueKind)
def test_each_kind_has_both_ways_and_three_open_questions(kind: CueKind) -> None:
    found = ADVICE[kind]
    assert STRENGTH[kind] > 0
    assert found.step_in != found.step_back
    assert len(set(found.questions)) == 3
    assert all(question.endswith("?") for question in found.questions)
    assert not any(
        question.startswith("Why ") for question in found.questions
    )  # Asks who to blame.


def test_every_sentence_is_said_once() -> None:
    said = list(sentences())
    assert len(said) == len(set(said)) == 5 * len(CueKind)
