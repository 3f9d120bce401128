"""The inner loops that find, for each person, the best partners at given prices: exactly.

People who meet the same hard rules form a group; the columns that the group may have are listed
once, cheapest first, and each person of the group adds their own points in one sweep. A block of
64 columns whose best fit cannot pay its lowest price is passed over unseen.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.compiled import compiled

BLOCK = 64
TURN, MOST_TURN = 2_654_435_761, 0xFFFF_FFFF
"""Scatters neighbouring rows (Knuth's multiplicative hashing, for 32 bits)."""


class Side(NamedTuple):
    """One side of a market looking at the other: rows look, columns are looked at.

    Hard tables (they forbid, or have many categories) stand apart from soft ones. `*_left`
    int32[tables, rows], `*_right` int32[tables, columns]; `*_points` are all tables' cells one
    after the other, a table's row a being at `at[t] + a * width[t]`. Skills, bonuses and
    forbidden pairs are sparse rows; `post_*` lists the columns of each skill.
    """

    hard_left: NDArray[np.int32]
    hard_right: NDArray[np.int32]
    hard_points: NDArray[np.int32]
    hard_at: NDArray[np.int64]
    hard_width: NDArray[np.int64]
    soft_left: NDArray[np.int32]
    soft_right: NDArray[np.int32]
    soft_points: NDArray[np.int32]
    soft_at: NDArray[np.int64]
    soft_width: NDArray[np.int64]
    soft_first: NDArray[np.int64]
    mask_left: NDArray[np.uint64]
    mask_right: NDArray[np.uint64]
    skill_start: NDArray[np.int64]
    skill: NDArray[np.int32]
    skill_value: NDArray[np.int32]
    post_start: NDArray[np.int64]
    post: NDArray[np.int32]
    post_value: NDArray[np.int32]
    bonus_start: NDArray[np.int64]
    bonus: NDArray[np.int32]
    bonus_points: NDArray[np.int32]
    never_start: NDArray[np.int64]
    never: NDArray[np.int32]


class Terms(NamedTuple):
    """On which terms to look. Fit f is worth `worth[f - lowest]`; cell 0 means "forbidden".

    A pair counts if worth - price[column] - least[row] > margin; if `both`, it counts if
    worth - max(price[column], least[row]) > margin (both sides gain). All int64.
    `cheapest` int32[columns] names the columns, best by rising price: then whole blocks are
    passed over.
    """

    worth: NDArray[np.int64]
    lowest: int
    price: NDArray[np.int64]
    least: NDArray[np.int64]
    cheapest: NDArray[np.int32]
    margin: int
    both: bool


class Room(NamedTuple):
    """Work space for one look: columns of the group, where each stands, and their points."""

    column: NDArray[np.int32]
    place: NDArray[np.int32]
    ground: NDArray[np.int32]
    score: NDArray[np.int32]
    spread: NDArray[np.int32]
    spread_of: NDArray[np.int64]
    block_price: NDArray[np.int64]


class Found(NamedTuple):
    """Per looked-at row the best columns, best first: `column`, `fit`, `value` [rows, most].

    `kept` says how many stand there, `counted` how many there are altogether (only where `both`).
    """

    column: NDArray[np.int32]
    fit: NDArray[np.int32]
    value: NDArray[np.int64]
    kept: NDArray[np.int32]
    counted: NDArray[np.int64]


@compiled
def _hard(side: Side, row: int, column: int) -> int:
    """Points of the hard tables, or NEVER."""
    for k in range(side.mask_left.shape[0]):
        if side.mask_left[k, row] & side.mask_right[k, column] == 0:
            return -2147483648
    total = 0
    for t in range(side.hard_left.shape[0]):
        cell = side.hard_left[t, row] * side.hard_width[t] + side.hard_right[t, column]
        points = side.hard_points[side.hard_at[t] + cell]
        if points == -2147483648:  # noqa: PLR2004
            return -2147483648
        total += points
    return total


@compiled
def _gather(side: Side, row: int, terms: Terms, room: Room) -> int:
    """List the columns that the row's group may have, in the order of the terms; says how many."""
    size = 0
    for c in terms.cheapest:
        points = _hard(side, row, c)
        if points != -2147483648:  # noqa: PLR2004
            room.column[size] = c
            room.place[c] = size
            room.ground[size] = points
            size += 1
    for b in range((size + BLOCK - 1) // BLOCK):
        low = terms.price[room.column[b * BLOCK]]
        for k in range(b * BLOCK + 1, min((b + 1) * BLOCK, size)):
            low = min(low, terms.price[room.column[k]])
        room.block_price[b] = low
    return size


@compiled
def _spread(side: Side, t: int, left: int, room: Room, size: int) -> None:
    """One row of a soft table laid out over the group's columns."""
    first = side.soft_at[t] + left * side.soft_width[t]
    slot = side.soft_first[t] + left
    for k in range(size):
        room.spread[slot, k] = side.soft_points[first + side.soft_right[t, room.column[k]]]


@compiled
def _add_soft(side: Side, row: int, room: Room, size: int, group: int) -> None:
    for t in range(side.soft_left.shape[0]):
        left = side.soft_left[t, row]
        slot = side.soft_first[t] + left
        if room.spread_of[slot] != group:
            _spread(side, t, left, room, size)
            room.spread_of[slot] = group
        points = room.spread[slot]
        for k in range(size):
            room.score[k] += points[k]


@compiled
def _add_single(side: Side, row: int, terms: Terms, room: Room) -> None:
    """Skills, bonuses and forbidden pairs of one row."""
    for s in range(side.skill_start[row], side.skill_start[row + 1]):
        value = np.int64(side.skill_value[s])
        skill = side.skill[s]
        for e in range(side.post_start[skill], side.post_start[skill + 1]):
            k = room.place[side.post[e]]
            if k >= 0:
                room.score[k] += (value * side.post_value[e] + 500) // 1000
    for e in range(side.bonus_start[row], side.bonus_start[row + 1]):
        k = room.place[side.bonus[e]]
        if k >= 0:
            room.score[k] += side.bonus_points[e]
    for e in range(side.never_start[row], side.never_start[row + 1]):
        k = room.place[side.never[e]]
        if k >= 0:
            room.score[k] = terms.lowest


@compiled
def _keep(found: Found, at: int, value: int, fit: int, column: int) -> None:
    """Put a find in its place among the best of a row; the last one may drop out."""
    most = found.value.shape[1]
    k = min(found.kept[at], most - 1)
    if found.kept[at] == most and found.value[at, k] >= value:
        return
    while k > 0 and found.value[at, k - 1] < value:
        found.value[at, k] = found.value[at, k - 1]
        found.fit[at, k] = found.fit[at, k - 1]
        found.column[at, k] = found.column[at, k - 1]
        k -= 1
    found.value[at, k] = value
    found.fit[at, k] = fit
    found.column[at, k] = column
    found.kept[at] = min(found.kept[at] + 1, most)


@compiled
def _scan(
    terms: Terms, room: Room, size: int, least: int, found: Found, at: int, turn: int
) -> None:
    """The best columns of the row whose points stand in `room.score`.

    Each row begins elsewhere, by its `turn`: of many columns that are equal to many rows, not all
    rows find the same few.
    """
    most = found.value.shape[1]
    bar = np.int64(terms.margin)
    blocks = (size + BLOCK - 1) // BLOCK
    for b in range(blocks):
        first = (b + turn) % blocks * BLOCK
        last = min(first + BLOCK, size)
        highest = room.score[first]
        for k in range(first + 1, last):
            highest = max(highest, room.score[k])
        low = room.block_price[first // BLOCK]
        cost = max(low, least) if terms.both else low + least
        if terms.worth[highest - terms.lowest] - cost <= bar:
            continue
        for step in range(last - first):
            k = first + (step + turn) % (last - first)
            price = terms.price[room.column[k]]
            cost = max(price, least) if terms.both else price + least
            value = terms.worth[room.score[k] - terms.lowest] - cost
            if terms.both and value > terms.margin:
                found.counted[at] += 1
            if value > bar:
                _keep(found, at, value, room.score[k], room.column[k])
                if found.kept[at] == most and not terms.both:
                    bar = max(bar, found.value[at, most - 1])


@compiled
def look(
    side: Side,
    rows: NDArray[np.int32],
    group_start: NDArray[np.int64],
    first_group: int,
    last_group: int,
    terms: Terms,
    room: Room,
    found: Found,
) -> None:
    """Look for `rows[group_start[g]:group_start[g + 1]]` of each group g in the given span.

    `found` is indexed by the position in `rows`. The rows of a group meet the same hard rules.
    """
    for group in range(first_group, last_group):
        begin, end = group_start[group], group_start[group + 1]
        size = _gather(side, rows[begin], terms, room)
        if size:
            for at in range(begin, end):
                row = rows[at]
                room.score[:size] = room.ground[:size]
                _add_soft(side, row, room, size, group)
                _add_single(side, row, terms, room)
                turn = int((np.int64(row) * TURN) & MOST_TURN)
                _scan(terms, room, size, terms.least[row], found, at, turn)
        for k in range(size):
            room.place[room.column[k]] = -1


@compiled
def fits(
    side: Side, rows: NDArray[np.int32], columns: NDArray[np.int32], out: NDArray[np.int32]
) -> None:
    """The fit of each pair (rows[k], columns[k]) into `out` int32[k]; NEVER where not allowed."""
    for k in range(len(rows)):
        out[k] = _fit(side, rows[k], columns[k])


@compiled
def _fit(side: Side, row: int, column: int) -> int:
    total = _hard(side, row, column)
    if total == -2147483648:  # noqa: PLR2004
        return total
    for e in range(side.never_start[row], side.never_start[row + 1]):
        if side.never[e] == column:
            return -2147483648
    for t in range(side.soft_left.shape[0]):
        cell = side.soft_left[t, row] * side.soft_width[t] + side.soft_right[t, column]
        total += side.soft_points[side.soft_at[t] + cell]
    for e in range(side.bonus_start[row], side.bonus_start[row + 1]):
        if side.bonus[e] == column:
            total += side.bonus_points[e]
    for s in range(side.skill_start[row], side.skill_start[row + 1]):
        total += _skill(side, side.skill[s], side.skill_value[s], column)
    return total


@compiled
def _skill(side: Side, skill: int, value: int, column: int) -> int:
    """Points of one skill of a row in a column; the columns of a skill stand in rising order."""
    low, high = side.post_start[skill], side.post_start[skill + 1]
    while low < high:
        middle = (low + high) // 2
        if side.post[middle] < column:
            low = middle + 1
        else:
            high = middle
    if low < side.post_start[skill + 1] and side.post[low] == column:
        points: int = (np.int64(value) * side.post_value[low] + 500) // 1000
        return points
    return 0
