"""Lists, page by page: a page says where the next one begins.

A cursor holds the place of the last thing seen, by value, so that nothing is seen twice and
nothing is missed while others add to the list, or that thing goes away. It is signed, for one
person and one list asked in one way: whoever sends another finds out, and reads nothing.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, cast
from urllib.parse import quote
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema
from pydantic import ConfigDict

from journeywork.api.doors import ApiRequest
from journeywork.kernel.errors import Invalid
from journeywork.kernel.signing import derived

Item = TypeVar("Item")
Found = TypeVar("Found")
Place = TypeVar("Place")

#: Where a list goes on; a name in it may take four bytes a letter.
LONGEST = 4000
Cursor = Annotated[
    str, Query(max_length=LONGEST, description="Go on where a page ended: its `next`.")
]
_SIGNED = 16
_NONE = "is not the `next` of a page of this list asked in this way; begin without one"
_shown = msgspec.msgpack.Encoder().encode


class Seen(NamedTuple):
    """How many were seen of a list that is known whole, and the last of them."""

    number: int
    last: str


class Latest(NamedTuple):
    """The place in a list that begins with the latest."""

    at: datetime
    id: UUID


def _named(schema: dict[str, Any]) -> None:
    schema["description"] = Page.__doc__


class Page(Schema, Generic[Item]):
    """One page of a list. `next` is also told as a link (RFC 8288, `rel="next"`)."""

    model_config = ConfigDict(json_schema_extra=_named)

    items: list[Item] = Field(description="What stands on this page.")
    next: str | None = Field(description="The `cursor` of the next page; null on the last.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(Generic[Place]):
    """The page asked for: so many things at most, after the place of the last one seen."""

    request: HttpRequest
    limit: int
    after: Place | None

    @property
    def most(self) -> int:
        """Return how many to look for: one more than the page holds tells whether it is the last."""
        return self.limit + 1

    def page(
        self,
        found: Sequence[Found],
        *,
        place: Callable[[Found], Place],
        shown: Callable[[Sequence[Found]], Sequence[Any]] = list,
    ) -> Page[Any]:
        """Return the page of what was found: `most` things at most, in the order of their places."""
        kept = found[: self.limit]
        more = len(found) > self.limit
        return self._told(shown(kept), place(kept[-1]) if more else None)

    def whole(
        self,
        found: Sequence[Found],
        *,
        key: Callable[[Found], object],
        shown: Callable[[Sequence[Found]], Sequence[Any]] = list,
    ) -> Page[Any]:
        """Return the page of a list that is known whole; `key` tells its things apart."""
        begin = self._seen([str(key(one)) for one in found])
        kept = found[begin : begin + self.limit]
        end = begin + len(kept)
        place = Seen(end, str(key(kept[-1]))) if end < len(found) else None
        return self._told(shown(kept), cast("Place", place) if place else None)

    def _seen(self, keys: list[str]) -> int:
        """Return how many things of a list were seen, also where the last of them is gone."""
        if self.after is None:
            return 0
        number, last = cast("Seen", self.after)
        return keys.index(last) + 1 if last in keys else min(number - 1, len(keys))

    def _told(self, items: Sequence[Any], place: Place | None) -> Page[Any]:
        follows = _sealed(self.request, place) if place is not None else None
        cast("ApiRequest", self.request).follows = follows
        return Page(items=list(items), next=follows)


def turn(request: HttpRequest, limit: int, cursor: str, place: type[Place]) -> Turn[Place]:
    """Return the page asked for; raises Invalid for a cursor of elsewhere, or of nobody."""
    try:
        after = msgspec.msgpack.decode(_opened(request, cursor), type=place) if cursor else None
    except msgspec.ValidationError:  # One of an older version, signed by us.
        raise Invalid({"cursor": _NONE}) from None
    return Turn(request=request, limit=limit, after=after)


def each(shown: Callable[[Found], Item]) -> Callable[[Sequence[Found]], list[Item]]:
    """Return what shows many things, from what shows one."""
    return lambda found: [shown(one) for one in found]


def link(request: HttpRequest, answer: HttpResponse) -> None:
    """Name the next page in the header, where there is one: by its path, also behind proxies."""
    follows = getattr(request, "follows", None)
    if follows is not None:
        query = request.GET.copy()
        query["cursor"] = follows
        answer["Link"] = f'<{quote(request.path)}?{query.urlencode()}>; rel="next"'


def _sealed(request: HttpRequest, place: object) -> str:
    content = _shown(place)
    signature = _signatures(request, content)[0]
    return base64.urlsafe_b64encode(signature + content).decode().rstrip("=")


def _opened(request: HttpRequest, cursor: str) -> bytes:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Invalid({"cursor": _NONE}) from None
    signature, content = raw[:_SIGNED], raw[_SIGNED:]
    if not any(hmac.compare_digest(signature, one) for one in _signatures(request, content)):
        raise Invalid({"cursor": _NONE})
    return content


def _signatures(request: HttpRequest, content: bytes) -> list[bytes]:
    """Return the signatures that hold: of the newest key first, then of older ones."""
    asking = cast("ApiRequest", request)
    asked = sorted(item for item in request.GET.items() if item[0] not in ("cursor", "limit"))
    about = _shown([asking.auth.org, asking.auth.person, request.path, asked])
    return [
        hmac.digest(key.encode(), about + content, hashlib.sha256)[:_SIGNED]
        for key in derived("cursors of the API")
    ]
