"""From rows to the engine's values."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.mentoring import (
    CameBy,
    Choosing,
    Counts,
    Enrolment,
    Left,
    Match,
    Pace,
    PairState,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    Proof,
    Round,
    RoundState,
    StagedPair,
)
from journeywork.engine.options import Part
from journeywork.engine.people import Skill
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.models import EnrolmentRow, ProgrammeRow
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow


def programme_of(row: ProgrammeRow) -> Programme:
    """Return the value of a programme's row."""
    return Programme(
        id=row.id,
        key=row.key,
        name=row.name,
        kind=ProgrammeKind(row.kind),
        pace=Pace(row.pace),
        choosing=Choosing(row.choosing),
        state=ProgrammeState(row.state),
        says=row.says,
        rules=row.rules,
        newcomer_days=row.newcomer_days,
        places=row.places,
        lasts_weeks=row.lasts_weeks,
        every_weeks=row.every_weeks,
        least=row.least,
        most=row.most,
        teams=tuple(row.teams),
        by=row.by,
        at=row.at,
        closed_at=row.closed_at,
    )


def enrolment_of(row: EnrolmentRow) -> Enrolment:
    """Return the value of an enrolment's row."""
    return Enrolment(
        id=row.id,
        programme=row.programme,
        person=row.person,
        role=Role(row.role),
        came_by=CameBy(row.came_by),
        at=row.at,
        wants=_wants(row.wants),
        offers=_offers(row.offers),
        goals=tuple(row.goals),
        seniority=row.seniority,
        department=row.department,
        places=row.places,
        wanted=row.wanted,
        wishes=tuple(row.wishes),
        past=tuple((UUID(who), date.fromisoformat(day)) for who, day in row.past),
        skips=row.skips,
        paused_until=row.paused_until,
        waited=row.waited,
        confirmed_on=row.confirmed_on,
        left_at=row.left_at,
    )


def round_of(row: RoundRow) -> Round:
    """Return the value of a round's row."""
    return Round(
        id=row.id,
        programme=row.programme,
        number=row.number,
        state=RoundState(row.state),
        on=row.on,
        at=row.at,
        by=row.by,
        seed=row.seed,
        rules=row.rules,
        dial=row.dial,
        draws=row.draws,
        proof=msgspec.convert(row.proof, Proof) if row.proof else None,
        counts=msgspec.convert(row.counts, Counts) if row.counts else None,
        says=row.says,
        staged_at=row.staged_at,
        published_at=row.published_at,
    )


def pair_of(row: PairRow) -> StagedPair:
    """Return the value of a pair's row."""
    return StagedPair(
        id=row.id,
        round=row.round,
        first=row.first,
        second=row.second,
        more=tuple(row.more),
        fit=row.fit,
        parts=parts_of(row.parts),
        state=PairState(row.state),
        locked=row.locked,
        by_hand=row.by_hand,
        match=row.match,
    )


def left_of(row: LeftRow) -> Left:
    """Return the value of the row of somebody who was left with nobody."""
    return Left(
        round=row.round,
        person=row.person,
        role=Role(row.role),
        says=tuple(row.says),
        changes=tuple(row.changes),
        drawn_out=row.drawn_out,
    )


def match_of(row: MatchRow) -> Match:
    """Return the value of a match's row."""
    return Match(
        id=row.id,
        programme=row.programme,
        round=row.round,
        first=row.first,
        second=row.second,
        more=tuple(row.more),
        fit=row.fit,
        parts=parts_of(row.parts),
        writes_first=row.writes_first,
        at=row.at,
        first_met_at=row.first_met_at,
        last_sign_at=row.last_sign_at,
        ended_at=row.ended_at,
    )


def kept_parts(parts: Iterable[Part]) -> list[list[Any]]:
    """Return parts as they are kept."""
    return [[part.name, part.value, part.says] for part in parts]


def parts_of(kept: Sequence[Sequence[Any]]) -> tuple[Part, ...]:
    """Return the parts that were kept."""
    return tuple(Part(name=name, value=value, says=says) for name, value, says in kept)


def kept_wants(wants: Iterable[Wanted] | None) -> list[list[Any]] | None:
    """Return wanted skills as they are kept; None is what the profile says."""
    return None if wants is None else [[each.name, each.weight] for each in wants]


def kept_offers(offers: Iterable[Skill] | None) -> list[list[Any]] | None:
    """Return offered skills as they are kept; None is what the profile says."""
    return None if offers is None else [[each.name, each.level] for each in offers]


def _wants(kept: Sequence[Sequence[Any]] | None) -> tuple[Wanted, ...] | None:
    return None if kept is None else tuple(Wanted(name=name, weight=by) for name, by in kept)


def _offers(kept: Sequence[Sequence[Any]] | None) -> tuple[Skill, ...] | None:
    return None if kept is None else tuple(Skill(name=name, level=by) for name, by in kept)
