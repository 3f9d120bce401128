"""A thousand people as a coordinator would have them in a table: invented, and always the same."""

from random import Random

from journeywork.engine.tables import table_text

HEADINGS = (
    *("id", "name", "email", "role", "wants", "offers", "goals", "seniority", "time zone"),
    *("languages", "department", "manager", "places"),
)
_FIRST = [
    "Ada",
    "Bo",
    "Cem",
    "Dina",
    "Eli",
    "Fay",
    "Gil",
    "Hana",
    "Ida",
    "Jon",
    "Kim",
    "Lea",
    "Max",
    "Nia",
    "Ole",
    "Pia",
    "Quin",
    "Rui",
    "Sara",
    "Tom",
]
_LAST = [
    "Adler",
    "Brandt",
    "Costa",
    "Dahl",
    "Egger",
    "Frank",
    "Gomez",
    "Holm",
    "Ivers",
    "Jansen",
    "Kaya",
    "Lind",
    "Moreau",
    "Nagy",
]
_SKILLS = (
    *("Python", "SQL", "Kubernetes", "Negotiation", "Statistics", "Public speaking", "Rust"),
    *("Incident response", "Contract law", "Wound care", "Budgeting", "User research", "Terraform"),
    *("Facilitation", "Accessibility", "Data modelling", "Hiring", "Logistics", "Welding"),
)
_GOALS = ("first lead role", "change of career", "working abroad", "deeper craft")
_ZONES = ("Europe/Berlin", "Europe/Lisbon", "Europe/Helsinki", "America/New_York", "Asia/Kolkata")
_DEPARTMENTS = ("Payments", "Support", "Platform", "Care", "Sales", "Legal")


def thousand(mentees: int = 700, mentors: int = 300, *, seed: int = 5) -> str:
    """Return a table of so many mentees and mentors, who offer from one to four places each."""
    draw = Random(seed)
    roles = ["mentee"] * mentees + ["mentor"] * mentors
    bosses = range(mentees, mentees + max(1, mentors // 10))
    rows = [_row(number, role, bosses, draw) for number, role in enumerate(roles)]
    return table_text(HEADINGS, rows)


def _row(number: int, role: str, bosses: range, draw: Random) -> tuple[object, ...]:
    name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]} {number}"
    skills = draw.sample(_SKILLS, 4)
    seeks = role == "mentee"
    wants = "; ".join(f"{one}:{draw.randint(1, 3)}" for one in skills) if seeks else ""
    offers = "" if seeks else "; ".join(f"{one}:{draw.randint(2, 5)}" for one in skills)
    boss = draw.choice(bosses)
    return (
        f"e{number:04}",
        name,
        f"e{number:04}@fairwater.example",
        role,
        wants,
        offers,
        draw.choice(_GOALS),
        draw.randint(1, 3) if seeks else draw.randint(4, 7),
        draw.choice(_ZONES),
        "en" if draw.random() < 0.8 else "de; en",
        draw.choice(_DEPARTMENTS),
        "" if number in bosses else f"e{boss:04}",
        "" if seeks else draw.randint(1, 4),
    )
