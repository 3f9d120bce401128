"""The guides that come with Journeywork: files beside this one, read once."""

from functools import cache
from pathlib import Path

from journeywork.engine.guide_files import read
from journeywork.engine.guides import Guide

_FOLDER = Path(__file__).parent / "guides"


@cache
def shipped() -> dict[tuple[str, str], tuple[Guide, str]]:
    """Return every guide with its text, by kind and key."""
    found = {}
    for file in sorted(_FOLDER.glob("*/*.md")):
        text = file.read_text(encoding="utf-8")
        found[file.parent.name, file.stem] = (read(text), text)
    return found
