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
from enum import StrEnum
from math import fsum
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.support import Option, OptionKind, Part
from journeywork.engine.terms import terms
from journeywork.engine.who_knows_words import Deed, reason

MOST_PATHS = 30
MOST_WORDS = 12
KEPT_DEEDS = 200


class Way(StrEnum):
    """How somebody took part in a piece of work."""

    DID = "did"
    REVIEWED = "reviewed"
    HELPED = "helped"
    ANSWERED = "answered"
    PAIRED = "paired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One person's part in a piece of work: finished it, or helped somebody with it.

    `kind` is the kind of the episode (change, case, incident, work, question); `to` is who
    was helped, None where nobody was or it is not known.
    """

    person: UUID
    at: datetime
    way: Way
    place: str = ""
    paths: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    title: str = ""
    kind: str = "change"
    to: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How fast work is forgotten and what weighs how much.

    Chosen on the first half of real review history (benchmarks/people.py) and round on
    purpose. `prior` is in contributions; half-lives are in days.
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
        self._deeds: dict[UUID, deque[Deed]] = defaultdict(lambda: deque(maxlen=KEPT_DEEDS))

    def add(self, contribution: Contribution) -> None:
        """Take in one contribution; order does not matter for the ranking."""
        weight = self._tuning.did if contribution.way is Way.DID else 1.0
        for key in _keys(contribution):
            self._did.add(key, contribution.person, contribution.at, weight)
        if contribution.to is not None and contribution.to != contribution.person:
            self._pairs.add(str(contribution.to), contribution.person, contribution.at, 1.0)
        self._deeds[contribution.person].append(_deed(contribution))

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
    ) -> tuple[Option, ...]:
        """Return at most `limit` of `people` (id to name), best first.

        With `near`, only people with something to show for this context itself.
        """
        shares = self._shares(context, set(people))
        found = []
        for person, name in people.items():
            if person in exclude or person == context.person or (near and not shares.near(person)):
                continue
            found.append((shares.score(person), name, person))
        best = sorted(found, key=lambda one: (-one[0], one[1], str(one[2])))[:limit]
        return tuple(self._option(person, name, context, shares) for _, name, person in best)

    def _shares(self, context: Context, people: set[UUID]) -> "_Shares":
        shares = _Shares(people)
        chains = tuple(_chains(context, self._tuning))
        total = fsum(chain.weight for chain in chains) or 1.0
        rest = 0.0 if chains else 1.0
        for chain in chains:
            rest += chain.weight / total * self._follow(chain, context.at, total, shares)
        self._add_pairs(context, shares)
        everybody, scale = self._did.at("", context.at)
        active = fsum(w for p, w in everybody.items() if p in people) * scale
        for person in people & everybody.keys():
            shares.add("active", person, rest * everybody[person] * scale / (active + 1e-9))
        self._take_load(context, shares)
        return shares

    def _follow(self, chain: _Chain, now: datetime, total: float, shares: "_Shares") -> float:
        """Add a chain's shares link by link from the innermost; return what is left above."""
        left = 1.0
        for key in reversed(chain.keys):
            did, scale = self._did.at(key, now)
            mine = shares.of(did)
            size = fsum(mine.values()) * scale
            if size <= 0.0:
                continue
            for person, weight in mine.items():
                share = left * weight * scale / (size + self._tuning.prior)
                shares.add(chain.name, person, share * chain.weight / total)
            left *= self._tuning.prior / (size + self._tuning.prior)
        return left

    def _add_pairs(self, context: Context, shares: "_Shares") -> None:
        helped, scale = self._pairs.at(str(context.person), context.at)
        mine = shares.of(helped)
        size = fsum(mine.values()) * scale * self._tuning.pair
        for person, weight in mine.items():
            share = weight * scale * self._tuning.pair / (size + self._tuning.prior)
            shares.add("helped you", person, share * (size + self._tuning.prior) / self._tuning.prior)

    def _take_load(self, context: Context, shares: "_Shares") -> None:
        asked, scale = self._asked.at("", context.at)
        mine = shares.of(asked)
        size = fsum(mine.values()) * scale
        for person, weight in mine.items():
            burden = weight * scale / (size + 1.0)
            shares.add("asked lately", person, -self._tuning.load * burden * shares.score(person))

    def _option(
        self, person: UUID, name: str, context: Context, shares: "_Shares"
    ) -> Option:
        said = reason(self._deeds.get(person, ()), context)
        parts = tuple(
            Part(name=part, value=value, says=_says(part, said))
            for part, value in shares.parts(person)
        )
        score = fsum(part.value for part in parts)
        return Option(kind=OptionKind.PERSON, id=person, title=name, score=score, parts=parts)


class _Shares:
    """Parts of scores by person."""

    def __init__(self, people: set[UUID]) -> None:
        self._people = people
        self._parts: dict[UUID, dict[str, float]] = defaultdict(lambda: defaultdict(float))

    def of(self, sums: Mapping[UUID, float]) -> dict[UUID, float]:
        return {person: weight for person, weight in sums.items() if person in self._people}

    def add(self, part: str, person: UUID, value: float) -> None:
        self._parts[person][part] += value

    def near(self, person: UUID) -> bool:
        return bool(self._parts.get(person, {}).keys() - {"active", "asked lately"})

    def score(self, person: UUID) -> float:
        return fsum(self._parts.get(person, {}).values())

    def parts(self, person: UUID) -> Iterable[tuple[str, float]]:
        return sorted(self._parts.get(person, {}).items(), key=lambda part: -part[1])


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


def _deed(one: Contribution) -> Deed:
    return Deed(
        at=one.at,
        way=one.way.value,
        kind=one.kind,
        place=one.place,
        paths=one.paths[:MOST_PATHS],
        labels=one.labels,
        title=one.title,
        to=one.to,
    )


def _says(part: str, said: str) -> str:
    return {
        "active": "active these weeks",
        "asked lately": "was asked a lot lately, so others come first",
        "helped you": "helped you before",
    }.get(part, said)
