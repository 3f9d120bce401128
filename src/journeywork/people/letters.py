"""What the mails about signing in say: one table, plain text, in the reader's language.

allauth names a mail by a prefix such as `account/email/login_code`. A prefix that does not
stand here is answered with None, and allauth's own words are used.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail: its subject, and its text with line breaks."""

    subject: str
    text: str


def letter(prefix: str, values: dict[str, Any], *, address: str) -> Letter | None:
    """Return the mail that is called `prefix`; `address` is where the product stands.

    `values` are those that allauth hands over: `code`, `ip`, `user_agent` and the like.
    """
    name = prefix.rpartition("/")[2]
    codes, changes = _codes(), _changes(values)
    if name in codes and values.get("code"):
        subject, before, after = codes[name]
        return _written(subject, before, f"    {values['code']}", after, address=address)
    if name in changes:
        return _notice(changes[name], values, address=address)
    if name == "account_already_exists":
        return _written(
            _("You have an account already"),
            _("Somebody, most likely you, wanted to make an account with this address."),
            _("There is one. Sign in with a code by e-mail, or choose a new password."),
            address=address,
        )
    return None


def _codes() -> dict[str, tuple[str, str, str]]:
    """Return the mails that carry a code: subject, what the code does, what if it was not you."""
    holds = _("It works once, and for a few minutes.")
    calm = _("If you did not ask for it, do nothing: without the code nobody gets in.")
    confirm = (
        _("Is this your address?"),
        _("With this code you confirm your e-mail address:"),
        f"{holds} {_('If you do not know what this is about, do nothing.')}",
    )
    return {
        "login_code": (_("Your sign-in code"), _("This code signs you in:"), f"{holds} {calm}"),
        "password_reset_code": (
            _("A new password"),
            _("With this code you choose a new password:"),
            f"{holds} {calm}",
        ),
        "email_confirmation": confirm,
        "email_confirmation_signup": confirm,
    }


def _changes(values: dict[str, Any]) -> dict[str, str]:
    """Return the notices: what has changed about an account."""
    return {
        "password_changed": _("Your password was changed."),
        "password_reset": _("You have a new password."),
        "password_set": _("A password was set."),
        "email_changed": _("Your e-mail address was changed to %(email)s.")
        % {"email": values.get("to_email", "")},
        "email_confirm": _("Your e-mail address was confirmed."),
        "email_deleted": _("An e-mail address of yours was removed."),
        "totp_activated": _("The code from an app was switched on."),
        "totp_deactivated": _("The code from an app was switched off."),
        "webauthn_added": _("A passkey was added."),
        "webauthn_removed": _("A passkey was removed."),
        "recovery_codes_generated": _("New recovery codes were made."),
    }


def _notice(says: str, values: dict[str, Any], *, address: str) -> Letter:
    where = _("It came from %(ip)s, with %(browser)s.") % {
        "ip": values.get("ip", "?"),
        "browser": values.get("user_agent") or "?",
    }
    return _written(
        says.rstrip("."),
        f"{says} {where}",
        _("If that was not you, tell an administrator of your organisation at once."),
        address=address,
    )


def _written(subject: str, *paragraphs: str, address: str) -> Letter:
    return Letter(subject=subject, text="\n\n".join((*paragraphs, f"Journeywork\n{address}")))
