"""Whom a programme would have for somebody today, before any round: made anew at each look.

What somebody has just said counts. Nobody can tell from it whether others block them, wish for
them, or stand in a round that was not published: of all that nothing is read here. A mentee reads
up to five mentors with what they offer; a mentor reads a number, for who wants to learn is private.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from journeywork.engine.fit.market_of import Round, market_of
from journeywork.engine.fit.participants import Role
from journeywork.engine.fit.parts import why
from journeywork.engine.fit.survey import Survey
from journeywork.engine.fit.unmatched import unmatched
from journeywork.engine.mentoring import Possible, PossibleMentor, Programme
from journeywork.engine.mentoring_templates import rules_of
from journeywork.engine.people import Person
from journeywork.kernel.errors import NotFound
from journeywork.mentoring.blocks import blocked_by
from journeywork.mentoring.taking_part import seen_by

MOST_SHOWN = 5
_UNMET = "not on offer"


def preview(*, programme: Programme, person: UUID, at: datetime) -> Possible:
    """Return who would be possible for somebody today; NotFound where they take no part.

    Whom they block themselves, and with whom they are already, is left out: they know.
    """
    on = at.date()
    seen, here = seen_by(programme, person, on=on)
    everybody = {each.key: each for each in seen}
    me = everybody.pop(str(person), None)
    if me is None:
        raise NotFound("programme")
    for known in {*map(str, blocked_by(person)), *me.blocks}:
        everybody.pop(known, None)
    others, me = list(everybody.values()), replace(me, blocks=frozenset())
    if not programme.kind.two_sided:
        return Possible(count=sum(not each.paused(on) for each in others), seeks=True)
    rules = rules_of(programme.kind, programme.rules).rules
    if me.seeks:
        mentors = [replace(each, role=Role.MENTOR) for each in others if each.gives]
        return _mentors(market_of([replace(me, role=Role.MENTEE), *mentors], rules, on=on), here)
    mentees = [replace(each, role=Role.MENTEE) for each in others if each.seeks]
    whole = market_of([replace(me, role=Role.MENTOR), *mentees], rules, on=on)
    return Possible(count=int(Survey(whole).possible().sum()), seeks=False)


def _mentors(whole: Round, here: Mapping[UUID, Person]) -> Possible:
    survey = Survey(whole)
    free = [number for number, open in enumerate(survey.open_to(0)) if open]
    if not free:
        return Possible(count=0, seeks=True, says=unmatched(survey, 0).says)
    best = sorted(free, key=lambda number: (-(whole.fit((0, number)) or 0), number))[:MOST_SHOWN]
    some = tuple(
        PossibleMentor(person=here[UUID(whole.who.givers[number].key)], says=_met(whole, number))
        for number in best
    )
    return Possible(count=len(free), seeks=True, some=some)


def _met(whole: Round, number: int) -> tuple[str, ...]:
    """Return what a mentor offers of what is wanted."""
    skills = next(part.says for part in why(whole, (0, number)).parts if part.name == "skills")
    return tuple(each for each in skills.split("; ") if each and not each.endswith(_UNMET))
