"""How people come in: every door says which permission it needs, or why it needs none.

    @needs("card.write")
    def write(request): ...

    @anyone("It is how people sign in.")
    def sign_in(request): ...

The API's `operation` marks what it wraps with `declare`. What is not marked is closed: `Closed`
answers 404, and the house tests fail.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from journeywork.engine.people import Person
from journeywork.engine.permissions import PERMISSIONS, Reach, covers, granted
from journeywork.kernel.errors import Denied

View = Callable[..., Any]
Door = TypeVar("Door", bound=View)

#: Libraries whose doors guard themselves: sign-in, and the API's dispatcher (its operations
#: are marked one by one).
GUARDED = ("allauth.", "ninja.", "django.contrib.staticfiles.", "django.views.i18n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a door says of itself: the permission it needs, or why it needs none."""

    permission: str = ""
    open_because: str = ""


def needs(permission: str) -> Callable[[View], View]:
    """Let in people whose roles reach `permission`; raises Denied for others who are here.

    Within the view `request.person` is who asks, `request.seat` where they belong and
    `request.reach` how far they reach. Whoever is not signed in is asked to, and comes back.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *given: Any, **named: Any) -> Any:
            person: Person | None = getattr(request, "person", None)
            if person is None:
                return _outside(request)
            request.reach = require(person, permission)  # type: ignore[attr-defined]
            return view(request, *given, **named)

        return declare(enter, permission)

    return mark


def declare(door: Door, permission: str) -> Door:
    """Mark a door with the permission that it asks for; KeyError for one not in the table."""
    PERMISSIONS[permission]
    door.declared = Declared(permission=permission)  # type: ignore[attr-defined]
    return door


def anyone(because: str) -> Callable[[Door], Door]:
    """Mark a door that lets in everybody, signed in or not, and say why that is right."""

    def mark(door: Door) -> Door:
        door.declared = Declared(open_because=because)  # type: ignore[attr-defined]
        return door

    return mark


def declared(door: View) -> Declared | None:
    """Return what a door, or the one that it wraps, says of itself; None for nothing."""
    found: View | None = door
    while found is not None:
        says = getattr(found, "declared", None)
        if isinstance(says, Declared):
            return says
        found = getattr(found, "__wrapped__", None)
    return None


def guards_itself(door: View) -> bool:
    """Tell whether a door belongs to a library that asks for itself who may come in."""
    view_class = getattr(door, "view_class", door)
    return any(getattr(part, "__module__", "").startswith(GUARDED) for part in (door, view_class))


class Closed:
    """Keeps doors closed that say nothing of themselves."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: View, given: tuple[Any, ...], named: dict[str, Any]
    ) -> None:
        """Raise Http404 for a view that nobody declared."""
        del request, given, named
        if declared(view) is None and not guards_itself(view):
            raise Http404(f"{view.__module__}.{getattr(view, '__name__', view)} is not declared")


def require(person: Person, permission: str, *, scopes: Collection[str] | None = None) -> Reach:
    """Return how far a person reaches with `permission`; raises Denied when not at all.

    `scopes` are those of the token in use, None for somebody who is signed in.
    """
    reach = granted(person.roles, permission, scopes)
    if reach is None or not person.active:
        raise Denied(permission)
    return reach


def require_over(
    person: Person,
    permission: str,
    *,
    owner: UUID | None = None,
    teams: Collection[UUID] = (),
    scopes: Collection[str] | None = None,
) -> None:
    """Raise Denied unless `permission` reaches a thing of `owner` and of `teams`."""
    if not covers(require(person, permission, scopes=scopes), person, owner=owner, teams=teams):
        raise Denied(permission)


def _onward(request: HttpRequest) -> str:
    """Return the page to which somebody comes back after signing in.

    An address that takes what is sent may show nothing: then it is the page that they saw.
    """
    if request.method in ("GET", "HEAD") and "HX-Request" not in request.headers:
        return request.get_full_path()
    seen = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if seen.netloc != request.get_host() or not seen.path.startswith("/"):
        return "/"
    return f"{seen.path}?{seen.query}" if seen.query else seen.path


def _outside(request: HttpRequest) -> HttpResponse:
    """Answer somebody who is not here: signed in without a seat, or not signed in."""
    if getattr(request, "signed_in", False):
        return redirect("nowhere")
    sign_in = redirect_to_login(_onward(request))
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Redirect": sign_in.url})
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=401)
    return sign_in
