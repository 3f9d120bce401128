"""Calls of mentoring: who takes part, matches, programmes and rounds of whoever coordinates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from journeywork.engine.fit.participants import Role
from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring import Choosing, PairState, RoundState, Said, StagedPair
from journeywork.engine.options import Part
from journeywork.engine.people import Person
from journeywork.kernel.ids import new_id
from journeywork.mentoring import enrolling, queries, running
from journeywork.mentoring.beginning import begin_all
from journeywork.mentoring.models import ProgrammeRow
from journeywork.mentoring.round_models import PairRow, RoundRow
from journeywork.people import queries as people
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples

_TABLE = "email,role,wants,offers\nben@fairwater.example,mentor,,Rust\n"


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return a programme in which Ana and Ben are, their match, a round, a pair that asks."""
    return _things(cast.ana.id, cast.ben.id, at)


def own(person: Person, at: datetime) -> Examples:
    """Return calls about what this person takes part in, is asked, and coordinates."""
    ben = people.person_by_key("ben").id
    begun = examples(_things(person.id, ben, at))
    free = examples(_things(person.id, ben, at))
    # What ends something, or changes what a round waits for, has things of its own.
    ends = ("matches.end", "rounds.drop", "rounds.confirm", "rounds.again", "programmes.close")
    waits = _things(person.id, ben, at)
    RoundRow.objects.filter(id=waits["round_id"]).update(state=RoundState.DROPPED)
    together = (*begun["rounds.together"][:2], {"people": [person.key, "dora"]})
    return (
        begun
        | {name: free[name] for name in ends}
        | {"rounds.ask": examples(waits)["rounds.ask"], "rounds.together": together}
    )


def _things(person: UUID, other: UUID, at: datetime) -> dict[str, str]:
    key = f"programme-{new_id()}"
    programme = queries.programme(_programme(key, at))
    dora = people.person_by_key("dora").id
    for one, role in ((person, Role.MENTEE), (other, Role.MENTOR), (dora, Role.MENTOR)):
        said = Said(role=role)
        enrolling.enrol(programme_id=programme.id, said=said, by=one, at=at)
    staged, told = (_round(programme.id, number, at) for number in (1, 2))
    RoundRow.objects.filter(id=told).update(state=RoundState.PUBLISHED)
    pair = _pair(staged, person, other, PairState.STAGED)
    asked = _pair(told, person, other, PairState.ASKED)
    (match,) = begin_all(programme, [_found(told, person, other)], by=None, at=at).values()
    line = running.write(
        match_id=match, kind=LineKind.GOAL, text="Lead a project", by=person, at=at
    )
    return {
        "programme": key,
        "round_id": str(staged),
        "staged_pair_id": str(pair),
        "asked_pair_id": str(asked),
        "match_id": str(match),
        "line_id": str(line.id),
    }


def _programme(key: str, at: datetime) -> UUID:
    row = ProgrammeRow.objects.create(
        key=key,
        name="Spring cohort",
        kind="mentoring",
        pace="cohort",
        choosing=Choosing.BOTH,
        state="open",
        at=at,
    )
    id: UUID = row.id
    return id


def _round(programme: UUID, number: int, at: datetime) -> UUID:
    row = RoundRow.objects.create(
        programme=programme, number=number, state=RoundState.STAGED, on=at.date(), at=at
    )
    id: UUID = row.id
    return id


def _pair(round: UUID, first: UUID, second: UUID, state: PairState) -> UUID:
    row = PairRow.objects.create(
        round=round, first=first, second=second, fit=3, parts=[["skills", 3, "Rust"]], state=state
    )
    id: UUID = row.id
    return id


def _found(round: UUID, first: UUID, second: UUID) -> StagedPair:
    return StagedPair(
        id=new_id(),
        round=round,
        first=first,
        second=second,
        fit=3,
        parts=(Part(name="skills", value=3, says="Rust"),),
        state=PairState.STAGED,
    )


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    return _taking_part(things) | _matches(things) | _programmes(things) | _rounds(things)


def _taking_part(things: dict[str, str]) -> Examples:
    one = f"mentoring/programmes/{things['programme']}"
    said: dict[str, Any] = {
        "role": "mentee",
        "wants": [{"name": "Rust", "weight": 3}],
        "offers": [{"name": "SQL", "level": 4}],
        "goals": ["Lead a project"],
        "seniority": 2,
        "department": "Payments",
        "places": 1,
        "wanted": 2,
    }
    return {
        "mentoring.find": ("GET", "mentoring/programmes", None),
        "mentoring.read": ("GET", one, None),
        "mentoring.enrol": ("POST", f"{one}/enrol", said),
        "mentoring.change": ("PATCH", one, said),
        "mentoring.confirm": ("POST", f"{one}/confirm", None),
        "mentoring.pause": ("POST", f"{one}/pause", {"until": "2026-05-04"}),
        "mentoring.skip": ("POST", f"{one}/skip", None),
        "mentoring.resume": ("POST", f"{one}/resume", None),
        "mentoring.leave": ("POST", f"{one}/leave", None),
        "mentoring.wish": ("PUT", f"{one}/wishes", {"people": ["ben"]}),
        "mentoring.mentors": ("GET", f"{one}/mentors?text=ben", None),
        "mentoring.possible": ("GET", f"{one}/possible", None),
        "mentoring.asked_pairs": ("GET", "mentoring/proposed", None),
        "mentoring.answer": (
            "POST",
            f"mentoring/proposed/{things['asked_pair_id']}",
            {"yes": False},
        ),
    }


def _matches(things: dict[str, str]) -> Examples:
    one = f"mentoring/matches/{things['match_id']}"
    return {
        "matches.find": ("GET", "mentoring/matches?ended=true", None),
        "matches.read": ("GET", one, None),
        "matches.times": ("GET", f"{one}/times", None),
        "matches.suggestions": ("GET", f"{one}/suggestions", None),
        "matches.meet_at": ("PUT", f"{one}/time", {"starts": "2026-03-11T10:00:00Z"}),
        "matches.met": ("POST", f"{one}/met", {"meeting": None}),
        "matches.add_goal": ("PUT", f"{one}/goals", {"text": "Know the ledger"}),
        "matches.add_point": ("PUT", f"{one}/agenda", {"text": "How to say no"}),
        "matches.thank": ("PUT", f"{one}/thanks", {"text": "For your patience"}),
        "matches.done": ("PUT", f"{one}/lines/{things['line_id']}/done", {"done": True}),
        "matches.still_on": ("POST", f"{one}/still-on", None),
        "matches.go_on": ("POST", f"{one}/go-on", None),
        "matches.end": ("POST", f"{one}/end", {"somebody_else": True}),
    }


def _programmes(things: dict[str, str]) -> Examples:
    one = f"programmes/{things['programme']}"
    plan: dict[str, Any] = {
        "name": "Autumn cohort",
        "kind": "mentoring",
        "pace": "evergreen",
        "choosing": "ranked",
        "says": "For whoever wants to learn",
        "rules": 'like = "mentoring"\n',
        "newcomer_days": 90,
        "places": 3,
        "lasts_weeks": 26,
        "every_weeks": 2,
        "least": 4,
        "most": 6,
        "teams": ["payments"],
    }
    table = {"text": _TABLE, "add": False}
    return {
        "programmes.find": ("GET", "programmes", None),
        "programmes.set_up": ("POST", "programmes", plan),
        "programmes.read": ("GET", one, None),
        "programmes.change": ("PATCH", one, plan),
        "programmes.open_one": ("POST", f"{one}/open", None),
        "programmes.close": ("POST", f"{one}/close", None),
        "programmes.try_out": ("POST", f"{one}/try", {"rules": 'like = "mentoring"\n'}),
        "programmes.participants": ("GET", f"{one}/participants?text=a", None),
        "programmes.table": ("GET", f"{one}/participants/table", None),
        "programmes.check": ("POST", f"{one}/participants/check", table),
        "programmes.take_in": ("POST", f"{one}/participants", table),
        "programmes.going": ("GET", f"{one}/health", None),
    }


def _rounds(things: dict[str, str]) -> Examples:
    one = f"rounds/{things['round_id']}"
    pair = f"{one}/pairs/{things['staged_pair_id']}"
    how = {"dial": "weakest", "draws": True, "sits_out": False}
    return {
        "rounds.find": ("GET", f"programmes/{things['programme']}/rounds", None),
        "rounds.ask": ("POST", f"programmes/{things['programme']}/rounds", how),
        "rounds.read": ("GET", one, None),
        "rounds.again": ("POST", f"{one}/again", how),
        "rounds.confirm": ("POST", f"{one}/confirm", None),
        "rounds.drop": ("POST", f"{one}/drop", None),
        "rounds.pairs": ("GET", f"{one}/pairs?person=ben", None),
        "rounds.together": ("POST", f"{one}/pairs", {"people": ["ana", "dora"]}),
        "rounds.lock": ("POST", f"{pair}/lock", None),
        "rounds.unlock": ("POST", f"{pair}/unlock", None),
        "rounds.take_apart": ("POST", f"{pair}/drop", None),
        "rounds.left": ("GET", f"{one}/left", None),
        "rounds.ask_why_not": ("POST", f"{one}/why-not", {"first": "ana", "second": "ben"}),
    }
