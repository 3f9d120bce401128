"""Which of the candidates fit: words, and everything the work itself says beyond words.

A score is a sum of parts, each a feature times its weight; the weights depend on the kind of
the question (`WEIGHTS`). The feature of words is relative to the best candidate and yet
comparable between questions: bm25 / (best bm25 + HALF), so a weak best stays weak.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import fsum, log1p
from uuid import UUID

from journeywork.engine.areas import closeness, within
from journeywork.engine.context import Context, QueryKind
from journeywork.engine.knowledge import AppliesTo, Trust
from journeywork.engine.options import Option, OptionKind, Part

HALF = 6.0
#: In the unit of answers: a card with fewer answers than this is judged mostly as unknown.
SHRINKAGE = 4.0
#: In days: when to count in months, when in years.
_FORTNIGHT, _LONG_AGO = 14, 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What responses taught about one candidate: distinct people for each answer.

    `chosen` counts how often it was taken from an answer, whatever came of it.
    """

    helped: int = 0
    not_useful: int = 0
    chosen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A card or an episode that may fit, with what the ranking needs to know of it.

    `words` is the BM25 score from the index, 0 where no word is shared. `touched` are the paths of an episode; `applies_to` the reach of a
    card. `known` tells that the author is somebody the person works with.
    """

    kind: OptionKind
    id: UUID
    title: str
    words: float
    key: str = ""
    author: UUID | None = None
    team: UUID | None = None
    place: str = ""
    touched: tuple[str, ...] = ()
    applies_to: AppliesTo = field(default_factory=AppliesTo)
    labels: tuple[str, ...] = ()
    at: datetime | None = None
    trust: Trust | None = None
    known: bool = False
    lessons: Lessons = field(default_factory=Lessons)
    pushable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each kind of evidence counts; the feature of words has a weight of one."""

    words: float = 1.0
    paths: float = 0.35
    place: float = 0.10
    labels: float = 0.15
    team: float = 0.05
    recency: float = 0.03
    lately: float = 0.0
    trust: float = 0.30
    learned: float = 0.15
    chosen: float = 0.03
    known: float = 0.03


#: Priors from day one. Error texts and alerts are literal; changes are told by their files,
#: most of all by what touched the same files lately (chosen on the first half of what three
#: histories cite, held on the second: docs/explanation/replay.md); for chat, what helped others
#: before says more than the words.
WEIGHTS: Mapping[QueryKind, Weights] = {
    QueryKind.HOW_TO: Weights(),
    QueryKind.ERROR: Weights(paths=0.15, place=0.05, chosen=0.02),
    QueryKind.CHANGE: Weights(paths=0.5, recency=0.05, lately=1.0),
    QueryKind.ALERT: Weights(paths=0.15, chosen=0.02),
    QueryKind.PATH: Weights(words=0.6, paths=0.8),
    QueryKind.URL: Weights(words=0.8),
    QueryKind.CHAT: Weights(learned=0.2, chosen=0.04),
}

_TRUST_VALUE = {Trust.FRESH: 0.0, Trust.DUE: -0.1, Trust.EXPIRED: -1.0, Trust.FLAGGED: -1.0}
_TRUST_SAYS = {
    Trust.DUE: "its review is due",
    Trust.EXPIRED: "nobody has confirmed it for long, so it sinks",
    Trust.FLAGGED: "a colleague says it is outdated or wrong, so it sinks",
}


def rank(
    candidates: Iterable[Candidate],
    context: Context,
    *,
    limit: int = 10,
    weights: Mapping[QueryKind, Weights] = WEIGHTS,
) -> tuple[Option, ...]:
    """Return the best `limit` candidates as options, best first; ties by age, then id."""
    pool = list(candidates)
    best = max((one.words for one in pool), default=0.0)
    chosen = weights[context.kind]
    scored = [(_parts(one, context, chosen, best), one) for one in pool]
    scored.sort(key=lambda pair: (-fsum(p.value for p in pair[0]), _age(pair[1]), pair[1].id.int))
    return tuple(_option(one, parts) for parts, one in scored[:limit])


def _option(one: Candidate, parts: tuple[Part, ...]) -> Option:
    return Option(
        kind=one.kind,
        id=one.id,
        title=one.title,
        score=fsum(part.value for part in parts),
        parts=parts,
        key=one.key,
        author=one.author,
        pushable=one.pushable,
    )


def _parts(one: Candidate, context: Context, by: Weights, best: float) -> tuple[Part, ...]:
    found = (
        _words(one, by, best),
        _paths(one, context, by),
        _place(one, context, by),
        _labels(one, context, by),
        _team(one, context, by),
        _recency(one, context, by),
        _lately(one, context, by),
        _trust(one, by),
        _learned(one, by),
        _chosen(one, by),
        _known(one, by),
    )
    kept = [part for part in found if part.value]
    return tuple(sorted(kept, key=lambda part: -abs(part.value)))


def _words(one: Candidate, by: Weights, best: float) -> Part:
    value = by.words * one.words / (best + HALF) if one.words else 0.0
    return Part(name="words", value=value, says="shares some of your words")


def _paths(one: Candidate, context: Context, by: Weights) -> Part:
    if one.applies_to.paths:
        value, area = within(context.paths, one.applies_to.paths)
        says = f"is for work in {area}"
    else:
        value, area = closeness(context.paths, one.touched)
        says = f"touched {area} too"
    return Part(name="paths", value=by.paths * value, says=says)


def _place(one: Candidate, context: Context, by: Weights) -> Part:
    places = one.applies_to.places or ((one.place,) if one.place else ())
    fits = bool(context.place) and context.place in places
    return Part(name="place", value=by.place * fits, says=f"belongs to {context.place}")


def _labels(one: Candidate, context: Context, by: Weights) -> Part:
    mine = {label.lower() for label in context.labels}
    theirs = {label.lower() for label in (*one.labels, *one.applies_to.kinds)}
    shared = sorted(mine & theirs)
    value = by.labels * len(shared) / len(mine) if mine else 0.0
    return Part(name="labels", value=value, says=f"is about {', '.join(shared)}")


def _team(one: Candidate, context: Context, by: Weights) -> Part:
    fits = one.team is not None and one.team in context.teams
    return Part(name="team", value=by.team * fits, says="comes from your team")


def _recency(one: Candidate, context: Context, by: Weights) -> Part:
    days = _days(one, context)
    if days is None:
        return Part(name="recency", value=0.0, says="")
    return Part(name="recency", value=by.recency * _fresh(days), says=_ago(days))


def _lately(one: Candidate, context: Context, by: Weights) -> Part:
    """Work on the same files counts more while it is fresh."""
    days = _days(one, context)
    if not by.lately or days is None or not one.touched:
        return Part(name="lately", value=0.0, says="")
    near, area = closeness(context.paths, one.touched)
    return Part(name="lately", value=by.lately * near * _fresh(days), says=f"touched {area} lately")


def _trust(one: Candidate, by: Weights) -> Part:
    if one.trust is None:
        return Part(name="trust", value=0.0, says="")
    value = by.trust * _TRUST_VALUE[one.trust]
    return Part(name="trust", value=value, says=_TRUST_SAYS.get(one.trust, ""))


def _learned(one: Candidate, by: Weights) -> Part:
    helped, not_useful = one.lessons.helped, one.lessons.not_useful
    value = by.learned * (helped - not_useful) / (helped + not_useful + SHRINKAGE)
    return Part(name="learned", value=value, says=_answers(helped, not_useful))


def _chosen(one: Candidate, by: Weights) -> Part:
    times = one.lessons.chosen
    says = "taken once before" if times == 1 else f"taken {times} times before"
    return Part(name="chosen", value=by.chosen * log1p(times), says=says)


def _known(one: Candidate, by: Weights) -> Part:
    return Part(name="known", value=by.known * one.known, says="from somebody you work with")


def _answers(helped: int, not_useful: int) -> str:
    people = "1 colleague" if helped == 1 else f"{helped} colleagues"
    said = [f"helped {people}"] if helped else []
    said += [f"{not_useful} said not useful"] if not_useful else []
    return ", ".join(said)


def _ago(days: float) -> str:
    if days < _FORTNIGHT:
        return "from the last two weeks"
    months = max(1, round(days / 30.4))
    if days >= _LONG_AGO:
        return f"{round(days / 365)} years old"
    return "a month old" if months == 1 else f"{months} months old"


def _days(one: Candidate, context: Context) -> float | None:
    if one.at is None or one.at > context.at:
        return None
    return (context.at - one.at).total_seconds() / 86_400


def _fresh(days: float) -> float:
    """Return 1 for today, a half after 90 days, a third after 180."""
    return 1.0 / (1.0 + days / 90.0)


def _age(one: Candidate) -> float:
    return -one.at.timestamp() if one.at else 0.0


def speaks_of(option: Option, words: tuple[str, ...]) -> Option:
    """Return `option` with the words it shares with the question named in its reason."""
    if not words:
        return option
    says = f"speaks of {', '.join(words)}"
    parts = tuple(
        replace(part, says=says) if part.name == "words" else part for part in option.parts
    )
    return replace(option, parts=parts)
