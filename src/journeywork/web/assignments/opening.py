"""A stretch assignment is opened: the work, why it is a stretch, who stands by, who lends."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.assignments import actions, looking, queries
from journeywork.engine.people import Person
from journeywork.engine.stretch import Gap, piece_of
from journeywork.engine.visibility import may_see
from journeywork.engine.work import Episode
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.reasons import said
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries as people
from journeywork.web.assignments import words as assignment_words
from journeywork.web.assignments.choosing import (
    SOMEBODY,
    LenderForm,
    Sought,
    as_sent,
    choosable,
    closest,
    lines,
    named,
    offer,
    picked,
    sought,
)
from journeywork.web.forms import DayField, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier
from journeywork.work import queries as work

SIX_WEEKS = timedelta(weeks=6)
MOST_SHARED = 3


class OpenForm(LenderForm):
    """What it is, why it is a stretch, what good looks like, who and what helps."""

    field_order = (
        *("title", "link", "skill", "why", "complexity", "good", "checkpoints", "mentor"),
        *("buddy", SOMEBODY, "cards", "lender", "hours", "until", "ends_on"),
    )
    title = forms.CharField(label=gettext_lazy("Which piece of work?"), max_length=200)
    link = forms.CharField(
        label=gettext_lazy("Where it can be found"), max_length=2000, required=False
    )
    skill = forms.CharField(label=gettext_lazy("What do you want to learn by it?"), max_length=120)
    why = forms.CharField(
        label=gettext_lazy("Why is it a stretch for you?"),
        help_text=gettext_lazy("What you have done before, and what is new."),
        max_length=2000,
        widget=forms.Textarea,
    )
    complexity = forms.TypedChoiceField(
        label=gettext_lazy("Who has done this before?"),
        choices=list(assignment_words.COMPLEXITY.items()),
        coerce=int,
        widget=forms.RadioSelect,
    )
    good = forms.CharField(
        label=gettext_lazy("What does good look like?"), max_length=2000, widget=forms.Textarea
    )
    checkpoints = forms.CharField(
        label=gettext_lazy("Checkpoints on the way"),
        help_text=gettext_lazy("One a line."),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )
    mentor = forms.ChoiceField(label=gettext_lazy("Who stands by as a mentor?"), required=False)
    buddy = forms.ChoiceField(
        label=gettext_lazy("And a buddy for small questions?"), required=False
    )
    cards = forms.MultipleChoiceField(
        label=gettext_lazy("Cards that may help"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ends_on = DayField(gettext_lazy("It should be over by"), required=False)

    def __init__(self, who: list[Person], cards: list[Any], *given: Any, **named: Any) -> None:
        super().__init__(who, *given, **named)
        for field in ("mentor", "buddy"):
            offer(self, field, who, _("Nobody yet"))
        self.fields["cards"].choices = [(str(card.id), card.title) for card in cards]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@needs("assignment.write")
def open_assignment(request: PageRequest) -> HttpResponse:
    """Open a stretch assignment: proposed to me, about a piece of work, or by hand."""
    me, at = request.person, clock.now()
    proposal, id = _about(request)
    posted = request.POST if request.method == "POST" else None
    far = sought(posted, me)
    ground = _ground(id, me, at, further=named(posted) | _ids(far))
    episode = ground.episode
    title = (episode.title or episode.key)[:200] if episode else ""
    cards = list(knowledge.similar(title)) if title else []
    initial = _initial(me, title, ground.gap, proposal, at)
    if far and posted is not None:
        initial = as_sent(posted, far, "mentor")
    form = OpenForm(ground.who, cards, None if far else posted, initial=initial)
    form.sought = far
    if form.is_bound and form.is_valid():
        opened = once(request, lambda: _opened(request, form, proposal, episode))
        if opened:
            return opened
    values = {
        "form": form,
        "proposal": proposal,
        "why": said(proposal.says) if proposal and not proposal.by else "",
        "episode": episode,
        "gap": assignment_words.gap_lines(ground.gap),
        "able": ground.able[:MOST_SHARED],
    }
    return show(request, "assignments/open.html", values, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What an assignment would stand on: the work, what is new in it, who could stand by.

    `able` are the names of those who have done what is new.
    """

    episode: Episode | None
    gap: Gap
    who: list[Person]
    able: list[str]


def _about(request: PageRequest) -> tuple[queries.Proposed | None, UUID | None]:
    """Return what it is about: a proposal to me, and a piece of work."""
    given = request.POST if request.method == "POST" else request.GET
    asked, id = identifier(given.get("proposal")), identifier(given.get("episode"))
    proposal = queries.proposal(asked, person=request.person.id) if asked else None
    return proposal, proposal.episode if proposal else id


def _ids(far: Sought | None) -> frozenset[UUID]:
    return frozenset(one.id for one in far.found) if far else frozenset()


def _ground(
    id: UUID | None, me: Person, at: datetime, *, further: frozenset[UUID] = frozenset()
) -> Ground:
    """Look at a piece of work, where there is one that I may see, and at who could stand by.

    Everybody is read at once: those near, those able, those `further` away who were named or
    looked up, and those of the work, who say who sees it.
    """
    episode = work.episodes_by_id([id]).get(id) if id else None
    past = looking.past_of(episode.place, until=at) if episode else ()
    team = people.mates(me)
    gap = looking.compared(piece_of(episode), person=me, past=past, team=team) if episode else Gap()
    able = looking.who_has(gap, past) - {me.id}
    found = people.persons(
        {*closest(me, able, team), *further, *(episode.people if episode else ())},
        active_only=False,
    )
    if episode and not may_see(me, [found[one] for one in episode.people if one in found]):
        episode, gap, able = None, Gap(), frozenset()
    wanted = closest(me, able, team) | further
    listed = choosable(me, (found[one] for one in wanted if one in found))
    names = sorted(one.name for one in listed if one.id in able)
    return Ground(episode=episode, gap=gap, who=listed, able=names)


def _initial(
    me: Person, title: str, gap: Gap, proposal: queries.Proposed | None, at: datetime
) -> dict[str, Any]:
    today = me.working_time.local_date(at)
    return {
        "title": title,
        "skill": proposal.skill if proposal else "",
        "complexity": gap.complexity,
        "lender": str(me.reports_to) if me.reports_to else "",
        "hours": 4,
        "ends_on": today + SIX_WEEKS,
    }


def _opened(
    request: PageRequest,
    form: OpenForm,
    proposal: queries.Proposed | None,
    episode: Episode | None,
) -> str | None:
    made = attempt(
        form,
        lambda: actions.open_assignment(
            plan=_plan(form.cleaned_data, request.person, episode),
            by=request.person.id,
            at=clock.now(),
            proposal_id=proposal.id if proposal else None,
        ),
    )
    if made is None:
        return None
    arrived(
        request,
        _("Opened. Whoever lends the time is asked; it begins once they say yes.")
        if made.lender
        else _("Opened. Begin whenever you like."),
    )
    return reverse("assignment", args=(made.id,))


def _plan(given: dict[str, Any], me: Person, episode: Episode | None) -> actions.Plan:
    lender, day = picked(given["lender"]), given["ends_on"]
    zone = me.working_time.zone
    return actions.Plan(
        title=given["title"],
        link=given["link"],
        skill=given["skill"],
        why=given["why"],
        complexity=given["complexity"],
        good=given["good"],
        checkpoints=lines(given["checkpoints"]),
        mentor=picked(given["mentor"]),
        buddy=picked(given["buddy"]),
        cards=tuple(UUID(id) for id in given["cards"]),
        lender=lender,
        hours=(given["hours"] or 0) if lender else 0,
        until=given["until"],
        ends_at=datetime.combine(day, time(23, 59), zone) if day else None,
        episode=episode.uuid if episode else None,
    )
