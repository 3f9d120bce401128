"""Lists on pages go on where they ended: nothing is lost where many things began at one instant."""

import re
from datetime import datetime, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from journeywork.debriefs import queries as debriefs
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import queries as people
from journeywork.people.models import Account
from journeywork.web.debriefs import lists as debriefs_page
from journeywork.web.parsing import place, placed
from journeywork.web.shadowing import lists as shadowing_page
from tests.conftest import Cast
from tests.rooms.calling import Calls, walk
from tests.rooms.debriefing import opened
from tests.rooms.shadowing import offered

#: Names that no other name contains.
NAMES = ("Zanzibar", "Timbuktu", "Marrakesh", "Samarkand", "Valparaiso")
OTHER = "Ouagadougou"


def pages(person: Person, address: str, at: datetime, asked: str = "") -> list[set[str]]:
    """Return which of the names stand on each page of a list, as its link leads."""
    with within(person.org):
        account = Account.objects.get(id=people.account_of(person.id))
    client, found = Client(), []
    client.force_login(account)
    onward: str | None = asked
    with clock.fixed(at):
        while onward is not None:
            text = client.get(f"{address}{onward}").content.decode()
            found.append({name for name in (*NAMES, OTHER) if name in text})
            links = re.findall(r'href="(\?[^"]*after=[^"]*)"', text)
            onward = unescape(links[0]) if links else None
            assert len(found) < 10, "it goes on for ever"
    return found


def test_debriefs_of_one_instant_are_all_there(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        opened(cast, at, named=True, title=name)
    monkeypatch.setattr(debriefs_page, "PAGE", 2)
    found = pages(cast.ana, "/debriefs/", at)
    assert ([len(one) for one in found], set().union(*found)) == ([2, 2, 1], set(NAMES))
    told = [one["title"] for one in walk(Calls(at).as_(cast.ana), "debriefs", limit=2)]
    assert sorted(told) == sorted(NAMES)
    # The control: by the time alone, all but the first page would be lost.
    assert debriefs.debriefs(reader=cast.ana.id, after=(at, UUID(int=0))) == ()


def test_offers_to_be_watched_go_on_with_what_was_asked(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        offered(cast, at, title=f"{name} & more", topics=("a & b",))
    offered(cast, at, title=OTHER)
    monkeypatch.setattr(shadowing_page, "PAGE", 2)
    found = pages(cast.ana, "/shadowing/", at)
    assert ([len(one) for one in found], set().union(*found)) == ([2, 2, 2], {*NAMES, OTHER})
    found = pages(cast.ana, "/shadowing/", at, "?q=%26+more&topic=a+%26+b")
    assert ([len(one) for one in found], set().union(*found)) == ([2, 2, 1], set(NAMES))


@pytest.mark.parametrize("text", [None, "", "2026", "2026-13-45Z", "Z", "2026-03-10T10:00:00Znone"])
def test_a_place_that_is_none_is_no_place(text: str | None) -> None:
    assert place(text) is None


def test_a_place_is_read_as_it_was_written(cast: Cast, at: datetime) -> None:
    exactly = at + timedelta(microseconds=1)
    assert place(placed(exactly, cast.ana.id)) == (exactly, cast.ana.id)
