"""Stretch assignments: taken on, lent time to, begun, ended; what is proposed, and to whom.

A pulse, what it says, and what else learners keep for themselves is in no operation: no token
reads or writes it, the learner's own neither. Nor is the flag that a pulse raises for the mentor.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from journeywork.api.doors import Limit, caller, operation
from journeywork.api.pages import Cursor, Latest, Page, Seen, turn
from journeywork.api.shapes.assignments import (
    AssignmentOut,
    EndIn,
    LenderIn,
    LoanAnswerIn,
    LoanOut,
    ProposalIn,
    ProposalOut,
    ReachedIn,
    TakeOnIn,
    WholeAssignmentOut,
    assignment_out,
    checkpoint_out,
    loan_out,
    proposal_out,
)
from journeywork.assignments import actions, queries
from journeywork.engine.assignments import Assignment, Loan
from journeywork.kernel import clock
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries as people

router = Router(tags=["Stretch assignments"])


@router.get("/assignments", response=Page[AssignmentOut], summary="List one's stretch assignments")
@operation("assignment.read")
def find(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[AssignmentOut]:
    """List what one has taken on, and where one stands by, newest first."""
    me, asked = caller(request).id, turn(request, limit, cursor, Latest)
    found = queries.assignments(reader=me, limit=asked.most, after=asked.after)
    return asked.page(found, place=lambda one: Latest(one.at, one.id), shown=partial(_shown, me=me))


@router.post("/assignments", response={201: WholeAssignmentOut}, summary="Take work on")
@operation("assignment.write")
def open_one(request: HttpRequest, body: TakeOnIn) -> Status[WholeAssignmentOut]:
    """Open a stretch assignment for oneself; its lender, where there is one, is asked."""
    me = caller(request).id
    proposal = queries.proposal(body.proposal, person=me) if body.proposal else None
    made = actions.open_assignment(
        plan=_plan(body, me, proposal.episode if proposal else None),
        by=me,
        at=clock.now(),
        proposal_id=proposal.id if proposal else None,
    )
    return Status(201, _whole(made.id, me))


@router.get("/assignments/loans", response=Page[LoanOut], summary="List what one is asked to lend")
@operation("assignment.read")
def loans(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[LoanOut]:
    """List what one was asked to lend, and has lent, newest first; and no more of the work."""
    asked = turn(request, limit, cursor, Latest)
    found = queries.loans(caller(request).id, limit=asked.most, after=asked.after)
    return asked.page(found, place=lambda one: Latest(one.at, one.id), shown=_lent)


@router.post("/assignments/loans/{uuid:loan_id}", response=LoanOut, summary="Lend time, or not")
@operation("assignment.write")
def answer_loan(request: HttpRequest, loan_id: UUID, body: LoanAnswerIn) -> LoanOut:
    """Say yes on one's own terms, or no, once; only who was asked can."""
    found = actions.answer_loan(
        assignment_id=loan_id, **body.model_dump(), by=caller(request).id, at=clock.now()
    )
    return _lent([found])[0]


@router.get(
    "/assignments/proposals", response=Page[ProposalOut], summary="List what is proposed to one"
)
@operation("assignment.read")
def proposals(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> Page[ProposalOut]:
    """List the work that is proposed to oneself and waits, newest first; nobody else sees it."""
    asked = turn(request, limit, cursor, Seen)
    found = queries.proposals(caller(request).id, at=clock.now())
    names = _names(one.by for one in found)
    return asked.whole(
        found, key=lambda one: one.id, shown=lambda some: [proposal_out(one, names) for one in some]
    )


@router.post("/assignments/proposals", response={204: None}, summary="Propose work to somebody")
@operation("assignment.write")
def propose(request: HttpRequest, body: ProposalIn) -> Status[None]:
    """Propose a piece of work to a colleague; what they say to it nobody is told."""
    actions.propose_to(
        person_id=people.person_by_key(body.person).id,
        episode_id=body.episode,
        skill=body.skill,
        says=body.says,
        by=caller(request).id,
        at=clock.now(),
    )
    return Status(204, None)


@router.post(
    "/assignments/proposals/{uuid:proposal_id}/decline",
    response={204: None},
    summary="Say no to a proposal",
)
@operation("assignment.write")
def decline(request: HttpRequest, proposal_id: UUID) -> Status[None]:
    """Say no to what was proposed to oneself: such work is proposed less readily."""
    actions.decline(proposal_id=proposal_id, by=caller(request).id, at=clock.now())
    return Status(204, None)


@router.get(
    "/assignments/{uuid:assignment_id}", response=WholeAssignmentOut, summary="Read an assignment"
)
@operation("assignment.read")
def read(request: HttpRequest, assignment_id: UUID) -> WholeAssignmentOut:
    """Read a stretch assignment that one has taken on, or where one stands by."""
    return _whole(assignment_id, caller(request).id)


@router.post(
    "/assignments/{uuid:assignment_id}/start", response=WholeAssignmentOut, summary="Begin"
)
@operation("assignment.write")
def start(request: HttpRequest, assignment_id: UUID) -> WholeAssignmentOut:
    """Begin what one has taken on, once whoever lends the time has said yes."""
    me = caller(request).id
    actions.start(assignment_id=assignment_id, by=me, at=clock.now())
    return _whole(assignment_id, me)


@router.post(
    "/assignments/{uuid:assignment_id}/half-way",
    response=WholeAssignmentOut,
    summary="Say that it is half way",
)
@operation("assignment.write")
def half_way(request: HttpRequest, assignment_id: UUID) -> WholeAssignmentOut:
    """Come to the middle, where other questions are asked; whoever stands by may say so too."""
    me = caller(request).id
    actions.half_way(assignment_id=assignment_id, by=me, at=clock.now())
    return _whole(assignment_id, me)


@router.put(
    "/assignments/{uuid:assignment_id}/checkpoints/{uuid:checkpoint_id}/reached",
    response=WholeAssignmentOut,
    summary="Say that a checkpoint is reached",
)
@operation("assignment.write")
def reach(
    request: HttpRequest, assignment_id: UUID, checkpoint_id: UUID, body: ReachedIn
) -> WholeAssignmentOut:
    """Say that one has reached a checkpoint; twice is the same, and how is told to nobody."""
    me = caller(request).id
    found = queries.assignment(assignment_id, reader=me)
    if found.learner != me:
        raise NotFound("assignment")
    if checkpoint_id not in {one.id for one in found.checkpoints if one.done_at}:
        actions.reach(
            assignment_id=assignment_id,
            checkpoint_id=checkpoint_id,
            alone=body.alone,
            by=me,
            at=clock.now(),
        )
    return _whole(assignment_id, me)


@router.post(
    "/assignments/{uuid:assignment_id}/lender",
    response=WholeAssignmentOut,
    summary="Ask another lender",
)
@operation("assignment.write")
def ask_lender(request: HttpRequest, assignment_id: UUID, body: LenderIn) -> WholeAssignmentOut:
    """Ask somebody else to lend the time, or the same person on other terms, until a yes."""
    me = caller(request).id
    actions.ask_lender(
        assignment_id=assignment_id,
        lender=people.person_by_key(body.lender).id,
        hours=body.hours,
        until=body.until,
        by=me,
        at=clock.now(),
    )
    return _whole(assignment_id, me)


@router.post("/assignments/{uuid:assignment_id}/end", response=WholeAssignmentOut, summary="End it")
@operation("assignment.write")
def end(request: HttpRequest, assignment_id: UUID, body: EndIn) -> WholeAssignmentOut:
    """End what one has taken on: what one can do now, and thanks to whoever lent the time."""
    me = caller(request).id
    actions.end(
        assignment_id=assignment_id,
        outcome=body.outcome,
        thanks=body.thanks,
        by=me,
        at=clock.now(),
    )
    return _whole(assignment_id, me)


def _plan(body: TakeOnIn, me: UUID, proposed: UUID | None) -> actions.Plan:
    mentor, buddy, lender = (
        people.person_by_key(key).id if key else None
        for key in (body.mentor, body.buddy, body.lender)
    )
    return actions.Plan(
        title=body.title,
        skill=body.skill,
        why=body.why,
        good=body.good,
        complexity=body.complexity,
        episode=body.episode or proposed,
        link=body.link,
        mentor=mentor,
        buddy=buddy,
        cards=tuple(knowledge.card_by_key(key, reader=me).id for key in body.cards),
        checkpoints=[(one.text, one.due) for one in body.checkpoints],
        lender=lender,
        hours=body.hours,
        until=body.until,
        ends_at=body.ends_at,
    )


def _shown(found: Sequence[Assignment], *, me: UUID) -> list[AssignmentOut]:
    names = _names(id for one in found for id in (*one.insiders, one.lender))
    return [assignment_out(one, names, reader=me) for one in found]


def _whole(id: UUID, me: UUID) -> WholeAssignmentOut:
    found = queries.assignment(id, reader=me)
    cards = knowledge.cards_by_id(found.cards, reader=me) if found.cards else {}
    return WholeAssignmentOut(
        **_shown([found], me=me)[0].model_dump(),
        checkpoints=[checkpoint_out(one) for one in found.checkpoints],
        cards=[cards[one].key for one in found.cards if one in cards],
    )


def _lent(found: Sequence[Loan]) -> list[LoanOut]:
    names = _names(one.learner for one in found)
    return [loan_out(one, names) for one in found]


def _names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {id for id in ids if id}
    return people.names(wanted) if wanted else {}
