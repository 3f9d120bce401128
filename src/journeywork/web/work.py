"""Work: episodes of mine and of my team, and how one of them went."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from journeywork.engine.people import Person, Team
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode, EpisodeState
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.knowledge.posts import queries as posts
from journeywork.people import queries as people
from journeywork.support import queries as support
from journeywork.web import events, words
from journeywork.web.growth import ways
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier
from journeywork.web.posts.shown import Shown
from journeywork.web.posts.shown import shown as posts_shown
from journeywork.work import queries

PAGE = 30
LOOKED_AT = 200  # Pieces of work that a page of those open to all is chosen from.
OPEN = "open"
LONGEST_LINE = 200

MOST_POSTS = 20

Listed = tuple[Episode, ...]


@require_GET
@needs("work.read")
def work(request: PageRequest) -> HttpResponse:
    """Show pieces of work, the one with the newest event first: mine, of a team, or open to all."""
    me, before = request.person, identifier(request.GET.get("before"))
    teams = {team.key: team for team in people.teams() if team.id in {*me.teams, *me.leads}}
    team = teams.get(request.GET.get("team", ""))
    everyone = team is None and OPEN in request.GET
    shown, more = _open(me, before) if everyone else _of(me, team, before)
    kept: dict[str, object] = {"team": team.key} if team else {OPEN: ""} if everyone else {}
    older = urlencode(kept | {"before": more}) if more else ""
    others = team or everyone
    values = {
        "episodes": shown,
        "names": people.names(one.owner for one in shown if one.owner) if others else {},
        "tabs": _tabs(team, list(teams.values()), everyone=everyone),
        "older": f"?{older}" if older else "",
    }
    return show(request, "work.html", values | ({} if shown else _empty(request, team)))


def _of(me: Person, team: Team | None, before: UUID | None) -> tuple[Listed, UUID | None]:
    """Return a page of somebody's or of a team's work, and after which one it goes on."""
    whose = [one.id for one in people.team_members(team.id)] if team else [me.id]
    found = queries.episodes(people=whose, limit=PAGE + 1, before=before)
    return found[:PAGE], found[PAGE - 1].uuid if len(found) > PAGE else None


def _open(me: Person, before: UUID | None) -> tuple[Listed, UUID | None]:
    """Return what everyone may see among the next pieces of work, and after which it goes on.

    A page looks at so many and no more: where most work belongs to teams it may be short.
    """
    found = queries.episodes(limit=LOOKED_AT, before=before)
    took_part = people.persons({id for one in found for id in one.people}, active_only=False)
    seen = [
        one for one in found if may_see(me, [took_part[id] for id in one.people if id in took_part])
    ]
    if len(seen) > PAGE:
        return tuple(seen[:PAGE]), seen[PAGE - 1].uuid
    return tuple(seen), found[-1].uuid if len(found) == LOOKED_AT else None


@require_GET
@needs("work.read")
def episode(request: PageRequest, episode_id: UUID) -> HttpResponse:
    """Show how a piece of work went, in the order of time."""
    shown, mates = visible(episode_id, request.person)
    line = queries.time_line(shown, limit=LONGEST_LINE)
    mine = request.person.id in shown.people and shown.state is not EpisodeState.FINISHED
    names = {id: one.name for id, one in mates.items()}
    values = {
        "episode": shown,
        "names": names,
        "line": [events.line(event, names, title=shown.title) for event in line],
        "cut": _cut(shown) if len(line) == LONGEST_LINE else "",
        "helpers": _helpers(shown, names),
        "counts": _counts(shown),
        "said": _said(shown, request.person),
        "mine": mine,
        "stance": support.stance_to(shown.uuid, person=request.person.id) if mine else None,
        "ways": ways,
    }
    return show(request, "episode.html", values)


def _said(shown: Episode, me: Person) -> list[Shown]:
    """Return what was posted about a piece of work; on its own page it need not be named."""
    found = posts.posts(reader=me, episode=shown.uuid, limit=MOST_POSTS)
    about_it = [replace(post, episode=None) for post in found]
    return posts_shown(about_it, reader=me) if found else []


def visible(episode_id: UUID, me: Person) -> tuple[Episode, dict[UUID, Person]]:
    """Return a piece of work and who took part; NotFound also for one that I may not see."""
    found = queries.episode(episode_id)
    mates = people.persons(found.people, active_only=False)
    if not may_see(me, mates.values()):
        raise NotFound("episode")
    return found, mates


def _tabs(team: Team | None, teams: list[Team], *, everyone: bool) -> list[dict[str, object]]:
    address = reverse("work")
    mine = team is None and not everyone
    return [
        {"name": _("Mine"), "url": address, "current": mine},
        *(
            {"name": one.name, "url": f"{address}?team={one.key}", "current": one == team}
            for one in teams
        ),
        {"name": _("Open to all"), "url": f"{address}?{OPEN}", "current": everyone},
    ]


def _empty(request: PageRequest, team: Team | None) -> dict[str, str]:
    """Return what an empty list says: whose work is missing, and what to do about it."""
    if team:
        says = _("Nothing of this team is on record yet.")
        return {"empty": says, "act": _("Ask before you start"), "act_url": reverse("ask")}
    if queries.episodes(limit=1):
        says = _("None of the work that came in names you. It is known by its e-mail addresses.")
        return {"empty": says, "act": _("See all work"), "act_url": f"{reverse('work')}?{OPEN}"}
    if "administrator" in request.person.roles:
        says = _("No work has come in yet. Connect a source, and it fills by itself.")
        return {"empty": says, "act": _("Connect a source"), "act_url": reverse("sources")}
    says = _("Nothing of yours is on record yet. It comes by itself, from the tools you work in.")
    return {"empty": says, "act": _("Ask before you start"), "act_url": reverse("ask")}


def _cut(shown: Episode) -> str:
    more = queries.time_line_length(shown) - LONGEST_LINE
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
