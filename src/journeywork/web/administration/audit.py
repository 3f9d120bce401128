"""The audit log: who changed what, and whether the chain holds."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from journeywork.kernel import anchors, audit
from journeywork.kernel.doors import needs
from journeywork.kernel.reasons import said
from journeywork.people import queries
from journeywork.web import words
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import identifier, whole

PAGE = 50
LONGEST = 120


@require_GET
@needs("audit.read")
def log(request: PageRequest) -> HttpResponse:
    """Show the log, newest first."""
    return _page(request, None)


def _details(detail: Mapping[str, Any], names: Mapping[UUID, str]) -> Iterator[str]:
    """Yield what a line says beside who did what, with names for what has one."""
    for name, value in detail.items():
        if value in (False, None, ""):
            continue
        called = words.DETAILS.get(name, name.replace("_", " "))
        each = [_called(one, names) for one in (value if isinstance(value, list) else [value])]
        yield str(called) if value is True else f"{called}: {', '.join(each)[:LONGEST]}"


def _called(value: Any, names: Mapping[UUID, str]) -> str:
    id = identifier(str(value))
    if id:
        return names.get(id, str(value))
    return str(words.ROLES.get(value) or words.SHARED_WITH.get(value, value))


@require_POST
@needs("audit.read")
def verify(request: PageRequest) -> HttpResponse:
    """Walk the whole chain and say what was found."""
    verdict = anchors.verify()
    if request.htmx:
        return show_part(request, "administration/verdict.html", {"verdict": verdict, "said": said})
    return _page(request, verdict)


def _page(request: PageRequest, verdict: audit.Verdict | None) -> HttpResponse:
    before = whole(request.GET.get("before"))
    lines = audit.lines(limit=PAGE + 1, before=before)
    about = {line.number: identifier(line.object.partition(":")[2]) for line in lines}
    names = queries.names(id for line in lines for id in (line.by, about[line.number]) if id)
    names |= {team.id: team.name for team in queries.teams()}
    values = {
        "lines": lines[:PAGE],
        "names": names,
        "about": about,
        "details": {line.number: list(_details(line.detail, names)) for line in lines},
        "older": f"?before={lines[PAGE - 1].number}" if len(lines) > PAGE else "",
        "verdict": verdict,
        "said": said,
    }
    return show(request, "administration/audit.html", values)
