"""Why a person is suggested, in words a colleague would use."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from journeywork.engine.context import Context
from journeywork.engine.terms import terms
from journeywork.engine.work import Contribution, ContributionKind

LOOKS_BACK = timedelta(days=365)
_HELP = {ContributionKind.HELPED, ContributionKind.ANSWERED, ContributionKind.PAIRED}
_COUNTED = {
    ContributionKind.MERGED: ("merged", "a change", "changes"),
    ContributionKind.DID: ("finished", "a piece of work", "pieces of work"),
    ContributionKind.REVIEWED: ("reviewed", "a change", "changes"),
}


def reason(deeds: Iterable[Contribution], context: Context) -> str:
    """Say in one line what the person did that is close to `context`, in the year before it.

    Who was helped is named to themselves alone: being helped is private.
    """
    recent = [deed for deed in deeds if context.at - LOOKS_BACK <= deed.at <= context.at]
    area, near = _nearest(recent, context)
    said = [_counted(near, kind, area) for kind in _COUNTED]
    said.append(_help(recent, context))
    return "; ".join(part for part in said if part) or "works here"


def _nearest(recent: list[Contribution], context: Context) -> tuple[str, list[Contribution]]:
    """Return the narrowest area of the context with a deed in it, and the deeds there."""
    for folder in _folders(context.paths):
        near = [deed for deed in recent if any(p.startswith(folder) for p in deed.paths)]
        if near:
            return f"in `{folder}`", near
    for label in context.labels:
        near = [deed for deed in recent if label.lower() in map(str.lower, deed.labels)]
        if near:
            return f"on {label}", near
    asked = set(terms(context.text))
    shared = [(deed, asked.intersection(terms(deed.title))) for deed in recent]
    common = Counter(word for _, words in shared for word in words)
    if common:
        word = min(common, key=lambda one: (-common[one], one))
        return f"about {word}", [deed for deed, words in shared if word in words]
    near = [deed for deed in recent if context.place and deed.place == context.place]
    return (f"in {context.place}", near) if near else ("", [])


def _folders(paths: tuple[str, ...]) -> list[str]:
    found = set(paths)
    for path in paths:
        parts = path.split("/")[:-1]
        found |= {"/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1)}
    return sorted(found, key=lambda one: (-one.count("/"), -len(one), one))


def _counted(deeds: list[Contribution], kind: ContributionKind, area: str) -> str:
    verb, one, many = _COUNTED[kind]
    same = [deed for deed in deeds if deed.kind is kind]
    if not same:
        return ""
    since = min(deed.at for deed in same)
    if len(same) == 1:
        return f"{verb} {one} {area} in {since:%B}"
    return f"{verb} {len(same)} {many} {area} since {since:%B}"


def _help(recent: list[Contribution], context: Context) -> str:
    given = [deed for deed in recent if deed.kind in _HELP]
    mine = [deed for deed in given if context.person is not None and deed.to == context.person]
    if mine:
        return f"helped you in {max(deed.at for deed in mine):%B}"
    return f"helped a colleague in {max(deed.at for deed in given):%B}" if given else ""
