"""Eyes of growth: what I want to learn, what was found for it, what I wrote in my journal.

Every query takes who reads. Of others one reads the entries that they share, and nothing else:
not what was found for them, not how they stand to their work, never a journal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from journeywork.engine.journal import Page
from journeywork.engine.journal import found as looked_for
from journeywork.engine.opportunities import Find
from journeywork.engine.people import Person
from journeywork.engine.sharing import may_read
from journeywork.engine.stretch import Wish as StretchWish
from journeywork.engine.to_learn import Entry
from journeywork.engine.vocabulary import Effect, effect_of
from journeywork.engine.work import WorkEvent
from journeywork.growth.models import ENTRY, EntryRow, FindRow
from journeywork.growth.values import entry_of, find_in, find_of, page_of
from journeywork.kernel import looks
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reader import authors, read_as, read_for, reading_as
from journeywork.kernel.schema import READER
from journeywork.kernel.sealed import unseal
from journeywork.kernel.tenancy import current_org

#: What ended stands on the list for so long; after that it is in one's data.
SHOWN_AFTER = timedelta(days=90)
MOST = 200
#: So many pages of a journal are looked through: sealed text cannot be searched elsewhere.
MOST_PAGES = 5_000

_COLUMNS = """
    e.id, e.author, e.line, e.skill, e.why, e.by_when, e.stretch, e.state, e.place, e.at,
    e.closed_at, e.learned, s.audience, s.person, s.team
"""
_FROM = """
    from growth_entry e
    left join kernel_share s on s.org = e.org and s.kind = %(kind)s and s.thing = e.id
    where e.org = %(org)s
"""
_FINDS = """
    (select coalesce(json_agg(f order by f.at, f.id), '[]') from growth_find f
     where f.org = e.org and f.entry = e.id)
"""
_LIST = f"""
    select {_COLUMNS}, {_FINDS} {_FROM} and e.author = {READER}
    and (e.state = 'open' or e.closed_at >= %(since)s)
    order by e.state <> 'open', e.closed_at desc, e.place, e.at, e.id limit %(most)s
"""
_OPEN = f"""
    select {_COLUMNS}, {_FINDS} {_FROM} and e.author = {READER} and e.state = 'open'
    order by e.place, e.at, e.id limit %(most)s
"""
_ONE = f"select {_COLUMNS}, {_FINDS} {_FROM} and e.author = %(author)s and e.id = %(id)s"
_TOLD = f"""
    select {_COLUMNS}, '[]'::json {_FROM} and e.author = %(author)s and e.id in (
        select f.entry from growth_find f
        where f.org = e.org and f.author = e.author and f.decision = %(decision)s)
"""  # noqa: S608 -- our own columns
_JOURNAL = """
    select id, author, day, text, at, episode, changed_at from growth_journal
    where org = %(org)s and author = %(author)s
"""
_PAGE = f"{_JOURNAL} and id = %(id)s"
_PAGES = f"""
    {_JOURNAL} and (%(day)s::date is null or (day, id) < (%(day)s::date, %(last)s::uuid))
    order by day desc, id desc limit %(most)s
"""
_WRITTEN = f"{_JOURNAL} and episode = any(%(episodes)s::uuid[])"
_SHARED = f"""
    select {_COLUMNS} {_FROM} and e.author <> %(reader)s and e.state = 'open'
    order by e.author, e.place, e.at limit %(most)s
"""
_MINE = f"author = {READER} and stretch and state = 'open'"
_STRETCHES = f"select id, author, line, skill from growth_entry where org = %(org)s and {_MINE}"  # noqa: S608 -- our own names
_BEGINS = frozenset({Effect.OPENS, Effect.RESUMES, Effect.MOVES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An entry of one's own list, with everything that was ever found for it, oldest first."""

    entry: Entry
    finds: tuple[Find, ...] = ()

    def shown(self, at: datetime) -> tuple[Find, ...]:
        """Return the finds that stand, newest first."""
        return tuple(each for each in reversed(self.finds) if each.stands(at))


def to_learn(person_id: UUID, *, at: datetime) -> tuple[Wish, ...]:
    """Return a person's own list: what is open in their order, then what ended lately."""
    given = {"since": at - SHOWN_AFTER, "most": MOST}
    return tuple(map(_wish, read_as(person_id, _LIST, _given(given))))


def open_wishes(person_id: UUID) -> tuple[Wish, ...]:
    """Return what is open on a person's own list."""
    return open_wishes_of([person_id]).get(person_id, ())


def open_wishes_of(people: Sequence[UUID]) -> dict[UUID, tuple[Wish, ...]]:
    """Return what is open on some people's lists: for the clock, and for no page.

    Each one's are read as that person, all in one round trip; who has none is left out.
    """
    found: dict[UUID, tuple[Wish, ...]] = {}
    for wish in map(_wish, read_for(people, _OPEN, _given({"most": MOST}))):
        author = wish.entry.author
        found[author] = (*found.get(author, ()), wish)
    return found


def wish(id: UUID, *, author: UUID) -> Wish:
    """Return an entry to its author; to anybody else there is none (NotFound)."""
    found = read_as(author, _ONE, _given({"author": author, "id": id}))
    if not found:
        raise NotFound(ENTRY)
    return _wish(found[0])


def shared_with(reader: Person, *, at: datetime) -> tuple[Entry, ...]:
    """Return what colleagues want to learn and share with `reader`, by colleague.

    That it was read is written down, and its author can see it.
    """
    rows = read_as(reader.id, _SHARED, _given({"reader": reader.id, "most": MOST}))
    # The database has chosen already; a policy that is amiss shall show nothing all the same.
    found = tuple(
        each
        for each in map(entry_of, rows)
        if may_read(reader, author=each.author, audience=each.audience)
    )
    looks.look_at_all(persons={each.author for each in found}, what=ENTRY, by=reader.id, at=at)
    return found


def find(id: UUID, *, author: UUID) -> Find:
    """Return something that was found for this person; raises NotFound for anybody else's."""
    with reading_as(author):
        row = FindRow.objects.filter(id=id, author=author).first()
    if row is None:
        raise NotFound("find")
    return find_of(row)


def told_with(decision: UUID, *, author: UUID) -> Entry | None:
    """Return the entry that an offer to this person was about; None where it was about none."""
    found = read_as(author, _TOLD, _given({"author": author, "decision": decision}))
    return _wish(found[0]).entry if found else None


def stretches(events: Sequence[WorkEvent]) -> tuple[StretchWish, ...]:
    """Return for which entries people want work that is a little ahead of them: for flow.

    Of those who said so of an entry, when work begins that could be it; for no page. Each one's
    are read as that person.
    """
    if not any(effect_of(event.type) in _BEGINS for event in events):
        return ()
    rows = read_for(sorted(authors(EntryRow)), _STRETCHES, _given({}))
    return tuple(
        StretchWish(id=id, person=author, skill=unseal(skill or line)[:100], text=unseal(line))
        for id, author, line, skill in rows
    )


def pages(
    author: UUID, *, wanted: str = "", limit: int = 30, before: tuple[date, UUID] | None = None
) -> tuple[Page, ...]:
    """Return pages of one's own journal, the latest day first; with `wanted` those that say it.

    Go on `before` the day and id of the last one. Pages are unsealed and looked through here.
    """
    day, id = before or (None, None)
    most = MOST_PAGES if wanted.strip() else limit
    given = {"author": author, "day": day, "last": id, "most": most}
    every = map(page_of, read_as(author, _PAGES, _given(given)))
    return looked_for(every, wanted)[:limit]


def page(id: UUID, *, author: UUID) -> Page:
    """Return a page of a journal to its author; to anybody else there is none (NotFound)."""
    found = read_as(author, _PAGE, _given({"author": author, "id": id}))
    if not found:
        raise NotFound("journal")
    return page_of(found[0])


def written_about(author: UUID, episodes: Sequence[UUID]) -> frozenset[UUID]:
    """Return about which of some pieces of work the author wrote in their journal."""
    if not episodes:
        return frozenset()
    given = {"author": author, "episodes": list(episodes)}
    return frozenset(row[5] for row in read_as(author, _WRITTEN, _given(given)))


def _wish(row: tuple[object, ...]) -> Wish:
    *entry, finds = row
    assert isinstance(finds, list)
    return Wish(entry=entry_of(tuple(entry)), finds=tuple(map(find_in, finds)))


def _given(more: Mapping[str, object]) -> dict[str, object]:
    return {"org": current_org(), "kind": ENTRY, **more}
