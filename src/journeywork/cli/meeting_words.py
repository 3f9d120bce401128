"""What `match` tells and writes of peers and circles: a row for each person, and who has nobody."""

from collections.abc import Iterator, Sequence
from datetime import date

from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.parts import in_words
from journeywork.engine.fit.peers import Met
from journeywork.engine.fit.preview import preview
from journeywork.engine.fit.rules import Rules

GROUPED = ("group", "id", "name", "email", "points", "why")


def by_groups(people: Sequence[Participant], rules: Rules, on: date) -> Iterator[str]:
    """Yield what the rules do, and who takes part on a day."""
    yield "By these rules:"
    yield from (f"- {says}" for says in preview(rules))
    paused = [one for one in people if one.role is not Role.NONE and one.paused(on)]
    here = [one for one in people if one.role is not Role.NONE and not one.paused(on)]
    yield ""
    yield f"{len(here)} take part."
    yield from (f"Left aside: {one.name}, paused until {one.paused_until}." for one in paused)


def together_rows(people: Sequence[Participant], met: Met) -> Iterator[tuple[object, ...]]:
    """Yield a row for each person of each group, and for who meets nobody with an empty group."""
    known = {one.key: one for one in people}
    for number, group in enumerate(met.groups, 1):
        why = "; ".join(filter(None, (in_words(group.parts), *group.again)))
        for key in group.people:
            yield (number, key, known[key].name, known[key].email, group.fit, why)
    for each in met.alone:
        yield ("", each.key, known[each.key].name, known[each.key].email, "", each.says)


def told(people: Sequence[Participant], met: Met, *, shown: int) -> Iterator[str]:
    """Yield what came out: how many meet, who meets again and why, and who meets nobody."""
    known = {one.key: one.name for one in people}
    meet = sum(len(group.people) for group in met.groups)
    groups = "1 group" if len(met.groups) == 1 else f"{len(met.groups)} groups"
    yield f"{meet} people meet in {groups}."
    again = [says for group in met.groups for says in group.again]
    yield from again[:shown]
    if len(again) > shown:
        yield f"and {len(again) - shown} more who meet again"
    yield from (f"{known[each.key]} meets nobody: {each.says}" for each in met.alone[:shown])
    if len(met.alone) > shown:
        yield f"and {len(met.alone) - shown} more who meet nobody"
