"""Pieces of work, one's own and one's teams'."""

from datetime import datetime
from typing import Annotated, NamedTuple
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from journeywork.api import naming
from journeywork.api.doors import Limit, Mine, caller, operation
from journeywork.api.pages import Cursor, Latest, Page, turn
from journeywork.api.shapes.help import ResponseIn, ResponseOut
from journeywork.api.shapes.work import EpisodeOut, WorkEventOut
from journeywork.engine.feedback import Response
from journeywork.engine.options import OptionKind
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode, EpisodeState
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.people import queries as people
from journeywork.work import queries

router = Router(tags=["Work"])

#: Pieces of work looked at for what is open to all: so many at once, and so often.
LOOKED_AT, LOOKS = 200, 5


class _Event(NamedTuple):
    at: datetime
    source: str
    id: str


@router.get("/episodes", response=Page[EpisodeOut], summary="Recent pieces of work")
@operation("work.read")
def recent(
    request: HttpRequest,
    mine: Mine = False,  # noqa: FBT002 -- a query parameter
    team: Annotated[
        str, Query(max_length=60, description="Only this team's, by key; one's own teams alone.")
    ] = "",
    state: Annotated[EpisodeState | None, Query(description="Only what stands so.")] = None,
    subject: Annotated[str, Query(max_length=300, description="Only this one.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[EpisodeOut]:
    """List work of one's own, of one's teams, and what is open to all; newest first.

    Open to all is the work of people who are in no team, as far as it is among the latest.
    """
    asked = turn(request, limit, cursor, Latest)
    if subject:
        found = _known_as(request, subject)
        return asked.page(found, place=_place, shown=naming.episodes)
    states = (state,) if state else None
    whose = _team(request, team) if team else (caller(request).id,) if mine else _seen(request)
    found = queries.episodes(people=whose, states=states, limit=asked.most, before=asked.after)
    if not mine and not team:
        open_to_all = _open_to_all(request, states, asked.after, asked.most)
        found = _newest((*found, *open_to_all), asked.most)
    return asked.page(found, place=_place, shown=naming.episodes)


@router.get("/episodes/{uuid:episode_id}", response=EpisodeOut, summary="A piece of work")
@operation("work.read")
def read(request: HttpRequest, episode_id: UUID) -> EpisodeOut:
    """Read a piece of work of one's own or of one's teams."""
    return naming.episodes([_visible(request, queries.episode(episode_id))])[0]


@router.get(
    "/episodes/{uuid:episode_id}/time-line",
    response=Page[WorkEventOut],
    summary="What happened in a piece of work",
)
@operation("work.read")
def time_line(
    request: HttpRequest,
    episode_id: UUID,
    limit: Limit = 200,
    cursor: Cursor = "",
) -> Page[WorkEventOut]:
    """Read the events of a piece of work, oldest first."""
    episode = _visible(request, queries.episode(episode_id))
    asked = turn(request, limit, cursor, _Event)
    found = queries.time_line(episode.uuid, limit=asked.most, after=asked.after)
    return asked.page(
        found, place=lambda one: _Event(one.at, one.source, one.id), shown=naming.events
    )


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


def _team(request: HttpRequest, key: str) -> tuple[UUID, ...]:
    """Return who is in a team that who asks is in, or leads."""
    me, found = caller(request), people.team_by_key(key)
    if found.id not in {*me.teams, *me.leads}:
        raise NotFound("team")
    return tuple(member.id for member in people.team_members(found.id))


def _place(episode: Episode) -> Latest:
    return Latest(episode.last_at, episode.uuid)


def _known_as(request: HttpRequest, subject: str) -> tuple[Episode, ...]:
    found = queries.episode_of(subject)
    try:
        return (_visible(request, found),) if found else ()
    except NotFound:
        return ()


def _newest(found: tuple[Episode, ...], limit: int) -> tuple[Episode, ...]:
    once = {episode.uuid: episode for episode in found}
    ordered = sorted(once.values(), key=_place, reverse=True)
    return tuple(ordered[:limit])


def _open_to_all(
    request: HttpRequest, states: tuple[EpisodeState, ...] | None, before: Latest | None, limit: int
) -> list[Episode]:
    """Return what everybody may see among the next pieces of work; it looks at so many at most."""
    found: list[Episode] = []
    for _ in range(LOOKS):
        page = queries.episodes(states=states, limit=LOOKED_AT, before=before)
        took_part = people.persons({id for one in page for id in one.people}, active_only=False)
        for one in page:
            known = [took_part[id] for id in one.people if id in took_part]
            found += [one] if may_see(caller(request), known) else []
        if len(found) >= limit or len(page) < LOOKED_AT:
            break
        before = _place(page[-1])
    return found


def _visible(request: HttpRequest, episode: Episode) -> Episode:
    took_part = people.persons(episode.people, active_only=False)
    if not may_see(caller(request), took_part.values()):
        raise NotFound("episode")
    return episode


def _seen(request: HttpRequest) -> tuple[UUID, ...]:
    """Return whose work who asks may see: their own, and that of their teams."""
    me = caller(request)
    found = {me.id}
    for team in {*me.teams, *me.leads}:
        found.update(member.id for member in people.team_members(team))
    return tuple(sorted(found))
