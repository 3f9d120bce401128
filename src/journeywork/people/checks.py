"""What fits into a person, a team, an organisation; each fault in words, by field."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from journeywork.engine.gate import GateFault, check_text
from journeywork.engine.permissions import ROLES
from journeywork.kernel.errors import Invalid
from journeywork.people.models import PersonRow, TeamRow

LONGEST_NAME = 200
LONGEST_EMAIL = 254
SKILL_LEVELS = range(1, 6)
_WEEK = range(1, 8)


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` in the form in which they are stored; raises Invalid naming each fault."""
    faults: dict[str, str] = {}
    fitting: dict[str, Any] = {}
    for field, value in values.items():
        try:
            fitting[field] = _RULES[field](value)
        except KeyError:
            faults[field] = "is not something that can be set"
        except (ValueError, TypeError) as fault:
            faults[field] = str(fault)
    if faults:
        raise Invalid(faults)
    return fitting


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Return the names of all time zones; looking for them goes through hundreds of files."""
    return frozenset(available_timezones())


def name(value: str) -> str:
    """Return a name without surrounding space: 1 to 200 characters on one line."""
    text = check_line(value, longest=LONGEST_NAME)
    if not text:
        raise ValueError("needs at least one character")
    return text


def check_line(value: str, *, longest: int) -> str:
    """Return one line of text, trimmed; ValueError when it is too long or cannot be stored."""
    try:
        text = check_text(value, longest=longest, lines=False)
    except GateFault as fault:
        raise ValueError(fault.says) from None
    return " ".join(text.split())


def line(value: str, *, field: str, longest: int) -> str:
    """Return one line of text, trimmed; Invalid names `field` when it does not fit."""
    try:
        return check_line(value, longest=longest)
    except ValueError as fault:
        raise Invalid({field: str(fault)}) from None


def email(value: str) -> str:
    """Return an e-mail address in lower case, or "" for none; ValueError when it is neither."""
    text = check_line(value, longest=LONGEST_EMAIL).lower()
    try:
        if text:
            validate_email(text)
    except ValidationError:
        raise ValueError("does not look like an e-mail address") from None
    return text


def known_people(ids: Iterable[UUID]) -> None:
    """Raise Invalid unless every id is a person here."""
    wanted = set(ids)
    if PersonRow.objects.filter(id__in=wanted).count() != len(wanted):
        raise Invalid({"reports_to": "is nobody here"})


def known_teams(ids: Iterable[UUID]) -> None:
    """Raise Invalid unless every id is a team here."""
    wanted = set(ids)
    if TeamRow.objects.filter(id__in=wanted).count() != len(wanted):
        raise Invalid({"teams": "is no team here"})


def reporting_line(person_id: UUID, reports_to: UUID | None) -> None:
    """Raise Invalid when `reports_to` is nobody here, or reports to `person_id` in the end."""
    seen, above = {person_id}, reports_to
    while above is not None:
        if above in seen:
            raise Invalid({"reports_to": "leads back to the person"})
        seen.add(above)
        found = PersonRow.objects.filter(id=above).values_list("reports_to").first()
        if found is None:
            raise Invalid({"reports_to": "is nobody here"})
        above = found[0]


def an_administrator_stays(row: PersonRow, roles: Iterable[str] = ()) -> None:
    """Raise Invalid when giving `row` these roles would leave nobody to administer."""
    if "administrator" not in row.roles or "administrator" in roles:
        return
    others = PersonRow.objects.filter(active=True, known_only=False).exclude(id=row.id)
    if not others.filter(roles__contains=["administrator"]).exists():
        raise Invalid({"roles": "somebody else must become administrator first"})


def _zone(value: str) -> str:
    if value not in zones():
        raise ValueError("is not a time zone such as Europe/Berlin")
    return value


def _roles(value: Iterable[str]) -> list[str]:
    wanted = set(value)
    unknown = wanted - ROLES.keys()
    if unknown or not wanted:
        raise ValueError(f"takes one or more of {', '.join(ROLES)}")
    return [role for role in ROLES if role in wanted]


def _workdays(value: Iterable[int]) -> list[int]:
    days = sorted(set(value))
    if any(not isinstance(day, int) or day not in _WEEK for day in days):
        raise ValueError("takes days from 1 (Monday) to 7 (Sunday)")
    return days


def _languages(value: Iterable[str]) -> list[str]:
    wanted = [check_line(language, longest=12) for language in value]
    if not wanted or not all(language.replace("-", "").isalnum() for language in wanted):
        raise ValueError("takes language codes such as en or de")
    return wanted


def _is(kind: type, *, nullable: bool = False) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if isinstance(value, kind) or (nullable and value is None):
            return value
        raise ValueError(f"takes a {kind.__name__}")

    return check


def _emails(value: Iterable[str]) -> list[str]:
    return [address for address in dict.fromkeys(map(email, value)) if address]


_RULES: dict[str, Callable[[Any], Any]] = {
    "name": name,
    "email": email,
    "other_emails": _emails,
    "roles": _roles,
    "reports_to": _is(UUID, nullable=True),
    "zone_name": _zone,
    "workdays": _workdays,
    "starts": _is(time),
    "ends": _is(time),
    "languages": _languages,
    "findable": _is(bool),
    "paused_until": _is(date, nullable=True),
}
