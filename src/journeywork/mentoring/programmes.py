"""A programme is set up, changed, opened and closed by whoever coordinates it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.engine.mentoring import Programme, ProgrammeState
from journeywork.engine.mentoring_templates import Plan, faults
from journeywork.engine.slugs import slug
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.mentoring.facts import ProgrammeOpened
from journeywork.mentoring.models import EnrolmentRow, ProgrammeRow
from journeywork.mentoring.round_models import RoundRow
from journeywork.mentoring.values import programme_of
from journeywork.people import queries as people

#: Words that stand in the same place of an address, and can be no key.
_TAKEN = frozenset({"new", "template"})


def set_up(*, plan: Plan, by: UUID, at: datetime) -> Programme:
    """Set up a programme; nobody hears of it before it is opened. Raises Invalid by field."""
    fitting = _fitting(plan)
    with transaction.atomic():
        one_at_a_time("programmes")
        row = ProgrammeRow.objects.create(
            **fitting, key=_key(plan.name), state=ProgrammeState.DRAFT, by=by, at=at
        )
        _recorded("set_up", row, by, at)
    return programme_of(row)


def change(*, programme_id: UUID, plan: Plan, by: UUID, at: datetime) -> Programme:
    """Change a programme; its key stays. A new kind only while nobody takes part in it.

    What has begun goes on as it was agreed. Raises Invalid by field, and NotFound.
    """
    fitting = _fitting(plan)
    with transaction.atomic():
        row = _held(programme_id)
        if row.kind != plan.kind and _begun(programme_id):
            raise Invalid({"kind": "stays as it is: people take part already"})
        for field, value in fitting.items():
            setattr(row, field, value)
        row.save(update_fields=list(fitting))
        _recorded("changed", row, by, at)
    return programme_of(row)


def open_programme(*, programme_id: UUID, by: UUID, at: datetime) -> Programme:
    """Let people take part from now on, also in one that was closed; twice is once."""
    with transaction.atomic():
        row = _held(programme_id)
        if row.state != ProgrammeState.OPEN:
            row.state, row.closed_at = ProgrammeState.OPEN.value, None
            row.save(update_fields=["state", "closed_at"])
            _recorded("opened", row, by, at)
            publish(ProgrammeOpened(programme=row.id, by=by, at=at))
    return programme_of(row)


def close(*, programme_id: UUID, by: UUID, at: datetime) -> Programme:
    """Take nobody in any more, and match nobody; whoever is together stays so. Twice is once."""
    with transaction.atomic():
        row = _held(programme_id)
        if row.state != ProgrammeState.CLOSED:
            row.state, row.closed_at = ProgrammeState.CLOSED.value, at
            row.save(update_fields=["state", "closed_at"])
            _recorded("closed", row, by, at)
    return programme_of(row)


def plan_of(programme: Programme) -> Plan:
    """Return what was said of a programme, to change some of it."""
    return Plan(**{field: getattr(programme, field) for field in Plan.__dataclass_fields__})


def _fitting(plan: Plan) -> dict[str, Any]:
    """Return the columns of a plan; raises Invalid by field."""
    wrong = faults(plan)
    if not plan.teams or {team.id for team in people.teams()}.issuperset(plan.teams):
        if not wrong:
            said = asdict(plan) | {"name": " ".join(plan.name.split()), "says": plan.says.strip()}
            return said | {"teams": list(plan.teams)}
    else:
        wrong["teams"] = "is no team here"
    raise Invalid(wrong)


def _key(name: str) -> str:
    stem = slug(name, longest=50) or "programme"
    found = ProgrammeRow.objects.filter(key__startswith=stem).values_list("key", flat=True)
    taken = {*found, *_TAKEN}
    free = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in free if key not in taken)


def _held(programme_id: UUID) -> ProgrammeRow:
    """Return a programme's row, held until the transaction ends; raises NotFound."""
    row: ProgrammeRow | None = (
        ProgrammeRow.objects.select_for_update().filter(id=programme_id).first()
    )
    if row is None:
        raise NotFound("programme")
    return row


def _begun(programme_id: UUID) -> bool:
    people_in = EnrolmentRow.objects.filter(programme=programme_id)
    return people_in.exists() or RoundRow.objects.filter(programme=programme_id).exists()


def _recorded(done: str, row: ProgrammeRow, by: UUID, at: datetime) -> None:
    audit.record(
        verb=f"programme.{done}",
        object=f"programme:{row.id}",
        by=by,
        at=at,
        detail={"key": row.key},
    )
