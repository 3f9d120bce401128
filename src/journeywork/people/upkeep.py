"""What nobody asks for and still has to happen: welcome letters, and sweeping up."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from journeywork.kernel import sealed
from journeywork.kernel.recipients import recipient
from journeywork.kernel.tenancy import current_org
from journeywork.people import queries
from journeywork.people.models import SignInLinkRow, TokenRow

#: What allauth keeps sealed of a second factor (`sign_in.SecondFactorAdapter`).
_SEALED = ("secret", "seed")
TOKENS_KEPT = timedelta(days=90)


def welcome(*, person_id: UUID) -> bool:
    """Write to somebody that they may sign in, and how; tell whether a letter went out.

    No letter without mail, without an address, or to who has left since. Raises OSError where
    the server did not take it; the reaction is tried again then.
    """
    person = queries.person(person_id)
    if not settings.MAIL_WORKS or not person.email or not person.active:
        return False
    organisation = queries.organisation(current_org()).name
    with override(person.languages[0]):
        message = EmailMessage(
            subject=_("You can sign in to Journeywork of {organisation}").format(
                organisation=organisation
            ),
            body=_(
                "Hello {name},\n\n"
                "{organisation} uses Journeywork: it offers help at the moment of the work, and "
                "stays silent otherwise.\n\n"
                "To sign in, open {address} and type this e-mail address; a code comes by mail.\n"
            ).format(name=person.name, organisation=organisation, address=settings.ADDRESS),
            to=[recipient(person.name, person.email)],
            headers={"Auto-Submitted": "auto-generated"},
        )
    message.send()
    return True


def reseal_second_factors() -> int:
    """Seal anew, with the newest key, the secrets of one-time codes; return how many.

    They belong to accounts, not to an organisation. Safe to repeat, while others sign in.
    """
    return sum(map(_reseal_factor, list(Authenticator.objects.values_list("id", flat=True))))


@transaction.atomic
def _reseal_factor(id: int) -> int:
    """Read and write while nobody else does: a code that is used up meanwhile stays used up."""
    row = Authenticator.objects.select_for_update().filter(id=id).first()
    held = row.data if row else {}
    old = {name: held[name] for name in _SEALED if held.get(name)}
    old = {name: text for name, text in old.items() if not sealed.is_current(text)}
    if row and old:
        row.data |= {name: sealed.seal(sealed.unseal(text)) for name, text in old.items()}
        row.save(update_fields=["data"])
    return len(old)


def sweep(*, at: datetime) -> None:
    """Delete ways in that are over: links, sessions, and tokens of long ago. Safe to repeat."""
    SignInLinkRow.objects.filter(Q(expires_at__lte=at) | Q(used_at__isnull=False)).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    over = at - TOKENS_KEPT
    TokenRow.objects.filter(Q(expires_at__lt=over) | Q(revoked_at__lt=over)).delete()
