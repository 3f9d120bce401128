"""One post: what was answered, who said thanks, who else touched this."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from journeywork.engine.context import Context, QueryKind
from journeywork.engine.options import Option
from journeywork.engine.people import Person
from journeywork.engine.posts import MOST_CODE_POINTS, Post, may_quote
from journeywork.engine.work import Episode
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import queries as knowledge
from journeywork.knowledge.index import IndexUnavailable
from journeywork.knowledge.posts import actions, queries
from journeywork.people import queries as people
from journeywork.web import words
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.options import shown as shown_option
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.posts.feed import back
from journeywork.web.posts.shown import seen, shown_with

MOST_PEOPLE = 5
MOST_NAMED = 30


class ReplyForm(PageForm):
    """What one answers."""

    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=MOST_CODE_POINTS, widget=forms.Textarea
    )


@require_GET
@needs("post.read")
def post(request: PageRequest, post_id: UUID) -> HttpResponse:
    """Show a post with its answers; the address of an answer leads to its place among them."""
    try:
        found = queries.thread(post_id, reader=request.person)
    except NotFound:
        above = queries.post(post_id, reader=request.person).thread
        return redirect(f"{reverse('post', args=(above,))}#{post_id}")
    return _page(request, found, ReplyForm())


@require_POST
@needs("post.write")
def reply(request: PageRequest, post_id: UUID) -> HttpResponse:
    """Answer a post."""
    found, form = queries.thread(post_id, reader=request.person), ReplyForm(request.POST)
    if form.is_valid():
        kept = once(request, lambda: _answered(request, form, post_id))
        if kept:
            return kept
    return _page(request, found, form)


@require_POST
@needs("post.write")
def thanks(request: PageRequest, post_id: UUID) -> HttpResponse:
    """Say thanks, or take it back."""
    me = request.person
    if request.POST.get("wanted") == "no":
        actions.unthank(post_id=post_id, by=me.id)
    else:
        actions.thank(post_id=post_id, by=me.id, at=clock.now())
    return redirect(back(request, reverse("post", args=(post_id,))))


@require_POST
@needs("post.write")
def take_away(request: PageRequest, post_id: UUID) -> HttpResponse:
    """Take a post or an answer of mine away."""
    gone = queries.post(post_id, reader=request.person)
    actions.take_away(post_id=post_id, by=request.person.id, at=clock.now())
    messages.success(request, _("Taken away. What others answered stays theirs."))
    return redirect("post", gone.thread) if gone.thread else redirect("posts")


@require_POST
@needs("card.write")
def make_card(request: PageRequest, post_id: UUID) -> HttpResponse:
    """Make a draft of a card from a post or its whole thread, and open it in the editor."""
    whole = request.POST.get("whole") == "yes"
    made = actions.make_card(post_id=post_id, by=request.person.id, at=clock.now(), whole=whole)
    messages.success(request, _("Here is a draft. Only you can read it until you publish it."))
    return redirect("card-edit", made.key)


@require_GET
@needs("post.read")
def who(request: PageRequest, post_id: UUID) -> HttpResponse:
    """Show who else touched what a post is about, with reasons; for htmx the list alone.

    Beside those who took part in the same work: the page of the post names them.
    """
    me = request.person
    found = queries.thread(post_id, reader=me)
    work = queries.seen_work([found.root], reader=me).work.get(post_id)
    others = _who_knows(found.root.text, found.root.author, me, work)
    values = {"others": [shown_option(one) for one in others], "post_id": post_id}
    if request.htmx:
        return show_part(request, "posts/who_others.html", values)
    return show(request, "posts/who.html", values)


def _page(request: PageRequest, found: queries.Thread, form: ReplyForm) -> HttpResponse:
    me, root = request.person, found.root
    everything = [root, *found.replies]
    known, team = seen(everything, reader=me), root.audience.team
    lines = shown_with(
        everything,
        known,
        reader=me,
        most=MOST_NAMED,
        teams={team: people.team(team).name} if team else None,
    )
    values: dict[str, Any] = {
        "post": lines[0],
        "replies": lines[1:],
        "form": form,
        "same_work": _same_work(root, known, me),
        "cards": queries.cards_made([one.id for one in everything], reader=me),
        "quotable": may_quote(me.id, root),
        "thread_quotable": any(may_quote(me.id, one) for one in found.replies),
    }
    return show(request, "posts/post.html", values, status=422 if form.errors else 200)


def _answered(request: PageRequest, form: ReplyForm, post_id: UUID) -> str | None:
    text, me = form.cleaned_data["text"], request.person.id
    made = attempt(form, lambda: actions.reply(to=post_id, text=text, by=me, at=clock.now()))
    if made is None:
        return None
    arrived(request, _("Answered."))
    return f"{reverse('post', args=(made.thread,))}#{made.id}"


def _same_work(root: Post, known: queries.Seen, me: Person) -> list[dict[str, Any]]:
    """Return who else took part in the piece of work, with what they did where that is known."""
    work = known.work.get(root.id)
    if work is None:
        return []
    ways: dict[UUID, dict[str, None]] = {}
    for help in work.helpers:
        ways.setdefault(help.by, {})[str(words.HELP_KINDS[help.kind])] = None
    others = [id for id in work.people if id not in (me.id, root.author) and id in known.people]
    return [
        {"person": known.people[id], "did": ", ".join(ways.get(id, ())) or _("took part")}
        for id in others[:MOST_PEOPLE]
    ]


def _who_knows(text: str, author: UUID, me: Person, work: Episode | None) -> tuple[Option, ...]:
    context = Context(
        text=f"{work.title} {text}" if work else text,
        at=clock.now(),
        person=me.id,
        kind=QueryKind.CHAT,
        place=work.place if work else "",
        paths=work.paths if work else (),
        labels=work.labels if work else (),
        teams=me.teams,
        language=me.languages[0] if me.languages else "en",
        episode=work.uuid if work else None,
    )
    known = {me.id, author, *(work.people if work else ())}
    try:
        return knowledge.who_knows(context, limit=MOST_PEOPLE, exclude=known)
    except IndexUnavailable:
        return ()
