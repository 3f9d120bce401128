"""Documents from elsewhere, and the cards of at most five minutes that are made of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from journeywork.engine.card_kinds import kind_of
from journeywork.engine.front_matter import FrontMatter, front_matter
from journeywork.engine.headings import sections
from journeywork.engine.knowledge import AppliesTo, CardKind
from journeywork.engine.slugs import slug
from journeywork.engine.splitting import Cut, split

#: Files of every repository that help nobody with their work.
_NOT_WORTH_A_CARD = {
    "license", "licence", "copying", "changelog", "changes", "history", "news", "releases",
    "authors", "contributors", "maintainers", "code_of_conduct", "code-of-conduct", "codeowners",
    "pull_request_template", "issue_template", "notice", "thanks", "backers", "sponsors",
}  # fmt: skip
_SAY_NOTHING = {"docs", "doc", "src", "lib", "readme", "index", "content", "pages", "main", "guide"}
_SHORTEST_TOPIC = 3
_MOST_TOPICS = 6
_IDLE_FOLDERS = {"node_modules", "vendor", "third_party", "target", "dist", ".git", ".github"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text somebody keeps elsewhere. `path` names it within its source, with `/`.

    `changed_at` is its last meaningful change (counts as a review), `first_seen` when it
    appeared; both aware. `place` is where the work lives that it is about, "" for all.
    """

    path: str
    text: str
    title: str = ""
    source: str = ""
    author_email: str = ""
    changed_at: datetime | None = None
    first_seen: datetime | None = None
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One card to be: `key` stays the same as long as the path and the headings do."""

    key: str
    title: str
    body: str
    kind: CardKind
    topics: tuple[str, ...]
    applies_to: AppliesTo
    front: FrontMatter
    document: Document


def titled(document: Document) -> tuple[str, str]:
    """Return the title of a document, and its text without what stands about it at its head."""
    front, text = front_matter(document.text)
    return _title(document, front, text), text


def _title(document: Document, front: FrontMatter, text: str) -> str:
    return document.title or front.title or _first_heading(text) or _name(document.path)


def worth_a_card(path: str) -> bool:
    """Tell whether a file may help with the work (a licence or a list of changes does not)."""
    folders, name = path.lower().split("/")[:-1], path.lower().rsplit("/", 1)[-1]
    stem = name.split(".")[0]
    hidden = any(folder in _IDLE_FOLDERS for folder in folders)
    return not hidden and stem not in _NOT_WORTH_A_CARD and not stem.startswith("license-")


def pieces(document: Document) -> tuple[Piece, ...]:
    """Cut `document` into cards to be; empty for a text without words."""
    front, text = front_matter(document.text)
    title = _title(document, front, text)
    seen: Counter[str] = Counter()
    made = []
    for cut in split(text):
        body = _without_own_heading(text[cut.start : cut.end], (title, *cut.trail[-1:]))
        if body.strip():
            made.append(_piece(document, front, title, cut, body, seen))
    return tuple(made)


def _piece(
    document: Document, front: FrontMatter, title: str, cut: Cut, body: str, seen: Counter[str]
) -> Piece:
    heading = " - ".join(part for part in cut.trail if part and part != title)
    name = f"{document.path}#{slug('/'.join(cut.trail))}" if cut.trail else document.path
    seen[name] += 1
    said = f"{title}: {heading}" if heading else title
    said = f"{said} ({cut.part})" if cut.part > 1 else said
    return Piece(
        key=name if seen[name] == 1 else f"{name}~{seen[name]}",
        title=said[:200],
        body=body.strip("\n") + "\n",
        kind=front.kind or kind_of(title=said, path=document.path, body=body),
        topics=front.topics or topics_of(document.path),
        applies_to=_applies_to(document, front),
        front=front,
        document=document,
    )


def topics_of(path: str) -> tuple[str, ...]:
    """Return what the folders and the name of a file say of its subject, at most six words."""
    parts = path.lower().rsplit(".", 1)[0].split("/")
    found = (part.replace("_", "-").strip("-") for part in parts)
    return tuple(
        dict.fromkeys(p for p in found if len(p) >= _SHORTEST_TOPIC and p not in _SAY_NOTHING)
    )[-_MOST_TOPICS:]


def _applies_to(document: Document, front: FrontMatter) -> AppliesTo:
    if front.applies_to != AppliesTo():
        return front.applies_to
    folder = document.path.rpartition("/")[0]
    return AppliesTo(
        places=(document.place,) if document.place else (),
        paths=(f"{folder}/**",) if folder else (),
    )


@lru_cache(maxsize=256)  # Texts of one document differ little from each other.
def _without_own_heading(body: str, titles: tuple[str, ...]) -> str:
    """Take away the headings at the head that the title repeats."""
    lead = next(iter(sections(body)), None)
    if lead is None or body[: lead.start].strip() or lead.title not in titles:
        return body
    return _without_own_heading(body[lead.body :], titles)


def _first_heading(text: str) -> str:
    return next((s.title for s in sections(text) if s.level == 1 and s.title), "")


def _name(path: str) -> str:
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return stem.replace("_", " ").replace("-", " ").strip().capitalize() or path


def summary(body: str, longest: int = 200) -> str:
    """Return the first words of a card that are prose, in one line of at most `longest`."""
    for block in body.split("\n\n"):
        line = " ".join(block.split())
        if line and line[0] not in "#|`~-=<!*+>":
            return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"
    return ""


def kept(documents: Iterable[Document]) -> tuple[list[Document], list[str]]:
    """Part documents into those to import and, in a line each, those left aside."""
    wanted, aside = [], []
    for document in documents:
        if worth_a_card(document.path) or front_matter(document.text)[0].kind:
            wanted.append(document)
        else:
            aside.append(f"{document.path}: says nothing about how to do the work")
    return wanted, aside
