"""What an example is."""

from typing import Any

#: Operation -> a call that fits: method, path, body.
Examples = dict[str, tuple[str, str, Any]]
