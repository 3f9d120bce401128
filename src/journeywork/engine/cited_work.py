"""Which earlier work a piece of work cites, by the names under which work is known.

A change may be known by a number (`payments#12`), by the digests of its commits
(`payments@1a2b3c4d5e6f`), by its title in a revert, or by a key such as `ward-12`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import re2

from journeywork.engine.citations import (
    SHORTEST_DIGEST,
    Citation,
    CitationKind,
    citations,
    reverted_titles,
)
from journeywork.engine.work import WorkEvent

_NUMBER = re2.compile(r"[#!]\d{1,9}$")
_DIGEST = re2.compile(r"\b[0-9a-f]{7,40}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Earlier work that is cited, by its subject; `citation` is None where only a source says so."""

    subject: str
    kind: CitationKind
    citation: Citation | None = None


class CitedWork:
    """The names of all work so far."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, str], str] = {}
        self._by_digest: dict[str, list[tuple[str, str]]] = {}
        self._by_title: dict[tuple[str, str], str] = {}

    def add(self, event: WorkEvent) -> None:
        """Learn the names that an event brings."""
        for subject in (event.subject, *event.part_of):
            spelled = subject.lower()
            self._by_name.setdefault(("", spelled), subject)
            for match in _NUMBER.finditer(spelled):
                self._by_name.setdefault((event.place, f"#{match.group()[1:]}"), subject)
            for match in _DIGEST.finditer(spelled):
                digest = match.group()
                known = self._by_digest.setdefault(digest[:SHORTEST_DIGEST], [])
                known.append((digest, subject))
        if event.title and event.type != "change.reverted":
            self._by_title[event.place, event.title.lower()] = event.subject

    def cited(self, event: WorkEvent) -> tuple[Cited, ...]:
        """Return the earlier work that an event cites, each subject once, in order."""
        found: dict[str, Cited] = {}
        for one in self._cited(event):
            if one.subject not in (event.subject, *event.part_of):
                found.setdefault(one.subject, one)
        return tuple(found.values())

    def all_in(self, text: str, place: str) -> tuple[Citation, ...]:
        """Return every citation in `text`: of numbers and digests also those of unknown work."""
        return tuple(one for one in citations(text) if not one.is_key or self._resolve(one, place))

    def _cited(self, event: WorkEvent) -> Iterator[Cited]:
        text = f"{event.title}\n{event.text}"
        for one in citations(text):
            subject = self._resolve(one, event.place)
            if subject:
                yield Cited(subject=subject, kind=one.kind, citation=one)
        for title in reverted_titles(text):
            subject = self._by_title.get((event.place, title.lower()), "")
            if subject:
                yield Cited(subject=subject, kind=CitationKind.REVERTS)
        for name in _listed(event.extra.get("cites")):
            subject = self._by_name.get(("", name.lower()), "")
            if subject:
                yield Cited(subject=subject, kind=CitationKind.MENTIONS)

    def _resolve(self, one: Citation, place: str) -> str:
        """Return the subject a citation names, "" for none or for another repository's."""
        if one.home and not f"/{place}".lower().endswith(f"/{one.home}"):
            return ""
        if one.name.startswith("#"):
            return self._by_name.get((place, one.name), "")
        known = self._by_name.get(("", one.name), "")
        return known or self._by_start(one.name)

    def _by_start(self, digest: str) -> str:
        """Return the subject whose digest and `digest` begin alike; "" for several."""
        near = self._by_digest.get(digest[:SHORTEST_DIGEST], ())
        found = {
            subject
            for known, subject in near
            if known.startswith(digest) or digest.startswith(known)
        }
        return next(iter(found)) if len(found) == 1 else ""


def _listed(names: object) -> Iterable[str]:
    return [str(name) for name in names] if isinstance(names, list | tuple) else ()
