"""The rules an organisation starts with, as the data it may edit.

Each is one moment from DESIGN: the first time, the return after a pause, the risky step,
being stuck, a changed card, and work that just ended and was not easy. Numbers are
choices: they are kept high enough that an ordinary day passes in silence, and the replay
shows what other numbers would have done.
"""

from collections.abc import Mapping
from typing import Any

from journeywork.engine.rule_reading import read_rule

_BEGINNINGS = ["work.assigned", "work.started", "change.proposed", "case.opened"]
_DOINGS = [*_BEGINNINGS, "work.handed_over", "change.merged", "change.reworked"]
_ENDINGS = ["work.finished", "change.merged", "case.closed", "incident.resolved"]
_RISKY = [
    *("migration", "migrations", "migrate", "rollback", "restore", "backup", "failover"),
    *("production", "prod", "deploy", "deployment", "release", "terraform", "firewall"),
    *("secret", "secrets", "credential", "credentials", "permission", "permissions", "drop"),
    *("transfusion", "anaesthesia", "insulin", "chemotherapy", "opioid", "discharge"),
    *("filing", "limitation", "settlement", "escrow", "lockout", "isolation", "crane", "lathe"),
]


def _when(measure: str, test: str, value: Any, why: str = "") -> dict[str, Any]:
    return {"measure": measure, "test": test, "value": value, "why": why}


_LONG_RECORD = _when(
    "record_days", "at least", 14, "the record of work goes back {record_days} days"
)

WRITTEN: tuple[Mapping[str, Any], ...] = (
    {
        "key": "stuck_check",
        "title": "The same check fails again and again",
        "need": "solve",
        "says": "“{check}” has failed {same_check} times in a row in this piece of work",
        "when": [
            _when("type", "is", "check.failed"),
            _when("same_check", "at least", 3, "“{check}” failed {same_check} times in a row"),
        ],
        "wants": ["card", "episode", "person"],
        "once_per": ["subject", "check"],
        "rank": 10,
        "fades": False,
    },
    {
        "key": "stuck_reopened",
        "title": "Thought done, and opened again",
        "need": "solve",
        "says": "“{title}” has been opened again {reopens} times",
        "when": [
            _when("type", "is one of", ["work.reopened", "change.reverted"]),
            _when("reopens", "at least", 2, "it came back {reopens} times"),
        ],
        "wants": ["card", "episode", "person"],
        "once_per": ["subject", "reopens"],
        "rank": 12,
        "fades": False,
    },
    {
        "key": "stuck_still",
        "title": "No progress for two working days",
        "need": "solve",
        "says": "“{title}” has not moved for {idle_hours} working hours",
        "when": [
            _when("type", "is", "work.idle"),
            _when("idle_hours", "at least", 16, "{idle_hours} working hours without progress"),
            _when("idle_hours", "at most", 80),
        ],
        "wants": ["person", "card", "episode"],
        "once_per": ["subject", "type"],
        "rank": 14,
        "fades": False,
    },
    {
        "key": "hard_finish",
        "title": "Just finished, and it was not easy",
        "need": "reflect",
        "says": "You have just finished “{title}”, and it took some doing",
        "when": [
            _when("type", "is one of", _ENDINGS),
            _when("troubles", "at least", 3, "it met {troubles} troubles on the way"),
        ],
        "wants": ["note"],
        "once_per": ["subject"],
        "rank": 20,
        "fades": False,
    },
    {
        "key": "incident_over",
        "title": "An incident has just been resolved",
        "need": "reflect",
        "says": "“{title}” is over; what helped is freshest now",
        "when": [_when("type", "is", "incident.resolved", "the incident was just resolved")],
        "wants": ["note"],
        "once_per": ["subject"],
        "rank": 22,
        "fades": False,
    },
    {
        "key": "risky_step",
        "title": "About to do something risky",
        "need": "apply",
        "says": "You are beginning something that calls for care: “{title}”",
        "when": [
            _when("type", "is one of", _BEGINNINGS),
            _when("words", "mentions", _RISKY, "it speaks of work in which slips are costly"),
        ],
        "wants": ["card"],
        "once_per": ["subject"],
        "rank": 30,
    },
    {
        "key": "changed_card",
        "title": "What you use has changed",
        "need": "change",
        "says": "“{changed_card}” has changed since you last worked here",
        "when": [
            _when("type", "is one of", _DOINGS),
            _when(
                "changed_card", "is not", "", "“{changed_card}” was changed since your last time"
            ),
        ],
        "wants": ["card"],
        "once_per": ["changed_card", "changed_at"],
        "rank": 35,
        "fades": False,
    },
    {
        "key": "first_kind",
        "title": "First time with this kind of work",
        "need": "new",
        "says": "This is your first piece of work of the kind “{kind}”",
        "when": [
            _when("type", "is one of", _DOINGS),
            _LONG_RECORD,
            _when("kind_times", "is", 0, "you have not done “{kind}” before"),
            _when("kind_everybody", "at least", 5, "colleagues have, {kind_everybody} times"),
        ],
        "wants": ["card", "person", "episode"],
        "once_per": ["kind"],
        "rank": 42,
    },
    {
        "key": "first_place",
        "title": "First time in this place",
        "need": "new",
        "says": "This is your first work in {place}",
        "when": [
            _when("type", "is one of", _DOINGS),
            _LONG_RECORD,
            _when("place", "is not", ""),
            _when("place_times", "is", 0, "you have not worked in {place} before"),
            _when("place_everybody", "at least", 5, "colleagues have, {place_everybody} times"),
        ],
        "wants": ["card", "person", "episode"],
        "once_per": ["place"],
        "rank": 40,
    },
    {
        "key": "first_area",
        "title": "First time in this part of the work",
        "need": "more",
        "says": "You have not worked in {area} before",
        "when": [
            _when("type", "is one of", _DOINGS),
            _LONG_RECORD,
            _when("area", "is not", ""),
            _when("place_times", "at least", 1, "you know {place}"),
            _when("area_times", "is", 0, "but have never worked in {area}"),
            _when("area_everybody", "at least", 5, "where colleagues were {area_everybody} times"),
        ],
        "wants": ["card", "person", "episode"],
        "once_per": ["area"],
        "rank": 44,
    },
    {
        "key": "picked_up",
        "title": "Picking up a piece of work that lay still",
        "need": "apply",
        "says": "You are picking up “{title}” after {still_days} days",
        "when": [
            _when("type", "is one of", ["work.started", "work.handed_over", "change.reworked"]),
            _when("still_days", "at least", 14, "it lay still for {still_days} days"),
        ],
        "wants": ["episode", "card", "person"],
        "once_per": ["subject", "still_days"],
        "rank": 50,
    },
    {
        "key": "back_after_pause",
        "title": "Back after a long pause",
        "need": "apply",
        "says": "You are back here after {here_days} days",
        "when": [
            _when("type", "is one of", _DOINGS),
            _when("here_days", "at least", 120, "your last time here was {here_days} days ago"),
        ],
        "wants": ["card", "episode", "person"],
        "once_per": ["place", "area", "here_days"],
        "rank": 52,
    },
)

RULES = tuple(read_rule(rule) for rule in WRITTEN)
