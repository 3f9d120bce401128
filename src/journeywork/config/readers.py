"""How the value of each kind of setting is read: each reader raises ValueError, saying what fits."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

LAST_PORT = 65_535
SHORTEST_KEY = 32
#: What the folder of a model holds, as `knowledge.embedder` reads it.
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
_HOST_NAME = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?", re.IGNORECASE)
_MAIL_SCHEMES = ("smtp", "smtps", "smtp+tls")


def flag(value: str) -> bool:
    """Read yes or no."""
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value.lower() not in known:
        raise ValueError("expected yes or no")
    return known[value.lower()]


def number(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers in a range, both ends included."""

    def read(value: str) -> int:
        digits = value.isascii() and value.isdigit() and len(value) <= len(str(most))
        if not digits or not least <= int(value) <= most:
            raise ValueError(f"expected a whole number between {least} and {most}")
        return int(value)

    return read


def one_of(*words: str) -> Callable[[str], str]:
    """Return a reader of one of some words, in any case of letters."""

    def read(value: str) -> str:
        if value.lower() not in words:
            raise ValueError(f"expected {' or '.join(words)}")
        return value.lower()

    return read


def folder(value: str) -> Path:
    """Read the absolute path of a folder, which need not exist yet."""
    path = Path(value)
    if not path.is_absolute() or path == Path("/"):
        raise ValueError("expected an absolute path")
    if path.exists() and not path.is_dir():
        raise ValueError("expected a folder, and this is none")
    return path


def model(value: str) -> Path:
    """Read the absolute path of a folder that holds a model."""
    path = folder(value)
    missing = [name for name in (MODEL, TOKENIZER) if not (path / name).is_file()]
    if missing:
        raise ValueError(f"expected a folder with {' and '.join(missing)} in it")
    if any(find_spec(name) is None for name in ("onnxruntime", "tokenizers")):
        raise ValueError("it needs the extra `semantic`, which is not installed: make model")
    return path


def keys(value: str) -> tuple[str, ...]:
    """Read keys between commas."""
    found = _parts(value)
    if not found or any(len(key) < SHORTEST_KEY for key in found):
        raise ValueError(f"each key needs at least {SHORTEST_KEY} characters")
    return found


def hosts(value: str) -> tuple[str, ...]:
    """Read host names or network addresses between commas; `.example.org` means all below it."""
    found = _parts(value)
    if not found or not all(_is_host(host) for host in found):
        raise ValueError("expected host names such as learn.example.org, between commas")
    return found


def names(value: str) -> tuple[str, ...]:
    """Read full host names or network addresses between commas, each as an address has it.

    That is in small letters, without the dot at the end, and without brackets.
    """
    found = tuple(_as_in_addresses(part) for part in _parts(value))
    if not found or not all(_is_host(host) and not host.startswith(".") for host in found):
        raise ValueError("expected full host names such as git.example.internal, between commas")
    return found


def listening(value: str) -> str:
    """Read a network address of this machine."""
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError("expected a network address such as 127.0.0.1, 0.0.0.0 or ::") from None


def database(value: str) -> str:
    """Read the address of a PostgreSQL database, as libpq has it."""
    from psycopg import ProgrammingError  # A command that names no database does without it.
    from psycopg.conninfo import conninfo_to_dict

    expected = "expected postgresql://user:password@host:port/database"
    parts = _split(value, ("postgresql", "postgres"), expected)
    try:
        conninfo_to_dict(value)
    except ProgrammingError:
        raise ValueError(expected) from None
    if not parts.path.strip("/") or parts.fragment or not _is_port(parts):
        raise ValueError(expected)
    return value


def address(value: str) -> str:
    """Read the address of a server, without the slash at its end."""
    expected = "expected an address such as https://learn.example.org"
    parts = _split(value, ("http", "https"), expected)
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if more or not _is_host(parts.hostname or "") or not _is_port(parts):
        raise ValueError(expected)
    return value.rstrip("/")


def mail_server(value: str) -> str:
    """Read the address of an SMTP server."""
    expected = "expected smtp://user:password@host:port (or smtps://, smtp+tls://)"
    parts = _split(value, _MAIL_SCHEMES, expected)
    more = parts.path.strip("/") or parts.query or parts.fragment
    if more or not _is_host(parts.hostname or "") or not _is_port(parts):
        raise ValueError(expected)
    return value


def sender(value: str) -> str:
    """Read who mail comes from: an address, with or without a name."""
    _, found = parseaddr(value)
    user, _, host = found.rpartition("@")
    if not user or not _is_host(host) or not value.isprintable():
        raise ValueError("expected an address such as Journeywork <journeywork@example.org>")
    return value


def token(value: str) -> str:
    """Read a personal access token."""
    if not value.startswith("jw_") or not value.isascii() or not value.isprintable():
        raise ValueError("expected a token such as Me > Tokens makes it: jw_...")
    return value


def _split(value: str, schemes: tuple[str, ...], expected: str) -> SplitResult:
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError(expected) from None
    if parts.scheme not in schemes or any(sign.isspace() for sign in value):
        raise ValueError(expected)
    return parts


def _is_port(parts: SplitResult) -> bool:
    """Whether the port makes sense; without one it does."""
    try:
        return parts.port != 0
    except ValueError:
        return False


def _is_host(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return bool(_HOST_NAME.fullmatch(name))
    return True


def _as_in_addresses(name: str) -> str:
    plain = name.lower().rstrip(".").strip("[]")
    try:
        return str(ip_address(plain))
    except ValueError:
        return plain


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
