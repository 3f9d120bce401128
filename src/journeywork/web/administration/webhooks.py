"""Webhooks: other systems are told what happens here, and what could not be told them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.subscriptions import Delivery, DeliveryState, Subscription
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reasons import said
from journeywork.subscriptions import actions, queries
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import once
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import identifier

PAGE, LETTERS = 20, 50
#: How long the old secret signs beside a new one.
OVERLAPS = (
    ("24", gettext_lazy("a day longer")),
    ("168", gettext_lazy("a week longer")),
    ("0", gettext_lazy("no longer: it leaked")),
)


class WebhookForm(PageForm):
    """Another system: what it is called, where it listens, what it is told."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("What listens there, such as “the wiki”."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        help_text=gettext_lazy("Where it listens. Begins with https://."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("It is told when"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        kinds = [(kind, said(shared.says)) for kind, shared in queries.KINDS.items()]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["address"].widget.attrs |= {"inputmode": "url", "autocomplete": "off"}


def _secret() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=gettext_lazy("Secret of the other side"),
        required=False,
        max_length=200,
        widget=widget,
        help_text=gettext_lazy(
            "Only where the other system made one, as another Journeywork does. Otherwise leave it empty: one is made here."
        ),
    )


class NewForm(WebhookForm):
    """One that is not here yet."""

    secret = _secret()


class SecretForm(PageForm):
    """A new secret, made here unless the other side made one."""

    overlap = forms.ChoiceField(
        label=gettext_lazy("The old one signs"),
        choices=OVERLAPS,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    secret = _secret()


@require_http_methods(["GET", "POST"])
@needs("webhook.write")
def webhooks(request: PageRequest) -> HttpResponse:
    """Show who is told, and what could not be told; try that again, or drop it."""
    if request.method == "POST":
        _decide(request, None)
        return redirect("webhooks")
    found = _letters(before=identifier(request.GET.get("before")))
    told = queries.subscriptions()
    values = {
        "subscriptions": told,
        "names": {each.id: each.name for each in told},
        "letters": found[:LETTERS],
        "older": f"?before={found[LETTERS - 1].id}" if len(found) > LETTERS else "",
        "shared": queries.KINDS,
        "said": said,
    }
    return show(request, "administration/webhooks.html", values)


@require_http_methods(["GET", "POST"])
@needs("webhook.write")
def add(request: PageRequest) -> HttpResponse:
    """Add one; its secret is shown this once."""
    form = NewForm(request.POST or None)
    made: list[tuple[Subscription, str]] = []
    if request.method == "POST" and form.is_valid():
        answered = once(request, lambda: _add(request, form, made))
        if made:
            return _page(request, made[0][0], secret=made[0][1])
        if answered:
            return answered
    status = 422 if form.errors else 200
    return show(request, "administration/webhook_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@needs("webhook.write")
def webhook(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Show one: how it stands, what was delivered; change it."""
    shown = queries.subscription(webhook_id)
    if request.method == "GET":
        return _page(request, shown)
    form = WebhookForm(request.POST)
    changed = attempt(form, lambda: _change(request, shown.id, form)) if form.is_valid() else None
    if changed:
        messages.success(request, _("Saved."))
        return redirect("webhook", shown.id)
    return _page(request, shown, change=form)


@require_POST
@needs("webhook.write")
def act(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Do with one what the button says."""
    shown, does = queries.subscription(webhook_id), request.POST.get("act", "")
    who: dict[str, Any] = {
        "subscription_id": shown.id,
        "by": request.person.id,
        "at": clock.now(),
    }
    if does == "secret":
        return _renew(request, shown, who)
    if does == "remove":
        actions.remove(**who)
        messages.success(request, _("Removed. It is told nothing any more."))
        return redirect("webhooks")
    if does in ("again", "again-all", "drop", "drop-all"):
        _decide(request, shown.id)
    elif does in _ACTS:
        does_it, says = _ACTS[does]
        try:
            does_it(**who)
            messages.success(request, str(says))
        except Invalid:  # It ended meanwhile; the page says so.
            messages.warning(request, _stale())
    return redirect("webhook", shown.id)


@require_GET
@needs("webhook.write")
def deliveries(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Show the last deliveries anew, while a test is on its way."""
    shown = queries.subscription(webhook_id)
    values = {"subscription": shown, **_last(shown, None)}
    return show_part(request, "administration/webhook_deliveries.html", values)


_ACTS = {
    "test": (
        actions.try_out,
        gettext_lazy("A test is on its way. What comes of it stands below, in a moment."),
    ),
    "pause": (actions.pause, gettext_lazy("Paused. What happens meanwhile waits.")),
    "resume": (actions.resume, gettext_lazy("It goes on, with what waits first.")),
}


def _page(
    request: PageRequest,
    shown: Subscription,
    *,
    secret: str = "",
    change: WebhookForm | None = None,
    renew: SecretForm | None = None,
) -> HttpResponse:
    found = _letters(shown.id)
    values = {
        "subscription": shown,
        "letters": found[:LETTERS],
        "more_letters": len(found) > LETTERS,
        "secret": secret,
        "change": change or WebhookForm(initial=_initial(shown)),
        "renew": renew or SecretForm(),
        **_last(shown, identifier(request.GET.get("before"))),
    }
    wrong = (change and change.errors) or (renew and renew.errors)
    status = 422 if wrong else 200
    response = show(request, "administration/webhook.html", values, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def _last(shown: Subscription, before: UUID | None) -> dict[str, Any]:
    found = queries.deliveries(subscription=shown.id, limit=PAGE + 1, before=before)
    return {
        "deliveries": found[:PAGE],
        "older": f"?before={found[PAGE - 1].id}#deliveries" if len(found) > PAGE else "",
        "under_way": any(one.test and one.state is DeliveryState.WAITING for one in found),
        "shared": queries.KINDS,
        "said": said,
    }


def _letters(
    subscription: UUID | None = None, *, before: UUID | None = None
) -> tuple[Delivery, ...]:
    return queries.deliveries(
        subscription=subscription, state=DeliveryState.DEAD, limit=LETTERS + 1, before=before
    )


def _initial(shown: Subscription) -> dict[str, Any]:
    return {"name": shown.name, "address": shown.address, "kinds": list(shown.kinds)}


def _add(request: PageRequest, form: NewForm, made: list[tuple[Subscription, str]]) -> str | None:
    values, me, at = form.cleaned_data, request.person.id, clock.now()
    added = attempt(form, lambda: actions.add(**values, by=me, at=at))
    if added is None:
        return None
    made.append(added)
    return reverse("webhook", args=[added[0].id])


def _change(request: PageRequest, id: UUID, form: WebhookForm) -> Subscription:
    me, at = request.person.id, clock.now()
    return actions.change(subscription_id=id, by=me, at=at, **form.cleaned_data)


def _renew(request: PageRequest, shown: Subscription, who: dict[str, Any]) -> HttpResponse:
    form = SecretForm(request.POST)
    secret: str | None = None
    if form.is_valid():
        given, overlap = form.cleaned_data["secret"], int(form.cleaned_data["overlap"])
        secret = attempt(
            form,
            lambda: actions.rotate(**who, overlap=timedelta(hours=overlap), secret=given),
        )
    if secret:
        return _page(request, queries.subscription(shown.id), secret=secret)
    return _page(request, shown, renew=form)


def _decide(request: PageRequest, subscription: UUID | None) -> None:
    """Do what the button says with the dead letters it names; what is gone meanwhile is gone."""
    does = request.POST.get("act", "")
    named = [id for text in request.POST.getlist("delivery") if (id := identifier(text))]
    wanted: dict[str, Any] = {
        "deliveries": None if does.endswith("-all") else named,
        "subscription_id": subscription,
        "by": request.person.id,
        "at": clock.now(),
    }
    try:
        if does.startswith("again"):
            count = actions.again(**wanted)
            says = ngettext(
                "%(num)d dead letter is tried again.",
                "%(num)d dead letters are tried again.",
                count,
            )
            messages.success(request, says % {"num": count})
        elif does.startswith("drop"):
            count = actions.drop(**wanted)
            says = ngettext("%(num)d dropped.", "%(num)d dropped.", count)
            messages.success(request, says % {"num": count})
    except NotFound:
        messages.warning(request, _stale())


def _stale() -> str:
    return _("That has changed meanwhile; this is how it stands now.")
