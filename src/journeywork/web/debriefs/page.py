"""One debrief: the evidence, then what I write; and once it is revealed, what everybody wrote.

In a debrief without names the browser holds a random key in a cookie of this page alone. It
opens again what was written; the server keeps nothing by which it would know whose it is.
"""

from collections.abc import Iterable
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from journeywork.activities import guides_kept
from journeywork.debriefs import actions, queries
from journeywork.engine.activities import UNGUIDED
from journeywork.engine.debriefs import LONGEST, QUESTIONS, Debrief, DebriefState, answers_in_order
from journeywork.engine.guides import GuideVersion
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.people import queries as people
from journeywork.web.debriefs import live
from journeywork.web.debriefs.asked import ASKED, KEY, remember
from journeywork.web.debriefs.ending import ending
from journeywork.web.debriefs.evidence import evidence
from journeywork.web.forms import PageForm, attempt, words
from journeywork.web.once import arrived
from journeywork.web.page import PageRequest, show, show_part


class WriteForm(PageForm):
    """What one writes: nothing is asked for, all of it is welcome."""

    def __init__(self, guide: GuideVersion | None, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for key in QUESTIONS:
            text, usual = ASKED[key]
            stage = guide.guide.stage(key) if guide else None
            hint = " ".join(one.text for one in stage.questions) if stage else str(usual)
            field = forms.CharField(
                label=text,
                help_text=hint,
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[key] = field


@require_GET
@needs("debrief.read")
def debrief(request: PageRequest, debrief_id: UUID) -> HttpResponse:
    """Show a debrief to whoever takes part in it; one whose time is up is revealed by that."""
    me, at = request.person.id, clock.now()
    looked = queries.look(debrief_id, reader=me)
    waits = looked.debrief.state is DebriefState.WRITING and looked.debrief.ends_at <= at
    if waits and actions.settle(debrief_id=debrief_id, at=at):
        looked = queries.look(debrief_id, reader=me)
    return _show(request, looked)


@require_GET
@needs("debrief.read")
def how_it_went(request: PageRequest, debrief_id: UUID) -> HttpResponse:
    """Show what is on record about the work: a part of the page, or a page of its own."""
    found = queries.about_for(debrief_id, reader=request.person.id)
    values = {
        "debrief": found,
        "evidence": evidence(found.episode, request.person),
    }
    if request.htmx:
        return show_part(request, "debriefs/evidence_part.html", values)
    return show(request, "debriefs/evidence.html", values)


def _show(
    request: PageRequest, looked: queries.Looked, form: WriteForm | None = None
) -> HttpResponse:
    found = looked.debrief
    if found.state is not DebriefState.WRITING:
        values, template = _revealed(request, looked), "debriefs/revealed.html"
    elif found.live:
        values = _common(request, found) | _before(found, request.person.id)
        values |= live.board(request, looked, values["names"])
        template = "debriefs/live.html"
    else:
        values, template = _writing(request, looked, form), "debriefs/write.html"
    return show(request, template, values, status=422 if form and form.errors else 200)


def _common(request: PageRequest, found: Debrief, besides: Iterable[UUID] = ()) -> dict[str, Any]:
    names = people.names({*found.people, *besides})
    return {
        "debrief": found,
        "why": said(found.why),
        "people": sorted(names[id] for id in found.people if id in names),
        "names": names,
        "leads": found.facilitator == request.person.id,
        "facilitator": names.get(found.facilitator, "") if found.facilitator else "",
    }


def _writing(
    request: PageRequest, looked: queries.Looked, form: WriteForm | None
) -> dict[str, Any]:
    me, found = request.person.id, looked.debrief
    before = _before(found, me)
    own = queries.written_in(looked, reader=me, key=request.COOKIES.get(KEY, ""))
    done = me in looked.lies.done
    return (
        _common(request, found)
        | before
        | {
            "form": form or WriteForm(before["guide"], initial=own or {}),
            "untouched": not found.done,
            "done": done,
            "locked": done and own is None and not found.named,
            "progress": ngettext(
                "%(done)d of %(num)d is done.", "%(done)d of %(num)d are done.", found.done
            )
            % {"done": found.done, "num": len(found.people)},
            "late": clock.now() >= found.ends_at,
        }
    )


def _before(found: Debrief, me: UUID) -> dict[str, Any]:
    """Return what the people of a debrief agreed on last time, and how they are guided."""
    guided = found.guide != UNGUIDED
    return {
        "guide": guides_kept.guide(found.guide) if guided else None,
        "old": queries.old_commitments(found, reader=me),
    }


def _revealed(request: PageRequest, looked: queries.Looked) -> dict[str, Any]:
    answers = queries.answers_in(looked, reader=request.person.id)
    ends = ending(looked.debrief, request.person)
    written_by = {one.author for one in answers if one.author}
    return (
        _common(request, looked.debrief, {*ends["owners"], *written_by})
        | ends
        | {
            "answers": [
                (ASKED[question][0], said_of)
                for question, said_of in answers_in_order(answers).items()
            ],
            "nothing": not answers,
        }
    )


@require_POST
@needs("debrief.write")
def write(request: PageRequest, debrief_id: UUID) -> HttpResponse:
    """Keep what I wrote; the last one to write reveals everything."""
    looked = queries.look(debrief_id, reader=request.person.id)
    found = looked.debrief
    guide = guides_kept.guide(found.guide) if found.guide != UNGUIDED else None
    form = WriteForm(guide, request.POST)
    passes = "pass" in request.POST
    if not passes and form.is_valid() and not any(form.cleaned_data.values()):
        form.add_error(None, _("You have written nothing yet. You can also pass."))
    if not passes and not form.is_valid():
        return _show(request, looked, form)
    return _kept(request, found, form, passes=passes)


def _kept(request: PageRequest, found: Debrief, form: WriteForm, *, passes: bool) -> HttpResponse:
    key = "" if found.named else request.COOKIES.get(KEY, "") or token_urlsafe(32)
    shown = attempt(
        form,
        lambda: actions.write(
            debrief_id=found.id,
            by=request.person.id,
            answers={} if passes else form.cleaned_data,
            at=clock.now(),
            key=key,
        ),
    )
    if shown is None:
        return _show(request, queries.look(found.id, reader=request.person.id), form)
    arrived(request, _said(passes=passes, shown=shown))
    answer = redirect("debrief", found.id)
    if key and not shown:
        remember(answer, found, key)
    return answer


def _said(*, passes: bool, shown: bool) -> str:
    if shown:
        return _("Everybody is done. This is what you all wrote.")
    return (
        _("You pass this time. That needs no reason.")
        if passes
        else _("It is in. You can change it until it is revealed.")
    )


@require_POST
@needs("debrief.write")
def invite(request: PageRequest, debrief_id: UUID) -> HttpResponse:
    """Let more people take part, named by their addresses, while it is not revealed."""
    queries.debrief(debrief_id, reader=request.person.id)
    given = list(words(request.POST.get("others", "")[:2000]))
    found = {address: people.person_by_email(address) for address in given}
    unknown = [address for address, one in found.items() if one is None]
    if unknown or not given:
        says = _("%(address)s is the address of nobody here.") % {"address": ", ".join(unknown)}
        messages.error(request, says if unknown else _("This is still empty."))
        return redirect("debrief", debrief_id)
    try:
        for one in (each for each in found.values() if each):
            actions.invite(
                debrief_id=debrief_id, person_id=one.id, by=request.person.id, at=clock.now()
            )
    except Invalid as fault:
        messages.error(request, " ".join(str(said(says)) for says in fault.faults.values()))
    else:
        messages.success(request, _("Done. It waits for what they saw, too."))
    return redirect("debrief", debrief_id)


@require_POST
@needs("debrief.write")
def lead(request: PageRequest, debrief_id: UUID) -> HttpResponse:
    """What whoever leads may do: take an answer away, give more time, end it, close it unread."""
    me, at, what = request.person.id, clock.now(), request.POST.get("do", "")
    queries.debrief(debrief_id, reader=me)
    try:
        if what == "remove":
            answer = UUID(request.POST.get("answer", ""))
            actions.remove(debrief_id=debrief_id, answer_id=answer, by=me, at=at)
        elif what == "time":
            late = at + timedelta(days=3)
            actions.give_time(debrief_id=debrief_id, ends_at=late, by=me, at=at)
        elif what in ("live", "alone"):
            actions.switch(debrief_id=debrief_id, live=what == "live", by=me, at=at)
        elif what == "finish":
            actions.finish(debrief_id=debrief_id, by=me, at=at)
        elif what == "close":
            actions.close(debrief_id=debrief_id, by=me, at=at)
    except (Invalid, ValueError):
        messages.error(request, _("That does not fit any more. The page shows how it stands."))
    return redirect("debrief", debrief_id)
