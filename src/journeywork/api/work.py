"""Pieces of work, one's own and one's teams'."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from journeywork.api import naming
from journeywork.api.doors import Limit, Mine, caller, operation
from journeywork.api.shapes.help import ResponseIn, ResponseOut
from journeywork.api.shapes.work import EpisodeOut, WorkEventOut
from journeywork.engine.feedback import Response
from journeywork.engine.options import OptionKind
from journeywork.engine.permissions import Reach, reach
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode, EpisodeState
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.people import queries as people
from journeywork.work import queries

router = Router(tags=["Work"])


@router.get("/episodes", response=list[EpisodeOut], summary="Recent pieces of work")
@operation("work.read")
def recent(
    request: HttpRequest,
    mine: Mine = False,  # noqa: FBT002 -- a query parameter
    state: EpisodeState | None = None,
    subject: Annotated[str, Query(max_length=300, description="Only this one.")] = "",
    limit: Limit = 50,
    before: Annotated[UUID | None, Query(description="Go on after this one.")] = None,
) -> list[EpisodeOut]:
    """List one's own work and that of one's teams, newest first."""
    if subject:
        return naming.episodes(_known_as(request, subject))
    found = queries.episodes(
        people=(caller(request).id,) if mine else _seen(request),
        states=(state,) if state else None,
        limit=limit,
        before=before,
    )
    return naming.episodes(found)


@router.get("/episodes/{uuid:episode_id}", response=EpisodeOut, summary="A piece of work")
@operation("work.read")
def read(request: HttpRequest, episode_id: UUID) -> EpisodeOut:
    """Read a piece of work of one's own or of one's teams."""
    return naming.episodes([_visible(request, queries.episode(episode_id))])[0]


@router.get(
    "/episodes/{uuid:episode_id}/time-line",
    response=list[WorkEventOut],
    summary="What happened in a piece of work",
)
@operation("work.read")
def time_line(request: HttpRequest, episode_id: UUID) -> list[WorkEventOut]:
    """Read the events of a piece of work, oldest first."""
    episode = _visible(request, queries.episode(episode_id))
    return naming.events(queries.time_line(episode.uuid))


@router.post(
    "/episodes/{uuid:episode_id}/response", response=ResponseOut, summary="Say whether it helped"
)
@operation("offer.answer")
def respond(request: HttpRequest, episode_id: UUID, body: ResponseIn) -> Response:
    """Answer a past piece of work found by oneself; it counts from the next question on."""
    episode = _visible(request, queries.episode(episode_id))
    return feedback.respond(
        option_id=episode.uuid,
        option_kind=OptionKind.EPISODE,
        kind=body.kind,
        note=body.note,
        by=caller(request).id,
        at=clock.now(),
    )


def _known_as(request: HttpRequest, subject: str) -> list[Episode]:
    found = queries.episode_of(subject)
    try:
        return [_visible(request, found)] if found else []
    except NotFound:
        return []


def _visible(request: HttpRequest, episode: Episode) -> Episode:
    if _seen(request) is None:
        return episode
    took_part = people.persons(episode.people, active_only=False)
    if not may_see(caller(request), took_part.values()):
        raise NotFound("episode")
    return episode


def _seen(request: HttpRequest) -> tuple[UUID, ...] | None:
    """Return whose work who asks may see; None for everybody's."""
    me = caller(request)
    reaches = reach(me.roles, "work.read")
    if reaches is Reach.ORG:
        return None
    found = {me.id}
    for team in {*me.teams, *me.leads} if reaches is Reach.TEAM else ():
        found.update(member.id for member in people.team_members(team))
    return tuple(sorted(found))
