"""Eyes of feedback: a person's own answers, and figures about at least five people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from journeywork.engine.feedback import Response, ResponseKind
from journeywork.feedback.models import ResponseRow

#: Figures about fewer people than this are not shown: they would be figures about somebody.
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How often offers of a rule ("" for things found through Ask) got an answer."""

    rule: str
    kind: ResponseKind
    times: int


def responses(
    person_id: UUID, *, limit: int = 50, before: UUID | None = None
) -> tuple[Response, ...]:
    """Return a person's own answers, newest first; go on `before` the id of the last seen."""
    rows = ResponseRow.objects.filter(by=person_id).exclude(kind="").order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    return tuple(response_of(row) for row in rows[:limit])


def kind_of(response_id: UUID) -> ResponseKind | None:
    """Return what an answer says, whoever gave it: for other rooms. None where it is gone."""
    kind = ResponseRow.objects.filter(id=response_id).values_list("kind", flat=True).first()
    return ResponseKind(kind) if kind else None


def totals(
    *, since: datetime, until: datetime, person_ids: Iterable[UUID] | None = None
) -> tuple[Total, ...]:
    """Return how often which answer was given, where at least `FEWEST` people gave it."""
    rows = ResponseRow.objects.filter(at__gte=since, at__lt=until).exclude(kind="")
    if person_ids is not None:
        rows = rows.filter(by__in=list(person_ids))
    counts = (
        rows.values("rule", "kind")
        .annotate(times=Count("id"), concerned=Count("by", distinct=True))
        .filter(concerned__gte=FEWEST)
        .order_by("rule", "kind")
    )
    return tuple(
        Total(rule=each["rule"], kind=ResponseKind(each["kind"]), times=each["times"])
        for each in counts
    )


def response_of(row: ResponseRow) -> Response:
    """Return the response that a row keeps."""
    return Response(
        id=row.id,
        by=row.by,
        at=row.at,
        kind=ResponseKind(row.kind),
        option=row.option,
        target=row.offer,
        rule=row.rule,
        note=row.note,
    )
