"""The demo's cards: written by their owners on the day on which they were last reviewed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from journeywork.connectors.demo import days
from journeywork.connectors.demo.content import CardEntry, Content
from journeywork.connectors.demo.people import Stage
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import AppliesTo, FlagReason
from journeywork.knowledge import actions


def write(content: Content, stage: Stage, *, now: datetime) -> Iterator[tuple[str, UUID]]:
    """Publish every card; yields its key in the files, and its id."""
    for entry in content.cards:
        yield entry.key, _publish(entry, stage, now)


def report(content: Content, stage: Stage, cards: dict[str, UUID], *, now: datetime) -> None:
    """Report the cards that somebody called wrong."""
    for answer in content.responses:
        at = days.when(answer.ago, now=now, zone=stage.zone(answer.person))
        if answer.response is ResponseKind.WRONG and at <= now:
            actions.flag(
                card_id=cards[answer.card],
                reason=FlagReason.WRONG,
                by=stage.id(answer.person),
                at=at,
            )


def wish(content: Content, stage: Stage, *, now: datetime) -> None:
    """Put the questions without an answer on the list."""
    for request in content.requests:
        at = days.when(request.ago, now=now, zone=stage.zone(request.by))
        actions.miss(text=request.text, by=stage.id(request.by), at=min(at, now))


def _publish(entry: CardEntry, stage: Stage, now: datetime) -> UUID:
    head, owner = entry.head, stage.id(entry.head.owner)
    reviewed = now - timedelta(days=head.reviewed_days_ago)
    card = actions.draft(
        title=head.title,
        body=entry.body,
        kind=head.kind,
        topics=head.topics,
        team=stage.teams[head.team].id,
        applies_to=AppliesTo(
            places=head.applies_to.places,
            paths=head.applies_to.paths,
            kinds=head.applies_to.kinds,
        ),
        review_days=head.review_days,
        by=owner,
        at=reviewed,
    )
    return actions.publish_card(card_id=card.id, by=owner, at=reviewed).id
