"""Posts as pages show them: plain text with safe links, people by name, nothing counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from journeywork.engine.people import Person
from journeywork.engine.posts import PieceKind, Post, pieces
from journeywork.engine.sharing import AudienceKind
from journeywork.engine.work import Episode
from journeywork.knowledge.posts import queries
from journeywork.web import words

#: So many of those who answered or said thanks are named in a list; on its own page, all.
FEW = 3
_LINK = Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>')
_TOPIC = Markup('<a href="{}">{}</a>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as a page shows it. `for_whom` is "" for what is open to all."""

    id: UUID
    author: Person | None
    text: Markup
    at: datetime
    changed_at: datetime | None
    mine: bool
    private: bool
    for_whom: str
    reflection: bool
    gone: bool
    work: Episode | None = None
    answered: str = ""
    thanked: str = ""
    thanks_by_me: bool = False


def shown(
    found: Sequence[Post],
    *,
    reader: Person,
    most: int = FEW,
    teams: Mapping[UUID, str] | None = None,
) -> list[Shown]:
    """Return posts as `reader` sees them, in their order; at most two statements."""
    return shown_with(found, seen(found, reader=reader), reader=reader, most=most, teams=teams)


def seen(found: Sequence[Post], *, reader: Person) -> queries.Seen:
    """Return the work that posts are about, with everybody whom the page will name."""
    named = {id for one in found for id in _named(one)}
    return queries.seen_work(found, reader=reader, besides=named)


def shown_with(
    found: Sequence[Post],
    known: queries.Seen,
    *,
    reader: Person,
    most: int = FEW,
    teams: Mapping[UUID, str] | None = None,
) -> list[Shown]:
    """Return the same with what is known already; no statement."""
    return [_shown(one, known, reader, most, teams or {}) for one in found]


def text_html(text: str) -> Markup:
    """Return a text with its links and topics to press; everything else stands as it was typed."""
    said = Markup().join(_piece(one.kind, one.text, one.means) for one in pieces(text))
    return said.replace("\n", Markup("<br>"))


def names(ids: Iterable[UUID], who: Mapping[UUID, Person], *, most: int) -> str:
    """Name people in a row of words; who is not here any more is named as the room does."""
    found = [who[id].name for id in ids if id in who]
    if len(found) <= most:
        return ", ".join(found)
    return _("%(names)s and others") % {"names": ", ".join(found[:most])}


def _shown(
    post: Post, known: queries.Seen, reader: Person, most: int, teams: Mapping[UUID, str]
) -> Shown:
    who = known.people
    return Shown(
        id=post.id,
        author=who.get(post.author),
        text=text_html(post.text),
        at=post.at,
        changed_at=post.changed_at,
        mine=post.author == reader.id,
        private=post.audience.kind is AudienceKind.ME,
        for_whom=_for_whom(post, who, teams),
        reflection=post.reflection,
        gone=post.gone,
        work=known.work.get(post.id),
        answered=names(post.answered, who, most=most),
        thanked=names(post.thanked, who, most=most),
        thanks_by_me=reader.id in post.thanked,
    )


def _for_whom(post: Post, who: Mapping[UUID, Person], teams: Mapping[UUID, str]) -> str:
    audience = post.audience
    if post.is_open:
        return ""
    if audience.team and audience.team in teams:
        return _("For the team %(team)s") % {"team": teams[audience.team]}
    if audience.person and audience.person in who:
        return _("For %(name)s alone") % {"name": who[audience.person].name}
    return str(words.AUDIENCES[audience.kind])


def _named(post: Post) -> set[UUID]:
    asked = {post.audience.person} if post.audience.person else set()
    return {post.author, *post.answered, *post.thanked, *asked}


def _piece(kind: PieceKind, text: str, means: str) -> Markup:
    match kind:
        case PieceKind.LINK:
            return _LINK.format(means, text)
        case PieceKind.TOPIC:
            return _TOPIC.format(reverse("topic", args=(means,)), text)
        case PieceKind.TEXT:
            return Markup.escape(text)
