"""The digest: at most one a day and person, never empty, never outside their working hours."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from journeywork.engine.attention import History
from journeywork.engine.people import Person
from journeywork.engine.support import Offer
from journeywork.kernel.one_by_one import one_by_one
from journeywork.kernel.telling import reason_of, tell
from journeywork.people import queries as people
from journeywork.support import histories
from journeywork.support.channels import CHANNELS, Channel, MailDigest, News
from journeywork.support.models import ChannelChoiceRow, DigestRow, SnoozeRow
from journeywork.support.post_news import budget_spent, news_for
from journeywork.support.queries import waiting
from journeywork.support.shadowing_news import carried, fits_for

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
#: Until a digest that could not be sent is tried again.
PATIENCE = timedelta(minutes=15)


def send_digests(*, at: datetime) -> int:
    """Send the digests that are due; returns how many left.

    A digest is claimed before it is sent and ticked off after: a crash in between costs one
    mail, and never sends it twice. May run as often as one likes. Without a mail server
    (JOURNEYWORK_MAIL) nothing is sent.
    """
    if not settings.MAIL_WORKS:
        return 0
    chosen = ChannelChoiceRow.objects.filter(channel=MailDigest.key)
    who = people.persons(chosen.values_list("person", flat=True))
    awake = {id: person for id, person in who.items() if person.email and _awake(person, at)}
    awake = _without_quiet(awake, at)
    offers = waiting(awake, at=at)
    mailed = _mailed(awake, at)
    fresh = {
        id: [offer for offer in found if offer.id not in mailed.get(id, set())]
        for id, found in offers.items()
    }
    written = news_for(awake, beside={id for id, found in fresh.items() if found}, at=at)
    for id, fits in fits_for(awake, at=at).items():
        written[id] = (*written.get(id, ()), *fits)
    due = [id for id in awake if fresh.get(id) or written.get(id)]
    mail = CHANNELS[MailDigest.key]

    def sent(id: UUID) -> bool:
        return _send(awake[id], fresh.get(id, []), written.get(id, ()), mail, at)

    return sum(one_by_one(log, due, sent))


def _awake(person: Person, at: datetime) -> bool:
    wishes = History(working_time=person.working_time, paused_until=person.paused_until)
    return person.working_time.covers(at) and not wishes.paused(at) and not person.known_only


def _without_quiet(awake: dict[UUID, Person], at: datetime) -> dict[UUID, Person]:
    quiet = set(
        SnoozeRow.objects.filter(person__in=awake, until__gt=at).values_list("person", flat=True)
    )
    return {id: person for id, person in awake.items() if id not in quiet}


def _mailed(ids: Iterable[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """Return which offers already went out to whom."""
    rows = DigestRow.objects.filter(
        person__in=list(ids), sent_at__isnull=False, sent_at__gte=at - timedelta(days=31)
    )
    found: dict[UUID, set[UUID]] = {}
    for person, offers in rows.values_list("person", "offers"):
        found.setdefault(person, set()).update(UUID(offer) for offer in offers)
    return found


def _send(
    person: Person, offers: list[Offer], news: Sequence[News], channel: Channel, at: datetime
) -> bool:
    claim = _claim(person, offers, news, at)
    if claim is None:
        return False
    try:
        channel.carry(person, offers, news)
    except OSError as fault:
        tell(log, "a digest could not be sent", level=logging.WARNING, fault=reason_of(fault))
        return False
    DigestRow.objects.filter(id=claim).update(sent_at=at)
    carried(news, at=at)
    return True


def _claim(person: Person, offers: list[Offer], news: Sequence[News], at: datetime) -> UUID | None:
    """Take the person's one digest of their day, or one that failed a while ago.

    One without offers takes its share of the budget: none is left, none is sent.
    """
    said = {"offers": [str(each.id) for each in offers], "posts": [str(each.post) for each in news]}
    day = person.working_time.local_date(at)
    with transaction.atomic():
        if not offers:
            histories.hold([person.id])
            if budget_spent(person, at):
                return None
        row, is_new = DigestRow.objects.select_for_update().get_or_create(
            person=person.id,
            day=day,
            defaults={**said, "attempts": 1, "tried_at": at},
        )
        waits = row.sent_at or row.attempts >= MOST_ATTEMPTS or at - row.tried_at < PATIENCE
        if waits and not is_new:
            return None
        if not is_new:
            row.attempts += 1
            row.tried_at, row.offers, row.posts = at, said["offers"], said["posts"]
            row.save(update_fields=["attempts", "tried_at", "offers", "posts"])
    claim: UUID = row.id
    return claim
