"""Who can read a reflection, said by name: nobody has to guess what "the team" means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeywork.engine.activities import Activity
from journeywork.engine.people import Person
from journeywork.engine.reflections import Reflection
from journeywork.engine.sharing import Audience, AudienceKind
from journeywork.people import queries
from journeywork.web.activities.mine import said_names

#: So many names are said of a team; a larger one is counted.
MOST_NAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to share: `key` as it is sent, what it is called, and exactly who reads then."""

    key: str
    name: str
    readers: str
    audience: Audience


def choices(found: Activity, me: Person) -> list[Choice]:
    """Return the ways in which I can share what I wrote in an activity."""
    names = queries.names(found.people)
    mates = [
        (id, name) for id, name in sorted(names.items(), key=lambda one: one[1]) if id != me.id
    ]
    return [
        Choice(key="me", name=_("Nobody"), readers=_("Only you can read it."), audience=Audience()),
        *(_person(id, name) for id, name in mates),
        *([_participants([name for _id, name in mates])] if len(mates) > 1 else []),
        *_teams(me),
        _everyone(),
    ]


def own_choices(me: Person) -> list[Choice]:
    """Return the ways in which I can share what nobody takes part in but me."""
    only_me = Choice(
        key="me", name=_("Nobody"), readers=_("Only you can read it."), audience=Audience()
    )
    return [only_me, *_teams(me), _everyone()]


def person_choice(person: Person) -> Choice:
    """Return the way to share with one person who takes no part."""
    return _person(person.id, person.name)


def readers_said(
    written: Iterable[Reflection], found: Activity, names: Mapping[UUID, str]
) -> dict[UUID, str]:
    """Return who else can read each reflection, by its id, as short as it can be said.

    "" where nobody else can. `names` are those of everybody who takes part.
    """
    shown = tuple(written)
    known = {**names, **_further_names([each.audience for each in shown], names)}
    return {each.id: _said(each, found, known) for each in shown}


def _said(reflection: Reflection, found: Activity, known: Mapping[UUID, str]) -> str:
    audience = reflection.audience
    named = audience.person or audience.team
    if named is not None:
        return known.get(named, "")
    if audience.kind is AudienceKind.PARTICIPANTS:
        others = [known[id] for id in found.people if id in known and id != reflection.author]
        return said_names(others, most=MOST_NAMES) or _("nobody else, as nobody else takes part")
    return _("everyone here") if audience.kind is AudienceKind.EVERYONE else ""


def _further_names(every: Sequence[Audience], names: Mapping[UUID, str]) -> dict[UUID, str]:
    """Return the names of teams, and of people who take no part; asked for only if needed."""
    persons = {each.person for each in every if each.person} - names.keys()
    found = queries.names(persons) if persons else {}
    if any(each.team for each in every):
        found |= {team.id: _("the team %(name)s") % {"name": team.name} for team in queries.teams()}
    return found


def _person(id: UUID, name: str) -> Choice:
    return Choice(
        key=f"person:{id}",
        name=name,
        readers=_("%(name)s and nobody else.") % {"name": name},
        audience=Audience(kind=AudienceKind.PERSON, person=id),
    )


def _participants(names: Sequence[str]) -> Choice:
    return Choice(
        key="participants",
        name=_("Everybody who takes part"),
        readers=_("%(names)s; and whoever joins later, until you take it back.")
        % {"names": said_names(list(names), most=MOST_NAMES)},
        audience=Audience(kind=AudienceKind.PARTICIPANTS),
    )


def _teams(me: Person) -> Iterator[Choice]:
    mine = [team for team in queries.teams() if team.id in me.teams]
    members = queries.names_by_team(team.id for team in mine)
    for team in mine:
        names = [name for id, name in members[team.id].items() if id != me.id]
        who = said_names(names, most=MOST_NAMES) or _("Nobody at the moment")
        yield Choice(
            key=f"team:{team.id}",
            name=_("Team %(name)s") % {"name": team.name},
            readers=_("%(names)s; and whoever joins the team later.") % {"names": who},
            audience=Audience(kind=AudienceKind.TEAM, team=team.id),
        )


def _everyone() -> Choice:
    many = queries.how_many()
    return Choice(
        key="everyone",
        name=_("Everyone here"),
        readers=ngettext("%(num)d person.", "All %(num)d people.", many) % {"num": many},
        audience=Audience(kind=AudienceKind.EVERYONE),
    )
