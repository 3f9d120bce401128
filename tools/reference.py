"""Writes the reference pages that are made from the code: `make docs`.

Settings, facts, work events, permissions, commands and API operations are declared once, in
the code. `python -m tools.reference --check` fails when a page is not what the code says.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

PAGES = Path(__file__).parent.parent / "docs" / "reference"
HEAD = "<!-- Made by `make docs` from the code; change the code, not this page. -->\n"


def settings() -> str:
    """Every environment variable, what it is when absent, and what it means."""
    from journeywork.config.environment import SETTINGS

    rows = [
        f"| `{each.name}` | {_shown(each.default)} | {each.says} |"
        for each in SETTINGS
    ]
    return _page("Settings", "Environment variables, read at start. A wrong one is refused by name.",
                 "| variable | default | what it means |", rows)


def permissions() -> str:
    """The table of roles x objects x verbs."""
    from journeywork.engine.permissions import PERMISSIONS, ROLES

    roles = list(ROLES.values())
    told = "\n".join(f"- **{role.name}** (`{role.key}`): {role.says}" for role in roles)
    rows = [
        f"| `{key}` | {each.says} | "
        + " | ".join(role.grants[key].value if key in role.grants else "-" for role in roles)
        + " |"
        for key, each in PERMISSIONS.items()
    ]
    names = " | ".join(role.name for role in roles)
    intro = (
        "What is not listed is denied. *own*: one's own things; *team*: those of teams one "
        f"belongs to or leads; *org*: everyone's in the organisation.\n\n{told}"
    )
    return _page("Permissions", intro, f"| permission | what it is | {names} |", rows)


def facts() -> str:
    """Every fact that rooms publish, and what follows."""
    import dataclasses

    from journeywork import flow
    from journeywork.kernel.facts import Fact

    rows = []
    for name, fact in sorted(Fact.known.items()):
        fields = ", ".join(f"`{each.name}`" for each in dataclasses.fields(fact))
        follows = ", ".join(
            f"`{each.__module__.removeprefix('journeywork.')}.{each.__name__}`"
            for each in flow.REACTIONS.get(fact, ())
        )
        rows.append(f"| `{name}` | {_first_line(fact.__doc__)} | {fields} | {follows or '-'} |")
    intro = "Published in the transaction in which they became true; `flow.py` says what follows."
    return _page("Facts", intro, "| fact | what happened | fields | what follows |", rows)


def events() -> str:
    """The vocabulary of work events."""
    import json

    from journeywork.engine.vocabulary import VOCABULARY

    parts = []
    for each in VOCABULARY.values():
        example = json.dumps(each.example, indent=2, ensure_ascii=False)
        parts.append(f"## `{each.type}`\n\n{each.says}\n\n```json\n{example}\n```\n")
    intro = (
        "CloudEvents 1.0. One vocabulary for any kind of work. A type may be written with the "
        "prefix `org.journeywork.`. Types that are not listed are kept, not lost."
    )
    return f"{HEAD}# Work events\n\n{intro}\n\n" + "\n".join(parts)


def commands() -> str:
    """Every command with its options, as its own help says it."""
    import click
    import typer

    from journeywork.config.entry import app

    root = typer.main.get_command(app())
    parts: list[str] = []

    def walk(command: click.Command, path: str) -> None:
        children = getattr(command, "commands", None)
        if children:
            for name, child in sorted(children.items()):
                walk(child, f"{path} {name}")
            return
        usage = " ".join(_usage(parameter) for parameter in command.params)
        lines = [f"## `{path} {usage}`".replace(" `", "`") if not usage else f"## `{path} {usage}`"]
        lines += ["", _first_line(command.help), ""]
        lines += [_parameter(each) for each in command.params if getattr(each, "help", None)]
        parts.append("\n".join(lines) + "\n")

    walk(root, "journeywork")
    return f"{HEAD}# Commands\n\n`jw` is short for `journeywork`.\n\n" + "\n".join(parts)


def api() -> str:
    """Every operation of the REST API, with the permission it needs."""
    from journeywork.api.app import api as whole
    from journeywork.api.doors import OPERATIONS

    schema = whole.get_openapi_schema()
    rows = []
    for path, verbs in schema["paths"].items():
        for verb, operation in verbs.items():
            key = OPERATIONS.get(operation["operationId"], "")
            rows.append(f"| `{verb.upper()} {path}` | {operation.get('summary', '')} | `{key}` |")
    intro = (
        "Send `Authorization: Bearer jw_...` (page Me > Tokens). Errors are RFC 9457 problem "
        "details. The whole description: `/api/v1/openapi.json`, to browse: `/api/v1/docs`."
    )
    return _page("API", intro, "| operation | what it does | permission |", rows)


REFERENCE: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "permissions.md": permissions,
    "facts.md": facts,
    "events.md": events,
    "commands.md": commands,
    "api.md": api,
}


def main() -> int:
    """Write every page, or with --check say which ones are not current."""
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
    django.setup()
    stale = [name for name, page in REFERENCE.items() if not _current(PAGES / name, page(), check)]
    for name in stale:
        print(f"docs/reference/{name} is not what the code says; run make docs")
    return 1 if stale else 0


def _current(file: Path, text: str, check: bool) -> bool:
    if check:
        return file.exists() and file.read_text() == text
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return True


def _page(title: str, intro: str, header: str, rows: list[str]) -> str:
    rule = "|" + " --- |" * (header.count("|") - 1)
    return "\n".join([f"{HEAD}# {title}", "", intro, "", header, rule, *rows]) + "\n"


def _shown(default: object) -> str:
    if default in ("", None, ()):
        return "empty"
    return f"`{'yes' if default is True else 'no' if default is False else default}`"


def _first_line(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())


def _usage(parameter: object) -> str:
    name = str(getattr(parameter, "name", ""))
    if getattr(parameter, "param_type_name", "") == "argument":
        return name.upper() if getattr(parameter, "required", False) else f"[{name.upper()}]"
    return f"[{getattr(parameter, 'opts', [name])[0]}]"


def _parameter(parameter: object) -> str:
    opts = getattr(parameter, "opts", [])
    name = ", ".join(opts) if str(opts[0]).startswith("-") else str(opts[0]).upper()
    return f"- `{name}`: {getattr(parameter, 'help', '')}"


if __name__ == "__main__":
    sys.exit(main())
