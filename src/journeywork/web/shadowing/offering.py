"""An offer to be watched, a request to watch: made, looked at, taken up, taken back."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.people import Person
from journeywork.engine.shadowing import LADDER, MOST_VISITORS, Mode, ShadowOffer, ShadowRequest
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.people import queries as people
from journeywork.shadowing import actions, queries
from journeywork.web import words as ours
from journeywork.web.forms import PageForm, attempt, words
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.shadowing.shadow_words import LENGTHS, MODES

ANYONE, PERSON = "anyone", "person"


class TopicForm(PageForm):
    """What offers and requests have in common."""

    title = forms.CharField(max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of work"), required=False)
    topics = forms.CharField(
        label=gettext_lazy("Topics"),
        help_text=gettext_lazy("With commas between them. Offers and requests meet by them."),
        max_length=700,
        required=False,
    )
    reverse = forms.BooleanField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        kinds = [(key, says) for key, says in ours.EPISODE_KINDS.items()]
        self.fields["kind"].choices = [("", _("Any")), *kinds]  # type: ignore[attr-defined]


class OfferForm(TopicForm):
    """Come and watch me do this."""

    about = forms.CharField(
        label=gettext_lazy("What will happen, and when is a good moment?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )
    visitors = forms.ChoiceField(
        label=gettext_lazy("Visitors at the same time"),
        choices=[(str(n), str(n)) for n in range(1, MOST_VISITORS + 1)],
    )
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("How far may a visitor go?"),
        help_text=gettext_lazy("In this order. What you leave out is said to whoever comes."),
        widget=forms.CheckboxSelectMultiple,
        choices=[(mode.value, says) for mode, says in MODES.items()],
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["title"].label = _("Come and watch me …")
        self.fields["title"].help_text = _("A piece of everyday work, such as: close the month.")
        self.fields["reverse"].label = _("Reverse: I am new to it, and somebody experienced comes")


class RequestForm(TopicForm):
    """I would like to see how this is done."""

    aims = forms.CharField(
        label=gettext_lazy("What do you want to see?"),
        help_text=gettext_lazy(
            "A line each. Whoever you ask reads it; it becomes what to look for."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )
    to = forms.ChoiceField(label=gettext_lazy("Whom do you ask?"))
    email = forms.CharField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("Only for “One person”."),
        max_length=254,
        required=False,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["title"].label = _("I would like to see how …")
        self.fields["reverse"].label = _("Reverse: I know this work well and watch somebody newer")
        teams = [(str(team.id), team.name) for team in people.teams()]
        first = [(ANYONE, _("Anyone here")), (PERSON, _("One person"))]
        self.fields["to"].choices = [*first, *teams]  # type: ignore[attr-defined]


class ComeForm(PageForm):
    """I would like to come."""

    aims = forms.CharField(
        label=gettext_lazy("What do you want to see?"),
        help_text=gettext_lazy("A line each. Both of you read it; it becomes what to look for."),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )
    minutes = forms.ChoiceField(label=gettext_lazy("For how long?"), choices=LENGTHS, initial="60")


class InviteForm(PageForm):
    """Come along."""

    minutes = forms.ChoiceField(label=gettext_lazy("For how long?"), choices=LENGTHS, initial="60")
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("How far may a visitor go?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(mode.value, says) for mode, says in MODES.items()],
        initial=[mode.value for mode in LADDER],
    )


@require_http_methods(["GET", "POST"])
@needs("shadowing.write")
def new_offer(request: PageRequest) -> HttpResponse:
    """Offer to be watched."""
    given = request.POST if request.method == "POST" else None
    initial = {"modes": [mode.value for mode in LADDER], "visitors": "1"}
    form = OfferForm(given, initial=initial)
    if given is not None and form.is_valid():
        kept = once(request, lambda: _offered(request, form))
        if kept:
            return kept
    values = {"form": form, "is_offer": True, "changes": None}
    return show(request, "shadowing/new.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("shadowing.write")
def change_offer(request: PageRequest, showing_id: UUID) -> HttpResponse:
    """Say an offer of mine anew; to anybody else there is no such page."""
    found = queries.offer(showing_id)
    if found.host != request.person.id:
        raise NotFound("offer")
    if found.closed_at is not None:
        return redirect("shadow-offer", found.id)
    given = request.POST if request.method == "POST" else None
    form = OfferForm(given, initial=_as_it_is(found))
    if given is not None and form.is_valid():
        kept = once(request, lambda: _changed(request, found, form))
        if kept:
            return kept
    values = {"form": form, "is_offer": True, "changes": found}
    return show(request, "shadowing/new.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("shadowing.write")
def new_request(request: PageRequest) -> HttpResponse:
    """Ask to see how something is done."""
    given = request.POST if request.method == "POST" else None
    person = request.GET.get("to", "")[:254]
    form = RequestForm(given, initial={"to": PERSON if person else ANYONE, "email": person})
    if given is not None and form.is_valid():
        kept = once(request, lambda: _requested(request, form))
        if kept:
            return kept
    values = {"form": form, "is_offer": False, "changes": None}
    return show(request, "shadowing/new.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("shadowing.write")
def offer(request: PageRequest, showing_id: UUID) -> HttpResponse:
    """Show an offer: come, or, as its host, take it back."""
    found, me = queries.offer(showing_id), request.person
    given = request.POST if request.method == "POST" else None
    if given is not None and given.get("do") == "close":
        actions.close_offer(offer_id=found.id, by=me.id, at=clock.now())
        messages.success(request, _("Taken back. Visits that have begun go on."))
        return redirect("shadowing")
    form = ComeForm(given)
    if given is not None and form.is_valid():
        kept = once(request, lambda: _came(request, found, form))
        if kept:
            return kept
    own = next(
        (one for one in queries.visits(reader=me.id, runs=True) if one.offer == found.id), None
    )
    host = people.names([found.host]).get(found.host, "")
    values = {
        "offer": found,
        "modes": MODES,
        "form": form,
        "host": host,
        "mine": found.host == me.id,
        "visit": own,
    }
    return show(request, "shadowing/offer.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("shadowing.write")
def asked(request: PageRequest, wish_id: UUID) -> HttpResponse:
    """Show a request: say “come along”, or, as whoever made it, take it back."""
    found, me = queries.request(wish_id, reader=request.person), request.person
    given = request.POST if request.method == "POST" else None
    if given is not None and given.get("do") == "close":
        actions.close_request(request_id=found.id, by=me.id, at=clock.now())
        messages.success(request, _("Taken back."))
        return redirect("shadowing")
    form = InviteForm(given)
    if given is not None and form.is_valid():
        kept = once(request, lambda: _invited(request, found, form))
        if kept:
            return kept
    values = {
        "asked": found,
        "form": form,
        "visitor": people.names([found.visitor]).get(found.visitor, ""),
        "to": _to(found, me),
        "mine": found.visitor == me.id,
    }
    return show(request, "shadowing/request.html", values, status=422 if form.errors else 200)


def _offered(request: PageRequest, form: OfferForm) -> str | None:
    said, me = _said(form), request.person.id
    made = attempt(form, lambda: actions.offer(**said, by=me, at=clock.now()))
    if made is None:
        return None
    arrived(request, _("It stands there now. Whoever asked for such a thing is told once."))
    return reverse("shadow-offer", args=(made.id,))


def _changed(request: PageRequest, found: ShadowOffer, form: OfferForm) -> str | None:
    said, me = _said(form), request.person.id
    act = partial(actions.change_offer, offer_id=found.id, by=me, at=clock.now())
    if attempt(form, lambda: act(**said)) is None:
        return None
    arrived(request, _("Changed. Visits that have begun go on as they began."))
    return reverse("shadow-offer", args=(found.id,))


def _said(form: OfferForm) -> dict[str, Any]:
    """Return what a filled-in form says of an offer."""
    given = form.cleaned_data
    return {
        "title": given["title"],
        "about": given["about"],
        "kind": given["kind"],
        "topics": words(given["topics"]),
        "visitors": int(given["visitors"]),
        "modes": [Mode(each) for each in given["modes"]],
        "reverse": given["reverse"],
    }


def _as_it_is(found: ShadowOffer) -> dict[str, Any]:
    """Return what a form begins with that changes an offer."""
    return {
        "title": found.title,
        "about": found.about,
        "kind": found.kind,
        "topics": ", ".join(found.topics),
        "visitors": str(found.visitors),
        "modes": [mode.value for mode in found.modes],
        "reverse": found.reverse,
    }


def _requested(request: PageRequest, form: RequestForm) -> str | None:
    given = form.cleaned_data
    made = attempt(
        form,
        lambda: actions.request(
            title=given["title"],
            aims=given["aims"],
            kind=given["kind"],
            topics=words(given["topics"]),
            reverse=given["reverse"],
            by=request.person.id,
            at=clock.now(),
            **_whom(given["to"], given["email"]),
        ),
    )
    if made is None:
        return None
    arrived(request, _("Asked. You are told once if somebody offers it."))
    return reverse("shadow-request", args=(made.id,))


def _whom(to: str, email: str) -> dict[str, UUID]:
    """Return of whom something is asked; Invalid for an address that is nobody's."""
    if to == ANYONE:
        return {}
    if to != PERSON:
        return {"to_team": UUID(to)}
    person = people.person_by_email(email.strip())
    if person is None:
        raise Invalid({"email": "must be somebody who can sign in here"})
    return {"to_person": person.id}


def _came(request: PageRequest, found: ShadowOffer, form: ComeForm) -> str | None:
    given = form.cleaned_data
    return _begun(
        request,
        form,
        lambda: (
            actions.come(
                offer_id=found.id,
                aims=given["aims"],
                minutes=int(given["minutes"]),
                by=request.person.id,
                at=clock.now(),
            ).id
        ),
    )


def _invited(request: PageRequest, found: ShadowRequest, form: InviteForm) -> str | None:
    given = form.cleaned_data
    return _begun(
        request,
        form,
        lambda: (
            actions.invite(
                request_id=found.id,
                minutes=int(given["minutes"]),
                modes=[Mode(each) for each in given["modes"]],
                by=request.person.id,
                at=clock.now(),
            ).id
        ),
    )


def _begun(request: PageRequest, form: PageForm, begin: Callable[[], UUID]) -> str | None:
    """Begin a visit and propose times at once; return where it is."""
    made = attempt(form, begin)
    if made is None:
        return None
    actions.find_times(visit_id=made, by=request.person.id, at=clock.now())
    arrived(request, _("It begins. Agree on a time that suits you both."))
    return reverse("shadowing-visit", args=(made,))


def _to(found: ShadowRequest, me: Person) -> str:
    """Say of whom something is asked."""
    if found.to_person:
        if found.to_person == me.id:
            return _("you")
        return people.names([found.to_person]).get(found.to_person, "")
    if found.to_team:
        return next((team.name for team in people.teams() if team.id == found.to_team), "")
    return _("anyone here")
