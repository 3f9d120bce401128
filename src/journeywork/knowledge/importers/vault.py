"""An Obsidian vault or a wiki export: Markdown with links in double brackets and attachments."""

from itertools import groupby
from pathlib import Path

import re2

from journeywork.engine.documents import Document
from journeywork.engine.headings import lines
from journeywork.knowledge.importers.reading import MARKDOWN, Found, changed_at, files, text_of

_EMBED = re2.compile(r"!\[\[([^\[\]\n|]{1,300})(?:\|[^\[\]\n]{0,300})?\]\]")
_LINK = re2.compile(
    r"\[\[([^\[\]\n|#]{0,300})(?:#([^\[\]\n|]{1,300}))?(?:\|([^\[\]\n]{1,300}))?\]\]"
)
_COMMENT = re2.compile(r"(?s)%%.*?%%")


def read(folder: Path, *, place: str = "") -> Found:
    """Return the pages below `folder`, their links turned into plain words.

    Attachments are named in a line each. NotADirectoryError when there is no folder.
    """
    documents, aside = [], []
    for file, path in files(folder):
        text = text_of(file) if file.suffix.lower() in MARKDOWN else None
        if text is None:
            aside.append(f"{path}: attachments are not imported")
            continue
        documents.append(
            Document(path=path, text=plain(text), changed_at=changed_at(file), place=place)
        )
    return Found(documents=tuple(documents), aside=tuple(aside))


def plain(text: str) -> str:
    """Return `text` with wiki links as words, embeds by name, private comments taken out.

    Code blocks stay as they are: `[[` is a test in many shells.
    """
    runs = groupby(lines(text), key=lambda line: line.fenced)
    joined = ((code, "".join(line.text for line in run)) for code, run in runs)
    return "".join(run if code else _prose(run) for code, run in joined)


def _prose(text: str) -> str:
    text = _COMMENT.sub("", text)
    text = _EMBED.sub(lambda found: f"*[{_name(found.group(1))}]*", text)
    return str(_LINK.sub(_words, text))


def _words(found: "re2._Match[str]") -> str:
    page, heading, shown = found.groups()
    return shown or " - ".join(part for part in (_name(page or ""), heading) if part)


def _name(page: str) -> str:
    return page.strip().rsplit("/", 1)[-1]
