"""What the moments of a history would have come to: detected and decided as live.

Rules, experience, the gathering of options, the decision and the budget are those of the live
product. Nobody answered in the past, so nothing is learned from answers; and nobody was asked
for their hours, so for people whom only the history knows they are guessed (`usual_hours`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from journeywork.engine.attention import History, Policy
from journeywork.engine.card_changes import changed_for
from journeywork.engine.cards_then import CardsThen
from journeywork.engine.experience import Experience
from journeywork.engine.moments import Finding, Moment, moment, strongest
from journeywork.engine.options import Option, OptionKind, Part
from journeywork.engine.people import Person
from journeywork.engine.rules import Rule, detect
from journeywork.engine.sifting import sift
from journeywork.engine.support import Decision, Offer, decide, wished_for_quiet
from journeywork.engine.trust import pushable
from journeywork.engine.usual_hours import UsualHours
from journeywork.engine.work import WorkEvent

Source = Callable[[Moment], Sequence[Option]]
_MOMENTS = UUID("0197a000-0000-7000-8000-7265706d6f6d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is in force today and taken as in force then: rules, policy, people, the lot."""

    rules: Sequence[Rule]
    policy: Policy
    people: Mapping[UUID, Person]
    draw: Callable[[], float]


class Moments:
    """Sees moments in events and decides about each."""

    def __init__(
        self, standing: Standing, cards: CardsThen, sources: Mapping[OptionKind, Source]
    ) -> None:
        self._standing = standing
        self._cards = cards
        self._sources = sources
        self._experience = Experience()
        self._hours = UsualHours()
        self._seen: set[str] = set()
        self._histories: dict[UUID, History] = {}

    def look(self, event: WorkEvent) -> Finding | None:
        """Return the moment at an event, if there is one that was not seen yet; learn the event."""
        changed = changed_for(self._cards.changes, event, self._experience)
        familiar = self._experience.familiarity(event)
        best = strongest(detect(event, familiar, self._standing.rules, changed=changed))
        self._experience.add(event)
        if event.by:
            self._hours.add(event.by, event.at)
        if best is None or best.person not in self._standing.people or best.once in self._seen:
            return None
        self._seen.add(best.once)
        return best

    def decide(self, finding: Finding, *, own: UUID | None) -> tuple[Moment, Decision]:
        """Decide about a moment; `own` is the episode in which it happened."""
        person = self._standing.people[finding.person]
        made = moment(
            finding,
            id=uuid5(_MOMENTS, finding.once),
            teams=person.teams,
            language=person.languages[0] if person.languages else "en",
            episode=own,
        )
        history = self._history(person)
        policy = self._standing.policy
        quiet = wished_for_quiet(made, policy, history)
        decision = decide(
            id=made.id,
            moment=made,
            options=() if quiet else self._gather(made, history),
            policy=policy,
            history=history,
            draw=self._standing.draw(),
        )
        if isinstance(decision, Offer):
            history = history.after(decision.option.id, decision.at)
        self._histories[person.id] = history
        return made, decision

    def _history(self, person: Person) -> History:
        known = self._histories.get(person.id)
        told = person.working_time
        hours = self._hours.working_time(person.id, told) if person.known_only else told
        return replace(known, working_time=hours) if known else History(working_time=hours)

    def _gather(self, made: Moment, history: History) -> tuple[Option, ...]:
        """Look for options as `support.deciding` does: colleagues last, their time is dearest."""
        written = [kind for kind in made.wants if kind is not OptionKind.PERSON]
        if made.wants[0] is OptionKind.PERSON or len(written) == len(made.wants):
            return self._from(made, made.wants)
        options = self._from(made, written)
        if sift(made, options, self._standing.policy, history).fitting:
            return options
        return (*options, *self._from(made, (OptionKind.PERSON,)))

    def _from(self, made: Moment, kinds: Sequence[OptionKind]) -> tuple[Option, ...]:
        return tuple(option for kind in kinds for option in self._sources[kind](made))


def with_card_in_question(
    made: Moment, found: Sequence[Option], cards: CardsThen
) -> tuple[Option, ...]:
    """Return `found`, and first the card the moment is about, where there is one."""
    if made.about is None or made.about in {option.id for option in found}:
        return tuple(found)
    card = cards.card(made.about, made.at)
    part = Part(name="changed", value=1.0, says="changed since you last worked here")
    option = Option(
        kind=OptionKind.CARD,
        id=card.id,
        key=card.key,
        title=card.title,
        score=1.0,
        parts=(part,),
        author=card.author,
        pushable=pushable(card.trust),
    )
    return (option, *found)
