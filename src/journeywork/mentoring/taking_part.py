"""Everybody in a programme as the engine matches them: from the directory and their enrolment.

What somebody said when they enrolled counts before their profile. Whom somebody blocks, and
with whom they are together already, is barred alike: nobody can tell one from the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from journeywork.engine.fit.participants import Participant, Past, Wanted
from journeywork.engine.mentoring import Enrolment, PairState, Programme, RoundState
from journeywork.engine.people import Person, Skill
from journeywork.kernel.reader import authors, read_for
from journeywork.kernel.sealed import unseal
from journeywork.mentoring import queries
from journeywork.mentoring.inside import inside
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.models import BlockRow
from journeywork.mentoring.round_models import PairRow, RoundRow
from journeywork.people import queries as people

Profiles = Mapping[UUID, tuple[Skill, ...]]
_BLOCKS = "select author, who from mentoring_block"
#: A profile's level of what somebody wants to learn becomes a weight: 1 and 2, 3, 4 and 5.
_WEIGHT_OF = (1, 1, 2, 3, 3)


def participants(
    programme: Programme, *, on: date, beside: UUID | None = None
) -> tuple[Participant, ...]:
    """Return everybody in a programme on a day; `key` is the text of the person's id.

    Pairs that are staged or asked in other rounds than `beside` take a place already.
    """
    enrolled = queries.enrolments(programme.id)
    everybody = people.persons()
    offered, wanted = people.skills_of([each.person for each in enrolled])
    together, past = _together(programme), _past(on, programme)
    staged, barred = _staged(programme, beside), _barred()
    found = []
    for each in enrolled:
        person = everybody.get(each.person)
        if person is None:
            continue
        whole = _participant(each, person, everybody, (offered, wanted))
        mine = together.get(person.id, _NOBODY)
        pending = staged.get(person.id, _NOBODY)
        found.append(
            replace(
                whole,
                taken=len(mine.takes | pending.takes),
                wanted=max(0, each.wanted - len(mine.has | pending.has)),
                blocks=_keys(barred.get(person.id, set()) | mine.all | pending.all),
                past=(*past.get(person.id, ()), *_told(each)),
            )
        )
    return tuple(found)


class _Beside:
    """With whom somebody is together: whom they take, and whom they have."""

    def __init__(self) -> None:
        self.takes: set[UUID] = set()
        self.has: set[UUID] = set()

    @property
    def all(self) -> set[UUID]:
        return self.takes | self.has


_NOBODY = _Beside()


def _participant(
    enrolment: Enrolment,
    person: Person,
    everybody: Mapping[UUID, Person],
    profiles: tuple[Profiles, Profiles],
) -> Participant:
    """Return somebody as they are by themselves; `profiles` are skills offered and wanted."""
    offered, wanted = (each.get(person.id, ()) for each in profiles)
    pauses = [day for day in (enrolment.paused_until, person.paused_until) if day]
    if enrolment.skips:
        pauses.append(date.max)
    return Participant(
        key=str(person.id),
        name=person.name,
        email=person.email,
        role=enrolment.role,
        wants=_wants(enrolment, wanted),
        offers=offered if enrolment.offers is None else enrolment.offers,
        goals=enrolment.goals,
        seniority=enrolment.seniority,
        hours=person.working_time,
        zone_name=person.zone_name,
        languages=person.languages,
        department=enrolment.department,
        chain=_chain(person, everybody),
        wishes=tuple(map(str, enrolment.wishes)),
        places=enrolment.places,
        paused_until=max(pauses, default=None),
        confirmed_on=enrolment.confirmed_on,
    )


def _chain(person: Person, everybody: Mapping[UUID, Person]) -> tuple[str, ...]:
    """Return who leads somebody, and who leads those, each once."""
    found: dict[UUID, None] = {}
    above = person.reports_to
    while above is not None and above not in found and above != person.id:
        found[above] = None
        leads = everybody.get(above)
        above = leads.reports_to if leads else None
    return tuple(map(str, found))


def _wants(enrolment: Enrolment, profile: Iterable[Skill]) -> tuple[Wanted, ...]:
    if enrolment.wants is not None:
        return enrolment.wants
    return tuple(Wanted(name=one.name, weight=_WEIGHT_OF[one.level - 1]) for one in profile)


def _told(enrolment: Enrolment) -> tuple[Past, ...]:
    return tuple(Past(partner=str(who), on=day) for who, day in enrolment.past)


def _together(programme: Programme) -> dict[UUID, _Beside]:
    """Return who is together in a programme today; peers meet others each time."""
    if not programme.kind.two_sided:
        return {}
    rows = MatchRow.objects.filter(programme=programme.id, ended_at=None)
    return _beside(rows.values_list("first", "second", "more"))


def _staged(programme: Programme, beside: UUID | None) -> dict[UUID, _Beside]:
    """Return who is to be brought together by other rounds of a programme."""
    over = (RoundState.PUBLISHED, RoundState.DROPPED, RoundState.FAILED)
    others = RoundRow.objects.filter(programme=programme.id).exclude(id=beside)
    open_ones = Q(round__in=others.exclude(state__in=over).values("id"))
    staged = Q(state=PairState.STAGED) & open_ones
    asked = Q(state=PairState.ASKED, round__in=others.values("id"))
    rows = PairRow.objects.filter(staged | asked)
    return _beside(rows.values_list("first", "second", "more"))


def _beside(rows: Iterable[tuple[UUID, UUID, list[UUID]]]) -> dict[UUID, _Beside]:
    found: dict[UUID, _Beside] = defaultdict(_Beside)
    for first, second, more in rows:
        group = {first, second, *more}
        found[first].has.add(second)
        found[second].takes.add(first)
        for each in more:
            found[each].has |= group - {each}
    return dict(found)


def _past(on: date, programme: Programme) -> dict[UUID, tuple[Past, ...]]:
    """Return who was together before, and when last; peers have met once they have begun."""
    found: dict[UUID, tuple[Past, ...]] = defaultdict(tuple)
    rows = MatchRow.objects.exclude(ended_at=None)
    when = "ended_at"
    if not programme.kind.two_sided:
        rows, when = MatchRow.objects.filter(programme=programme.id), "at"
    for first, second, more, last in rows.values_list("first", "second", "more", when):
        group, day = {first, second, *more}, min(last.date(), on)
        for each in group:
            met = tuple(Past(partner=str(other), on=day) for other in sorted(group - {each}))
            found[each] = (*found[each], *met)
    return dict(found)


def _barred() -> dict[UUID, set[UUID]]:
    """Return whom people do not want to be paired with; it is read for matching alone."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for author, sealed in read_for(authors(BlockRow), _BLOCKS, {}):
        found[author].add(UUID(unseal(sealed)))
    return dict(found)


def _keys(persons: Iterable[UUID]) -> frozenset[str]:
    return frozenset(map(str, persons))


def seen_by(
    programme: Programme, reader: UUID, *, on: date
) -> tuple[tuple[Participant, ...], Mapping[UUID, Person]]:
    """Return the same as one of them may know it, and everybody who is here.

    Without blocks, wishes and goals of others, and without pairs that nobody was told of yet:
    whoever sees what the rules make of this cannot tell whether there are any. The reader takes
    part as if they were not paused; their `blocks` are those with whom they are together.
    """
    enrolled = queries.enrolments(programme.id)
    everybody = people.persons()
    offered, wanted = people.skills_of([each.person for each in enrolled])
    together, past = _known_to(reader, programme, on)
    found = []
    for each in enrolled:
        person = everybody.get(each.person)
        if person is None:
            continue
        whole = _participant(each, person, everybody, (offered, wanted))
        mine = together.get(person.id, _NOBODY)
        known = replace(
            whole,
            taken=len(mine.takes),
            wanted=max(0, each.wanted - len(mine.has)),
            wishes=(),
            goals=(),
        )
        if person.id == reader:
            known = replace(_oneself(known, whole), blocks=_keys(mine.all), past=past)
        found.append(known)
    return tuple(found), everybody


def _oneself(known: Participant, whole: Participant) -> Participant:
    return replace(
        known,
        wishes=whole.wishes,
        goals=whole.goals,
        wanted=max(1, known.wanted),
        places=max(known.places, known.taken + 1),
        paused_until=None,
    )


def _known_to(
    reader: UUID, programme: Programme, on: date
) -> tuple[dict[UUID, _Beside], tuple[Past, ...]]:
    """Return who is together in a programme, and with whom the reader was before anywhere."""
    mine = inside([reader])
    runs = Q(programme=programme.id, ended_at=None)
    rows = list(
        MatchRow.objects.filter(runs | (mine & Q(ended_at__isnull=False))).values_list(
            "first", "second", "more", "ended_at"
        )
    )
    past = tuple(
        Past(partner=str(other), on=min(ended.date(), on))
        for first, second, more, ended in rows
        if ended
        for other in (first, second, *more)
        if other != reader
    )
    return _beside((first, second, more) for first, second, more, ended in rows if not ended), past
