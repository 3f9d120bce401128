"""Finds the connectors: one folder each, named nowhere else; delete it and it is gone.

A connector may hold `routes.py` (doors of the fast path), `urls.py` (pages), `commands.py` (`GROUP`, the word its commands stand
under, and `app`, a Typer), `tasks.py` (`TASKS`, what the worker does for it, by name) and
`apps.py` (a Django application with tables of its own).
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

import typer

# Django is imported when it is needed: most commands answer without it.
if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver
    from starlette.routing import Route

    from journeywork.work.direct_intake import Intake

from journeywork import connectors
from journeywork.cli.root import SERVER


def names() -> list[str]:
    """Return the dotted names of the connectors that are here, in order."""
    found = pkgutil.iter_modules(connectors.__path__)
    return sorted(f"{connectors.__name__}.{each.name}" for each in found if each.ispkg)


def modules(kind: str) -> list[ModuleType]:
    """Return the module `kind` of every connector that has one."""
    wanted = [f"{name}.{kind}" for name in names()]
    return [importlib.import_module(name) for name in wanted if importlib.util.find_spec(name)]


def applications() -> list[str]:
    """Return the connectors that Django must know, for INSTALLED_APPS."""
    return [name for name in names() if importlib.util.find_spec(f"{name}.apps")]


def addresses() -> "list[URLPattern | URLResolver]":
    """Return the addresses of every connector."""
    from django.urls import include, path

    return [path("", include(module)) for module in modules("urls")]


def routes(intake: "Intake") -> "list[Route]":
    """Return the doors of every connector on the fast path."""
    return [route for module in modules("routes") for route in module.routes(intake)]


def tasks() -> dict[str, Callable[..., None]]:
    """Return what the worker does for connectors, by name; each is safe to run twice."""
    return {name: task for module in modules("tasks") for name, task in module.TASKS.items()}


def mount_commands(root: typer.Typer) -> None:
    """Put every connector's commands under its word, beside those that stand there already."""
    groups = {group.name: group.typer_instance for group in root.registered_groups}
    for module in modules("commands"):
        there = groups.get(module.GROUP)
        if there is None:
            root.add_typer(module.app, name=module.GROUP, rich_help_panel=SERVER)
            groups[module.GROUP] = module.app
            continue
        for command in module.app.registered_commands:
            command.rich_help_panel = SERVER
            there.registered_commands.append(command)
