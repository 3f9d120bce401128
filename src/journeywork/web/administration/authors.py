"""Authors: names in the work whom nobody knows here, and who they are."""

from collections import Counter
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.people import queries as directory
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier
from journeywork.work import actions, queries

PAGE = 50
MOST_PEOPLE = 20
#: Of a name so many words are looked for, each of at least so many letters.
MOST_WORDS, LEAST_LETTERS = 2, 3
LONGEST = 500


@require_GET
@needs("people.write")
def authors(request: PageRequest) -> HttpResponse:
    """Show the names that nobody knows, those with the most events first."""
    after = request.GET.get("after", "")[:LONGEST]
    found = queries.unresolved_authors(limit=PAGE + 1, after=after)
    shown = found[:PAGE]
    more = f"?{urlencode({'after': shown[-1].handle})}" if len(found) > PAGE else ""
    return show(request, "administration/authors.html", {"authors": shown, "more": more})


@require_http_methods(["GET", "POST"])
@needs("people.write")
def who(request: PageRequest) -> HttpResponse:
    """Show who may be meant by a name, and take down who is."""
    if request.method == "POST":
        _take_down(request)
        return redirect("authors")
    handle = request.GET.get("handle", "")[:LONGEST]
    if not handle:
        return redirect("authors")
    author = queries.unresolved_author(handle)
    text = request.GET.get("text", "")[:200].strip()
    people = directory.page(text=text, limit=MOST_PEOPLE) if text else _like(author.handle)
    values = {"author": author, "text": text, "people": people}
    return show(request, "administration/author.html", values)


def _take_down(request: PageRequest) -> None:
    """Say who is meant; where somebody has just said so, it stays as they said."""
    handle = request.POST.get("handle", "")[:LONGEST]
    person = identifier(request.POST.get("person"))
    try:
        author = queries.unresolved_author(handle)
    except NotFound:
        messages.warning(request, _("That has changed meanwhile; this is how it stands now."))
        return
    if person:
        named = directory.person(person)
        actions.name_author(
            handle=author.handle, person=named.id, by=request.person.id, at=clock.now()
        )
        says = _("%(handle)s is %(name)s. The history follows in a moment.")
        messages.success(request, says % {"handle": author.handle, "name": named.name})


def _like(handle: str) -> tuple[Person, ...]:
    """Return people whose name or address holds words of a handle, the most words first."""
    local = handle.rpartition(":")[2].partition("@")[0]
    words = "".join(letter if letter.isalnum() else " " for letter in local).split()
    long = sorted((word for word in words if len(word) >= LEAST_LETTERS), key=len, reverse=True)
    found: dict[Person, int] = Counter()
    for word in long[:MOST_WORDS]:
        for person in directory.page(text=word, limit=MOST_PEOPLE):
            found[person] += 1
    return tuple(sorted(found, key=lambda person: (-found[person], person.name)))[:MOST_PEOPLE]
