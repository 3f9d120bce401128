"""What can be wrong with a request, in words the doors translate (404, 403, 422)."""

from collections.abc import Mapping


class NotFound(LookupError):
    """There is no such thing here; another organisation's things are not here either."""


class Denied(PermissionError):
    """The person's roles do not reach the permission named."""


class Invalid(ValueError):
    """The input does not fit: `faults` says per field what is wrong and what is expected."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {says}" for field, says in faults.items()))
        self.faults = dict(faults)
