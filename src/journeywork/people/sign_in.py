"""Signing in: what django-allauth asks us, and the one-time link that needs no mail.

allauth keeps passwords, codes sent by e-mail, passkeys and one-time codes, and limits how often
they may be tried. An account is made when somebody is invited; strangers can make one only
where the installation allows it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from journeywork.kernel import sealed
from journeywork.people.access import NO_ADDRESS, use_link
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
        super().send_mail(template_prefix, email, context)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of one-time codes, as every other private text."""

    def encrypt(self, text: str) -> str:
        """Return `text` sealed with the newest key."""
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was sealed."""
        return sealed.unseal(encrypted_text)


def ways(request: HttpRequest) -> dict[str, Any]:
    """Say to the sign-in pages what works here: mail, and accounts for strangers."""
    del request
    return {"mail_works": settings.MAIL_WORKS, "sign_up": settings.SIGN_UP}


def enter(request: HttpRequest, secret: str, *, at: datetime) -> HttpResponse | None:
    """Sign in with a one-time link, used up hereby; None when it does not hold.

    The answer leads to the second factor where the account has one, else to the first page.
    """
    account_id = use_link(secret, at=at)
    account = Account.objects.filter(id=account_id, is_active=True).first() if account_id else None
    if account is None:
        return None
    record_authentication(request, account, method="link")
    answer: HttpResponse = perform_login(
        request, account, email_verification="none", redirect_url=settings.LOGIN_REDIRECT_URL
    )
    return answer
