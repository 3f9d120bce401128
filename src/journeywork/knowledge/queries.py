"""Eyes of knowledge: cards and what came of them, what fits, who knows, what is wanted.

A draft is there for its author alone: pass `reader`. The day on which trust is judged is
`at`, or today.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from journeywork.engine.feedback import VERDICTS, ResponseKind
from journeywork.engine.knowledge import (
    Card,
    CardKind,
    CardRequest,
    CardState,
    CardTask,
    CardVersion,
    TaskKind,
    Trust,
)
from journeywork.engine.people import Person
from journeywork.engine.permissions import Reach, reach
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge import rendering
from journeywork.knowledge.analysis import analyse, question
from journeywork.knowledge.finding import Found, Wanted, fitting, look, past_work, who_knows
from journeywork.knowledge.index import EVERYONE, IndexUnavailable, Search, Shelf
from journeywork.knowledge.indexing import search_index
from journeywork.knowledge.likeness import Comparing, Likeness, likeness
from journeywork.knowledge.models import (
    CardFlagRow,
    CardRequesterRow,
    CardRequestRow,
    CardRow,
    CardUseRow,
    CardVersionRow,
)
from journeywork.knowledge.past import reading, shelved
from journeywork.knowledge.proposals import card_candidate, episode_candidate, spoken
from journeywork.knowledge.rights import card_row, may_change, row_to_change
from journeywork.knowledge.values import (
    NOBODY,
    card_of,
    request_of,
    tallied,
    tallies,
    version_of,
)
from journeywork.people import queries as people

__all__ = [
    "Comparing", "Found", "Likeness", "Wanted", "analyse", "body_html", "card", "card_by_key", "card_candidate", "cards",
    "cards_by_id", "episode_candidate", "fitting", "helped_this_month", "likeness", "look", "may_change",
    "neglected", "past_work", "reading", "reports", "request", "requests", "shelved", "similar",
    "tasks", "text_html", "unattended", "versions", "waiting_for", "who_knows",
]  # fmt: skip

#: How long an owner has after the reminder before the team sees that a card waits.
PATIENCE = timedelta(days=7)
#: How many cards a search by words returns at most.
MOST_FOUND = 200


def card(id: UUID, *, reader: UUID | None = None, at: datetime | None = None) -> Card:
    """Return a card; raises NotFound, also for somebody else's draft."""
    return _cards([card_row(id, reader=reader)], at)[0]


def card_by_key(key: str, *, reader: UUID | None = None, at: datetime | None = None) -> Card:
    """Return the card with this key; raises NotFound, also for somebody else's draft."""
    row = CardRow.objects.filter(_readable(reader), key=key).first()
    if row is None:
        raise NotFound("card")
    return _cards([row], at)[0]


def cards_by_id(
    ids: Iterable[UUID], *, reader: UUID | None = None, at: datetime | None = None
) -> dict[UUID, Card]:
    """Return those of `ids` that `reader` may read, by id."""
    return _told(CardRow.objects.filter(_readable(reader), id__in=set(ids)), at)


def cards(
    *,
    kind: CardKind | None = None,
    owner: UUID | None = None,
    topic: str | None = None,
    trust: Trust | None = None,
    state: CardState | None = None,
    text: str = "",
    limit: int = 50,
    before: UUID | tuple[datetime, UUID] | None = None,
    reader: UUID | None = None,
    team: UUID | None = None,
    at: datetime | None = None,
) -> tuple[Card, ...]:
    """Return cards: best fit for `text`, else the latest change first.

    Without `state`: published ones and the reader's own drafts. Go on with `before`, the id
    of the last one seen, or its place (when it was changed, id), which holds also where it was
    changed again meanwhile; not together with `text`.
    """
    rows = CardRow.objects.filter(_readable(reader))
    rows = rows.filter(state=state) if state else rows.exclude(state=CardState.ARCHIVED)
    wanted = {"kind": kind, "owner": owner, "team": team}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if topic:
        rows = rows.filter(topics__contains=[topic])
    if trust:
        rows = rows.filter(_trusted(trust, at or clock.now()))
    if text.strip():
        return _cards(_best(rows, text, reader, limit), at)
    return _cards(list(_after(rows, before).order_by("-changed_at", "-id")[:limit]), at)


def body_html(card_id: UUID, *, reader: UUID | None = None) -> str:
    """Return a card's text as HTML that may stand in a page as it is; raises NotFound."""
    return rendering.html(card_row(card_id, reader=reader).body)


def text_html(text: str) -> str:
    """Return Markdown as HTML that may stand in a page as it is: previews, cards at hand."""
    return rendering.html(text)


def versions(card_id: UUID, *, reader: UUID | None = None) -> tuple[CardVersion, ...]:
    """Return what a card said before, newest first; raises NotFound."""
    row = card_row(card_id, reader=reader)
    rows = CardVersionRow.objects.filter(card=row.id).order_by("-number")
    return tuple(version_of(version) for version in rows)


def similar(
    text: str, *, limit: int = 3, reader: UUID | None = None, exclude: UUID | None = None
) -> tuple[Card, ...]:
    """Return cards that say something like `text`, for somebody about to write.

    Published ones, and the reader's own drafts; none while there is no index.
    """
    try:
        hits = _found(text, reader, MOST_FOUND)
    except IndexUnavailable:
        return ()
    rows = CardRow.objects.filter(_readable(reader), id__in=hits[: limit * 4])
    rows = rows.exclude(state=CardState.ARCHIVED).exclude(id=exclude)
    by_id = _told(rows, None)
    return tuple(by_id[id] for id in hits if id in by_id)[:limit]


def requests(
    *,
    answered: bool = False,
    limit: int = 50,
    before: UUID | tuple[int, datetime, UUID] | None = None,
) -> tuple[CardRequest, ...]:
    """Return what was looked for in vain, most wanted first; with `answered`, those answered.

    Go on `before` the id of the last one seen, or its place (how many asked, last when, id),
    which holds also where somebody asked again meanwhile.
    """
    rows = _counted().filter(card__isnull=not answered)
    place = _request_place(before) if isinstance(before, UUID) else before
    if place:
        asked, last_at, id = place
        earlier = Q(last_at__lt=last_at) | Q(last_at=last_at, id__lt=id)
        rows = rows.filter(Q(asked__lt=asked) | (Q(asked=asked) & earlier))
    rows = rows.order_by("-asked", "-last_at", "-id")
    return tuple(request_of(row, {row.id: row.asked}) for row in rows[:limit])


def _request_place(id: UUID) -> tuple[int, datetime, UUID] | None:
    found: tuple[int, datetime, UUID] | None = (
        _counted().filter(id=id).values_list("asked", "last_at", "id").first()
    )
    return found


def request(id: UUID) -> CardRequest:
    """Return what was looked for in vain and is not answered yet; raises NotFound."""
    row = _counted().filter(id=id, card__isnull=True).first()
    if row is None:
        raise NotFound("request")
    return request_of(row, {row.id: row.asked})


def _counted() -> Any:  # Rows that also have `asked`, which no type of Django's can say.
    askers = CardRequesterRow.objects.filter(request=OuterRef("id")).values("request")
    asked = Subquery(askers.annotate(times=Count("id")).values("times"))
    return CardRequestRow.objects.annotate(asked=Coalesce(asked, 0))


def tasks(owner_id: UUID, *, at: datetime | None = None) -> tuple[CardTask, ...]:
    """Return what somebody's cards ask of them: reports first, then reviews that are due."""
    now = at or clock.now()
    rows = CardRow.objects.filter(owner=owner_id, state=CardState.PUBLISHED)
    rows = rows.filter(Q(flags__gt=0) | Q(due_on__lte=now.date())).order_by("due_on", "id")
    return _tasks(rows, now)


def reports(card_id: UUID, *, reader: UUID, at: datetime | None = None) -> tuple[CardTask, ...]:
    """Return what readers say is no longer right about a card, for somebody who may change it.

    Raises NotFound, and Denied for anybody else.
    """
    with transaction.atomic():
        row = row_to_change(card_id, by=reader)
    found = _tasks(CardRow.objects.filter(id=row.id, flags__gt=0), at or clock.now())
    return tuple(task for task in found if task.kind is TaskKind.REPORTED)


def neglected(team_id: UUID, *, at: datetime | None = None) -> tuple[CardTask, ...]:
    """Return what a team should see of its cards that wait for a report or a review.

    Those without an owner, and those whose owner was reminded and did nothing for a week. A
    card of no team counts for the teams of its owner. Readers' notes are left to `reports`.
    """
    now = at or clock.now()
    members = [one.id for one in people.team_members(team_id)]
    theirs = Q(team=team_id) | Q(team=None, owner__in=members)
    return _tasks(_waiting(now).filter(theirs), now, notes=False)


def unattended(*, at: datetime | None = None) -> tuple[CardTask, ...]:
    """Return what waits like `neglected` and is no team's: for those who look after all cards."""
    now = at or clock.now()
    rows = _waiting(now).filter(team=None)
    owned = rows.values_list("owner", flat=True)
    owners = people.persons(owner for owner in owned if owner is not None)
    in_a_team = [id for id, one in owners.items() if one.teams]
    return _tasks(rows.exclude(owner__isnull=False, owner__in=in_a_team), now)


def waiting_for(person: Person, *, at: datetime | None = None) -> tuple[CardTask, ...]:
    """Return what somebody's cards ask of them; then, of who looks after all cards, `unattended`.

    Both as `tasks` has them; a card stands in one of them.
    """
    mine = tasks(person.id, at=at)
    if reach(person.roles, "card.adopt") is not Reach.ORG:
        return mine
    known = {one.card for one in mine}
    return (*mine, *(one for one in unattended(at=at) if one.card not in known))


def _waiting(now: datetime) -> QuerySet[CardRow]:
    waited = Q(reminded_at__lte=now - PATIENCE) | Q(owner=None)
    rows = CardRow.objects.filter(waited, state=CardState.PUBLISHED)
    return rows.filter(Q(flags__gt=0) | Q(due_on__lte=now.date())).order_by("due_on", "id")


def helped_this_month(author: UUID, *, at: datetime | None = None) -> dict[UUID, int]:
    """Return for each card of `author` how many colleagues said in 30 days that it helped.

    Who said something else since is not counted.
    """
    since = (at or clock.now()) - timedelta(days=30)
    mine = CardRow.objects.filter(author=author).values("id")
    uses = CardUseRow.objects.filter(card__in=mine, kind=ResponseKind.HELPED, at__gte=since)
    others = VERDICTS - {ResponseKind.HELPED}
    since_then = CardUseRow.objects.filter(
        card=OuterRef("card"), by=OuterRef("by"), at__gt=OuterRef("at"), kind__in=others
    )
    uses = uses.exclude(by=author).exclude(Exists(since_then))
    counts = uses.values_list("card").annotate(n=Count("by", distinct=True))
    return dict(counts)


def _cards(rows: list[CardRow], at: datetime | None) -> tuple[Card, ...]:
    today = (at or clock.now()).date()
    counts = tallies(row.id for row in rows) if rows else {}
    return tuple(card_of(row, today, counts.get(row.id, NOBODY)) for row in rows)


def _told(rows: QuerySet[CardRow], at: datetime | None) -> dict[UUID, Card]:
    """Return cards with what came of each, by id, in one statement."""
    today = (at or clock.now()).date()
    return {row.id: card_of(row, today, tally) for row, tally in tallied(rows)}


def _readable(reader: UUID | None) -> Q:
    public = ~Q(state=CardState.DRAFT)
    return public | Q(author=reader) if reader is not None else public


def _trusted(trust: Trust, at: datetime) -> Q:
    today, unflagged = at.date(), Q(flags=0)
    return {
        Trust.FLAGGED: Q(flags__gt=0),
        Trust.EXPIRED: unflagged & Q(expires_on__lte=today),
        Trust.DUE: unflagged & Q(due_on__lte=today, expires_on__gt=today),
        Trust.FRESH: unflagged & Q(due_on__gt=today),
    }[trust]


def _after(
    rows: QuerySet[CardRow], before: UUID | tuple[datetime, UUID] | None
) -> QuerySet[CardRow]:
    if isinstance(before, UUID):
        before = CardRow.objects.filter(id=before).values_list("changed_at", "id").first()
    if before is None:
        return rows
    at, id = before
    return rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, id__lt=id))


def _best(rows: QuerySet[CardRow], text: str, reader: UUID | None, limit: int) -> list[CardRow]:
    """Return rows in the index's order; by title alone while there is no index."""
    try:
        order = {id: place for place, id in enumerate(_found(text, reader, MOST_FOUND))}
    except IndexUnavailable:
        return list(rows.filter(title__icontains=text.strip())[:limit])
    return sorted(rows.filter(id__in=order.keys()), key=lambda row: order[row.id])[:limit]


def _found(text: str, reader: UUID | None, limit: int) -> list[UUID]:
    index, org = search_index(), current_org()
    wanted = question(text, spoken(index.languages(Shelf.CARD, org), "en"))
    asked = Search(
        shelf=Shelf.CARD,
        org=org,
        audience=(EVERYONE, reader.hex) if reader else (EVERYONE,),
        terms=wanted.terms,
        beginnings=wanted.beginnings,
        limit=limit,
    )
    return [hit.id for hit in index.search(asked)]


def _tasks(rows: QuerySet[CardRow], at: datetime, *, notes: bool = True) -> tuple[CardTask, ...]:
    """Return the tasks of cards, in one statement: reports first, then reviews.

    Without `notes`, what readers wrote in their reports is left out.
    """
    flags = CardFlagRow.objects.filter(card=OuterRef("id"), closed_at=None).order_by("at", "id")
    note = "note" if notes else Value("")
    told = JSONObject(at="at", by="by", reason="reason", note=note)
    found = list(rows.annotate(reports=ArraySubquery(flags.values(told=told)))[:MOST_FOUND])
    reported = [_reported(flag, row) for row in found for flag in row.reports]
    due = [_due(row, at) for row in found if row.due_on <= at.date()]
    return (*sorted(reported, key=lambda task: task.at), *due)


def _reported(flag: Mapping[str, Any], row: CardRow) -> CardTask:
    note = f": {flag['note']}" if flag["note"] else ""
    return CardTask(
        card=row.id,
        key=row.key,
        title=row.title,
        owner=row.owner,
        kind=TaskKind.REPORTED,
        says=f"a colleague says it is {flag['reason']}{note}",
        at=datetime.fromisoformat(flag["at"]),
        by=UUID(flag["by"]) if flag["by"] else None,
    )


def _due(row: CardRow, at: datetime) -> CardTask:
    expired = row.expires_on <= at.date()
    return CardTask(
        card=row.id,
        key=row.key,
        title=row.title,
        owner=row.owner,
        kind=TaskKind.REVIEW_DUE,
        says="nobody has confirmed it for long; is it still right?"
        if expired
        else "is it still right?",
        at=row.reminded_at or at,
    )
