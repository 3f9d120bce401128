"""What pages of debriefs share: the four questions in words, and the key of a browser."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from journeywork.engine.debriefs import Debrief

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KEY = "debrief_key"
KEY_LASTS = timedelta(days=60)

#: The four questions in words, and what may help to answer them.
ASKED: "dict[str, tuple[_StrPromise, _StrPromise]]" = {
    "intended": (
        gettext_lazy("What was intended?"),
        gettext_lazy("What did you expect when it began?"),
    ),
    "happened": (
        gettext_lazy("What happened?"),
        gettext_lazy("As you saw it. What surprised you?"),
    ),
    "worked": (
        gettext_lazy("What worked, and why?"),
        gettext_lazy("What would you do the same way again?"),
    ),
    "differently": (
        gettext_lazy("What would you do differently, and why?"),
        gettext_lazy("What would have had to be different for it to go better?"),
    ),
}


def remember(answer: HttpResponse, found: Debrief, key: str) -> None:
    """Let a browser keep the key of a debrief without names, for that page alone."""
    answer.set_cookie(
        KEY,
        key,
        max_age=KEY_LASTS,
        path=reverse("debrief", args=(found.id,)),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
