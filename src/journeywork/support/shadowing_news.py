"""What fits an offer to be watched, or a request to watch: once, in a digest that leaves anyway.

Where no other one leaves it is a push of its own, which takes its share of the one budget.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from journeywork.engine.people import Person
from journeywork.kernel.reasons import said
from journeywork.shadowing import actions, queries
from journeywork.support.channels import News

WEEK = timedelta(days=7)
MOST = 3
_PATHS = {"offer": "/shadowing/offers/", "request": "/shadowing/requests/"}


def fits_for(awake: Mapping[UUID, Person], *, at: datetime) -> dict[UUID, tuple[News, ...]]:
    """Return what is told to whom of `awake` and no digest has carried yet, of a week at most."""
    found = queries.not_mailed(awake, since=at - WEEK)
    return {id: _told(awake[id], told) for id, told in found.items()}


def carried(news: Sequence[News], *, at: datetime) -> None:
    """Note that a digest has left with these: no other one carries them."""
    told = [one.post for one in news if one.path]
    if told:
        actions.mailed(told_ids=told, at=at)


def _told(person: Person, told: Collection[queries.Told]) -> tuple[News, ...]:
    with override(person.languages[0] if person.languages else None):
        return tuple(_news(one) for one in list(told)[:MOST])


def _news(one: queries.Told) -> News:
    path = _PATHS.get(one.kind)
    if path is None:
        says, place = _("Thank you for your time."), f"/shadowing/{one.thing}/"
    else:
        says, place = f"{said(one.says)}.", f"{path}{one.thing}/"
    return News(post=one.id, author=one.title, says=says, path=place)
