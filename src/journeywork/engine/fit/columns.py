"""The columns of a table of participants, with the headings that other tools export."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from journeywork.engine.fit.participants import MOST_WISHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: our heading, what it holds, an example, and other headings that mean it."""

    name: str
    says: str
    example: str
    also: tuple[str, ...] = ()


COLUMNS: tuple[Column, ...] = (
    Column(
        name="id",
        says="what they are called by in other columns; without it their e-mail address, or name",
        example="e1042",
        also=("key", "employee id", "employee number", "user id", "person id", "participant id", "username"),
    ),
    Column(
        name="name",
        says="their name; first and last name may stand in two columns instead",
        example="Ana Costa",
        also=("full name", "display name", "participant", "participant name"),
    ),
    Column(name="first name", says="their first name", example="Ana", also=("given name", "firstname")),
    Column(
        name="last name",
        says="their last name",
        example="Costa",
        also=("surname", "family name", "lastname"),
    ),
    Column(
        name="email",
        says="their e-mail address",
        example="ana@fairwater.example",
        also=("e mail", "email address", "work email", "mail", "e mail address"),
    ),
    Column(
        name="role",
        says="mentor, mentee, both, or none for who stands here for the reporting line alone; "
        "without it told from what they want and offer",
        example="mentee",
        also=("program role", "programme role", "participation", "mentor or mentee", "joining as"),
    ),
    Column(
        name="wants",
        says="skills to learn, with semicolons between them; a number from 1 to 3 says how much",
        example="Python:3; SQL",
        also=(
            "skills wanted", "wanted skills", "skills to develop", "skills to learn",
            "areas to develop", "development areas", "learning interests", "i want to learn",
            "mentee skills", "looking for",
        ),
    ),
    Column(
        name="offers",
        says="skills to teach; a number from 1 to 5 is the level, 4 without one",
        example="Python:5; data visualisation",
        also=(
            "skills offered", "offered skills", "skills", "expertise", "areas of expertise",
            "mentor skills", "can help with", "i can help with", "strengths",
        ),
    ),
    Column(
        name="goals",
        says="what it is for; goals that both have named count",
        example="change of career; first lead role",
        also=("goal", "mentoring goals", "career goals", "objectives", "motivation"),
    ),
    Column(
        name="seniority",
        says="a whole number, higher for more senior, or a band that the rules name",
        example="4",
        also=("level", "grade", "band", "job level", "job grade", "seniority level"),
    ),
    Column(
        name="time zone",
        says="a real time zone, as the clocks change there",
        example="Europe/Lisbon",
        also=("timezone", "tz", "zone", "location time zone"),
    ),
    Column(
        name="hours",
        says="working hours on the clock there; 09:00-17:00 without it",
        example="09:00-17:00",
        also=("working hours", "work hours", "availability"),
    ),
    Column(
        name="days",
        says="working days; Mon-Fri without it",
        example="Mon-Thu",
        also=("working days", "work days", "workdays"),
    ),
    Column(
        name="languages",
        says="languages, the one they like best first",
        example="pt; en",
        also=("language", "spoken languages", "preferred language", "language preference"),
    ),
    Column(
        name="department",
        says="where they work",
        example="Payments",
        also=("team", "business unit", "division", "function", "org unit", "organisation unit"),
    ),
    Column(
        name="manager",
        says="who leads them: the id, e-mail address or name of another row",
        example="e1007",
        also=(
            "manager id", "manager email", "line manager", "supervisor", "supervisor id",
            "supervisorid", "reports to", "manager name",
        ),
    ),
    Column(
        name="wishes",
        says=f"whom they wish for, the first wish first, at most {MOST_WISHES}",
        example="e1011; e1020",
        also=("preferred mentors", "mentor choices", "requested mentors", "preferences", "ranked choices"),
    ),
    *(
        Column(
            name=f"wish {number}",
            says=f"wish {number}, where each wish has a column",
            example="e1011",
            also=(f"choice {number}", f"preference {number}", f"mentor choice {number}"),
        )
        for number in range(1, MOST_WISHES + 1)
    ),
    Column(
        name="places",
        says="how many people a mentor takes at a time; 1 without it",
        example="2",
        also=("capacity", "max mentees", "maximum mentees", "number of mentees", "mentee limit", "mentee capacity"),
    ),
    Column(
        name="taken",
        says="how many they have already, staged pairs included",
        example="1",
        also=("current mentees", "active mentees", "active matches", "staged"),
    ),
    Column(
        name="mentors wanted",
        says="how many mentors they want at a time, 1 to 3",
        example="1",
        also=("number of mentors", "max mentors", "mentors"),
    ),
    Column(
        name="past pairs",
        says="with whom they were a pair before, and when last",
        example="e1003 2025-06-30",
        also=("previous matches", "past matches", "previous mentors", "past mentors", "previous pairs"),
    ),
    Column(
        name="not with",
        says="with whom they must not be paired, either way; told to nobody",
        example="e1015",
        also=("do not match", "exclude", "exclusions", "blocked", "blocks"),
    ),
    Column(
        name="paused until",
        says="the first day on which they take part again",
        example="2026-05-01",
        also=("pause until", "on leave until", "unavailable until", "away until"),
    ),
    Column(
        name="confirmed on",
        says="when they last said that all of this is so",
        example="2026-02-20",
        also=("updated", "last updated", "profile updated", "updated on", "completed on"),
    ),
)  # fmt: skip

_KNOWN: Mapping[str, str] = {
    heading: column.name for column in COLUMNS for heading in (column.name, *column.also)
}


def simple(heading: str) -> str:
    """Return a heading as headings are compared: small letters and digits, one space between."""
    kept = "".join(sign if sign.isalnum() else " " for sign in heading.casefold())
    return " ".join(kept.split())


def known(headings: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return our column of each heading that is known, and the headings that are not."""
    found = {heading: _KNOWN[simple(heading)] for heading in headings if simple(heading) in _KNOWN}
    return found, tuple(heading for heading in headings if heading not in found)
