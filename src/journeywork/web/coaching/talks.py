"""A one-to-one: what both put down, what was carried over, and what they agree on."""

from datetime import timedelta
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

from journeywork.activities import guides_kept
from journeywork.activities import queries as activities
from journeywork.coaching import talk_queries as queries
from journeywork.coaching import talks as actions
from journeywork.engine.activities import ActivityState
from journeywork.engine.commitments import MOST, Commitment, first_reviewed
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.people import queries as people
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier

NEXT_TIME = timedelta(days=14)


class PointForm(PageForm):
    """Something I want to talk about."""

    text = forms.CharField(
        label=gettext_lazy("What do you want to talk about?"), max_length=actions.LONGEST
    )
    asks = forms.BooleanField(
        label=gettext_lazy("With this I ask for feedback on what I do"), required=False
    )


class AgreeForm(PageForm):
    """What one of us does by when."""

    text = forms.CharField(label=gettext_lazy("What"), max_length=500)
    owner = forms.ChoiceField(label=gettext_lazy("Who"))
    due = DayField(gettext_lazy("By when"))

    def __init__(self, names: dict[UUID, str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        choices = [(str(id), name) for id, name in names.items()]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]


@require_POST
@needs("talk.write")
def begin(request: PageRequest) -> HttpResponse:
    """Begin a one-to-one with somebody, or lead to the one that there is."""
    with_id, me = identifier(request.POST.get("person")), request.person.id
    try:
        found = actions.begin(with_id=with_id or me, title=_("One-to-one"), by=me, at=clock.now())
    except Invalid as refusal:
        messages.error(request, said(refusal.faults["person"]))
        return redirect("coaching")
    return redirect("talk", found)


@require_GET
@needs("talk.write")
def talk(request: PageRequest, talk_id: UUID) -> HttpResponse:
    """Show the page that both of us see."""
    return _page(request, queries.talk(talk_id, reader=request.person.id))


@require_POST
@needs("talk.write")
def add(request: PageRequest, talk_id: UUID) -> HttpResponse:
    """Write a point down: as a draft, or for both of us at once."""
    found = queries.talk(talk_id, reader=request.person.id)
    form = PointForm(request.POST)
    if form.is_valid():
        kept = once(request, lambda: _add(request, found, form))
        if kept:
            return kept
    return _page(request, found, point=form)


@require_POST
@needs("talk.write")
def point(request: PageRequest, point_id: UUID) -> HttpResponse:
    """Put a draft of mine on the page, or take a point of mine away."""
    me, does = request.person.id, request.POST.get("do", "")
    found = actions.talk_of(point_id=point_id, by=me)
    if does == "drop":
        actions.drop(point_id=point_id, by=me)
        messages.success(request, _("It is gone."))
    elif does == "put":
        actions.put(point_id=point_id, by=me, at=clock.now())
        messages.success(request, _("Both of you can read it now."))
    else:
        raise Invalid({"do": "must be one of put, drop"})
    return redirect("talk", found)


@require_POST
@needs("talk.write")
def talked(request: PageRequest, talk_id: UUID) -> HttpResponse:
    """Say what we have talked about; the rest is carried over."""
    points = {id for text in request.POST.getlist("point") if (id := identifier(text))}
    me, at = request.person.id, clock.now()
    count = actions.talked(talk_id=talk_id, points=points, by=me, at=at)
    if count:
        messages.success(request, _("Noted. What is left is carried over to the next time."))
    else:
        messages.info(request, _("Tick what you have talked about."))
    return redirect("talk", talk_id)


@require_POST
@needs("talk.write")
def agree(request: PageRequest, talk_id: UUID) -> HttpResponse:
    """Write down what one of us does by when."""
    found = queries.talk(talk_id, reader=request.person.id)
    form = AgreeForm(_names(found), request.POST)
    if form.is_valid():
        kept = once(request, lambda: _agree(request, found, form))
        if kept:
            return kept
    return _page(request, found, agreed=form)


def _page(
    request: PageRequest,
    found: queries.Talk,
    *,
    point: PointForm | None = None,
    agreed: AgreeForm | None = None,
) -> HttpResponse:
    me, at = request.person, clock.now()
    names = _names(found)
    due = me.working_time.local_date(at) + NEXT_TIME
    commitments = first_reviewed(activities.commitments(activity=found.id))
    activity = activities.activity_of(found.id)
    agenda = queries.agenda(found, reader=me.id)
    values = {
        "talk": found,
        "other": names.get(found.other(me.id), ""),
        "names": names,
        "me": me.id,
        "runs": activity.state is not ActivityState.ENDED,
        "agenda": agenda,
        "guide": guides_kept.known(activity.guide),
        "role": actions.LEADS if me.id == found.lead else actions.MEMBER,
        "there": {one.text for one in (*agenda.points, *agenda.drafts)},
        "commitments": commitments,
        "room_left": _open(commitments) < MOST,
        "point": point or PointForm(),
        "agree": agreed or AgreeForm(names, initial={"due": due, "owner": str(me.id)}),
        "today": me.working_time.local_date(at),
    }
    faulty = any(form.errors for form in (point, agreed) if form is not None)
    return show(request, "coaching/talk.html", values, status=422 if faulty else 200)


def _names(found: queries.Talk) -> dict[UUID, str]:
    return people.names((found.lead, found.member))


def _open(commitments: tuple[Commitment, ...]) -> int:
    return sum(one.done_at is None for one in commitments)


def _add(request: PageRequest, found: queries.Talk, form: PointForm) -> str | None:
    put = request.POST.get("put") == "yes"
    made = attempt(
        form,
        lambda: actions.add(
            talk_id=found.id,
            text=form.cleaned_data["text"],
            asks=form.cleaned_data["asks"],
            put=put,
            by=request.person.id,
            at=clock.now(),
        ),
    )
    if made is None:
        return None
    arrived(request, _("Both of you can read it.") if put else _("Kept. Only you can read it."))
    return reverse("talk", args=(found.id,))


def _agree(request: PageRequest, found: queries.Talk, form: AgreeForm) -> str | None:
    made = attempt(
        form,
        lambda: actions.agree(
            talk_id=found.id,
            text=form.cleaned_data["text"],
            owner=UUID(form.cleaned_data["owner"]),
            due=form.cleaned_data["due"],
            by=request.person.id,
            at=clock.now(),
        ),
    )
    if made is None:
        return None
    arrived(request, _("Agreed."))
    return reverse("talk", args=(found.id,))
