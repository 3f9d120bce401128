"""How mail leaves: nowhere, unless a server is named."""

from typing import Any
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_settings(address: str, sender: str) -> dict[str, Any]:
    """Return Django's settings for an address such as `smtp+tls://user:password@host:587`.

    `smtps` is encrypted from the first byte, `smtp+tls` after STARTTLS, `smtp` not at all. With
    an empty address nothing is sent, and `MAIL_WORKS` says so to whoever would have.
    """
    if not address:
        return {
            "MAIL_WORKS": False,
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "DEFAULT_FROM_EMAIL": sender,
        }
    parts = urlsplit(address)
    return {
        "MAIL_WORKS": True,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }
