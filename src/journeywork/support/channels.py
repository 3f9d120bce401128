"""Channels: how an offer reaches a person. None of them decides anything.

An offer was decided and counted against the one budget before any channel sees it; a
channel only carries it. Chat connectors implement the same protocol and add themselves to
`CHANNELS` from their `apps.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from journeywork.engine.people import Person
from journeywork.engine.support import Offer
from journeywork.kernel.reasons import said
from journeywork.kernel.recipients import recipient
from journeywork.support.wording import why


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A post by somebody whom a person follows, or about their topic.

    `says` are its words where everyone may read it; "" for one that is for fewer people. With a
    `path` it is no post, but something that fits what the person offers or asked for, and where.
    """

    post: UUID
    author: str
    says: str
    path: str = ""


class Channel(Protocol):
    """A way to carry offers to a person who chose it."""

    @property
    def key(self) -> str:
        """The name under which people choose it."""

    def carry(self, person: Person, offers: Sequence[Offer], news: Sequence[News] = ()) -> None:
        """Bring `offers` and `news` (never both empty, newest first) to `person`, once.

        Raises OSError where it could not; it is tried again later.
        """


class MailDigest:
    """One e-mail a day with the offers that wait, in the person's language."""

    key = "mail"

    def carry(self, person: Person, offers: Sequence[Offer], news: Sequence[News] = ()) -> None:
        """Send the digest; raises OSError (SMTP's errors among them) where it did not leave."""
        with override(person.languages[0] if person.languages else None):
            message = EmailMessage(
                subject=_subject(len(offers), news),
                body=_digest(person, offers, news),
                to=[_to(person)],
                headers={"Auto-Submitted": "auto-generated"},
            )
        message.send()


CHANNELS: dict[str, Channel] = {MailDigest.key: MailDigest()}


def _subject(count: int, news: Sequence[News]) -> str:
    if not count and any(one.path for one in news):
        return _("Something that fits what you offer or asked for")
    if not count:
        return _("What those you follow have written")
    subject = ngettext("One thing that may help", "{count} things that may help", count)
    return subject.format(count=count)


def _fit(one: News) -> list[str]:
    says = f"{one.author}: {one.says}" if one.author else one.says
    return [says, f"  {settings.ADDRESS.rstrip('/')}{one.path}", ""]


def _to(person: Person) -> str:
    try:
        return recipient(person.name, person.email)
    except ValueError as fault:
        raise OSError("no mail server takes this address") from fault


def _digest(person: Person, offers: Sequence[Offer], news: Sequence[News]) -> str:
    lines = [_("Hello {name},").format(name=person.name), ""]
    for offer in offers:
        lines += [
            said(offer.option.title),
            f"  {why(offer.option.parts) or said(offer.why_this)}",
            f"  {said(offer.why_now)}",
            f"  {settings.ADDRESS.rstrip('/')}/offers/{offer.id}/",
            "",
        ]
    lines += [line for one in news if one.path for line in _fit(one)]
    for one in news:
        if one.path:
            continue
        says = one.says or _("for some of you alone: read it there")
        lines += [
            _("{name} wrote: {says}").format(name=one.author, says=says),
            f"  {settings.ADDRESS.rstrip('/')}/posts/{one.post}/",
            "",
        ]
    lines += [
        _("This mail comes at most once a day, in your working hours, and never empty."),
        _("Stop it here: {url}").format(url=f"{settings.ADDRESS.rstrip('/')}/me/attention/"),
    ]
    return "\n".join(lines)
