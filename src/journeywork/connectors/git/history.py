"""The history of a repository becomes work: people first, then events, then episodes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from msgspec import structs

from journeywork.connectors.git.commits import Change, Who, changes, commits, main_line
from journeywork.connectors.git.mapping import Ground, Names, events_of, people_of
from journeywork.connectors.git.program import ask, succeeds
from journeywork.connectors.git.repository import Repository, head, revisions
from journeywork.engine.people import Author
from journeywork.engine.work import WorkEvent
from journeywork.people import actions as people
from journeywork.work import actions, queries

#: Changes stored at once.
BATCH = 500
_HAS = ("cat-file", "-e")
NOREPLY = "@users.noreply.github.com"

#: (what is being done, how much of it, of how much)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What an import brought. `waiting` is how many events the worker has to take up now."""

    changes: int
    events: int
    repeated: int
    people: int
    waiting: int


def _quiet(what: str, done: int, of: int) -> None:
    del what, done, of


def is_another(repository: Repository) -> bool:
    """Tell whether its place is followed already with a history that this repository lacks.

    It is then another repository of the same name, or its history was rewritten elsewhere.
    """
    known = (each for each in queries.sources() if each.kind == "git")
    marks = [each.bookmark for each in known if each.key == repository.place and each.bookmark]
    return any(not succeeds(repository.path, *_HAS, f"{mark}^{{commit}}") for mark in marks)


def import_history(
    repository: Repository, *, by: UUID | None, at: datetime, progress: Progress = _quiet
) -> History:
    """Bring in what is new in a repository since the last time; may be stopped at any moment.

    The events then wait for the worker. What is older than `engine.work.FRESH_FOR` teaches,
    and disturbs nobody.
    """
    now = head(repository.path)
    source = actions.follow(kind="git", key=repository.place, at=at)
    span = revisions(repository.path, queries.source(source).bookmark, now)
    line = main_line(repository.path, span)
    known = _meet_people(repository, span, line, by, at, progress)
    ground = Ground(
        place=repository.place,
        host=repository.host,
        url=repository.url if repository.host == "github" else "",
        names=Names(sorted(ask(repository.path, "rev-list", now).split())),
    )
    found = changes(commits(repository.path, span), line)
    told = History(changes=0, events=0, repeated=0, people=known, waiting=0)
    while batch := list(islice(found, BATCH)):
        told = _take(batch, ground, told, by, at)
        actions.mark(source=source, bookmark=batch[-1].last.sha, at=at)
        progress("changes", told.changes, len(line))
    return replace(told, waiting=queries.backlog())


def _take(
    batch: list[Change], ground: Ground, told: History, by: UUID | None, at: datetime
) -> History:
    events = [_in_time(event, at) for change in batch for event in events_of(change, ground)]
    taken = actions.accept(events, by=by, at=at)
    return replace(
        told,
        changes=told.changes + len(batch),
        events=told.events + taken.new,
        repeated=told.repeated + taken.repeated,
    )


def _in_time(event: WorkEvent, at: datetime) -> WorkEvent:
    """Bring back a commit whose clock ran ahead."""
    return event if event.at <= at else structs.replace(event, at=at)


def _meet_people(
    repository: Repository,
    span: str,
    line: list[str],
    by: UUID | None,
    at: datetime,
    progress: Progress,
) -> int:
    """Make persons of everybody the history names, and learn whose logins are whose."""
    seen: dict[str, Who] = {}
    logins: defaultdict[str, Counter[str]] = defaultdict(Counter)
    found = changes(commits(repository.path, span, with_paths=False), line)
    for count, change in enumerate(found, start=1):
        for who, login in people_of(change, repository.host):
            if "@" not in who.email:
                continue
            seen[who.email] = who
            if name := login or _login(who.email):
                logins[name][who.email] += 1
        if count % BATCH == 0 or count == len(line):
            progress("people", count, len(line))
    persons = people.add_people(_authors(seen, logins), by=by, at=at)
    actions.link_authors(
        {
            login: persons[emails.most_common(1)[0][0]]
            for login, emails in logins.items()
            if emails.most_common(1)[0][0] in persons
        },
        at=at,
    )
    return len(seen)


def _authors(seen: dict[str, Who], logins: dict[str, Counter[str]]) -> Iterator[Author]:
    """Yield each person once: an address that hides behind a login belongs to its owner."""
    owner = {}
    for emails in logins.values():
        open_ones = [email for email, _ in emails.most_common() if not email.endswith(NOREPLY)]
        for email in emails:
            if email.endswith(NOREPLY) and open_ones:
                owner[email] = open_ones[0]
    hidden: defaultdict[str, list[str]] = defaultdict(list)
    for email, other in owner.items():
        hidden[other].append(email)
    for email, who in seen.items():
        if email not in owner:
            yield Author(name=who.name, email=email, other_emails=tuple(hidden[email]))


def _login(email: str) -> str:
    """Return the login that GitHub's own addresses carry."""
    if not email.endswith(NOREPLY):
        return ""
    return "github:" + email.removesuffix(NOREPLY).rpartition("+")[2]
