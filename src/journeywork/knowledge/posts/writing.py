"""Posts are written, changed, opened wider or narrower, answered, taken away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.engine.people import Person
from journeywork.engine.posts import AUDIENCES, OPEN, Post, fault, tidy
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.ids import new_id
from journeywork.knowledge.facts import PostOpened, PostWritten
from journeywork.knowledge.post_models import PostRow, PostThanksRow, ReflectionTimeRow
from journeywork.knowledge.posts.rights import own_row, post_row, root_row
from journeywork.knowledge.posts.seeing import sees
from journeywork.knowledge.posts.values import audience_of, post_of, put_audience
from journeywork.people import queries as people


def write(
    *,
    text: str,
    by: UUID,
    at: datetime,
    audience: Audience = OPEN,
    episode: UUID | None = None,
    reflection: bool = False,
) -> Post:
    """Write a post; raises Invalid that names the fields.

    `episode` is a piece of work that its author may see. Whoever reads the post learns of it only
    where they may see it too.
    """
    author, said = people.person(by), tidy(text)
    _check(said, audience=audience, episode=episode, by=author)
    row = PostRow(id=new_id(), author=by, text=said, episode=episode, reflection=reflection, at=at)
    put_audience(row, audience)
    with transaction.atomic():
        row.save(force_insert=True)
        _tell(row, by=by, at=at)
    return post_of(row)


def reply(*, to: UUID, text: str, by: UUID, at: datetime) -> Post:
    """Answer a post, or a reply: there is one level. Raises NotFound, or Invalid.

    It is for those who may read the post now, and for nobody who joins them later.
    """
    author, said = people.person(by), tidy(text)
    if wrong := fault(said):
        raise Invalid({"text": wrong})
    with transaction.atomic():
        heard = post_row(to, reader=author)
        root = root_row(heard.thread, reader=author) if heard.thread else heard
        if not root.text:
            raise NotFound("post")
        row = PostRow(id=new_id(), author=by, thread=root.id, text=said, at=at)
        put_audience(row, audience_of(root))
        row.save(force_insert=True)
        publish(PostWritten(post=row.id, by=by, at=at))
    return post_of(row)


def change(
    *, post_id: UUID, text: str, by: UUID, at: datetime, episode: UUID | None = None
) -> Post:
    """Say something else in a post or reply of one's own; that it was changed is shown.

    `episode` is the piece of work it is about from now on, None for none.
    Raises NotFound, Denied, or Invalid that names the fields.
    """
    author, said = people.person(by), tidy(text)
    with transaction.atomic():
        row = own_row(post_id, by=author)
        kept = episode if episode == row.episode else None
        _check(said, audience=None, episode=None if kept else episode, by=author)
        if said != row.text:
            row.text, row.changed_at = said, at
        row.episode = None if row.thread else episode
        put_audience(row, audience_of(row))
        row.save()
    return post_of(row)


def share(*, post_id: UUID, audience: Audience, by: UUID, at: datetime) -> Post:
    """Choose anew who can read a post of one's own.

    What others answered stays among those it was for.
    Raises NotFound, Denied, or Invalid.
    """
    author = people.person(by)
    with transaction.atomic():
        row = own_row(post_id, by=author)
        if row.thread:
            raise Invalid({"audience": "is that of the post it answers"})
        _check(row.text, audience=audience, episode=None, by=author)
        if audience_of(row) == audience:
            return post_of(row)
        was_open = post_of(row).is_open
        for each in (row, *PostRow.objects.filter(thread=row.id, author=by)):
            put_audience(each, audience)
            each.save()
        detail = {"audience": audience.kind, "person": audience.person, "team": audience.team}
        audit.record(verb="post.shared", object=f"post:{row.id}", by=by, at=at, detail=detail)
        if post_of(row).is_open and not was_open:
            publish(PostOpened(post=row.id, by=by, at=at))
    return post_of(row)


def take_away(*, post_id: UUID, by: UUID, at: datetime) -> None:
    """Take a post or reply of one's own away: its words and its thanks are gone.

    What others answered stays theirs. Raises NotFound or Denied.
    """
    with transaction.atomic():
        row = own_row(post_id, by=people.person(by))
        row.text, row.topics, row.episode = "", [], None
        row.save()
        PostThanksRow.objects.filter(post=row.id).delete()
        audit.record(verb="post.removed", object=f"post:{row.id}", by=by, at=at)


def reflect(*, text: str, by: UUID, at: datetime) -> Post:
    """Keep what somebody answers to their weekly questions: for nobody else until they share it."""
    with transaction.atomic():
        made = write(text=text, by=by, at=at, audience=ONLY_ME, reflection=True)
        ReflectionTimeRow.objects.filter(person=by).update(done_at=at)
    return made


def hold(post_id: UUID) -> None:
    """Keep everybody else from changing a post, until the transaction ends."""
    list(PostRow.objects.select_for_update().filter(id=post_id).values_list("id"))


def _tell(row: PostRow, *, by: UUID, at: datetime) -> None:
    publish(PostWritten(post=row.id, by=by, at=at))
    if row.audience == AudienceKind.EVERYONE:
        publish(PostOpened(post=row.id, by=by, at=at))


def _check(text: str, *, audience: Audience | None, episode: UUID | None, by: Person) -> None:
    faults = {}
    if wrong := fault(text):
        faults["text"] = wrong
    if audience is not None and (wrong := _unfit(audience)):
        faults["audience"] = wrong
    if episode is not None and not sees(episode, by):
        faults["episode"] = "is not a piece of work that you can see"
    if faults:
        raise Invalid(faults)


def _unfit(audience: Audience) -> str:
    if audience.kind not in AUDIENCES:
        return "is not one that a post can have"
    if audience.team and audience.team not in {team.id for team in people.teams()}:
        return "is not a team here"
    if audience.person and audience.person not in people.persons([audience.person]):
        return "is not somebody who works here"
    return ""
