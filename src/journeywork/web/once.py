"""A form that is sent twice acts once: by an impatient finger, or from a page gone back to.

The form carries a mark that nobody has used (`{{ once() }}`). Where the same person sends the
same mark again they are led to where the first time led, and nothing is made twice.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from markupsafe import Markup

from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import one_at_a_time
from journeywork.web.page import PageRequest
from journeywork.web.parsing import identifier

FIELD = "once"
LASTS = 24 * 3600  # seconds
#: A message with this tag tells the browser that what was written has arrived.
ARRIVED = "arrived"


def field() -> Markup:
    """Return the hidden field with a new mark."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, new_id())


def once(request: PageRequest, act: Callable[[], str | None]) -> HttpResponse | None:
    """Run `act`, unless this very form was sent before, and go where it says.

    `act` returns an address, or None when a room refused; then the form is shown again.
    """
    mark = identifier(request.POST.get(FIELD)) or new_id()
    name = f"{FIELD}:{request.person.id}:{mark}"
    with transaction.atomic():
        one_at_a_time(name)
        before = cache.get(name)
        address = before or act()
        if address and not before:
            cache.set(name, address, LASTS)
    if before:
        arrived(request, _("That had arrived before. It is here once."))
    return redirect(address) if address else None


def arrived(request: PageRequest, says: str) -> None:
    """Tell that what somebody wrote is kept; the browser lets go of its own copy."""
    messages.success(request, says, extra_tags=ARRIVED)
