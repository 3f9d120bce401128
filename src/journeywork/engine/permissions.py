"""Who may do what: one table of roles x objects x verbs. What is not listed is denied.

The code, the reference page and the tests of web, API and command line all read this
table. A route that names a permission which is not here fails the house tests.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from journeywork.engine.people import Person


class Reach(StrEnum):
    """Whose things a permission covers."""

    OWN = "own"
    TEAM = "team"
    ORG = "org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A verb on an object, e.g. `card.write`, in one sentence of plain words."""

    key: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role as an auditor would read it: a name, a sentence, and what it may do."""

    key: str
    name: str
    says: str
    grants: dict[str, Reach]


PERMISSIONS = {
    permission.key: permission
    for permission in (
        Permission(key="today.read", says="See one's own Today page and its offer"),
        Permission(key="ask.use", says="Ask before doing something"),
        Permission(key="card.read", says="Read published cards"),
        Permission(key="card.write", says="Write, change and publish cards"),
        Permission(key="card.flag", says="Say that a card is outdated or wrong"),
        Permission(key="card.adopt", says="Give a card a new owner"),
        Permission(key="request.read", says="See what people looked for in vain"),
        Permission(key="request.answer", says="Answer what people looked for in vain"),
        Permission(key="post.read", says="Read posts that are for one"),
        Permission(key="post.write", says="Write posts, answer, say thanks, follow"),
        Permission(key="work.read", says="See episodes of work"),
        Permission(key="work.send", says="Send work events"),
        Permission(key="offer.read", says="See an offer or a silence and its reasons"),
        Permission(key="offer.answer", says="Answer an offer"),
        Permission(key="activity.read", says="See the activities one takes part in"),
        Permission(
            key="activity.write", says="Open activities; join, pause, leave and end one's own"
        ),
        Permission(key="reflection.write", says="Write for oneself, and say who else may read it"),
        Permission(key="guide.read", says="Read the guides of activities"),
        Permission(key="guide.write", says="Copy and change guides for everybody here"),
        Permission(key="calendar.write", says="Make and take back one's calendar address"),
        Permission(key="climate.read", says="Read what teams said together of their climate"),
        Permission(key="climate.answer", says="Say, with no name, how safe it is to speak here"),
        Permission(key="climate.ask", says="Ask everybody how safe it is to speak here"),
        Permission(key="debrief.read", says="See the debriefs one takes part in, and lessons"),
        Permission(key="debrief.write", says="Open a debrief, write in it, say no to one"),
        Permission(
            key="assignment.read", says="See stretch assignments one has, supports or lends to"
        ),
        Permission(
            key="assignment.write", says="Propose and open stretch assignments, lend, say no"
        ),
        Permission(
            key="growth.read", says="See what one wants to learn, and what others share of it"
        ),
        Permission(key="growth.write", says="Keep a to-learn list, and say what one wants of work"),
        Permission(key="journal.write", says="Keep a journal that nobody else can read"),
        Permission(key="shadowing.read", says="See who shows their work, and one's own visits"),
        Permission(
            key="shadowing.write", says="Offer to be watched, ask to watch, agree on a visit"
        ),
        Permission(key="mentoring.read", says="See programmes for one, and one's own matches"),
        Permission(
            key="mentoring.write", says="Take part in a programme, wish, pause, leave; run a match"
        ),
        Permission(key="programme.read", says="See how programmes go, with no note of any pair"),
        Permission(key="programme.write", says="Set up programmes, match people, publish rounds"),
        Permission(key="coaching.read", says="See one's own practice and cues about one's teams"),
        Permission(key="cue.answer", says="Say what one did with a cue"),
        Permission(key="talk.write", says="Have one-to-ones with whom one leads, or who leads one"),
        Permission(
            key="opportunity.read", says="Read how many of one's teams had a chance to learn"
        ),
        Permission(key="person.read", says="See who works here and what they offer"),
        Permission(key="person.write", says="Change a profile, hours and preferences"),
        Permission(key="privacy.read", says="See who looked, and take out one's data"),
        Permission(key="privacy.erase", says="Have everything erased that names oneself"),
        Permission(key="token.write", says="Make and revoke personal access tokens"),
        Permission(key="team.read", says="See a team's page, which shows no one person's help"),
        Permission(key="replay.read", says="See the replay report"),
        Permission(key="replay.run", says="Start a replay"),
        Permission(key="people.write", says="Invite, change, move and deactivate people"),
        Permission(key="source.write", says="Connect and disconnect sources of work events"),
        Permission(key="rule.write", says="Change the rules that detect moments, and the budget"),
        Permission(key="webhook.write", says="Tell other systems what happens here, signed"),
        Permission(key="audit.read", says="Read and verify the audit log"),
        Permission(key="job.write", says="See what could not be done; try it again or give it up"),
        Permission(key="metrics.read", says="Read the figures of the whole installation"),
        Permission(key="demo.write", says="Load and remove the demo content"),
    )
}

_MEMBER = {
    "today.read": Reach.OWN,
    "ask.use": Reach.OWN,
    "card.read": Reach.ORG,
    "card.write": Reach.OWN,
    "card.flag": Reach.ORG,
    "request.read": Reach.ORG,
    "request.answer": Reach.ORG,
    "post.read": Reach.OWN,
    "post.write": Reach.OWN,
    "work.read": Reach.TEAM,
    "work.send": Reach.OWN,
    "offer.read": Reach.OWN,
    "offer.answer": Reach.OWN,
    "activity.read": Reach.OWN,
    "activity.write": Reach.OWN,
    "reflection.write": Reach.OWN,
    "calendar.write": Reach.OWN,
    "guide.read": Reach.ORG,
    "climate.read": Reach.TEAM,
    "climate.answer": Reach.OWN,
    "debrief.read": Reach.OWN,
    "debrief.write": Reach.OWN,
    "assignment.read": Reach.OWN,
    "assignment.write": Reach.OWN,
    "growth.read": Reach.OWN,
    "growth.write": Reach.OWN,
    "journal.write": Reach.OWN,
    "shadowing.read": Reach.OWN,
    "shadowing.write": Reach.OWN,
    "mentoring.read": Reach.OWN,
    "mentoring.write": Reach.OWN,
    "coaching.read": Reach.OWN,
    "cue.answer": Reach.OWN,
    "talk.write": Reach.OWN,
    "opportunity.read": Reach.TEAM,
    "person.read": Reach.ORG,
    "person.write": Reach.OWN,
    "privacy.read": Reach.OWN,
    "privacy.erase": Reach.OWN,
    "token.write": Reach.OWN,
    "team.read": Reach.TEAM,
    "replay.read": Reach.ORG,
}
_LEAD = _MEMBER | {
    "card.write": Reach.TEAM,
    "card.adopt": Reach.TEAM,
    "guide.write": Reach.ORG,
}
_COORDINATOR = _MEMBER | {
    "card.write": Reach.ORG,
    "card.adopt": Reach.ORG,
    "guide.write": Reach.ORG,
    "climate.ask": Reach.ORG,
    "programme.read": Reach.ORG,
    "programme.write": Reach.ORG,
    "team.read": Reach.ORG,
    "replay.run": Reach.ORG,
}
_ADMINISTRATOR = _COORDINATOR | {
    "work.send": Reach.ORG,
    "people.write": Reach.ORG,
    "source.write": Reach.ORG,
    "rule.write": Reach.ORG,
    "webhook.write": Reach.ORG,
    "audit.read": Reach.ORG,
    "job.write": Reach.ORG,
    "metrics.read": Reach.ORG,
    "demo.write": Reach.ORG,
}

ROLES = {
    role.key: role
    for role in (
        Role(
            key="member",
            name="Member",
            says="Someone doing the work. Sees their own help and their teams' work.",
            grants=_MEMBER,
        ),
        Role(
            key="team_lead",
            name="Team lead",
            says="A member who also looks after the cards of the teams they lead. "
            "Sees nobody else's offers, silences or answers.",
            grants=_LEAD,
        ),
        Role(
            key="coordinator",
            name="Coordinator",
            says="Looks after cards and learning across the organisation. "
            "Sees nobody else's offers, silences or answers.",
            grants=_COORDINATOR,
        ),
        Role(
            key="administrator",
            name="Administrator",
            says="Runs the installation for an organisation: people, sources, rules, audit. "
            "Sees nobody else's offers, silences or answers.",
            grants=_ADMINISTRATOR,
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a personal access token may be used for: never more than its person's roles."""

    key: str
    says: str
    permissions: frozenset[str]


_READING = frozenset(
    {
        "today.read",
        "ask.use",
        "card.read",
        "request.read",
        "post.read",
        "debrief.read",
        "assignment.read",
        "work.read",
        "offer.read",
        "growth.read",
        "activity.read",
        "shadowing.read",
        "mentoring.read",
        "programme.read",
        "guide.read",
        "climate.read",
        "coaching.read",
        "opportunity.read",
        "person.read",
        "team.read",
        "replay.read",
    }
)

# `token.write`, `privacy.read`, `privacy.erase`, `reflection.write`, `journal.write`, `talk.write`, `climate.answer` and
# `calendar.write` are in no scope: they need somebody who is signed in. So no token ever reads a reflection, its author's own included.
SCOPES = {
    scope.key: scope
    for scope in (
        Scope(key="read", says="Read what you can read, and ask", permissions=_READING),
        Scope(
            key="write",
            says="Read, answer offers, and write cards, notes and posts in your name; take part in "
            "activities, debriefs, shadowing and stretch assignments, and lend your time to one",
            permissions=_READING
            | {
                "card.write",
                "card.flag",
                "card.adopt",
                "request.answer",
                "post.write",
                "debrief.write",
                "assignment.write",
                "offer.answer",
                "growth.write",
                "activity.write",
                "shadowing.write",
                "mentoring.write",
                "programme.write",
                "guide.write",
                "cue.answer",
                "person.write",
            },
        ),
        Scope(
            key="events",
            says="Send work events, and nothing else",
            permissions=frozenset({"work.send"}),
        ),
        Scope(
            key="administer",
            says="Change people, sources and rules, run the replay, read the audit log and metrics",
            permissions=frozenset(
                {
                    "people.write",
                    "source.write",
                    "rule.write",
                    "webhook.write",
                    "audit.read",
                    "job.write",
                    "metrics.read",
                    "demo.write",
                    "replay.run",
                }
            ),
        ),
    )
}


def reach(roles: tuple[str, ...], permission: str) -> Reach | None:
    """Return the widest reach that any of `roles` gives to `permission`, None if denied.

    Raises KeyError for a permission or a role that is not in the tables.
    """
    PERMISSIONS[permission]
    found = [ROLES[role].grants[permission] for role in roles if permission in ROLES[role].grants]
    return max(found, key=list(Reach).index, default=None)


def granted(
    roles: tuple[str, ...], permission: str, scopes: Collection[str] | None = None
) -> Reach | None:
    """Return how far `permission` reaches, None if denied; `scopes` are those of a token.

    None for `scopes` means that the person is signed in, not a token. Raises KeyError for what
    is not in the tables.
    """
    if scopes is not None and not any(permission in SCOPES[key].permissions for key in scopes):
        return None
    return reach(roles, permission)


def covers(
    found: Reach | None,
    by: Person,
    *,
    owner: UUID | None = None,
    teams: Collection[UUID] = (),
) -> bool:
    """Tell whether a reach covers a thing that belongs to `owner` and to `teams`.

    `team` covers a thing of a team that the person is in, and of one that they lead; `own`
    things are covered by every reach.
    """
    if found is None:
        return False
    if found is Reach.ORG or (owner is not None and owner == by.id):
        return True
    return found is Reach.TEAM and not {*by.teams, *by.leads}.isdisjoint(teams)
