"""`/healthz`, `/readyz` and `/metrics`: what load balancers, supervisors and Prometheus ask.

The first two are open to anybody and say nothing of anybody. They are answered from memory
for a second, so that nobody can make work by asking.
"""

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from journeywork.config.watching import figures, readiness
from journeywork.kernel import clock
from journeywork.kernel.direct import Direct
from journeywork.kernel.doors import anyone, declare
from journeywork.kernel.fast_doors import problem, told
from journeywork.kernel.recent import Recent
from journeywork.people import bearers
from journeywork.work.direct_intake import Intake

NEEDS = "metrics.read"
PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
#: Never a copy of what was so a while ago.
FRESH = {"Cache-Control": "no-store"}


@anyone("it says that the process answers, and nothing else")
async def healthz(_: Request) -> Response:
    """Answer."""
    return _fresh(told({"alive": True}))


def routes(intake: Intake, direct: Direct) -> list[Route]:
    """Return the three doors, on a line of their own to the database."""
    parts: Recent[str, readiness.Parts] = Recent(seconds=1)
    figured: Recent[str, bytes] = Recent(seconds=2)

    @anyone("it says which part of the installation is not ready, and nothing of anybody")
    async def readyz(_: Request) -> Response:
        found = await parts.of("parts", lambda: readiness.parts(direct))
        ready = readiness.ready(found)
        return _fresh(told({"ready": ready, "parts": found}, status=200 if ready else 503))

    async def metrics(request: Request) -> Response:
        at = clock.now()
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        named = scheme.lower() == "bearer"
        holder = await intake.bearer(secret.strip(), at=at) if named else None
        if holder is None:
            says = "A valid access token is needed: Authorization: Bearer jw_..."
            return problem(401, says, headers={"WWW-Authenticate": "Bearer"})
        bearers.require(holder, NEEDS)
        return await _page(figured, direct)

    return [
        Route("/healthz", healthz, name="healthz"),
        Route("/readyz", readyz, name="readyz"),
        Route("/metrics", declare(metrics, NEEDS), name="metrics"),
    ]


async def _page(figured: Recent[str, bytes], direct: Direct) -> Response:
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as PLAIN
    from prometheus_client.exposition import generate_latest

    async def written() -> bytes:
        found = _Found(await figures.told(direct, at=clock.now()))
        return generate_latest(found)

    page = await figured.of("page", written)
    return _fresh(Response(page, headers={"Content-Type": PLAIN}))


class _Found:
    """What the library's writer takes for a registry."""

    def __init__(self, families: list[Any]) -> None:
        self._families = families

    def collect(self) -> Iterator[Any]:
        yield from self._families


def _fresh(answer: Response) -> Response:
    answer.headers.update(FRESH)
    return answer
