"""People to match: the cast as participants, and whoever else a property test thinks of."""

from datetime import date, time
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from journeywork.engine.fit.participants import Participant, Past, Role, Wanted
from journeywork.engine.people import Skill, WorkingTime

#: A working Tuesday.
TUESDAY = date(2026, 3, 10)
SKILLS = ("AI", "retail", "Python", "Python testing", "Postgres", "PostgreSQL", "US", "Australia")
GOALS = ("first lead role", "change of career", "working abroad")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Asia/Kathmandu")


def hours(zone: str = "Europe/Berlin", starts: int = 9, ends: int = 17) -> WorkingTime:
    return WorkingTime(zone=ZoneInfo(zone), starts=time(starts), ends=time(ends))


def mentee(key: str, *wants: str, **more: object) -> Participant:
    skills = tuple(Wanted(name=name) for name in wants)
    return Participant(key=key, name=key.title(), role=Role.MENTEE, wants=skills, **more)  # type: ignore[arg-type]


def mentor(key: str, *offers: str, level: int = 4, **more: object) -> Participant:
    skills = tuple(Skill(name=name, level=level) for name in offers)
    return Participant(key=key, name=key.title(), role=Role.MENTOR, offers=skills, **more)  # type: ignore[arg-type]


_KEYS = tuple(f"p{number}" for number in range(9))
_wanted = st.builds(Wanted, name=st.sampled_from(SKILLS), weight=st.integers(1, 3))
_offered = st.builds(Skill, name=st.sampled_from(SKILLS), level=st.integers(1, 5))
_hours = st.none() | st.builds(
    WorkingTime,
    zone=st.sampled_from([ZoneInfo(zone) for zone in ZONES]),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    starts=st.sampled_from([time(6), time(9), time(9, 30), time(22)]),
    ends=st.sampled_from([time(13), time(17), time(17, 15), time(3)]),
)


def _tuples(of: "st.SearchStrategy[object]", most: int) -> "st.SearchStrategy[tuple[object, ...]]":
    return st.lists(of, max_size=most, unique=True).map(tuple)


def _person(key: str) -> "st.SearchStrategy[Participant]":
    others = st.sampled_from([one for one in _KEYS if one != key])
    return st.builds(
        Participant,
        key=st.just(key),
        name=st.just(key.title()),
        role=st.sampled_from(Role),
        wants=_tuples(_wanted, 4),
        offers=_tuples(_offered, 4),
        goals=_tuples(st.sampled_from(GOALS), 3),
        seniority=st.none() | st.integers(0, 5),
        hours=_hours,
        languages=_tuples(st.sampled_from(("en", "de", "pt")), 3),
        department=st.sampled_from(("", "Payments", "Support")),
        chain=_tuples(others, 2),
        wishes=_tuples(others, 3),
        places=st.integers(0, 3),
        taken=st.integers(0, 1),
        wanted=st.integers(0, 3),
        past=_tuples(
            st.builds(Past, partner=others, on=st.dates(date(2024, 1, 1), TUESDAY)), 2
        ),
        blocks=st.frozensets(others, max_size=2),
        paused_until=st.none() | st.just(date(2026, 5, 1)) | st.just(TUESDAY),
        confirmed_on=st.none() | st.dates(date(2025, 1, 1), TUESDAY),
    )  # fmt: skip


crowds = st.tuples(*map(_person, _KEYS)).map(list)
