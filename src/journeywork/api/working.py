"""Pieces of work, and the people in them."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from journeywork.api.doors import caller, operation
from journeywork.api.shapes import EpisodeOut, MeOut, PersonOut, WorkEventOut
from journeywork.engine.people import Person
from journeywork.engine.work import Episode, WorkEvent
from journeywork.kernel.errors import NotFound
from journeywork.people import queries as people
from journeywork.work import queries as work

router = Router(tags=["Work and people"])


@router.get("/episodes", response=list[EpisodeOut], summary="Recent pieces of work")
@operation("work.read", scope="read")
def episodes(request: HttpRequest, mine: bool = False, limit: int = 50) -> tuple[Episode, ...]:  # noqa: FBT001, FBT002 -- a query parameter
    """List one's own work and that of one's teams, newest first."""
    me = caller(request)
    seen = (me.id,) if mine else colleagues(me)
    return work.episodes(people=seen, limit=min(max(limit, 1), 200))


@router.get("/episodes/{uuid:episode_id}", response=EpisodeOut, summary="A piece of work")
@operation("work.read", scope="read")
def episode(request: HttpRequest, episode_id: UUID) -> Episode:
    """Read a piece of work of one's own or of one's teams."""
    return _visible(caller(request), episode_id)


@router.get(
    "/episodes/{uuid:episode_id}/time-line",
    response=list[WorkEventOut],
    summary="What happened in a piece of work",
)
@operation("work.read", scope="read")
def time_line(request: HttpRequest, episode_id: UUID) -> tuple[WorkEvent, ...]:
    """Read the events of a piece of work, oldest first."""
    return work.time_line(_visible(caller(request), episode_id).uuid)


@router.get("/me", response=MeOut, summary="Who the token belongs to")
@operation("person.read", scope="read")
def me(request: HttpRequest) -> Person:
    """Read one's own profile."""
    return caller(request)


@router.get("/people", response=list[PersonOut], summary="Colleagues")
@operation("person.read", scope="read")
def colleagues_list(
    request: HttpRequest, text: str = "", after: str = "", limit: int = 50
) -> tuple[Person, ...]:
    """List colleagues by key; go on `after` the last key seen."""
    del request
    return people.page(text=text, after=after, limit=min(max(limit, 1), 200))


def colleagues(person: Person) -> tuple[UUID, ...]:
    """Return the ids of a person and of everyone in their teams."""
    found = {person.id}
    for team in person.teams:
        found.update(member.id for member in people.team_members(team))
    return tuple(sorted(found))


def _visible(person: Person, episode_id: UUID) -> Episode:
    found = work.episode(episode_id)
    if not set(found.people) & set(colleagues(person)):
        raise NotFound("episode")
    return found
