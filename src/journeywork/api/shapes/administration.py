"""What administrators see and change: people, teams, sources, rules, the audit log, jobs."""

from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import Change, Flag, In, Name, PersonRef, Whole
from journeywork.api.shapes.people import Day, LocalTime, PersonOut, hours_fields, person_fields
from journeywork.engine.people import Person
from journeywork.engine.rules import Test
from journeywork.kernel.jobs import Job, JobState

Email = Annotated[str, Field(max_length=254)]
_ZONE, _ROLES = "Such as Europe/Berlin.", "Keys of roles, such as member and team_lead."
_FURTHER = "Further addresses under which the history of the work knows them."


class AccountOut(PersonOut):
    """Somebody as an administrator sets them up; nothing about what they get help with."""

    email: str = Field(description='By which they sign in; "" for links alone.')
    other_emails: list[str] = Field(description=_FURTHER)
    roles: list[str] = Field(description="Their roles.")
    reports_to: UUID | None = Field(description="To whom they report; null for nobody.")
    zone_name: str = Field(description="Their time zone.")
    workdays: list[int] = Field(description="The days on which they work; 1 is Monday.")
    starts: LocalTime = Field(description="When their work begins, where they are.")
    ends: LocalTime = Field(description="When it ends; earlier than its begin: the next day.")
    languages: list[str] = Field(description="What they read; the pages come in the first.")
    active: bool = Field(description="False for somebody who left.")
    known_only: bool = Field(description="Known from the history of the work alone, not invited.")


class AccountIn(In):
    """Somebody who may sign in from now on; they are told by mail where mail works."""

    name: str = Field(min_length=1, max_length=200, description="What they are called.")
    email: Email = Field("", description='By which they sign in; "" for links alone.')
    other_emails: list[Email] = Field(default_factory=list, max_length=20, description=_FURTHER)
    roles: list[Name] = Field(
        default_factory=lambda: ["member"], min_length=1, max_length=10, description=_ROLES
    )
    teams: list[UUID] = Field(default_factory=list, max_length=50, description="Their teams.")
    reports_to: UUID | None = Field(None, description="To whom they report.")
    zone_name: str = Field("UTC", max_length=64, description=_ZONE)
    workdays: list[Day] = Field(
        default_factory=lambda: [1, 2, 3, 4, 5],
        max_length=7,
        description="The days on which they work; 1 is Monday.",
    )
    starts: LocalTime = Field(time(9), description="When work begins.")
    ends: LocalTime = Field(time(17), description="When work ends.")
    languages: list[Name] = Field(
        default_factory=lambda: ["en"], max_length=20, description="What they read."
    )


class AccountChangeIn(Change):
    """What shall be different about somebody; what is left out stays."""

    name: str = Field("", min_length=1, max_length=200, description="What they are called.")
    email: Email = Field("", description='By which they sign in; "" for links alone.')
    other_emails: list[Email] = Field(default_factory=list, max_length=20, description=_FURTHER)
    roles: list[Name] = Field(default_factory=list, max_length=10, description=_ROLES)
    teams: list[UUID] = Field(default_factory=list, max_length=50, description="All their teams.")
    reports_to: UUID | None = Field(None, description="To whom they report; null for nobody.")
    zone_name: str = Field("", max_length=64, description=_ZONE)
    workdays: list[Day] = Field(
        default_factory=list, max_length=7, description="The days on which they work."
    )
    starts: LocalTime = Field(time(9), description="When work begins.")
    ends: LocalTime = Field(time(17), description="When work ends.")
    languages: list[Name] = Field(
        default_factory=list, max_length=20, description="What they read."
    )


class TeamIn(In):
    """A new team."""

    name: str = Field(min_length=1, max_length=200, description="What it is called.")
    setting: str = Field("", max_length=60, description="What sort of work it does.")


class TeamChangeIn(Change):
    """What shall be different about a team; what is left out stays."""

    name: str = Field("", min_length=1, max_length=200, description="What it is called.")
    leads: list[UUID] = Field(
        default_factory=list, max_length=50, description="All its members who lead it."
    )


class SourceOut(Schema):
    """A source of work events."""

    id: UUID = Field(description="Identifies the source.")
    kind: str = Field(description="What sort: github, gitlab, gitea, standard or git.")
    key: str = Field(description="What it is called.")
    active: bool = Field(description="False for one that was disconnected.")
    created_at: datetime = Field(description="When it was connected.")
    heard_at: datetime | None = Field(description="When it last sent anything; null for never.")


class SourceIn(In):
    """A source to connect."""

    kind: Name = Field(description="What sort: github, gitlab, gitea or standard.")
    key: Name = Field(description="What to call it, such as acme/payments.")


class ConnectedOut(SourceOut):
    """A source that is connected now: what to enter at its other end."""

    address: str = Field(description="Where it shall deliver.")
    secret: str = Field(description="With which it shall sign.")


class SetAsideOut(Schema):
    """Something that came in and could not be used."""

    source: str = Field(description="Where it came from.")
    id: str = Field(description="How the source identifies it.")
    type: str = Field(description="What it says has happened.")
    at: datetime = Field(description="When it was set aside.")
    reason: str = Field(description="Why.")
    waiting: bool = Field(description="Whether it is stored, and can be tried again.")


class CountOut(Schema):
    """How many things an act was about."""

    count: int = Field(description="How many.")


class AuthorOut(Schema):
    """A name in the work whom nobody knows here."""

    handle: str = Field(description="The name: an address, or a login with its host.")
    events: int = Field(description="How many work events carry it.")
    seen_at: datetime = Field(description="When it was first seen.")


class AuthorIn(In):
    """Who is meant by a name in the work."""

    handle: str = Field(min_length=1, max_length=500, description="The name.")
    person: Name = Field(description="The key of the person who is meant.")


class ConditionOut(Schema):
    """One thing that must hold for a rule to speak."""

    measure: str = Field(description="What is looked at.")
    test: Test = Field(description="How it is compared.")
    value: Any = Field(description="With what: a number, a text, or a list of texts.")
    why: str = Field(description="The reason in words, which may name measures in braces.")


class ConditionIn(In):
    """One thing that must hold for a rule to speak."""

    measure: Name = Field(description="What is looked at.")
    test: Name = Field(description="How it is compared: at least, at most, is, is one of ...")
    value: Any = Field(description="With what: a number, a text, or a list of texts.")
    why: str = Field("", max_length=200, description="The reason in words.")


_TITLE, _TELLS = "What it is called.", "What it tells the person; measures may stand in braces."
_WANTS = "The kinds of help that make sense, the best first."
_ONCE = "The measures that make two sightings the same moment."
_RANK = "When several rules see the same event, the lowest rank speaks."
_FADES = "Whether it falls silent for people who do well without it."
_ENABLED = "Whether it speaks at all."
_NEED = "What the moment asks for: new, more, apply, solve, change, reflect."


class RuleOut(Schema):
    """A rule that sees moments."""

    key: str = Field(description="Its name.")
    title: str = Field(description=_TITLE)
    need: str = Field(description=_NEED)
    says: str = Field(description=_TELLS)
    when: list[ConditionOut] = Field(description="All that must hold.")
    wants: list[str] = Field(description=_WANTS)
    once_per: list[str] = Field(description=_ONCE)
    rank: int = Field(description=_RANK)
    fades: bool = Field(description=_FADES)
    enabled: bool = Field(description=_ENABLED)
    changed: bool = Field(description="Whether this organisation has made it its own.")


class RuleIn(In):
    """A rule as it shall be in force."""

    title: str = Field(min_length=1, max_length=200, description=_TITLE)
    need: Name = Field(description=_NEED)
    says: str = Field(min_length=1, max_length=200, description=_TELLS)
    when: list[ConditionIn] = Field(min_length=1, max_length=12, description="All that must hold.")
    wants: list[Name] = Field(max_length=10, description=_WANTS)
    once_per: list[Name] = Field(max_length=10, description=_ONCE)
    rank: Whole = Field(100, ge=1, le=1000, description=_RANK)
    fades: Flag = Field(True, description=_FADES)
    enabled: Flag = Field(True, description=_ENABLED)


class SwitchIn(In):
    """Whether a rule shall speak."""

    enabled: Flag = Field(description=_ENABLED)


class PreviewOut(Schema):
    """What a rule would have seen in the past; no number that would be about somebody."""

    events: int = Field(description="How many work events were looked at.")
    moments: int | None = Field(description="How often it would have spoken; null for too few.")
    people: int | None = Field(description="To how many people; null for too few.")


class AuditLineOut(Schema):
    """One line of the audit log."""

    number: int = Field(description="Counts from 1.")
    at: datetime = Field(description="When it happened.")
    by: PersonRef | None = Field(description="Who did it; null for the system.")
    verb: str = Field(description="What was done.")
    object: str = Field(description="To what.")
    detail: dict[str, Any] = Field(description="What else there is to say.")
    digest: str = Field(description="Covers this line and the one before it.")


class VerdictOut(Schema):
    """Whether anything in the log was changed after it was written."""

    lines: int = Field(description="How many lines hold.")
    broken: int | None = Field(description="The first line that does not hold; null for none.")
    says: str = Field(description="The same in words.")


class JobOut(Schema):
    """Something that the worker could not do, though it tried as often as it may."""

    id: int = Field(description="Identifies the job.")
    what: str = Field(description='What should have followed, in words; "" for unknown.')
    fault: str = Field(description='What broke, and where; "" where the worker was ended.')
    attempts: int = Field(description="How often it was tried.")
    failed_at: datetime | None = Field(description="When it was tried last.")
    comes_again: bool = Field(description="Whether it comes again by itself, as duties do.")


class DemoOut(Schema):
    """How it stands with the demo organisation."""

    installed: bool = Field(description="Whether it can be had in this installation.")
    organisation: str | None = Field(description="Its key while it is loaded; null else.")
    state: JobState | None = Field(
        description="Whether loading or removing it waits, runs or failed; null for neither."
    )
    removing: bool = Field(description="Whether that is about removing it.")
    share: float = Field(description="How much of it is done, 0 to 1.")
    fault: str = Field(description='What broke at the last try; "" for nothing.')


def account_out(person: Person, other_emails: tuple[str, ...]) -> AccountOut:
    """Return somebody as an administrator sees them."""
    return AccountOut(
        **person_fields(person),
        **hours_fields(person),
        email=person.email,
        other_emails=list(other_emails),
        roles=list(person.roles),
        reports_to=person.reports_to,
        languages=list(person.languages),
        active=person.active,
        known_only=person.known_only,
    )


def job_out(job: Job) -> JobOut:
    """Return a job that failed; what it was about in particular stays inside."""
    return JobOut(
        id=job.id,
        what=job.what,
        fault=job.fault,
        attempts=job.attempts,
        failed_at=job.at,
        comes_again=job.duty,
    )
