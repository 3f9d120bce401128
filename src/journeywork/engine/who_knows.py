"""Who knows: people ranked by recent work and help given, close to the work at hand.

For each path of the context the folders above it form a chain, from the place down to the
file. Each link holds how much every person did there lately (half-life 90 days), and a
person's share is smoothed by the share one link up, like words in a back-off language model:

    share(link) = (did(person, link) + PRIOR * share(link above)) / (did(all, link) + PRIOR)

The link above all is who is active at all. Labels and words of the title are chains of one
link. All of it is a sum, so the parts of a score add up. People who were asked lately sink.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from heapq import nlargest
from math import fsum
from uuid import UUID

from journeywork.engine.chances import of_person
from journeywork.engine.context import Context
from journeywork.engine.fading import Fading
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
_Deed = tuple[UUID, ContributionKind, UUID | None]


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


@dataclass(frozen=True, slots=True)
class _Chain:
    name: str
    keys: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of everybody's score: what people have of something, and what that counts."""

    part: str
    weights: Mapping[int, float]
    factor: float


class Knowers:
    """What everybody did, folded; ask it who knows about a context."""

    def __init__(self, tuning: Tuning | None = None) -> None:
        self._tuning = tuning or Tuning()
        self._did = Fading(self._tuning.half_life)
        self._pairs = Fading(self._tuning.half_life)
        self._asked = Fading(self._tuning.load_half_life)
        self._deeds: dict[int, dict[_Deed, Contribution]] = defaultdict(dict)

    def add(self, one: Contribution) -> None:
        """Take in one contribution; order does not matter for the ranking."""
        self._count(one, 1.0)
        deeds = self._deeds[one.person.int]
        deeds[one.episode, one.kind, one.to] = one
        if len(deeds) > KEPT_DEEDS:
            del deeds[next(iter(deeds))]

    def remove(self, one: Contribution) -> None:
        """Take back one contribution that was added, as if it had never been."""
        self._count(one, -1.0)
        self._deeds[one.person.int].pop((one.episode, one.kind, one.to), None)

    def asked(self, person: UUID, at: datetime) -> None:
        """Remember that `person` was suggested or asked at `at`."""
        self._asked.add("", person.int, at, 1.0)

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
        return self.look(context, asked).options(people, limit=limit, exclude=exclude, near=near)

    def look(self, context: Context, asked: Iterable[tuple[UUID, datetime]] = ()) -> "Standing":
        """Return how everybody stands to `context`; `asked` as in `rank`."""
        pair, whole = self._helped(context)
        standing = Standing(context, (pair, *self._work(context, whole)), self._deeds)
        passing = Fading(self._tuning.load_half_life)
        for person, at in asked:
            passing.add("", person.int, at, 1.0)
        for load in (self._asked, passing):
            by_person, total, scale = load.at("", context.at)
            factor = self._tuning.load * scale / (total * scale + 1.0)
            standing.take_load(by_person, factor)
        return standing

    def _count(self, one: Contribution, sign: float) -> None:
        weight = sign * (self._tuning.did if one.kind in _OWN_WORK else 1.0)
        keys = _keys(one.title, one.place, one.paths, one.labels)
        self._did.spread(keys, one.person.int, one.at, weight)
        if one.to is not None and one.to != one.person:
            self._pairs.add(str(one.to), one.person.int, one.at, sign)

    def _helped(self, context: Context) -> tuple[_Term, float]:
        """Return what help given to the person counts, and what is left for everything else."""
        helped, total, scale = self._pairs.at(str(context.person), context.at)
        whole = 1.0 / (total * scale * self._tuning.pair + self._tuning.prior)
        term = _Term("helped you", helped, scale * self._tuning.pair * whole)
        return term, self._tuning.prior * whole

    def _work(self, context: Context, whole: float) -> Iterator[_Term]:
        """Share `whole` out among those who worked near the context, then those active at all."""
        chains, prior = tuple(_chains(context, self._tuning)), self._tuning.prior
        weight = fsum(chain.weight for chain in chains)
        sums = {
            key: self._did.at(key, context.at)
            for key in dict.fromkeys(key for chain in chains for key in chain.keys)
        }
        left = 0.0 if chains else whole
        factors: dict[tuple[str, str], float] = defaultdict(float)
        for chain in chains:
            rest = whole * chain.weight / weight
            for key in reversed(chain.keys):
                _, total, scale = sums[key]
                factors[chain.name, key] += rest / (total * scale + prior)
                rest *= prior / (total * scale + prior)
            left += rest
        for (name, key), factor in factors.items():
            by_person, _, scale = sums[key]
            yield _Term(name, by_person, scale * factor)
        everybody, total, _ = self._did.at("", context.at)
        yield _Term("active", everybody, left / total if total > 0 else 0.0)


class Standing:
    """How everybody stands to one context."""

    def __init__(
        self,
        context: Context,
        terms: tuple[_Term, ...],
        deeds: Mapping[int, Mapping[_Deed, Contribution]],
    ) -> None:
        self._context = context
        self._terms = terms
        self._deeds = deeds
        self._load: dict[int, float] = {}
        self._scores: dict[int, float] = defaultdict(float)
        self._near: set[int] = set()
        for term in terms:
            self._spread(term)

    def _spread(self, term: _Term) -> None:
        scores, factor = self._scores, term.factor
        for person, weight in term.weights.items():
            scores[person] += weight * factor
        if term.part not in _BESIDE:
            self._near.update(term.weights)

    def take_load(self, asked: Mapping[int, float], factor: float) -> None:
        """Let those who were asked lately sink, by their share of all that was asked."""
        for person, times in asked.items():
            less = -times * factor * self._scores[person]
            self._scores[person] += less
            self._load[person] = self._load.get(person, 0.0) + less

    def foremost(self, limit: int) -> tuple[UUID, ...]:
        """Return the `limit` best of those with something to show, best first."""
        scores, mine = self._scores, self._context.person
        near = self._near - {mine.int} if mine else self._near
        best = nlargest(limit, near, key=lambda one: (scores[one], one))
        return tuple(UUID(int=person) for person in best)

    def options(
        self,
        people: Mapping[UUID, str],
        *,
        limit: int,
        exclude: Container[UUID] = (),
        near: bool = True,
    ) -> tuple[Option, ...]:
        """Return the best of `people` (id to name) as `Knowers.rank` does."""
        found = [
            (-self._scores[person.int], name, person.int, person)
            for person, name in people.items()
            if not (near and person.int not in self._near)
            and person != self._context.person
            and person not in exclude
        ]
        return tuple(self._option(person, name) for _, name, _, person in sorted(found)[:limit])

    def _option(self, person: UUID, name: str) -> Option:
        said = reason(self._deeds.get(person.int, {}).values(), self._context)
        parts = tuple(
            Part(name=part, value=value, says=_SAYS[part] if place else said)
            for place, (part, value) in enumerate(self._parts(person.int))
        )
        score = fsum(part.value for part in parts)
        return Option(
            kind=OptionKind.PERSON,
            id=person,
            title=name,
            score=score,
            parts=parts,
            chance=of_person(score),
        )

    def _parts(self, person: int) -> list[tuple[str, float]]:
        """Return the parts of a person's score, the strongest near one first."""
        values: dict[str, float] = defaultdict(float)
        for term in self._terms:
            if person in term.weights:
                values[term.part] += term.weights[person] * term.factor
        if person in self._load:
            values["asked lately"] = self._load[person]
        return sorted(values.items(), key=lambda part: (part[0] in _BESIDE, -part[1]))


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


@lru_cache(maxsize=4096)
def _keys(
    title: str, place: str, paths: tuple[str, ...], labels: tuple[str, ...]
) -> tuple[str, ...]:
    """Return everything under which work is counted; people who share a piece share the keys."""
    keys = {"", *(f"# {label.lower()}" for label in labels[:MOST_WORDS])}
    keys.update(link for path in paths[:MOST_PATHS] for link in _links(path))
    keys.update(f"~ {word}" for word in terms(title)[:MOST_WORDS])
    if place:
        keys.add(f"in {place}")
    return tuple(keys)


def _links(path: str) -> Iterator[str]:
    at = path.find("/")
    while at > 0:
        yield path[: at + 1]
        at = path.find("/", at + 1)
    yield path
