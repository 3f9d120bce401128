"""The machine: folders, disk, index, model, time zones, mail."""

import os
import shutil
import smtplib
import stat
import zoneinfo
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from journeywork.config.doctor.finding import Finding, fail, ok, warn
from journeywork.config.environment import Environment
from journeywork.knowledge.lag import look_into

_GIBIBYTE = 1024**3
_TOO_LITTLE = 1.0  # GiB free: below it writing may stop within the day.
_LITTLE = 5.0
_MAIL_PATIENCE = 10  # Seconds.
_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")


def safety(environment: Environment) -> Iterator[Finding]:
    """Look at settings that are allowed and unwise."""
    if environment["JOURNEYWORK_DEBUG"]:
        yield warn(
            "debugging",
            "pages show details of errors to everybody",
            "Unset JOURNEYWORK_DEBUG in production.",
        )
    address = urlsplit(environment["JOURNEYWORK_ADDRESS"])
    if address.scheme == "http" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
        yield warn(
            "address",
            f"{address.hostname} is reached without encryption",
            "Put a reverse proxy with TLS in front and name https:// in JOURNEYWORK_ADDRESS.",
        )


def folder(data: Path) -> Iterator[Finding]:
    """Look at who may enter the data folder, and whether we may write in it."""
    if not data.is_dir():
        yield warn("data folder", f"{data} does not exist yet", "`journeywork run` makes it.")
        return
    if stat.S_IMODE(data.stat().st_mode) & 0o007:
        yield fail("data folder", f"{data} is open to every user", f"Type: chmod o= {data}")
    elif not os.access(data, os.W_OK | os.X_OK):
        yield fail("data folder", f"{data} cannot be written", "Start as the user who owns it.")
    else:
        yield ok("data folder", f"{data} is closed to others")
    secret = data / "secret"
    if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
        yield fail("secret", f"{secret} can be read by others", f"Type: chmod 600 {secret}")
    elif secret.exists() and not os.access(secret, os.R_OK):
        yield fail("secret", f"{secret} cannot be read", "Start as the user who owns it.")


def disk(data: Path) -> Iterator[Finding]:
    """Look at the free space where the data lies."""
    place = next(path for path in (data, *data.parents) if path.exists())
    free = shutil.disk_usage(place).free / _GIBIBYTE
    says = f"{free:.1f} GiB free in {place}"
    if free < _TOO_LITTLE:
        yield fail("disk", says, "Make room: without it nothing more can be accepted.")
    elif free < _LITTLE:
        yield warn("disk", says, "Make room before it runs out.")
    else:
        yield ok("disk", says)


def index(data: Path) -> Iterator[Finding]:
    """Look at the search index's folder; the index itself can be built anew from the database."""
    place = data / "index"
    if not place.is_dir():
        yield warn("index", f"{place} does not exist yet", "The worker builds it: start one.")
    elif not os.access(place, os.W_OK | os.X_OK):
        yield fail("index", f"{place} cannot be written", "Give it to the worker's user (chown).")
    elif foreign := _foreign(place):
        says = f"{foreign} belongs to another account than {place}"
        yield fail("index", says, f"Type: chown -R --reference={place} {place}")
    elif not any(place.iterdir()):
        yield warn("index", f"{place} is empty", "The worker fills it: start one.")
    elif fault := _unreadable(place):
        says = f"{place} cannot be read ({fault})"
        yield fail("index", says, "Type: journeywork index rebuild")
    else:
        yield ok("index", f"{place} is there, can be read and can be written")


def _unreadable(place: Path) -> str:
    """Return what is in the way of reading the index, "" for nothing."""
    from journeywork.knowledge.tantivy_index import TantivyIndex  # Slow to load; asked last.

    index = TantivyIndex(place)
    try:
        look_into(index)
        return index.damage()
    except Exception as fault:  # noqa: BLE001 -- whatever it is: it cannot be read
        return index.damage() if index.ready() else type(fault).__name__


def model(chosen: Path | None) -> Iterator[Finding]:
    """Try the model that compares meanings, where one is named."""
    if chosen is None:
        return
    from journeywork.knowledge.embedder import Embedder  # Slow to load, and seldom there.

    try:
        size = Embedder(chosen).vectors(["a"]).shape[1]
    except (ImportError, OSError, ValueError) as fault:
        yield fail(
            "model", " ".join(str(fault).split()), "Type: make model. Cards are found without."
        )
    else:
        yield ok("model", f"{chosen} turns a text into {size} numbers")


def _foreign(folder: Path) -> Path | None:
    """Return something in the folder that its owner does not own; the index changes meanwhile."""
    owner = folder.stat().st_uid
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.lstat().st_uid != owner:
                return path
    return None


def time_zones() -> Iterator[Finding]:
    """Look for time zone data: without it working hours mean nothing."""
    missing = [zone for zone in _ZONES if zone not in zoneinfo.available_timezones()]
    if missing:
        yield fail("time zones", f"no data for {', '.join(missing)}", "Install the tzdata package.")
    else:
        yield ok("time zones", "known")


def mail(url: str) -> Iterator[Finding]:
    """Talk to the mail server and sign in to it; sends nothing."""
    if not url:
        yield warn(
            "mail",
            "no mail server is named: sign-in links and digests are not sent",
            "Set JOURNEYWORK_MAIL, or hand out links with `journeywork people sign-in-link`.",
        )
        return
    where = f"{urlsplit(url).hostname}:{urlsplit(url).port or 'default port'}"
    try:
        _greet(url)
    except (OSError, smtplib.SMTPException) as fault:
        yield fail("mail", f"{where} does not take us: {_plain(fault)}", "Check JOURNEYWORK_MAIL.")
    else:
        yield ok("mail", f"{where} answers")


def _greet(url: str) -> None:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "", parts.port or 0, timeout=_MAIL_PATIENCE) as server:
        if parts.scheme == "smtp+tls":
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.noop()


def _plain(fault: Exception) -> str:
    """Tell a fault without what was sent: an answer of the server may repeat it."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"answer {fault.smtp_code}"
    return str(fault) or type(fault).__name__
