"""What the tests of signing in share: a post office, an authenticator app, a key in the browser."""

from typing import Any

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

PASSWORD = "correct horse battery staple"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_mail(settings: Any, port: int) -> None:
    """Let mail leave to a post office on `port` of this machine."""
    from journeywork.config.mail import mail_settings

    for name, value in mail_settings(f"smtp://127.0.0.1:{port}", "jw@x.example").items():
        setattr(settings, name, value)
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False


def add_key(page: Page) -> Any:
    """Give the browser of `page` a phone that knows its owner; return the way to speak to it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return session


def app_code(secret: str) -> str:
    """Return what an authenticator app shows now."""
    # Those that are taken, from the one before to the one after: an app shows the middle one.
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def sign_out(page: Page) -> None:
    """Sign out under Me."""
    page.goto("/me/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in with a password."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def show_it_is_me(page: Page, password: str = PASSWORD) -> None:
    """Give the password once more, before something about signing in is changed."""
    expect(page.locator("h1")).to_have_text("Is it you?")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Go on").click()


def set_password(page: Page, password: str = PASSWORD) -> None:
    """Set a password under Signing in."""
    page.goto("/accounts/password/set/")
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same once more").fill(password)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_have_text("Your password is set.")
