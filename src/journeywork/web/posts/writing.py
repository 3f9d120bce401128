"""Writing a post: one field, the work at hand beside it, and who can read it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from journeywork.engine.people import Person
from journeywork.engine.posts import LONGEST, MOST_CODE_POINTS, OPEN, Post, left, topics_of
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind
from journeywork.engine.work import Episode, EpisodeState
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Denied
from journeywork.knowledge.posts import actions, queries
from journeywork.people import queries as people
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import identifier
from journeywork.work import queries as work

EVERYONE, ME, PERSON, TEAM = "everyone", "me", "person", "team:"
#: A button of another page brings its text along; nothing is kept yet.
BEGIN = "begin"
#: From here on the page says how many characters are left.
FEW_LEFT = 100


class PostForm(PageForm):
    """What one says, and who can read it."""

    text = forms.CharField(
        label=gettext_lazy("What are you doing, or what did you find out?"),
        help_text=gettext_lazy("A few sentences for colleagues. A #word makes it part of a topic."),
        max_length=MOST_CODE_POINTS,
        widget=forms.Textarea,
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who can read it"), initial=EVERYONE)
    reader = forms.CharField(
        label=gettext_lazy("Which person"),
        help_text=gettext_lazy("Name or e-mail address."),
        max_length=254,
        required=False,
    )

    def __init__(self, *given: Any, me: Person, **named: Any) -> None:
        super().__init__(*given, **named)
        mine = {*me.teams, *me.leads, _team_of(self.initial.get("audience"))}
        teams = [one for one in people.teams() if one.id in mine]
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (EVERYONE, _("Everyone here")),
            *((f"{TEAM}{one.id}", _("The team %(team)s") % {"team": one.name}) for one in teams),
            (PERSON, _("One person")),
            (ME, _("Only I")),
        ]
        self.fields["audience"].widget.attrs["class"] = "w-m"
        self.fields["reader"].widget.attrs["class"] = "w-m"

    def clean(self) -> dict[str, Any]:
        """Find out who is meant by the one person."""
        found = super().clean()
        found["whom"] = None
        if found.get("audience") == PERSON and not self.errors:
            found["whom"] = self._whom(found.get("reader", "").strip())
        return found

    def _whom(self, text: str) -> UUID | None:
        meant = people.page(text=text, limit=2) if text else ()
        exact = [one for one in meant if text.casefold() in (one.key, one.email.casefold())]
        if len(exact or meant) == 1:
            return (exact or meant)[0].id
        says = _("Several people are called that.") if meant else _("Nobody here is called that.")
        self.add_error("reader", says if text else _("Say who."))
        return None

    def chosen(self) -> Audience:
        """Return who can read it, of a form that is valid."""
        picked = self.cleaned_data["audience"]
        if picked == PERSON:
            return Audience(kind=AudienceKind.PERSON, person=self.cleaned_data["whom"])
        if picked.startswith(TEAM):
            return Audience(kind=AudienceKind.TEAM, team=_team_of(picked))
        return ONLY_ME if picked == ME else OPEN


@require_http_methods(["GET", "POST"])
@needs("post.write")
def new(request: PageRequest) -> HttpResponse:
    """Write a post; the work at hand is suggested, and one press leaves it out."""
    begun = request.POST.get("act") == BEGIN
    sent = request.method == "POST" and not begun
    initial = {"text": request.POST.get("text", "")[:MOST_CODE_POINTS]} if begun else {}
    form = PostForm(request.POST if sent else None, initial=initial, me=request.person)
    if sent and form.is_valid():
        kept = once(request, lambda: _kept(request, form))
        if kept:
            return kept
    at_hand = _suggested(request, sent=sent)
    about = not sent or bool(request.POST.get("episode"))
    values = {"form": form, "work": at_hand, "about": about, "posted": None}
    return _page(request, form, values | {"action": reverse("post-new"), "draft": "post"})


@require_http_methods(["GET", "POST"])
@needs("post.write")
def change(request: PageRequest, post_id: UUID) -> HttpResponse:
    """Change what I said, what it is about, and who can read it."""
    me = request.person
    post = queries.post(post_id, reader=me)
    if post.author != me.id:
        raise Denied("post.write")
    form = PostForm(request.POST or None, initial=_initial(post), me=me)
    if post.thread:
        form.fields.pop("audience")
        form.fields.pop("reader")
    known = queries.seen_work([post], reader=me).work.get(post.id)
    # Work that its author can see no longer is not shown, and so not taken off either.
    off = known is not None and not request.POST.get("episode")
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: _changed(request, form, post, off=off))
        if changed:
            arrived(request, _("Changed."))
            return redirect("post", post.thread or post.id)
    about = request.method != "POST" or bool(request.POST.get("episode"))
    values = {"form": form, "work": known, "about": about, "posted": post}
    action = reverse("post-change", args=(post.id,))
    return _page(request, form, values | {"action": action, "draft": f"post-{post.id}"})


@require_POST
@needs("post.write")
def check(request: PageRequest) -> HttpResponse:
    """Say of a text that is being written which topics it has, and how much still fits."""
    text = request.POST.get("text", "")[:MOST_CODE_POINTS]
    return show_part(request, "posts/check.html", checked(text))


def checked(text: str) -> dict[str, Any]:
    """Return what is said below a text that is being written."""
    room = left(text)
    says = ""
    if room < 0:
        says = ngettext("%(num)d character too many", "%(num)d characters too many", -room) % {
            "num": -room
        }
    elif room < FEW_LEFT:
        says = ngettext("%(num)d character left", "%(num)d characters left", room) % {"num": room}
    return {"topics": topics_of(text), "says": says, "over": room < 0, "most": LONGEST}


def _page(request: PageRequest, form: PostForm, values: dict[str, Any]) -> HttpResponse:
    told = values | checked(str(form["text"].value() or ""))
    return show(request, "posts/write.html", told, status=422 if form.errors else 200)


def _kept(request: PageRequest, form: PostForm) -> str | None:
    made = attempt(
        form,
        lambda: actions.write(
            text=form.cleaned_data["text"],
            audience=form.chosen(),
            episode=identifier(request.POST.get("episode")),
            by=request.person.id,
            at=clock.now(),
        ),
    )
    if made is None:
        return None
    arrived(request, _posted(made))
    return reverse("post", args=(made.id,))


def _posted(post: Post) -> str:
    if post.audience == ONLY_ME:
        return _("Kept. Only you can read it.")
    return _("Posted.")


def _changed(request: PageRequest, form: PostForm, post: Post, *, off: bool) -> Post:
    at, me = clock.now(), request.person.id
    episode = None if off else post.episode
    changed = actions.change(
        post_id=post.id, text=form.cleaned_data["text"], episode=episode, by=me, at=at
    )
    if post.thread:
        return changed
    return actions.share(post_id=post.id, audience=form.chosen(), by=me, at=at)


def _suggested(request: PageRequest, *, sent: bool) -> Episode | None:
    """Return the piece of work that was asked for, else the one at hand."""
    asked = identifier((request.POST if sent else request.GET).get("episode"))
    if asked:
        return work.episode(asked) if queries.sees(asked, request.person) else None
    states = (EpisodeState.OPEN, EpisodeState.BLOCKED)
    at_hand = work.episodes(people=(request.person.id,), states=states, limit=1)
    return at_hand[0] if at_hand else None


def _initial(post: Post) -> dict[str, Any]:
    kind, who = post.audience.kind, post.audience.person
    named = {
        AudienceKind.ME: ME,
        AudienceKind.PERSON: PERSON,
        AudienceKind.TEAM: f"{TEAM}{post.audience.team}",
    }
    reader = people.persons([who], active_only=False).get(who) if who else None
    return {
        "text": post.text,
        "audience": named.get(kind, EVERYONE),
        "reader": (reader.email or reader.key) if reader else "",
    }


def _team_of(picked: str | None) -> UUID | None:
    return identifier((picked or "").removeprefix(TEAM))
