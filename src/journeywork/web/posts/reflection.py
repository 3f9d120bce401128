"""How was my week? Two questions at a time of mine, and an answer that is mine."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.posts import MOST_CODE_POINTS
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.knowledge.posts import actions, queries
from journeywork.web.forms import WEEK, HourField, PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show

LET_PASS, NEVER = "pass", "never"


class ReflectionForm(PageForm):
    """One field for both questions."""

    text = forms.CharField(
        label=gettext_lazy("How was your week?"),
        help_text=gettext_lazy(
            "What went differently than you had thought? And what would help a colleague to know?"
        ),
        max_length=MOST_CODE_POINTS,
        widget=forms.Textarea,
    )


class TimeForm(PageForm):
    """When in the week one is asked."""

    weekday = forms.TypedChoiceField(label=gettext_lazy("Day"), choices=WEEK, coerce=int)
    time = HourField(gettext_lazy("Time"))


@require_http_methods(["GET", "POST"])
@needs("post.write")
def reflect(request: PageRequest) -> HttpResponse:
    """Answer the two questions; only I can read it until I share it."""
    me = request.person
    if request.POST.get("act") == LET_PASS:
        actions.let_pass(by=me.id, at=clock.now())
        messages.success(request, _("Not this week, then."))
        return redirect("today")
    form = ReflectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = once(request, lambda: _kept(request, form))
        if kept:
            return kept
    status = 422 if form.errors else 200
    return show(request, "posts/reflect.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@needs("person.write")
def times(request: PageRequest) -> HttpResponse:
    """Choose when in the week I am asked, or not to be asked."""
    me = request.person
    chosen = queries.reflection_time(me.id)
    never = request.POST.get("act") == NEVER
    form = TimeForm(request.POST if request.method == "POST" and not never else None)
    form.initial = _initial(chosen, request)
    if request.method == "POST" and (never or form.is_valid()):
        picked = {"weekday": None, "time": None} if never else form.cleaned_data
        actions.choose_reflection_time(by=me.id, at=clock.now(), **picked)
        messages.success(request, _("Saved."))
        return redirect("reflection-time")
    values = {"form": form, "chosen": chosen, "zone": me.zone_name.replace("_", " ")}
    return show(request, "posts/times.html", values, status=422 if form.errors else 200)


def _initial(chosen: Any, request: PageRequest) -> dict[str, Any]:
    if chosen:
        return {"weekday": chosen.weekday, "time": chosen.at}
    time = request.person.working_time
    return {"weekday": max(time.days, default=5), "time": time.ends.replace(minute=0)}


def _kept(request: PageRequest, form: ReflectionForm) -> str | None:
    text, me = form.cleaned_data["text"], request.person.id
    made = attempt(form, lambda: actions.reflect(text=text, by=me, at=clock.now()))
    if made is None:
        return None
    arrived(request, _("Kept. Only you can read it."))
    return reverse("post", args=(made.id,))
