"""Jobs: what the worker could not do; try it again, or give it up."""

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Page, each, turn
from journeywork.api.shapes.administration import JobOut, job_out
from journeywork.engine.gate import LARGEST
from journeywork.kernel import clock, jobs
from journeywork.kernel.errors import NotFound

router = Router(tags=["Administration: jobs"])


@router.get("/admin/jobs", response=Page[JobOut], summary="What could not be done")
@operation("job.write")
def failed(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[JobOut]:
    """List what the worker tried as often as it may and could not do, newest first."""
    asked = turn(request, limit, cursor, int)
    found = jobs.failed(org=caller(request).org, limit=asked.most, before=asked.after)
    return asked.page(found, place=lambda job: job.id, shown=each(job_out))


@router.post("/admin/jobs/{int:job_id}/again", response={202: None}, summary="Try it again")
@operation("job.write")
def again(request: HttpRequest, job_id: int) -> Status[None]:
    """Let the worker try a job again; 404 for a duty, which comes again by itself."""
    jobs.try_again([_fitting(job_id)], at=clock.now(), org=caller(request).org)
    return Status(202, None)


@router.delete("/admin/jobs/{int:job_id}", response={204: None}, summary="Give it up")
@operation("job.write")
def give_up(request: HttpRequest, job_id: int) -> Status[None]:
    """Forget a job that failed; what it should have done is not done."""
    jobs.give_up([_fitting(job_id)], org=caller(request).org)
    return Status(204, None)


def _fitting(job_id: int) -> int:
    if job_id > LARGEST:
        raise NotFound("job")
    return job_id
