"""How safe it is to speak in a team: a published scale, and what may be told of its answers.

The seven items are those of Edmondson 1999, "Psychological Safety and Learning Behavior in Work
Teams", Administrative Science Quarterly 44 (2), 350-383, appendix. Each is answered from 1
(very inaccurate) to 7 (very accurate), or not at all; three say the opposite and are turned
around, so that more is always safer.

What is told of a group is made once, when the asking closes: for each item the mean, where at
least five people answered it there and in every group that could be worked out from what is
told elsewhere (`engine.disclosure`). The figure for all items is the mean of the items' means
and not of people's scores: those would, beside the items, tell what somebody answered who left
one out. A mean at the end of the scale would tell everybody's answer; it is told as "below" or
"above".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from journeywork.engine.disclosure import LEAST, Group, tellable

LOWEST, HIGHEST = 1, 7
#: Means beyond these are told as these: all who answered are then close to the scale's end.
FLOOR, CEILING = 1.5, 6.5
WHOLE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sentence that people find accurate or not. `turned` ones say that it is not safe.

    `text` is the published wording; pages put it into the reader's language (`kernel.reasons`).
    """

    key: str
    text: str
    turned: bool = False


ITEMS = (
    Item(
        key="mistakes",
        text="If you make a mistake on this team, it is often held against you.",
        turned=True,
    ),
    Item(
        key="problems",
        text="Members of this team are able to bring up problems and tough issues.",
    ),
    Item(
        key="different",
        text="People on this team sometimes reject others for being different.",
        turned=True,
    ),
    Item(key="risk", text="It is safe to take a risk on this team."),
    Item(
        key="help",
        text="It is difficult to ask other members of this team for help.",
        turned=True,
    ),
    Item(
        key="undermine",
        text="No one on this team would deliberately act in a way that undermines my efforts.",
    ),
    Item(
        key="valued",
        text="Working with members of this team, my unique skills and talents are valued and "
        "utilized.",
    ),
)
#: item's key -> from 1 to 7; what somebody left out is not in it
Answers = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The mean of an item in a group, from `FLOOR` to `CEILING`, to a tenth; more is safer.

    `group` is a team's key, WHOLE for everybody. `item` is "" for all items together.
    """

    group: str
    item: str
    mean: float


def faults(answers: Answers) -> dict[str, str]:
    """Return what does not fit, by item; empty when all does."""
    known = {item.key for item in ITEMS}
    wrong = {key: "is not an item" for key in answers if key not in known}
    for key, said in answers.items():
        if key in known and not LOWEST <= said <= HIGHEST:
            wrong[key] = f"must be from {LOWEST} to {HIGHEST}"
    return wrong


def safer(item: Item, said: int) -> int:
    """Return an answer so that more is safer, turned around where the item says the opposite."""
    return LOWEST + HIGHEST - said if item.turned else said


def figures(answered: Mapping[str, Sequence[Answers]], *, least: int = LEAST) -> tuple[Figure, ...]:
    """Return what may be told, of `answered` by team; each person answered for one team.

    Groups of fewer than `least` answers, and those by which such could be worked out, are left
    out; so is a group's figure for all items unless every item of it may be told.
    """
    told: list[Figure] = []
    for item in ITEMS:
        told += _of_item(item, answered, least)
    return (*told, *_of_all(told))


def _of_item(item: Item, answered: Mapping[str, Sequence[Answers]], least: int) -> Iterable[Figure]:
    by_team = {
        team: [safer(item, one[item.key]) for one in each if item.key in one]
        for team, each in answered.items()
    }
    everybody = [said for each in by_team.values() for said in each]
    groups = [
        Group(key=WHOLE, size=len(everybody)),
        *(Group(key=team, size=len(each), within=WHOLE) for team, each in by_team.items()),
    ]
    found = {WHOLE: everybody, **by_team}
    for key in sorted(tellable(groups, least)):
        yield Figure(group=key, item=item.key, mean=_mean(found[key]))


def _of_all(told: Sequence[Figure]) -> Iterable[Figure]:
    for group in sorted({figure.group for figure in told}):
        means = [figure.mean for figure in told if figure.group == group]
        if len(means) == len(ITEMS):
            yield Figure(group=group, item="", mean=round(fmean(means), 1))


def _mean(said: Sequence[int]) -> float:
    return min(max(round(fmean(said), 1), FLOOR), CEILING)
