"""Cards are written: drafted, changed, published, taken out of use."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from journeywork.engine.addresses import WEB_ADDRESS, is_web_address
from journeywork.engine.card_kinds import kind_of
from journeywork.engine.documents import summary
from journeywork.engine.knowledge import AppliesTo, Card, CardKind, CardState
from journeywork.engine.materiality import material
from journeywork.engine.reading_time import advice, fits, minutes
from journeywork.engine.slugs import slug
from journeywork.engine.trust import due_on, expires_on
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid
from journeywork.kernel.facts import publish
from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import one_at_a_time
from journeywork.knowledge.facts import CardArchived, CardPublished, CardsChanged
from journeywork.knowledge.feed import changed
from journeywork.knowledge.models import CardRow, CardVersionRow
from journeywork.knowledge.rights import row_to_change
from journeywork.knowledge.values import NOBODY, card_of, tallies
from journeywork.people import queries as people

REVIEW_DAYS = 180
LONGEST_TITLE = 200
LONGEST_BODY = 40_000
#: As long as work events have them.
LONGEST_PATH = 500
_MANY = 20
_CHANGEABLE = {"title", "body", "kind", "team", "topics", "applies_to", "review_days", "url"}


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a person writes of a card."""

    title: str
    body: str
    kind: CardKind | None = None
    team: UUID | None = None
    topics: tuple[str, ...] = ()
    applies_to: AppliesTo = field(default_factory=AppliesTo)
    review_days: int = REVIEW_DAYS
    url: str = ""

    def faults(self) -> dict[str, str]:
        """Say per field what does not fit; empty when all is well."""
        found = {}
        if not self.title.strip() or len(self.title) > LONGEST_TITLE:
            found["title"] = f"needs 1 to {LONGEST_TITLE} characters"
        if not self.body.strip() or len(self.body) > LONGEST_BODY:
            found["body"] = f"needs 1 to {LONGEST_BODY} characters"
        elif not fits(self.body):
            found["body"] = advice(self.body)
        if not 1 <= self.review_days <= 3650:  # noqa: PLR2004 - a day, ten years
            found["review_days"] = "needs a number of days from 1 to 3650"
        if self.url and not is_web_address(self.url):
            found["url"] = WEB_ADDRESS
        for name in ("topics", "places", "paths", "kinds"):
            words = self.topics if name == "topics" else getattr(self.applies_to, name)
            most = LONGEST_PATH if name == "paths" else LONGEST_TITLE
            if len(words) > _MANY or any(not word or len(word) > most for word in words):
                found[name] = f"takes at most {_MANY} entries of 1 to {most} characters"
        return found

    def columns(self) -> dict[str, Any]:
        """Return the row's columns that follow from the content."""
        kind = self.kind or kind_of(title=self.title, path="", body=self.body)
        return {
            "title": self.title.strip(),
            "body": self.body,
            "summary": summary(self.body),
            "minutes": minutes(self.body),
            "kind": kind.value,
            "team": self.team,
            "topics": list(self.topics),
            "places": list(self.applies_to.places),
            "paths": list(self.applies_to.paths),
            "kinds": list(self.applies_to.kinds),
            "review_days": self.review_days,
            "url": self.url,
        }


def draft(*, title: str, body: str, by: UUID, at: datetime, **more: Any) -> Card:
    """Keep a card that only its author can read; `more` are further fields of `Content`.

    Raises Invalid that names the fields, with advice where to split a text that is too long.
    """
    content = Content(title=title, body=body, **more)
    _check(content)
    language = people.person(by).languages[0]
    with transaction.atomic():
        row = _new_row(content, by=by, at=at, language=language)
        row.save(force_insert=True)
        changed(row.id)
    return card_of(row, at.date())


def note(
    *, text: str, by: UUID, at: datetime, place: str = "", paths: tuple[str, ...] = ()
) -> Card:
    """Capture what somebody learned in one line: a draft of a lesson, to be published later."""
    line = text.strip().split("\n", 1)[0]
    title = line if len(line) <= 80 else line[:79].rsplit(" ", 1)[0] + "…"  # noqa: PLR2004
    applies_to = AppliesTo(places=(place,) if place else (), paths=tuple(paths)[:_MANY])
    return draft(title=title, body=text, by=by, at=at, kind=CardKind.LESSON, applies_to=applies_to)


def edit(*, card_id: UUID, by: UUID | None, at: datetime, **changes: Any) -> Card:
    """Change what a card says; what it said before is kept. `changes` as in `Content`.

    Raises NotFound, Denied, or Invalid that names the fields.
    """
    unknown = changes.keys() - _CHANGEABLE
    if unknown:
        raise Invalid(dict.fromkeys(sorted(unknown), "is not something that can be changed"))
    with transaction.atomic():
        row = row_to_change(card_id, by=by)
        content = replace(_content_of(row), **changes)
        _check(content)
        keep_version(row, by=by, at=at)
        is_news = row.state == CardState.PUBLISHED and material(row.body, content.body)
        _apply(row, content.columns(), at=at)
        row.save()
        changed(row.id)
        if is_news:
            publish(CardsChanged(cards=(row.id,), by=by, at=at))
        return card_of(row, at.date(), tallies([row.id]).get(row.id, NOBODY))


def publish_card(*, card_id: UUID, by: UUID | None, at: datetime) -> Card:
    """Let colleagues read a card. It counts as reviewed today. Again: nothing changes."""
    with transaction.atomic():
        row = row_to_change(card_id, by=by)
        if row.state != CardState.PUBLISHED:
            row.state = CardState.PUBLISHED
            mark_reviewed(row, at=at)
            row.changed_at = at
            row.save()
            changed(row.id)
            publish(CardPublished(card=row.id, by=by, at=at))
        return card_of(row, at.date())


def archive(*, card_id: UUID, by: UUID | None, at: datetime) -> Card:
    """Take a card out of use; it stays readable under its address. Again: nothing changes."""
    with transaction.atomic():
        row = row_to_change(card_id, by=by)
        if row.state != CardState.ARCHIVED:
            row.state = CardState.ARCHIVED
            row.changed_at = at
            row.save(update_fields=("state", "changed_at"))
            changed(row.id)
            audit.record(verb="card.archived", object=f"card:{row.id}", by=by, at=at)
            publish(CardArchived(card=row.id, by=by, at=at))
        return card_of(row, at.date())


def mark_reviewed(row: CardRow, *, at: datetime) -> None:
    """Set on `row` (not saved) that somebody found it right today."""
    row.reviewed_on = at.date()
    row.due_on = due_on(row.reviewed_on, row.review_days)
    row.expires_on = expires_on(row.reviewed_on, row.review_days)
    row.reminded_at = None


def keep_version(row: CardRow, *, by: UUID | None, at: datetime) -> None:
    """Keep what `row` says now, before it is changed."""
    last = CardVersionRow.objects.filter(card=row.id).aggregate(last=Max("number"))["last"]
    CardVersionRow.objects.create(
        card=row.id, number=(last or 0) + 1, title=row.title, body=row.body, by=by, at=at
    )


def free_key(title: str, id: UUID) -> str:
    """Return a key nobody has, made of the title; call inside a transaction."""
    one_at_a_time("card keys")
    key = slug(title) or "card"
    return f"{key}-{id.hex[-8:]}" if CardRow.objects.filter(key=key).exists() else key


def _check(content: Content) -> None:
    faults = content.faults()
    if content.team is not None and content.team not in {team.id for team in people.teams()}:
        faults["team"] = "is not a team here"
    if faults:
        raise Invalid(faults)


def _new_row(content: Content, *, by: UUID, at: datetime, language: str) -> CardRow:
    id = new_id()
    row = CardRow(
        id=id,
        key=free_key(content.title, id),
        state=CardState.DRAFT,
        owner=by,
        author=by,
        language=language,
        created_at=at,
        changed_at=at,
        **content.columns(),
    )
    mark_reviewed(row, at=at)
    return row


def _apply(row: CardRow, columns: Mapping[str, Any], *, at: datetime) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.due_on = due_on(row.reviewed_on, row.review_days)
    row.expires_on = expires_on(row.reviewed_on, row.review_days)
    row.changed_at = at


def _content_of(row: CardRow) -> Content:
    card = card_of(row, row.reviewed_on)
    return Content(
        title=card.title,
        body=card.body,
        kind=card.kind,
        team=card.team,
        topics=card.topics,
        applies_to=card.applies_to,
        review_days=card.review_days,
        url=card.url,
    )
