"""The audit log: who changed what, and whether the chain holds."""

from collections.abc import Sequence

from django.http import HttpRequest
from ninja import Router

from journeywork.api.doors import Limit, operation
from journeywork.api.pages import Cursor, Page, turn
from journeywork.api.shapes.administration import AuditLineOut, VerdictOut
from journeywork.api.shapes.work import ref
from journeywork.kernel import anchors, audit
from journeywork.kernel.audit import Line, Verdict
from journeywork.people import queries as people

router = Router(tags=["Administration: audit log"])


@router.get("/admin/audit", response=Page[AuditLineOut], summary="The audit log")
@operation("audit.read")
def lines(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[AuditLineOut]:
    """Read who changed what, newest first."""
    asked = turn(request, limit, cursor, int)
    found = audit.lines(limit=asked.most, before=asked.after)
    return asked.page(found, place=lambda line: line.number, shown=_told)


@router.post("/admin/audit/verify", response=VerdictOut, summary="Check that it was not changed")
@operation("audit.read")
def verify(request: HttpRequest) -> Verdict:
    """Walk the whole chain, and say whether any line was changed after it was written."""
    del request
    return anchors.verify()


def _told(found: Sequence[Line]) -> list[AuditLineOut]:
    names = people.names(line.by for line in found if line.by)
    return [
        AuditLineOut(
            number=line.number,
            at=line.at,
            by=ref(line.by, names),
            verb=line.verb,
            object=line.object,
            detail=dict(line.detail),
            digest=line.digest,
        )
        for line in found
    ]
