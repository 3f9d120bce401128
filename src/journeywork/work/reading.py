"""What a question reads of the work: prepared statements."""

from collections.abc import Iterable
from datetime import datetime
from itertools import starmap
from uuid import UUID

from journeywork.engine.work import Episode
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org
from journeywork.work.values import EpisodeRead, episode_of

_COLUMNS = ", ".join(EpisodeRead.__annotations__)
#: As text: `values` reads JSON several times as fast as the driver does.
_AS_TEXT = ("helpers", "counts")
_READ = ", ".join(
    f"e.{name}::text" if name in _AS_TEXT else f"e.{name}" for name in EpisodeRead.__annotations__
)
_EPISODES = f"""
    with asked as (
        select {_COLUMNS} from work_episode where org = %(org)s and id = any(%(ids)s)
    )
    select {_READ} from asked e
    union all
    select {_READ} from work_episode e
    where e.org = %(org)s and e.id in (select joined_to from asked where joined_to is not null)
"""  # noqa: S608 -- names of columns
_PLACES = """
    select distinct place from work_episode
    where org = %(org)s and joined_to is null and place <> '' order by place
"""
_LAST_CHANGE = """
    select changed_at, id from work_episode
    where org = %(org)s and joined_to is null order by changed_at desc, id desc limit 1
"""


def episodes_of(ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """Return episodes under the ids asked for; of one that was joined to another, the other."""
    wanted = set(ids)
    found = read(_EPISODES, {"org": current_org(), "ids": list(wanted)}) if wanted else ()
    rows = {row.id: row for row in starmap(EpisodeRead, found)}
    standing = {id: rows.get(rows[id].joined_to or id) for id in wanted & rows.keys()}
    return {id: episode_of(row) for id, row in standing.items() if row}


def places() -> tuple[str, ...]:
    """Return the places where work lives, in order of name."""
    return tuple(place for (place,) in read(_PLACES, {"org": current_org()}))


def last_change() -> tuple[datetime, UUID] | None:
    """Return when an episode last changed, and which; None while there are none."""
    return next(((at, id) for at, id in read(_LAST_CHANGE, {"org": current_org()})), None)
