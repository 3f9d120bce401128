"""Reads the demo's files; whatever is wrong in one is told by file and field, all at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from journeywork.connectors.demo.content import (
    CardEntry,
    CardHead,
    ClimateFile,
    Content,
    DebriefsFile,
    GrowthFile,
    PeopleFile,
    PostsFile,
    RequestsFile,
    ResponsesFile,
    WorkFile,
)
from journeywork.connectors.demo.links import faults

FOLDER = Path(__file__).parent / "content"
#: The same reader in C, ten times as fast, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Shape = TypeVar("Shape")


class WrongContent(ValueError):
    """The demo's files do not fit; `faults` says where, and what was expected."""

    def __init__(self, found: list[str]) -> None:
        super().__init__("\n".join(found))
        self.faults = found


def read(folder: Path = FOLDER) -> Content:
    """Return the content of `folder`; raises WrongContent with every fault that was found."""
    people = _yaml(folder, "people.yaml", PeopleFile)
    found = Content(
        teams=people.teams,
        people=people.people,
        cards=tuple(_cards(folder)),
        pieces={
            name: _yaml(folder, name, WorkFile).work
            for name in (f"work/{file.name}" for file in sorted(folder.glob("work/*.yaml")))
        },
        responses=_yaml(folder, "responses.yaml", ResponsesFile).responses,
        requests=_yaml(folder, "requests.yaml", RequestsFile).requests,
        posts=_yaml(folder, "posts.yaml", PostsFile).posts,
        debriefs=_yaml(folder, "debriefs.yaml", DebriefsFile).debriefs,
        climate=_yaml(folder, "climate.yaml", ClimateFile),
        growth=_yaml(folder, "growth.yaml", GrowthFile),
    )
    wrong = list(faults(found))
    if wrong:
        raise WrongContent(wrong)
    return found


def _cards(folder: Path) -> Iterator[CardEntry]:
    for file in sorted(folder.glob("cards/*/*.md")):
        name = str(file.relative_to(folder))
        opening, _, rest = _text(folder, name).partition("---\n")
        head, closing, body = rest.partition("\n---\n")
        if opening or not closing:
            raise WrongContent([f"{name}: begins with front matter between two lines of ---"])
        yield CardEntry(
            key=file.stem,
            setting=file.parent.name,
            head=_fit(name, _parsed(name, head), CardHead),
            body=body.strip() + "\n",
        )


def _yaml(folder: Path, name: str, shape: type[Shape]) -> Shape:
    return _fit(name, _parsed(name, _text(folder, name)), shape)


def _parsed(name: str, text: str) -> Any:
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 -- safe, whichever of the two it is
    except yaml.YAMLError as fault:
        raise WrongContent([f"{name}: is not YAML: {' '.join(str(fault).split())}"]) from None


def _fit(name: str, value: Any, shape: type[Shape]) -> Shape:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as fault:
        raise WrongContent([f"{name}: {fault}"]) from None


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongContent([f"{name}: cannot be read: {fault}"]) from None
