"""Writes the reference pages that are made from the code: `make docs`.

Settings, facts, work events, permissions, commands and API operations are declared once, in
the code. `python -m tools.reference --check` fails when a page is not what the code says.
"""

import argparse
import dataclasses
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "reference"
HEAD = "<!-- Made by `make docs` from the code; change the code, not this page. -->\n"

#: What holds for every operation of the API.
MANNERS = (
    "## Lists come in pages",
    (
        "A list takes `limit` (1 to 200; a number out of range is refused) and answers with `items` "
        "and `next`: the `cursor` of the next page, null on the last one. The header `Link` names "
        'the next page too, with `rel="next"`. A cursor is for one person and one list, asked in '
        "one way; another is a 422. While others add to a list, each older thing comes once; what "
        "changes its place meanwhile comes at its new one."
    ),
    "## What is unchanged, and what is not",
    (
        "Every JSON answer to a GET carries an `ETag`. Sent back in `If-None-Match` it is answered "
        "with 304 and no content while nothing has changed. Cards, rules, the promise about "
        "attention and one's own profile have versions: who sends the `ETag` of what they read in "
        "`If-Match` changes it only if it is still that, and gets a 412 otherwise; then nothing "
        "was done. The answer to such a change carries the new `ETag`. `If-None-Match: *` makes a "
        "rule only where there is none. Other writes refuse both headers with 412."
    ),
    "## What is sent twice acts once",
    (
        "Every write takes an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): 1 to "
        "255 visible characters, such as a new UUID. Sent again within 24 hours by the same person "
        "to the same operation, the same request does nothing more and is answered as the first "
        "time, with `Idempotency-Replayed: true`. While the first is being answered it is a 409; "
        "another request under the same key is a 422, also one whose token reaches differently "
        "far. What was refused did nothing: its key may be used again. Answers are kept sealed, "
        "for no longer than two days, and go when their person is erased."
    ),
    "## How often one may ask",
    (
        "A token may make so many requests in a minute as `JOURNEYWORK_API_PER_MINUTE` says "
        "([Settings](settings.md)), a person twice as many with all their tokens. Every answer "
        "tells the rule in `RateLimit-Policy` and what is left of it in `RateLimit` "
        '(draft-ietf-httpapi-ratelimit-headers), such as `"token";r=599;t=60`: 599 more requests '
        "in 60 seconds. One too many is a 429, and `Retry-After` says after how many seconds to "
        "ask again. All processes count together. Deliveries of events (`/ingest/`) are not "
        "counted: they are taken as fast as they can be stored."
    ),
)


def settings() -> str:
    """Every environment variable, what it is when absent, and what it means."""
    from journeywork.config.environment import SETTINGS

    rows = [
        f"| `{each.name}` | {_shown(each.default)} | {_cell(each.says)}"
        f"{' *Secret: never shown.*' if each.secret else ''} |"
        for each in SETTINGS
    ]
    intro = (
        "Environment variables, read at start. A value that makes no sense is refused by name; so "
        "is a variable that begins with `JOURNEYWORK_` and is not listed here."
    )
    return _page("Settings", intro, _table("variable | when absent | what it means", rows))


def permissions() -> str:
    """The table of roles x objects x verbs, the scopes of tokens, and what each door needs."""
    from journeywork.engine.permissions import PERMISSIONS, ROLES, SCOPES

    roles = list(ROLES.values())
    told = "\n".join(f"- **{role.name}** (`{role.key}`): {role.says}" for role in roles)
    rows = [
        f"| `{key}` | {each.says} | "
        + " | ".join(role.grants[key].value if key in role.grants else "-" for role in roles)
        + " |"
        for key, each in PERMISSIONS.items()
    ]
    scopes = [
        f"| `{each.key}` | {each.says} | {', '.join(f'`{key}`' for key in sorted(each.permissions))} |"
        for each in SCOPES.values()
    ]
    return _page(
        "Permissions",
        "What is not listed is denied; a thing of another organisation is not there at all (404). "
        "*own*: one's own things; *team*: also those of teams one belongs to or leads; *org*: "
        f"everyone's in the organisation. The code and the tests read the same table.\n\n{told}",
        "## Who may do what",
        _table(f"permission | what it is | {' | '.join(role.name for role in roles)}", rows),
        "## What a token may be used for",
        "A personal access token never reaches further than the roles of its person.",
        _table("scope | what it is for | permissions", scopes),
        "## What each page needs",
        _table("page | needs", list(_doors())),
        "What each operation of the API needs stands in [API](api.md).",
    )


def facts() -> str:
    """Every fact that rooms publish, and what follows."""
    from journeywork import flow

    rows = []
    for name, fact in sorted(known_facts().items()):
        fields = ", ".join(f"`{each.name}`" for each in dataclasses.fields(fact))
        follows = ", ".join(f"`{_named(each)}`" for each in flow.REACTIONS.get(fact, ()))
        rows.append(f"| `{name}` | {_first_line(fact.__doc__)} | {fields} | {follows or '-'} |")
    return _page(
        "Facts",
        "What happened in the product, published in the transaction in which it became true. "
        "`flow` says what follows, and the worker makes it follow: at least once, and once "
        "only in effect.",
        _table("fact | what happened | fields | what follows", rows),
        "## What other systems may be told",
        "By webhooks that administrators add ([Tell other systems](../howto/tell-other-systems.md)): "
        "of these facts, these fields, and nothing else.",
        _table("fact | its type | what leaves", list(_leaving())),
        "## What stays inside",
        _table("fact | why", list(_staying())),
    )


def _leaving() -> Iterator[str]:
    from journeywork.subscriptions.shared import SHARED, type_of

    for fact, shared in SHARED.items():
        fields = "; ".join(f"`{name}`: {way}" for name, way in shared.fields.items())
        yield f"| `{fact.__name__}` | `{type_of(shared.kind)}` | {_cell(fields)} |"


def _staying() -> Iterator[str]:
    from journeywork.subscriptions.shared import WITHHELD

    for fact, why in WITHHELD.items():
        yield f"| `{fact.__name__}` | {why} |"


def events() -> str:
    """The vocabulary of work events."""
    from journeywork.engine.vocabulary import TYPES

    rows = [
        f"| [`{each.key}`](#{each.key.replace('.', '')}) | {_cell(each.says)} | {each.effect} |"
        for each in TYPES.values()
    ]
    parts = []
    for each in TYPES.values():
        example = json.dumps(each.example, indent=2, ensure_ascii=False)
        parts.append(f"## `{each.key}`\n\n{each.says}\n\n```json\n{example}\n```")
    return _page(
        "Work events",
        "[CloudEvents 1.0](https://cloudevents.io), one vocabulary for any kind of work. A type may "
        "be written with the prefix `org.journeywork.`. Types that are not listed are kept: they "
        "join their piece of work, and nothing is concluded from them. How to send them: "
        "[Send work events](../howto/send-work-events.md).",
        _table("type | what happened | what it does to its piece of work", rows),
        *parts,
    )


def commands() -> str:
    """Every command with its options, as its own help says it."""
    parts = [_command(path, command) for path, command in known_commands()]
    return _page(
        "Commands",
        "`jw` is short for `journeywork`. `--install-completion` completes in your shell; `--help` "
        "after any command says what stands here, with examples.",
        "A command ends with 0 when it is done, 1 when it could not be done (one line on the error "
        "stream says why), 2 for a command line that makes no sense, and 70 when something broke "
        "that should not have; with `JOURNEYWORK_DEBUG=yes` it then tells all it knows.",
        *parts,
    )


def metrics() -> str:
    """Every metric, with its labels and what it tells."""
    from journeywork.kernel import metrics as table
    from journeywork.kernel.instruments import Instrument

    rows = [
        f"| `{each.name}` | {each.kind} | {_labels(each.labels)} | {_cell(each.says)} |"
        for each in vars(table).values()
        if isinstance(each, Instrument)
    ]
    return _page(
        "Metrics",
        "What `/metrics` tells, in Prometheus's text format, to a token of an administrator with "
        "the scope `administer`. No label holds a name, an address, an organisation or anybody's "
        "words: values are words of the code, listed or bounded in number, and whatever else "
        "comes is counted as `other`. What to do with them: [Watch it](../howto/watch-it.md).",
        _table("metric | kind | labels | what it tells", rows),
    )


def api() -> str:
    """Every operation of the REST API, with the permission it needs."""
    by_tag: dict[str, list[str]] = {}
    for verb, path, operation in known_operations():
        needs = operation.get("x-permission")
        told = f"`{needs}`" if needs else "any token"
        beside = operation.get("x-permission-of-person")
        told += f"; of its person `{beside}`" if beside else ""
        row = f"| `{verb.upper()} {path}` | {_cell(operation['description'])} | {told} |"
        by_tag.setdefault(operation["tags"][0], []).append(row)
    parts = []
    for tag, rows in by_tag.items():
        parts += [f"## {tag}", _table("operation | what it does | permission", rows)]
    return _page(
        "API",
        "Send `Authorization: Bearer jw_...` with a token from the page Me > Tokens. JSON in and "
        "out; times are in UTC (RFC 3339). What goes wrong is told as problem details (RFC 9457), "
        "with a sentence for each field at fault. Every field is described in the installation "
        "itself: to read at `/api/v1/docs`, to try at `/api/v1/try`, "
        "for programs at `/api/v1/openapi.json` (OpenAPI 3.1). What the permissions mean: "
        "[Permissions](permissions.md). From Python: [a typed client]"
        "(../howto/use-the-api-from-python.md).",
        "What needs a person at a browser is not here: passkeys, passwords, one-time codes and "
        "sign-in links; making a token, taking out one's data and reading who looked at it; light "
        "and dark, and the choice of an organisation, which a token has made already.",
        *MANNERS,
        *parts,
    )


def matching() -> str:
    """The columns of a table of participants, and all that the rules of a round may set."""
    from journeywork.engine.fit.columns import COLUMNS
    from journeywork.engine.fit.rules import MENTORING, PROGRAMMES, SETTINGS

    columns = [
        f"| `{each.name}` | {_cell(each.says)} | {_cell(each.example)} | {', '.join(each.also)} |"
        for each in COLUMNS
    ]
    parts = []
    for table in ("weights", "bars", "scales"):
        rows = [
            f"| `{each.name}` | {_toml(getattr(getattr(MENTORING, table), each.name))} "
            f"| {_bounds(each)} | {_cell(each.says)} |"
            for each in SETTINGS
            if each.table == table
        ]
        parts += [
            f"## Rules: `[{table}]`",
            _table("name | without it | may be | what it does", rows),
        ]
    return _page(
        "Matching: columns and rules",
        "What `journeywork match` reads, and a programme. How to use it: [Match on a laptop]"
        "(../howto/match-on-a-laptop.md), [Run a mentoring round]"
        "(../howto/run-a-mentoring-round.md); what it does with it: [Who fits whom]"
        "(../explanation/matching.md).",
        "## Columns",
        "Headings may be written in any case, with spaces, hyphens or neither. In lists, entries "
        "stand between semicolons, bars or line breaks; where there is none of these, between "
        "commas. Whoever is named in another column is meant by their id, their e-mail address, or "
        "a name that only one person has.",
        _table("column | what it holds | such as | also read as", columns),
        *parts,
        "## Rules: the rest",
        f"`like` names where everything comes from that is not said: {_codes(PROGRAMMES)}. `[bands]` "
        'with `names = ["junior", "senior"]` gives bands of seniority names, the lowest first. '
        '`["also called"]` has other names of a skill: `Kubernetes = ["our platform"]`.',
    )


def guides() -> str:
    """Every guide that comes with the product."""
    from journeywork.activities.shipped import shipped

    parts = []
    for kind in dict.fromkeys(kind for kind, _key in shipped()):
        rows = [
            f"| {_cell(guide.title)} | {guide.setting or 'any'} | {guide.language} "
            f"| {', '.join(stage.title for stage in guide.stages)} "
            f"| {sum(len(stage.questions) for stage in guide.stages)} | {guide.minutes} |"
            for (of, _key), (guide, _text) in sorted(shipped().items())
            if of == kind
        ]
        header = "guide | setting | language | stages | questions | minutes"
        parts += [f"## {kind.replace('-', ' ').capitalize()}", _table(header, rows)]
    return _page(
        "Guides",
        "What an activity asks at which stage, by the kind of activity and the setting of the "
        "team. They are read in the product under Activities > Guides; an organisation copies one "
        "and changes it: [Change a guide](../howto/change-a-guide.md).",
        *parts,
    )


def triggers() -> str:
    """Everything that sets something going by itself."""
    from journeywork.engine import cues, debrief_triggers
    from journeywork.engine.default_rules import WRITTEN
    from journeywork.flow import CLOCK, REACTIONS, STREAM

    moments = [f"| `{each['key']}` | {_cell(each['title'])} | {each['need']} |" for each in WRITTEN]
    debriefs = [f"| {each.value} | {says} |" for each, says in debrief_triggers.MEANS.items()]
    given = [f"| {each.value} | {says} |" for each, says in cues.MEANS.items()]
    events = [f"| {_cell(_first_line(each.__doc__))} |" for each in STREAM]
    follows = [
        f"| `{fact.__name__}` | {_cell(' '.join(_first_line(each.__doc__) for each in heard))} |"
        for fact, heard in sorted(REACTIONS.items(), key=lambda one: one[0].__name__)
    ]
    clock = [f"| {_cell(each.says)} | `{each.cron}` |" for each in CLOCK]
    return _page(
        "Triggers",
        "Everything that the server does without being asked, from the tables that it works by. "
        "Whatever would speak to somebody goes through one decision, within one budget: [When help "
        "speaks](../explanation/when-help-speaks.md).",
        "## Moments of need",
        "The rules that an organisation begins with; it changes them under Administration > Rules.",
        _table("rule | when | the need", moments),
        "## Debriefs",
        "[What comes of a proposal](../howto/debrief.md).",
        _table("trigger | a debrief is proposed when", debriefs),
        "## Cues for whoever leads a team",
        "[What a cue is](../explanation/coaching.md#cues).",
        _table("cue | given when", given),
        "## Each batch of work events",
        _table("what happens", events),
        "## What follows a fact",
        "[What each fact tells](facts.md).",
        _table("fact | what follows", follows),
        "## What time brings",
        "Times are in UTC, as cron writes them. [More about it](../explanation/what-time-brings.md).",
        _table("what is done | when", clock),
    )


def _bounds(setting: Any) -> str:
    from journeywork.engine.fit.rules import Departments
    from journeywork.engine.fit.rules_file import FLAGS

    if setting.name == "departments":
        return ", ".join(f'`"{kind.value}"`' for kind in Departments)
    if setting.name in FLAGS:
        return "`true`, `false`"
    return f"{setting.least:g} to {setting.most:g}"


def _toml(value: object) -> str:
    if value is None or isinstance(value, bool):
        return f"`{'true' if value else 'false'}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value:g}`"


def _codes(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def known_facts() -> dict[str, type[Any]]:
    """Return every fact of the product by name."""
    from journeywork.kernel.facts import Fact

    for file in sorted((ROOT / "src" / "journeywork").glob("*/facts.py")):
        importlib.import_module(f"journeywork.{file.parent.name}.facts")
    ours = "journeywork."
    return {name: each for name, each in Fact.known.items() if each.__module__.startswith(ours)}


def known_commands() -> Iterator[tuple[str, Any]]:
    """Yield (words, command) for every command of the program, in order."""
    import typer

    from journeywork.config.entry import app

    def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
        children = getattr(command, "commands", None)
        if not children:
            yield path, command
        for name, child in sorted((children or {}).items()):
            if not child.hidden:
                yield from walk(child, f"{path} {name}")

    yield from walk(typer.main.get_command(app()), "journeywork")


def known_operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (method, path, description) for every operation of the API."""
    from journeywork.api.app import api as whole

    for path, verbs in whole.get_openapi_schema()["paths"].items():
        for verb, operation in verbs.items():
            yield verb, path, operation


REFERENCE: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "permissions.md": permissions,
    "facts.md": facts,
    "events.md": events,
    "commands.md": commands,
    "api.md": api,
    "metrics.md": metrics,
    "matching.md": matching,
    "guides.md": guides,
    "triggers.md": triggers,
}


def main() -> int:
    """Write every page, or with --check say which ones are not current."""
    import django

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    checking = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeywork.config.settings")
    # Nothing is signed here; without it a key would be made and kept.
    os.environ.setdefault("JOURNEYWORK_SECRETS", "only-to-read-the-code-" * 2)
    django.setup()
    if not checking:
        PAGES.mkdir(parents=True, exist_ok=True)
        for name, page in REFERENCE.items():
            (PAGES / name).write_text(page(), encoding="utf-8")
    stale = [name for name in REFERENCE if not is_current(name)]
    for name in stale:
        print(f"docs/reference/{name} is not what the code says; run make docs")
    return 1 if stale else 0


def is_current(name: str) -> bool:
    """Tell whether a page stands as the code would write it now."""
    file = PAGES / name
    return file.exists() and file.read_text(encoding="utf-8") == REFERENCE[name]()


def _doors() -> Iterator[str]:
    """Yield a row for every page and hot door: its address and what it needs, or why it needs nothing."""
    from django.urls import URLPattern, get_resolver
    from starlette.routing import Route

    from journeywork.config.fast import fast_doors
    from journeywork.kernel.direct import Direct
    from journeywork.kernel.doors import declared

    def walk(patterns: Any, above: str) -> Iterator[tuple[str, Any]]:
        for each in patterns:
            path = above + str(each.pattern)
            if isinstance(each, URLPattern):
                yield path, each.callback
            elif not path.startswith("api/"):
                yield from walk(each.url_patterns, path)

    doors = [(path.removeprefix("^"), view) for path, view in walk(get_resolver().url_patterns, "")]
    hot = [route for route in fast_doors(Direct("")).routes if isinstance(route, Route)]
    doors += [(route.path.removeprefix("/"), route.endpoint) for route in hot]
    for path, view in sorted(doors, key=lambda each: each[0]):
        says = declared(view)
        if says is not None:
            told = f"`{says.permission}`" if says.permission else f"nothing: {says.open_because}"
            yield f"| `/{path}` | {_cell(told)} |"


def _command(path: str, command: Any) -> str:
    context = command.make_context(path, [], resilient_parsing=True)
    context.terminal_width = context.max_content_width = 200
    usage = command.get_usage(context).removeprefix("Usage: ")
    records = [each.get_help_record(context) for each in command.params]
    options = [f"- `{name}`: {told}" for name, told in filter(None, records)]
    parts = [f"## {path}", _first_line(command.help), f"    {usage}", "\n".join(options)]
    return "\n\n".join(part for part in parts if part)


def _labels(labels: Any) -> str:
    """Return labels with their values, or how many different ones are told apart."""
    told = [
        f"`{name}`: {f'at most {bound}' if isinstance(bound, int) else ', '.join(sorted(bound))}"
        for name, bound in labels.items()
    ]
    return "; ".join(told) or "-"


def _named(reaction: Any) -> str:
    while hasattr(reaction, "__wrapped__"):
        reaction = reaction.__wrapped__
    return f"{reaction.__module__.removeprefix('journeywork.')}.{reaction.__name__}"


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"{HEAD}# {title}", *parts]) + "\n"


def _table(header: str, rows: list[str]) -> str:
    rule = "|" + " --- |" * (header.count("|") + 1)
    return "\n".join([f"| {header} |", rule, *rows])


def _cell(text: str) -> str:
    """Return text as it may stand in a cell: on one line, its bars not read as borders."""
    return " ".join(text.split()).replace("|", "\\|")


def _shown(default: object) -> str:
    if default in ("", None, ()):
        return "empty"
    return f"`{'yes' if default is True else 'no' if default is False else default}`"


def _first_line(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())


if __name__ == "__main__":
    sys.exit(main())
