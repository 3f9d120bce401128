"""Calls of stretch assignments: one that runs, one that waits, a loan, a proposal."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from journeywork.assignments import actions
from journeywork.assignments.models import ProposalRow
from journeywork.engine.assignments import Assignment
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.people import queries as people
from journeywork.work import actions as work
from journeywork.work import queries as works
from tests.conftest import Cast
from tests.rooms.api_examples.shape import Examples


def things(cast: Cast, at: datetime) -> dict[str, str]:
    """Return an assignment of Ana's that runs, with its checkpoint, and a proposal to her."""
    runs = _opened(cast.ana.id, at)
    actions.start(assignment_id=runs.id, by=cast.ana.id, at=at)
    return _ids(runs) | {
        "loan_id": str(_opened(cast.ana.id, at, lender=cast.dora.id).id),
        "proposal_id": _proposed(cast.ana.id, cast.ben.id, at),
    }


def own(person: Person, at: datetime) -> Examples:
    """Return calls about what this person has taken on, may begin, asks for, lends."""
    ben = people.person_by_key("ben").id
    runs, ready = (_opened(person.id, at) for _ in range(2))
    actions.start(assignment_id=runs.id, by=person.id, at=at)
    asking = _opened(person.id, at, lender=ben)
    given = _ids(runs) | {
        "loan_id": str(_opened(ben, at, lender=person.id).id),
        "proposal_id": _proposed(person.id, ben, at),
        "episode_id": _work(person.id, at),
    }
    return (
        examples(given)
        | {"assignments.start": examples(given | _ids(ready))["assignments.start"]}
        | {"assignments.ask_lender": examples(given | _ids(asking))["assignments.ask_lender"]}
    )


def _ids(found: Assignment) -> dict[str, str]:
    return {"assignment_id": str(found.id), "checkpoint_id": str(found.checkpoints[0].id)}


def _opened(learner: UUID, at: datetime, lender: UUID | None = None) -> Assignment:
    plan = actions.Plan(
        title="The gateway",
        skill="Gateways",
        why="New to me",
        good="It is tried again",
        complexity=2,
        checkpoints=[("A drawing", None)],
        lender=lender,
        hours=4 if lender else 0,
    )
    return actions.open_assignment(plan=plan, by=learner, at=at)


def _proposed(person: UUID, by: UUID, at: datetime) -> str:
    row = ProposalRow.objects.create(
        person=person, episode=uuid4(), reason="by hand", title="Locks", says="Yours", by=by, at=at
    )
    return str(row.id)


def _work(person: UUID, at: datetime) -> str:
    subject = f"what {person} proposes"
    begun = WorkEvent(
        source="test", id=subject, type="work.started", at=at - timedelta(hours=1),
        subject=subject, by=person, title="Gateways",
    )  # fmt: skip
    work.accept([begun], by=None, at=at)
    while work.digest(at=at):
        pass
    return str(works.episode_ids([subject])[subject])


def examples(things: dict[str, str]) -> Examples:
    """Return a call for each."""
    one = f"assignments/{things['assignment_id']}"
    lends = {"hours": 4, "until": "2026-04-20"}
    opens = {
        "title": "Retry refunds",
        "skill": "Payment gateways",
        "why": "I know the ledger only",
        "good": "It is tried again, once",
        "complexity": 2,
        "link": "https://work.example/99",
        "mentor": "emil",
        "buddy": "cleo",
        "checkpoints": [{"text": "A drawing", "due": "2026-03-20"}],
        "lender": "dora",
        "ends_at": "2026-04-20T10:00:00Z",
        **lends,
    }
    proposes = {
        "person": "ben",
        "episode": things["episode_id"],
        "skill": "Gateways",
        "says": "You drew the old one",
    }
    return {
        "assignments.find": ("GET", "assignments", None),
        "assignments.open_one": ("POST", "assignments", opens),
        "assignments.read": ("GET", one, None),
        "assignments.start": ("POST", f"{one}/start", None),
        "assignments.half_way": ("POST", f"{one}/half-way", None),
        "assignments.reach": (
            "PUT",
            f"{one}/checkpoints/{things['checkpoint_id']}/reached",
            {"alone": True},
        ),
        "assignments.ask_lender": ("POST", f"{one}/lender", {"lender": "dora", **lends}),
        "assignments.end": ("POST", f"{one}/end", {"outcome": "I can retry", "thanks": ""}),
        "assignments.loans": ("GET", "assignments/loans", None),
        "assignments.answer_loan": (
            "POST",
            f"assignments/loans/{things['loan_id']}",
            {"given": True, "says": "Gladly", **lends},
        ),
        "assignments.proposals": ("GET", "assignments/proposals", None),
        "assignments.propose": ("POST", "assignments/proposals", proposes),
        "assignments.decline": (
            "POST",
            f"assignments/proposals/{things['proposal_id']}/decline",
            None,
        ),
    }
