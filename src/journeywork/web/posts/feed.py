"""What colleagues narrate: near to me first, then others; by topic, by person; what I follow."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.posts import Post
from journeywork.engine.posts import topic as topic_name
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.knowledge.posts import actions, queries
from journeywork.people import queries as people
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import identifier
from journeywork.web.posts.shown import shown

PAGE = 20
#: A profile shows so many.
FEW = 5
NEAR, OTHERS, MINE = "near", "others", "mine"


@require_GET
@needs("post.read")
def posts(request: PageRequest) -> HttpResponse:
    """Show what was written near to me, then by others; or one of the two further back, or mine."""
    me, wanted = request.person, request.GET.get("show", "")
    if wanted == MINE:
        return _mine(request)
    before = _before(request)
    feed = queries.feed(
        reader=me,
        near=0 if wanted == OTHERS else PAGE + 1,
        others=0 if wanted == NEAR else PAGE + 1,
        before=before,
    )
    lines = shown([*feed.near[:PAGE], *feed.others[:PAGE]], reader=me)
    near = len(feed.near[:PAGE])
    values = {
        "groups": [
            (_("Near you"), lines[:near], _older(feed.near, show=NEAR)),
            (_("Others here"), lines[near:], _older(feed.others, show=OTHERS)),
        ],
        "tabs": tabs(""),
        "empty": _("Nobody has written anything yet. One sentence about what you do is enough."),
    }
    return show(request, "posts/posts.html", values)


@require_GET
@needs("post.read")
def topic(request: PageRequest, name: str) -> HttpResponse:
    """Show what was written about a topic."""
    about = topic_name(name)
    if not about:
        raise NotFound("topic")
    me = request.person
    found = queries.posts(reader=me, about=about, limit=PAGE + 1, before=_before(request))
    values = {
        "topic": about,
        "groups": [(_("Posts"), shown(found[:PAGE], reader=me), _older(found))],
        "follows": about in queries.follows(me.id).topics,
    }
    return show(request, "posts/topic.html", values)


@require_GET
@needs("post.read")
def posts_of(request: PageRequest, key: str) -> HttpResponse:
    """Show what somebody wrote; for htmx the newest alone, for their profile."""
    me, them = request.person, people.person_by_key(key)
    if request.htmx:
        few = queries.posts(reader=me, author=them.id, limit=FEW)
        return show_part(request, "posts/few.html", {"posts": shown(few, reader=me)})
    found = queries.posts(reader=me, author=them.id, limit=PAGE + 1, before=_before(request))
    values = {
        "them": them,
        "groups": [(_("Posts"), shown(found[:PAGE], reader=me), _older(found))],
        "follows": them.id in queries.follows(me.id).people,
        "mine": them.id == me.id,
    }
    return show(request, "posts/person.html", values)


@require_http_methods(["GET"])
@needs("post.read")
def following(request: PageRequest) -> HttpResponse:
    """Show whom and what I follow; nobody else sees it."""
    mine = queries.follows(request.person.id)
    values = {
        "people": list(people.persons(mine.people, active_only=False).values()),
        "topics": sorted(mine.topics),
        "tabs": tabs("following"),
    }
    return show(request, "posts/following.html", values)


@require_POST
@needs("post.write")
def follow(request: PageRequest) -> HttpResponse:
    """Follow a person or a topic, or no longer, and go back to where that was pressed."""
    wanted, key = request.POST.get("wanted") == "yes", request.POST.get("person", "")
    about = request.POST.get("topic", "")[:200]
    whom = people.person_by_key(key).id if key else None
    actions.follow(by=request.person.id, person=whom, about=about, wanted=wanted)
    says = _("You follow this now. Nobody else can see it.") if wanted else _("No longer followed.")
    messages.success(request, says)
    return redirect(back(request, reverse("following")))


def back(request: HttpRequest, otherwise: str) -> str:
    """Return where a form wants to go back to, if that is a page of ours."""
    wanted = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith("/") else otherwise


def tabs(here: str) -> list[dict[str, object]]:
    """Return the lists of posts."""
    named = (
        ("", _("All"), reverse("posts")),
        (MINE, _("Mine"), f"{reverse('posts')}?show={MINE}"),
        ("following", _("What I follow"), reverse("following")),
    )
    return [{"name": says, "url": url, "current": key == here} for key, says, url in named]


def _mine(request: PageRequest) -> HttpResponse:
    me = request.person
    found = queries.posts(reader=me, author=me.id, limit=PAGE + 1, before=_before(request))
    values = {
        "groups": [(_("Mine"), shown(found[:PAGE], reader=me), _older(found, show=MINE))],
        "tabs": tabs(MINE),
        "empty": _("You have not written anything yet. One sentence about what you do is enough."),
    }
    return show(request, "posts/posts.html", values)


def _before(request: PageRequest) -> queries.Place | None:
    id = identifier(request.GET.get("before"))
    return queries.place_of(id, reader=request.person) if id else None


def _older(found: Sequence[Post], **kept: Any) -> str:
    if len(found) <= PAGE:
        return ""
    return f"?{urlencode(kept | {'before': found[PAGE - 1].id})}"
