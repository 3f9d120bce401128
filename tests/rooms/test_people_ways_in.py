"""Ways in that others make for somebody, and who may: nobody comes in as somebody else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid
from journeywork.kernel.tenancy import within
from journeywork.people import actions, queries
from journeywork.people.models import Account
from tests.conftest import Cast, make_cast


def test_an_administrator_elsewhere_makes_no_link_into_another_organisation(
    cast: Cast, at: datetime
) -> None:
    """The link opens the account, and with it every organisation in which it has a seat."""
    with within(cast.other_org):
        there = actions.add_person(name="A", email="ana@fairwater.example", by=None, at=at)
        with pytest.raises(Invalid, match="another organisation"):
            actions.sign_in_link(person_id=there.id, by=cast.outsider.id, at=at)
        from_the_server = actions.sign_in_link(person_id=there.id, by=None, at=at)
    assert actions.link_holds(from_the_server.split("/")[2], at=at)


def test_an_account_that_nobody_proved_gets_no_seat_elsewhere(cast: Cast, at: datetime) -> None:
    """An administrator may have entered it by a link, and would come along into the next one."""
    with within(cast.other_org):
        there = actions.add_person(name="Zoe", email="zoe@x.example", by=cast.outsider.id, at=at)
        actions.sign_in_link(person_id=there.id, by=cast.outsider.id, at=at)
    with pytest.raises(Invalid, match="nobody has proved"):
        actions.add_person(name="Zoe", email="zoe@x.example", by=cast.emil.id, at=at)
    assert queries.person_by_email("zoe@x.example") is None
    by_the_server = actions.add_person(name="Zoe", email="zoe@x.example", by=None, at=at)
    assert queries.account_of(by_the_server.id)


def test_a_proved_account_keeps_its_password_in_the_next_organisation(
    cast: Cast, at: datetime
) -> None:
    account = Account.objects.get(id=queries.account_of(cast.ana.id))
    account.set_password("hers alone")
    account.save()
    EmailAddress.objects.filter(user=account).update(verified=True)
    with within(cast.other_org):
        actions.add_person(
            name="A", email="ana@fairwater.example", invited=True, by=cast.outsider.id, at=at
        )
    account.refresh_from_db()
    assert account.check_password("hers alone")


def test_the_log_names_who_made_a_link(cast: Cast, at: datetime) -> None:
    actions.sign_in_link(person_id=cast.ana.id, by=cast.emil.id, at=at)
    [made] = [line for line in audit.lines() if line.verb == "link.made"]
    assert made.by == cast.emil.id


@pytest.fixture
def two_administrators(transactional_db: None, at: datetime) -> Iterator[Cast]:
    """The cast, committed; Ben and Emil administer."""
    made = actions.create_organisation(key="fairwater", name="Fairwater", at=at)
    with within(made.id):
        cast = make_cast(made.id)
        for person in (cast.ben, cast.emil):
            actions.change_person(person_id=person.id, roles=("administrator",), by=None, at=at)
        yield cast


def test_the_last_two_administrators_cannot_let_each_other_go(
    two_administrators: Cast, at: datetime
) -> None:
    """Both at the same moment: one of them stays."""
    cast, barrier = two_administrators, Barrier(2)

    def let_go(person: UUID) -> bool:
        try:
            with within(cast.org):
                barrier.wait(timeout=5)
                actions.deactivate(person_id=person, by=None, at=at)
        except Invalid:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        gone = list(pool.map(let_go, [cast.ben.id, cast.emil.id]))
    assert sorted(gone) == [False, True]
