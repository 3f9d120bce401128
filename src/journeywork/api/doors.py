"""How an operation is entered: a token, its organisation, a permission from the table."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja import Query
from ninja.security import HttpBearer

from journeywork.engine.gate import STANDARD
from journeywork.engine.people import Bearer, Person
from journeywork.engine.permissions import PERMISSIONS
from journeywork.kernel import doors
from journeywork.kernel.tenancy import within
from journeywork.people import bearers, queries

View = Callable[..., Any]

#: How many things a list holds; a number out of range is refused, not bent into it.
Limit = Annotated[int, Query(ge=1, le=STANDARD.page, description="How many at most.")]
#: Whether only one's own things are listed.
Mine = Annotated[bool, Query(description="Only mine.")]

#: Operation -> the permission it needs; the reference page and the tests read it.
OPERATIONS: dict[str, str] = {}
#: Operation -> what its person's roles must reach besides: what no scope holds, and the page asks.
OF_PERSON: dict[str, str] = {}
#: Operation that any valid token may use -> why.
FOR_ANY_TOKEN: dict[str, str] = {}


class ApiRequest(HttpRequest):
    """A request that passed `operation`: `person` is who asks.

    `holder` is whose token it carries, before anything is allowed; `follows` the cursor of the
    next page.
    """

    auth: Bearer
    person: Person
    follows: str | None
    holder: Bearer | None


class TokenBearer(HttpBearer):
    """Authorization: Bearer jw_..."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """Return whoever holds `token`, None when it is unknown, revoked or over.

        The entrance has found that out already: it asks before anything else is done.
        """
        del token
        return cast("ApiRequest", request).holder


class TokenClaim(HttpBearer):
    """What the token of a request claims, before anybody has looked; None where it is no token."""

    def authenticate(self, request: HttpRequest, token: str) -> bearers.Claim | None:
        """Return what `token` claims."""
        del request
        return bearers.claim(token)


def operation(permission: str, *, of_person: str | None = None) -> Callable[[View], View]:
    """Let in people whose roles, and whose token's scopes, reach `permission`.

    Their roles must reach `of_person` besides, whatever the token: so an operation asks no less
    than the page, also where it hands in what no token may read. The operation runs within the
    token's organisation, with `request.person` set.
    """
    PERMISSIONS[permission]

    def mark(view: View) -> View:
        OPERATIONS[name_of(view)] = permission
        if of_person is not None:
            OF_PERSON[name_of(view)] = PERMISSIONS[of_person].key

        def allow(asking: ApiRequest) -> None:
            doors.require(asking.person, permission, scopes=asking.auth.scopes)
            if of_person is not None:
                doors.require(asking.person, of_person)

        return doors.declare(_entered(view, allow), permission)

    return mark


def any_token(why: str) -> Callable[[View], View]:
    """Let in every valid token, whatever its scopes; `why` is for the reference page."""

    def mark(view: View) -> View:
        FOR_ANY_TOKEN[name_of(view)] = why
        return doors.anyone(why)(_entered(view, _always))

    return mark


def caller(request: HttpRequest) -> Person:
    """Return who asks; every personal operation reads that person's things and no other's."""
    return cast("ApiRequest", request).person


def bearer_of(request: HttpRequest) -> Bearer:
    """Return the token in use."""
    return cast("ApiRequest", request).auth


def name_of(view: View) -> str:
    """Return the name under which an operation stands in the tables."""
    return f"{view.__module__}.{view.__name__}".removeprefix("journeywork.api.")


def _always(asking: ApiRequest) -> None:
    del asking


def _entered(view: View, allow: Callable[[ApiRequest], None]) -> View:
    @wraps(view)
    def enter(request: HttpRequest, *given: Any, **named: Any) -> Any:
        asking = cast("ApiRequest", request)
        with within(asking.auth.org):
            asking.person = queries.person(asking.auth.person)
            allow(asking)
            found = view(asking, *given, **named)
            # Rooms return tuples; the framework would read two entries as status and answer.
            return list(found) if isinstance(found, tuple) else found

    return enter
