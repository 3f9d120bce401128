"""What shapes have in common: what is sent, and what is answered."""

from typing import ClassVar, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

__all__ = ["UNSET", "Answered", "Given", "UnsetType"]

Shape = TypeVar("Shape", bound="Answered")


class Given(msgspec.Struct, kw_only=True):
    """What is sent; a field that is left out is not sent."""


class Answered(msgspec.Struct, kw_only=True, dict=True):
    """What the server answers; fields that a newer server adds are left out.

    `etag` is the validator of what was read or changed as a whole, "" for a part of it: send it
    as `if_match` with a change, and the change is refused where somebody else was first.
    """

    etag: ClassVar[str] = ""
