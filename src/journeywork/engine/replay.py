"""The replay: a history gone through in time order, knowing at each moment only what was known.

Events of the same instant are treated together: first all questions are asked, then all is
learned, so that nothing is answered by what it brings itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from journeywork.engine.cards_then import CardsThen, Shelved
from journeywork.engine.estimates import Resample
from journeywork.engine.finder import Finder
from journeywork.engine.knowers_then import KnowersThen
from journeywork.engine.knowledge import Card
from journeywork.engine.moments import Finding, Moment
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.past_work import PastWork
from journeywork.engine.replay_debriefs import Debriefs
from journeywork.engine.replay_moments import Moments, Source, Standing, with_card_in_question
from journeywork.engine.replay_own import OwnMoments
from journeywork.engine.replay_questions import PeopleQuestions, WorkQuestions, new_help
from journeywork.engine.replay_report import Own, Report
from journeywork.engine.replay_tally import Tally
from journeywork.engine.support import Offer
from journeywork.engine.veil import Veil
from journeywork.engine.work import Contribution, Episode, Help, WorkEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many options of each kind are looked at, and how long a changed card is news.

    As in the live product.
    """

    cards: int
    episodes: int
    people: int
    news: timedelta


class Replay:
    """One run over one history. Feed it with `see`, in time order; read it with `report`."""

    def __init__(
        self,
        *,
        since: datetime,
        standing: Standing,
        cards: Iterable[Shelved],
        card_finder: Finder[Card],
        episode_finder: Finder[Episode],
        note: Source,
        limits: Limits,
        public: Callable[[Sequence[UUID]], bool],
    ) -> None:
        """Judge from `since` on; `public` tells of an episode's people whether all may see it."""
        self._since = since
        self._standing = standing
        self._limits = limits
        names = {id: one.name for id, one in standing.people.items() if one.findable}
        self._past = PastWork(episode_finder)
        self._cards = CardsThen(cards, card_finder, news_for=limits.news)
        self._knowers = KnowersThen(names)
        self._work = WorkQuestions(self._past)
        self._people = PeopleQuestions(self._knowers)
        self._moments = Moments(standing, self._cards, self._sources(note))
        self._tally = Tally()
        self._veil = Veil(standing.draw, lambda one: public(self._past.episodes[one].people))
        self._own = OwnMoments()
        self._debriefs = Debriefs(public)
        self._first: datetime | None = None
        self._last = since
        self._events = self._judged = 0
        self._places: set[str] = set()

    def see_all(self, events: Iterable[WorkEvent]) -> Iterator[int]:
        """Go through `events` in time order; yield how many are done, instant by instant."""
        for _, instant in groupby(events, key=lambda event: event.at):
            self.see(tuple(instant))
            yield self._events

    def see(self, instant: Sequence[WorkEvent]) -> None:
        """Take in all events of one instant."""
        at = instant[0].at
        judged = at >= self._since
        self._cards.until(at)
        for event in instant:
            self._work.ask(event, judged=judged)
        found = [self._moments.look(event) for event in instant]
        learned = [self._fold(event, judged=judged) for event in instant]
        for given in learned:
            self._people.learn(given)
            for one in given:
                self._knowers.add(one)
        self._count(instant, judged=judged)
        for event in instant:
            self._debriefs.look(event, self._past.episode_of(event), judged=judged)
        for event, finding in zip(instant, found, strict=True):
            if finding and judged:
                self._decide(finding, event)

    def report(self, resample: Resample, *, at: datetime, seed: int) -> Report:
        """Return what was found so far."""
        rules = self._standing.rules
        examples = self._veil.examples([rule.key for rule in rules])
        return Report(
            at=at,
            since=self._since,
            until=self._last,
            history_since=self._first or self._since,
            events=self._events,
            judged_events=self._judged,
            cards=len(self._cards),
            places=len(self._places),
            policy=self._standing.policy,
            past_work=self._work.verdict(resample),
            who_knows=self._people.verdict(resample),
            attention=self._tally.attention(rules, examples),
            seed=seed,
            debriefs=self._debriefs.report(),
        )

    def own(self) -> Mapping[UUID, Own]:
        """Return for each person what it would have meant for them; nobody else may see it."""
        return self._own.by_person()

    def _fold(self, event: WorkEvent, *, judged: bool) -> tuple[Contribution, ...]:
        before = self._past.episode_of(event)
        given = self._past.take(event)
        self._work.learn(event)
        now = self._past.episode_of(event)
        helps: tuple[Help, ...] = new_help(before, now) if now else ()
        if now and helps:
            self._people.ask(event, now, helps, judged=judged)
        return given

    def _count(self, instant: Sequence[WorkEvent], *, judged: bool) -> None:
        self._events += len(instant)
        self._first = self._first or instant[0].at
        for event in instant:
            self._places |= {event.place} if event.place else set()
            if judged:
                self._judged += 1
                self._last = event.at
                if event.by in self._standing.people and event.by:
                    self._tally.worked(event.by, event.at)

    def _decide(self, finding: Finding, event: WorkEvent) -> None:
        own = self._past.episode_of(event)
        made, decision = self._moments.decide(finding, own=own.uuid if own else None)
        if isinstance(decision, Offer):
            decision = replace(decision, option=self._in_words(decision.option, made))
            if decision.option.kind is OptionKind.PERSON:
                self._knowers.asked(decision.option.id, made.at)
        self._tally.add(made, decision)
        self._veil.add(made, decision)
        self._own.add(made, decision)

    def _in_words(self, option: Option, made: Moment) -> Option:
        if option.kind is OptionKind.EPISODE:
            return self._past.in_words(option, made.context)
        card = option.kind is OptionKind.CARD
        return self._cards.in_words(option, made.context) if card else option

    def _sources(self, note: Source) -> Mapping[OptionKind, Source]:
        most = self._limits

        def cards(made: Moment) -> Sequence[Option]:
            found = self._cards.fitting(made.context, limit=most.cards)
            return with_card_in_question(made, found, self._cards)

        def episodes(made: Moment) -> Sequence[Option]:
            return self._past.fitting(made.context, limit=most.episodes)

        def people(made: Moment) -> Sequence[Option]:
            return self._knowers.rank(made.context, limit=most.people, exclude=(made.person,))

        return {
            OptionKind.CARD: cards,
            OptionKind.EPISODE: episodes,
            OptionKind.PERSON: people,
            OptionKind.NOTE: note,
        }
