"""Addresses that people and other systems give us, and that a page will offer to open."""

from urllib.parse import urlsplit

WEB_ADDRESS = "is not a web address such as https://example.org/page"


def is_web_address(text: str) -> bool:
    """Tell whether a link to `text` leads to a web page, and does nothing else.

    Nothing but http and https; no spaces or control characters, which browsers pass over when
    they look for a scheme such as `javascript:`.
    """
    if not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
