"""A folder of Markdown files: each file is a document."""

from pathlib import Path

from journeywork.engine.documents import Document
from journeywork.knowledge.importers.reading import MARKDOWN, Found, changed_at, files, text_of


def read(folder: Path, *, place: str = "") -> Found:
    """Return the Markdown files below `folder`; NotADirectoryError when there is none."""
    documents, aside = [], []
    for file, path in files(folder):
        if file.suffix.lower() not in MARKDOWN:
            continue
        text = text_of(file)
        if text is None:
            aside.append(f"{path}: is longer than two million bytes")
            continue
        documents.append(Document(path=path, text=text, changed_at=changed_at(file), place=place))
    return Found(documents=tuple(documents), aside=tuple(aside))
