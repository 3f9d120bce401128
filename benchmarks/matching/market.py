"""A market as in a large company, drawn by a seed: the one of notes on matching (A1).

Half as many mentors as mentees (or as many as asked), 1 to 4 places each, about as many places as
mentees: tight. 500 skills in 25 families, 15 departments, 10 time zones, 6 languages, seniority,
goals, wishes for the own or another department; 3 of the reporting line, 2 earlier pairs and some
blocks are forbidden to each mentee. About four pairs of ten are allowed.
"""

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.market import NEVER, Market, Mask, Pairs, Sparse, Table

Draw = np.random.Generator

FAMILIES, IN_FAMILY, DEPARTMENTS, GOALS = 25, 20, 15, 8
ZONES = (-8, -6, -5, -3, 0, 1, 2, 5, 8, 10)
ZONE_SHARE = (0.12, 0.08, 0.16, 0.05, 0.14, 0.2, 0.08, 0.1, 0.04, 0.03)
SKILL, GOAL, SENIORITY, HOURS, LANGUAGE, DEPARTMENT = 4500, 1200, 1500, 1300, 500, 1000


def market(n: int, m: int | None = None, seed: int = 1) -> Market:
    """Draw n mentees and m mentors (n / 2 if not said)."""
    draw = np.random.default_rng(seed)
    m = m or n // 2
    there, back = _department(draw, n), _department(draw, m)
    families = np.array([draw.choice(FAMILIES, 4, replace=False) for _ in range(DEPARTMENTS)])
    capacity = draw.choice([1, 2, 3, 4], m, p=[0.35, 0.35, 0.2, 0.1])
    capacity[draw.random(m) < 0.01] = 0
    languages = _languages(draw, n), _languages(draw, m)
    return Market(
        np.ones(n, np.int32),
        capacity.astype(np.int32),
        _wanted(draw, families[there]),
        _offered(draw, families[back]),
        (
            _seniority(draw, n, m),
            _hours(draw, n, m),
            _goals(draw, n, m),
            _tongues(*languages),
            _wishes(draw, there, back),
        ),
        (Mask(*(one.astype(np.uint64) for one in languages)),),
        (),
        (_forbidden(draw, n, m, 3), _forbidden(draw, n, m, 2), _forbidden(draw, n // 10, m, 1)),
    )


def _department(draw: Draw, size: int) -> NDArray[np.int64]:
    share = 1 / np.arange(1, DEPARTMENTS + 1) ** 0.7
    return draw.choice(DEPARTMENTS, size, p=share / share.sum())


def _skills(draw: Draw, own: NDArray[np.int64], low: int, high: int) -> tuple[NDArray, NDArray]:
    """(person, skill) pairs, each once, by person."""
    size = len(own)
    count = draw.integers(low, high + 1, size)
    who = np.repeat(np.arange(size), count)
    at_home = draw.random(len(who)) < 0.75
    family = np.where(
        at_home, own[who, draw.integers(0, 4, len(who))], draw.integers(0, FAMILIES, len(who))
    )
    share = 1 / np.arange(1, IN_FAMILY + 1) ** 0.9
    inside = draw.choice(IN_FAMILY, len(who), p=share / share.sum())
    keys = np.unique(who * (FAMILIES * IN_FAMILY) + family * IN_FAMILY + inside)
    return keys // (FAMILIES * IN_FAMILY), keys % (FAMILIES * IN_FAMILY)


def _rows(size: int, who: NDArray, skill: NDArray, value: NDArray) -> Sparse:
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(who, minlength=size), out=start[1:])
    return Sparse(start, skill.astype(np.int32), value.astype(np.int32))


def _wanted(draw: Draw, own: NDArray[np.int64]) -> Sparse:
    who, skill = _skills(draw, own, 3, 6)
    weight = draw.integers(1, 4, len(who))
    value = SKILL * weight // np.bincount(who, weight, len(own)).astype(np.int64)[who]
    return _rows(len(own), who, skill, value)


def _offered(draw: Draw, own: NDArray[np.int64]) -> Sparse:
    who, skill = _skills(draw, own, 4, 9)
    return _rows(len(own), who, skill, draw.integers(400, 1001, len(who)))


def _table(left: NDArray, right: NDArray, points: NDArray) -> Table:
    return Table(left.astype(np.int32), right.astype(np.int32), points.astype(np.int32))


def _seniority(draw: Draw, n: int, m: int) -> Table:
    gap = np.arange(11)[None, :] - np.arange(11)[:, None]
    points = SENIORITY - 300 * np.abs(gap - 3)
    return _table(draw.integers(1, 8, n), draw.integers(3, 11, m), np.where(gap > 0, points, NEVER))


def _hours(draw: Draw, n: int, m: int) -> Table:
    zones = np.array(ZONES)
    apart = np.abs(zones[:, None] - zones[None, :])
    overlap = np.maximum(8 - np.minimum(apart, 24 - apart), 0)
    points = np.where(overlap >= 2, HOURS * overlap // 8, NEVER)
    where = (draw.choice(len(ZONES), size, p=ZONE_SHARE) for size in (n, m))
    return _table(*where, points)


def _goals(draw: Draw, n: int, m: int) -> Table:
    near = np.abs(np.arange(GOALS)[:, None] - np.arange(GOALS)[None, :])
    points = np.where(near == 0, GOAL, np.where(near == 1, GOAL // 3, 0))
    return _table(draw.integers(0, GOALS, n), draw.integers(0, GOALS, m), points)


def _languages(draw: Draw, size: int) -> NDArray[np.int64]:
    """A bit for each language spoken; the first is English."""
    english = draw.random(size) < 0.88
    other = draw.integers(1, 6, size)
    bits = np.where(english, 1, 0) | np.where(~english | (draw.random(size) < 0.4), 1 << other, 0)
    return bits.astype(np.int64)


def _tongues(left: NDArray[np.int64], right: NDArray[np.int64]) -> Table:
    masks = np.arange(64)
    shared = masks[:, None] & masks[None, :]
    home = (shared & ~1) != 0
    return _table(left, right, np.where(home, LANGUAGE, np.where(shared != 0, LANGUAGE // 2, 0)))


def _wishes(draw: Draw, there: NDArray[np.int64], back: NDArray[np.int64]) -> Table:
    wish = draw.choice(3, len(there), p=[0.6, 0.15, 0.25])
    same = np.eye(DEPARTMENTS, dtype=bool)
    points = np.array([np.where(same, 0, DEPARTMENT), np.where(same, DEPARTMENT, 0)])
    indifferent = np.full((1, DEPARTMENTS, DEPARTMENTS), DEPARTMENT // 2)
    every = np.concatenate([points, indifferent]).reshape(-1, DEPARTMENTS)
    return _table(wish * DEPARTMENTS + there, back, every)


def _forbidden(draw: Draw, n: int, m: int, each: int) -> Pairs:
    seeker = np.repeat(np.arange(n, dtype=np.int32), each)
    giver = draw.integers(0, m, len(seeker)).astype(np.int32)
    return Pairs(seeker, giver, np.zeros(len(seeker), np.int32))
