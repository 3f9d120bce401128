"""Human keys: short, lower case, safe in a URL and a file name."""

import unicodedata


def slug(text: str, longest: int = 60) -> str:
    """Return `text` in lower case letters, digits and single hyphens, "" if nothing remains."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    spaced = "".join(letter if letter.isalnum() else " " for letter in plain)
    return "-".join(spaced.split())[:longest].strip("-")
