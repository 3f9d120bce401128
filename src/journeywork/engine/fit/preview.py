"""What the rules of a round do, in plain words, before anybody is matched by them."""

from collections.abc import Iterator

from journeywork.engine.fit.rules import UNIT, Departments, Rules

_DEPARTMENTS = {
    Departments.ANY: "Departments make no difference.",
    Departments.PREFER_OTHER: "Another department counts {points} points.",
    Departments.PREFER_SAME: "The same department counts {points} points.",
    Departments.OTHER: "Nobody is matched within their own department.",
    Departments.SAME: "Everybody is matched within their own department.",
}


def preview(rules: Rules) -> tuple[str, ...]:
    """Return a sentence for each weight that counts, and for each rule that bars."""
    return (*_counting(rules), *_barring(rules))


def _counting(rules: Rules) -> Iterator[str]:
    weights, scales = rules.weights, rules.scales
    yield f"Two who fit in everything have {weights.most} points."
    if weights.skills:
        yield (
            f"All skills that somebody wants, offered at level 5, count {weights.skills * UNIT} "
            f"points; one that is only close counts half."
        )
    if weights.goals:
        yield f"Goals that both have named count up to {weights.goals * UNIT} points."
    if weights.hours:
        yield (
            f"{scales.enough_hours:g} working hours a week in common count {weights.hours * UNIT} "
            f"points, fewer count less, more count the same."
        )
    if weights.seniority:
        yield (
            f"A mentor {scales.best_gap_from} to {scales.best_gap_to} bands ahead counts "
            f"{weights.seniority * UNIT} points, and a third less for each band beside that."
        )
    if weights.languages:
        yield (
            f"A language that both like best counts {weights.languages * UNIT} points, one that "
            f"the mentor speaks too counts half."
        )
    if weights.wishes:
        yield (
            f"A mentee's first wish counts {weights.wishes * UNIT} points, each next one a fifth "
            f"less; a mentor's wish counts half of that."
        )
    if weights.freshness:
        yield (
            f"What both confirmed in the last {scales.fresh_days} days counts "
            f"{weights.freshness * UNIT} points."
        )
    if weights.past:
        yield (
            f"Having been a pair takes away up to {weights.past * UNIT} points, half as much after "
            f"{scales.past_half_days} days."
        )


def _barring(rules: Rules) -> Iterator[str]:
    bars = rules.bars
    yield _DEPARTMENTS[bars.departments].format(points=rules.weights.department * UNIT)
    if bars.common_language:
        yield "Two who share no language are not matched."
    if bars.least_hours:
        yield (
            f"Two with fewer than {bars.least_hours:g} working hours a week in common are not "
            f"matched; the weeks of the year in which they have fewest count."
        )
    if bars.reporting_line:
        yield "Nobody is matched with somebody whom they lead, or who leads them, at any distance."
    if bars.same_manager:
        yield "Two with the same manager are not matched."
    if bars.mutual:
        yield "Two people do not mentor each other in the same round."
    if bars.least_gap is not None:
        yield f"A mentor stands at least {bars.least_gap} bands ahead of a mentee."
    if bars.most_gap is not None:
        yield f"A mentor stands at most {bars.most_gap} bands ahead of a mentee."
    if bars.cool_down_days:
        yields = ", unless more people have a mentor by it" if bars.cool_down_yields else ""
        yield f"Two who were a pair are not matched again for {bars.cool_down_days} days{yields}."
    yield "Two of whom one does not want the other are not matched; nobody is told of it."
