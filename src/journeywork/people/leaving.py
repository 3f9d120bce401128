"""People leave, are forgotten at their wish, and a demo goes as it came."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from journeywork.kernel import anchors, audit, erasure
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.tenancy import within
from journeywork.people import checks, queries
from journeywork.people.access import accounts_of, drop_seatless, take_seat_away
from journeywork.people.facts import PersonErased, PersonLeft
from journeywork.people.models import MembershipRow, PersonRow


def deactivate(*, person_id: UUID, by: UUID | None, at: datetime) -> None:
    """Somebody no longer works here: no way in, no pushes, no teams; their words stay.

    Doing it again changes nothing. Raises NotFound, and Invalid for the last administrator.
    """
    with transaction.atomic():
        one_at_a_time("people")
        row = PersonRow.objects.select_for_update().filter(id=person_id).first()
        if row is None:
            raise NotFound("person")
        if not row.active:
            return
        checks.an_administrator_stays(row)
        PersonRow.objects.filter(id=person_id).update(active=False)
        PersonRow.objects.filter(reports_to=person_id).update(reports_to=None)
        MembershipRow.objects.filter(person=person_id).delete()
        take_seat_away(person_id)
        audit.record(verb="person.left", object=f"person:{person_id}", by=by, at=at)
        publish(PersonLeft(person=person_id, by=by, at=at))


def erase(*, person_id: UUID, by: UUID | None, at: datetime) -> None:
    """Blank everything that names a person, in every room, as its columns are declared.

    They leave first, if they have not. What they wrote for others stays, without their name.
    """
    with transaction.atomic():
        deactivate(person_id=person_id, by=by, at=at)
        erasure.erase(person_id)
        audit.record(verb="person.erased", object=f"person:{person_id}", by=by, at=at)
        publish(PersonErased(person=person_id, by=by, at=at))


def remove_organisation(*, org_id: UUID, by: UUID | None, at: datetime) -> None:
    """Remove a demo organisation with everything in it; NotFound, Invalid when it is no demo.

    The audit log of the demo goes too: a function of the database, which runs as the owner of
    the tables and for demos alone, does what the application itself may not.
    """
    del by, at  # Whatever would tell of it goes with it.
    organisation = queries.organisation(org_id)
    if not organisation.is_demo:
        raise Invalid({"organisation": "only a demo can be removed"})
    with transaction.atomic(), connection.cursor() as cursor:
        accounts = accounts_of(org_id)
        cursor.execute("select journeywork_remove_demo(%s)", [org_id])
        drop_seatless(accounts)
    with within(org_id):
        anchors.forget()
