"""Evidence before opinions: how the work went, and what had been learned before, in words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeywork.engine.options import OptionKind
from journeywork.engine.people import Person
from journeywork.engine.time_line import TimeLine, laid_out
from journeywork.engine.work import Episode
from journeywork.feedback import queries as feedback
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import queries as knowledge
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


def evidence(episode_id: UUID | None, me: Person, *, at: datetime) -> Evidence:
    """Return what the reader may see of a piece of work; nothing where they may not see it."""
    if episode_id is None:
        return Evidence()
    try:
        episode, mates = work.visible(episode_id, me)
    except NotFound:
        return Evidence()
    names = {id: one.name for id, one in mates.items()}
    hours = [one.working_time for one in mates.values()]
    line = laid_out(queries.time_line(episode.uuid, limit=work.LONGEST_LINE), hours=hours)
    return Evidence(
        episode=episode,
        steps=[events.line(event, names, title=episode.title) for event in line.steps[:MOST_STEPS]],
        stands_out=_stands_out(line, names),
        shown=_shown(episode, me, at),
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


def _shown(episode: Episode, me: Person, at: datetime) -> list[dict[str, Any]]:
    """Return the cards that were offered to the reader in this work, and what they said."""
    offers = support.offered([me.id], since=episode.opened_at)
    about = [each for each in offers if each.option_kind is OptionKind.CARD]
    here = queries.episode_ids(each.subject for each in about) if about else {}
    mine = [each for each in about if here.get(each.subject) == episode.uuid]
    if not mine:
        return []
    cards = knowledge.cards_by_id([each.option for each in mine], reader=me.id, at=at)
    said = {one.target: one.kind for one in feedback.responses(me.id, limit=MOST_ANSWERS)}
    return [
        {
            "title": cards[each.option].title,
            "url": reverse("card", args=(cards[each.option].key,)),
            "says": words.ANSWERS.get(said[each.offer], _("You opened it"))
            if each.offer in said
            else _("You did not answer"),
        }
        for each in mine
        if each.option in cards
    ]
