"""A round tried out before there is one: who is there, who could have nobody, what is in the way.

Nobody is matched and nothing is kept. Whom somebody does not want to meet is left out of every
count here: whoever reads them cannot tell whether anybody does.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from journeywork.engine.fit.coverage import most_placed
from journeywork.engine.fit.features import wants_of
from journeywork.engine.fit.market_of import Round, market_of
from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.survey import Bar, Survey
from journeywork.engine.fit.unmatched import relaxing, unmatched
from journeywork.engine.mentoring import Programme
from journeywork.engine.mentoring_templates import rules_of
from journeywork.mentoring.taking_part import participants

#: So many of those without anybody are told one by one, and so many skills.
NAMED, SKILLS = 20, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Nobody:
    """Somebody whom the rules leave nobody: why, and what would have to change."""

    person: UUID
    name: str
    says: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What a round would begin with.

    `seekers` want somebody, `givers` have `places` free between them (in programmes of peers both
    are everybody). `reached` of the seekers can have somebody at the same time, `reached_with` if
    every giver had a place more. `paused` are pausing or skipping. Of `alone`, whom the rules
    leave nobody, the first are told one by one in `nobody`; `relaxing` says how many of them
    would have somebody without a rule. `lacking` are skills that are wanted and that nobody
    offers, with how many want them.
    """

    seekers: int
    givers: int
    places: int
    paused: int
    full: int
    alone: int
    reached: int
    reached_with: int
    nobody: tuple[Nobody, ...] = ()
    relaxing: tuple[tuple[Bar, int], ...] = ()
    lacking: tuple[tuple[str, int], ...] = ()


def dry_run(programme: Programme, *, on: date, rules: str | None = None) -> DryRun:
    """Return what a round on a day would begin with, by the programme's rules or by others.

    `rules` is a text to try; raises RulesFault where it has faults.
    """
    said = rules_of(programme.kind, programme.rules if rules is None else rules).rules
    everybody = participants(programme, on=on)
    if not programme.kind.two_sided:
        everybody = tuple(map(_alike, everybody))
    return _looked_at(market_of(everybody, said, on=on), two=programme.kind.two_sided)


def _alike(one: Participant) -> Participant:
    """Return somebody who is anybody's peer: no places to run out of."""
    return replace(one, role=Role.BOTH, places=1, taken=0, wanted=1)


def _looked_at(whole: Round, *, two: bool) -> DryRun:
    market, survey = whole.market, Survey(whole)
    possible = survey.possible().tolist()
    lost = [mentee for mentee, count in enumerate(possible) if not count]
    paused = {each.who.key for each in whole.aside if each.who.paused(whole.on)}
    full = {each.who.key for each in whole.aside if each.role is Role.MENTOR} - paused
    return DryRun(
        seekers=market.n,
        givers=market.m,
        places=int(market.capacity.sum()),
        paused=len(paused),
        full=len(full),
        alone=len(lost),
        reached=most_placed(survey) if two else market.n - len(lost),
        reached_with=most_placed(survey, more=1) if two else market.n - len(lost),
        nobody=tuple(_nobody(survey, mentee) for mentee in lost[:NAMED]),
        relaxing=tuple(relaxing(survey, lost).items()),
        lacking=tuple(_lacking(whole)),
    )


def _nobody(survey: Survey, mentee: int) -> Nobody:
    who, told = survey.whole.who.seekers[mentee], unmatched(survey, mentee)
    return Nobody(person=UUID(who.key), name=who.name, says=told.says, changes=told.changes)


def _lacking(whole: Round) -> list[tuple[str, int]]:
    """Return skills that some want and nobody offers, the most wanted first."""
    wanted = Counter(one for each in whole.who.seekers for one in wants_of(each, whole.names))
    offered = set(whole.features.offered.column.tolist())
    columns = whole.features.columns
    ranked = sorted(wanted.items(), key=lambda each: (-each[1], each[0]))
    return [(" ".join(one), count) for one, count in ranked if columns[one] not in offered][:SKILLS]
