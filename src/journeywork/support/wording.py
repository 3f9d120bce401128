"""What speaks for an option, in the reader's language: on pages and in the digest."""

from journeywork.engine.options import Part
from journeywork.kernel.reasons import said

MOST_CLAUSES = 3


def why(parts: tuple[Part, ...]) -> str:
    """Say in one line what speaks for an option: the strongest reasons; "" for none."""
    return _line(_clauses(parts)[:MOST_CLAUSES])


def why_else(parts: tuple[Part, ...]) -> str:
    """Say in one line what else speaks for it, after `why`; "" for nothing."""
    return _line(_clauses(parts)[MOST_CLAUSES:])


def _clauses(parts: tuple[Part, ...]) -> list[str]:
    strong = sorted(
        (part for part in parts if part.value > 0 and part.says), key=lambda p: -p.value
    )
    return [clause for part in strong for clause in said(part.says).split("; ")]


def _line(clauses: list[str]) -> str:
    line = "; ".join(clauses)
    return f"{line[:1].upper()}{line[1:]}." if line else ""
