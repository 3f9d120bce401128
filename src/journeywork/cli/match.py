"""`match`: mentees and mentors from a table, by rules from a file; no server, no database."""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, tzinfo
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from zoneinfo import ZoneInfo, available_timezones

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from journeywork.cli import output

if TYPE_CHECKING:
    from journeywork.engine.fit.market_of import Round
    from journeywork.engine.fit.outcome import Matched
    from journeywork.engine.fit.participants import Participant
    from journeywork.engine.fit.rules_file import WrittenRules
    from journeywork.engine.matching.plan import Watch

#: A table of 100,000 people with long lists has less.
LARGEST = 64 * 1024 * 1024
#: Programmes in which there are no mentors and mentees.
ALIKE = frozenset({"peers", "circles"})
SHOWN = 20  # Lines of faults and of people; the rest is counted.

Table = Annotated[Path, typer.Argument(help="The people: a CSV, one a row.")]
RulesFile = Annotated[
    Path | None, typer.Option("--rules", help="What counts and what is barred, in TOML.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Where the pairs are written, as CSV.")]


def match(
    participants: Table,
    rules: RulesFile = None,
    out: Out = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Write why each pair fits, and why others have nobody."),
    ] = False,
    time_limit: Annotated[
        float | None,
        typer.Option(min=0.1, max=86_400, help="Seconds after which the best so far is taken."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and count, match nobody, write nothing.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="What decides between equals.")] = 0,
    on: Annotated[str, typer.Option(help="The day of the round, today without it.")] = "",
) -> None:
    """Match mentees and mentors on this computer: the best round there is, with its proof.

    With rules that begin with like = "peers" or "circles", people who are alike meet.

    \b
    jw match people.csv --rules rules.toml --dry-run
    jw match people.csv --rules rules.toml --out pairs.csv --explain
    """  # noqa: D301 -- what follows \b keeps its lines
    if out is None and not dry_run:
        raise typer.BadParameter("needs a file, or --dry-run", param_hint="--out")
    day, said = _day(on), _rules(rules)
    people = _people(participants, said.bands, day)
    _not_over(out, participants, rules)
    if said.like in ALIKE:
        _meet(people, said, day, out=None if dry_run else out, seed=seed)
        return
    whole = _round(people, said, day)
    _told_before(whole, preview=dry_run)
    if out and not dry_run:
        found = _matched(whole, seed, time_limit)
        _written(out, found, explain=explain)
        _told_after(found, out, time_limit)


def _day(on: str) -> date:
    if not on:
        from journeywork.kernel.clock import now

        return now().astimezone().date()
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise typer.BadParameter("must be a day such as 2026-05-01", param_hint="--on") from None


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            body = content.read(LARGEST + 1)
    except OSError as fault:
        output.fail(f"{file} cannot be read: {fault.strerror or fault}")
    if len(body) > LARGEST:
        output.fail(f"{file} is larger than {LARGEST // 1024 // 1024} MB")
    return body


def _rules(file: Path | None) -> "WrittenRules":
    from journeywork.engine.fit.rules_file import RulesFault, read_rules
    from journeywork.engine.tables import TableFault, decoded

    try:
        return read_rules(decoded(_read(file)) if file else "")
    except TableFault as fault:
        output.fail(f"{file} {fault}")
    except RulesFault as fault:
        lines = [f"line {line}: {says}" for line, says in fault.faults]
        _refused(f"{file} is not read", lines)


def _people(file: Path, bands: Mapping[str, int], on: date) -> "tuple[Participant, ...]":
    from journeywork.engine.fit.people_table import participants
    from journeywork.engine.tables import TableFault, decoded, read_table

    try:
        table = read_table(decoded(_read(file)))
        taken = participants(table, zone_of=zone_of, bands=bands, on=on)
    except TableFault as fault:
        output.fail(f"{file} {fault}" if not fault.row else f"{file}: {fault}")
    if taken.faults:
        _refused(f"{file}: nobody is taken in until these are right", list(map(str, taken.faults)))
    if taken.unread:
        output.line(f"Not read: {', '.join(taken.unread)}", dim=True)
    return taken.people


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name or name == "UTC"}


@cache
def zone_of(name: str) -> tzinfo | None:
    """Return a time zone by its name, such as Europe/Berlin; None where there is none."""
    known = _zones().get(name.strip().casefold().replace(" ", "_"))
    return ZoneInfo(known) if known else None


def _round(people: "tuple[Participant, ...]", said: "WrittenRules", on: date) -> "Round":
    from journeywork.engine.fit.market_of import market_of

    return market_of(people, said.rules, on=on)


def _refused(says: str, lines: list[str]) -> NoReturn:
    """Say everything that does not fit, and leave."""
    for each in lines[:SHOWN]:
        typer.echo(output.plain(each), err=True)
    if len(lines) > SHOWN:
        typer.echo(f"and {len(lines) - SHOWN} more", err=True)
    output.fail(says)


def _told_before(whole: "Round", *, preview: bool) -> None:
    from journeywork.cli.matching_words import before, by_these_rules

    for text in (
        *(by_these_rules(whole) if preview else ()),
        *before(whole, shown=SHOWN if preview else 0),
    ):
        output.line(text)


def _matched(whole: "Round", seed: int, time_limit: float | None) -> "Matched":
    from journeywork.engine.fit.yielding import matched
    from journeywork.engine.matching.solving import solve

    with _bar(time_limit) as watch:
        return matched(whole, lambda market: solve(market, seed=seed, watch=watch))


@contextmanager
def _bar(time_limit: float | None) -> "Iterator[Watch]":
    """Show how far it is, on the error stream; stop when the time is over."""
    from journeywork.engine.matching.plan import Progress as Done

    beside = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=beside, disable=not beside.is_terminal, transient=True) as bars:
        task = bars.add_task("getting ready", total=None)
        _make_ready()
        bars.reset(task, total=1.0)
        ends = time.monotonic() + time_limit if time_limit else None

        def watch(far: Done) -> bool:
            bars.update(task, description=far.stage, completed=far.done)
            return ends is None or time.monotonic() < ends

        yield watch


def _make_ready() -> None:
    """Let the solver be made ready for this machine, the first time: that is no time of matching."""
    import numpy as np

    from journeywork.engine.matching.market import dense
    from journeywork.engine.matching.solving import solve

    two = np.ones(2, np.int32)
    solve(dense(np.array([[8, 5], [9, 4]], np.int32), two, two))


def _written(out: Path, found: "Matched", *, explain: bool) -> None:
    """Write the pairs in one step: whoever reads the file sees what was there, or all of this."""
    from journeywork.cli.matching_words import HEADINGS, REASONS, rows
    from journeywork.engine.tables import table_text

    headings = (*HEADINGS, *REASONS) if explain else HEADINGS
    _write(out, table_text(headings, rows(found, explain=explain)))


def _not_over(out: Path | None, *read: Path | None) -> None:
    """Refuse to write over what is read from."""
    if out and out.resolve() in {each.resolve() for each in read if each}:
        output.fail(f"{out} is what the people or the rules are read from: give --out another name")


def _meet(
    people: "tuple[Participant, ...]",
    said: "WrittenRules",
    on: date,
    *,
    out: Path | None,
    seed: int,
) -> None:
    """Bring peers or circles together, by rules that are like theirs; nothing without `out`."""
    from journeywork.cli.meeting_words import GROUPED, by_groups, together_rows, told
    from journeywork.engine.tables import table_text

    if out is None:
        for text in by_groups(people, said.rules, on):
            output.line(text)
        return
    from journeywork.engine.fit.peers import circles_of, pairs_of
    from journeywork.engine.peers.gathering import LEAST, MOST

    if said.like == "peers":
        met = pairs_of(people, said.rules, on=on, seed=seed)
    else:
        met = circles_of(people, said.rules, on=on, least=LEAST, most=MOST, seed=seed)
    _write(out, table_text(GROUPED, together_rows(people, met)))
    for text in told(people, met, shown=SHOWN):
        output.line(text)
    output.line(f"Written to {out}")


def _write(out: Path, text: str) -> None:
    """Write a file in one step."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8-sig", newline="") as content:
            content.write(text)
            content.flush()
            os.fsync(content.fileno())
        beside.replace(out)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        output.fail(f"{out} cannot be written: {fault.strerror or fault}")


def _told_after(found: "Matched", out: Path, time_limit: float | None) -> None:
    from journeywork.cli.matching_words import after

    for text in after(found, shown=SHOWN, time_limit=time_limit):
        output.line(text)
    output.line(f"Written to {out}")
    sys.stdout.flush()
