"""Evidence before opinions: how the work went, and what had been learned before, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeywork.engine.options import OptionKind
from journeywork.engine.people import Person
from journeywork.engine.time_line import TimeLine, laid_out
from journeywork.engine.work import Episode, WorkEvent
from journeywork.feedback import queries as feedback
from journeywork.kernel.errors import NotFound
from journeywork.support import queries as support
from journeywork.web import events, words, work
from journeywork.web.events import SAYS
from journeywork.work import queries

#: So many steps are laid out; the piece of work's own page has the rest.
MOST_STEPS = 60
MOST_ANSWERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is on record about a piece of work; `shown` are cards offered to the reader in it."""

    episode: Episode | None = None
    steps: list[events.Line] = field(default_factory=list)
    stands_out: list[str] = field(default_factory=list)
    shown: list[dict[str, Any]] = field(default_factory=list)


def evidence(episode_id: UUID | None, me: Person) -> Evidence:
    """Return what the reader may see of a piece of work; nothing where they may not see it."""
    if episode_id is None:
        return Evidence()
    try:
        episode, mates = work.visible(episode_id, me)
    except NotFound:
        return Evidence()
    names = {id: one.name for id, one in mates.items()}
    hours = [one.working_time for one in mates.values()]
    happened = queries.time_line(episode, limit=work.LONGEST_LINE)
    line = laid_out(happened, hours=hours)
    return Evidence(
        episode=episode,
        steps=[events.line(event, names, title=episode.title) for event in line.steps[:MOST_STEPS]],
        stands_out=_stands_out(line, names),
        shown=_shown(episode, happened, me),
    )


def _stands_out(line: TimeLine, names: dict[UUID, str]) -> list[str]:
    return [*_waits(line), *_loops(line, names), *_failed(line)]


def _waits(line: TimeLine) -> list[str]:
    return [
        _("It waited %(hours)d working hours between “%(after)s” and “%(before)s”.")
        % {
            "hours": round(wait.hours),
            "after": SAYS.get(wait.after, wait.after),
            "before": SAYS.get(wait.before, wait.before),
        }
        for wait in line.waits
    ]


def _loops(line: TimeLine, names: dict[UUID, str]) -> list[str]:
    if not line.loops:
        return []
    says = ngettext(
        "It was reworked %(num)d time.", "It was reworked %(num)d times.", len(line.loops)
    ) % {"num": len(line.loops)}
    asked = dict.fromkeys(names[one.asked_by] for one in line.loops if one.asked_by in names)
    if asked:
        says += " " + _("After a look by: %(names)s.") % {"names": ", ".join(asked)}
    return [says]


def _failed(line: TimeLine) -> list[str]:
    found = []
    for one in line.failed:
        says = ngettext(
            "The check “%(check)s” failed %(num)d time.",
            "The check “%(check)s” failed %(num)d times.",
            one.times,
        ) % {"check": one.check or _("without a name"), "num": one.times}
        found.append(says if one.passed_at else f"{says} {_('It never passed.')}")
    return found


def _shown(episode: Episode, happened: Sequence[WorkEvent], me: Person) -> list[dict[str, Any]]:
    """Return the cards that were offered to the reader in this work, and what they said."""
    here = {event.subject for event in happened}
    offers = support.offers_to(me.id, since=episode.opened_at)
    mine = [
        each for subject, each in offers if subject in here and each.option.kind is OptionKind.CARD
    ]
    if not mine:
        return []
    said = {one.target: one.kind for one in feedback.responses(me.id, limit=MOST_ANSWERS)}
    return [
        {
            "title": each.option.title,
            "url": reverse("card", args=(each.option.key,)),
            "says": words.ANSWERS.get(said[each.id], _("You opened it"))
            if each.id in said
            else _("You did not answer"),
        }
        for each in mine
    ]
