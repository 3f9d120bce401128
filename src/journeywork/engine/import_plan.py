"""What an import has to do: compares what is there with what comes, by key and by text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Keys by what happens to them. `moved` maps a new key to the old one of the same text."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    moved: Mapping[str, str]
    gone: tuple[str, ...]


def plan(there: Mapping[str, str], coming: Mapping[str, str]) -> Plan:
    """Compare `there` with `coming`, each key -> digest.

    The first half of a digest stands for the text, the second for all else. A text that is gone under one key and new under another has moved: its card keeps its
    history. Of several equal texts the first in order moves first.
    """
    gone = sorted(there.keys() - coming.keys())
    fresh = sorted(coming.keys() - there.keys())
    moved = _moved(gone, fresh, there, coming)
    known = sorted(there.keys() & coming.keys())
    return Plan(
        new=tuple(key for key in fresh if key not in moved),
        changed=tuple(key for key in known if there[key] != coming[key]),
        same=tuple(key for key in known if there[key] == coming[key]),
        moved=moved,
        gone=tuple(key for key in gone if key not in moved.values()),
    )


def _moved(
    gone: Sequence[str],
    fresh: Sequence[str],
    there: Mapping[str, str],
    coming: Mapping[str, str],
) -> dict[str, str]:
    by_digest: dict[str, list[str]] = {}
    for key in reversed(gone):
        by_digest.setdefault(_text(there[key]), []).append(key)
    known = ((key, by_digest.get(_text(coming[key]))) for key in fresh)
    return {key: olds.pop() for key, olds in known if olds}


def _text(digest: str) -> str:
    return digest[: len(digest) // 2]
