"""From profile, work and enrolment to a form that is filled in, and back to what is said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.mentoring import Enrolment, Programme, Said
from journeywork.engine.people import Person, Skill
from journeywork.engine.work import EpisodeState
from journeywork.web.forms import words
from journeywork.work import queries as work

MOST_TOPICS, MOST_LOOKED_AT = 6, 60
#: At which level something from the work is offered; whoever offers it may change it.
FROM_WORK = 3
_HEAVY = (3, 2, 2)
Profile = tuple[tuple[Skill, ...], tuple[Skill, ...]]


def topics(person: Person) -> list[str]:
    """Return what somebody finished work on lately: places and labels, the most frequent first."""
    finished = work.episodes(
        people=(person.id,), states=(EpisodeState.FINISHED,), limit=MOST_LOOKED_AT
    )
    mine = [one for one in finished if one.owner == person.id]
    found = Counter(name for one in mine for name in {one.place, *one.labels} if name)
    return [name for name, _times in sorted(found.items(), key=lambda each: (-each[1], each[0]))]


def new(found: Sequence[str], now: Enrolment | None, profile: Iterable[Skill]) -> list[str]:
    """Return of topics those that somebody does not offer yet, a few."""
    kept = now.offers if now and now.offers is not None else profile
    there = {each.name.casefold() for each in kept}
    return [each for each in found if each.casefold() not in there][:MOST_TOPICS]


def offered(now: Enrolment | None, profile: Iterable[Skill]) -> list[dict[str, Any]]:
    """Return what somebody offers, as the lines of a form."""
    kept = now.offers if now and now.offers is not None else profile
    return [{"name": each.name, "level": each.level} for each in kept]


def initial(programme: Programme, now: Enrolment | None, profile: Profile) -> dict[str, Any]:
    """Return what a form is filled in with: what was said before, else what the profile says."""
    if now is None:
        role = Role.MENTEE if profile[1] or not profile[0] else Role.MENTOR
        names = _names_of(profile[1])
        return {"role": role, "wants": names, "wanted": 1, "places": programme.places}
    return {
        "role": now.role,
        "wants": _names_of(profile[1] if now.wants is None else _heaviest(now.wants)),
        "goals": "\n".join(now.goals),
        "wanted": now.wanted,
        "places": now.places,
        "seniority": "" if now.seniority is None else str(now.seniority),
        "department": now.department,
    }


def said(given: Mapping[str, Any], lines: Any, now: Enrolment | None, profile: Profile) -> Said:
    """Return what a form says. What is as the profile has it follows the profile from then on."""
    names = words(given["wants"])
    offers = _offers(lines, given.get("from_work", ()))
    kept = Said(
        role=Role(given.get("role") or Role.BOTH),
        wants=_wants(names),
        offers=offers,
        goals=words(given["goals"]),
        seniority=_band(given, now),
        department=given.get("department", now.department if now else ""),
        places=given.get("places", 1),
        wanted=given.get("wanted", 1),
    )
    if "\n".join(names) == _names_of(profile[1]) and (now is None or now.wants is None):
        kept = replace(kept, wants=None)
    if offers == profile[0] and (now is None or now.offers is None):
        kept = replace(kept, offers=None)
    return kept


def _wants(names: Sequence[str]) -> tuple[Wanted, ...]:
    """Return what is wanted: the first line counts most, the next two more than the others."""
    heavy = dict(enumerate(_HEAVY))
    return tuple(
        Wanted(name=name, weight=heavy.get(number, 1)) for number, name in enumerate(names)
    )


def _offers(lines: Any, ticked: Iterable[str]) -> tuple[Skill, ...]:
    written = [line.cleaned_data for line in lines]
    named = [(each["name"].strip(), each["level"]) for each in written if each.get("name")]
    every = [*named, *((name, FROM_WORK) for name in ticked)]
    once = {name.casefold(): Skill(name=name, level=level) for name, level in reversed(every)}
    return tuple(sorted(once.values(), key=lambda each: each.name))


def _band(given: Mapping[str, Any], now: Enrolment | None) -> int | None:
    if "seniority" not in given:
        return now.seniority if now else None
    return int(given["seniority"]) if given["seniority"] else None


def _heaviest(wants: Iterable[Wanted]) -> list[Wanted]:
    return sorted(wants, key=lambda each: -each.weight)


def _names_of(some: Iterable[Skill | Wanted]) -> str:
    return "\n".join(each.name for each in some)
