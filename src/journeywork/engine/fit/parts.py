"""Why these two: what each criterion adds to their fit, in points that add up, and in words.

A criterion that adds points says what it found; where nothing was found there are no points. A
fit that rests on circumstances alone (hours, language, department) says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from journeywork.engine.fit.apart import Pair
from journeywork.engine.fit.criteria import Criterion
from journeywork.engine.fit.market_of import PAST, WISHES, Round
from journeywork.engine.fit.participants import Participant
from journeywork.engine.fit.skills import Phrase, phrase, strength
from journeywork.engine.matching.market import Parts, parts_of
from journeywork.engine.options import Part

NOTHING_WANTED = "nothing that they want is on offer here: hours and the like speak for the two"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why two fit: `points` in all, the parts that add up to them, and what `most` would be.

    `rests_on` is False where nothing that the mentee wants is on offer and nobody wished for the
    other: such a pair is possible, and no more than that.
    """

    pair: Pair
    points: int
    most: int
    parts: tuple[Part, ...]
    rests_on: bool = True


def why(whole: Round, pair: Pair) -> Why:
    """Return why two people fit. ValueError where a rule that may be told of bars them."""
    seeker = whole.who.seekers[pair[0]]
    found = parts_of(whole.unblocked, *pair)
    if found.fit is None:
        raise ValueError("they are kept apart by a rule")
    parts = tuple(_parts(whole, pair, found))
    rests_on = any(part.value > 0 for part in parts if part.name in ("skills", "goals", "wishes"))
    if not rests_on and (seeker.wants or seeker.goals):
        parts = (*parts, Part(name="note", value=0, says=NOTHING_WANTED))
    if pair in whole.lifted:
        parts = (*parts, Part(name="cool-down", value=0, says=_again(whole, pair)))
    return Why(
        pair=pair,
        points=found.fit,
        most=whole.rules.weights.most,
        parts=parts,
        rests_on=rests_on,
    )


def in_words(parts: tuple[Part, ...]) -> str:
    """Return parts as one line, the greatest first; each sentence can be translated by itself."""
    told = sorted((part for part in parts if part.says), key=lambda part: -part.value)
    return "; ".join(part.says for part in told)


def hours_said(minutes: int) -> str:
    """Return minutes as people say them in hours: 90 is 1.5."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _parts(whole: Round, pair: Pair, found: Parts) -> Iterator[Part]:
    seeker, giver = whole.who.seekers[pair[0]], whole.who.givers[pair[1]]
    skills = len(whole.features.skills)
    of_skills = {column: points for column, points in found.skills if column < skills}
    of_goals = {column: points for column, points in found.skills if column >= skills}
    yield _part("skills", sum(of_skills.values()), "; ".join(_skills(whole, seeker, giver)))
    yield _part("goals", sum(of_goals.values()), "; ".join(_goals(whole, seeker, of_goals)))
    at = dict(zip(whole.criteria.tables, found.tables, strict=True))
    hours = _hours(whole.criteria.minutes(*pair))
    yield _part("hours", at[Criterion.HOURS] + at[Criterion.SPOKEN], hours)
    yield _part("seniority", at[Criterion.SENIORITY], _gap(seeker.seniority, giver.seniority))
    yield _part("languages", at[Criterion.LANGUAGES], _languages(seeker, giver))
    yield _part("department", at[Criterion.DEPARTMENT], _department(seeker, giver))
    fresh = "both have lately confirmed what they said of themselves"
    yield _part("freshness", at[Criterion.FRESHNESS], fresh if at[Criterion.FRESHNESS] else "")
    wishes, past = found.bonuses[WISHES], found.bonuses[PAST]
    yield _part("wishes", wishes, "; ".join(_wishes(seeker, giver)) if wishes else "")
    yield _part("past", past, f"were a pair before, last on {whole.met[pair]}" if past else "")


def _part(name: str, points: int, says: str) -> Part:
    return Part(name=name, value=points, says=says)


def _skills(whole: Round, seeker: Participant, giver: Participant) -> Iterator[str]:
    """Say of each skill that is wanted how it is met, the most wanted first."""
    said: set[Phrase] = set()
    for one in sorted(seeker.wants, key=lambda each: (-each.weight, each.name)):
        meant = whole.names.meant(one.name)
        if meant in said:
            continue
        said.add(meant)
        yield _met(whole, one.name, giver)


def _met(whole: Round, wanted: str, giver: Participant) -> str:
    """Say which of a mentor's skills meets what is wanted: the one that counted."""
    meant = whole.names.meant(wanted)
    counts = {skill: strength(whole.names, meant, skill) for skill in giver.offers}
    best = max(counts, key=lambda skill: (counts[skill], skill.name), default=None)
    if best is None or not counts[best]:
        return f"{wanted}: not on offer"
    if whole.names.meant(best.name) != meant:
        return f"{wanted}: close to {best.name}, offered at level {best.level}"
    if phrase(best.name) != phrase(wanted):
        return f"{wanted}: offered as {best.name} at level {best.level}"
    return f"{wanted}: offered at level {best.level}"


def _goals(whole: Round, seeker: Participant, points: dict[int, int]) -> Iterator[str]:
    columns = whole.features.goal_columns
    for goal in sorted(set(seeker.goals)):
        if points.get(columns[phrase(goal)]):
            yield f"both have the goal {goal}"


def _hours(minutes: tuple[int, int] | None) -> str:
    if minutes is None:
        return "the working hours of one of them are not known"
    least, most = map(hours_said, minutes)
    if least == most:
        return f"{least} working hours a week in common, all year"
    return f"{least} to {most} working hours a week in common, as the clocks change"


def _gap(mentee: int | None, mentor: int | None) -> str:
    if mentee is None or mentor is None:
        return ""
    gap = mentor - mentee
    if not gap:
        return "in the same band"
    bands = "a band" if abs(gap) == 1 else f"{abs(gap)} bands"
    return f"the mentor is {bands} ahead" if gap > 0 else f"the mentee is {bands} ahead"


def _languages(mentee: Participant, mentor: Participant) -> str:
    for language in mentee.languages:
        if language in mentor.languages:
            return f"both speak {language}"
    return ""


def _department(mentee: Participant, mentor: Participant) -> str:
    one, other = (" ".join(each.department.casefold().split()) for each in (mentee, mentor))
    if not one or not other:
        return ""
    return "in the same department" if one == other else "in different departments"


def _wishes(mentee: Participant, mentor: Participant) -> Iterator[str]:
    if mentor.key in mentee.wishes:
        yield f"wish {mentee.wishes.index(mentor.key) + 1} of the mentee"
    if mentee.key in mentor.wishes:
        yield f"wish {mentor.wishes.index(mentee.key) + 1} of the mentor"


def _again(whole: Round, pair: Pair) -> str:
    days = whole.rules.bars.cool_down_days
    return (
        f"the rule keeps a pair apart for {days} days, and these two last were one on {whole.met[pair]}: it gives "
        f"way so that more people have a mentor"
    )
