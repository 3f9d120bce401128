"""The sentences that the engine and the rooms write, as patterns to translate."""

from journeywork.engine.default_rules import WRITTEN

#: Marks a string for extraction, and leaves it as it is.
N_ = str

PATTERNS: tuple[str, ...] = ()
