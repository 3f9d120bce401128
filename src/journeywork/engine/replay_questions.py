"""The questions of a replay that the history itself answers.

Past work: a piece of work cites an earlier one. Would it have been suggested, from the title,
the words and the files, without the citation? Who knows: somebody helped. Would they have
been named, before they did?
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from journeywork.engine.citations import CitationKind, stripped
from journeywork.engine.cited_work import Cited, CitedWork
from journeywork.engine.context import Context
from journeywork.engine.estimates import Resample
from journeywork.engine.hindsight import DEPTH, Judge, Named
from journeywork.engine.knowers_then import KnowersThen
from journeywork.engine.moments import situation
from journeywork.engine.past_work import PastWork
from journeywork.engine.plain_answers import PlainPeople, PlainWork
from journeywork.engine.replay_report import Hindsight
from journeywork.engine.work import Contribution, Episode, Help, WorkEvent

#: A text that cites more than this is a list (a release, a merge of many), not a question.
MOST_CITED = 5
#: What somebody did themselves this short a time ago is the same piece of work.
STILL_THE_SAME = timedelta(days=1)

OURS = "journeywork"
WORK_METHODS = (
    Named(OURS, "Journeywork", "by words, files, place and age, as the product ranks"),
    Named("words", "Words alone", "a plain text search over titles and texts"),
    Named("recent", "Most recent", "the last change that touched any of the same files"),
    Named("popular", "Most cited", "what was cited most often so far"),
)
PEOPLE_METHODS = (
    Named(OURS, "Journeywork", "by work and help near the files, spread over people"),
    Named("active", "Most active", "who does most, weighed by a half-life of 90 days"),
    Named("recent", "Last here", "who last worked in the same folder"),
    Named("popular", "Most helpful", "who helped most often so far"),
)


class WorkQuestions:
    """Asks about past work. Ask about an event before it is folded into the past."""

    def __init__(self, past: PastWork) -> None:
        self._past = past
        self._names = CitedWork()
        self._plain = PlainWork()
        self._asked: set[tuple[UUID | str, UUID]] = set()
        self._judge = Judge("past_work", WORK_METHODS)

    def ask(self, event: WorkEvent, *, judged: bool) -> None:
        """Ask what the event's text cites; without `judged` only learn from it."""
        own = self._own(event)
        cited = self._cited(event, own)
        if cited and judged and self._fair(event, cited):
            self._put(event, own, cited)
        for episode in cited:
            self._asked.add((own or event.subject, episode))
            self._plain.cited(episode)

    def learn(self, event: WorkEvent) -> None:
        """Learn the names of a piece of work, and that it moved."""
        self._names.add(event)
        episode = self._past.episode_of(event)
        if episode:
            self._plain.add(event, episode.uuid)

    def verdict(self, resample: Resample) -> Hindsight:
        """Return how often each method was right."""
        return self._judge.verdict(resample, within=(1, 3, 10))

    def _own(self, event: WorkEvent) -> UUID | None:
        episode = self._past.episode_of(event)
        return episode.uuid if episode else None

    def _cited(self, event: WorkEvent, own: UUID | None) -> dict[UUID, list[Cited]]:
        """Return the episodes that are cited for the first time by this piece of work."""
        found: dict[UUID, list[Cited]] = {}
        for one in self._names.cited(event):
            episode = self._past.known_as(one.subject)
            if episode is None or episode.uuid == own:
                continue
            if (own or event.subject, episode.uuid) not in self._asked:
                found.setdefault(episode.uuid, []).append(one)
        return found

    def _fair(self, event: WorkEvent, cited: dict[UUID, list[Cited]]) -> bool:
        """Tell whether it is a question at all; count why not."""
        episodes = [self._past.episodes[one] for one in cited]
        if len(cited) > MOST_CITED:
            self._judge.left_out[f"cites more than {MOST_CITED} pieces of work: a list"] += 1
            return False
        if all(_same_work(episode, event) for episode in episodes):
            self._judge.left_out["cites one's own work of the last day"] += 1
            return False
        return True

    def _put(self, event: WorkEvent, own: UUID | None, cited: dict[UUID, list[Cited]]) -> None:
        right = {one for one in cited if not _same_work(self._past.episodes[one], event)}
        context = replace(
            situation(event, person=event.by),
            text=self._without(event, cited),
            episode=own,
        )
        ours = self._past.fitting(context, limit=DEPTH)
        self._judge.ask(
            at=event.at,
            sort=min(
                (one.kind for each in cited.values() for one in each), key=list(CitationKind).index
            ).value,
            right=right,
            answers={
                OURS: [option.id for option in ours],
                "words": self._past.by_words(context, limit=DEPTH),
                "recent": self._plain.recent(event, own),
                "popular": self._plain.popular(own),
            },
        )

    def _without(self, event: WorkEvent, cited: Iterable[UUID]) -> str:
        """Return title and text without any citation, nor the titles of what is cited."""
        text = f"{event.title}\n{event.text}"
        titles = [self._past.episodes[one].title for one in cited]
        return stripped(text, self._names.all_in(text, event.place), titles)


class PeopleQuestions:
    """Asks who knows. Ask about a piece of work before its help is learned."""

    def __init__(self, knowers: KnowersThen) -> None:
        self._knowers = knowers
        self._plain = PlainPeople()
        self._judge = Judge("who_knows", PEOPLE_METHODS)

    def ask(
        self, event: WorkEvent, episode: Episode, given: Sequence[Help], *, judged: bool
    ) -> None:
        """Ask who could have helped with `episode`, where `given` is the help it then got."""
        person = given[0].to or episode.owner
        right = {one.by for one in given if one.by != person}
        if not right or not judged:
            return
        if person is None:
            self._judge.left_out["a program did it: there was nobody to help"] += 1
            return
        if not any(one in self._knowers for one in right):
            self._judge.left_out["the helper had not done anything here before"] += 1
            return
        context = Context(
            text=episode.title,
            at=event.at,
            person=person,
            place=episode.place,
            paths=episode.paths,
            labels=episode.labels,
            episode=episode.uuid,
        )
        known = _Others(self._knowers, person)
        ours = self._knowers.rank(context, limit=DEPTH, exclude=(person,))
        self._judge.ask(
            at=event.at,
            sort=Counter(one.kind.value for one in given).most_common(1)[0][0],
            right=right,
            answers={
                OURS: [option.id for option in ours],
                "active": self._plain.active(known),
                "recent": self._plain.recent(episode.place, episode.paths, known),
                "popular": self._plain.popular(known),
            },
        )
        if ours:
            self._knowers.asked(ours[0].id, event.at)

    def learn(self, given: Iterable[Contribution]) -> None:
        """Learn what people did."""
        for one in given:
            self._plain.add(one)

    def verdict(self, resample: Resample) -> Hindsight:
        """Return how often each method was right, and how much fell on one person."""
        return self._judge.verdict(resample, within=(1, 2, 5), busiest=True)


class _Others:
    """Everybody who did something so far, without the person who asks."""

    def __init__(self, known: KnowersThen, person: UUID) -> None:
        self._known = known
        self._person = person

    def __contains__(self, one: object) -> bool:
        return one != self._person and one in self._known


def new_help(before: Episode | None, now: Episode) -> tuple[Help, ...]:
    """Return the help an episode got since `before`, by people who had no part in it before.

    Who already works on it (a second author) need not be found, and would be found too easily.
    """
    known = {*before.people, *(one.by for one in before.helpers)} if before else set()
    return tuple(one for one in now.helpers if one.by not in known)


def _same_work(episode: Episode, event: WorkEvent) -> bool:
    mine = event.by is not None and event.by in episode.people
    return mine and event.at - episode.opened_at < STILL_THE_SAME
