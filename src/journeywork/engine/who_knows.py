"""Who knows: people ranked by recent work and help given, close to the work at hand.

For each path of the context the folders above it form a chain, from the place down to the
file. Each link holds how much every person did there lately (half-life 90 days), and a
person's share is smoothed by the share one link up, like words in a back-off language model:

    share(link) = (did(person, link) + PRIOR * share(link above)) / (did(all, link) + PRIOR)

The link above all is who is active at all. Labels and words of the title are chains of one
link. All of it is a sum, so the parts of a score add up. People who were asked lately sink.
"""

from collections import defaultdict, deque
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import fsum
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.options import Option, OptionKind, Part
from journeywork.engine.terms import terms
from journeywork.engine.who_knows_words import reason
from journeywork.engine.work import Contribution, ContributionKind

MOST_PATHS = 30
MOST_WORDS = 12
KEPT_DEEDS = 200
_OWN_WORK = {ContributionKind.DID, ContributionKind.MERGED}
_BESIDE = ("active", "asked lately")
_SAYS = {
    "same part": "worked in the same part",
    "same topic": "worked on the same topics",
    "same words": "worked on things of the same name",
    "active": "active these weeks",
    "asked lately": "was asked a lot lately, so others come first",
    "helped you": "helped you before",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How fast work is forgotten and what weighs how much.

    Round values on purpose: on real review history (benchmarks/people.py), half or double of
    any of them changes the mean reciprocal rank by less than 0.01. `prior` is in
    contributions; half-lives are in days.
    """

    half_life: float = 90.0
    prior: float = 10.0
    did: float = 0.3
    pair: float = 1.0
    label: float = 0.5
    word: float = 0.25
    load: float = 0.3
    load_half_life: float = 7.0


class _Fading:
    """Sums that halve every `half_life` days, kept in a form that time does not touch."""

    def __init__(self, half_life: float) -> None:
        self._half_life = half_life * 86_400
        self._origin: datetime | None = None
        self._by_key: dict[str, dict[UUID, float]] = defaultdict(lambda: defaultdict(float))

    def add(self, key: str, person: UUID, at: datetime, weight: float) -> None:
        """Add `weight` for `person` under `key` as of `at`; the order of adding is free."""
        self._by_key[key][person] += weight * self._scale(at)

    def at(self, key: str, now: datetime) -> tuple[Mapping[UUID, float], float]:
        """Return the sums by person under `key`, and by how much to multiply them for `now`."""
        return self._by_key.get(key, {}), 1 / self._scale(now)

    def _scale(self, at: datetime) -> float:
        if self._origin is None:
            self._origin = at
        halvings = (at - self._origin).total_seconds() / self._half_life
        return float(2.0 ** max(-900.0, min(900.0, halvings)))


@dataclass(frozen=True, slots=True)
class _Chain:
    name: str
    keys: tuple[str, ...]
    weight: float


class Knowers:
    """What everybody did, folded; ask it who knows about a context."""

    def __init__(self, tuning: Tuning | None = None) -> None:
        self._tuning = tuning or Tuning()
        self._did = _Fading(self._tuning.half_life)
        self._pairs = _Fading(self._tuning.half_life)
        self._asked = _Fading(self._tuning.load_half_life)
        self._deeds: dict[UUID, deque[Contribution]] = defaultdict(lambda: deque(maxlen=KEPT_DEEDS))

    def add(self, contribution: Contribution) -> None:
        """Take in one contribution; order does not matter for the ranking."""
        own = contribution.kind in _OWN_WORK
        for key in _keys(contribution):
            weight = self._tuning.did if own else 1.0
            self._did.add(key, contribution.person, contribution.at, weight)
        if contribution.to is not None and contribution.to != contribution.person:
            self._pairs.add(str(contribution.to), contribution.person, contribution.at, 1.0)
        self._deeds[contribution.person].append(contribution)

    def asked(self, person: UUID, at: datetime) -> None:
        """Remember that `person` was suggested or asked at `at`."""
        self._asked.add("", person, at, 1.0)

    def rank(
        self,
        context: Context,
        people: Mapping[UUID, str],
        *,
        limit: int = 2,
        exclude: Container[UUID] = (),
        near: bool = True,
        asked: Iterable[tuple[UUID, datetime]] = (),
    ) -> tuple[Option, ...]:
        """Return at most `limit` of `people` (id to name), best first.

        With `near`, only people with something to show for this context itself. `asked` says
        who was asked when, beside what `asked()` was told; it is not kept.
        """
        shares = self._shares(context, people, asked)
        found = []
        for person, name in people.items():
            if person in exclude or person == context.person or (near and not shares.near(person)):
                continue
            found.append((-shares.score(person), name, str(person), person))
        best = sorted(found)[:limit]
        return tuple(self._option(person, name, context, shares) for _, name, _, person in best)

    def _shares(
        self,
        context: Context,
        people: Container[UUID],
        asked: Iterable[tuple[UUID, datetime]],
    ) -> "_Shares":
        shares = _Shares()
        helped, scale = self._did_for(self._pairs, str(context.person), context, people)
        size = fsum(helped.values()) * scale * self._tuning.pair
        whole = 1.0 / (size + self._tuning.prior)
        shares.spread("helped you", helped, scale * self._tuning.pair * whole)
        self._spread_work(context, people, self._tuning.prior * whole, shares)
        self._take_load(context, people, self._asked, shares)
        passing = _Fading(self._tuning.load_half_life)
        for person, at in asked:
            passing.add("", person, at, 1.0)
        self._take_load(context, people, passing, shares)
        return shares

    def _spread_work(
        self, context: Context, people: Container[UUID], whole: float, shares: "_Shares"
    ) -> None:
        """Share `whole` out among those who worked near the context, then those active at all."""
        chains = tuple(_chains(context, self._tuning))
        total = fsum(chain.weight for chain in chains)
        sums = {
            key: self._did_for(self._did, key, context, people)
            for key in {key for chain in chains for key in chain.keys}
        }
        sizes = {key: fsum(mine.values()) * scale for key, (mine, scale) in sums.items()}
        left = 0.0 if chains else whole
        factors: dict[tuple[str, str], float] = defaultdict(float)
        for chain in chains:
            rest = whole * chain.weight / total
            for key in reversed(chain.keys):
                factors[chain.name, key] += rest / (sizes[key] + self._tuning.prior)
                rest *= self._tuning.prior / (sizes[key] + self._tuning.prior)
            left += rest
        for (name, key), factor in factors.items():
            mine, scale = sums[key]
            shares.spread(name, mine, scale * factor)
        everybody, _ = self._did_for(self._did, "", context, people)
        active = fsum(everybody.values())
        shares.spread("active", everybody, left / active if active else 0.0)

    def _take_load(
        self, context: Context, people: Container[UUID], load: _Fading, shares: "_Shares"
    ) -> None:
        asked, scale = self._did_for(load, "", context, people)
        size = fsum(asked.values()) * scale
        for person, times in asked.items():
            burden = times * scale / (size + 1.0)
            less = -self._tuning.load * burden * shares.score(person)
            shares.spread("asked lately", {person: 1.0}, less)

    def _did_for(
        self, sums: _Fading, key: str, context: Context, people: Container[UUID]
    ) -> tuple[dict[UUID, float], float]:
        by_person, scale = sums.at(key, context.at)
        return {person: did for person, did in by_person.items() if person in people}, scale

    def _option(self, person: UUID, name: str, context: Context, shares: "_Shares") -> Option:
        said = reason(self._deeds.get(person, ()), context)
        parts = tuple(
            Part(name=part, value=value, says=_SAYS[part] if place else said)
            for place, (part, value) in enumerate(shares.parts(person))
        )
        score = fsum(part.value for part in parts)
        return Option(kind=OptionKind.PERSON, id=person, title=name, score=score, parts=parts)


class _Shares:
    """Parts of scores by person."""

    def __init__(self) -> None:
        self._parts: dict[UUID, dict[str, float]] = defaultdict(lambda: defaultdict(float))

    def spread(self, part: str, weights: Mapping[UUID, float], factor: float) -> None:
        for person, weight in weights.items():
            self._parts[person][part] += weight * factor

    def near(self, person: UUID) -> bool:
        return bool(self._parts.get(person, {}).keys() - {*_BESIDE})

    def score(self, person: UUID) -> float:
        return fsum(self._parts.get(person, {}).values())

    def parts(self, person: UUID) -> Iterable[tuple[str, float]]:
        found = self._parts.get(person, {}).items()
        return sorted(found, key=lambda part: (part[0] in _BESIDE, -part[1]))


def _chains(context: Context, tuning: Tuning) -> Iterator[_Chain]:
    root = (f"in {context.place}",) if context.place else ()
    for path in context.paths[:MOST_PATHS]:
        yield _Chain("same part", (*root, *_links(path)), 1.0)
    if root and not context.paths:
        yield _Chain("same part", root, 1.0)
    for label in context.labels[:MOST_WORDS]:
        yield _Chain("same topic", (f"# {label.lower()}",), tuning.label)
    for word in dict.fromkeys(terms(context.text)[: 4 * MOST_WORDS]):
        yield _Chain("same words", (f"~ {word}",), tuning.word)


def _keys(contribution: Contribution) -> set[str]:
    keys = {"", *(f"# {label.lower()}" for label in contribution.labels[:MOST_WORDS])}
    keys |= {link for path in contribution.paths[:MOST_PATHS] for link in _links(path)}
    keys |= {f"~ {word}" for word in terms(contribution.title)[:MOST_WORDS]}
    return keys | ({f"in {contribution.place}"} if contribution.place else set())


def _links(path: str) -> Iterator[str]:
    at = path.find("/")
    while at > 0:
        yield path[: at + 1]
        at = path.find("/", at + 1)
    yield path
