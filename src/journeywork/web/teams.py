"""Teams and people: who is here, what they offer. Nothing about one person's help."""

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from journeywork.engine.knowledge import CardState
from journeywork.engine.people import WorkingTime
from journeywork.kernel import clock, looks
from journeywork.kernel.doors import needs
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries
from journeywork.web import waiting
from journeywork.web.forms import WEEK
from journeywork.web.page import PageRequest, show

MOST_CARDS = 20
SHORTEST_STRETCH = 3  # days in a row that are said as "Monday to Wednesday"


@require_GET
@needs("team.read")
def teams(request: PageRequest) -> HttpResponse:
    """Show the teams, mine first."""
    everything = queries.teams()
    mine = {*request.person.teams, *request.person.leads}
    groups = (
        (_("My teams"), [team for team in everything if team.id in mine]),
        (_("Other teams"), [team for team in everything if team.id not in mine]),
    )
    return show(request, "teams.html", {"teams": everything, "groups": groups})


@require_GET
@needs("person.read")
def team(request: PageRequest, key: str) -> HttpResponse:
    """Show who is in a team, what they offer, and which of its cards need looking over."""
    shown = queries.team_by_key(key)
    members = queries.team_members(shown.id)
    values = {
        "team": shown,
        "members": members,
        "offers": queries.skills_offered(member.id for member in members),
        "due": [waiting.task(one) for one in knowledge.neglected(shown.id)][:MOST_CARDS],
    }
    return show(request, "team.html", values)


@require_GET
@needs("person.read")
def person(request: PageRequest, key: str) -> HttpResponse:
    """Show a colleague: when they work, what they can help with, what they look after."""
    at = clock.now()
    them = queries.person_by_key(key)
    looks.look(person_id=them.id, what="profile", by=request.person.id, at=at)
    offered, _wanted = queries.skills(them.id)
    cards = knowledge.cards(owner=them.id, state=CardState.PUBLISHED, limit=MOST_CARDS)
    teams = {one.id: one for one in queries.teams()}
    values = {
        "them": them,
        "where": [teams[id] for id in them.teams if id in teams],
        "offered": offered,
        "cards": cards,
        "local_time": date_format(at.astimezone(them.working_time.zone), _("l, H:i")),
        "at_work": them.working_time.covers(at),
        "hours": hours(them.working_time),
    }
    return show(request, "person.html", values)


def hours(time: WorkingTime) -> str:
    """Say when somebody works: "Monday to Wednesday, Friday, 09:00-17:00"."""
    stretches: list[list[str]] = [[]]
    for number, name in WEEK:
        if int(number) in time.days:
            stretches[-1].append(str(name))
        elif stretches[-1]:
            stretches.append([])
    days = ", ".join(_stretch(names) for names in stretches if names)
    return f"{days}, {time.starts:%H:%M}\u2013{time.ends:%H:%M}"


def _stretch(names: list[str]) -> str:
    if len(names) < SHORTEST_STRETCH:
        return ", ".join(names)
    return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
