"""Signing in: what django-allauth asks us, and the one-time link that needs no mail.

allauth keeps passwords, codes sent by e-mail, passkeys and one-time codes, and limits how often
they may be tried. An account is made when somebody is invited; strangers can make one only
where the installation allows it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.translation import gettext

from journeywork.engine.people import Person
from journeywork.kernel import sealed
from journeywork.people.access import NO_ADDRESS, use_link
from journeywork.people.letters import letter
from journeywork.people.models import Account

_known: ContextVar[Account | None] = ContextVar("known_account", default=None)


@contextmanager
def with_account(account: Account | None) -> Iterator[None]:
    """Within the block an account that was read already is not read again."""
    token = _known.set(account)
    try:
        yield
    finally:
        _known.reset(token)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's backend, which takes the account from `with_account` where it stands there."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return the active account with this id, None when there is none."""
        known = _known.get()
        if known is not None and str(known.pk) == str(user_id):
            return known if known.is_active else None
        found: Account | None = super().get_user(user_id)
        return found


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Who may make an account, and where mail may go."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Strangers make accounts only where the installation says so."""
        del request
        return bool(settings.SIGN_UP)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send mail to a real address; raises PermissionDenied where no mail can be sent."""
        if email.endswith(f"@{NO_ADDRESS}"):
            return
        if not settings.MAIL_WORKS:
            raise PermissionDenied("no mail server is named: ask for a sign-in link")
        ours = letter(template_prefix, context, address=settings.ADDRESS)
        if ours is None:
            super().send_mail(template_prefix, email, context)
            return
        EmailMessage(ours.subject, ours.text, self.get_from_email(), [email]).send()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of one-time codes, and says who somebody is to their app and browser."""

    def get_totp_label(self, user: Account) -> str:
        """Return what an authenticator app shows beside the code."""
        return _called(user)

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        """Return how a new passkey is called unless its owner says otherwise."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey") if not count else f"{gettext('Passkey')} {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return what a browser calls us, beside our host."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Journeywork"}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """Return what a browser calls somebody when it offers their passkey."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": _called(user), "display_name": _called(user)}

    def encrypt(self, text: str) -> str:
        """Return `text` sealed with the newest key."""
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was sealed."""
        return sealed.unseal(encrypted_text)


def _called(account: Account) -> str:
    """Return the address of somebody, or the name of those whom no mail reaches."""
    if not account.email.endswith(f"@{NO_ADDRESS}"):
        return account.email
    person: Person | None = getattr(context.request, "person", None)
    return person.name if person else "Journeywork"


def ways(request: HttpRequest) -> dict[str, Any]:
    """Say to the pages what works here: mail, accounts for strangers, passkeys.

    Browsers keep passkeys for names, never for numbers such as 127.0.0.1; where this machine
    is meant, `named_address` is the same page under its name.
    """
    host, port = split_domain_port(request.META.get("HTTP_HOST", ""))
    local = host in ("127.0.0.1", "[::1]") and port
    named = f"{request.scheme}://localhost:{port}{request.path}" if local else ""
    return {
        "mail_works": settings.MAIL_WORKS,
        "sign_up": settings.SIGN_UP,
        "passkeys_work": not _is_number(host),
        "named_address": named,
        "no_address": NO_ADDRESS,
    }


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """How somebody can sign in: `email` is "" for those whom no mail reaches."""

    email: str
    password: bool
    passkeys: int
    app: bool


def ways_in(account_id: UUID) -> WaysIn:
    """Return the ways in that an account has."""
    account = Account.objects.get(id=account_id)
    kinds = list(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    return WaysIn(
        email="" if account.email.endswith(f"@{NO_ADDRESS}") else account.email,
        password=account.has_usable_password(),
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        app=Authenticator.Type.TOTP in kinds,
    )


def enter(request: HttpRequest, secret: str, *, at: datetime) -> HttpResponse | None:
    """Sign in with a one-time link, used up hereby; None when it does not hold.

    The answer leads to the second factor where the account has one, else to the page that
    `next` names (one of ours), else to the first page.
    """
    account_id = use_link(secret, at=at)
    account = Account.objects.filter(id=account_id, is_active=True).first() if account_id else None
    if account is None:
        return None
    record_authentication(request, account, method="link")
    onward = get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL
    answer: HttpResponse = perform_login(
        request, account, email_verification="none", redirect_url=onward
    )
    return answer
