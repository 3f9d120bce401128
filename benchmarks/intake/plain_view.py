"""The plain way, to compare with: a Django view with the ORM that does the same insert.

Served by the same server program as the product, as WSGI, which suits it best. It knows the
sender, reads one event or a batch, checks the fields, stores each event once, answers after
the commit. Nobody made it slow: it is what a good first version looks like.
"""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people.models import TokenRow
from journeywork.work.models import WaitingRow, WorkEventRow

NEEDED = ("id", "source", "type", "subject")


@csrf_exempt
def receive(request: HttpRequest) -> JsonResponse:
    """Take one event or a batch."""
    secret = request.headers.get("Authorization", "").removeprefix("Bearer ")
    org = uuid.UUID(request.headers["X-Org"])
    with within(org):
        digest = hashlib.sha256(secret[-52:].encode()).hexdigest()
        token = TokenRow.objects.filter(digest=digest, revoked_at=None).first()
        if token is None:
            return JsonResponse({"detail": "unknown token"}, status=401)
        content = json.loads(request.body)
        events = content if isinstance(content, list) else [content]
        rows = [_row(event, token.person) for event in events]
        with transaction.atomic():
            if len(rows) == 1:
                _one(rows[0])
            else:
                _many(rows)
    return JsonResponse({"new": len(rows)}, status=202)


def _row(event: dict[str, Any], sender: uuid.UUID) -> WorkEventRow:
    if any(not isinstance(event.get(name), str) for name in NEEDED):
        raise ValueError("a field is missing")
    data = event.get("data") or {}
    return WorkEventRow(
        id=uuid.uuid4(),
        source=event["source"],
        event_id=event["id"],
        type=event["type"].removeprefix("org.journeywork."),
        subject=event["subject"],
        at=datetime.fromisoformat(event["time"]).astimezone(UTC),
        by_handle=data.get("by", ""),
        title=data.get("title", ""),
        text=data.get("text", ""),
        place=data.get("place", ""),
        paths=data.get("paths", []),
        labels=data.get("labels", []),
        url=data.get("url", ""),
        extra={"data": {"sprint": data.get("sprint")}},
        received_at=clock.now(),
        sent_by=sender,
    )


def _one(row: WorkEventRow) -> None:
    _, made = WorkEventRow.objects.get_or_create(
        source=row.source,
        event_id=row.event_id,
        defaults={
            field.name: getattr(row, field.name)
            for field in WorkEventRow._meta.concrete_fields
            if field.name not in ("pk", "org", "source", "event_id")
        },
    )
    if made:
        WaitingRow.objects.create(id=row.id, at=row.at)


def _many(rows: list[WorkEventRow]) -> None:
    WorkEventRow.objects.bulk_create(rows, ignore_conflicts=True)
    WaitingRow.objects.bulk_create(
        [WaitingRow(id=row.id, at=row.at) for row in rows], ignore_conflicts=True
    )


urlpatterns = [path("ingest/events", receive)]
