"""Whatever is asked, in whatever order, nothing can be worked out of fewer than five people."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.disclosure import LEAST, Group, tellable


def company(*sizes: int, more: int = 0) -> list[Group]:
    teams = [Group(key=f"team {n}", size=size, within="all") for n, size in enumerate(sizes)]
    return [Group(key="all", size=sum(sizes) + more), *teams]


def test_small_groups_are_not_told() -> None:
    assert tellable([Group(key="all", size=4)]) == frozenset()
    assert tellable([Group(key="all", size=5)]) == {"all"}


def test_a_small_team_hides_behind_a_second_one() -> None:
    assert tellable(company(7, 6, 3)) == {"all", "team 0"}


def test_two_small_teams_that_are_five_together_need_no_third() -> None:
    assert tellable(company(7, 6, 3, 2)) == {"all", "team 0", "team 1"}


def test_those_in_no_team_count_as_a_team() -> None:
    assert tellable(company(7, 6, more=1)) == {"all", "team 0"}
    assert tellable(company(7, 6, more=5)) == {"all", "team 0", "team 1"}


def test_a_department_of_one_team_is_no_way_around() -> None:
    groups = [
        Group(key="all", size=14),
        Group(key="west", size=6, within="all"),
        Group(key="harbour", size=6, within="west"),
        Group(key="east", size=8, within="all"),
        Group(key="mill", size=5, within="east"),
    ]
    assert tellable(groups) == {"all", "west", "harbour", "east"}


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ([Group(key="a", size=5), Group(key="a", size=6)], "two groups have the same key"),
        ([Group(key="a", size=5, within="b")], "a is within b, which is not there"),
        ([*company(5), Group(key="x", size=1, within="x")], "a group is within itself"),
        (
            [Group(key="a", size=5), Group(key="b", size=6, within="a")],
            "the parts of a have more people than a",
        ),
    ],
)
def test_what_is_no_tree_is_refused(groups: Sequence[Group], says: str) -> None:
    with pytest.raises(ValueError, match=f"^{says}$"):
        tellable(groups)


@dataclass(frozen=True)
class House:
    """People, each in one team or none, teams in departments; who is in which group."""

    groups: tuple[Group, ...]
    members: dict[str, frozenset[int]]
    people: int


@st.composite
def houses(draw: st.DrawFn) -> House:
    """Draw a small organisation of at most thirteen people."""
    people = draw(st.integers(1, 13))
    team_of = draw(st.lists(st.integers(-1, 4), min_size=people, max_size=people))
    department_of = draw(st.lists(st.integers(-1, 1), min_size=5, max_size=5))
    within = {f"team {n}": f"department {department_of[n]}" for n in range(5)}
    within = {team: "all" if place.endswith("-1") else place for team, place in within.items()}
    members: dict[str, set[int]] = {"all": set(range(people))}
    for person, team in enumerate(team_of):
        if team >= 0:
            members.setdefault(f"team {team}", set()).add(person)
            members.setdefault(within[f"team {team}"], set()).add(person)
    groups = tuple(
        Group(
            key=key,
            size=len(found),
            within=None if key == "all" else within.get(key, "all"),
        )
        for key, found in members.items()
    )
    return House(groups, {key: frozenset(found) for key, found in members.items()}, people)


def worked_out(house: House, asked: Sequence[str]) -> list[tuple[int, ...]]:
    """Return every set of fewer than five people whose sum follows from sums that were told."""
    if not asked:
        return []
    rows = np.array(
        [[float(one in house.members[key]) for one in range(house.people)] for key in asked]
    )
    # A sum over some people follows exactly if their row is a combination of the told rows.
    _, values, basis = np.linalg.svd(rows)
    basis = basis[: int((values > 1e-9).sum())]
    small = [some for size in range(1, LEAST) for some in combinations(range(house.people), size)]
    wanted = np.zeros((len(small), house.people))
    for at, some in enumerate(small):
        wanted[at, list(some)] = 1
    left = wanted - wanted @ basis.T @ basis
    return [some for some, off in zip(small, np.abs(left).max(axis=1), strict=True) if off < 1e-6]


@settings(max_examples=150)
@given(houses(), st.data())
def test_no_sequence_of_questions_tells_of_fewer_than_five(
    house: House, data: st.DataObject
) -> None:
    told = tellable(house.groups)
    asked = data.draw(st.lists(st.sampled_from(sorted(house.members)), max_size=12))
    assert worked_out(house, [key for key in asked if key in told]) == []
    assert worked_out(house, sorted(told)) == []


def test_holding_back_small_groups_alone_would_tell() -> None:
    members = {"all": range(9), "team 0": range(6), "team 1": range(6, 9)}
    house = House(
        groups=tuple(company(6, 3)),
        members={key: frozenset(found) for key, found in members.items()},
        people=9,
    )
    assert worked_out(house, ["all", "team 0"]) == [(6, 7, 8)]


@given(houses())
def test_as_much_is_told_as_can_be(house: House) -> None:
    told = tellable(house.groups)
    assert ("all" in told) == (house.people >= LEAST)
    sizes = {group.key: group.size for group in house.groups}
    assert all(sizes[key] >= LEAST for key in told)
