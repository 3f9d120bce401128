"""The demo organisation: loaded beside one's own, and removed again."""

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import caller, operation
from journeywork.api.shapes.administration import DemoOut
from journeywork.kernel import clock
from journeywork.people import demo as demos
from journeywork.people.demo import REMOVE

router = Router(tags=["Administration: demo"])


@router.get("/admin/demo", response=DemoOut, summary="How it stands with the demo")
@operation("demo.write")
def read(request: HttpRequest) -> DemoOut:
    """Read whether the demo is loaded, and how far loading or removing it is."""
    del request
    return _told()


@router.post("/admin/demo", response={202: DemoOut}, summary="Load the demo")
@operation("demo.write")
def load(request: HttpRequest) -> Status[DemoOut]:
    """Let the worker load the demo, with a seat in it for oneself; nothing where it is there."""
    demos.load_demo(by=caller(request).id, at=clock.now())
    return Status(202, _told())


@router.delete("/admin/demo", response={202: DemoOut}, summary="Remove the demo")
@operation("demo.write")
def remove(request: HttpRequest) -> Status[DemoOut]:
    """Let the worker remove the demo with all that is in it; nothing where there is none."""
    demos.remove_demo(by=caller(request).id, at=clock.now())
    return Status(202, _told())


def _told() -> DemoOut:
    stands = demos.demo()
    job = stands.job if stands.going or stands.failed else None
    return DemoOut(
        installed=stands.installed,
        organisation=stands.organisation.key if stands.organisation else None,
        state=job.state if job else None,
        removing=job is not None and job.task == REMOVE,
        share=job.share if job else 0.0,
        fault=job.fault if job else "",
    )
