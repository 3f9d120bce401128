"""Ways in: seats, one-time sign-in links and personal access tokens.

Secrets are shown once and kept as SHA-256 digests. They are random and 256 bits long, so that
a plain digest is as good as a slow one: there is nothing to guess.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from journeywork.engine.people import Token
from journeywork.engine.permissions import SCOPES
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import current_org
from journeywork.people import checks
from journeywork.people.models import Account, PersonRow, SeatRow, SignInLinkRow, TokenRow
from journeywork.people.values import token_of

LINK_LASTS = timedelta(minutes=30)
LONGEST_TOKEN = timedelta(days=366)
#: Addresses under this name never reach anybody (RFC 2606): people who sign in by link alone.
NO_ADDRESS = "no-address.invalid"
UNPROVED = (
    "belongs to an account of another organisation here, and nobody has proved yet that it is "
    "theirs: they sign in there by a code first, or whoever runs the server adds them"
)
ENTERS_ELSEWHERE = (
    "would open another organisation too, in which they have a seat; they can come in by "
    "their e-mail address, or by a link from whoever runs the server"
)


def digest_of(secret: str) -> str:
    """Return how a secret is kept: SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def give_seat(person_id: UUID, *, by: UUID | None) -> UUID:
    """Seat a person at the account of their e-mail address, made if needed; return its id.

    Raises Invalid for an account of another organisation whose address nobody has proved: an
    administrator there may have entered it by a link. Whoever runs the server (`by` None) and
    its owner may.
    """
    row = PersonRow.objects.get(id=person_id)
    account = _account(row.email or f"{row.id}@{NO_ADDRESS}", by)
    SeatRow.objects.filter(org=row.org, account=account).exclude(person=row.id).delete()
    SeatRow.objects.update_or_create(org_id=row.org, person=row.id, defaults={"account": account})
    PersonRow.objects.filter(id=person_id).update(account=account.id)
    return account.id


def readdress(person_id: UUID, email: str) -> None:
    """Give the account of somebody who signs in by link alone its first address.

    Raises Invalid when another account has it.
    """
    if Account.objects.filter(email=email).exists():
        raise Invalid({"email": "belongs to another account here"})
    for account in Account.objects.filter(email=f"{person_id}@{NO_ADDRESS}"):
        Account.objects.filter(id=account.id).update(email=email)
        EmailAddress.objects.create(user=account, email=email, primary=True)


def _account(email: str, by: UUID | None) -> Account:
    account = Account.objects.filter(email=email).first()
    if account is None:
        return _new_account(email)
    seats = account.seatrow_set.all()
    if not seats:
        # A stranger may have made it before the invitation, with an address that is not theirs:
        # whatever they set to come back in stops working.
        account.set_unusable_password()
        account.save(update_fields=["password"])
        Authenticator.objects.filter(user=account).delete()
    elif by is not None and all(
        seat.org_id != current_org() and seat.person != by for seat in seats
    ):
        proved = EmailAddress.objects.filter(user=account, email=email, verified=True)
        if not proved.exists():
            raise Invalid({"email": UNPROVED})
    return account


def _new_account(email: str) -> Account:
    account = Account.objects.create_user(email)
    if not email.endswith(f"@{NO_ADDRESS}"):
        # Not proved yet: the first code that arrives there proves it.
        EmailAddress.objects.create(user=account, email=email, primary=True)
    return account


def take_seat_away(person_id: UUID) -> None:
    """End a person's way in: seat, tokens and links; an account without a seat goes too."""
    seats = SeatRow.objects.filter(org=current_org(), person=person_id)
    accounts = list(seats.values_list("account", flat=True))
    seats.delete()
    TokenRow.objects.filter(person=person_id).delete()
    PersonRow.objects.filter(id=person_id).update(account=None)
    drop_seatless(accounts)


def accounts_of(org: UUID) -> list[UUID]:
    """Return the accounts with a seat in an organisation; needs none in force."""
    return list(SeatRow.objects.filter(org=org).values_list("account", flat=True))


def drop_seatless(accounts: Iterable[UUID]) -> None:
    """Delete those of `accounts` that have lost their last seat, with all that is theirs."""
    for account in Account.objects.filter(id__in=list(accounts), seatrow=None):
        account.delete()


def sign_in_link(*, person_id: UUID, by: UUID | None, at: datetime) -> str:
    """Return the path of a one-time way in for a person, good for 30 minutes.

    Links made for the same person before stop working. `by` is the administrator who hands it
    over, None for whoever runs the server. Raises NotFound for somebody who may not sign in,
    and Invalid where an administrator would open the doors of another organisation too.
    """
    seat = SeatRow.objects.filter(org=current_org(), person=person_id).first()
    if seat is None:
        raise NotFound("person who may sign in")
    elsewhere = SeatRow.objects.filter(account=seat.account_id).exclude(org=current_org())
    if by is not None and elsewhere.exists():
        raise Invalid({"link": ENTERS_ELSEWHERE})
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        SignInLinkRow.objects.filter(account=seat.account_id).delete()
        SignInLinkRow.objects.create(
            account_id=seat.account_id, digest=digest_of(secret), expires_at=at + LINK_LASTS
        )
        audit.record(verb="link.made", object=f"person:{person_id}", by=by, at=at)
    return f"/sign-in/{secret}/"


def link_holds(secret: str, *, at: datetime) -> bool:
    """Tell whether a one-time link would let somebody in, and leave it as it is."""
    return _good_links(secret, at).exists()


def use_link(secret: str, *, at: datetime) -> UUID | None:
    """Use up a one-time link; return the account it lets in, None when it does not hold.

    Two at once: one of them gets in.
    """
    links = _good_links(secret, at)
    account = links.values_list("account", flat=True).first()
    return account if account and links.update(used_at=at) else None


def _good_links(secret: str, at: datetime) -> QuerySet[SignInLinkRow]:
    return SignInLinkRow.objects.filter(digest=digest_of(secret), used_at=None, expires_at__gt=at)


def issue_token(
    *,
    person_id: UUID,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime,
    by: UUID | None,
    at: datetime,
) -> tuple[Token, str]:
    """Make a personal access token; the secret in the answer is shown this once.

    `scopes` are keys of `engine.permissions.SCOPES`; it ends within 366 days. Raises Invalid.
    """
    wanted = tuple(dict.fromkeys(scopes))
    _check_token(wanted, expires_at, at)
    prefix, secret = _random_text(5), _random_text(32)
    with transaction.atomic():
        row = TokenRow.objects.create(
            person=person_id,
            name=checks.clean({"name": name})["name"],
            digest=digest_of(secret),
            prefix=prefix,
            scopes=list(wanted),
            created_at=at,
            expires_at=expires_at,
        )
        _note("token.issued", row, by, at)
    return token_of(row), f"jw_{_org_text(current_org())}_{prefix}{secret}"


def revoke_token(*, token_id: UUID, by: UUID | None, at: datetime) -> None:
    """End a token at once; NotFound when there is none."""
    with transaction.atomic():
        row = TokenRow.objects.filter(id=token_id).first()
        if row is None:
            raise NotFound("token")
        TokenRow.objects.filter(id=token_id, revoked_at=None).update(revoked_at=at)
        _note("token.revoked", row, by, at)


def _check_token(scopes: tuple[str, ...], expires_at: datetime, at: datetime) -> None:
    faults = {}
    if not scopes or not set(scopes) <= SCOPES.keys():
        faults["scopes"] = f"takes one or more of {', '.join(SCOPES)}"
    if not at < expires_at <= at + LONGEST_TOKEN:
        faults["expires_at"] = f"must lie ahead, by {LONGEST_TOKEN.days} days at most"
    if faults:
        raise Invalid(faults)


def _note(verb: str, row: TokenRow, by: UUID | None, at: datetime) -> None:
    detail = {"token": str(row.id), "scopes": row.scopes}
    audit.record(verb=verb, object=f"person:{row.person}", by=by, at=at, detail=detail)


def _random_text(length: int) -> str:
    """Return `length` random bytes in small letters and digits (base32)."""
    return _base32(secrets.token_bytes(length))


def _org_text(org: UUID) -> str:
    return _base32(org.bytes)


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
