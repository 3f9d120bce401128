"""Reading what another system sent, whose shape nobody promised."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

#: Nothing was sent before. Go writes the year 1 for a time that there is not.
FIRST_YEAR = 1970


class Unusable(ValueError):
    """What came in is not about a piece of work here; the message says why.

    `about` is its type, where it stands in the content rather than in a header.
    """

    def __init__(self, says: str, *, about: str = "") -> None:
        super().__init__(says)
        self.about = about


class Payload:
    """A JSON object read by path. What is absent or of another type is empty, never an error."""

    def __init__(self, content: Any) -> None:
        self._content: Mapping[str, Any] = content if isinstance(content, dict) else {}

    def __bool__(self) -> bool:
        return bool(self._content)

    def text(self, *path: str) -> str:
        """Return the text at `path`; numbers as digits, "" for anything else."""
        found = self._find(path)
        if isinstance(found, bool) or not isinstance(found, str | int):
            return ""
        return str(found)

    def flag(self, *path: str) -> bool:
        """Return whether `path` holds true."""
        return self._find(path) is True

    def denies(self, *path: str) -> bool:
        """Return whether `path` holds false, which is more than not holding true."""
        return self._find(path) is False

    def time(self, *path: str) -> datetime:
        """Return the time at `path`, in UTC; raises Unusable when there is none."""
        found = self._find(path)
        if isinstance(found, int) and not isinstance(found, bool) and 0 < found < 2**33:
            return datetime.fromtimestamp(found, UTC)
        try:
            at = datetime.fromisoformat(_iso(str(found)))
            at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            raise Unusable(f"{'.'.join(path)} is not a time") from None
        if at.year < FIRST_YEAR:
            raise Unusable(f"{'.'.join(path)} is not a time")
        return at

    def part(self, *path: str) -> "Payload":
        """Return the object at `path`, empty when there is none."""
        return Payload(self._find(path))

    def parts(self, *path: str) -> list["Payload"]:
        """Return the objects of the list at `path`."""
        found = self._find(path)
        return [Payload(each) for each in found] if isinstance(found, list) else []

    def texts(self, *path: str) -> tuple[str, ...]:
        """Return the texts of the list at `path`, empty ones left out."""
        found = self._find(path)
        entries = found if isinstance(found, list) else []
        return tuple(each for each in entries if isinstance(each, str) and each)

    def _find(self, path: tuple[str, ...]) -> Any:
        found: Any = self._content
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found


def _iso(text: str) -> str:
    """Spell "2026-03-10 10:00:00 UTC", as GitLab does, the way the standard has it."""
    return text.removesuffix(" UTC") + "+00:00" if text.endswith(" UTC") else text
