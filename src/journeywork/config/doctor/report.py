"""What the doctor says: a table for people, JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from journeywork.config.doctor.finding import Finding, State

_COLOURS = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}


def as_table(findings: Sequence[Finding]) -> None:
    """Print the findings for a person."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "what", "how it stands", "what to do"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        state = Text(finding.state, style=_COLOURS[finding.state])
        table.add_row(state, finding.check, Text(finding.says), Text(finding.do))
    Console(highlight=False).print(table)


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as a JSON list of objects with check, state, says and do."""
    return json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False)
