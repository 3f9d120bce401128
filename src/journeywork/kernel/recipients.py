"""To whom a mail goes, as mail servers want to have it."""

from email.utils import formataddr


def recipient(name: str, email: str) -> str:
    """Return the line "To" of a mail; a domain of other letters is written as servers know it.

    Raises ValueError for an address that no mail server takes.
    """
    mailbox, _at, domain = email.rpartition("@")
    return formataddr((name, f"{mailbox}@{domain.encode('idna').decode('ascii')}"))
