"""Calendars as other programs read them (RFC 5545), and invitations by mail (RFC 5546, 6047).

What leaves here goes to calendars that others run: it names no other person, and holds nothing
that anybody wrote for themselves, nor what anybody has committed to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from email.utils import parseaddr

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

PRODUCT = "-//Journeywork//Journeywork//EN"
#: How often calendars should look again.
AGAIN = timedelta(hours=4)
_AROUND = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in a calendar: at a time (aware) for some `length`, or on a whole day.

    `uid` stays the same for as long as the thing is the same; `version` counts its changes.
    """

    uid: str
    title: str
    at: datetime | date
    url: str
    length: timedelta = timedelta()
    version: int = 0


def calendar(entries: Sequence[Entry], *, zone: tzinfo, name: str, at: datetime) -> bytes:
    """Return a calendar with `entries` in the times of `zone`, for a program that subscribes."""
    made = _calendar("PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", vDuration(AGAIN), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(AGAIN))
    for entry in entries:
        made.add_component(_event(entry, zone, at))
    return _with_zones(made, at)


def invitation(
    entry: Entry, *, zone: tzinfo, sender: str, name: str, to: str, at: datetime
) -> bytes:
    """Return an invitation for one person, `to` their address; `sender` is a mail's From line."""
    made, event = _calendar("REQUEST"), _event(entry, zone, at)
    organizer = vCalAddress(f"mailto:{parseaddr(sender)[1]}")
    organizer.params["CN"] = vText(parseaddr(sender)[0] or "Journeywork")
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params.update(
        {"CN": vText(name), "ROLE": vText("REQ-PARTICIPANT"), "PARTSTAT": vText("NEEDS-ACTION")}
    )
    attendee.params["RSVP"] = vText("FALSE")  # Nobody reads answers to this mail.
    event.add("organizer", organizer, encode=False)
    event.add("attendee", attendee, encode=False)
    event.add("status", "CONFIRMED")
    made.add_component(event)
    return _with_zones(made, at)


def _calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    return made


def _event(entry: Entry, zone: tzinfo, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at)
    event.add("sequence", entry.version)
    event.add("summary", entry.title)
    event.add("url", entry.url)
    if isinstance(entry.at, datetime):
        begins = entry.at.astimezone(zone)
        event.add("dtstart", begins)
        event.add("dtend", (entry.at + entry.length).astimezone(zone))
    else:
        event.add("dtstart", entry.at)
        event.add("dtend", entry.at + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event


def _with_zones(made: Calendar, at: datetime) -> bytes:
    made.add_missing_timezones((at - _AROUND).date(), (at + _AROUND).date())
    return bytes(made.to_ical())
