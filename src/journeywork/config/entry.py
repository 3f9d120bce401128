"""The program `journeywork` (short `jw`): every command, from every room of doors.

Commands import Django only when they run, so that those which merely ask a server answer
within the blink of a prompt.
"""

import logging
import os
import sys
from functools import cache

import typer

from journeywork.cli import root
from journeywork.config import commands, doors


def main() -> None:
    """Run the command line; a mistake in the settings is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
    if sys.argv[1:2] not in (["web"], ["worker"]):  # What they log is read later, by somebody else.
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    from journeywork.config.environment import WrongSetting

    try:
        app()()
    except WrongSetting as fault:
        sys.exit(f"journeywork: {fault}")
    except Exception as fault:
        if not _no_database(fault):
            raise
        sys.exit(
            "journeywork: the database cannot be reached. Does Journeywork run here? Another data "
            "folder than the usual one is named by JOURNEYWORK_DATA; `journeywork doctor` tells "
            "more."
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
