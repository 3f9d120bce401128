"""Which of the candidates fit: words, and everything the work itself says beyond words.

A score is a sum of parts, each a feature times its weight; the weights depend on the kind of
the question (`WEIGHTS`). The feature of words is relative to the best candidate and yet
comparable between questions: bm25 / (best bm25 + HALF), so a weak best stays weak, and where
words say little the work itself decides. Where a model compares meanings, what is close in
meaning counts beside the words; something it has not seen yet counts as the average does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import fsum, log1p
from uuid import UUID

from journeywork.engine.areas import closeness, within
from journeywork.engine.chances import Worth, of_text
from journeywork.engine.context import Context, QueryKind
from journeywork.engine.knowledge import AppliesTo, Trust
from journeywork.engine.options import Option, OptionKind, Part

#: In the unit of BM25: where the best candidate has so much, words count half of all they can.
HALF = 40.0
#: In the unit of answers: a card with fewer answers than this is judged mostly as unknown.
SHRINKAGE = 4.0
#: In cosine: from where on two texts are called close, or much the same, in meaning.
_CLOSE, _MUCH_THE_SAME = 0.3, 0.6
#: As git writes them. A merged proposal ("Merge pull request") is a piece of work itself.
_GATHERS = ("Merge branch", "Merge remote-tracking branch", "Merge tag", "Merge commit")
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


@dataclass(frozen=True, slots=True)
class Renown:
    """How often something is called by its name: in so many texts, out of how many."""

    texts: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """Return 0 where nobody speaks of it, 1 where every text does; by orders of magnitude."""
        return log1p(self.texts) / log1p(self.of) if self.texts else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A card or an episode that may fit, with what the ranking needs to know of it.

    `words` is the BM25 score from the index, 0 where no word is shared. `touched` are the paths
    of an episode; `applies_to` the reach of a card. `known` tells that the author is somebody
    the person works with, `renown` how often others speak of it by its name; `gathers` that it
    only brings other work together, as the merge of a branch does. `meaning` is the cosine of
    its vector and that of the question, None where there is none.
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
    renown: Renown = Renown()
    meaning: float | None = None
    gathers: bool = False
    lessons: Lessons = field(default_factory=Lessons)
    pushable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each kind of evidence counts; the feature of words has a weight of one.

    `paths` is for the reach that a card names itself, `near` for files that past work touched.
    """

    words: float = 1.0
    paths: float = 0.35
    near: float = 0.35
    place: float = 0.10
    labels: float = 0.15
    team: float = 0.05
    recency: float = 0.03
    lately: float = 0.0
    trust: float = 0.30
    learned: float = 0.15
    chosen: float = 0.03
    known: float = 0.03
    renown: float = 0.1
    meaning: float = 1.0
    gathers: float = 0.1


#: Priors from day one. Error texts and alerts are literal; changes are told by their files,
#: most of all by what touched the same files lately; for chat, what helped others before says
#: more than the words; of the tools that could do something, it is mostly the one in wide use.
#: A question in one's own words is told by its meaning rather than by its words.
#: What they achieve on real questions: docs/explanation/relevance.md.
WEIGHTS: Mapping[QueryKind, Weights] = {
    QueryKind.HOW_TO: Weights(renown=0.2, meaning=1.5),
    QueryKind.ERROR: Weights(paths=0.15, near=0.15, place=0.05, chosen=0.02),
    QueryKind.CHANGE: Weights(paths=0.2, near=0.1, recency=0.15, lately=0.3),
    QueryKind.ALERT: Weights(paths=0.15, near=0.15, chosen=0.02),
    QueryKind.PATH: Weights(words=0.6, paths=0.8, near=0.8),
    QueryKind.URL: Weights(words=0.8),
    QueryKind.CHAT: Weights(learned=0.2, chosen=0.06),
}

_TRUST_VALUE = {Trust.DUE: -0.1, Trust.EXPIRED: -1.0, Trust.FLAGGED: -1.0}
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
    worth: Worth | None = None,
    weights: Mapping[QueryKind, Weights] = WEIGHTS,
) -> tuple[Option, ...]:
    """Return the best `limit` candidates as options, best first; ties by age, then id.

    `worth` is what the words of the question are worth, to tell the chance of each.
    """
    pool = list(candidates)
    usual = _Usual.of(pool)
    chosen = weights[context.kind]
    scored = [_Scored(one, _parts(one, context, chosen, usual)) for one in pool]
    scored.sort(key=lambda each: (-each.score, _age(each.one), each.one.id.int))
    return tuple(
        _option(each, _lead(place, scored), context, worth or Worth())
        for place, each in enumerate(scored[:limit])
    )


def gathers(title: str) -> bool:
    """Tell whether a title is the one that a program gives to a merge of other work."""
    return title.startswith(_GATHERS)


@dataclass(frozen=True, slots=True)
class _Usual:
    """What there is among all candidates: the best by words, and how close they are on average."""

    words: float
    meaning: float

    @classmethod
    def of(cls, pool: Sequence[Candidate]) -> "_Usual":
        """Return what is usual in `pool`."""
        known = [one.meaning for one in pool if one.meaning is not None]
        best = max((one.words for one in pool), default=0.0)
        return cls(best, fsum(known) / len(known) if known else 0.0)


class _Scored:
    """A candidate with its parts and their sum."""

    __slots__ = ("one", "parts", "score")

    def __init__(self, one: Candidate, parts: tuple[Part, ...]) -> None:
        self.one = one
        self.parts = parts
        self.score = fsum(part.value for part in parts)


def _lead(place: int, scored: Sequence[_Scored]) -> float:
    """Return by how much a candidate is ahead of the next, or behind the best."""
    rival = scored[0] if place else scored[1] if len(scored) > 1 else None
    return scored[place].score - (rival.score if rival else 0.0)


def _option(each: _Scored, ahead: float, context: Context, worth: Worth) -> Option:
    one = each.one
    return Option(
        kind=one.kind,
        id=one.id,
        title=one.title,
        score=each.score,
        parts=tuple(sorted(each.parts, key=lambda part: -abs(part.value))),
        chance=of_text(
            one.kind, words=one.words, worth=worth, ahead=ahead, declared=_declared(one, context)
        ),
        key=one.key,
        author=one.author,
        pushable=one.pushable,
    )


def _declared(one: Candidate, context: Context) -> float:
    """Return the share of the work at hand that a card names itself as being for."""
    return within(context.paths, one.applies_to.paths)[0] if one.applies_to.paths else 0.0


def _parts(one: Candidate, context: Context, by: Weights, usual: _Usual) -> tuple[Part, ...]:
    found = (
        _words(one, by, usual.words),
        _meaning(one, by, usual.meaning),
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
        _renown(one, by),
        _gathers(one, by),
    )
    return tuple(part for part in found if part is not None and part.value)


# A hundred candidates have a dozen parts each, and most of these are nothing: None, not a Part.


def _words(one: Candidate, by: Weights, best: float) -> Part | None:
    if not one.words:
        return None
    value = by.words * one.words / (best + HALF)
    return Part(name="words", value=value, says="shares some of your words")


def _meaning(one: Candidate, by: Weights, usual: float) -> Part | None:
    if one.meaning is not None:
        return Part(name="meaning", value=by.meaning * one.meaning, says=_close(one.meaning))
    if not usual:
        return None
    return Part(name="meaning", value=by.meaning * usual, says="not compared in meaning yet")


def _close(meaning: float) -> str:
    if meaning >= _MUCH_THE_SAME:
        return "means much the same"
    return "is close in meaning" if meaning >= _CLOSE else "is a little like it in meaning"


def _paths(one: Candidate, context: Context, by: Weights) -> Part | None:
    if not context.paths:
        return None
    if one.applies_to.paths:
        share, area = within(context.paths, one.applies_to.paths)
        return Part(name="paths", value=by.paths * share, says=f"is for work in {area}")
    share, area = closeness(context.paths, one.touched)
    return Part(name="paths", value=by.near * share, says=f"touched {area} too")


def _place(one: Candidate, context: Context, by: Weights) -> Part | None:
    places = one.applies_to.places or ((one.place,) if one.place else ())
    if not context.place or context.place not in places:
        return None
    return Part(name="place", value=by.place, says=f"belongs to {context.place}")


def _labels(one: Candidate, context: Context, by: Weights) -> Part | None:
    if not context.labels:
        return None
    mine = {label.lower() for label in context.labels}
    theirs = {label.lower() for label in (*one.labels, *one.applies_to.kinds)}
    shared = sorted(mine & theirs)
    value = by.labels * len(shared) / len(mine)
    return Part(name="labels", value=value, says=f"is about {', '.join(shared)}")


def _team(one: Candidate, context: Context, by: Weights) -> Part | None:
    if one.team is None or one.team not in context.teams:
        return None
    return Part(name="team", value=by.team, says="comes from your team")


def _recency(one: Candidate, context: Context, by: Weights) -> Part | None:
    days = _days(one, context)
    if days is None:
        return None
    return Part(name="recency", value=by.recency * _fresh(days), says=_ago(days))


def _lately(one: Candidate, context: Context, by: Weights) -> Part | None:
    """Work on the same files counts more while it is fresh."""
    days = _days(one, context) if by.lately and one.touched and context.paths else None
    if days is None:
        return None
    near, area = closeness(context.paths, one.touched)
    return Part(name="lately", value=by.lately * near * _fresh(days), says=f"touched {area} lately")


def _trust(one: Candidate, by: Weights) -> Part | None:
    if one.trust is None or one.trust is Trust.FRESH:
        return None
    value = by.trust * _TRUST_VALUE[one.trust]
    return Part(name="trust", value=value, says=_TRUST_SAYS.get(one.trust, ""))


def _learned(one: Candidate, by: Weights) -> Part | None:
    helped, not_useful = one.lessons.helped, one.lessons.not_useful
    if helped == not_useful:
        return None
    value = by.learned * (helped - not_useful) / (helped + not_useful + SHRINKAGE)
    return Part(name="learned", value=value, says=_answers(helped, not_useful))


def _chosen(one: Candidate, by: Weights) -> Part | None:
    times = one.lessons.chosen
    if not times:
        return None
    says = "taken once before" if times == 1 else f"taken {times} times before"
    return Part(name="chosen", value=by.chosen * log1p(times), says=says)


def _known(one: Candidate, by: Weights) -> Part | None:
    if not one.known:
        return None
    return Part(name="known", value=by.known, says="from somebody you work with")


def _renown(one: Candidate, by: Weights) -> Part | None:
    texts = one.renown.texts
    if not texts:
        return None
    says = "is spoken of elsewhere" if texts == 1 else f"is spoken of in {texts} other texts"
    return Part(name="renown", value=by.renown * one.renown.share, says=says)


def _gathers(one: Candidate, by: Weights) -> Part | None:
    """What others did comes before the note that it was brought together."""
    if not one.gathers:
        return None
    return Part(name="gathers", value=-by.gathers, says="only brings other work together")


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
