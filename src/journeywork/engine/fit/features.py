"""Skills and goals as columns of numbers: what each is worth to whoever wants it, and who has it.

Every skill that anybody wants is a column, and so is every goal. What a mentor offers is looked
up once for each column, the best of it counts: so a wish counts once, however many skills of a
mentor are close to it, and the fit of any two is a sum over columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journeywork.engine.fit.participants import Participant
from journeywork.engine.fit.rules import UNIT, Weights
from journeywork.engine.fit.skills import Names, Phrase, phrase, strength
from journeywork.engine.matching.market import THOUSANDTHS, Sparse, sparse
from journeywork.engine.people import Skill


@dataclass(frozen=True, slots=True)
class Features:
    """The columns, `skills` first, then `goals`; what is wanted in points, offered in thousandths."""

    skills: tuple[Phrase, ...]
    goals: tuple[Phrase, ...]
    wanted: Sparse
    offered: Sparse

    @property
    def columns(self) -> Mapping[Phrase, int]:
        """The column of each skill."""
        return {one: column for column, one in enumerate(self.skills)}

    @property
    def goal_columns(self) -> Mapping[Phrase, int]:
        """The column of each goal."""
        return {one: column for column, one in enumerate(self.goals, len(self.skills))}


def features(
    seekers: Sequence[Participant], givers: Sequence[Participant], weights: Weights, names: Names
) -> Features:
    """Return the columns of a round and what everybody wants and offers in them."""
    skills = tuple(sorted({names.meant(one.name) for each in seekers for one in each.wants}))
    goals = tuple(sorted({phrase(goal) for seeker in seekers for goal in seeker.goals}))
    made = Features(skills, goals, sparse([]), sparse([]))
    close = _Closeness(skills, names)
    columns, goal_columns = made.columns, made.goal_columns
    return Features(
        skills,
        goals,
        sparse([_wanted(each, weights, names, columns, goal_columns) for each in seekers]),
        sparse([_offered(each, close, goal_columns) for each in givers]),
    )


def shares(whole: int, weights: Sequence[int]) -> list[int]:
    """Return `whole` divided by weight in whole numbers that add up to it (largest remainder)."""
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    parts = [whole * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: (-(whole * weights[at] % total), at))
    for at in order[: whole - sum(parts)]:
        parts[at] += 1
    return parts


def wants_of(seeker: Participant, names: Names) -> dict[Phrase, int]:
    """Return the weight of each skill that somebody wants; of one named twice the greater."""
    found: dict[Phrase, int] = {}
    for one in seeker.wants:
        meant = names.meant(one.name)
        found[meant] = max(one.weight, found.get(meant, 0))
    return dict(sorted(found.items()))


class _Closeness:
    """What each offered skill counts for each wanted column; looked up, not tried one by one."""

    def __init__(self, skills: Sequence[Phrase], names: Names) -> None:
        self._names = names
        self._column = {one: column for column, one in enumerate(skills)}
        self._by_part: dict[Phrase, list[Phrase]] = {}
        for one in skills:
            for part in names.within(one):
                self._by_part.setdefault(part, []).append(one)
        self._known: dict[tuple[str, int], dict[int, int]] = {}

    def of(self, skill: Skill) -> dict[int, int]:
        """Return the thousandths that an offered skill counts, by column."""
        key = (skill.name, skill.level)
        if key not in self._known:
            meant = self._names.meant(skill.name)
            parts = self._names.within(meant) | self._names.within(phrase(skill.name))
            near = {meant, *parts, *self._by_part.get(meant, ())} & self._column.keys()
            counts = {self._column[one]: strength(self._names, one, skill) for one in near}
            self._known[key] = {column: count for column, count in counts.items() if count}
        return self._known[key]


def _wanted(
    seeker: Participant,
    weights: Weights,
    names: Names,
    columns: Mapping[Phrase, int],
    goal_columns: Mapping[Phrase, int],
) -> dict[int, int]:
    wants = wants_of(seeker, names)
    skills = shares(weights.skills * UNIT, list(wants.values()))
    goals = sorted({phrase(goal) for goal in seeker.goals})
    points = shares(weights.goals * UNIT, [1] * len(goals))
    row = {columns[one]: share for one, share in zip(wants, skills, strict=True)}
    row.update((goal_columns[one], share) for one, share in zip(goals, points, strict=True))
    return row


def _offered(
    giver: Participant, close: _Closeness, goal_columns: Mapping[Phrase, int]
) -> dict[int, int]:
    row: dict[int, int] = {}
    for skill in giver.offers:
        for column, counts in close.of(skill).items():
            row[column] = max(counts, row.get(column, 0))
    for goal in giver.goals:
        if (named := phrase(goal)) in goal_columns:
            row[goal_columns[named]] = THOUSANDTHS
    return row
