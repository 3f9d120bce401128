"""A debrief is opened: with whom, until when, and with names or without."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journeywork.activities import guides_kept
from journeywork.debriefs import actions, queries
from journeywork.engine.activities import ActivityKind, GuideName
from journeywork.engine.debriefs import FEWEST_WITHOUT_NAMES
from journeywork.engine.people import Person
from journeywork.engine.work import Episode
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reasons import said
from journeywork.people import queries as people
from journeywork.web import work
from journeywork.web.forms import PageForm, attempt, words
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier

MOST_SHOWN = 40
WITH, WITHOUT = "with", "without"
ALONE, LIVE = "alone", "live"
DAYS = [
    ("1", gettext_lazy("A day")),
    ("3", gettext_lazy("Three days")),
    ("7", gettext_lazy("A week")),
]


class OpenForm(PageForm):
    """What a debrief is about, with whom, until when, with names or without."""

    title = forms.CharField(label=gettext_lazy("What do you look back at?"), max_length=200)
    people = forms.MultipleChoiceField(
        label=gettext_lazy("With whom"), widget=forms.CheckboxSelectMultiple, required=False
    )
    others = forms.CharField(
        label=gettext_lazy("Others"),
        help_text=gettext_lazy("Their e-mail addresses, with commas between them."),
        max_length=2000,
        required=False,
    )
    names = forms.ChoiceField(
        label=gettext_lazy("With names or without"),
        choices=[
            (WITHOUT, gettext_lazy("Without names: nobody can see who wrote what")),
            (WITH, gettext_lazy("With names: they stand beside what each wrote")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Everybody is told before they write. It cannot be changed later."),
    )
    days = forms.ChoiceField(
        label=gettext_lazy("Time to write"),
        choices=DAYS,
        help_text=gettext_lazy("It is revealed as soon as everybody has written or passed."),
    )

    held = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            (ALONE, gettext_lazy("Each writes alone; all is revealed at once")),
            (LIVE, gettext_lazy("Live: all write on one board, at one time")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    guide = forms.ChoiceField(
        label=gettext_lazy("Guide"),
        help_text=gettext_lazy("It says a little more under each of the four questions."),
        required=False,
    )

    def __init__(self, known: dict[UUID, Person], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        listed = sorted(known.values(), key=lambda one: one.name)
        self.fields["people"].choices = [(str(one.id), one.name) for one in listed]  # type: ignore[attr-defined]
        self.fields["guide"].choices = _guides(get_language() or "en")  # type: ignore[attr-defined]
        self.found: set[UUID] = set()

    def clean_others(self) -> str:
        """Find those who are named by their address; say which are nobody here."""
        text: str = self.cleaned_data["others"]
        for address in words(text):
            person = people.person_by_email(address)
            if person is None:
                raise forms.ValidationError(
                    _("%(address)s is the address of nobody here.") % {"address": address}
                )
            self.found.add(person.id)
        return text


@require_http_methods(["GET", "POST"])
@needs("debrief.write")
def open_debrief(request: PageRequest) -> HttpResponse:
    """Open a debrief: proposed by work, about a piece of work, or by hand."""
    proposal, episode = _about(request)
    known = _known(request.person, episode)
    posted = request.POST if request.method == "POST" else None
    form = OpenForm(known, posted, initial=_initial(request.person, episode))
    if posted is not None and form.is_valid():
        opened = once(request, lambda: _opened(request, form, proposal, episode))
        if opened:
            return opened
    values = {
        "form": form,
        "why": said(proposal.says) if proposal else "",
        "proposal": proposal,
        "episode": episode,
    }
    return show(request, "debriefs/open.html", values, status=422 if form.errors else 200)


def _about(request: PageRequest) -> tuple[queries.Proposed | None, Episode | None]:
    """Return what the debrief is about: a proposal to me, or work that I may see."""
    given = request.POST if request.method == "POST" else request.GET
    asked, id = identifier(given.get("proposal")), identifier(given.get("episode"))
    proposal = queries.proposal(asked, reader=request.person.id) if asked else None
    id = proposal.episode if proposal else id
    try:
        return proposal, work.visible(id, request.person)[0] if id else None
    except NotFound:
        return proposal, None


def _known(me: Person, episode: Episode | None) -> dict[UUID, Person]:
    """Return who can be ticked: those of the work, and my team mates; not myself."""
    mates = [one for team in me.teams for one in people.team_members(team)]
    of_work = people.persons(episode.people).values() if episode else ()
    listed = (*of_work, *mates)
    able = {one.id: one for one in listed if one.active and not one.known_only and one.id != me.id}
    return dict(list(able.items())[:MOST_SHOWN])


def _guides(language: str) -> list[tuple[str, str]]:
    """Return the guides in a language, and our own, after the one that suits whoever opens."""
    every = guides_kept.guides(ActivityKind.DEBRIEF)
    found = [one for one in every if one.guide.language == language or one.by]
    listed = [(one.name.key, one.guide.title) for one in found]
    return [("", _("The one that suits my team")), *listed]


def _guide(key: str) -> GuideName | None:
    return guides_kept.newest_guide(ActivityKind.DEBRIEF, key).name if key else None


def _initial(me: Person, episode: Episode | None) -> dict[str, Any]:
    others = [id for id in episode.people if id != me.id] if episode else []
    enough = len(others) + 1 >= FEWEST_WITHOUT_NAMES
    return {
        "title": (episode.title or episode.key)[:200] if episode else "",
        "people": [str(id) for id in others],
        "names": WITHOUT if enough or episode is None else WITH,
        "days": "3",
        "held": ALONE,
    }


def _opened(
    request: PageRequest,
    form: OpenForm,
    proposal: queries.Proposed | None,
    episode: Episode | None,
) -> str | None:
    given, at = form.cleaned_data, clock.now()
    made = attempt(
        form,
        lambda: actions.open_debrief(
            title=given["title"],
            people_ids={UUID(id) for id in given["people"]} | form.found,
            named=given["names"] == WITH,
            live=given["held"] == LIVE,
            guide=_guide(given["guide"]),
            ends_at=at + timedelta(days=int(given["days"])),
            episode=episode.uuid if episode else None,
            proposal_id=proposal.id if proposal else None,
            by=request.person.id,
            at=at,
        ),
    )
    if made is None:
        return None
    says = _("Opened. Write whenever it suits you; it takes a quarter of an hour.")
    arrived(request, _("Opened. Ask the others to open this page, too.") if made.live else says)
    return reverse("debrief", args=(made.id,))
