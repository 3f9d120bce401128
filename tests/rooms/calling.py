"""Calls the API as a program does: with a token, over the whole of Django, answers as JSON."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from journeywork.engine.people import Person
from journeywork.engine.permissions import SCOPES
from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import actions

EVERYTHING = tuple(SCOPES)


@dataclass(frozen=True)
class Answer:
    """What came back: its status, its JSON, its headers."""

    status: int
    json: Any
    headers: dict[str, str]

    @property
    def items(self) -> list[Any]:
        """Return what stands on a page of a list."""
        found: list[Any] = self.json["items"]
        return found

    @property
    def faults(self) -> dict[str, str]:
        """Return what a problem says, by field."""
        return {each["field"]: each["detail"] for each in self.json.get("errors", [])}


@dataclass
class Calls:
    """Calls as anybody of the cast, at one fixed time."""

    at: datetime
    _tokens: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def as_(self, person: Person, scopes: Sequence[str] = EVERYTHING) -> Callable[..., Answer]:
        """Return a function (method, path, body=None) that calls as this person."""
        key = (person.id, tuple(scopes))
        if key not in self._tokens:
            with within(person.org):
                _, self._tokens[key] = actions.issue_token(
                    person_id=person.id,
                    name="test",
                    scopes=scopes,
                    expires_at=self.at + timedelta(days=30),
                    by=person.id,
                    at=self.at,
                )
        return lambda method, path, body=None: self.call(method, path, body, self._tokens[key])

    def call(
        self, method: str, path: str, body: Any = None, token: str = "", **more: Any
    ) -> Answer:
        """Send one request; `body` is JSON unless it is bytes."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {token}"} if token else {}
        with clock.fixed(self.at):
            came = Client(raise_request_exception=False).generic(
                method,
                f"/api/v1/{path}",
                b"" if body is None else sent,
                content_type="application/json",
                headers=headers | more.pop("headers", {}),
                **more,
            )
        is_json = "json" in came.headers.get("Content-Type", "")
        content = came.json() if is_json and came.content else None
        return Answer(came.status_code, content, dict(came.headers))


def walk(call: Callable[..., Answer], path: str, *, limit: int = 1) -> list[Any]:
    """Read a list page by page, as far as its links lead, and return all that stood there."""
    found: list[Any] = []
    onward: str | None = f"{path}{'&' if '?' in path else '?'}limit={limit}"
    while onward is not None:
        page = call("GET", onward)
        assert page.status == 200, page.json
        found += page.items
        assert len(found) < 1000, "it goes on for ever"
        onward = _next(page)
    return found


def _next(page: Answer) -> str | None:
    """Return where a page leads; its body and its header must say the same."""
    link = page.headers.get("Link", "")
    onward = link.removeprefix("</api/v1/").removesuffix('>; rel="next"') if link else None
    told = parse_qs(urlsplit(onward or "").query).get("cursor", [None])
    assert told == [page.json["next"]]
    return onward
