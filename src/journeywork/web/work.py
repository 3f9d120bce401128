"""Work: episodes of mine and of my team, and how one of them went."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from journeywork.engine.people import Team
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.people import queries as people
from journeywork.web import events, words
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier
from journeywork.work import queries

PAGE = 30
LONGEST_LINE = 200


@require_GET
@needs("work.read")
def work(request: PageRequest) -> HttpResponse:
    """Show pieces of work, the one with the newest event first: mine, or of a team."""
    me, before = request.person, identifier(request.GET.get("before"))
    teams = {team.key: team for team in people.teams() if team.id in {*me.teams, *me.leads}}
    team = teams.get(request.GET.get("team", ""))
    whose = [one.id for one in people.team_members(team.id)] if team else [me.id]
    found = queries.episodes(people=whose, limit=PAGE + 1, before=before)
    shown = found[:PAGE]
    kept = {"team": team.key} if team else {}
    older = urlencode(kept | {"before": shown[-1].uuid}) if len(found) > PAGE else ""
    values = {
        "episodes": shown,
        "names": people.names(one.owner for one in shown if one.owner) if team else {},
        "tabs": _tabs(team, list(teams.values())),
        "older": f"?{older}" if older else "",
    }
    return show(request, "work.html", values | _empty(request, team))


@require_GET
@needs("work.read")
def episode(request: PageRequest, episode_id: UUID) -> HttpResponse:
    """Show how a piece of work went, in the order of time."""
    shown = queries.episode(episode_id)
    mates = people.persons(shown.people, active_only=False)
    if not may_see(request.person, mates.values()):
        raise NotFound("episode")
    line = queries.time_line(shown.uuid)
    names = {id: one.name for id, one in mates.items()}
    values = {
        "episode": shown,
        "names": names,
        "line": [events.line(event, names, title=shown.title) for event in line[:LONGEST_LINE]],
        "cut": _cut(len(line)),
        "helpers": _helpers(shown, names),
        "counts": _counts(shown),
    }
    return show(request, "episode.html", values)


def _tabs(team: Team | None, teams: list[Team]) -> list[dict[str, object]]:
    address = reverse("work")
    mine: dict[str, object] = {"name": _("Mine"), "url": address, "current": team is None}
    return [
        mine,
        *(
            {"name": one.name, "url": f"{address}?team={one.key}", "current": one == team}
            for one in teams
        ),
    ]


def _empty(request: PageRequest, team: Team | None) -> dict[str, str]:
    if request.person and "administrator" in request.person.roles:
        says = _("No work has come in yet. Connect a source, and it fills by itself.")
        return {"empty": says, "act": _("Connect a source"), "act_url": reverse("sources")}
    says = (
        _("Nothing of this team is on record yet.")
        if team
        else _("Nothing of yours is on record yet. It comes by itself, from the tools you work in.")
    )
    return {"empty": says, "act": _("Ask before you start"), "act_url": reverse("ask")}


def _cut(length: int) -> str:
    more = length - LONGEST_LINE
    if more <= 0:
        return ""
    return ngettext(
        "%(num)d later event is not shown.", "%(num)d later events are not shown.", more
    ) % {"num": more}


def _helpers(shown: Episode, names: dict[UUID, str]) -> list[str]:
    """Say who helped. Helping is visible; whom they helped is not said."""
    ways: dict[UUID, dict[str, None]] = {}
    for help in shown.helpers:
        if help.by in names:
            ways.setdefault(help.by, {})[str(words.HELP_KINDS[help.kind])] = None
    return [f"{names[by]} \u2013 {', '.join(kinds)}" for by, kinds in ways.items()]


def _counts(shown: Episode) -> list[str]:
    counts = shown.counts
    said = (
        (counts.reviews, ngettext("%d review", "%d reviews", counts.reviews)),
        (counts.reworks, ngettext("reworked %d time", "reworked %d times", counts.reworks)),
        (
            counts.failed_checks,
            ngettext("%d failed check", "%d failed checks", counts.failed_checks),
        ),
        (counts.reopens, ngettext("reopened %d time", "reopened %d times", counts.reopens)),
        (
            counts.handovers,
            ngettext("handed over %d time", "handed over %d times", counts.handovers),
        ),
    )
    return [says % count for count, says in said if count]
