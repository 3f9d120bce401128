"""Ask everybody about their team, keep what they say apart from who said it, tell it together.

Nobody can ask for the answers: not the one who asked, no administrator, no export. They are in
a box until the asking closes; what is told then is made once (`engine.climate`) and only read.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from journeywork.coaching.models import AskingRow, BoxRow, FigureRow, TurnRow
from journeywork.coaching.queries import Asking, asking_of
from journeywork.engine import climate
from journeywork.kernel import audit, boxes
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.people import queries as people

SHORTEST, LONGEST = timedelta(days=3), timedelta(days=60)
#: From one asking to the next: what is asked too often is answered by habit.
REST = timedelta(days=60)


def ask(*, closes_at: datetime, by: UUID, at: datetime) -> Asking:
    """Ask everybody, until `closes_at`; raises Invalid where it is too short, long or soon."""
    if not SHORTEST <= closes_at - at <= LONGEST:
        raise Invalid({"closes_at": f"must be {SHORTEST.days} to {LONGEST.days} days ahead"})
    last = AskingRow.objects.order_by("-opened_at").first()
    if last and not last.closed_at:
        raise Invalid({"closes_at": "people are being asked already"})
    if last and at - last.opened_at < REST:
        raise Invalid({"closes_at": f"the last time is less than {REST.days} days ago"})
    try:
        with transaction.atomic():
            row = AskingRow.objects.create(by=by, opened_at=at, closes_at=closes_at)
            audit.record(verb="climate.asked", object=f"climate:{row.id}", by=by, at=at)
    except IntegrityError:
        raise Invalid({"closes_at": "people are being asked already"}) from None
    return asking_of(row)


def answer(
    *, asking_id: UUID, team: UUID, answers: Mapping[str, int], by: UUID, at: datetime
) -> None:
    """Put somebody's answers about one of their teams into its box; once, and for good.

    Raises NotFound after the asking closed, Denied for a team that one is not in, and Invalid
    for answers that do not fit, and for a second time. Nothing is written down of who said what
    or when, in no log either.
    """
    _check(team, answers, by)
    with transaction.atomic():
        # Whoever closes waits for answers that are under way, and none comes later.
        asking = AskingRow.objects.select_for_update().filter(id=asking_id).first()
        if asking is None or asking.closed_at or asking.closes_at <= at:
            raise NotFound("climate")
        _turn, first = TurnRow.objects.get_or_create(asking=asking_id, person=by)
        if not first:
            raise Invalid({"team": "you have answered already"})
        _put(asking_id, team, answers)


def close_due(*, at: datetime) -> int:
    """Close what is over: make the figures, and throw the boxes away; return how many."""
    due = AskingRow.objects.filter(closed_at=None, closes_at__lte=at).values_list("id", flat=True)
    for asking_id in list(due):
        with transaction.atomic():
            asking = AskingRow.objects.select_for_update().get(id=asking_id)
            if asking.closed_at is None:
                _close(asking, at)
    return len(due)


def _check(team: UUID, answers: Mapping[str, int], by: UUID) -> None:
    if wrong := climate.faults(answers):
        raise Invalid(wrong)
    if not answers:
        raise Invalid({"answers": "answer at least one of them"})
    person = people.person(by)
    if team not in {*person.teams, *person.leads}:
        raise Denied("climate.answer")


def _put(asking: UUID, team: UUID, answers: Mapping[str, int]) -> None:
    box, _made = BoxRow.objects.get_or_create(asking=asking, team=team, defaults={"answers": ""})
    held = boxes.opened(box.answers) or []
    box.answers = boxes.closed(boxes.shuffled([*held, dict(answers)]))
    box.save(update_fields=["answers"])


def _close(asking: AskingRow, at: datetime) -> None:
    filled = BoxRow.objects.filter(asking=asking.id)
    answered = {str(box.team): boxes.opened(box.answers) for box in filled}
    FigureRow.objects.bulk_create(
        FigureRow(
            asking=asking.id,
            team=UUID(figure.group) if figure.group else None,
            item=figure.item,
            mean=f"{figure.mean:.1f}",
        )
        for figure in climate.figures(answered)
    )
    filled.delete()
    TurnRow.objects.filter(asking=asking.id).delete()
    asking.closed_at = at
    asking.save(update_fields=["closed_at"])
    audit.record(verb="climate.told", object=f"climate:{asking.id}", by=None, at=at)
