"""Persons come and change: one by one, or by the thousand from the history of the work."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from journeywork.engine.people import Person, Skill
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.locks import one_at_a_time
from journeywork.people import checks, queries
from journeywork.people.access import give_seat, readdress
from journeywork.people.facts import PersonInvited
from journeywork.people.keys import key_for, keys_here
from journeywork.people.models import EmailRow, MembershipRow, PersonRow, SkillRow


class Profile(TypedDict, total=False):
    """What is said of somebody who is added; only name and e-mail must be."""

    name: Required[str]
    email: Required[str]
    roles: Sequence[str]
    zone_name: str
    workdays: Iterable[int]
    starts: time
    ends: time
    languages: Sequence[str]
    reports_to: UUID | None
    other_emails: Iterable[str]


#: What is taken of somebody of whom nothing else is said.
USUAL: Mapping[str, Any] = {
    "roles": ("member",),
    "zone_name": "UTC",
    "workdays": (1, 2, 3, 4, 5),
    "starts": time(9),
    "ends": time(17),
    "languages": ("en",),
    "reports_to": None,
    "other_emails": (),
}


def add_person(
    *,
    by: UUID | None,
    at: datetime,
    key: str | None = None,
    teams: Iterable[UUID] = (),
    invited: bool = False,
    **profile: Unpack[Profile],
) -> Person:
    """Add somebody who may sign in with `email` from now on; `invited` also tells them so.

    Somebody who was known from the history of the work under that address keeps it all, and
    is no longer `known_only`. `email` may be "" for people who sign in by a link alone.
    Raises Invalid per field.
    """
    said = {**USUAL, **profile}
    fitting = checks.clean(said)
    further = fitting.pop("other_emails")
    teams = tuple(teams)
    with transaction.atomic():
        one_at_a_time("people")
        checks.known_teams(teams)
        row = _known(fitting["email"]) or PersonRow(joined_at=at)
        checks.reporting_line(row.id, fitting["reports_to"])
        _take(row, fitting, key)
        _further_emails(row.id, further)
        _join(row.id, teams)
        give_seat(row.id, by=by)
        audit.record(
            verb="person.added",
            object=f"person:{row.id}",
            by=by,
            at=at,
            detail={"roles": list(said["roles"])},
        )
        if invited:
            publish(PersonInvited(person=row.id, by=by, at=at))
    return queries.person(row.id)


def hold() -> None:
    """Keep everybody else from changing who is here and how, until the transaction ends."""
    one_at_a_time("people")


def change_person(*, person_id: UUID, by: UUID | None, at: datetime, **changes: Any) -> Person:
    """Change what `add_person` sets (teams apart), `findable` and `paused_until`.

    A new e-mail address moves the seat to the account of that address: another organisation
    of the same account is not touched. Somebody who changes their own keeps signing in as
    before; they change that under Signing in. Raises Invalid per field, and NotFound.
    """
    fitting = checks.clean(changes)
    further = fitting.pop("other_emails", None)
    with transaction.atomic():
        one_at_a_time("people")
        row = _row(person_id)
        _check_change(row, fitting)
        moved = "email" in fitting and fitting["email"] != row.email
        PersonRow.objects.filter(id=person_id).update(**fitting)
        if further is not None:
            _further_emails(person_id, further)
        if moved and row.active and not row.known_only:
            _move_seat(row, fitting["email"], by)
        audit.record(
            verb="person.changed",
            object=f"person:{person_id}",
            by=by,
            at=at,
            detail={"fields": sorted(changes)},
        )
    return queries.person(person_id)


def invite(*, person_id: UUID, by: UUID | None, at: datetime) -> Person:
    """Let somebody sign in who was known from the history alone, or had left; and tell them."""
    with transaction.atomic():
        if not _row(person_id).email:
            raise Invalid({"email": "is needed to invite somebody"})
        PersonRow.objects.filter(id=person_id).update(known_only=False, active=True)
        give_seat(person_id, by=by)
        audit.record(verb="person.invited", object=f"person:{person_id}", by=by, at=at)
        publish(PersonInvited(person=person_id, by=by, at=at))
    return queries.person(person_id)


def pause(*, person_id: UUID, until: date | None, by: UUID | None, at: datetime) -> Person:
    """Push nothing to a person until a day (on which pushes begin again); None ends a pause."""
    return change_person(person_id=person_id, by=by, at=at, paused_until=until)


def set_skills(
    *,
    person_id: UUID,
    offered: Iterable[Skill],
    wanted: Iterable[Skill],
    by: UUID | None,
    at: datetime,
) -> None:
    """Replace what a person offers and wants to learn. Raises Invalid and NotFound."""
    rows = [
        *_skill_rows(person_id, offered, wanted=False),
        *_skill_rows(person_id, wanted, wanted=True),
    ]
    with transaction.atomic():
        _row(person_id)
        SkillRow.objects.filter(person=person_id).delete()
        SkillRow.objects.bulk_create(rows)
        audit.record(verb="person.skills_set", object=f"person:{person_id}", by=by, at=at)


def _skill_rows(person_id: UUID, skills: Iterable[Skill], *, wanted: bool) -> list[SkillRow]:
    field = "wanted" if wanted else "offered"
    levels: dict[str, int] = {}
    for skill in skills:
        try:
            levels[checks.check_line(skill.name, longest=80)] = skill.level
        except ValueError as fault:
            raise Invalid({field: str(fault)}) from None
        if skill.level not in checks.SKILL_LEVELS or not skill.name.strip():
            raise Invalid({field: "takes a name and a level from 1 to 5"})
    return [
        SkillRow(person=person_id, name=name, level=level, wanted=wanted)
        for name, level in levels.items()
    ]


def _move_seat(row: PersonRow, email: str, by: UUID | None) -> None:
    """Follow a new address: others' changes move the seat, one's own never lock oneself out."""
    if not row.email:
        readdress(row.id, email)
    elif by != row.id:
        give_seat(row.id, by=by)


def _row(person_id: UUID) -> PersonRow:
    row: PersonRow | None = PersonRow.objects.filter(id=person_id).first()
    if row is None:
        raise NotFound("person")
    return row


def _known(email: str) -> PersonRow | None:
    known = queries.person_by_email(email)
    if known is None:
        return None
    if not known.known_only:
        raise Invalid({"email": "already belongs to somebody here"})
    return _row(known.id)


def _take(row: PersonRow, fitting: dict[str, Any], key: str | None) -> None:
    if not row.key:
        wanted = key or fitting["name"]
        row.key = key_for(wanted, keys_here(), otherwise=fitting["email"])
    if row.email and row.email != fitting["email"]:
        # Known under a further address: the one they are invited by becomes the first.
        EmailRow.objects.filter(email=fitting["email"]).update(email=row.email)
    for field, value in fitting.items():
        setattr(row, field, value)
    row.known_only = False
    row.save()


def _further_emails(person_id: UUID, emails: list[str]) -> None:
    EmailRow.objects.filter(person=person_id).exclude(email__in=emails).delete()
    for email in emails:
        holder = queries.person_by_email(email)
        if holder and holder.id != person_id:
            raise Invalid({"other_emails": f"{email} already belongs to somebody here"})
        if holder is None:
            EmailRow.objects.create(person=person_id, email=email)


def _join(person_id: UUID, teams: Iterable[UUID]) -> None:
    MembershipRow.objects.bulk_create(
        [MembershipRow(person=person_id, team=team) for team in dict.fromkeys(teams)],
        ignore_conflicts=True,
    )


def _check_change(row: PersonRow, fitting: dict[str, Any]) -> None:
    if "reports_to" in fitting:
        checks.reporting_line(row.id, fitting["reports_to"])
    email = fitting.get("email")
    holder = queries.person_by_email(email) if email else None
    if holder and holder.id != row.id:
        raise Invalid({"email": "already belongs to somebody here"})
    if "roles" in fitting:
        checks.an_administrator_stays(row, fitting["roles"])
