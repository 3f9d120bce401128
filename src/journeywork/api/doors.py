"""How an operation is entered: a token, its organisation, a permission from the table."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from journeywork.engine.people import Bearer, Person
from journeywork.kernel import clock
from journeywork.kernel.doors import require
from journeywork.kernel.errors import Denied
from journeywork.kernel.tenancy import within
from journeywork.people import bearers, queries

View = Callable[..., Any]

#: Operation -> the permission it needs; the reference page and the tests read it.
OPERATIONS: dict[str, str] = {}


class ApiRequest(HttpRequest):
    """A request that passed `operation`: `person` is who asks."""

    auth: Bearer
    person: Person


class TokenBearer(HttpBearer):
    """Authorization: Bearer jw_..."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """Return whoever holds `token`, None when it is unknown, revoked or over."""
        del request
        return bearers.bearer(token, at=clock.now())


def operation(permission: str, *, scope: str) -> Callable[[View], View]:
    """Let in only tokens with `scope` of people whose roles reach `permission`.

    The operation runs within the token's organisation, with `request.person` set.
    """

    def declare(view: View) -> View:
        OPERATIONS[f"{view.__module__}.{view.__name__}"] = permission

        @wraps(view)
        def enter(request: HttpRequest, *given: Any, **named: Any) -> Any:
            asking = cast(ApiRequest, request)
            if scope not in asking.auth.scopes:
                raise Denied(f"the scope {scope}")
            with within(asking.auth.org):
                asking.person = queries.person(asking.auth.person)
                require(asking.person, permission)
                return view(asking, *given, **named)

        return enter

    return declare


def caller(request: HttpRequest) -> Person:
    """Return who asks; every personal operation reads that person's things and no other's."""
    return cast(ApiRequest, request).person
