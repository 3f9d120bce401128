"""The program `journeywork` (short `jw`): every command, from every room of doors.

Commands import Django only when they run, so that those which merely ask a server answer
within the blink of a prompt.
"""

import logging
import os
import sys
from functools import cache
from pathlib import Path
from traceback import extract_tb

import typer

from journeywork.cli import root
from journeywork.config import commands, doors

#: How the program ends when it breaks in a way that nobody foresaw (EX_SOFTWARE of BSD).
BROKEN = 70
#: What these log is read later, by somebody else: there nothing is shortened.
_SERVERS = (["web"], ["worker"])


def main() -> None:
    """Run the command line. Whatever goes wrong is one line, not a traceback.

    Ends with 0 when done, 1 when it could not be done, 2 for a command line that makes no sense.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
    os.umask(0o077)  # What is written here is about people: nobody else reads it.
    if sys.argv[1:2] not in _SERVERS:
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    from journeywork.config.environment import WrongSetting

    try:
        app()()
    except WrongSetting as fault:
        sys.exit(f"journeywork: {fault}")
    except Exception as fault:
        if _no_database(fault):
            sys.exit(
                "journeywork: the database cannot be reached. Does Journeywork run here? Another "
                "data folder than the usual one is named by JOURNEYWORK_DATA; `journeywork "
                "doctor` tells more."
            )
        if sys.argv[1:2] in _SERVERS or _debugging():
            raise
        print(f"journeywork: {_unforeseen(fault)}", file=sys.stderr)  # noqa: T201 -- to a person
        sys.exit(BROKEN)


def _debugging() -> bool:
    return os.environ.get("JOURNEYWORK_DEBUG", "").lower() in ("1", "on", "true", "yes")


def _unforeseen(fault: Exception) -> str:
    """Say what broke and where; not the message, which may carry what people wrote."""
    ours = [frame for frame in extract_tb(fault.__traceback__) if "journeywork" in frame.filename]
    place = f" in {Path(ours[-1].filename).stem}.{ours[-1].name}" if ours else ""
    return (
        f"something broke that should not have: {type(fault).__name__}{place}. Nothing more is "
        "done. With JOURNEYWORK_DEBUG=yes it tells all it knows; please report that."
    )


def _no_database(fault: Exception) -> bool:
    if "django" not in sys.modules:
        return False
    from django.db import OperationalError

    return isinstance(fault, OperationalError)


@cache  # Mounting changes what it mounts on: once is enough.
def app() -> typer.Typer:
    """Return the whole command line: product, server and connectors."""
    whole = root.app
    commands.mount(whole)
    doors.mount_commands(whole)
    return whole
