"""How a programme is begun: what a coordinator says of it, and templates to begin from.

A template is a whole plan: whoever takes it changes the name and is done. What a rules file
does not say comes from the rules of its kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from journeywork.engine.fit.participants import MOST_PLACES
from journeywork.engine.fit.rules import SETTINGS
from journeywork.engine.fit.rules_file import RulesFault, WrittenRules, read_rules
from journeywork.engine.gate import GateFault, check_text
from journeywork.engine.mentoring import Choosing, Pace, ProgrammeKind

LONGEST_NAME, LONGEST_SAYS, LONGEST_RULES = 120, 2000, 20_000
MOST_NEWCOMER_DAYS, MOST_WEEKS, MOST_APART = 365, 104, 26
#: Circles are more than a pair, and few enough that everybody speaks.
FEWEST, LARGEST = 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a coordinator says of a programme; the same as in `Programme`, before it is one."""

    name: str
    kind: ProgrammeKind
    pace: Pace = Pace.COHORT
    choosing: Choosing = Choosing.AUTOMATIC
    says: str = ""
    rules: str = ""
    newcomer_days: int = 0
    places: int = 2
    lasts_weeks: int = 24
    every_weeks: int = 2
    least: int = 4
    most: int = 6
    teams: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A plan to begin from; its name and what it is for are words of the pages."""

    key: str
    plan: Plan


#: The rules of each kind, as whoever changes them finds them.
RULES: Mapping[ProgrammeKind, str] = {
    ProgrammeKind.MENTORING: 'like = "mentoring"\n',
    ProgrammeKind.BUDDY: 'like = "buddy"\n',
    ProgrammeKind.REVERSE: 'like = "reverse"\n',
    ProgrammeKind.PEERS: 'like = "peers"\n',
    ProgrammeKind.CIRCLES: 'like = "circles"\n',
}

TEMPLATES: Mapping[str, Template] = {
    template.key: template
    for template in (
        Template(
            key="newcomers",
            plan=Plan(
                name="A buddy for your first weeks",
                kind=ProgrammeKind.BUDDY,
                pace=Pace.EVERGREEN,
                newcomer_days=90,
                places=1,
                lasts_weeks=12,
                every_weeks=1,
            ),
        ),
        Template(
            key="cohort",
            plan=Plan(
                name="Mentoring",
                kind=ProgrammeKind.MENTORING,
                choosing=Choosing.RANKED,
                lasts_weeks=26,
            ),
        ),
        Template(
            key="evergreen",
            plan=Plan(
                name="Mentoring at any time",
                kind=ProgrammeKind.MENTORING,
                pace=Pace.EVERGREEN,
                choosing=Choosing.BOTH,
            ),
        ),
        Template(
            key="reverse",
            plan=Plan(
                name="Reverse mentoring",
                kind=ProgrammeKind.REVERSE,
                places=1,
                lasts_weeks=16,
            ),
        ),
        Template(
            key="coffee",
            plan=Plan(
                name="Coffee with a colleague",
                kind=ProgrammeKind.PEERS,
                places=1,
                lasts_weeks=4,
                every_weeks=4,
            ),
        ),
        Template(
            key="circles",
            plan=Plan(
                name="Circles",
                kind=ProgrammeKind.CIRCLES,
                places=1,
                lasts_weeks=24,
                every_weeks=3,
            ),
        ),
    )
}


def rules_of(kind: ProgrammeKind, text: str) -> WrittenRules:
    """Return the rules of a programme, those of its kind where it says none; raises RulesFault."""
    return read_rules(text if text.strip() else RULES[kind])


def written_out(kind: ProgrammeKind) -> str:
    """Return the rules of a kind as text with all that can be set, to change what should differ."""
    rules, lines = rules_of(kind, "").rules, [RULES[kind].strip()]
    table = ""
    for one in SETTINGS:
        if one.table != table:
            table = one.table
            lines += ["", f"[{table}]"]
        lines.append(f"# {one.name} = {_written(getattr(getattr(rules, table), one.name))}")
    return "\n".join(lines) + "\n"


def _written(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"


def faults(plan: Plan) -> dict[str, str]:
    """Return what does not fit in a plan, by field; {} when all of it does."""
    found = dict(_text_faults(plan))
    found.update(_number_faults(plan))
    if "rules" not in found:
        try:
            rules_of(plan.kind, plan.rules)
        except RulesFault as fault:
            found["rules"] = "; ".join(f"line {line}: {says}" for line, says in fault.faults)
    return found


def _text_faults(plan: Plan) -> dict[str, str]:
    found = {}
    for field, longest in (
        ("name", LONGEST_NAME),
        ("says", LONGEST_SAYS),
        ("rules", LONGEST_RULES),
    ):
        try:
            check_text(getattr(plan, field), longest=longest, lines=field != "name")
        except GateFault as fault:
            found[field] = fault.says
    if not plan.name.strip():
        found["name"] = "needs at least one character"
    return found


def _number_faults(plan: Plan) -> dict[str, str]:
    bounds = {
        "newcomer_days": (0, MOST_NEWCOMER_DAYS),
        "places": (1, MOST_PLACES),
        "lasts_weeks": (1, MOST_WEEKS),
        "every_weeks": (1, MOST_APART),
        "least": (FEWEST, LARGEST),
        "most": (FEWEST, LARGEST),
    }
    found = {
        field: f"must be a whole number from {least} to {most}"
        for field, (least, most) in bounds.items()
        if not least <= getattr(plan, field) <= most
    }
    if not found and plan.every_weeks > plan.lasts_weeks:
        found["every_weeks"] = "is longer than a match lasts"
    if not found and plan.least > plan.most:
        found["least"] = "is more than the most"
    return found
