"""My personal access tokens: the secret of a new one is shown once."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from journeywork.engine.people import Token
from journeywork.engine.permissions import SCOPES
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reasons import said
from journeywork.people import actions, queries
from journeywork.web.forms import PageForm, attempt
from journeywork.web.page import PageRequest, show

LASTS = (
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("a year")),
)


class TokenForm(PageForm):
    """What a token is for."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("What will use it, such as “shell on my laptop”."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), widget=forms.CheckboxSelectMultiple, initial=["read"]
    )
    days = forms.ChoiceField(label=gettext_lazy("It ends after"), choices=LASTS, initial="90")

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        choices = [(scope.key, said(scope.says)) for scope in SCOPES.values()]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]
        self.fields["days"].widget.attrs["class"] = "w-m"


@require_http_methods(["GET", "POST"])
@needs("token.write")
def tokens(request: PageRequest) -> HttpResponse:
    """Show my tokens, and make one."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _issue(request, form))
        if made:
            secret, form = made[1], TokenForm()
    mine = queries.tokens(request.person.id)
    values = {"form": form, "secret": secret, "tokens": mine}
    response = show(request, "tokens.html", values, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@needs("token.write")
def revoke(request: PageRequest, token_id: UUID) -> HttpResponse:
    """End one of my tokens at once."""
    me = request.person.id
    if token_id not in {token.id for token in queries.tokens(me)}:
        raise NotFound("token")
    actions.revoke_token(token_id=token_id, by=me, at=clock.now())
    messages.success(request, _("The token no longer works."))
    return redirect("tokens")


def _issue(request: PageRequest, form: TokenForm) -> tuple[Token, str]:
    at, values = clock.now(), form.cleaned_data
    return actions.issue_token(
        person_id=request.person.id,
        name=values["name"],
        scopes=values["scopes"],
        expires_at=at + timedelta(days=int(values["days"])),
        by=request.person.id,
        at=at,
    )
