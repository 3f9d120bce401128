"""From changes on the main line to work events: pure, the same for the same history."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from journeywork.connectors.git.commits import Change, Commit, Who
from journeywork.connectors.git.messages import Told, named, told
from journeywork.engine.work import LIMITS, HelpKind, WorkEvent

#: How many characters of a full name make a commit's subject.
SHORT = 12
#: A change is proposed before it is merged, also where git says both in one breath.
BEFORE = timedelta(seconds=1)
_MACHINES = {"bors", "homu", "github", "gitlab", "mergify", "renovate", "rust-bors"}
#: A merge whose first line stayed its title: what was merged says more, and names no reviewer.
_BARE = ("merge branch ", "merge pull request ", "merge remote-", "auto merge of ")
_PLATFORMS = ("noreply@github.com", "noreply@gitlab.com")


@dataclass(frozen=True, slots=True)
class Names:
    """The full names of all commits, sorted, to find what a shortened one means."""

    shas: Sequence[str] = field(default_factory=tuple)

    def find(self, short: str) -> str | None:
        """Return the one commit whose name begins with `short`, None for none or several."""
        at = bisect_left(self.shas, short)
        found = [sha for sha in self.shas[at : at + 2] if sha.startswith(short)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the events of one repository have in common.

    `place` is the repository's name, `host` the kind of site that gave out the numbers and
    logins in its messages ("github", "gitlab", or "").
    """

    place: str
    host: str = ""
    url: str = ""
    names: Names = field(default_factory=Names)

    @property
    def source(self) -> str:
        """The source of its events."""
        return f"git:{self.place}"

    def commit(self, sha: str) -> str:
        """Return the subject under which a commit is known."""
        return f"{self.place}@{sha[:SHORT]}"


def events_of(change: Change, ground: Ground) -> Iterator[WorkEvent]:
    """Yield what happened: who proposed it, that it was merged, and what it took back."""
    whole = told(change.last.message)
    parts = [(commit, told(commit.message)) for commit in change.branch] or [(change.last, whole)]
    subject = f"{ground.place}{whole.number}" if whole.number else ground.commit(change.last.sha)
    title = _title(whole, [message for _, message in parts])
    for who, mine in _by_author(parts).items():
        yield _proposed(who, mine, subject, title, change, ground)
    yield _merged(change, whole, parts, subject, title, ground)
    for sha in dict.fromkeys(sha for m in (whole, *(m for _, m in parts)) for sha in m.reverts):
        full = ground.names.find(sha)
        if full:
            yield _reverted(change.last, full, title, ground)


def people_of(change: Change, host: str) -> Iterator[tuple[Who, str]]:
    """Yield everybody a change names, with their login where the message gives it away."""
    name, _ = named(change.last.message)
    login = f"{host}:{name}" if name and host else ""
    for commit in change.commits:
        mine = login if commit is not change.last or not change.branch else ""
        told_of = [(commit.author, mine), (commit.committer, "")]
        told_of += [(who, "") for who in named(commit.message)[1]]
        yield from ((who, theirs) for who, theirs in told_of if not is_machine(who))


def is_machine(who: Who) -> bool:
    """Tell whether a name is that of a program rather than of a person."""
    name = who.name.lower()
    return name.endswith("[bot]") or name in _MACHINES or who.email in _PLATFORMS


def _by_author(parts: list[tuple[Commit, Told]]) -> dict[Who, list[tuple[Commit, Told]]]:
    found: dict[Who, list[tuple[Commit, Told]]] = {}
    for commit, message in parts:
        found.setdefault(commit.author, []).append((commit, message))
    return found


def _proposed(
    who: Who,
    mine: list[tuple[Commit, Told]],
    subject: str,
    title: str,
    change: Change,
    ground: Ground,
) -> WorkEvent:
    first = mine[0][0]
    texts = [f"{message.title}\n{message.text}".strip() for _, message in mine]
    shas = [ground.commit(commit.sha) for commit, _ in mine]
    return WorkEvent(
        source=ground.source,
        id=f"{first.sha}:proposed",
        type="change.proposed",
        at=_proposed_at([commit for commit, _ in mine], change.last),
        subject=subject,
        title=title,
        text="\n\n".join(texts)[: LIMITS["text"]],
        place=ground.place,
        paths=_paths(commit for commit, _ in mine),
        labels=_union(message.labels for _, message in mine),
        part_of=tuple(shas[: LIMITS["part_of"]]),
        by_handle=_handle(who),
        extra={"machine": who.name} if is_machine(who) else {},
    )


def _proposed_at(mine: list[Commit], last: Commit) -> datetime:
    """Return when all that is told was written: before, nobody could have proposed it."""
    written = max(commit.authored_at for commit in mine)
    return min(written, last.committed_at - BEFORE)


def _merged(
    change: Change,
    whole: Told,
    parts: list[tuple[Commit, Told]],
    subject: str,
    title: str,
    ground: Ground,
) -> WorkEvent:
    last, messages = change.last, [whole, *(message for _, message in parts)]
    who = last.author if len(last.parents) > 1 else last.committer
    who = last.author if is_machine(who) else who
    approver = f"{ground.host}:{whole.approver}" if whole.approver and ground.host else ""
    return WorkEvent(
        source=ground.source,
        id=f"{last.sha}:merged",
        type="change.merged",
        at=last.committed_at,
        subject=subject,
        title=title,
        place=ground.place,
        paths=_paths(commit for commit, _ in parts),
        labels=_union(message.labels for message in messages),
        part_of=(ground.commit(last.sha),),
        by_handle=_handle(who) or approver,
        helper_handles=_helpers(messages, approver),
        url=f"{ground.url}/commit/{last.sha}" if ground.url else "",
        extra=_extra(change, messages, ground),
    )


def _reverted(last: Commit, reverted: str, title: str, ground: Ground) -> WorkEvent:
    who = last.author if is_machine(last.committer) else last.committer
    return WorkEvent(
        source=ground.source,
        id=f"{last.sha}:reverted:{reverted[:SHORT]}",
        type="change.reverted",
        at=last.committed_at,
        subject=ground.commit(reverted),
        title=title,
        place=ground.place,
        by_handle=_handle(who),
        extra={"reverted_by": ground.commit(last.sha)},
    )


def _extra(change: Change, messages: list[Told], ground: Ground) -> dict[str, object]:
    """Return what the history itself says of other work: cited changes, and numbers."""
    own = {commit.sha for commit in change.commits}
    found = (ground.names.find(sha) for message in messages for sha in message.shas)
    cites = dict.fromkeys(ground.commit(sha) for sha in found if sha and sha not in own)
    numbers = dict.fromkeys(n for message in messages for n in message.numbers)
    told_of = {"cites": list(cites)[:20], "numbers": list(numbers)[:20]}
    kept = {name: values for name, values in told_of.items() if values}
    return {"sha": change.last.sha, "commits": len(change.commits), **kept}


def _helpers(messages: Iterable[Told], approver: str) -> tuple[tuple[str, HelpKind], ...]:
    found = [(_handle(who), kind) for message in messages for who, kind in message.helpers]
    named = [(approver, HelpKind.REVIEWED)] if approver else []
    given = dict.fromkeys((handle, kind) for handle, kind in (*found, *named) if handle)
    return tuple(given)[: LIMITS["helpers"]]


def _title(whole: Told, parts: list[Told]) -> str:
    bare = whole.title.lower().startswith(_BARE)
    return (parts[0].title if bare or not whole.title else whole.title) or "(no title)"


def _handle(who: Who) -> str:
    return "" if is_machine(who) or "@" not in who.email else who.email[:254]


def _paths(found: Iterable[Commit]) -> tuple[str, ...]:
    every = dict.fromkeys(path[:500] for commit in found for path in commit.paths)
    return tuple(every)[: LIMITS["paths"]]


def _union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry for entries in lists for entry in entries))[: LIMITS["labels"]]
