"""People as the engine sees them: where they belong and when they work."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """When a person works, in their own time zone.

    `days` holds ISO week days (Monday is 1). `ends` earlier than `starts` is a night
    shift: it belongs to the day on which it starts.
    """

    zone: tzinfo
    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    starts: time = time(9)
    ends: time = time(17)

    def covers(self, at: datetime) -> bool:
        """Tell whether `at` (aware) lies within working hours on a working day."""
        local = at.astimezone(self.zone)
        now, today = local.time(), local.isoweekday()
        if self.starts <= self.ends:
            return today in self.days and self.starts <= now < self.ends
        yesterday = (today - 2) % 7 + 1
        return (today in self.days and now >= self.starts) or (
            yesterday in self.days and now < self.ends
        )

    def local_date(self, at: datetime) -> date:
        """Return the calendar day of `at` (aware) where the person is."""
        return at.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone in an organisation. `paused_until` is exclusive; None is not paused.

    `roles` are keys of `engine.permissions.ROLES`. `findable` is False for people who
    opted out of being suggested as somebody who knows. `known_only` is True for people
    whom Journeywork knows from the history of the work alone: they cannot sign in and
    nothing is pushed to them until somebody invites them.
    """

    id: UUID
    org: UUID
    key: str
    name: str
    email: str
    roles: tuple[str, ...]
    teams: tuple[UUID, ...]
    working_time: WorkingTime
    zone_name: str
    languages: tuple[str, ...] = ("en",)
    reports_to: UUID | None = None
    findable: bool = True
    active: bool = True
    paused_until: date | None = None
    leads: tuple[UUID, ...] = ()
    known_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOff:
    """Days on which a person does not work, from `first` to `last`, both included."""

    id: UUID
    person: UUID
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Tell whether a day (where the person is) is among them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A group of people who work together; a person may be in several."""

    id: UUID
    key: str
    name: str
    setting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A company, hospital, firm or school. A demo can be removed with all that is in it."""

    id: UUID
    key: str
    name: str
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An account's place in an organisation: as which person it acts there."""

    account: UUID
    org: UUID
    person: UUID
    org_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A personal access token, without its secret. `prefix` is what people recognise it by."""

    id: UUID
    person: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whoever holds a valid token: in which organisation, as whom, and for what."""

    org: UUID
    person: UUID
    scopes: tuple[str, ...]
    token: UUID
    roles: tuple[str, ...]
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Someone named by the history of the work: how they call themselves, and where from."""

    name: str
    email: str
    other_emails: tuple[str, ...] = ()
