"""Forms of allauth with one thing more: who has just shown a new app or passkey is not asked again.

Whoever adds one has proved that they hold it. Without this they would be asked for it once more
to see their recovery codes, and a code from an app works only once within its half minute.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm


class AddApp(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """A code from the app that is being set up."""

    def clean_code(self) -> str:
        """Check the code; it counts as having shown who one is."""
        code: str = super().clean_code()
        _shown(self.user)
        return code


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that the browser has just made."""

    def clean(self) -> dict[str, Any]:
        """Check it; it counts as having shown who one is."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("credential") and not self.errors:
            _shown(self.user)
        return cleaned


def _shown(account: Any) -> None:
    record_authentication(context.request, account, method="mfa", reauthenticated=True)
