"""Check-ins and deadlines in the calendars of others: right to the minute, and saying little.

What is written is read by two programs that do not know each other, `icalendar` and `vobject`,
and both must see the same.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from journeywork.activities import actions, feeds, queries
from journeywork.activities.feeds import PER_MINUTE
from journeywork.engine.activities import UNGUIDED, Activity, ActivityKind
from journeywork.engine.cadence import Cadence
from journeywork.engine.sharing import Audience, AudienceKind
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.test_support_digest import Letters, letters

__all__ = ["letters"]

BERLIN = ZoneInfo("Europe/Berlin")
PRIVATE = "I was afraid to ask"
PROMISED = "Write the rollback down"


@pytest.fixture
def together(cast: Cast, at: datetime) -> Activity:
    """Ana lives in Berlin; she and Ben meet on Tuesdays at 11:00, over the clock change."""
    people.change_person(person_id=cast.ana.id, zone_name="Europe/Berlin", by=None, at=at)
    made = actions.open_activity(
        kind=ActivityKind.MENTORING,
        title="First weeks: ledger, \N{EM DASH} fees; and söme \\ more of what has a long name "
        * 2,
        guide=UNGUIDED,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        cadence=Cadence(
            every=1, unit="week", weekday=2, at=time(11), zone=BERLIN, starts=date(2026, 3, 10)
        ),
        ends_at=datetime(2026, 4, 15, 15, 0, tzinfo=UTC),
        by=cast.ben.id,
        at=at,
    )
    written = actions.write_reflection(
        activity_id=made.id, stage="", question="", text=PRIVATE, by=cast.ana.id, at=at
    )
    everyone = Audience(kind=AudienceKind.EVERYONE)
    actions.share_reflection(reflection_id=written.id, audience=everyone, by=cast.ana.id, at=at)
    actions.commit_to(
        activity_id=made.id,
        text=PROMISED,
        owner=cast.ana.id,
        due=date(2026, 3, 27),
        by=cast.ana.id,
        at=at,
    )
    return made


def fetched(person: UUID, at: datetime) -> bytes:
    secret = actions.make_feed(person_id=person, by=person, at=at)
    found = feeds.feed(secret, at=at)
    assert found
    return found.text


def by_icalendar(text: bytes) -> dict[str, tuple[Any, Any, str]]:
    made = Calendar.from_ical(text)
    return {
        str(each["uid"]): (utc(each.decoded("dtstart")), utc(each.decoded("dtend")), str(each["summary"]))
        for each in made.walk("VEVENT")
    }  # fmt: skip


def by_vobject(text: bytes) -> dict[str, tuple[Any, Any, str]]:
    made = vobject.readOne(text.decode())
    return {
        each.uid.value: (utc(each.dtstart.value), utc(each.dtend.value), each.summary.value)
        for each in made.vevent_list
    }


def utc(value: date) -> date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_two_readers_see_the_same_events(cast: Cast, together: Activity, at: datetime) -> None:
    text = fetched(cast.ana.id, at)
    found = by_icalendar(text)
    assert found == by_vobject(text)
    met = {each.at: each for each in queries.check_ins([together.id])}
    title = together.title
    half = timedelta(minutes=30)
    wanted = {(when, when + half, f"Check-in: {title}") for when in met}
    wanted |= {(together.ends_at, together.ends_at, f"Ends: {title}")}
    due = date(2026, 3, 27)
    wanted |= {(due, due + timedelta(days=1), f"Due: what you committed to in {title}")}
    assert set(found.values()) == wanted
    # Before and after the change of clocks on 29 March.
    assert [f"{when:%m-%d %H:%M}" for when in sorted(met)] == [
        *("03-17 10:00", "03-24 10:00"),
        *("03-31 09:00", "04-07 09:00", "04-14 09:00"),
    ]


def test_times_stand_in_the_persons_own_zone(cast: Cast, together: Activity, at: datetime) -> None:
    text = fetched(cast.ana.id, at)
    assert text.count(b"BEGIN:VTIMEZONE") == 1
    assert b"TZID:Europe/Berlin" in text
    assert text.count(b"DTSTART;TZID=Europe/Berlin:202603") == 3
    assert b"DTSTART;TZID=Europe/Berlin:20260331T110000" in text
    # Ben lives by UTC, which needs no zone.
    assert b"VTIMEZONE" not in fetched(cast.ben.id, at)


def test_it_is_written_as_the_standard_wants_it(
    cast: Cast, together: Activity, at: datetime
) -> None:
    text = fetched(cast.ana.id, at)
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    made = Calendar.from_ical(text)
    assert (str(made["version"]), str(made["method"]), bool(made["prodid"])) == (
        "2.0",
        "PUBLISH",
        True,
    )
    for event in made.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "URL"} <= set(event)
        assert not event.errors


def test_it_says_nothing_private_and_names_nobody(
    cast: Cast, together: Activity, at: datetime
) -> None:
    text = fetched(cast.ana.id, at).decode().replace("\r\n ", "")
    for word in (PRIVATE, PROMISED, "Ben", "ben@", "ATTENDEE", "ORGANIZER"):
        assert word not in text


def test_what_moved_has_the_same_name_and_a_higher_number(
    cast: Cast, together: Activity, at: datetime
) -> None:
    def versions() -> dict[str, tuple[int, datetime]]:
        made = Calendar.from_ical(fetched(cast.ana.id, at))
        return {
            str(each["uid"]): (int(each["sequence"]), each.decoded("dtstart"))
            for each in made.walk("VEVENT")
        }

    before = versions()
    off = {"first": date(2026, 3, 17), "last": date(2026, 3, 17)}
    people.add_days_off(person_id=cast.ben.id, by=None, at=at, **off)
    actions.plan_all(at=at)
    after = versions()
    moved = {uid for uid in after if after[uid] != before[uid]}
    assert before.keys() == after.keys()
    assert [after[uid][0] for uid in moved] == [1]


def test_a_skipped_check_in_and_an_activity_that_was_left_are_gone(
    cast: Cast, together: Activity, at: datetime
) -> None:
    first = queries.check_ins([together.id])[0]
    actions.answer_check_in(check_in_id=first.id, done=False, by=cast.ana.id, at=at)
    assert f"check-in-{first.id}".encode() not in fetched(cast.ana.id, at).replace(b"\r\n ", b"")
    actions.leave(activity_id=together.id, person_id=cast.ana.id, by=cast.ana.id, at=at)
    assert b"VEVENT" not in fetched(cast.ana.id, at)


# The address


def test_the_secret_is_kept_nowhere(cast: Cast, at: datetime) -> None:
    from journeywork.activities.models import FeedRow

    secret = actions.make_feed(person_id=cast.ana.id, by=cast.ana.id, at=at)
    row = FeedRow.objects.get(person=cast.ana.id)
    assert secret[26:] not in (row.digest, *map(str, audit.lines()))
    assert feeds.feed_since(cast.ana.id) == at


def test_a_new_address_ends_the_old_one_and_it_can_be_taken_back(cast: Cast, at: datetime) -> None:
    old = actions.make_feed(person_id=cast.ana.id, by=cast.ana.id, at=at)
    new = actions.make_feed(person_id=cast.ana.id, by=cast.ana.id, at=at)
    assert [bool(feeds.feed(each, at=at)) for each in (old, new)] == [False, True]
    actions.revoke_feed(person_id=cast.ana.id, by=cast.ana.id, at=at)
    assert (feeds.feed(new, at=at), feeds.feed_since(cast.ana.id)) == (None, None)


@pytest.mark.parametrize("secret", ["", "x", "a" * 78, "A" * 78, "1" * 78, "a" * 79])
def test_what_is_no_address_answers_nothing(cast: Cast, at: datetime, secret: str) -> None:
    assert feeds.feed(secret, at=at) is None


def test_who_works_here_no_more_has_no_calendar(cast: Cast, at: datetime) -> None:
    secret = actions.make_feed(person_id=cast.ana.id, by=cast.ana.id, at=at)
    people.deactivate(person_id=cast.ana.id, by=None, at=at)
    assert feeds.feed(secret, at=at) is None


def test_who_asks_too_often_waits(cast: Cast, at: datetime) -> None:
    secret = actions.make_feed(person_id=cast.ana.id, by=cast.ana.id, at=at)
    waits = [feeds.feed(secret, at=at).wait for _ in range(PER_MINUTE + 1)]  # type: ignore[union-attr]
    assert [bool(wait) for wait in waits] == [False] * PER_MINUTE + [True]
    again = feeds.feed(secret, at=at + timedelta(minutes=1))
    assert again
    assert again.text


# Invitations


def test_an_invitation_goes_to_whoever_asks_and_to_nobody_else(
    cast: Cast, together: Activity, letters: Letters, at: datetime
) -> None:
    """At night, too: it is an answer, and no push."""
    night = at.replace(hour=23)
    first = queries.check_ins([together.id])[2]
    actions.ask_for_invitation(check_in_id=first.id, by=cast.ana.id, at=night)
    assert actions.send_invitation(check_in_id=first.id, person_id=cast.ana.id, at=night)
    (letter,) = letters.kept
    assert letter["to"] == "Ana <ana@fairwater.example>"
    part = letter.get_body(("plain",))
    assert part is not None
    assert "Tuesday 31 March 2026, 11:00 (Europe/Berlin)" in part.get_content()


def test_mail_programs_take_it_for_an_invitation(
    cast: Cast, together: Activity, letters: Letters, at: datetime
) -> None:
    first = queries.check_ins([together.id])[2]
    actions.send_invitation(check_in_id=first.id, person_id=cast.ana.id, at=at)
    (part,) = [
        each for each in letters.kept[0].walk() if each.get_content_type() == "text/calendar"
    ]
    assert (letters.kept[0].get_content_type(), part.get_param("method")) == (
        "multipart/alternative",
        "REQUEST",
    )
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert by_icalendar(text) == by_vobject(text)
    ((begins, _, _),) = by_icalendar(text).values()
    assert begins == datetime(2026, 3, 31, 9, tzinfo=UTC)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["organizer"], event["attendee"]) == (
        "mailto:journeywork@fairwater.example",
        "mailto:ana@fairwater.example",
    )
    assert str(Calendar.from_ical(text)["method"]) == "REQUEST"
    assert b"VTIMEZONE" in text
    assert not any(word in text.decode() for word in (PRIVATE, PROMISED, "Ben"))


def test_others_get_none(cast: Cast, together: Activity, letters: Letters, at: datetime) -> None:
    first = queries.check_ins([together.id])[0]
    with pytest.raises(NotFound):
        actions.ask_for_invitation(check_in_id=first.id, by=cast.cleo.id, at=at)
    assert not actions.send_invitation(check_in_id=first.id, person_id=cast.cleo.id, at=at)
    actions.answer_check_in(check_in_id=first.id, done=False, by=cast.ana.id, at=at)
    assert not actions.send_invitation(check_in_id=first.id, person_id=cast.ana.id, at=at)
    assert letters.kept == []


def test_nothing_is_mailed_that_nobody_asked_for(
    cast: Cast, together: Activity, letters: Letters, at: datetime
) -> None:
    actions.pause(activity_id=together.id, until=None, by=cast.ana.id, at=at)
    actions.resume(activity_id=together.id, by=cast.ana.id, at=at)
    actions.plan_all(at=at + timedelta(days=7))
    actions.end(activity_id=together.id, by=cast.ana.id, at=at)
    assert letters.kept == []


def test_without_mail_it_says_so(cast: Cast, together: Activity, at: datetime) -> None:
    first = queries.check_ins([together.id])[0]
    with pytest.raises(Invalid) as caught:
        actions.ask_for_invitation(check_in_id=first.id, by=cast.ana.id, at=at)
    assert list(caught.value.faults) == ["mail"]
