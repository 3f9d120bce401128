"""What `match` tells and writes: counts before, what is proven after, a row for each pair."""

from collections import Counter
from collections.abc import Iterable, Iterator

from journeywork.engine.fit.apart import Apart
from journeywork.engine.fit.features import wants_of
from journeywork.engine.fit.market_of import Round
from journeywork.engine.fit.outcome import Matched
from journeywork.engine.fit.parts import in_words, why
from journeywork.engine.fit.preview import preview
from journeywork.engine.fit.skills import Phrase
from journeywork.engine.fit.survey import Survey
from journeywork.engine.fit.unmatched import relaxing, unmatched
from journeywork.engine.fit.yielding import without_anybody
from journeywork.engine.matching.plan import Certificate, Pair

SKILLS_SHOWN = 20
HEADINGS = (
    "mentee id",
    "mentee",
    "mentee email",
    "mentor id",
    "mentor",
    "mentor email",
    "points",
    "of",
)
PARTS = (
    "skills",
    "goals",
    "hours",
    "seniority",
    "languages",
    "department",
    "freshness",
    "wishes",
    "past",
)
REASONS = (*(f"{name} points" for name in PARTS), "why", "what would change it")  # fmt: skip


def by_these_rules(whole: Round) -> Iterator[str]:
    """Yield what the rules do, in words."""
    yield "By these rules:"
    yield from (f"- {says}" for says in preview(whole.rules))
    yield ""


def before(whole: Round, *, shown: int) -> Iterator[str]:
    """Yield who is there, who is left aside, and who has no mentor that the rules allow.

    With `shown` 0 people are counted, and not named.
    """
    market = whole.market
    yield (
        f"{_many(market.n, 'mentee wants', 'mentees want')} {_many(int(market.demand.sum()), 'mentor')}; "
        f"{_many(market.m, 'mentor has', 'mentors have')} {_many(int(market.capacity.sum()), 'place')}."
    )
    for each in whole.aside[:shown]:
        yield f"Left aside: {each.who.name}, {each.says}."
    if len(whole.aside) > shown:
        yield f"Left aside: {_many(len(whole.aside) - shown, 'person', 'people')}{' more' * bool(shown)}."
    yield from _nobody_offers(whole)
    survey = Survey(whole)
    lost = [number for number, count in enumerate(survey.possible().tolist()) if not count]
    if not lost:
        yield "The rules leave everybody somebody."
        return
    ends = ":" if shown else "."
    yield f"{_many(len(lost), 'mentee has', 'mentees have')} no mentor that the rules allow{ends}"
    if shown:
        yield from _each(survey, lost, shown)
    for bar, count in relaxing(survey, lost).items():
        yield f"The rule “{bar.value}” alone is in the way of {count} of them."


def after(found: Matched, *, shown: int, time_limit: float | None) -> Iterator[str]:
    """Yield what came out, and what is proven of it."""
    whole, plan, sure = found.whole, found.plan, found.plan.certificate
    nobody = sorted(without_anybody(found))
    most = " No round by these rules places more." if found.places_most else ""
    yield ""
    yield f"{plan.placed} of {_many(whole.market.n, 'mentee')} have a mentor, in {_many(len(plan.pairs), 'pair')}.{most}"
    if plan.worst is not None:
        least = f"The lowest fit is {plan.worst} of {whole.rules.weights.most} points"
        proven = (
            ", and no round that places as many has a higher one" if found.worst_highest else ""
        )
        yield f"{least}{proven}."
    if whole.apart[Apart.MUTUAL]:
        yield f"{_many(len(whole.apart[Apart.MUTUAL]), 'pair', 'pairs')} would have mentored each other: of the two ways one was kept."
    if found.proven:
        yield f"Proven: no other round is better by these rules (total {sure.total}, bound {sure.bound}, gap 0)."
    elif sure.proven:
        yield f"Proven: with the ways kept, no other round is better by these rules (total {sure.total}, bound {sure.bound}, gap 0)."
        yield "That no other choice of ways is better is not proven."
    else:
        stopped = f"Stopped after {time_limit:g} seconds" if time_limit else "Not proven"
        yield f"{stopped}: total {sure.total}, bound {sure.bound}. {_may_be_better(sure)}"
    if whole.lifted:
        yield f"{_many(len(whole.lifted), 'pair meets', 'pairs meet')} again within the cool-down, so that more people have a mentor."
    if nobody:
        yield f"{_many(len(nobody), 'mentee has', 'mentees have')} nobody:"
        yield from _each(Survey(whole), nobody, shown)


def rows(found: Matched, *, explain: bool) -> Iterator[tuple[object, ...]]:
    """Yield a row for each pair; with `explain` its parts, and a row for each who has nobody."""
    whole = found.whole
    for pair in found.plan.pairs:
        yield (*_pair(whole, pair), *(_reasons(whole, pair) if explain else ()))
    survey = Survey(whole)
    for mentee in sorted(without_anybody(found)) if explain else ():
        who, why_not = whole.who.seekers[mentee], unmatched(survey, mentee)
        says, changes = "; ".join(why_not.says), "; ".join(why_not.changes)
        empty = ("",) * (len(HEADINGS) + len(PARTS) - 3)
        yield (who.key, who.name, who.email, *empty, says, changes)


def _pair(whole: Round, pair: Pair) -> tuple[object, ...]:
    mentee, mentor = whole.who.seekers[pair.seeker], whole.who.givers[pair.giver]
    people = (mentee.key, mentee.name, mentee.email, mentor.key, mentor.name, mentor.email)
    return (*people, pair.fit, whole.rules.weights.most)


def _reasons(whole: Round, pair: Pair) -> tuple[object, ...]:
    found = why(whole, (pair.seeker, pair.giver))
    points = {part.name: int(part.value) for part in found.parts}
    return (*(points[name] for name in PARTS), in_words(found.parts), "")


def _each(survey: Survey, mentees: Iterable[int], shown: int) -> Iterator[str]:
    some = list(mentees)
    for mentee in some[:shown]:
        told = unmatched(survey, mentee)
        changes = f" ({'; '.join(told.changes)})" if told.changes else ""
        yield f"- {survey.whole.who.seekers[mentee].name}: {'; '.join(told.says)}{changes}"
    if len(some) > shown:
        yield f"- and {len(some) - shown} more"


def _nobody_offers(whole: Round) -> Iterator[str]:
    wanted = Counter(one for each in whole.who.seekers for one in wants_of(each, whole.names))
    spelt = _spelt(whole)
    offered = set(whole.features.offered.column.tolist())
    columns = whole.features.columns
    ranked = sorted(wanted.items(), key=lambda each: (-each[1], each[0]))
    lacking = [(one, count) for one, count in ranked if columns[one] not in offered]
    if lacking:
        said = ", ".join(f"{spelt[one]} ({count})" for one, count in lacking[:SKILLS_SHOWN])
        more = f" and {len(lacking) - SKILLS_SHOWN} more" if len(lacking) > SKILLS_SHOWN else ""
        yield f"Wanted, and offered by nobody: {said}{more}."


def _spelt(whole: Round) -> dict[Phrase, str]:
    """Return each skill that is wanted as whoever comes first writes it."""
    found: dict[Phrase, str] = {}
    for each in whole.who.seekers:
        for one in each.wants:
            found.setdefault(whole.names.meant(one.name), one.name)
    return found


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def _may_be_better(sure: Certificate) -> str:
    """Say how far a round that was stopped may be from the best."""
    if not sure.covered:
        return "A round that places more, or fits better, may be there: give it more time."
    return f"It is at most {100 * sure.gap / max(sure.bound, 1):.3f} % below the best."
