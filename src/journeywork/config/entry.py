"""The program `journeywork` (short `jw`): every command, from every room of doors.

Commands import Django only when they run, so that those which merely ask a server answer
within the blink of a prompt.
"""

import os
import sys
from functools import cache

import typer

from journeywork.cli import root
from journeywork.config import commands, doors


def main() -> None:
    """Run the command line; a mistake in the settings is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
    from journeywork.config.environment import WrongSetting

    try:
        app()()
    except WrongSetting as fault:
        sys.exit(f"journeywork: {fault}")


@cache  # Mounting changes what it mounts on: once is enough.
def app() -> typer.Typer:
    """Return the whole command line: product, server and connectors."""
    whole = root.app
    commands.mount(whole)
    doors.mount_commands(whole)
    return whole
