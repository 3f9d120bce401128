"""Eyes of rounds, for whoever runs them: a page of pairs, of those left over, how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import msgspec
from django.db.models import Count, JSONField, Max, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import Left, PairState, Programme, Round, StagedPair
from journeywork.kernel import jobs
from journeywork.kernel.errors import NotFound
from journeywork.kernel.jobs import Job
from journeywork.mentoring.inside import inside
from journeywork.mentoring.models import EnrolmentRow, ProgrammeRow
from journeywork.mentoring.round_models import LeftRow, PairRow
from journeywork.mentoring.staging import queue_of
from journeywork.mentoring.values import left_of, pair_of, programme_of

#: What stands on a page.
MANY = 50
#: What counts as part of a round; pairs that were taken apart do not.
_SHOWN = (PairState.STAGED, PairState.ASKED, PairState.PUBLISHED, PairState.REFUSED)


_ROUND = """
    select to_jsonb(found) from mentoring_round found
    where found.org = mentoring_programme.org and found.programme = mentoring_programme.id
      and found.number = %s
"""


class Show(StrEnum):
    """Which part of a round is looked at."""

    PAIRS = "pairs"
    LOCKED = "locked"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class PairsPage:
    """Pairs, those with the lowest fit first; `after` says where the next page begins, if any."""

    pairs: tuple[StagedPair, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class LeftPage:
    """Those who have nobody; `after` says where the next page begins, if any."""

    left: tuple[Left, ...]
    after: str = ""


def round_numbered(key: str, number: int) -> tuple[Programme, Round]:
    """Return a programme by its key with one of its rounds, in one query; NotFound for either."""
    rows = ProgrammeRow.objects.filter(key=key)
    row = rows.annotate(found=_one(number)).first()
    if row is None:
        raise NotFound("programme")
    if row.found is None:
        raise NotFound("round")
    return programme_of(row), msgspec.convert(row.found, Round, strict=False)


def _one(number: int) -> RawSQL:
    return RawSQL(_ROUND, [number], output_field=JSONField())  # noqa: S611 -- a text of ours


def roles_of(programme_id: UUID, people: Iterable[UUID]) -> dict[UUID, Role]:
    """Return which of some people take part in a programme today, and how."""
    rows = EnrolmentRow.objects.filter(programme=programme_id, left_at=None)
    found = rows.filter(person__in=list(people)).values_list("person", "role")
    return {person: Role(role) for person, role in found}


def pairs_page(
    round_id: UUID,
    *,
    people: Iterable[UUID] | None = None,
    locked: bool = False,
    after: str = "",
) -> PairsPage:
    """Return a page of pairs: all, the locked ones, or those with somebody of `people`."""
    rows = PairRow.objects.filter(round=round_id, state__in=_SHOWN).order_by("fit", "id")
    if people is not None:
        rows = rows.filter(inside(people))
    if locked:
        rows = rows.filter(locked=True)
    place = _place(after)
    if place:
        rows = rows.filter(Q(fit__gt=place[0]) | Q(fit=place[0], id__gt=place[1]))
    found = list(rows[: MANY + 1])
    last = found[MANY - 1] if len(found) > MANY else None
    pairs = tuple(map(pair_of, found[:MANY]))
    return PairsPage(pairs, f"{last.fit}.{last.id}" if last else "")


def left_page(round_id: UUID, *, people: Iterable[UUID] | None = None, after: str = "") -> LeftPage:
    """Return a page of those who have nobody, whoever looked for somebody first."""
    rows = LeftRow.objects.filter(round=round_id).order_by("role", "id")
    if people is not None:
        rows = rows.filter(person__in=list(people))
    role, _, id = after.partition(".")
    if id:
        rows = rows.filter(Q(role__gt=role) | Q(role=role, id__gt=_id(id)))
    found = list(rows[: MANY + 1])
    last = found[MANY - 1] if len(found) > MANY else None
    left = tuple(map(left_of, found[:MANY]))
    return LeftPage(left, f"{last.role}.{last.id}" if last else "")


def pair(pair_id: UUID) -> StagedPair:
    """Return a pair of a round, for whoever runs it; NotFound when there is none."""
    row = PairRow.objects.filter(id=pair_id).first()
    if row is None:
        raise NotFound("pair")
    return pair_of(row)


def said_yes(pair_id: UUID) -> tuple[UUID, ...]:
    """Return who has said yes to a pair so far."""
    found = PairRow.objects.filter(id=pair_id).values_list("yes", flat=True).first()
    return tuple(found or ())


def how_far(round_id: UUID) -> Job | None:
    """Return what the worker does for a round just now, or could not do; None for nothing."""
    return jobs.latest(queue_of(round_id))


def _place(after: str) -> tuple[int, UUID] | None:
    fit, _, id = after.partition(".")
    try:
        return int(fit), UUID(id)
    except ValueError:
        return None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round stands just now, hand-made changes included."""

    pairs: int
    locked: int
    by_hand: int
    left: int


def standing(round_id: UUID) -> Standing:
    """Return how many pairs a round has, and how many of its people have nobody."""
    left = LeftRow.objects.filter(round=round_id).values("round").annotate(many=Count("id"))
    rows = PairRow.objects.filter(round=round_id, state__in=_SHOWN)
    found = rows.aggregate(
        pairs=Count("id"),
        locked=Count("id", filter=Q(locked=True)),
        by_hand=Count("id", filter=Q(by_hand=True)),
        left=Max(Coalesce(Subquery(left.values("many")), 0)),
    )
    if found["left"] is None:  # Without a pair there is no row to look from.
        found["left"] = LeftRow.objects.filter(round=round_id).count()
    return Standing(**found)
