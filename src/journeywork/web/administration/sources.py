"""Sources of work events: connect one, see how it is doing, disconnect it."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.reasons import said
from journeywork.web.forms import PageForm, attempt
from journeywork.web.page import PageRequest, show
from journeywork.work import actions, queries, webhooks
from journeywork.work.secrets import secrets_of

MOST_SET_ASIDE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How a source is set up at its own end, step by step."""

    name: str
    steps: tuple[str | Promise, ...]


#: kind -> how it is set up over there; the address and the secret are shown beside
SIGNED: dict[str, Steps] = {
    "github": Steps(
        name="GitHub",
        steps=(
            gettext_lazy(
                "In the repository or organisation, open Settings, Webhooks, Add webhook."
            ),
            gettext_lazy("Paste the address as Payload URL and the secret as Secret."),
            gettext_lazy("Choose application/json as content type."),
            gettext_lazy("Let it send: pull requests, reviews, issues, pushes, check runs."),
        ),
    ),
    "gitlab": Steps(
        name="GitLab",
        steps=(
            gettext_lazy("In the project or group, open Settings, Webhooks, Add new webhook."),
            gettext_lazy("Paste the address as URL and the secret as Secret token."),
            gettext_lazy("Let it send: merge requests, issues, comments, pushes, pipelines."),
        ),
    ),
    "gitea": Steps(
        name="Gitea, Forgejo",
        steps=(
            gettext_lazy(
                "In the repository or organisation, open Settings, Webhooks, Add webhook."
            ),
            gettext_lazy("Choose Gitea or Forgejo, POST and application/json."),
            gettext_lazy("Paste the address as Target URL and the secret as Secret."),
            gettext_lazy(
                "Let it send: pull requests, reviews, comments, issues, pushes, releases."
            ),
        ),
    ),
    "standard": Steps(
        name="Standard Webhooks",
        steps=(
            gettext_lazy("Wherever webhooks are set up over there, add one with this address."),
            gettext_lazy("Enter the secret there; whsec_ belongs to it."),
            gettext_lazy("Let it send what happens to pieces of work: tickets, tasks, incidents."),
        ),
    ),
}


class SourceForm(PageForm):
    """What is connected."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    key = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("So that people recognise it, such as acme/payments."),
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        here = [(kind, SIGNED[kind].name) for kind in webhooks.kinds()]
        self.fields["kind"].choices = here  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@needs("source.write")
def sources(request: PageRequest) -> HttpResponse:
    """Show what is connected, and connect one more; its secret is shown this once."""
    form, connected = SourceForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        connected = attempt(form, lambda: _connect(request, form))
        form = SourceForm() if connected else form
    values = {
        "form": form,
        "connected": connected,
        "sources": queries.sources(),
        "names": {kind: steps.name for kind, steps in SIGNED.items()},
        "address": settings.ADDRESS,
        "set_aside": queries.set_aside(limit=MOST_SET_ASIDE),
        "unknown": queries.unresolved_authors(limit=MOST_SET_ASIDE),
        "said": said,
    }
    response = show(
        request, "administration/sources.html", values, status=422 if form.errors else 200
    )
    if connected:
        response["Cache-Control"] = "no-store"
    return response


@require_POST
@needs("source.write")
def disconnect(request: PageRequest, source_id: UUID) -> HttpResponse:
    """Take nothing more from a source; what it brought stays."""
    actions.disconnect(source=source_id, by=request.person.id, at=clock.now())
    messages.success(request, _("Disconnected. What it brought stays."))
    return redirect("sources")


@require_POST
@needs("source.write")
def again(request: PageRequest) -> HttpResponse:
    """Let what was set aside be tried once more."""
    count = actions.take_up_again(at=clock.now())
    messages.success(request, _("%(count)d events are tried again.") % {"count": count})
    return redirect("sources")


def _connect(request: PageRequest, form: SourceForm) -> dict[str, object]:
    kind, key = form.cleaned_data["kind"], form.cleaned_data["key"].strip()
    source = actions.follow(kind=kind, key=key, by=request.person.id, at=clock.now())
    org = request.person.org
    return {
        "name": SIGNED[kind].name,
        "key": key,
        "address": webhooks.address_of(kind=kind, org=org, source=source),
        "secret": secrets_of(kind=kind, org=org, source=source)[0],
        "steps": SIGNED[kind].steps,
    }
