"""Opportunity, not output: how many people had a chance to learn, told of five or more."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from journeywork.coaching import opportunity as queries
from journeywork.kernel.doors import needs
from journeywork.people import queries as people
from journeywork.web.coaching.words import CHANCES
from journeywork.web.page import PageRequest, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A team, or all who are counted: how many people, and a line for each opportunity."""

    name: str
    people: str
    lines: list[tuple[str, str]]


@require_GET
@needs("opportunity.read")
def opportunity(request: PageRequest) -> HttpResponse:
    """Show what was told of the last quarter: of my teams, and of everybody."""
    me = request.person
    told = queries.last_told(me)
    groups = _groups(told, {team.id: team.name for team in people.teams()}) if told else []
    values = {
        "groups": groups,
        "since": date_format(told.starts, "F Y") if told else "",
        "told_at": told.told_at if told else None,
        "small": bool(me.teams or me.leads) and bool(groups) and len(groups) < 2,  # noqa: PLR2004
        "leads": bool(me.leads),
    }
    return show(request, "coaching/opportunity.html", values)


def _groups(told: queries.Quarter, names: dict[UUID, str]) -> list[Group]:
    teams = sorted(
        {one.team for one in told.figures if one.team}, key=lambda team: names.get(team, "")
    )
    shown: list[UUID | None] = [*teams]
    if any(one.team is None for one in told.figures):
        shown.append(None)
    return [_group(told, team, names) for team in shown]


def _group(told: queries.Quarter, team: UUID | None, names: dict[UUID, str]) -> Group:
    figures = {one.chance: one for one in told.figures if one.team == team}
    size = next(one.size for one in figures.values())
    return Group(
        name=names.get(team, "") if team else _("Everybody who is counted"),
        people=ngettext("%(num)d person", "%(num)d people", size) % {"num": size},
        lines=[(str(CHANCES[chance]), _said(figures.get(chance))) for chance in CHANCES],
    )


def _said(figure: queries.Figure | None) -> str:
    if figure is None:
        return _("not counted then")
    values = {"least": figure.least, "most": figure.most, "size": figure.size}
    if figure.least == figure.most:
        return _("%(least)d of %(size)d") % values
    if figure.least == 0:
        return _("fewer than %(next)d of %(size)d") % (values | {"next": figure.most + 1})
    if figure.most == figure.size:
        return _("%(least)d or more of %(size)d") % values
    return _("%(least)d to %(most)d of %(size)d") % values
