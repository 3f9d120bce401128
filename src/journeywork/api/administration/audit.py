"""The audit log: who changed what, and whether the chain holds."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from journeywork.api.doors import Limit, operation
from journeywork.api.shapes.administration import AuditLineOut, VerdictOut
from journeywork.api.shapes.work import ref
from journeywork.engine.gate import LARGEST
from journeywork.kernel import anchors, audit
from journeywork.kernel.audit import Verdict
from journeywork.people import queries as people

router = Router(tags=["Administration: audit log"])


@router.get("/admin/audit", response=list[AuditLineOut], summary="The audit log")
@operation("audit.read")
def lines(
    request: HttpRequest,
    limit: Limit = 50,
    before: Annotated[
        int | None, Query(ge=1, le=LARGEST, description="Go on before the line of this number.")
    ] = None,
) -> list[AuditLineOut]:
    """Read who changed what, newest first."""
    del request
    found = audit.lines(limit=limit, before=before)
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


@router.post("/admin/audit/verify", response=VerdictOut, summary="Check that it was not changed")
@operation("audit.read")
def verify(request: HttpRequest) -> Verdict:
    """Walk the whole chain, and say whether any line was changed after it was written."""
    del request
    return anchors.verify()
